"""A parcel that is being sent, with its state."""

from __future__ import annotations

import logging
import threading
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

    def change(self, state: State, reason: str = "") -> None:
        """Changes the state and calls the listeners."""
        is_new = (state, reason) != (self.state, self.reason)
        self.state, self.reason = state, reason
        if is_new and self.on_change is not None:
            try:
                self.on_change(self)
            except Exception:  # noqa: BLE001 -- a widget that fails must not keep a figure from being sent
                _log.debug("%s failed", self.on_change, exc_info=True)
        if state in (State.SENT, State.REFUSED):
            self.done.set()
