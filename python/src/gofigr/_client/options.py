"""The options of a request, and how `GoFigr.request` fills in what isn't said."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gofigr.http.transport import Timeout


class Options(TypedDict, total=False):
    """Options of a request, besides its path and its JSON."""

    params: Mapping[str, object] | None
    headers: Mapping[str, str] | None
    #: Seconds, for connecting and for each silence.
    timeout: Timeout | None
    #: How often it is tried, where trying again does no harm.
    attempts: int | None
    repeatable: bool | None
    #: False gives answers whatever their status.
    throw_exception: bool
    #: 2xx where nothing is said.
    expected_status: Iterable[int] | None
    absolute_url: bool
    #: Bytes instead of JSON.
    data: bytes | None
    #: The ID of what is created. With it, it is safe to create it again.
    client_id: str | None


METHODS = ("DELETE", "GET", "PATCH", "POST", "PUT")


def usual_status(method: str) -> int:
    """The status that any call of the API has when it works."""
    return 204 if method == "DELETE" else 200


def plain_body(body: object) -> object:
    """JSON of a data class; anything else as it is."""
    return dataclasses.asdict(body) if dataclasses.is_dataclass(body) and not isinstance(body, type) else body
