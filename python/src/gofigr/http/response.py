"""What a server answered."""

import json
from collections.abc import Mapping
from typing import Any


class Response:
    """A complete answer. Attributes are named as `requests` names them, which existing code reads."""

    def __init__(self, method: str, url: str, status_code: int, headers: Mapping[str, str], content: bytes) -> None:
        self.method = method
        self.url = url
        self.status_code = status_code
        self.headers = headers
        self.content = content
        #: How often it was sent before this answer came.
        self.attempts = 1

    @property
    def ok(self) -> bool:
        """Whether the status says that it worked."""
        return self.status_code < 400

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode("utf-8", errors="replace")

    def json(self) -> Any:
        """The body as JSON; raises `ValueError` where it is something else."""
        try:
            return json.loads(self.content)
        except ValueError as error:
            # A proxy's page, or not a GoFigr server at all.
            raise ValueError(f"The answer isn't JSON but begins with {self.text[:60]!r}. Is the URL right?") from error

    @property
    def code(self) -> str | None:
        """The server's own word for what went wrong, or None."""
        try:
            body = self.json()
        except ValueError:
            return None
        code = body.get("code") if isinstance(body, dict) else None
        return code if isinstance(code, str) else None

    def __repr__(self) -> str:
        return f"<Response [{self.status_code}]>"
