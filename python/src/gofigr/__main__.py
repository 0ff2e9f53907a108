"""Runs `python -m gofigr outbox`."""

import sys

from gofigr._outbox.command import main
from gofigr._publishing.resuming import resumed

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], resumed))
