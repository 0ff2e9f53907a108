"""The server's own words about itself: its version, the address that others use for it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from gofigr.exceptions import ServerUnreachableError
from gofigr.http.log import LOGGER

if TYPE_CHECKING:
    from collections.abc import Callable

    from gofigr.http import Response, Session

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
#: How long it is remembered that a server didn't answer: who draws many figures asks often.
_REMEMBERED_SECONDS = 60.0


class ServerInfo:
    """Asked for once, and remembered."""

    def __init__(self, get: Callable[..., Response]) -> None:
        self._get = get
        self._known: dict[str, Any] | None = None
        self._again_at = 0.0

    def ask(self) -> dict[str, Any]:
        """What the server says; empty where it doesn't answer, as remembered for a minute."""
        if self._known is None and time.monotonic() >= self._again_at:
            self._again_at = time.monotonic() + _REMEMBERED_SECONDS
            try:
                response = self._get("info/", throw_exception=False, attempts=1, timeout=3.0)
                self._known = response.json() if response.ok else None
            except (ServerUnreachableError, ValueError):
                LOGGER.info("The server says nothing about itself.")
        return self._known or {}

    def ask_later(self) -> None:
        """From now on nobody waits for an answer: `learn` will bring it."""
        if self._known is None:
            self._known = {}

    def learn(self, session: Session) -> None:
        """Asks in the background, with more patience, unless the answer is known."""
        if not self._known:
            self._known = session.request("GET", "info/", attempts=1, timeout=10.0).json()


def is_local(url: str) -> bool:
    """Whether this address is of this computer, and means another one on others."""
    return urlsplit(url).hostname in LOCAL


def public_address(info: dict[str, Any]) -> str | None:
    """The address that the server has for others, without a slash at the end; None where it has none."""
    public = urlsplit(str(info.get("public_url") or ""))
    if not public.scheme or public.hostname in LOCAL:
        return None
    return urlunsplit(public).rstrip("/")


def usual_app_url(service_url: str) -> str:
    """The web app's address as far as the server's tells it, without a slash at the end."""
    parts = urlsplit(service_url)
    host = parts.netloc.replace(":8000", ":5173").replace(":9090", ":5173")
    if host.startswith("api."):
        host = f"app.{host.removeprefix('api.')}"
    return urlunsplit((parts.scheme, host, parts.path, "", "")).rstrip("/")
