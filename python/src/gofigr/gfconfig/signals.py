"""Lets the dialogue clean up before a signal ends it."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
#: Windows has no SIGHUP.
_SIGNALS = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]


@contextmanager
def interruptible() -> Iterator[None]:
    """Makes SIGTERM and SIGHUP, the end of a terminal, raise `KeyboardInterrupt` as Ctrl-C does.

    Only the first signal does: a terminal that goes away sends several, and they must not interrupt the cleaning up.
    """
    came: list[int] = []

    def interrupt(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 -- as `signal` calls it
        if not came:
            came.append(number)
            raise KeyboardInterrupt

    with _handled_by(interrupt):
        yield


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Runs to its end. A signal that comes meanwhile raises `KeyboardInterrupt` afterwards."""
    came: list[int] = []

    def remember(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 -- as `signal` calls it
        came.append(number)

    with _handled_by(remember):
        yield
    if came:
        raise KeyboardInterrupt


@contextmanager
def _handled_by(handler: object) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        # Only the main thread gets signals.
        yield
        return
    before = [(one, signal.signal(one, handler)) for one in _SIGNALS]  # type: ignore[arg-type]  # both take these arguments
    try:
        yield
    finally:
        for one, former in before:
            signal.signal(one, former)
