"""Recognizes formats by their first bytes, as `packages/contract/src/formats/sniff.ts` does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gofigr.models.formats.table import FORMATS

if TYPE_CHECKING:
    from gofigr.models.formats.format import Format

#: Bytes from the start of a file that are looked at.
HEAD_BYTES = 4096


def sniff(head: bytes, *, hints: bool = False) -> Format | None:
    """Finds the format with a signature that matches; with `hints`, by weak signs."""
    raw = head[:HEAD_BYTES].decode("latin-1")
    lead = _without_preamble(raw)
    for one in FORMATS:
        pattern = one.hint if hints else one.signature
        if pattern and any(re.match(pattern, text, re.IGNORECASE | re.ASCII) for text in (raw, lead)):
            return one
    return None


def _without_preamble(raw: str) -> str:
    """Skips what may stand before a text's content: byte-order mark, spaces, XML's declaration and comments."""
    text = raw
    # UTF-16: signatures are ASCII, so every other byte is zero.
    if raw.startswith(("\xff\xfe", "\xfe\xff", "<\0", "\0<")):
        text = (raw if raw[0] in "<\0" else raw[2:]).replace("\0", "")
    rest = text.removeprefix("\xef\xbb\xbf")
    while True:
        rest = rest.lstrip(" \t\r\n\f")
        end = "-->" if rest.startswith("<!--") else "?>" if rest.startswith("<?xml") else ""
        if not end or end not in rest:
            return rest
        rest = rest[rest.index(end) + len(end) :]
