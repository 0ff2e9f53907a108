"""A server with scripted answers and failures."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self


@dataclass
class Received:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    #: Number of the connection.
    port: int

    @property
    def authorization(self) -> str | None:
        return self.headers.get("Authorization")


@dataclass
class Answer:
    status: int = 200
    json: Any = None
    #: Body instead of JSON.
    raw: bytes | None = None
    headers: tuple[tuple[str, str], ...] = ()
    #: Closes the connection without an answer.
    cut: bool = False


Script = Callable[[Received], Answer]


class ScriptedServer:
    """Answers with `script` if it is set, then with the next of `answers`, then with 200 and `{}`."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.answers: list[Answer] = []
        self.script: Script | None = None
        self._lock = threading.Lock()
        scripted = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Headers and body are two writes. Without this, the second waits 40 ms for the confirmation of the first.
            disable_nagle_algorithm = True

            def _do(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                answer = scripted._answer(
                    Received(self.command, self.path, dict(self.headers), body, self.client_address[1])
                )
                if answer.cut:
                    self.close_connection = True
                    return
                # Bytes after 204 would begin the next answer of the connection.
                content = (
                    b""
                    if answer.status == 204
                    else answer.raw or json.dumps({} if answer.json is None else answer.json).encode()
                )
                self.send_response(answer.status)
                for name, value in answer.headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _do  # noqa: N815 -- names of the library

            def log_message(self, format: str, *args: Any) -> None:
                """Logs nothing."""

        class Server(ThreadingHTTPServer):
            def handle_error(self, request: Any, client_address: Any) -> None:
                """Ignores clients that hang up: some tests do that."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def _answer(self, received: Received) -> Answer:
        with self._lock:
            self.received.append(received)
            if self.script is not None:
                return self.script(received)
            return self.answers.pop(0) if self.answers else Answer()

    @property
    def calls(self) -> list[str]:
        return [f"{one.method} {one.path}" for one in self.received]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
