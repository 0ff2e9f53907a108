import json
import random
from base64 import b64encode
from itertools import pairwise
from typing import Any

import pytest

from gofigr.http.base64_stream import DatumReader
from gofigr.http.content import Content


def read(text: bytes, cuts: list[int]) -> tuple[dict[str, Any], Content | None]:
    edges = [0, *sorted(cuts), len(text)]
    return DatumReader().read([text[start:end] for start, end in pairwise(edges)])


METADATA = {"data": "not this", "deep": {"data": "nor this", "list": [{"data": "or this"}]}, 'quote " \\': "\\"}


@pytest.mark.parametrize("size", [0, 1, 2, 3, 100, 1000])
def test_an_answer_in_any_pieces_gives_the_same_bytes(size: int) -> None:
    choose = random.Random(size)
    data = choose.randbytes(size)
    datum = {"api_id": "i", "metadata": METADATA, "data": b64encode(data).decode(), "size_bytes": size, "name": "ü"}
    for ascii_only in (True, False):
        text = json.dumps(
            datum, ensure_ascii=ascii_only, separators=(",", ":") if ascii_only else (", ", " : ")
        ).encode()
        for _ in range(200):
            cuts = [choose.randrange(len(text)) for _ in range(choose.randrange(6))]
            rest, content = read(text, cuts)
            assert rest == {key: value for key, value in datum.items() if key != "data"}
            assert content is not None and content.read() == data


def test_every_single_cut_is_harmless() -> None:
    text = b'{"metadata":{"data":"x\\\\"},"data":"QUJD\\/\\u002b\\u002FA","name":"n"}'
    for cut in range(len(text)):
        rest, content = read(text, [cut])
        assert content is not None and content.read() == b"ABC\xff\xef\xc0"
        assert rest == {"metadata": {"data": "x\\"}, "name": "n"}


@pytest.mark.parametrize("text", [b'{"data": null, "name": "n"}', b'{"name": "n"}'])
def test_an_empty_value_gives_no_bytes(text: bytes) -> None:
    assert read(text, [4])[1] is None


@pytest.mark.parametrize("text", [b'{"data": "QUJD', b'{"data": "QU"}', b'{"data": "Q*JD"}', b"<html>", b""])
def test_malformed_answers_are_refused(text: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- the text is Python's own
        read(text, [3])
