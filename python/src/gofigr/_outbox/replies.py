"""Classifies failed answers: permanent refusals and temporary failures."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gofigr.http import Response

_MAY_WORK_LATER = frozenset(
    {
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.TOO_EARLY,
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.PROXY_AUTHENTICATION_REQUIRED,
    }
)
_WORDS_LIMIT = 300


class Refusal(Exception):  # noqa: N818 -- an outcome
    """The server refused the parcel. Sending it again would not help."""


class NotNow(Exception):  # noqa: N818 -- an outcome
    """A temporary failure. `after` is the delay in seconds that the server asked for."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


class SignInRefused(NotNow):
    """The server doesn't accept the key or password. Another one may work later."""


def expect_json(response: Response) -> Any:
    """Returns the JSON of a successful answer. Raises `Refusal` or `NotNow` for others, `ValueError` without JSON."""
    check(response)
    return response.json()


def check(response: Response) -> None:
    """Raises the error of a failed answer."""
    status = response.status_code
    if response.ok and status < HTTPStatus.MULTIPLE_CHOICES:
        return
    if status == HTTPStatus.UNAUTHORIZED:
        raise SignInRefused("the server doesn't accept this API key or password", after=60.0)
    reason = f"the server answered {status}: {_words(response)}"
    if status in _MAY_WORK_LATER or status >= HTTPStatus.INTERNAL_SERVER_ERROR or status < HTTPStatus.BAD_REQUEST:
        raise NotNow(reason, after=_retry_after(response))
    raise Refusal(reason)


def _retry_after(response: Response) -> float | None:
    try:
        return max(0.0, float(response.headers["Retry-After"]))
    except (KeyError, ValueError):
        return None


def _words(response: Response) -> str:
    try:
        body = response.json()
    except ValueError:
        return "no JSON"
    detail = body.get("detail") if isinstance(body, dict) else None
    return str(detail or body)[:_WORDS_LIMIT]
