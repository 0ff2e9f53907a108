"""Checks the image formats that the user wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gofigr.backends import GoFigrBackend


def checked_formats(formats: Sequence[str], backends: Iterable[GoFigrBackend]) -> tuple[str, ...]:
    """Returns the formats, or the one format. Raises `ValueError` for those that no library draws."""
    given = [formats] if isinstance(formats, str) else list(formats)
    known = list(dict.fromkeys(fmt for backend in backends for fmt in backend.get_supported_image_formats()))
    # Pages of interactive figures are published anyway.
    unknown = [fmt for fmt in given if str(fmt).lower() not in (*known, "html")]
    if unknown:
        raise ValueError(f"image_formats: no library draws {', '.join(map(repr, unknown))}. Known: {', '.join(known)}.")
    return tuple(fmt.lower() for fmt in given)
