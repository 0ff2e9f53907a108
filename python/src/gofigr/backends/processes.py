"""Draws copies of figures in further processes, because Python's lock lets only one thread of a process draw.

The processes start when they are first needed. They end with this one, or when they have had nothing to do. What they
can't draw, or draw differently, is drawn in this process.
"""

from __future__ import annotations

import json
import logging
import os
import pickle
import queue
import subprocess
import sys
import threading
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gofigr._settings.register import DRAWING_PROCESSES, ENV_PREFIX

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import BinaryIO

    from gofigr.backends import GoFigrBackend

_log = logging.getLogger(__name__)

#: Processes at most, because each takes about 100 MB of memory.
_MOST = 4
#: Figures that wait for each process, so that it is never idle.
_QUEUED = 4
#: Figures that a process has at once. It draws the next one while this one still reads the last answer.
_SENT = 2
#: Bytes that a pipe and its buffer hold, so that neither end waits for the other one. Linux allows a user 64 MB.
_PIPE_BYTES = 262_144
#: Bytes up to which a copy is passed on, because both processes hold it.
_LARGEST = 50_000_000
#: Seconds after which a process without work ends.
_IDLE = 30.0
#: Seconds after which an answer isn't awaited any more.
LIMIT = 120.0
#: Failures of processes after which no more are started.
_PATIENCE = 2
#: The folders of imports are those of this process.
_PROGRAM = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from gofigr.backends._worker import main; main()"


@dataclass(eq=False)
class Task:
    """A copy of a figure that another process draws."""

    question: tuple[str, bytes, bytes, list[str], dict[str, Any]]
    #: The PNG of the same figure, drawn by this process, if it isn't known that the other one draws the same.
    expected: bytes | None
    done: threading.Event = field(default_factory=threading.Event)
    pictures: dict[str, bytes] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def result(self) -> dict[str, bytes]:
        """Waits for the pictures by format. Those that are missing must be drawn by this process."""
        if not self.done.wait(LIMIT) and (process := self.process) is not None:
            process.kill()
        return self.pictures


