"""Search by picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypedDict

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from gofigr.http import Response


class FoundPicture(TypedDict):
    """A revision that a picture shows."""

    #: "exact": this revision. "likely": this one, or one that looks nearly the same.
    certainty: Literal["exact", "likely"]
    #: "code": a QR code names it. "likeness": its picture resembles the query.
    by: Literal["code", "likeness"]
    #: Agreement of the pictures from 0 to 1; `None` for a code.
    score: float | None
    #: Page of the query, from 1.
    page: int
    #: ID of the revision, and its index from 0.
    revision: str
    revision_index: int
    #: ID and name of the figure.
    figure: str
    figure_name: str | None
    created_on: str


def whence(request: Callable[..., Response], picture: bytes | str | os.PathLike[str]) -> list[FoundPicture]:
    """Asks the server which revisions a picture shows. The picture is the bytes of a file, or its path."""
    data = picture if isinstance(picture, bytes) else Path(picture).read_bytes()
    answer: dict[str, Any] = request("POST", "search/picture/", data=data, repeatable=True).json()
    found: list[FoundPicture] = answer["results"]
    return found
