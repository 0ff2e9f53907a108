"""Turns refusals of the server into exceptions."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from gofigr.exceptions import MethodNotAllowedError, UnauthorizedError
from gofigr.http.response import Response
from gofigr.http.retries import requested_seconds

#: Length of an ID. Tokens are longer, and no message may show them.
_LONGEST_ID = 36


def raise_refusal(response: Response, expected: Iterable[int] | None = None) -> None:
    """Raises unless the status is expected; by default any 2xx.

    403 and 405 have their own exceptions. Other statuses raise a `RuntimeError` with the status in its text.
    """
    status = response.status_code
    if status in expected if expected is not None else 200 <= status < 300:
        return
    if status == 403:
        raise UnauthorizedError(f"Unauthorized: {_detail(response)}")
    if status == 405:
        raise MethodNotAllowedError(f"Method not allowed: {_detail(response)}")
    text = f"{response.method} {_shown(response.url)} returned {status}: {_detail(response)}"
    raise RuntimeError(f"{text}{_when(response)}")


def _when(response: Response) -> str:
    """Says when to try again, if the server does."""
    seconds = requested_seconds(response.headers)
    return "" if response.status_code != 429 or seconds is None else f" Try again in {seconds:.0f} seconds."


def _shown(url: str) -> str:
    parts = urlsplit(url)
    path = "/".join("…" if len(segment) > _LONGEST_ID else segment for segment in parts.path.split("/"))
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{path}"


def _detail(response: Response) -> str:
    if 300 <= response.status_code < 400:
        return f"the server is at {_shown(response.headers.get('Location', 'another address'))}. Please change the URL."
    try:
        body = response.json()
    except ValueError:
        return response.text[:500]
    detail = body.get("detail") if isinstance(body, dict) else None
    return detail if isinstance(detail, str) else response.text[:500]
