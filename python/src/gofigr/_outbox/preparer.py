"""Keeps parcels on disk and finishes them: further formats are drawn, and what is there is made durable."""

from __future__ import annotations

import threading
import weakref
from collections import deque
from typing import TYPE_CHECKING

from gofigr._outbox.job import Job, guarded

if TYPE_CHECKING:
    from collections.abc import Callable

    from gofigr._outbox.spool import Spool


class Preparer:
    """Prepares jobs in a thread of its own, one after the other; or in the sender's, if that comes first."""

    def __init__(self, spool: Spool, warn: Callable[[str], None]) -> None:
        self.spool = spool
        #: Held while a job is prepared.
        self.preparing = threading.Lock()
        self._warn = warn
        self._warned = False
        self._ready: weakref.WeakSet[Job] = weakref.WeakSet()
        self._jobs: deque[Job] = deque()
        self._wake = threading.Condition()
        self._thread: threading.Thread | None = None

    def add(self, job: Job) -> None:
        """Keeps the parcel on disk, or in memory where that isn't possible, and prepares it in the background."""
        try:
            job.spooled = self.spool.add(job.parcel)
        except OSError as error:
            self._warn_once(error)
        with self._wake:
            self._jobs.append(job)
            self._wake.notify_all()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="gofigr-preparer", daemon=True)
                self._thread.start()

    def prepare(self, job: Job) -> None:
        """Does what is left to do before the job is sent, unless it is done; then makes it durable."""
        with self.preparing:
            if job in self._ready:
                return
            self._ready.add(job)
            if job.prepare is not None:
                guarded(job.prepare)
                job.prepare = None
            self.rewrite(job)

    def rewrite(self, job: Job) -> None:
        """Brings what is on disk up to date."""
        if job.spooled is None:
            return
        try:
            job.spooled.write(job.parcel, durable=True)
        except OSError as error:
            # What was written before is still there, and what wasn't is in memory.
            self._warn_once(error)

    def _run(self) -> None:
        while True:
            with self._wake:
                while not self._jobs:
                    self._wake.wait()
                job = self._jobs.popleft()
            self.prepare(job)

    def _warn_once(self, error: OSError) -> None:
        if self._warned:
            return
        self._warned = True
        self._warn(
            f"GoFigr can't keep figures in {self.spool.folder} ({error.strerror or error}). They are sent from memory: "
            "what isn't sent when Python ends is lost."
        )
