"""Objects by their names: found by the server, or made by it, once however many ask at the same time."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from gofigr.http import JsonBody

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gofigr.http import Response, Session


def is_same_name(one: object, other: object) -> bool:
    """Whether two names are one: "é" is, however it is composed."""
    if isinstance(one, str) and isinstance(other, str):
        return normalize("NFC", one) == normalize("NFC", other)
    return one == other


def find_or_create(
    session: Session, endpoint: str, wish: Mapping[str, Any], *, attempts: int | None = None
) -> Response | None:
    """The answer to a wish with `name` and `parent`: the oldest of that name, or a new one.

    None where the server can do no such thing, as the hosted product can't; it is asked once.
    """
    if session.lacks_find_or_create:
        return None
    body = JsonBody(wish)
    response = session.request("POST", f"{endpoint}find_or_create/", body=body, repeatable=True, attempts=attempts)
    if _is_unknown_there(response):
        session.lacks_find_or_create = True
        return None
    return response


def _is_unknown_there(response: Response) -> bool:
    # A 404 with a code is of a server that knows the call: there is no such parent.
    no_such_place = response.status_code == HTTPStatus.NOT_FOUND and response.code is None
    return no_such_place or response.status_code == HTTPStatus.METHOD_NOT_ALLOWED
