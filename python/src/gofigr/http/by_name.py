"""Lets the server find or create objects by name. If many clients ask at once, it creates one object."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar
from unicodedata import normalize

from gofigr.http import JsonBody

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from gofigr.http import Response, Session


#: Names that a message lists at most.
_SHOWN = 5


def is_same_name(one: object, other: object) -> bool:
    """Tells whether two names are equal; "é" equals "e" with a combining accent."""
    if isinstance(one, str) and isinstance(other, str):
        return normalize("NFC", one) == normalize("NFC", other)
    return one == other


_T = TypeVar("_T")


def unique_named(objects: Iterable[_T], name: str, name_of: Callable[[_T], object]) -> _T | None:
    """Returns the object of this name, else the one whose name looks the same. None if there is none.

    Raises `LookupError` if there are several.
    """
    objects = list(objects)
    found = [one for one in objects if name_of(one) == name] or [
        one for one in objects if is_same_name(name_of(one), name)
    ]
    if len(found) > 1:
        raise LookupError(f"{len(found)} objects are called “{name}”.")
    return found[0] if found else None


def near_names(name: str, known: Iterable[object]) -> str:
    """Returns the end of a message about an unknown name: the names near it, or else some that there are."""
    from difflib import get_close_matches  # noqa: PLC0415 -- rare

    names = {str(one).casefold(): str(one) for one in known if one}
    near = [names[one] for one in get_close_matches(name.casefold(), names, _SHOWN, cutoff=0.5)]
    shown = near or sorted(names.values())[:_SHOWN]
    listed = ", ".join(f"“{one}”" for one in shown)
    more = f" and {len(names) - len(shown)} more" if len(names) > len(shown) else ""
    if near:
        return f" Did you mean {listed}?"
    return f" You can access {listed}{more}." if shown else ""


#: Longest name that servers accept, in UTF-16 units, as JavaScript counts.
NAME_LENGTH = 1024


def shortened(name: str, length: int = NAME_LENGTH) -> str:
    """Shortens a name that is too long, at a word, with "…". Both forms of "é" are shortened alike."""
    if _units(name) <= length:
        return name
    name = normalize("NFC", name)
    if _units(name) <= length:
        return name
    cut = name[: length - 1]
    while _units(cut) > length - 1:
        cut = cut[:-1]
    # A word of half the name isn't worth it, for example in languages without spaces.
    at_word, space, _ = cut.rpartition(" ")
    return f"{(at_word if space and len(at_word) * 2 > len(cut) else cut).rstrip()}…"


def _units(name: str) -> int:
    return len(name) + sum(character > "\uffff" for character in name)


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
