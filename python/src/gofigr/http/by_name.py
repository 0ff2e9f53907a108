"""Lets the server find or create objects by name. If many clients ask at once, it creates one object."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from gofigr.http import JsonBody

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gofigr.http import Response, Session


def is_same_name(one: object, other: object) -> bool:
    """Whether two names are equal; "é" equals "e" with a combining accent."""
    if isinstance(one, str) and isinstance(other, str):
        return normalize("NFC", one) == normalize("NFC", other)
    return one == other


def find_or_create(
    session: Session, endpoint: str, fields: Mapping[str, Any], *, attempts: int | None = None
) -> Response | None:
    """Returns the answer for a `name` and `parent`: the oldest object of that name, or a new one.

    None if the server lacks this operation, as the hosted product does. It is asked only once.
    """
    if session.lacks_find_or_create:
        return None
    body = JsonBody(fields)
    response = session.request("POST", f"{endpoint}find_or_create/", body=body, repeatable=True, attempts=attempts)
    if _is_unknown_there(response):
        session.lacks_find_or_create = True
        return None
    return response


def _is_unknown_there(response: Response) -> bool:
    # A 404 with a code means that the server has the operation but the parent is missing.
    lacks_operation = response.status_code == HTTPStatus.NOT_FOUND and response.code is None
    return lacks_operation or response.status_code == HTTPStatus.METHOD_NOT_ALLOWED
