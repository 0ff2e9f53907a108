"""Sends the parcels of one account in order."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from typing import TYPE_CHECKING, Protocol

from gofigr._outbox.delivery import deliver
from gofigr._outbox.job import Job, State
from gofigr._outbox.replies import NotNow, Refusal, SignInRefused
from gofigr._outbox.targets import Targets

if TYPE_CHECKING:
    from collections.abc import Callable

    from gofigr._outbox.delivery import Sender
    from gofigr._outbox.parcel import Account, Parcel, Target
    from gofigr._outbox.spool import Spool

_log = logging.getLogger(__name__)

#: First and longest delay between attempts while the server can't be reached, in seconds.
FIRST_DELAY = 0.5
LONGEST_DELAY = 60.0
#: Longest delay while the user waits for it.
LONGEST_AWAITED_DELAY = 2.0
#: Number of server failures with a parcel before other parcels go first.
PATIENCE = 3
#: Seconds between searches for parcels that other processes left.
RESCAN = 30.0


class Keeper(Protocol):
    """Stores jobs until they are sent."""

    spool: Spool

    def prepare(self, job: Job) -> None:
        """Does the work before the job is sent, unless it is done."""

    def rewrite(self, job: Job) -> None:
        """Updates the parcel on disk."""

    def resumed(self, parcel: Parcel, gf: Sender) -> Callable[[], None] | None:
        """Returns the work that an earlier process left to do before the parcel is sent."""

    def tell_refusal(self, job: Job) -> None:
        """Tells the user that the server refused a figure."""


class Lane:
    """Sends the parcels of one account in order, in its own thread."""

    def __init__(self, keeper: Keeper, account: Account, gf: Sender) -> None:
        self.account = account
        self.gf = gf
        self._keeper = keeper
        self._targets = Targets(gf.http, keeper.spool.folder)
        self._jobs: deque[Job] = deque()
        self._wake = threading.Condition()
        self._hurry = False
        #: Time until which the user waits, on the clock of `time.monotonic`.
        self.awaited_until = float("-inf")
        self._looked = float("-inf")
        self._thread: threading.Thread | None = None
        #: Tells whether the last attempt reached no server.
        self.is_stuck = False
        #: Tells whether the server has never accepted this account.
        self.is_sign_in_refused = False

    def analysis(self, target: Target) -> str:
        """Returns the ID of the target's analysis, which may be created. Raises the errors of the request."""
        # Searches again, because an analysis found earlier may have been deleted.
        self._targets.forget()
        return self._targets.analysis(target)

    @property
    def waiting(self) -> list[Job]:
        """Returns the jobs that are neither sent nor refused."""
        with self._wake:
            return list(self._jobs)

    def add(self, *jobs: Job) -> None:
        """Appends jobs to the queue."""
        with self._wake:
            self._jobs.extend(jobs)
            self._wake.notify_all()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="gofigr-sender", daemon=True)
                self._thread.start()

    def look_for_leftovers(self) -> None:
        """Takes over parcels that earlier processes couldn't send. Searches at most every `RESCAN` seconds."""
        with self._wake:
            if time.monotonic() - self._looked < RESCAN:
                return
            self._looked = time.monotonic()
        for spooled, parcel in self._keeper.spool.leftovers(self.account):
            if parcel.refused is None:
                self.add(Job(parcel, self._keeper.resumed(parcel, self.gf), spooled=spooled))
            else:
                # The same answer would come again. `python -m gofigr outbox send` tries all the same.
                spooled.release()

    def sign_in_instead(self, account: Account, gf: Sender) -> None:
        """Continues with other credentials."""
        self.gf, self.is_sign_in_refused = gf, False
        self._targets = Targets(gf.http, self._keeper.spool.folder)
        for job in self.waiting:
            job.parcel.account = account
            self._keeper.rewrite(job)
        self.hurry()

    def hurry(self) -> None:
        """Starts the next attempt at once."""
        with self._wake:
            self._hurry = True
            self._wake.notify_all()

    def _run(self) -> None:
        while True:
            with self._wake:
                while not self._jobs:
                    self._wake.wait()
                job = self._jobs[0]
            self._keeper.prepare(job)
            pause = self._attempt(job)
            if pause > 0:
                with self._wake:
                    if not self._hurry:
                        self._wake.wait(pause)
                    self._hurry = False

    def _attempt(self, job: Job) -> float:
        """Sends the job and removes it from the queue unless it has to wait. Returns seconds until the next attempt."""
        try:
            if job.before_send is not None:
                job.before_send()
            job.answer = deliver(job.parcel, self.gf, self._targets)
            if job.answer and job.answer.get("api_id") != job.parcel.revision:
                job.found_same(job.answer)
        except NotNow as error:
            self.is_sign_in_refused = isinstance(error, SignInRefused)
            return self._keep(job, str(error), error.after)
        except Refusal as error:
            job.parcel.refused = str(error)
            self._keeper.rewrite(job)
            job.change(State.REFUSED, str(error))
            self._keeper.tell_refusal(job)
            self._finish(job)
            return 0
        except Exception as error:  # noqa: BLE001 -- a bug must not end the thread that sends the other parcels
            _log.debug("sending failed", exc_info=True)
            return self._keep(job, f"{type(error).__name__}: {error}", None)
        self.is_stuck = self.is_sign_in_refused = False
        if job.spooled is not None:
            job.spooled.remove()
        job.change(State.SENT)
        self._finish(job)
        return 0

    def _keep(self, job: Job, reason: str, after: float | None) -> float:
        self.is_stuck = True
        job.failures += 1
        job.change(State.KEPT, reason)
        if job.parcel.kept != reason:
            job.parcel.kept = reason
            self._keeper.rewrite(job)
        with self._wake:
            if job.failures % PATIENCE == 0:
                self._jobs.rotate(-1)
        if after is not None:
            return min(after, LONGEST_DELAY)
        longest = LONGEST_AWAITED_DELAY if time.monotonic() < self.awaited_until else LONGEST_DELAY
        return min(FIRST_DELAY * 2.0 ** min(job.failures - 1, 10), longest)

    def _finish(self, job: Job) -> None:
        with self._wake:
            self._jobs.remove(job)
