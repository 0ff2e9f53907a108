"""A parcel that is being sent, with its state."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from gofigr._outbox.parcel import Parcel
    from gofigr._outbox.spool import SpooledParcel

_log = logging.getLogger(__name__)


class State(Enum):
    """State of a parcel."""

    SENDING = "sending"
    #: Sending failed. It is tried again, in this process and later ones.
    KEPT = "kept"
    SENT = "sent"
    #: The server refused it. It is kept, and the next process tries again.
    REFUSED = "refused"


@dataclass(eq=False)
class Job:
    """A parcel that is being sent. `done` is set when it was sent or refused."""

    parcel: Parcel
    #: Work before it is sent, such as drawing further formats.
    prepare: Callable[[], None] | None = None
    #: Begins a part of `prepare` in another process, which is started if it may. The event is set when the part is done.
    #: None if that isn't possible.
    begin: Callable[[bool], threading.Event | None] | None = None
    on_change: Callable[[Job], None] | None = None
    #: Called before each attempt. It must succeed before the parcel is sent.
    before_send: Callable[[], None] | None = None
    state: State = State.SENDING
    #: Reason why it is kept or was refused.
    reason: str = ""
    #: The server's revision.
    answer: dict[str, Any] | None = None
    done: threading.Event = field(default_factory=threading.Event)
    failures: int = 0
    spooled: SpooledParcel | None = None
    #: The server's revision that it equals, so that it wasn't sent.
    same: dict[str, Any] | None = None
    #: Called when `same` is known, before the state changes.
    on_same: Callable[[Job], None] | None = None
    #: Event of `begin`.
    begun: threading.Event | None = None
    #: Set when it is prepared.
    ready: threading.Event = field(default_factory=threading.Event)
    #: ID of the thread that prepares it.
    preparer: int | None = None
    #: Tells that a later state of the figure has replaced this one, which isn't sent.
    is_withdrawn: bool = False

    @property
    def unchanged_since(self) -> int | None:
        """Number of the earlier revision that this one equals, so that it wasn't sent. None if it was sent."""
        if self.same is None:
            return None
        return int(self.same.get("revision_index") or 0) + 1

    def begin_elsewhere(self, *, may_start: bool) -> None:
        """Begins a part of `prepare` in another process, if one runs or may start."""
        # Another thread may be preparing it.
        begin = self.begin
        if begin is not None and self.begun is None:
            self.begun = begin(may_start)

    @property
    def is_in_work(self) -> bool:
        """Tells whether another process still does a part of `prepare`."""
        return self.begun is not None and not self.begun.is_set()

    @property
    def is_ready(self) -> bool:
        """Tells whether it is prepared."""
        return self.ready.is_set()

    def wait_until_ready(self, seconds: float) -> None:
        """Waits until it is prepared, unless this thread is what prepares it."""
        if self.preparer != threading.get_ident():
            self.ready.wait(seconds)

    def wait_for_same(self, seconds: float) -> None:
        """Waits until it is known whether an earlier revision equals it, or until an attempt to send it has failed."""
        may_be_same = self.parcel.given is not None and self.parcel.target.figure is not None
        deadline = time.monotonic() + seconds
        while may_be_same and self.state is State.SENDING and time.monotonic() < deadline:
            if self.done.wait(0.02):
                return

    def found_same(self, revision: dict[str, Any]) -> None:
        """Notes the server's revision that it equals."""
        self.same = revision
        self._tell(self.on_same)

    def _tell(self, listener: Callable[[Job], None] | None) -> None:
        if listener is None:
            return
        try:
            listener(self)
        except Exception:  # noqa: BLE001 -- a widget that fails must not keep a figure from being sent
            _log.debug("%s failed", listener, exc_info=True)

    def change(self, state: State, reason: str = "") -> None:
        """Changes the state and calls the listeners."""
        is_new = (state, reason) != (self.state, self.reason)
        self.state, self.reason = state, reason
        if is_new:
            self._tell(self.on_change)
        if state in (State.SENT, State.REFUSED):
            self.done.set()
