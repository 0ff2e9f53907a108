"""Stores figures on disk and sends them to the server in the background, exactly once."""

from gofigr._outbox.job import Job, State
from gofigr._outbox.outbox import Outbox
from gofigr._outbox.parcel import Account, ObjectRef, Parcel, Part, Rest, Target
from gofigr._outbox.process import default_outbox, finish_in_pool

__all__ = [
    "Account",
    "Job",
    "ObjectRef",
    "Outbox",
    "Parcel",
    "Part",
    "Rest",
    "State",
    "Target",
    "default_outbox",
    "finish_in_pool",
]
