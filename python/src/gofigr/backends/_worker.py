"""A process that draws copies of figures. `processes.py` starts it and talks to it by pipes."""

from __future__ import annotations

import logging
import os
import pickle
import queue
import signal
import sys
import threading
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
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
    waiting: queue.SimpleQueue[tuple[Any, ...] | None] = queue.SimpleQueue()
    # The other end never waits until a figure is drawn.
    threading.Thread(target=receive, args=(questions, waiting), daemon=True).start()
    # Fails at the end of the other process.
    with suppress(OSError):
        serve(iter(waiting.get, None), answers)


def receive(questions: BinaryIO, waiting: queue.SimpleQueue[tuple[Any, ...] | None]) -> None:
    """Passes questions on, and None at their end, which may be in the middle of one."""
    try:
        while True:
            waiting.put(pickle.load(questions))  # noqa: S301 -- of the process that started this one
    except (EOFError, OSError, pickle.UnpicklingError):
        return
    finally:
        waiting.put(None)


def serve(questions: Iterator[tuple[Any, ...]], answers: BinaryIO) -> None:
    """Answers each question: settings, a copy, formats and options, with the pictures by format."""
    backends: dict[str, GoFigrBackend] = {}
    for kind, settings, copy, formats, options in questions:
        try:
            if kind not in backends:
                module, _, name = kind.partition(":")
                backends[kind] = getattr(import_module(module), name)()
            pictures = backends[kind].draw_elsewhere(settings, copy, formats, options)
        except Exception:  # noqa: BLE001 -- the other process draws it then
            _log.debug("can't be drawn here", exc_info=True)
            pictures = {}
        # At once, so that the other end reads once.
        answers.write(pickle.dumps(pictures))
        answers.flush()
