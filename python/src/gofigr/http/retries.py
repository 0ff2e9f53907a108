"""When a request is sent again, and after how long."""

import random
from collections.abc import Mapping

#: Answers that mean "not now". 429 was refused unread, so anything may be sent again after it.
REFUSED_FOR_NOW = frozenset({429})
UNAVAILABLE = frozenset({502, 503, 504})

FIRST_DELAY = 0.3
LONGEST_DELAY = 10.0


def may_repeat(status: int, *, repeatable: bool) -> bool:
    """Whether an answer with this status calls for another try."""
    return status in REFUSED_FOR_NOW or (repeatable and status in UNAVAILABLE)


def delay(attempt: int) -> float:
    """Seconds to wait after this attempt, the first being 1: twice as long each time.

    A quarter is random, so that clients that failed together don't come back together.
    """
    return min(FIRST_DELAY * 2.0 ** (attempt - 1), LONGEST_DELAY) * random.uniform(0.75, 1)  # noqa: S311 -- no secret


def wished_delay(attempt: int, headers: Mapping[str, str]) -> float | None:
    """Seconds to wait after an answer: what it asks for; None where that is more than anyone would sit through."""
    wished = _seconds(headers.get("Retry-After"))
    if wished is None:
        return delay(attempt)
    return wished if wished <= LONGEST_DELAY else None


def _seconds(text: str | None) -> float | None:
    try:
        return max(float(text), 0.0) if text is not None else None
    except ValueError:
        # A date is allowed too; our own pace will do then.
        return None
