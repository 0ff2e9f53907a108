"""Reads the answer of `GET data/{id}/` in pieces and decodes the base64 in `data` as it arrives."""

import json
import re
from base64 import b64decode
from collections.abc import Iterable
from typing import Any

from gofigr.http.content import Content, ContentWriter

_QUOTE_OR_BACKSLASH = re.compile(rb'["\\]')
_STRUCTURE = re.compile(rb'["{}\[\]]')
_DATA = re.compile(rb'[{,]\s*"data"\s*:\s*"$')
#: Number of characters that certainly holds `"data"`, its colon and white space.
_LOOK_BACK = 64


class DatumReader:
    """Reads the pieces of a JSON object whose member `data` is base64. Keeps only its other members as text.

    Only `data` of the outermost object counts, because metadata may have members of that name too.
    """

    def __init__(self) -> None:
        self.writer = ContentWriter()
        self._rest = bytearray()
        self._pending = b""
        self._depth = 0
        self._base64 = b""
        self._state = self._between

    def read(self, pieces: Iterable[bytes]) -> tuple[dict[str, Any], Content | None]:
        """Returns the object without `data`, and the decoded bytes (None if `data` is null or absent)."""
        try:
            for piece in pieces:
                self._pending += piece
                while self._state():
                    pass
            # A backslash that waited for the next character, or the end of a number.
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

    # Each state consumes as much of `_pending` as it can. False asks for another piece.

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
        # Skips the backslash and the escaped character. The digits of \u need no special treatment.
        self._keep(found.end() + 1)
        return True

    def _in_base64(self) -> bool:
        end = self._pending.find(b'"')
        text = self._pending if end < 0 else self._pending[:end]
        cut = text.rfind(b"\\", max(0, len(text) - 5)) if end < 0 else -1
        if cut >= 0:
            # An escape may continue in the next piece.
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
