"""Large data are uploaded in parts, and named by their hashes."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from blake3 import blake3

from gofigr.http import Response, Session, retries
from gofigr.http.body import body_of
from gofigr.http.content import MemoryContent
from gofigr.http.session import Credentials
from gofigr.http.uploads import with_uploads
from scripted_server import Answer, Received, ScriptedServer

if TYPE_CHECKING:
    from collections.abc import Iterator

MEBIBYTE = 1024 * 1024


class BinaryServer(ScriptedServer):
    """A server with the binary protocol. `faults` may answer instead of it."""

    def __init__(self) -> None:
        super().__init__()
        self.script = self.reply
        self.part_bytes: int | None = MEBIBYTE
        self.publish_type: str | None = None
        self.uploads: dict[str, bytes] = {}
        self.faults: list[Answer] = []
        #: Bytes after the JSON of each publish.
        self.framed: list[bytes] = []
        #: Most bytes of a body that the way to the server lets through.
        self.most: int | None = None

    def reply(self, received: Received) -> Answer:
        parts = urlsplit(received.path)
        kind, _, name = parts.path.removeprefix("/api/v1.4/").strip("/").partition("/")
        if kind == "info":
            more = {} if self.publish_type is None else {"publish_type": self.publish_type}
            return Answer(json={} if self.part_bytes is None else {"binary": {"part_bytes": self.part_bytes} | more})
        if self.most is not None and len(received.body) > self.most:
            return Answer(413, raw=b"<html>")
        if kind == "blob" and received.method == "PUT":
            return self.put(name, int(parse_qs(parts.query)["offset"][0]), received.body)
        if kind == "blob":
            return self.answer_about(name, received.body)
        head, _, rest = received.body.partition(b"\n")
        self.framed.append(rest)
        return self.faults.pop(0) if self.faults else Answer(201, json=json.loads(head))

    def answer_about(self, name: str, body: bytes) -> Answer:
        if name == "missing":
            return Answer(json={"missing": [one for one in json.loads(body)["hashes"] if one not in self.uploads]})
        if name not in self.uploads:
            return Answer(404, json={"code": "not_found"})
        return Answer(json={"received": len(self.uploads[name])})

    def put(self, name: str, offset: int, part: bytes) -> Answer:
        has = self.uploads.get(name, b"")
        if offset != len(has):
            return Answer(409, json={"code": "wrong_offset"})
        fault = self.faults.pop(0) if self.faults else None
        # Half of the part arrives before the connection breaks.
        self.uploads[name] = has + (part if fault is None else part[: len(part) // 2] if fault.cut else b"")
        return fault or Answer(json={"received": len(self.uploads[name])})

    def sent(self, method: str) -> list[int]:
        """Sizes of the bodies of a method's requests to `blob/`."""
        return [len(one.body) for one in self.received if one.method == method and "/blob/" in one.path]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[BinaryServer]:
    monkeypatch.setattr(retries, "FIRST_DELAY", 0.001)
    with BinaryServer() as server:
        yield server


def publish(server: BinaryServer, *contents: bytes, **more: Any) -> Response:
    session = Session(server.url, "v1.4", Credentials(anonymous=True))
    data = [{"name": "d", "data": MemoryContent(content)} for content in contents]
    body = {"figure": "f", "data": data} | more
    return with_uploads(session, body, lambda value: session.request("POST", "revision/", body=body_of(value, None)))


