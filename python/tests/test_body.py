import json
from base64 import b64decode, b64encode
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from gofigr.http import JsonBody
from gofigr.http.content import ContentWriter, FileContent, MemoryContent, TemporaryContent, content_of_file


def sent(value: Any) -> Any:
    body = JsonBody(value)
    text = b"".join(body)
    assert len(text) == body.length
    assert b"".join(body) == text, "it can be sent again"
    return json.loads(text)


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 786_431, 786_432, 786_433, 2_000_000])
def test_bytes_are_encoded_as_base64_while_they_are_sent(size: int, tmp_path: Path) -> None:
    data = (bytes(index * 7 % 256 for index in range(256)) * (size // 256 + 1))[:size]
    path = tmp_path / "data"
    path.write_bytes(data)
    for content in (MemoryContent(data), FileContent(path)):
        value = sent({"name": 'ü "quoted"', "data": [{"data": content, "x": 1}, {"data": content}]})
        assert [b64decode(item["data"]) for item in value["data"]] == [data, data]
        assert value["name"] == 'ü "quoted"'


def test_common_values_in_metadata_can_be_sent() -> None:
    moment = datetime(2026, 1, 2, tzinfo=timezone.utc)
    value = {
        "when": moment,
        "id": UUID(int=1),
        "path": Path("/a"),
        "n": np.float64(0.5),
        "m": np.arange(2),
        "s": (1, 2),
    }
    assert sent(value) == {
        "when": "2026-01-02T00:00:00+00:00",
        "id": "00000000-0000-0000-0000-000000000001",
        "path": "/a",
        "n": 0.5,
        "m": [0, 1],
        "s": [1, 2],
    }


def test_values_that_json_lacks_are_refused_before_anything_is_sent() -> None:
    with pytest.raises(TypeError, match="object can't be sent as JSON"):
        JsonBody({"a": object()})
    with pytest.raises(ValueError, match="not JSON compliant"):
        JsonBody({"a": float("nan")})


def test_a_file_that_changed_after_it_was_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "data"
    path.write_bytes(b"before")
    body = JsonBody({"data": FileContent(path)})
    path.write_bytes(b"after it")
    with pytest.raises(RuntimeError, match="has changed since it was read"):
        list(body)


def test_truncated_bytes_are_not_sent_as_complete() -> None:
    content = MemoryContent(b"abc")
    content.size = 4
    with pytest.raises(RuntimeError, match="4 bytes were expected but 3 were read"):
        list(JsonBody({"data": content}))


def test_small_files_are_read_at_once_and_large_files_while_they_are_sent(tmp_path: Path) -> None:
    small, large = tmp_path / "small", tmp_path / "large"
    small.write_bytes(b"1")
    large.write_bytes(bytes(5_000_000))
    assert isinstance(content_of_file(small), MemoryContent)
    assert isinstance(content_of_file(large), FileContent)


def test_a_download_is_kept_in_memory_or_in_a_file_that_is_removed_with_it() -> None:
    few, many = ContentWriter(), ContentWriter()
    few.write(b"ab")
    few.write(b"c")
    assert few.finish().read() == b"abc"
    for _ in range(5):
        many.write(bytes(1024 * 1024))
    content = many.finish()
    assert isinstance(content, TemporaryContent)
    assert content.size == 5 * 1024 * 1024 and content.read() == bytes(content.size)
    path = content.path
    assert path.stat().st_mode & 0o077 == 0
    del content
    assert not path.exists()


def test_a_hash_is_that_of_the_bytes() -> None:
    # From the test vectors of BLAKE3: no input at all.
    assert MemoryContent(b"").blake3() == "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262"
    assert b64encode(b"") == b""
