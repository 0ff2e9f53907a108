"""A process that draws copies of figures. `processes.py` starts it and talks to it by pipes."""

from __future__ import annotations

import logging
import os
import pickle
import signal
import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import BinaryIO

    from gofigr.backends import GoFigrBackend

_log = logging.getLogger(__name__)


def main() -> None:
    """Draws until the other end closes the pipe, as its end does."""
    # The process that started this one handles Ctrl-C.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Libraries may print.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    try:
        serve(questions, answers)
    except (EOFError, OSError):
        # The end of the other process.
        return


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answers each question: settings, a copy, formats and options, with the pictures by format."""
    backends: dict[str, GoFigrBackend] = {}
    while True:
        kind, settings, copy, formats, options = pickle.load(questions)  # noqa: S301 -- of the process that started this one
        try:
            if kind not in backends:
                module, _, name = kind.partition(":")
                backends[kind] = getattr(import_module(module), name)()
            pictures = backends[kind].draw_elsewhere(settings, copy, formats, options)
        except Exception:  # noqa: BLE001 -- the other process draws it then
            _log.debug("can't be drawn here", exc_info=True)
            pictures = {}
        pickle.dump(pictures, answers)
        answers.flush()
