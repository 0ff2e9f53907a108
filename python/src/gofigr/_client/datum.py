"""Fetches the bytes of a datum: small data into memory, large data into a temporary file."""

from __future__ import annotations

import json
from base64 import b64decode
from typing import TYPE_CHECKING, Any

from gofigr.exceptions import ServerUnreachableError
from gofigr.http import Response
from gofigr.http.base64_stream import DatumReader
from gofigr.http.content import IN_MEMORY_LIMIT, Content, MemoryContent
from gofigr.http.refusals import raise_refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from gofigr.http import Session

_ATTEMPTS = 3
_PIECE = 512 * 1024


def fetch_datum(
    session: Session, get: Callable[..., Response], api_id: str, size: int | None
) -> tuple[dict[str, Any], Content | None]:
    """Returns the datum without its bytes, and its bytes. Raises `RuntimeError` if they don't match the hash."""
    if size is not None and size <= IN_MEMORY_LIMIT:
        datum = get(f"data/{api_id}/").json()
        text = datum.pop("data", None)
        return datum, None if text is None else MemoryContent(b64decode(text))
    # Renews an expired sign-in, which a stream can't do.
    get(f"data/{api_id}/storage/", throw_exception=False)
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            datum, content = _stream(session, api_id)
        except ServerUnreachableError:
            if attempt == _ATTEMPTS:
                raise
        else:
            _check_hash(datum, content)
            return datum, content
    raise AssertionError("unreachable: the last attempt returns or raises")


def _stream(session: Session, api_id: str) -> tuple[dict[str, Any], Content | None]:
    with session.stream(f"data/{api_id}/") as raw:
        if raw.status != 200:
            raise_refusal(Response("GET", f"{session.api_url}data/{api_id}/", raw.status, raw.headers, raw.read()))
        try:
            return DatumReader().read(raw.stream(_PIECE))
        except json.JSONDecodeError as error:
            raise RuntimeError(f"The server's answer about datum {api_id} isn't JSON.") from error


def _check_hash(datum: dict[str, Any], content: Content | None) -> None:
    stated = datum.get("hash")
    if content is not None and isinstance(stated, str) and len(stated) == 64 and content.blake3() != stated.lower():
        raise RuntimeError(f"The bytes of {datum.get('name')!r} are damaged: the hash differs from the server's.")
