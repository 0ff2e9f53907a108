"""Bodies of requests. Each knows its length and can be sent again. Only small ones are completely in memory."""

import json
import os
from abc import ABC, abstractmethod
from base64 import b64encode
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path, PurePath
from typing import Any, BinaryIO
from uuid import UUID, uuid4

from gofigr.http.content import Content

#: Bytes read at a time for base64: a multiple of 3, so that no padding falls inside.
_BLOCK = 3 * 256 * 1024


class Body(ABC):
    """Body of a request."""

    content_type: str
    length: int

    @abstractmethod
    def __iter__(self) -> Iterator[bytes]:
        """Yields the bytes in pieces. Each iteration starts at the first byte."""

    def write_to(self, writer: BinaryIO) -> None:
        """Writes the bytes to an open file."""
        writer.writelines(self)


class BytesBody(Body):
    """A complete body in memory."""

    def __init__(self, data: bytes, content_type: str) -> None:
        self._data = data
        self.content_type = content_type
        self.length = len(data)

    def __iter__(self) -> Iterator[bytes]:
        yield self._data


class FileBody(Body):
    """A complete body in a file that `JsonBody.write_to` wrote, perhaps in another process."""

    def __init__(self, path: str | os.PathLike[str], content_type: str = "application/json") -> None:
        self.path = Path(path)
        self.content_type = content_type
        self.length = self.path.stat().st_size

    def __iter__(self) -> Iterator[bytes]:
        with self.path.open("rb") as reader:
            while block := reader.read(1024 * 1024):
                yield block


class JsonBody(Body):
    """JSON in which each `Content` stands for its bytes in base64. They are encoded while they are sent."""

    content_type = "application/json"

    def __init__(self, value: object) -> None:
        contents: dict[str, Content] = {}
        # The marks hold 128 random bits, so they occur nowhere else in the text.
        mark = uuid4().hex

        def replaced(item: object) -> Any:
            if isinstance(item, Content):
                key = f"{mark}{len(contents):08d}"
                contents[key] = item
                return key
            return _to_json(item)

        text = json.dumps(value, default=replaced, allow_nan=False)
        self._parts: list[bytes | Content] = []
        for key, content in contents.items():
            before, _, text = text.partition(key)
            self._parts += [before.encode(), content]
        self._parts.append(text.encode())
        self.length = sum(_encoded_size(part) for part in self._parts)

    def __iter__(self) -> Iterator[bytes]:
        for part in self._parts:
            if isinstance(part, bytes):
                yield part
            else:
                yield from _base64(part)


class FramedBody(Body):
    """JSON in a line, and then the bytes of each `Content` in its list `data`, as they are."""

    def __init__(self, value: Mapping[str, Any], content_type: str) -> None:
        self.content_type = content_type
        self._contents = [one for one in map(_content_of, value["data"]) if one is not None]
        described = {**value, "data": [_described(item) for item in value["data"]]}
        self._head = b"".join(JsonBody(described)) + b"\n"
        self.length = len(self._head) + sum(content.size for content in self._contents)

    def __iter__(self) -> Iterator[bytes]:
        yield self._head
        for content in self._contents:
            yield from _blocks(content)


def _content_of(item: object) -> Content | None:
    content = item.get("data") if isinstance(item, Mapping) else None
    return content if isinstance(content, Content) else None


def _described(item: Any) -> Any:
    content = _content_of(item)
    if content is None:
        return item
    return {name: value for name, value in item.items() if name != "data"} | {"bytes": content.size}


def body_of(json: object, data: bytes | None) -> Body | None:
    """Returns the body of a request with JSON or bytes. None if there are neither."""
    if isinstance(json, Body):
        return json
    if json is not None:
        return JsonBody(json)
    return None if data is None else BytesBody(data, "application/octet-stream")


def _encoded_size(part: bytes | Content) -> int:
    return len(part) if isinstance(part, bytes) else (part.size + 2) // 3 * 4


def _base64(content: Content) -> Iterator[bytes]:
    return map(b64encode, _blocks(content))


def _blocks(content: Content) -> Iterator[bytes]:
    sent = 0
    with content.open() as reader:
        while block := reader.read(_BLOCK):
            sent += len(block)
            yield block
    if sent != content.size:
        raise RuntimeError(
            f"{content.size} bytes were expected but {sent} were read: the file changed while it was sent."
        )


def _to_json(value: object) -> Any:
    """Converts types that metadata commonly hold to JSON."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID | PurePath):
        return str(value)
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    # NumPy's scalars and arrays, without importing NumPy.
    for method in ("item" if getattr(value, "shape", None) == () else "tolist",):
        if callable(convert := getattr(value, method, None)):
            return convert()
    raise TypeError(f"{type(value).__name__} can't be sent as JSON")
