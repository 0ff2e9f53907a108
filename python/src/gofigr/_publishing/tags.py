"""Tags that a publish adds to its figure."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Limits of servers.
_MOST = 50
_LENGTH = 64


def named_tags(tags: Iterable[str] | str | None) -> list[str]:
    """Returns one tag or several as a list, each once. Raises `TypeError` or `ValueError` for those that servers refuse."""
    given = [tags] if isinstance(tags, str) else list(tags or ())
    # Callers without type checks may pass anything.
    anything: list[object] = [*given]
    wrong = next((tag for tag in anything if not isinstance(tag, str)), None)
    if wrong is not None:
        raise TypeError(f"tags are texts, not {type(wrong).__name__}")
    each = list(dict.fromkeys(given))
    long = next((tag for tag in each if len(normalize("NFC", tag).strip()) > _LENGTH), None)
    if long is not None:
        raise ValueError(f"A tag has at most {_LENGTH} characters, not “{long}”.")
    if len(each) > _MOST:
        raise ValueError(f"A figure has at most {_MOST} tags, not {len(each)}.")
    return each
