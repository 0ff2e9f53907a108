"""Tags that a publish adds to its figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def named_tags(tags: Iterable[str] | str | None) -> list[str]:
    """Returns one tag or several as a list, each once. The server checks their length. Raises `TypeError`."""
    given = [tags] if isinstance(tags, str) else list(tags or ())
    # Callers without type checks may pass anything.
    anything: list[object] = [*given]
    wrong = next((tag for tag in anything if not isinstance(tag, str)), None)
    if wrong is not None:
        raise TypeError(f"tags are texts, not {type(wrong).__name__}")
    return list(dict.fromkeys(given))
