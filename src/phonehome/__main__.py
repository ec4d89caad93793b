"""python -m phonehome, and the console script."""

from __future__ import annotations

import sys
from importlib import import_module

# As shells say it of a program that Ctrl-C ended; nothing of ours is loaded yet that could say it.
STOPPED = 130


def main() -> None:
    """The command line. A Ctrl-C while it is still being loaded ends it quietly."""
    try:
        import_module("phonehome.cli").main()
    except KeyboardInterrupt:
        sys.exit(STOPPED)


if __name__ == "__main__":
    main()
