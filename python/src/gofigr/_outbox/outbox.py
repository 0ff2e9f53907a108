"""Sends parcels in the background, for each account in the order in which they came."""

from __future__ import annotations

import atexit
import logging
import os
import threading
import time
import weakref
from collections import deque
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

from gofigr._outbox.delivery import deliver
from gofigr._outbox.progress import show_progress
from gofigr._outbox.replies import NotNow, Refusal, SignInRefused
from gofigr._outbox.spool import Spool, SpooledParcel
from gofigr._outbox.targets import Targets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gofigr._outbox.parcel import Account, Parcel, Target
    from gofigr.client import GoFigr

_log = logging.getLogger(__name__)

#: Seconds that the end of Python waits for figures on their way; `GF_FLUSH_SECONDS` says otherwise.
EXIT_LIMIT = 20.0
#: Seconds between attempts while the server can't be reached: the first, and the longest.
FIRST_DELAY = 0.5
LONGEST_DELAY = 60.0
#: Seconds that reading something waits for the figures that were published before.
READ_LIMIT = 15.0
_OUR_THREADS = "gofigr-"
#: How often the server may fail with one parcel before others go first.
PATIENCE = 3
#: Seconds between looks for parcels that other processes left.
RESCAN = 30.0


class State(Enum):
    """How far a parcel is."""

    SENDING = "sending"
    #: It didn't work yet. It is tried again, in this process and in later ones.
    KEPT = "kept"
    SENT = "sent"
    #: The server said no. It is kept, and tried again by the next process.
    REFUSED = "refused"


@dataclass(eq=False)
class Job:
    """A parcel on its way. `done` is set when it was sent or refused."""

    parcel: Parcel
    #: What is left to do before it is sent: drawing further formats, for example.
    prepare: Callable[[], None] | None = None
    on_change: Callable[[Job], None] | None = None
    #: What must have worked before it is sent; called at each attempt.
    before_send: Callable[[], None] | None = None
    state: State = State.SENDING
    #: Why it is kept, or was refused.
    reason: str = ""
    #: The revision as the server has it.
    answer: dict[str, Any] | None = None
    done: threading.Event = field(default_factory=threading.Event)
    failures: int = 0
    spooled: SpooledParcel | None = None

    def change(self, state: State, reason: str = "") -> None:
        """Says how far it is, to whoever listens."""
        is_new = (state, reason) != (self.state, self.reason)
        self.state, self.reason = state, reason
        if is_new and self.on_change is not None:
            _guarded(self.on_change, self)
        if state in (State.SENT, State.REFUSED):
            self.done.set()


class Lane:
    """The parcels of one account, sent one after the other by a thread of their own."""

    def __init__(self, outbox: Outbox, account: Account, gf: GoFigr) -> None:
        self.account = account
        self.gf = gf
        self._outbox = outbox
        self._targets = Targets(gf.http, outbox.spool.folder)
        self._jobs: deque[Job] = deque()
        self._wake = threading.Condition()
        self._hurry = False
        self._looked = float("-inf")
        self._thread: threading.Thread | None = None
        #: Whether the last attempt reached nothing.
        self.is_stuck = False
        #: Whether nothing was ever accepted from this account.
        self.is_sign_in_refused = False

    def analysis(self, target: Target) -> str:
        """The ID of the analysis of a target, which is made if that was wished. Raises what asking the server raises."""
        return self._targets.analysis(target)

    @property
    def waiting(self) -> list[Job]:
        """What is neither sent nor refused yet."""
        with self._wake:
            return list(self._jobs)

    def add(self, *jobs: Job) -> None:
        """Sends these after those that are waiting."""
        with self._wake:
            self._jobs.extend(jobs)
            self._wake.notify_all()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="gofigr-sender", daemon=True)
                self._thread.start()

    def look_for_leftovers(self) -> None:
        """Takes over what earlier processes of this account couldn't send. Looks at most every `RESCAN` seconds."""
        with self._wake:
            if time.monotonic() - self._looked < RESCAN:
                return
            self._looked = time.monotonic()
        for spooled, parcel in self._outbox.spool.leftovers(self.account):
            self.add(Job(parcel, spooled=spooled))

    def sign_in_instead(self, account: Account, gf: GoFigr) -> None:
        """Goes on with another sign-in."""
        self.gf, self.is_sign_in_refused = gf, False
        self._targets = Targets(gf.http, self._outbox.spool.folder)
        for job in self.waiting:
            job.parcel.account = account
            self._outbox.rewrite(job)
        self.hurry()

    def hurry(self) -> None:
        """Tries at once instead of waiting for the next attempt."""
        with self._wake:
            self._hurry = True
            self._wake.notify_all()

    def _run(self) -> None:
        while True:
            with self._wake:
                while not self._jobs:
                    self._wake.wait()
                job = self._jobs[0]
            self._outbox.prepare(job)
            pause = self._attempt(job)
            if pause > 0:
                with self._wake:
                    if not self._hurry:
                        self._wake.wait(pause)
                    self._hurry = False

    def _attempt(self, job: Job) -> float:
        """Sends it, and takes it from the queue unless it has to wait; gives the seconds until the next attempt."""
        try:
            if job.before_send is not None:
                job.before_send()
            job.answer = deliver(job.parcel, self.gf, self._targets)
        except NotNow as error:
            self.is_sign_in_refused = isinstance(error, SignInRefused)
            return self._keep(job, str(error), error.after)
        except Refusal as error:
            job.parcel.refused = str(error)
            self._outbox.rewrite(job)
            job.change(State.REFUSED, str(error))
            self._finish(job)
            return 0
        except Exception as error:  # noqa: BLE001 -- a mistake of ours must not end the thread that sends the others
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
        with self._wake:
            if job.failures % PATIENCE == 0:
                self._jobs.rotate(-1)
        pause = min(FIRST_DELAY * 2 ** min(job.failures - 1, 10), LONGEST_DELAY)
        return pause if after is None else min(after, LONGEST_DELAY)

    def _finish(self, job: Job) -> None:
        with self._wake:
            self._jobs.remove(job)


