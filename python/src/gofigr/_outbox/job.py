"""A parcel on its way, and how far it is."""

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
            try:
                self.on_change(self)
            except Exception:  # noqa: BLE001 -- a widget that fails must not keep a figure from being sent
                _log.debug("%s failed", self.on_change, exc_info=True)
        if state in (State.SENT, State.REFUSED):
            self.done.set()
