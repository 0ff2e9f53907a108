"""Connections: pooled, shared by threads, with time limits, repeated if that is safe."""

from __future__ import annotations

import os
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlsplit

from gofigr.exceptions import ServerUnreachableError
from gofigr.http import network, retries
from gofigr.http.log import LOGGER
from gofigr.http.response import Response

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import urllib3

    from gofigr.http.body import Body

#: Seconds to wait for the connection and for each piece of the answer.
Timeout: TypeAlias = float | tuple[float, float]

DEFAULT_TIMEOUT = (10.0, 60.0)
ATTEMPTS = 4
#: Lowest speed in bytes per second at which a server may process a body before it answers.
SLOWEST_SERVER = 1_000_000


class Transport:
    """Sends requests to any address. One instance may serve many threads."""

    def __init__(self, timeout: Timeout = DEFAULT_TIMEOUT, attempts: int = ATTEMPTS) -> None:
        self._timeout = timeout
        self._attempts = attempts
        self._lock = threading.Lock()
        self._pools: dict[tuple[bool, network.Proxy | None, tuple[str, str] | None], urllib3.PoolManager] = {}
        self._process = os.getpid()

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        body: Body | None = None,
        repeatable: bool = False,
        timeout: Timeout | None = None,
        attempts: int | None = None,
    ) -> Response:
        """Sends a request, and repeats it after a failure if that is safe. Returns the whole answer.

        `repeatable` means that sending it twice is safe. Raises `ServerUnreachableError` if no answer comes.
        """
        limit = attempts or self._attempts
        for attempt in range(1, limit + 1):
            try:
                with self._once(method, url, headers, body, timeout) as raw:
                    response = Response(method, url, raw.status, raw.headers, raw.read())
            except _NoAnswerError as failure:
                if attempt == limit or failure.is_final or not (failure.was_unsent or repeatable):
                    raise ServerUnreachableError(str(failure)) from failure.__cause__
                _wait(retries.delay(attempt), str(failure))
                continue
            response.attempts = attempt
            response.sent_bytes = 0 if body is None else body.length
            seconds = retries.requested_delay(attempt, response.headers)
            may_repeat = retries.may_repeat(response.status_code, repeatable=repeatable)
            if attempt == limit or seconds is None or not may_repeat:
                return response
            _wait(seconds, f"status {response.status_code}")
        raise AssertionError("unreachable: the last attempt returns or raises")

    @contextmanager
    def stream(
        self, method: str, url: str, *, headers: Mapping[str, str], timeout: Timeout | None = None
    ) -> Iterator[urllib3.BaseHTTPResponse]:
        """Sends a request once. Yields the answer to read in pieces."""
        try:
            with self._once(method, url, headers, None, timeout) as raw:
                yield raw
        except _NoAnswerError as failure:
            raise ServerUnreachableError(str(failure)) from failure.__cause__

    @contextmanager
    def _once(
        self, method: str, url: str, headers: Mapping[str, str], body: Body | None, timeout: Timeout | None
    ) -> Iterator[urllib3.BaseHTTPResponse]:
        import urllib3  # noqa: PLC0415 -- 80 ms, which `import gofigr` must not cost
        from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError  # noqa: PLC0415

        connect, read = _both(timeout or self._timeout)
        length = 0 if body is None else body.length
        sent = dict(headers)
        if body is not None:
            sent |= {"Content-Type": body.content_type, "Content-Length": str(length)}
        try:
            raw = self._pool(url).request(
                method,
                url,
                body=None if body is None else _pieces(body),
                headers=sent,
                # Our own rules apply, and a redirect would send the key to another server.
                retries=False,
                redirect=False,
                timeout=urllib3.Timeout(connect=connect, read=read + length / SLOWEST_SERVER),
                preload_content=False,
            )
            try:
                yield raw
            except BaseException:
                raw.close()
                raise
            finally:
                raw.release_conn()
        except _LocalError as error:
            # urllib3 would report a broken connection instead.
            raise error.original from None
        except (HTTPError, ConnectionError, TimeoutError) as error:
            was_unsent = isinstance(error, NewConnectionError | ConnectTimeoutError)
            final = network.is_final(error)
            raise _NoAnswerError(network.words(url, error), was_unsent=was_unsent, is_final=final) from error
        except network.NetworkSettingError as error:
            raise _NoAnswerError(str(error), was_unsent=True, is_final=True) from error

    def _pool(self, url: str) -> urllib3.PoolManager:
        """Returns this process's connections to an address. A fork must not share its parent's sockets."""
        key = (urlsplit(url).scheme == "https", network.proxy_for(url), network.certificates_source())
        with self._lock:
            if self._process != os.getpid():
                self._pools = {}
                self._process = os.getpid()
            if key not in self._pools:
                is_secure, proxy, _ = key
                self._pools[key] = network.new_pool(proxy, is_secure=is_secure)
            return self._pools[key]


class _NoAnswerError(Exception):
    def __init__(self, message: str, *, was_unsent: bool, is_final: bool = False) -> None:
        super().__init__(message)
        self.was_unsent = was_unsent
        #: Trying again can't help.
        self.is_final = is_final


class _LocalError(Exception):
    """A file that is being sent can't be read."""

    def __init__(self, original: OSError) -> None:
        super().__init__(str(original))
        self.original = original


def _pieces(body: Body) -> Iterator[bytes]:
    try:
        yield from body
    except OSError as error:
        raise _LocalError(error) from error


def _wait(seconds: float, why: str) -> None:
    LOGGER.info("Trying again in %.1f s: %s", seconds, why)
    time.sleep(seconds)


def _both(timeout: Timeout) -> tuple[float, float]:
    return timeout if isinstance(timeout, tuple) else (min(timeout, DEFAULT_TIMEOUT[0]), timeout)
