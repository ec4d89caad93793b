"""python -m phonehome.proxy: runs as the first line of standard input says, until that ends."""

from phonehome.proxy.serve import main

if __name__ == "__main__":
    main()
