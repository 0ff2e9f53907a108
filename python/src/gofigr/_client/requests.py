"""Requests whose refusals are exceptions."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, TypedDict

from gofigr._client.own_figures import wait_for_own_figures
from gofigr.http import Body, BytesBody, JsonBody, Response, Session
from gofigr.http.by_name import find_or_create
from gofigr.http.refusals import raise_refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gofigr.http.transport import Timeout


class Options(TypedDict, total=False):
    """What may be said of a request besides its path and its body."""

    params: Mapping[str, object] | None
    headers: Mapping[str, str] | None
    #: Seconds, for connecting and for each silence.
    timeout: Timeout | None
    #: How often it is tried, where trying again does no harm.
    attempts: int | None
    repeatable: bool | None


class CheckedOptions(Options, total=False):
    """The same, with what becomes of the answer."""

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


def send(
    session: Session,
    method: str,
    endpoint: str,
    *,
    throw_exception: bool,
    expected_status: Iterable[int] | None,
    json: object,
    data: bytes | None,
    client_id: str | None,
    **options: Any,
) -> Response:
    """Sends a request; raises for a status that isn't expected (2xx where nothing is said)."""
    if method == "GET":
        wait_for_own_figures(session.service_url, endpoint)
    body: Body | None = None
    if data is not None:
        body = BytesBody(data, "application/octet-stream")
    if json is not None:
        body = JsonBody(json)
    if client_id is not None and body is not None:
        response = session.create(endpoint, body, client_id, **options)
    else:
        response = session.request(method, endpoint, body=body, **options)
    if throw_exception:
        raise_refusal(response, expected_status)
    return response


def found_or_created(session: Session, endpoint: str, wish: Mapping[str, object]) -> Response | None:
    """The object of a name in its parent, made if there is none; None if the server has no such call."""
    # What this process publishes may make it.
    wait_for_own_figures(session.service_url, endpoint)
    response = find_or_create(session, endpoint, wish)
    if response is not None:
        raise_refusal(response, (200, 201))
    return response


def usual_status(method: str) -> int:
    """The status that any call of the API has when it works."""
    return 204 if method == "DELETE" else 200


def plain_body(body: object) -> object:
    """JSON of a data class; anything else as it is."""
    return dataclasses.asdict(body) if dataclasses.is_dataclass(body) and not isinstance(body, type) else body
