"""Checks the format of API keys, to find mistyped keys without a request."""

import re
import zlib

from gofigr.short_id import base62_encode

_OURS = re.compile(r"gf_[0-9A-Za-z]*")
_CHECK_DIGITS = 6
_LENGTH = len("gf_") + 43 + _CHECK_DIGITS


def is_mistyped(key: str) -> bool:
    """Tells whether this begins like a key of a GoFigr server but isn't one. Keys of other formats are never mistyped."""
    if not _OURS.fullmatch(key):
        return False
    body, check = key[:-_CHECK_DIGITS], key[-_CHECK_DIGITS:]
    return len(key) != _LENGTH or base62_encode(zlib.crc32(body.encode())).rjust(_CHECK_DIGITS, "0") != check


def check_api_key(key: str) -> str:
    """Returns the key without surrounding white space. Raises `RuntimeError` if it is mistyped."""
    key = key.strip()
    if is_mistyped(key):
        raise RuntimeError("This API key is mistyped or incomplete: its check digits don't fit. Please copy it again.")
    return key
