import select
import socket
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from gofigr._outbox.command import main as outbox
from gofigr.exceptions import ServerUnreachableError
from gofigr.gfconfig import main as gfconfig
from gofigr.http import JsonBody, Session
from gofigr.http.network import proxy_for, trust_only
from gofigr.http.refusals import raise_refusal
from gofigr.http.session import Credentials
from scripted_server import Answer, ScriptedServer

CERTIFICATES = Path(__file__).parent / "certificates"
AUTHORITY = CERTIFICATES / "authority.pem"


class Handler(BaseHTTPRequestHandler):
    """Answers over https, and is a proxy that wants a password for tunnels and plain addresses."""

    def do_GET(self) -> None:
        self.server.asked.append(f"GET {self.path}")  # type: ignore[attr-defined]
        self.send_response(200 if self._may() else 407)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def do_CONNECT(self) -> None:
        self.server.asked.append(f"CONNECT {self.path}")  # type: ignore[attr-defined]
        if not self._may():
            self.send_error(407)
            return
        host, _, port = self.path.rpartition(":")
        with socket.create_connection((host, int(port))) as target:
            self.send_response(200)
            self.end_headers()
            ends = {self.connection: target, target: self.connection}
            while True:
                for one in select.select(list(ends), [], [])[0]:
                    piece = one.recv(65536)
                    if not piece:
                        return
                    ends[one].sendall(piece)

    def _may(self) -> bool:
        # The header encodes the user "lab" with the password "s p".
        is_proxy = self.server.is_proxy  # type: ignore[attr-defined]
        return not is_proxy or self.headers.get("Proxy-Authorization") == "Basic bGFiOnMgcA=="

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def servers() -> Iterator[tuple[str, str, list[str]]]:
    """A server over https, a proxy, and what the proxy was asked for."""
    running = [ThreadingHTTPServer(("localhost", 0), Handler) for _ in range(2)]
    asked: list[str] = []
    for server, is_proxy in zip(running, (False, True), strict=True):
        server.asked = asked if is_proxy else []  # type: ignore[attr-defined]
        server.is_proxy = is_proxy  # type: ignore[attr-defined]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / "localhost.pem")
    running[0].socket = context.wrap_socket(running[0].socket, server_side=True)
    threads = [threading.Thread(target=server.serve_forever, args=[0.01], daemon=True) for server in running]
    for thread in threads:
        thread.start()
    yield f"https://localhost:{running[0].server_port}", f"localhost:{running[1].server_port}", asked
    for server in running:
        server.shutdown()
        server.server_close()


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)


def ask(url: str) -> Any:
    return Session(url, "v1.4.1", Credentials(api_key="k")).request("GET", "info/")


def failure_of(url: str) -> str:
    with pytest.raises(ServerUnreachableError) as failure:
        ask(url)
    return str(failure.value)


def test_a_certificate_that_is_not_trusted_names_the_settings_at_once(
    servers: tuple[str, str, list[str]], quick: list[float]
) -> None:
    text = failure_of(servers[0])
    assert f"The certificate of {servers[0]} is not trusted" in text
    assert "REQUESTS_CA_BUNDLE" in text and "SSL_CERT_FILE" in text
    assert quick == []


