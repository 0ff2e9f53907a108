"""The way of a figure to the server: kept on disk first, sent in the background, exactly once."""

from gofigr._outbox.outbox import Job, Outbox, State, default_outbox
from gofigr._outbox.parcel import Account, Parcel, Part, Place, Target

__all__ = ["Account", "Job", "Outbox", "Parcel", "Part", "Place", "State", "Target", "default_outbox"]
