"""`gf.whence` against a scripted server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gofigr import GoFigr
from scripted_server import Answer, ScriptedServer

if TYPE_CHECKING:
    from pathlib import Path

FOUND = {
    "certainty": "exact",
    "by": "likeness",
    "score": 0.97,
    "page": 1,
    "revision": "11111111-1111-4111-8111-111111111111",
    "revision_index": 0,
    "figure": "22222222-2222-4222-8222-222222222222",
    "figure_name": "Bars",
    "created_on": "2026-11-22T20:02:54.123456+00:00",
}


@pytest.fixture
def client(scripted: ScriptedServer) -> GoFigr:
    return GoFigr(url=scripted.url, anonymous=True)


def test_a_file_or_bytes_are_sent_as_they_are(client: GoFigr, scripted: ScriptedServer, tmp_path: Path) -> None:
    path = tmp_path / "screen.png"
    path.write_bytes(b"\x89PNG bytes")
    scripted.answers = [Answer(json={"results": [FOUND]}), Answer(json={"results": []})]
    assert client.whence(path) == [FOUND]
    assert client.whence(b"other") == []
    assert [(one.method, one.body) for one in scripted.received] == [("POST", b"\x89PNG bytes"), ("POST", b"other")]
    assert all(one.path.endswith("/search/picture/") for one in scripted.received)


def test_a_file_that_is_no_picture_is_refused(client: GoFigr, scripted: ScriptedServer) -> None:
    scripted.answers = [Answer(422, {"code": "not_drawable", "detail": "The picture can not be read (unreadable)."})]
    with pytest.raises(RuntimeError, match="can not be read"):
        client.whence(b"text")
