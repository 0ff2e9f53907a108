"""A proxy on loopback between a client and a real server, which can be slow, refuse, hang, cut or lie."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


@dataclass
class Seen:
    """One request that arrived, and what the server answered, if it was asked."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    status: int | None = None
    answer: bytes = b""

    @property
    def json(self) -> Any:
        return json.loads(self.body)


#: Decides what happens to a request: None passes it on.
Fault = Callable[[Seen, "Exchange"], bool]


@dataclass
class Exchange:
    """Actions of a fault on one request."""

    handler: BaseHTTPRequestHandler
    proxy: FaultProxy
    seen: Seen

    def answer(self, status: int, body: bytes = b"{}", headers: dict[str, str] | None = None) -> None:
        """Answers without asking the server."""
        self.handler.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self.handler.send_header(name, value)
        self.handler.send_header("Content-Length", str(len(body)))
        self.handler.end_headers()
        self.handler.wfile.write(body)

    def forward(self) -> tuple[int, list[tuple[str, str]], bytes]:
        """Asks the server, and gives its answer without passing it on."""
        upstream = http.client.HTTPConnection(self.proxy.host, self.proxy.upstream_port, timeout=60)
        try:
            upstream.request(self.seen.method, self.seen.path, self.seen.body or None, dict(self.seen.headers))
            response = upstream.getresponse()
            body = response.read()
            self.seen.status, self.seen.answer = response.status, body
            return response.status, response.getheaders(), body
        finally:
            upstream.close()

    def cut(self) -> None:
        """Ends the connection without an answer."""
        self.handler.close_connection = True
        self.handler.connection.shutdown(socket.SHUT_RDWR)


@dataclass
class FaultProxy:
    """Serves on a free port until `close`. `fault` is asked first; it says whether it has dealt with the request."""

    upstream: str
    delay_seconds: float = 0.0
    fault: Fault | None = None
    seen: list[Seen] = field(default_factory=list)

    def __post_init__(self) -> None:
        parts = urlsplit(self.upstream)
        self.host, self.upstream_port = parts.hostname or "localhost", parts.port or 80
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, format: str, *args: object) -> None:
                pass

            def handle_any(self) -> None:
                proxy._handle(self)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_HEAD = handle_any

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://localhost:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def requests(self, method: str, path_part: str) -> list[Seen]:
        """Those of a method whose path contains the text."""
        return [one for one in self.seen if one.method == method and path_part in one.path]

    def _handle(self, handler: BaseHTTPRequestHandler) -> None:
        body = _body_of(handler)
        # The server answers to its own names only.
        headers = {name: value for name, value in handler.headers.items() if name.lower() != "transfer-encoding"}
        headers["Host"] = f"{self.host}:{self.upstream_port}"
        headers["Content-Length"] = str(len(body))
        seen = Seen(handler.command, handler.path, headers, body)
        self.seen.append(seen)
        time.sleep(self.delay_seconds)
        exchange = Exchange(handler, self, seen)
        if self.fault is not None and self.fault(seen, exchange):
            return
        try:
            status, answer_headers, answer = exchange.forward()
        except OSError:
            exchange.cut()
            return
        handler.send_response(status)
        for name, value in answer_headers:
            if name.lower() not in {"transfer-encoding", "content-length", "connection"}:
                handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(answer)))
        handler.end_headers()
        handler.wfile.write(answer)


def _body_of(handler: BaseHTTPRequestHandler) -> bytes:
    if handler.headers.get("Transfer-Encoding", "").lower() == "chunked":
        chunks = []
        while size := int(handler.rfile.readline().split(b";")[0], 16):
            chunks.append(handler.rfile.read(size))
            handler.rfile.readline()
        handler.rfile.readline()
        return b"".join(chunks)
    return handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
