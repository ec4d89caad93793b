"""python -m phonehome."""

from phonehome.cli import main

if __name__ == "__main__":
    main()