class Outbox:
    """All that this process has to send."""

    def __init__(self, spool: Spool | None = None) -> None:
        self.spool = spool or Spool()
        self._lanes: dict[tuple[str, str | None], Lane] = {}
        self._lock = threading.Lock()
        self._preparing = threading.Lock()
        self._ready: weakref.WeakSet[Job] = weakref.WeakSet()
        self._to_prepare: deque[Job] = deque()
        self._prepare_wake = threading.Condition()
        self._preparer: threading.Thread | None = None
        self._warned = False
        #: Called with a text when figures can't be kept on disk.
        self.warn: Callable[[str], None] = _log.warning

    def lane(self, account: Account, gf: GoFigr) -> Lane:
        """Where the parcels of this account go. The newest client is used, and what was left is sent with it."""
        with self._lock:
            lane = self._lanes.get(account.lane)
            if lane is None:
                lane = self._lanes[account.lane] = Lane(self, account, gf)
            lane.account, lane.gf = account, gf
        return lane

    def sign_in_instead(self, account: Account, gf: GoFigr) -> None:
        """Sends by this sign-in what one that was never accepted couldn't send: a key that was mistyped, perhaps."""
        with self._lock:
            lanes = [
                lane
                for key, lane in self._lanes.items()
                if lane.is_sign_in_refused and key != account.lane and lane.account.server == account.server
            ]
        for lane in lanes:
            lane.sign_in_instead(account, gf)

    def submit(self, job: Job, gf: GoFigr) -> Job:
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

    def send_now(self, parcel: Parcel, gf: GoFigr) -> dict[str, Any]:
        """Sends a parcel at once, and keeps nothing. Gives the revision as the server has it; raises `RuntimeError`."""
        try:
            return deliver(parcel, gf, Targets(gf.http, self.spool.folder))
        except (NotNow, Refusal) as error:
            raise RuntimeError(f"The figure was not published: {error}") from error

    def prepare(self, job: Job) -> None:
        """Does what is left to do before the job is sent, unless it is done; then makes it durable."""
        with self._preparing:
            if job in self._ready:
                return
            self._ready.add(job)
            if job.prepare is not None:
                _guarded(job.prepare)
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
            lane.hurry()
        for left in self._watch(deadline, progress=progress):
            if give_up and all(job.failures > before.get(id(job), 0) or lane_is_stuck(lanes, job) for job in left):
                break
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
        limit = float(os.environ.get("GF_FLUSH_SECONDS") or EXIT_LIMIT)
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


def lane_is_stuck(lanes: list[Lane], job: Job) -> bool:
    """Whether the job waits behind one that just failed to reach the same server."""
    return any(lane.is_stuck and job in lane.waiting[1:] and lane.waiting[0].state is State.KEPT for lane in lanes)


def _figures(count: int) -> str:
    return "1 figure" if count == 1 else f"{count} figures"


def _guarded(function: Callable[..., None], *args: Any) -> None:
    try:
        function(*args)
    except Exception:  # noqa: BLE001 -- a widget or a format that fails must not keep a figure from being sent
        _log.debug("%s failed", function, exc_info=True)


_default: Outbox | None = None
_default_lock = threading.Lock()


def default_outbox() -> Outbox:
    """The outbox of this process."""
    global _default  # noqa: PLW0603 -- one for the process, made when it is first needed
    with _default_lock:
        if _default is None:
            _default = Outbox()
            atexit.register(_default.close)
        return _default


def wait_for_own_figures(server: str) -> None:
    """Waits for what is on its way to a server, but not for what it refuses to take now."""
    if _default is None or threading.current_thread().name.startswith(_OUR_THREADS):
        return
    deadline = time.monotonic() + READ_LIMIT
    for job in _default.waiting():
        while job.parcel.account.server == server and job.state is State.SENDING and time.monotonic() < deadline:
            job.done.wait(0.02)


#: Seconds that a fork waits for a figure that is being drawn in the background.
_FORK_LIMIT = 2.0
_held: list[threading.Lock] = []


def _before_fork() -> None:
    # A module that another thread is importing could never be imported in the child.
    if _default is not None and _default._preparing.acquire(timeout=_FORK_LIMIT):
        _held.append(_default._preparing)


def _after_fork() -> None:
    while _held:
        _held.pop().release()


def _forget_parent() -> None:
    """In a child after a fork: its parent sends what it has, and threads don't come along."""
    global _default, _default_lock  # noqa: PLW0603 -- as above
    _held.clear()
    _default_lock = threading.Lock()
    if _default is not None:
        atexit.unregister(_default.close)
    _default = None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_before_fork, after_in_parent=_after_fork, after_in_child=_forget_parent)
