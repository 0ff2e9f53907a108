"""Decides when a request is sent again, and after which delay."""

import random
import time
from collections.abc import Mapping

#: Statuses that mean "not now". After 429 every request may be repeated, because the server didn't read it.
REFUSED_FOR_NOW = frozenset({429})
UNAVAILABLE = frozenset({502, 503, 504})

FIRST_DELAY = 0.3
LONGEST_DELAY = 10.0


def may_repeat(status: int, *, repeatable: bool) -> bool:
    """Tells whether a request is repeated after this status."""
    return status in REFUSED_FOR_NOW or (repeatable and status in UNAVAILABLE)


def delay(attempt: int) -> float:
    """Returns the delay in seconds after an attempt. The first attempt is 1, and the delay doubles each time.

    A quarter of it is random, so that clients that failed together don't retry together.
    """
    return min(FIRST_DELAY * 2.0 ** (attempt - 1), LONGEST_DELAY) * random.uniform(0.75, 1)  # noqa: S311 -- no secret


def requested_delay(attempt: int, headers: Mapping[str, str]) -> float | None:
    """Returns the delay in seconds that an answer asks for. None if it is too long to wait."""
    requested = requested_seconds(headers)
    if requested is None:
        return delay(attempt)
    return requested if requested <= LONGEST_DELAY else None


def requested_seconds(headers: Mapping[str, str]) -> float | None:
    """Returns the seconds or the seconds until the date of `Retry-After`. None without one."""
    text = headers.get("Retry-After")
    if text is None:
        return None
    try:
        return max(float(text), 0.0)
    except ValueError:
        pass
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 -- dates are rare, and this takes time

    try:
        return max(parsedate_to_datetime(text).timestamp() - time.time(), 0.0)
    except (ValueError, TypeError):
        return None
