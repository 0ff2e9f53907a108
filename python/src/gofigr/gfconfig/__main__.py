"""Runs `gfconfig` as `python -m gofigr.gfconfig`."""

import sys

from gofigr.gfconfig import main

if __name__ == "__main__":
    sys.exit(main())
