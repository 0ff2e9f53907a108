"""Prepares jobs in the background. If several wait, other processes start, and begin with some of them."""

from __future__ import annotations

import threading
import time
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING

from gofigr._ipython.shell import in_ipython

if TYPE_CHECKING:
    from collections.abc import Callable

    from gofigr._outbox.job import Job

#: Jobs that wait before other processes are worth their start.
DEEP = 3
#: Jobs in a row that came without a pause, for the same.
IN_A_ROW = 3
#: Seconds without jobs that are a pause.
_PAUSE = 1.0
#: Jobs with which other processes may begin.
_AHEAD = 16


class Preparer:
    """A thread that prepares jobs, as soon as there are any."""

    def __init__(self, prepare: Callable[[Job], None]) -> None:
        self._prepare = prepare
        self._jobs: deque[Job] = deque()
        self._wake = threading.Condition()
        #: Time since which there are no jobs, on the clock of `time.monotonic`. None while there are some.
        self._idle_since: float | None = float("-inf")
        #: Jobs that came without a pause before them.
        self._in_a_row = 0
        self.thread: threading.Thread | None = None

    def add(self, job: Job) -> None:
        """Prepares a job later."""
        with self._wake:
            is_pause = self._idle_since is not None and time.monotonic() - self._idle_since > _PAUSE
            self._in_a_row = 0 if is_pause else self._in_a_row + 1
            self._idle_since = None
            self._jobs.append(job)
            self._share()
            self._wake.notify_all()
            if self.thread is None:
                self.thread = threading.Thread(target=self._run, name="gofigr-preparer", daemon=True)
                self.thread.start()

    @property
    def is_behind(self) -> bool:
        """Tells whether so many jobs wait, or come without a pause, that other processes are worth their start.

        A start takes time from cells, for which a person waits. So there it needs jobs that wait.
        """
        return len(self._jobs) >= DEEP or (self._in_a_row >= IN_A_ROW and not in_ipython())

    def _share(self) -> None:
        for job in islice(self._jobs, _AHEAD):
            job.begin_elsewhere(may_start=self.is_behind)

    def _run(self) -> None:
        while True:
            self._prepare(self._next())

    def _next(self) -> Job:
        """Waits for the next job. Those with which other processes have begun come when these are done."""
        with self._wake:
            if not self._jobs:
                self._idle_since = time.monotonic()
            while not self._jobs:
                self._wake.wait()
            self._share()
            chosen = next((job for job in self._jobs if not job.is_in_work), self._jobs[0])
            self._jobs.remove(chosen)
            return chosen
