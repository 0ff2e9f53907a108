"""Turns refusals of the server into exceptions."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from gofigr.exceptions import MethodNotAllowedError, UnauthorizedError
from gofigr.http.response import Response
from gofigr.http.retries import UNAVAILABLE, requested_seconds

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
    if response.status_code == 407:
        return (
            "the proxy of HTTP_PROXY or ALL_PROXY asks for a username and password. NO_PROXY lists hosts without one."
        )
    try:
        body = response.json()
    except ValueError:
        return _of_proxy(response)
    detail = body.get("detail") if isinstance(body, dict) else None
    return detail if isinstance(detail, str) else response.text[:500]


def _of_proxy(response: Response) -> str:
    """Says who answered without JSON: a proxy before the server. Its page says little."""
    proxy = f"a proxy ({response.headers['Server']})" if "Server" in response.headers else "a proxy"
    if response.status_code == 413:
        size = f"{response.sent_bytes / 1e6:.1f} MB"
        return f"{proxy} on the way refuses {size}; its limit is below that of the server."
    if response.status_code in UNAVAILABLE:
        return f"{proxy} answers instead of the server. Check the server, and HTTP_PROXY, HTTPS_PROXY and NO_PROXY."
    return response.text[:500]
