"""Stores the parcels of a process on disk, prepares them and sends them in the background."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Any, TypeAlias

from gofigr._outbox.delivery import deliver
from gofigr._outbox.job import Job, State
from gofigr._outbox.lane import Lane
from gofigr._outbox.preparer import Preparer
from gofigr._outbox.progress import show_progress
from gofigr._outbox.replies import NotNow, Refusal
from gofigr._outbox.spool import Spool
from gofigr._outbox.targets import Targets
from gofigr.http.by_name import shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gofigr._outbox.delivery import Sender
    from gofigr._outbox.parcel import Account, Parcel

_log = logging.getLogger(__name__)

#: Makes the work that an earlier process left to do for a parcel.
Resume: TypeAlias = "Callable[[Parcel, Sender], Callable[[], None] | None]"


class Outbox:
    """All parcels of this process."""

    def __init__(self, spool: Spool | None = None) -> None:
        self.spool = spool or Spool()
        self._lanes: dict[tuple[str, str | None], Lane] = {}
        self._lock = threading.Lock()
        #: Called with a text if figures can't be stored on disk.
        self.warn: Callable[[str], None] = _log.warning
        self._warned = False
        #: Set by those who know how figures are drawn.
        self.resume: Resume = lambda _parcel, _gf: None
        #: Figures of this process that the server refused.
        self.refused = 0
        #: Targets of `send_now` that each thread has found.
        self._found = threading.local()
        #: Held while a figure is prepared.
        self.preparing = threading.Lock()
        #: Jobs that are stored and not sent before `release`.
        self._held: dict[int, tuple[Job, Sender]] = {}
        self._preparer = Preparer(self.prepare)

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

    def submit(self, job: Job, gf: Sender, *, is_held: bool = False) -> Job:
        """Stores the parcel on disk, or in memory if that fails, and sends it in the background.

        If it is held, it is sent after `release` or `flush`, or by the next session.
        """
        try:
            job.spooled = self.spool.add(job.parcel)
        except OSError as error:
            self._warn_once(error)
        if is_held:
            with self._lock:
                self._held[id(job)] = (job, gf)
        self._preparer.add(job)
        if not is_held:
            self.lane(job.parcel.account, gf).add(job)
        return job

    @property
    def is_behind(self) -> bool:
        """Tells whether several figures wait to be prepared."""
        return self._preparer.is_behind

    def release(self, *jobs: Job) -> None:
        """Sends jobs that were held, by default all."""
        with self._lock:
            wanted = [id(job) for job in jobs] or list(self._held)
            released = [self._held.pop(one) for one in wanted if one in self._held]
        for job, gf in released:
            self.lane(job.parcel.account, gf).add(job)

    def withdraw(self, job: Job) -> bool:
        """Drops a job that is held, because another one replaces it. Returns whether it was still held."""
        with self._lock:
            was_held = self._held.pop(id(job), None) is not None
        if was_held:
            job.is_withdrawn = True
            job.on_change = None
            # Another thread may be writing it.
            self._preparer.add(job)
        return was_held

    def send_now(self, parcel: Parcel, gf: Sender) -> dict[str, Any]:
        """Sends a parcel at once without storing it. Returns the server's revision. Raises `RuntimeError`."""
        session, targets = getattr(self._found, "targets", (None, None))
        if session is not gf.http or targets is None:
            targets = Targets(gf.http, self.spool.folder)
            self._found.targets = (gf.http, targets)
        try:
            return deliver(parcel, gf, targets)
        except (NotNow, Refusal) as error:
            raise RuntimeError(f"The figure was not published: {error}") from error

    def prepare(self, job: Job) -> None:
        """Does the work before the job is sent, unless it is done. Then makes the parcel durable."""
        if job.is_ready and not job.is_withdrawn:
            # The lock may be held for as long as another figure is drawn.
            return
        with self.preparing:
            if job.is_withdrawn:
                self._remove(job)
                return
            if job.is_ready:
                return
            if job.prepare is not None:
                job.preparer = threading.get_ident()
                try:
                    job.prepare()
                except Exception:  # noqa: BLE001 -- a format that fails must not keep a figure from being sent
                    _log.debug("%s failed", job.prepare, exc_info=True)
                job.prepare = job.begin = job.preparer = None
            self.rewrite(job)
            job.ready.set()

    def _remove(self, job: Job) -> None:
        job.prepare = job.begin = None
        job.ready.set()
        job.done.set()
        if (spooled := job.spooled) is not None:
            job.spooled = None
            spooled.remove()

    def rewrite(self, job: Job) -> None:
        """Updates the parcel on disk."""
        if job.spooled is None:
            return
        try:
            job.spooled.write(job.parcel, durable=True)
        except OSError as error:
            # The earlier state is still on disk, and the new parts are in memory.
            self._warn_once(error)

    def resumed(self, parcel: Parcel, gf: Sender) -> Callable[[], None] | None:
        """Returns the work that an earlier process left to do before the parcel is sent."""
        return self.resume(parcel, gf)

    def tell_refusal(self, job: Job) -> None:
        """Tells the user that the server refused a figure, unless a line below the figure does."""
        self.refused += 1
        if job.on_change is None:
            where = "It isn't kept." if job.spooled is None else "It is kept: python -m gofigr outbox"
            reason = job.reason.rstrip(".")
            self.warn(f"GoFigr: “{shortened(job.parcel.title, 60)}” was not published: {reason}. {where}")

    def waiting(self) -> list[Job]:
        """Returns the jobs that are neither sent nor refused."""
        with self._lock:
            lanes, held = list(self._lanes.values()), [job for job, _ in self._held.values()]
        return [*(job for lane in lanes for job in lane.waiting), *held]

    def flush(self, seconds: float | None = None, *, progress: bool = False, give_up: bool = False) -> bool:
        """Waits up to `seconds` until all figures are sent or refused. Returns whether they are.

        With `give_up`, the wait ends as soon as all remaining figures have failed once more.
        """
        deadline = float("inf") if seconds is None else time.monotonic() + seconds
        self.release()
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

    def prepare_waiting(self, deadline: float, *, progress: bool) -> None:
        """Prepares all figures that wait, so that a later process sends them complete."""
        left = [job for job in self.waiting() if not job.is_ready]
        with show_progress("preparing figures", len(left), enabled=progress) as show:
            for number, job in enumerate(left):
                if time.monotonic() >= deadline:
                    return
                show(len(left) - number)
                self.prepare(job)

    def _watch(self, deadline: float, *, progress: bool) -> Iterator[list[Job]]:
        left = self.waiting()
        with show_progress("sending figures", len(left), enabled=progress) as show:
            while left and time.monotonic() < deadline:
                show(len(left))
                left[0].done.wait(min(0.05, max(0.0, deadline - time.monotonic())))
                left = self.waiting()
                yield left

    def _warn_once(self, error: OSError) -> None:
        if self._warned:
            return
        self._warned = True
        self.warn(
            f"GoFigr can't store figures in {self.spool.folder} ({error.strerror or error}). They are sent from memory. "
            "Figures that aren't sent when Python exits are lost. GF_OUTBOX can name another folder."
        )


def _is_stuck(lanes: list[Lane], job: Job) -> bool:
    """Tells whether the job waits behind one that has just failed to reach the same server."""
    return any(lane.is_stuck and job in lane.waiting[1:] and lane.waiting[0].state is State.KEPT for lane in lanes)
