"""Locks between processes. The system releases them when a process ends in any way."""

from __future__ import annotations

import os
import sys
import threading
import time
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


#: Held while a handle is opened or closed. After a fork, the child must know all handles that it has copies of.
_changing = threading.Lock()
_held: set[Lock] = set()


class Lock:
    """A held lock. It ends with `release` or with the process."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def release(self) -> None:
        """Releases the lock. A second call does nothing."""
        with _changing:
            if self in _held:
                _held.remove(self)
                os.close(self._handle)


def try_lock(path: Path) -> Lock | None:
    """Takes the lock of this file and creates the file if needed. None if it is already held."""
    with _changing:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        try:
            if _try_lock(handle):
                lock = Lock(handle)
                _held.add(lock)
                return lock
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)
        return None


@contextmanager
def locked(path: Path, seconds: float) -> Iterator[bool]:
    """Waits up to `seconds` for the lock of this file. Yields whether it was taken, which fails where none can be."""
    deadline = time.monotonic() + seconds
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = try_lock(path)
        while lock is None and time.monotonic() < deadline:
            time.sleep(0.02)
            lock = try_lock(path)
    except OSError:
        # A folder that can't be written, or a file system without locks.
        lock = None
    try:
        yield lock is not None
    finally:
        if lock is not None:
            lock.release()


def _leave_to_parent() -> None:
    """Closes the copied handles in a child after a fork: they would hold the locks after the parent releases them."""
    _changing.release()
    for lock in list(_held):
        lock.release()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_changing.acquire, after_in_parent=_changing.release, after_in_child=_leave_to_parent)
