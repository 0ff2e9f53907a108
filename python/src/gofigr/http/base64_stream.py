"""Reads the answer of `GET data/{id}/` in pieces: the base64 under `data` is decoded as it arrives."""

import json
import re
from base64 import b64decode
from collections.abc import Iterable
from typing import Any

from gofigr.http.content import Content, ContentWriter

_QUOTE_OR_BACKSLASH = re.compile(rb'["\\]')
_STRUCTURE = re.compile(rb'["{}\[\]]')
_DATA = re.compile(rb'[{,]\s*"data"\s*:\s*"$')
#: More than `"data"` and its colon take, with any reasonable white space.
_LOOK_BACK = 64


class DatumReader:
    """Takes the pieces of a JSON object whose member `data` is base64; only the rest of it is kept as text.

    Only the `data` of the outermost object is meant: metadata may have members of that name too.
    """

    def __init__(self) -> None:
        self.writer = ContentWriter()
        self._rest = bytearray()
        self._pending = b""
        self._depth = 0
        self._base64 = b""
        self._state = self._between

    def read(self, pieces: Iterable[bytes]) -> tuple[dict[str, Any], Content | None]:
        """The object without its `data`, and the decoded bytes (None where `data` is null or absent)."""
        try:
            for piece in pieces:
                self._pending += piece
                while self._state():
                    pass
            # A backslash that waited for what comes next, or the end of a number.
            self._rest += self._pending
            datum = json.loads(self._rest)
        except BaseException:
            self.writer.discard()
            raise
        if datum.get("data") is None:
            self.writer.discard()
            return datum, None
        del datum["data"]
        return datum, self.writer.finish()

    def _keep(self, count: int) -> None:
        self._rest += self._pending[:count]
        self._pending = self._pending[count:]

    # Each state takes what it can from `_pending`; False asks for another piece.

    def _between(self) -> bool:
        found = _STRUCTURE.search(self._pending)
        if found is None:
            self._keep(len(self._pending))
            return False
        mark = found.group()
        self._keep(found.end())
        if mark in b"{[":
            self._depth += 1
        elif mark in b"}]":
            self._depth -= 1
        elif self._depth == 1 and _DATA.search(self._rest[-_LOOK_BACK:]):
            self._state = self._in_base64
        else:
            self._state = self._in_string
        return True

    def _in_string(self) -> bool:
        found = _QUOTE_OR_BACKSLASH.search(self._pending)
        if found is None:
            self._keep(len(self._pending))
            return False
        if found.group() == b'"':
            self._keep(found.end())
            self._state = self._between
            return True
        if found.end() == len(self._pending):
            return False
        # The backslash and what it escapes; the digits of \u need no care.
        self._keep(found.end() + 1)
        return True

    def _in_base64(self) -> bool:
        end = self._pending.find(b'"')
        text = self._pending if end < 0 else self._pending[:end]
        cut = text.rfind(b"\\", max(0, len(text) - 5)) if end < 0 else -1
        if cut >= 0:
            # An escape may go on in the next piece.
            text = text[:cut]
        self._decode(text, is_last=end >= 0)
        if end < 0:
            self._pending = self._pending[len(text) :]
            return False
        self._pending = self._pending[end:]
        self._keep(1)
        self._state = self._between
        return True

    def _decode(self, text: bytes, *, is_last: bool) -> None:
        if b"\\" in text:
            text = json.loads(b'"' + text + b'"').encode()
        text = self._base64 + text
        whole = len(text) if is_last else len(text) // 4 * 4
        self._base64 = text[whole:]
        self.writer.write(b64decode(text[:whole], validate=True))
