"""Sends large data as they are, before or in the request that stores them, if the server takes that."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from gofigr.exceptions import ServerUnreachableError
from gofigr.http import retries
from gofigr.http.body import BytesBody, FramedBody, JsonBody
from gofigr.http.content import Content

if TYPE_CHECKING:
    from gofigr.http.response import Response
    from gofigr.http.session import Session

#: Requests with more bytes of data than this are worth the question how the server takes them.
LEAST_BINARY = 256 * 1024
#: Data of more bytes are sent only if the server lacks them.
LEAST_UPLOAD = 1024 * 1024
#: Smallest part that is tried when a proxy refuses larger ones.
LEAST_PART = 256 * 1024
#: Failures in a row after which an upload ends.
ATTEMPTS = 5
#: Longest wait in seconds that a server may ask for. An API key has a number of requests in a minute.
LONGEST_WAIT = 60.0
#: Fields of a body with the object that the data are published to.
_TARGETS = ("figure", "asset", "analysis")


def with_uploads(session: Session, json: object, send: Callable[[object], Response]) -> Response:
    """Sends JSON with `send`. The server gets the contents in its list `data` as they are, if it takes that.

    Large data that it has are named by their hashes. Others are in the request, or uploaded first if they are too large
    for it. Parts of an upload that a broken connection stopped are not sent again. Returns the answer of the first
    refusal.
    """
    contents = _contents(json)
    if not isinstance(json, Mapping) or _size(contents) <= LEAST_BINARY or not _takes_uploads(session):
        return send(json)
    asked = _ask(session, json, contents)
    if asked is None:
        # The request itself tells what is wrong.
        return send(json)
    hashes, missing = asked
    by_hash = {name: contents[at] for at, name in hashes.items()}
    response = _send_framed(session, _with_names(json, hashes, without=missing), send)
    if response is None:
        response = _send_named(session, _with_names(json, hashes), {name: by_hash[name] for name in missing}, send)
    for _ in by_hash:
        # The server may have lost them since, or found them damaged.
        lost = {name: one for name, one in by_hash.items() if response.code == "blob_missing" and name in response.text}
        if not lost:
            break
        response = _send_named(session, _with_names(json, hashes), lost, send)
    return response


def _ask(
    session: Session, json: Mapping[str, Any], contents: Mapping[int, Content]
) -> tuple[dict[int, str], list[str]] | None:
    """Returns the hashes of large contents by their places, and which the server lacks. None if it refuses the question."""
    target = next((name for name in _TARGETS if isinstance(json.get(name), str)), None)
    large = {at: content for at, content in contents.items() if content.size > LEAST_UPLOAD}
    if target is None or not large:
        return {}, []
    hashes = {at: content.blake3() for at, content in large.items()}
    question = {target: json[target], "hashes": list(dict.fromkeys(hashes.values()))}
    answer = session.request("POST", "blob/missing/", body=JsonBody(question), repeatable=True)
    return (hashes, answer.json()["missing"]) if answer.ok else None


def _send_named(
    session: Session, json: Mapping[str, Any], missing: Mapping[str, Content], send: Callable[[object], Response]
) -> Response:
    """Uploads contents, and sends JSON that names them. Returns the answer of the first refusal."""
    for name, content in missing.items():
        refusal = _upload(session, name, content)
        if refusal is not None:
            return refusal
    response = _send_framed(session, json, send)
    return send(json) if response is None else response


def _send_framed(session: Session, json: Mapping[str, Any], send: Callable[[object], Response]) -> Response | None:
    """Sends JSON with the bytes as they are. None if they are too many for that, or the server doesn't take it."""
    contents = _contents(json)
    size = _size(contents)
    if session.publish_type is None or not contents or size > (session.part_bytes or 0):
        return None
    response = send(FramedBody(json, session.publish_type))
    if not _is_refused_by_proxy(response):
        return response
    session.part_bytes = max(LEAST_PART, size // 2)
    return None


def _size(contents: Mapping[int, Content]) -> int:
    return sum(content.size for content in contents.values())


def _contents(json: object) -> dict[int, Content]:
    """Returns the contents in the list `data` of a body by their places."""
    data = json.get("data") if isinstance(json, Mapping) else None
    if not isinstance(data, list):
        return {}
    found = {at: item.get("data") for at, item in enumerate(data) if isinstance(item, Mapping)}
    return {at: one for at, one in found.items() if isinstance(one, Content)}


def _with_names(
    json: Mapping[str, Any], hashes: Mapping[int, str], *, without: Collection[str] = ()
) -> Mapping[str, Any]:
    """Returns a body whose data are named by their hashes, except some."""
    names = {at: name for at, name in hashes.items() if name not in without}
    return {**json, "data": [_named(item, names.get(at)) for at, item in enumerate(json["data"])]}


def _named(item: Mapping[str, Any], name: str | None) -> Mapping[str, Any]:
    if name is None:
        return item
    return {field: value for field, value in item.items() if field != "data"} | {"blob": name}


def _takes_uploads(session: Session) -> bool:
    """Tells whether the server announces uploads. Asks once."""
    if session.part_bytes is None:
        response = session.request("GET", "info/")
        if not response.ok:
            return False
        info = response.json()
        binary = info.get("binary") if isinstance(info, dict) else None
        session.part_bytes = int(binary["part_bytes"]) if isinstance(binary, dict) else 0
        session.publish_type = binary.get("publish_type") if isinstance(binary, dict) else None
    return session.part_bytes > 0


def _upload(session: Session, name: str, content: Content) -> Response | None:
    """Uploads bytes part by part. Returns the answer if the server refuses them."""
    part_bytes = session.part_bytes or LEAST_PART
    at = _received(session, name) if content.size > part_bytes else 0
    failures = 0
    with content.open() as reader:
        while at < content.size:
            reader.seek(at)
            part = reader.read(min(session.part_bytes or LEAST_PART, content.size - at))
            if not part:
                raise RuntimeError("The file changed while it was sent.")
            try:
                response = _put(session, name, part, {"offset": at, "size": content.size})
                seconds = retries.requested_seconds(response.headers) or 0.0
            except ServerUnreachableError:
                if failures >= ATTEMPTS:
                    raise
                seconds = 0.0
            else:
                if response.ok:
                    at, failures = response.json()["received"], 0
                    continue
                if _is_refused_by_proxy(response) and len(part) > LEAST_PART:
                    session.part_bytes = max(LEAST_PART, len(part) // 2)
                    continue
                if failures >= ATTEMPTS or not _is_temporary(response) or seconds > LONGEST_WAIT:
                    return response
            failures += 1
            time.sleep(max(seconds, retries.delay(failures)))
            at = _received(session, name)
    return None


def _put(session: Session, name: str, part: bytes, params: Mapping[str, int]) -> Response:
    body = BytesBody(part, "application/octet-stream")
    # Repeating it blindly would send again what has arrived.
    return session.request("PUT", f"blob/{name}/", body=body, params=params, repeatable=False, attempts=1)


def _is_temporary(response: Response) -> bool:
    status = response.status_code
    return status in retries.UNAVAILABLE or status in retries.REFUSED_FOR_NOW or response.code == "wrong_offset"


def _received(session: Session, name: str) -> int:
    """Returns the number of bytes of an upload that the server has."""
    response = session.request("GET", f"blob/{name}/")
    return int(response.json()["received"]) if response.ok else 0


def _is_refused_by_proxy(response: Response) -> bool:
    # The server's own refusals have a code.
    return response.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE and response.code is None
