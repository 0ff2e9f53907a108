"""Options of a request, and the defaults of `GoFigr.request`."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gofigr.http.transport import Timeout


class Options(TypedDict, total=False):
    """Options of a request besides its path and JSON."""

    params: Mapping[str, object] | None
    headers: Mapping[str, str] | None
    #: Seconds to wait for the connection and for each piece of the answer.
    timeout: Timeout | None
    #: Number of attempts, if repeating the request is safe.
    attempts: int | None
    repeatable: bool | None
    #: False returns answers of any status.
    throw_exception: bool
    #: Absent: any 2xx.
    expected_status: Iterable[int] | None
    absolute_url: bool
    #: Bytes instead of JSON.
    data: bytes | None
    #: ID of the new object. With it, the request is safe to repeat.
    client_id: str | None


METHODS = ("DELETE", "GET", "PATCH", "POST", "PUT")


def usual_status(method: str) -> int:
    """Returns the status of a successful call."""
    return 204 if method == "DELETE" else 200


def plain_body(body: object) -> object:
    """Returns the JSON of a data class, and any other value unchanged."""
    return dataclasses.asdict(body) if dataclasses.is_dataclass(body) and not isinstance(body, type) else body
