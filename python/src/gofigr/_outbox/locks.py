"""Locks between processes, which the system releases when a process ends, however it ends."""

from __future__ import annotations

import os
import sys
import time
import weakref
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


_held: weakref.WeakSet[Lock] = weakref.WeakSet()


class Lock:
    """A lock that is held. It goes with `release`, or with the process."""

    def __init__(self, handle: int) -> None:
        self._handle: int | None = handle
        _held.add(self)

    def release(self) -> None:
        """Lets others have it. Doing so again does nothing."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def try_lock(path: Path) -> Lock | None:
    """The lock of this file, which is made if need be; None while another process, or this one, holds it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        if _try_lock(handle):
            return Lock(handle)
    except BaseException:
        os.close(handle)
        raise
    os.close(handle)
    return None


@contextmanager
def locked(path: Path, seconds: float) -> Iterator[bool]:
    """Waits for the lock of this file, at most so long; gives whether it was had."""
    deadline = time.monotonic() + seconds
    lock = try_lock(path)
    while lock is None and time.monotonic() < deadline:
        time.sleep(0.02)
        lock = try_lock(path)
    try:
        yield lock is not None
    finally:
        if lock is not None:
            lock.release()


def _leave_to_parent() -> None:
    """In a child after a fork: its copies of the parent's handles would hold the locks after the parent has let go."""
    for lock in list(_held):
        lock.release()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_to_parent)
