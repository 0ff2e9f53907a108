"""Sends requests to a GoFigr server, with an API key, a password or no credentials."""

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from socket import gethostname
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from gofigr._settings.register import MACHINE
from gofigr.http.body import Body, BytesBody, JsonBody
from gofigr.http.refusals import raise_refusal
from gofigr.http.response import Response
from gofigr.http.transport import Timeout, Transport

if TYPE_CHECKING:
    import urllib3

#: Statuses for a wrong or missing password or token.
_WRONG = frozenset({400, 401, 403})
#: Methods that have the same effect when they are repeated.
_REPEATABLE_METHODS = frozenset({"GET", "HEAD", "PUT", "PATCH", "DELETE"})


@dataclass
class Credentials:
    """Credentials. An API key is preferred to tokens, tokens to the password."""

    api_key: str | None = None
    username: str | None = None
    password: str | None = None
    access_token: str | None = None
    refresh_token: str | None = None
    anonymous: bool = False

    def __repr__(self) -> str:
        # The generated `__repr__` would show the secrets.
        return f"Credentials(username={self.username!r}, anonymous={self.anonymous!r})"


class Session:
    """Sends requests to one server and signs them. Threads may share it."""

    def __init__(
        self, service_url: str, api_version: str, credentials: Credentials, transport: Transport | None = None
    ) -> None:
        self.service_url = service_url.rstrip("/")
        self.api_url = f"{self.service_url}/api/{api_version}/"
        self.jwt_url = f"{self.service_url}/api/token/"
        self.credentials = credentials
        self.transport = transport or Transport()
        #: Set when the server has answered that it lacks the operation (`gofigr.http.by_name`).
        self.lacks_find_or_create = False
        #: Size of the parts of uploads. None before the server was asked, 0 if it takes none (`gofigr.http.uploads`).
        self.part_bytes: int | None = None
        #: Content type of a publish with its bytes as they are. None if the server announces none.
        self.publish_type: str | None = None
        self._renewal = threading.Lock()
        #: The last notice of the server, e.g. about the end of the key.
        self.notice: str | None = None
        self._machine = machine_name()

    def request(
        self,
        method: str,
        endpoint: str,
        *,
        body: Body | None = None,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: Timeout | None = None,
        repeatable: bool | None = None,
        attempts: int | None = None,
        absolute_url: bool = False,
    ) -> Response:
        """Sends a request. Returns answers of any status.

        `endpoint` is relative to the API unless `absolute_url` is set. `repeatable` means that sending it twice is
        safe, as with every method except POST. An expired access token is renewed once.
        """
        url = self._url(endpoint, params, absolute_url=absolute_url)
        safe = method in _REPEATABLE_METHODS if repeatable is None else repeatable

        def send() -> Response:
            signed = {**self._headers(url), **(headers or {})}
            return self.transport.request(
                method, url, headers=signed, body=body, repeatable=safe, timeout=timeout, attempts=attempts
            )

        used = self.credentials.access_token
        response = send()
        if _is_expired_token(response) and self._renew(used):
            response = send()
        self.notice = response.headers.get("GoFigr-Notice") or self.notice
        return response

    @contextmanager
    def stream(
        self, endpoint: str, *, params: Mapping[str, Any] | None = None, timeout: Timeout | None = None
    ) -> Iterator["urllib3.BaseHTTPResponse"]:
        """GETs a large answer to read in pieces. The token must be fresh, so send a small request before."""
        url = self._url(endpoint, params, absolute_url=False)
        with self.transport.stream("GET", url, headers=self._headers(url), timeout=timeout) as raw:
            yield raw

    def create(
        self,
        endpoint: str,
        body: Body | Mapping[str, Any],
        client_id: str,
        *,
        params: Mapping[str, Any] | None = None,
        timeout: Timeout | None = None,
        attempts: int | None = None,
    ) -> Response:
        """POSTs a new object whose body holds this `client_id`. Repeats the request but never creates two objects.

        A 409 for an existing object means that an earlier attempt has arrived, perhaps of an earlier process. Then the
        answer is that object with 200.
        """
        sent = body if isinstance(body, Body) else JsonBody(body)
        response = self.request(
            "POST", endpoint, body=sent, params=params, timeout=timeout, repeatable=True, attempts=attempts
        )
        if response.status_code != 409:
            return response
        # Also gives `revision/` for `revision/auto-assign/`.
        kind = endpoint.split("/", maxsplit=1)[0]
        existing = self.request("GET", f"{kind}/{client_id}/", timeout=timeout, attempts=attempts)
        return existing if existing.ok else response

    def login(self) -> bool:
        """Gets tokens for username and password. Returns False if they are wrong.

        Raises `RuntimeError` for other refusals, e.g. after too many attempts.
        """
        with self._renewal:
            return self._login()

    def _login(self) -> bool:
        who = self.credentials
        if not who.username or not who.password:
            return False
        response = self._post_form(self.jwt_url, {"username": who.username, "password": who.password})
        if response.status_code in _WRONG:
            return False
        raise_refusal(response)
        tokens = response.json()
        who.access_token, who.refresh_token = tokens["access"], tokens["refresh"]
        return True

    def _renew(self, used: str | None) -> bool:
        """Gets a new access token, unless another thread has just done so."""
        with self._renewal:
            if self.credentials.access_token != used:
                return True
            return self._refresh() or self._login()

    def _refresh(self) -> bool:
        token = self.credentials.refresh_token
        if token is None:
            return False
        response = self._post_form(f"{self.jwt_url}refresh/", {"refresh": token})
        if response.status_code in _WRONG:
            return False
        raise_refusal(response)
        self.credentials.access_token = response.json()["access"]
        return True

    def _post_form(self, url: str, fields: Mapping[str, str]) -> Response:
        body = BytesBody(urlencode(fields).encode(), "application/x-www-form-urlencoded")
        return self.transport.request("POST", url, headers=_USER_AGENT, body=body, repeatable=True)

    def _url(self, endpoint: str, params: Mapping[str, Any] | None, *, absolute_url: bool) -> str:
        url = endpoint if absolute_url else self.api_url + endpoint.lstrip("/")
        if not params:
            return url
        return f"{url}{'&' if '?' in url else '?'}{urlencode(params, doseq=True)}"

    def _headers(self, url: str) -> dict[str, str]:
        who = self.credentials
        headers = dict(_USER_AGENT)
        if who.anonymous or _origin(url) != _origin(self.service_url):
            # A key is sent to its own server only.
            return headers
        if self._machine:
            headers["GoFigr-Machine"] = self._machine
        if who.api_key:
            return headers | {"Authorization": f"Token {who.api_key}"}
        if who.access_token:
            return headers | {"Authorization": f"Bearer {who.access_token}"}
        raise RuntimeError("Please authenticate first")


_USER_AGENT = {"User-Agent": "gofigr-python", "Accept": "application/json"}
#: Characters and length that the server accepts in the name of a machine.
_UNPLAIN, _LONGEST_NAME = re.compile(r"[^A-Za-z0-9_.-]+"), 100


def machine_name() -> str | None:
    """Returns the name of this machine, or the one that the environment gives. None if that is empty."""
    given = MACHINE.text()
    name = _UNPLAIN.sub("-", gethostname() if given is None else given)[:_LONGEST_NAME]
    return name or None


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


def _is_expired_token(response: Response) -> bool:
    return response.status_code == 401 and response.code == "token_not_valid"
