"""Stores figures on disk and sends them to the server in the background, exactly once."""

from gofigr._outbox.job import Job, State
from gofigr._outbox.outbox import Outbox
from gofigr._outbox.parcel import Account, ObjectRef, Parcel, Part, Target
from gofigr._outbox.process import default_outbox

__all__ = ["Account", "Job", "ObjectRef", "Outbox", "Parcel", "Part", "State", "Target", "default_outbox"]
