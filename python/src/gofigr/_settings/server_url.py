"""Checks the server's address, because a wrong one fails later with errors that don't name it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_LOCAL = re.compile(r"^(?:localhost|127\.|\[::1\])")
_API = re.compile(r"/api(?:/v[\d.]+)?/*$")


def check_url(url: str) -> str:
    """Returns the address without surrounding white space. Raises `ValueError` that says what to write."""
    url = url.strip()
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        rest = url.partition("://")[2] or url
        right = f"{'http' if _LOCAL.match(rest) else 'https'}://{rest.lstrip('/')}"
        raise ValueError(f"The address {url!r} of the server must begin with http:// or https://. Write {right}")
    if _API.search(parts.path):
        right = _API.sub("", url)
        raise ValueError(f"The address {url!r} is that of the server's API. Write {right}")
    return url
