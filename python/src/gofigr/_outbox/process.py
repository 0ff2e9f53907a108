"""The only outbox of this process. It is flushed at exit; child processes get a new one."""

from __future__ import annotations

import atexit
import os
import sys
import threading
import time
from importlib import import_module

from gofigr._client.own_figures import before_reading
from gofigr._outbox.ending import Ending
from gofigr._outbox.job import State
from gofigr._outbox.outbox import Outbox

#: Seconds that a read waits for figures published before.
READ_LIMIT = 15.0
_OUR_THREADS = "gofigr-"

_default: Outbox | None = None
_ending: Ending | None = None
_default_lock = threading.Lock()


def default_outbox() -> Outbox:
    """Returns the outbox of this process."""
    global _default, _ending  # noqa: PLW0603 -- one per process, made when it is first needed
    with _default_lock:
        if _default is None:
            _default = Outbox()
            _ending = Ending(_default)
            atexit.register(_ending)
            _end_with_worker(_ending)
        return _default


def _end_with_worker(ending: Ending) -> None:
    """Ends the outbox of a worker of `multiprocessing`, which ends without the functions of `atexit`."""
    if "multiprocessing.process" in sys.modules and sys.modules["multiprocessing.process"].parent_process() is not None:
        import_module("multiprocessing.util").Finalize(None, ending, exitpriority=100)


def finish_in_pool() -> None:
    """Sends the figures at once in a worker of a pool, which may be killed as soon as its function has returned."""
    process = sys.modules.get("multiprocessing.process")
    if process is not None and process.current_process().daemon and _ending is not None:
        _ending.finish(progress=False)


def wait_for_own_figures(server: str) -> None:
    """Waits for figures that are being sent to a server, except those that it doesn't accept now."""
    if _default is None or threading.current_thread().name.startswith(_OUR_THREADS):
        return
    _default.release()
    deadline = time.monotonic() + READ_LIMIT
    for job in _default.waiting():
        while job.parcel.account.server == server and job.state is State.SENDING and time.monotonic() < deadline:
            job.done.wait(0.02)


before_reading(wait_for_own_figures)

#: Seconds that a fork waits for a figure that is being drawn in the background.
_FORK_LIMIT = 10.0
_held: list[threading.Lock] = []


def _before_fork() -> None:
    # The child could never import a module that another thread is importing during the fork.
    if _default is not None and _default.preparing.acquire(timeout=_FORK_LIMIT):
        _held.append(_default.preparing)


def _after_fork() -> None:
    while _held:
        _held.pop().release()


def _forget_parent() -> None:
    """Drops the outbox in a child after a fork: the parent sends its parcels, and threads aren't copied."""
    global _default, _default_lock, _ending  # noqa: PLW0603 -- as above
    _held.clear()
    _default_lock = threading.Lock()
    if _ending is not None:
        atexit.unregister(_ending)
    _default = _ending = None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_before_fork, after_in_parent=_after_fork, after_in_child=_forget_parent)
