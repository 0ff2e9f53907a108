"""Stores the parcels of a process on disk, prepares them and sends them in the background."""

from __future__ import annotations

import logging
import threading
import time
import weakref
from collections import deque
from typing import TYPE_CHECKING, Any

from gofigr._outbox.delivery import deliver
from gofigr._outbox.job import Job, State
from gofigr._outbox.lane import Lane
from gofigr._outbox.progress import show_progress
from gofigr._outbox.replies import NotNow, Refusal
from gofigr._outbox.spool import Spool
from gofigr._outbox.targets import Targets
from gofigr._settings.register import FLUSH_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gofigr._outbox.delivery import Sender
    from gofigr._outbox.parcel import Account, Parcel

_log = logging.getLogger(__name__)

#: Seconds that the exit of Python waits for unsent figures. `GF_FLUSH_SECONDS` overrides it.
EXIT_LIMIT = 20.0


class Outbox:
    """All parcels of this process."""

    def __init__(self, spool: Spool | None = None) -> None:
        self.spool = spool or Spool()
        self._lanes: dict[tuple[str, str | None], Lane] = {}
        self._lock = threading.Lock()
        #: Called with a text if figures can't be stored on disk.
        self.warn: Callable[[str], None] = _log.warning
        self._warned = False
        #: Held while a figure is prepared.
        self.preparing = threading.Lock()
        self._ready: weakref.WeakSet[Job] = weakref.WeakSet()
        self._to_prepare: deque[Job] = deque()
        self._prepare_wake = threading.Condition()
        self._preparer: threading.Thread | None = None

    def lane(self, account: Account, gf: Sender) -> Lane:
        """Returns the lane of this account. It uses the newest client, also for earlier parcels."""
        with self._lock:
            lane = self._lanes.get(account.lane)
            if lane is None:
                lane = self._lanes[account.lane] = Lane(self, account, gf)
            lane.account, lane.gf = account, gf
        return lane

    def sign_in_instead(self, account: Account, gf: Sender) -> None:
        """Sends parcels of credentials that were never accepted, such as a mistyped key, with these credentials."""
        with self._lock:
            lanes = [
                lane
                for key, lane in self._lanes.items()
                if lane.is_sign_in_refused and key != account.lane and lane.account.server == account.server
            ]
        for lane in lanes:
            lane.sign_in_instead(account, gf)

    def submit(self, job: Job, gf: Sender) -> Job:
        """Stores the parcel on disk, or in memory if that fails, and sends it in the background."""
        try:
            job.spooled = self.spool.add(job.parcel)
        except OSError as error:
            self._warn_once(error)
        with self._prepare_wake:
            self._to_prepare.append(job)
            self._prepare_wake.notify_all()
            if self._preparer is None:
                self._preparer = threading.Thread(target=self._prepare_all, name="gofigr-preparer", daemon=True)
                self._preparer.start()
        self.lane(job.parcel.account, gf).add(job)
        return job

    def send_now(self, parcel: Parcel, gf: Sender) -> dict[str, Any]:
        """Sends a parcel at once without storing it. Returns the server's revision. Raises `RuntimeError`."""
        try:
            return deliver(parcel, gf, Targets(gf.http, self.spool.folder))
        except (NotNow, Refusal) as error:
            raise RuntimeError(f"The figure was not published: {error}") from error

    def prepare(self, job: Job) -> None:
        """Does the work before the job is sent, unless it is done. Then makes the parcel durable."""
        with self.preparing:
            if job in self._ready:
                return
            self._ready.add(job)
            if job.prepare is not None:
                try:
                    job.prepare()
                except Exception:  # noqa: BLE001 -- a format that fails must not keep a figure from being sent
                    _log.debug("%s failed", job.prepare, exc_info=True)
                job.prepare = None
            self.rewrite(job)

    def rewrite(self, job: Job) -> None:
        """Updates the parcel on disk."""
        if job.spooled is None:
            return
        try:
            job.spooled.write(job.parcel, durable=True)
        except OSError as error:
            # The earlier state is still on disk, and the new parts are in memory.
            self._warn_once(error)

    def waiting(self) -> list[Job]:
        """Returns the jobs that are neither sent nor refused."""
        with self._lock:
            lanes = list(self._lanes.values())
        return [job for lane in lanes for job in lane.waiting]

    def flush(self, seconds: float | None = None, *, progress: bool = False, give_up: bool = False) -> bool:
        """Waits up to `seconds` until all figures are sent or refused. Returns whether they are.

        With `give_up`, the wait ends as soon as all remaining figures have failed once more.
        """
        deadline = float("inf") if seconds is None else time.monotonic() + seconds
        with self._lock:
            lanes = list(self._lanes.values())
        before = {id(job): job.failures for job in self.waiting()}
        for lane in lanes:
            lane.awaited_until = deadline
            lane.hurry()
        try:
            for left in self._watch(deadline, progress=progress):
                if give_up and all(job.failures > before.get(id(job), 0) or _is_stuck(lanes, job) for job in left):
                    break
        finally:
            for lane in lanes:
                lane.awaited_until = float("-inf")
        return not self.waiting()

    def _watch(self, deadline: float, *, progress: bool) -> Iterator[list[Job]]:
        left = self.waiting()
        with show_progress(len(left), enabled=progress) as show:
            while left and time.monotonic() < deadline:
                show(len(left))
                left[0].done.wait(min(0.05, max(0.0, deadline - time.monotonic())))
                left = self.waiting()
                yield left

    def close(self) -> None:
        """Waits for unsent figures when Python exits. Those that can't be sent stay on disk for the next time."""
        if not self.waiting():
            return
        limit = float(FLUSH_SECONDS.text() or EXIT_LIMIT)
        if self.flush(limit, progress=True, give_up=True):
            return
        left = self.waiting()
        lost = [job for job in left if job.spooled is None]
        if kept := len(left) - len(lost):
            self.warn(f"GoFigr: {_figures(kept)} couldn't be sent yet. Kept for the next time: {self.spool.folder}")
        if lost:
            self.warn(f"GoFigr: {_figures(len(lost))} could be neither sent nor stored on disk.")

    def _prepare_all(self) -> None:
        while True:
            with self._prepare_wake:
                while not self._to_prepare:
                    self._prepare_wake.wait()
                job = self._to_prepare.popleft()
            self.prepare(job)

    def _warn_once(self, error: OSError) -> None:
        if self._warned:
            return
        self._warned = True
        self.warn(
            f"GoFigr can't store figures in {self.spool.folder} ({error.strerror or error}). They are sent from memory. "
            "Figures that aren't sent when Python exits are lost."
        )


def _is_stuck(lanes: list[Lane], job: Job) -> bool:
    """Whether the job waits behind one that has just failed to reach the same server."""
    return any(lane.is_stuck and job in lane.waiting[1:] and lane.waiting[0].state is State.KEPT for lane in lanes)


def _figures(count: int) -> str:
    return "1 figure" if count == 1 else f"{count} figures"