class DrawingProcesses:
    """The processes that draw for this one."""

    def __init__(self, most: int | None = None) -> None:
        self._most = _allowed() if most is None else most
        self._tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._threads = 0
        self._pending = 0
        self._failures = 0
        #: Settings by which the other processes draw as this one does, or don't.
        self._are_same: dict[bytes, bool] = {}
        self._pipes: list[subprocess.Popen[bytes]] = []

    def begin(
        self,
        backend: GoFigrBackend,
        settings: bytes,
        copy: bytes,
        formats: Sequence[str],
        options: Mapping[str, Any],
        png: bytes | None,
        *,
        may_start: bool = True,
        is_needed: bool = True,
    ) -> Task | None:
        """Lets another process draw a copy, if one runs or may start. None if that isn't possible.

        `png` is the same figure, drawn by this process. Unless it is needed, nothing is drawn for use before it is known
        that the processes draw the same. The first figure is drawn twice then, because a process takes a second to start.
        """
        is_same = self._are_same.get(_key(settings))
        is_unknown = is_same is None and png is None
        if is_same is False or is_unknown or len(copy) > _LARGEST or not _is_plain(options):
            return None
        kind = f"{type(backend).__module__}:{type(backend).__qualname__}"
        is_trial = is_same is None and not is_needed
        wanted = [] if is_trial else list(formats)
        task = Task((kind, settings, copy, wanted, dict(options)), png if is_same is None else None)
        with self._lock:
            is_too_much = self._pending > 0 if is_trial else self.is_full
            if self._failures >= _PATIENCE or is_too_much or not (self._pipes or may_start):
                return None
            if self._threads < min(self._most, self._pending + 1) and not self._start():
                return None
            self._pending += 1
        self._tasks.put(task)
        return None if is_trial else task

    @property
    def is_full(self) -> bool:
        """Tells whether the processes have enough to do."""
        return self._pending >= self._most * _QUEUED

    @property
    def has_room(self) -> bool:
        """Tells whether they draw the same and can take more figures."""
        return any(self._are_same.values()) and not self.is_full

    def close(self) -> None:
        """Closes the pipes in a child after a fork: otherwise the processes would live as long as it."""
        for process in self._pipes:
            for pipe in (process.stdin, process.stdout):
                # Doesn't send what the parent is about to send.
                raw: BinaryIO = getattr(pipe, "raw")  # noqa: B009 -- it isn't declared
                raw.close()

    def _start(self) -> bool:
        try:
            threading.Thread(target=self._run, name="gofigr-drawing", daemon=True).start()
        except RuntimeError:
            # Python is ending.
            return self._threads > 0
        self._threads += 1
        return True

    def _run(self) -> None:
        process: subprocess.Popen[bytes] | None = None
        sent: deque[Task] = deque()
        while True:
            try:
                process = self._send(process, sent)
                if process is not None:
                    sent[0].pictures = self._checked(sent[0], _answer(process))
                    self._finish(sent.popleft())
            except Exception:  # noqa: BLE001 -- a process may end at any time, and this one draws then
                _log.debug("a drawing process failed", exc_info=True)
                # It may have just been started for the first of them.
                self._end(process or (sent[0].process if sent else None))
                process = None
                with self._lock:
                    self._failures += 1
                while sent:
                    self._finish(sent.popleft())

    def _send(self, process: subprocess.Popen[bytes] | None, sent: deque[Task]) -> subprocess.Popen[bytes] | None:
        """Sends figures to the process, which is started if needed. Ends it, and returns None, if it has had none."""
        while len(sent) < _SENT and (task := self._next(process, is_busy=bool(sent))) is not None:
            sent.append(task)
            process = process or self._launch()
            task.process = process
            _ask(process, task)
        if sent:
            return process
        self._end(process)
        return None

    def _next(self, process: subprocess.Popen[bytes] | None, *, is_busy: bool) -> Task | None:
        """Returns the next figure. None if a busy process has to be heard first, or an idle one had nothing to do."""
        try:
            if is_busy:
                return self._tasks.get_nowait()
            return self._tasks.get(timeout=None if process is None else _IDLE)
        except queue.Empty:
            return None

    def _finish(self, task: Task) -> None:
        with self._lock:
            self._pending -= 1
        task.done.set()

    def _checked(self, task: Task, pictures: dict[str, bytes]) -> dict[str, bytes]:
        if task.expected is not None and pictures:
            drawn = pictures.pop("check", None)
            self._are_same[_key(task.question[1])] = drawn == task.expected
            if drawn != task.expected:
                return {}
        return pictures

    def _launch(self) -> subprocess.Popen[bytes]:
        # The processes need no credentials. With PYTHONINSPECT they would read the pipe as code.
        env = {name: value for name, value in os.environ.items() if not name.startswith((ENV_PREFIX, "PYTHONINSPECT"))}
        process = subprocess.Popen(  # noqa: S603 -- this Python
            [sys.executable, "-c", _PROGRAM, json.dumps(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=_PIPE_BYTES,
            pipesize=_PIPE_BYTES,
            env={**env, "MPLBACKEND": "agg"},
            # Shows no console on Windows.
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._pipes.append(process)
        return process

    def _end(self, process: subprocess.Popen[bytes] | None) -> None:
        if process is None:
            return
        self._pipes.remove(process)
        process.kill()
        # Closing a pipe sends what is left in its buffer, which fails now.
        with suppress(OSError), process:
            process.wait()


def _ask(process: subprocess.Popen[bytes], task: Task) -> None:
    if process.stdin is None:
        raise OSError("no pipe")
    kind, settings, copy, formats, options = task.question
    wanted = formats if task.expected is None else [*formats, "check"]
    # At once: each write may have to wait for Python's lock.
    process.stdin.write(pickle.dumps((kind, settings, copy, wanted, options)))
    process.stdin.flush()


def _answer(process: subprocess.Popen[bytes]) -> dict[str, bytes]:
    if process.stdout is None:
        raise OSError("no pipe")
    pictures: dict[str, bytes] = pickle.load(process.stdout)  # noqa: S301 -- of a process that this one started
    return pictures


def _key(settings: bytes) -> bytes:
    return blake2b(settings, digest_size=16).digest()


def _is_plain(options: Mapping[str, Any]) -> bool:
    try:
        return bool(json.loads(json.dumps(options)) == options)
    except (TypeError, ValueError):
        return False


def _allowed() -> int:
    """Returns the number of processes: one less than the processors, so that all of them work."""
    # Programs that embed Python would start themselves.
    if getattr(sys, "frozen", False) or not Path(sys.executable or "").name.lower().startswith(("python", "pypy")):
        return 0
    try:
        wanted = DRAWING_PROCESSES.value()
        if wanted is not None:
            return max(0, int(wanted))
    except (ValueError, OverflowError) as error:
        _log.warning("GoFigr: %s is ignored: %s", DRAWING_PROCESSES.variable, error)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores - 1, _MOST)


_processes: DrawingProcesses | None = None


def drawing_processes() -> DrawingProcesses:
    """Returns those of this process."""
    global _processes  # noqa: PLW0603 -- one per process, made when it is first needed
    if _processes is None:
        _processes = DrawingProcesses()
    return _processes


def _forget_parent() -> None:
    global _processes  # noqa: PLW0603 -- as above
    if _processes is not None:
        _processes.close()
    _processes = None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_parent)
