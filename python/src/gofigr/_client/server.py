"""Information about the server: its version and its public address."""

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
#: Time to remember that a server didn't answer. Without it, each of many figures would wait again.
_REMEMBERED_SECONDS = 60.0


class ServerInfo:
    """Fetches the information once and keeps it."""

    def __init__(self, get: Callable[..., Response]) -> None:
        self._get = get
        self._known: dict[str, Any] | None = None
        self._again_at = 0.0

    def ask(self) -> dict[str, Any]:
        """Returns the information. If the server doesn't answer, it is empty for a minute."""
        if self._known is None and time.monotonic() >= self._again_at:
            self._again_at = time.monotonic() + _REMEMBERED_SECONDS
            try:
                response = self._get("info/", throw_exception=False, attempts=1, timeout=3.0)
                self._known = response.json() if response.ok else None
            except (ServerUnreachableError, ValueError):
                LOGGER.info("The server sent no information about itself.")
        return self._known or {}

    def ask_later(self) -> None:
        """Makes `ask` return at once from now on. `learn` fetches the answer later."""
        if self._known is None:
            self._known = {}

    def learn(self, session: Session) -> None:
        """Fetches the information in the background, with a longer time limit, unless it is known."""
        if not self._known:
            self._known = session.request("GET", "info/", attempts=1, timeout=10.0).json()


def is_local(url: str) -> bool:
    """Tells whether this address means this computer, and so another one on other computers."""
    return urlsplit(url).hostname in LOCAL


def public_address(info: dict[str, Any]) -> str | None:
    """Returns the server's public address without a final slash. None if it has none."""
    public = urlsplit(str(info.get("public_url") or ""))
    if not public.scheme or public.hostname in LOCAL:
        return None
    return urlunsplit(public).rstrip("/")


def usual_app_url(service_url: str) -> str:
    """Derives the web app's address from the server's, without a final slash."""
    parts = urlsplit(service_url)
    host = parts.netloc.replace(":8000", ":5173").replace(":9090", ":5173")
    if host.startswith("api."):
        host = f"app.{host.removeprefix('api.')}"
    return urlunsplit((parts.scheme, host, parts.path, "", "")).rstrip("/")
