"""All that a process has to send: kept on disk, prepared and sent in the background."""

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

#: Seconds that the end of Python waits for figures on their way; `GF_FLUSH_SECONDS` says otherwise.
EXIT_LIMIT = 20.0


class Outbox:
    """All that this process has to send."""

    def __init__(self, spool: Spool | None = None) -> None:
        self.spool = spool or Spool()
        self._lanes: dict[tuple[str, str | None], Lane] = {}
        self._lock = threading.Lock()
        #: Called with a text when figures can't be kept on disk.
        self.warn: Callable[[str], None] = _log.warning
        self._warned = False
        #: Held while a figure is prepared.
        self.preparing = threading.Lock()
        self._ready: weakref.WeakSet[Job] = weakref.WeakSet()
        self._to_prepare: deque[Job] = deque()
        self._prepare_wake = threading.Condition()
        self._preparer: threading.Thread | None = None

    def lane(self, account: Account, gf: Sender) -> Lane:
        """Where the parcels of this account go. The newest client is used, and what was left is sent with it."""
        with self._lock:
            lane = self._lanes.get(account.lane)
            if lane is None:
                lane = self._lanes[account.lane] = Lane(self, account, gf)
            lane.account, lane.gf = account, gf
        return lane

    def sign_in_instead(self, account: Account, gf: Sender) -> None:
        """Sends by this sign-in what one that was never accepted couldn't send: a key that was mistyped, perhaps."""
        with self._lock:
            lanes = [
                lane
                for key, lane in self._lanes.items()
                if lane.is_sign_in_refused and key != account.lane and lane.account.server == account.server
            ]
        for lane in lanes:
            lane.sign_in_instead(account, gf)

    def submit(self, job: Job, gf: Sender) -> Job:
        """Keeps the parcel on disk, or in memory where that isn't possible, and sends it in the background."""
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
        """Sends a parcel at once, and keeps nothing. Gives the revision as the server has it; raises `RuntimeError`."""
        try:
            return deliver(parcel, gf, Targets(gf.http, self.spool.folder))
        except (NotNow, Refusal) as error:
            raise RuntimeError(f"The figure was not published: {error}") from error

    def prepare(self, job: Job) -> None:
        """Does what is left to do before the job is sent, unless it is done; then makes it durable."""
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
        """Brings what is on disk up to date."""
        if job.spooled is None:
            return
        try:
            job.spooled.write(job.parcel, durable=True)
        except OSError as error:
            # What was written before is still there, and what wasn't is in memory.
            self._warn_once(error)

    def waiting(self) -> list[Job]:
        """What is neither sent nor refused yet."""
        with self._lock:
            lanes = list(self._lanes.values())
        return [job for lane in lanes for job in lane.waiting]

    def flush(self, seconds: float | None = None, *, progress: bool = False, give_up: bool = False) -> bool:
        """Waits until all is sent or refused, at most so long; gives whether it is.

        `give_up` ends the waiting as soon as all that is left has failed once more.
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
        """Waits at the end of Python. What can't be sent stays on disk for the next time."""
        if not self.waiting():
            return
        limit = float(FLUSH_SECONDS.text() or EXIT_LIMIT)
        if self.flush(limit, progress=True, give_up=True):
            return
        left = self.waiting()
        lost = [job for job in left if job.spooled is None]
        if kept := len(left) - len(lost):
            self.warn(f"GoFigr: {_figures(kept)} couldn't be sent yet, kept in {self.spool.folder} for the next time.")
        if lost:
            self.warn(f"GoFigr: {_figures(len(lost))} could be neither sent nor kept on disk.")

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
            f"GoFigr can't keep figures in {self.spool.folder} ({error.strerror or error}). They are sent from memory: "
            "what isn't sent when Python ends is lost."
        )


def _is_stuck(lanes: list[Lane], job: Job) -> bool:
    """Whether the job waits behind one that just failed to reach the same server."""
    return any(lane.is_stuck and job in lane.waiting[1:] and lane.waiting[0].state is State.KEPT for lane in lanes)


def _figures(count: int) -> str:
    return "1 figure" if count == 1 else f"{count} figures"
