"""Makes short IDs in the client: a prefix that the server reserved, and a counter in base 62."""

import itertools
import os
import threading
from collections.abc import Callable

BASE62_CHARS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def base62_encode(num: int) -> str:
    """Encodes a number, 0 or more, in base 62."""
    if num < 0:
        raise ValueError("base 62 needs a number of 0 or more")
    digits = BASE62_CHARS[num % 62]
    while num >= 62:
        num //= 62
        digits = BASE62_CHARS[num % 62] + digits
    return digits


def make_short_id(prefix: str, index: int) -> str:
    """Returns the short ID with this number and a reserved prefix."""
    return prefix + base62_encode(index)


class ShortIds:
    """Makes short IDs with one prefix, which is reserved for the first one. Threads may share it.

    The prefix belongs to this process, so the counter can begin at 0 without repeating an ID.
    """

    def __init__(self, reserve_prefix: Callable[[], str]) -> None:
        self._reserve_prefix = reserve_prefix
        self._begin()

    def _begin(self) -> None:
        self._prefix: str | None = None
        self._counter = itertools.count()
        self._lock = threading.Lock()
        self._process = os.getpid()

    def _leave_to_parent(self) -> None:
        """Drops the prefix after a fork. The parent and its other children would make the same IDs."""
        if self._process != os.getpid():
            self._begin()

    @property
    def is_reserved(self) -> bool:
        """Tells whether `next` works without asking the server."""
        self._leave_to_parent()
        return self._prefix is not None

    def reserve(self) -> str:
        """Reserves the prefix if needed and returns it."""
        self._leave_to_parent()
        with self._lock:
            if self._prefix is None:
                self._prefix = self._reserve_prefix()
            return self._prefix

    def next(self) -> str:
        """Returns a new unique short ID."""
        return make_short_id(self.reserve(), next(self._counter))
