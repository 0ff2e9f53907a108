"""Answers of a server."""

import json
from collections.abc import Mapping
from typing import Any


class Response:
    """A complete answer. Its attributes have the names of `requests`, which existing code uses."""

    def __init__(self, method: str, url: str, status_code: int, headers: Mapping[str, str], content: bytes) -> None:
        self.method = method
        self.url = url
        self.status_code = status_code
        self.headers = headers
        self.content = content
        #: Size of the request's body.
        self.sent_bytes = 0
        #: Number of attempts up to this answer.
        self.attempts = 1

    @property
    def ok(self) -> bool:
        """Tells whether the status means success."""
        return self.status_code < 400

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode("utf-8", errors="replace")

    def json(self) -> Any:
        """Returns the body as JSON. Raises `ValueError` if it isn't JSON."""
        try:
            return json.loads(self.content)
        except ValueError as error:
            # The answer may come from a proxy or another kind of server.
            raise ValueError(f"The answer isn't JSON but begins with {self.text[:60]!r}. Check the URL.") from error

    @property
    def code(self) -> str | None:
        """The server's error code, or None."""
        try:
            body = self.json()
        except ValueError:
            return None
        code = body.get("code") if isinstance(body, dict) else None
        return code if isinstance(code, str) else None

    def __repr__(self) -> str:
        return f"<Response [{self.status_code}]>"