def test_small_data_and_servers_without_uploads_get_base64(server: BinaryServer) -> None:
    assert "data" in publish(server, bytes(MEBIBYTE // 4)).json()["data"][0]
    assert server.calls == ["POST /api/v1.4/revision/"]
    server.part_bytes = None
    assert "data" in publish(server, bytes(2 * MEBIBYTE)).json()["data"][0]
    assert not server.sent("PUT")


def test_large_data_are_uploaded_in_parts_and_only_once(server: BinaryServer) -> None:
    large = os.urandom(5 * MEBIBYTE // 2)
    name = blake3(large).hexdigest()
    for _ in range(2):
        first, second, third = publish(server, large, b"small", large).json()["data"]
        assert first == third == {"name": "d", "blob": name}
        assert second["data"] == "c21hbGw="
    assert server.uploads == {name: large}
    assert server.sent("PUT") == [MEBIBYTE, MEBIBYTE, MEBIBYTE // 2]


def test_after_a_broken_connection_an_upload_goes_on_where_the_server_is(server: BinaryServer) -> None:
    large = os.urandom(3 * MEBIBYTE)
    server.faults = [Answer(cut=True), Answer(503, json={"code": "unavailable"}), Answer(cut=True)]
    assert publish(server, large).ok
    assert list(server.uploads.values()) == [large]


def test_a_key_that_has_used_up_its_requests_waits_as_asked(server: BinaryServer) -> None:
    too_many = {"code": "too_many_attempts"}
    server.faults = [Answer(429, json=too_many, headers=(("Retry-After", "0.01"),))]
    assert publish(server, bytes(2 * MEBIBYTE)).ok
    server.uploads.clear()
    server.faults = [Answer(429, json=too_many, headers=(("Retry-After", "3600"),))]
    assert publish(server, bytes(2 * MEBIBYTE)).status_code == 429


def test_a_proxy_that_refuses_the_size_of_a_part_gets_smaller_ones(server: BinaryServer) -> None:
    server.part_bytes, server.most = 8 * MEBIBYTE, MEBIBYTE
    large = os.urandom(3 * MEBIBYTE)
    assert publish(server, large).ok
    assert list(server.uploads.values()) == [large]
    assert [size for size in server.sent("PUT") if size > MEBIBYTE] == [3 * MEBIBYTE, 3 * MEBIBYTE // 2]


def test_a_refusal_is_the_answer(server: BinaryServer) -> None:
    server.faults = [Answer(413, json={"code": "upload_quota_reached"})]
    assert publish(server, bytes(2 * MEBIBYTE)).code == "upload_quota_reached"
    assert not any("revision" in call for call in server.calls)


def test_bytes_that_the_server_has_lost_are_uploaded_again(server: BinaryServer) -> None:
    large = os.urandom(2 * MEBIBYTE)
    name = blake3(large).hexdigest()
    assert publish(server, large).ok
    detail = f"The bytes {name} must be uploaded first."
    server.faults = [Answer(422, json={"code": "blob_missing", "detail": detail})]
    asked = len(server.received)

    def lost(received: Received) -> Answer:
        if received.path.endswith("/missing/"):
            return Answer(json={"missing": []})
        if "blob/" in received.path and len(server.received) > asked and received.method == "GET":
            server.uploads.clear()
        return server.reply(received)

    server.script = lost
    assert publish(server, large).json()["data"] == [{"name": "d", "blob": name}]
    assert server.uploads == {name: large}


def test_data_without_a_known_parent_are_sent_as_base64(server: BinaryServer) -> None:
    assert "data" in publish(server, bytes(2 * MEBIBYTE), figure=None).json()["data"][0]
    assert not server.sent("PUT")


@pytest.fixture
def framing(server: BinaryServer) -> BinaryServer:
    server.publish_type, server.part_bytes = "application/vnd.gofigr.publish", 8 * MEBIBYTE
    return server


def test_data_of_some_size_are_in_the_request_as_they_are(framing: BinaryServer) -> None:
    first, second = os.urandom(MEBIBYTE // 2), b"with\nnewlines\n"
    answer = publish(framing, first, second)
    assert answer.json() == {"figure": "f", "data": [{"name": "d", "bytes": len(one)} for one in (first, second)]}
    assert framing.framed == [first + second]
    assert framing.received[-1].headers["Content-Type"] == framing.publish_type
    assert framing.calls == ["GET /api/v1.4/info/", "POST /api/v1.4/revision/"]


def test_large_data_that_the_server_has_are_named_and_others_are_in_the_request(framing: BinaryServer) -> None:
    large, other = os.urandom(2 * MEBIBYTE), os.urandom(2 * MEBIBYTE)
    name = blake3(large).hexdigest()
    framing.uploads[name] = large
    named, sent = publish(framing, large, other).json()["data"]
    assert (named["blob"], sent["bytes"]) == (name, len(other))
    assert framing.framed == [other]
    assert not framing.sent("PUT")


def test_data_beyond_a_part_are_uploaded_and_small_ones_stay_in_the_request(framing: BinaryServer) -> None:
    large = os.urandom(9 * MEBIBYTE)
    publish(framing, large, b"small")
    assert framing.uploads == {blake3(large).hexdigest(): large}
    assert framing.framed == [b"small"]


def test_a_proxy_that_refuses_the_request_gets_parts(framing: BinaryServer) -> None:
    framing.most = MEBIBYTE
    large = os.urandom(3 * MEBIBYTE)
    assert publish(framing, large).ok
    assert framing.uploads == {blake3(large).hexdigest(): large}


def test_bytes_that_are_lost_are_uploaded_after_a_framed_request(framing: BinaryServer) -> None:
    large = os.urandom(2 * MEBIBYTE)
    name = blake3(large).hexdigest()
    framing.uploads[name] = large[:1]
    framing.faults = [Answer(422, json={"code": "blob_missing", "detail": f"The bytes {name} must be uploaded first."})]
    framing.script = lambda received: (
        Answer(json={"missing": []}) if received.path.endswith("/missing/") else framing.reply(received)
    )
    assert publish(framing, large, b"small").ok
    assert framing.uploads == {name: large}