@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR"])
def test_each_variable_of_certificates_is_respected(
    name: str, servers: tuple[str, str, list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "lab.pem").write_bytes(AUTHORITY.read_bytes())
    for value in (AUTHORITY, tmp_path) if name != "SSL_CERT_DIR" else (tmp_path,):
        monkeypatch.setenv(name, str(value))
        assert ask(servers[0]).ok


def test_an_option_of_a_command_replaces_the_variables(
    servers: tuple[str, str, list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    """For every command that asks a server, before and after its name."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/no/such")
    monkeypatch.setenv("GF_URL", servers[0])
    monkeypatch.setenv("GF_API_KEY", "key")
    monkeypatch.setenv("GF_OUTBOX", str(tmp_path))
    option: list[str] = ["--ca", str(AUTHORITY)]
    try:
        for given in (["outbox", "send", *option], [*option, "outbox", "list"], ["outbox", *option]):
            assert outbox(given) == 0
            assert ask(servers[0]).ok
        assert gfconfig(["whoami", "--ca", "/nor/such"]) == 1
        assert "--ca: /nor/such doesn't exist" in capsys.readouterr().err
        # Without the option, the variables count again.
        assert outbox(["outbox", "list"]) == 0
        assert failure_of(servers[0]).startswith("REQUESTS_CA_BUNDLE: /no/such")
    finally:
        trust_only(None)


def test_a_wrong_variable_of_certificates_is_named(
    servers: tuple[str, str, list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "none.pem").write_text("no certificate")
    for value, problem in (("/no/such", "doesn't exist"), (str(tmp_path / "none.pem"), "holds no certificate")):
        monkeypatch.setenv("SSL_CERT_FILE", value)
        assert failure_of(servers[0]).startswith(f"SSL_CERT_FILE: {value} {problem}")
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / "localhost.pem"))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(AUTHORITY))
    assert ask(servers[0]).ok


def test_a_proxy_gets_its_password_for_a_tunnel_and_for_plain_addresses(
    servers: tuple[str, str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, proxy, asked = servers
    monkeypatch.setenv("SSL_CERT_FILE", str(AUTHORITY))
    # Without a scheme it is http.
    monkeypatch.setenv("HTTPS_PROXY", f"lab:s%20p@{proxy}")
    monkeypatch.setenv("http_proxy", f"http://lab:s%20p@{proxy}")
    assert ask(url).ok
    assert ask("http://gofigr.invalid").ok
    assert asked == [f"CONNECT {url.removeprefix('https://')}", "GET http://gofigr.invalid/api/v1.4.1/info/"]


@pytest.mark.usefixtures("quick")
def test_a_proxy_that_fails_is_named_without_its_password(
    servers: tuple[str, str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, proxy, _ = servers
    monkeypatch.setenv("SSL_CERT_FILE", str(AUTHORITY))
    monkeypatch.setenv("HTTPS_PROXY", "http://user:hidden@localhost:9")
    text = failure_of(url)
    assert "The proxy http://localhost:9 of HTTPS_PROXY does not answer" in text and "hidden" not in text
    monkeypatch.setenv("HTTPS_PROXY", f"http://{proxy}")
    assert "of HTTPS_PROXY asks for a username and password" in failure_of(url)
    monkeypatch.setenv("HTTPS_PROXY", "socks5://localhost:9")
    assert "HTTPS_PROXY is no http or https proxy" in failure_of(url)
    monkeypatch.setenv("HTTP_PROXY", f"http://{proxy}")
    with pytest.raises(RuntimeError, match="HTTP_PROXY or ALL_PROXY asks for a username"):
        raise_refusal(ask("http://gofigr.invalid"))


@pytest.mark.parametrize(
    ("url", "listed", "is_left_out"),
    [
        ("https://a.example", "*", True),
        ("https://b.a.example", ".a.example", True),
        ("https://ba.example", "a.example", False),
        ("https://a.example", "a.example:443", True),
        ("http://10.1.2.3", "10.0.0.0/8", True),
        ("http://11.1.2.3", "10.0.0.0/8", False),
        ("http://a.example", "", False),
    ],
)
def test_no_proxy_is_read_as_by_requests(
    url: str, listed: str, is_left_out: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://proxy:3128")
    monkeypatch.setenv("NO_PROXY", listed)
    assert (proxy_for(url) is None) == is_left_out


@pytest.mark.usefixtures("quick")
def test_a_413_of_a_proxy_names_it_and_the_size(scripted: ScriptedServer) -> None:
    scripted.answers = [Answer(413, headers=(("Server", "nginx/1.24"),), raw=b"<html>413</html>")]
    body = JsonBody({"data": "x" * 2_000_000})
    response = Session(scripted.url, "v1.4.1", Credentials(api_key="k")).request("POST", "revision/", body=body)
    with pytest.raises(RuntimeError, match=r"a proxy \(.*nginx/1\.24\) on the way refuses 2\.0 MB"):
        raise_refusal(response)
