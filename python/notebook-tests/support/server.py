"""A GoFigr server of its own for a test, which may be killed and started again."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
_START_LIMIT = 60.0


class Server:
    """The built server on a free port, with a folder of its own. Needs `GOFIGR_TEST_NODE`, or `node` on the path."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self._data = tempfile.mkdtemp(prefix="gofigr-server-")
        self._log = Path(f"{self._data}.log")
        self._process: subprocess.Popen[bytes] | None = None
        self.start()
        self.password = "correct-horse-battery-staple"
        self._admin(["create-user", "ada", "--email", "ada@example.org"], f"{self.password}\n")
        access = self.call("POST", "/api/token/", {"username": "ada", "password": self.password})["access"]
        made = self.call("POST", "/api/v1.4.1/api_key/", {"name": "test"}, {"Authorization": f"Bearer {access}"})
        self.key: str = made["token"]

    def start(self) -> None:
        """Starts it, also again after `kill`."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [_node(), "--disable-warning=ExperimentalWarning", str(ROOT / "apps/server/dist/main.js")],
                env=self._environment(),
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + _START_LIMIT
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=10):
                    return
            except OSError:
                time.sleep(0.05)
        self.kill()
        raise RuntimeError(f"The server doesn't start. Is it built?\n{self._log.read_text()[-2000:]}")

    @property
    def pid(self) -> int:
        """ID of its process."""
        assert self._process is not None
        return self._process.pid

    def kill(self) -> None:
        """Ends it at once, as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def close(self) -> None:
        """Ends it, and removes its data."""
        self.kill()
        self._log.unlink(missing_ok=True)
        shutil.rmtree(self._data, ignore_errors=True)

    def call(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        """Asks the server, past the client that is tested."""
        request = urllib.request.Request(
            self.url + path,
            data=None if body is None else json.dumps(body).encode(),
            method=method,
            headers={"Content-Type": "application/json", **(headers or {})},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read() or b"null")

    def get(self, endpoint: str) -> Any:
        """Reads an object or a list, e.g. `get("user")`."""
        return self.call("GET", f"/api/v1.4.1/{endpoint}", headers={"Authorization": f"Token {self.key}"})

    def delete(self, endpoint: str) -> None:
        """Deletes something on the server."""
        self.call("DELETE", f"/api/v1.4.1/{endpoint}", headers={"Authorization": f"Token {self.key}"})

    def revisions(self, analysis: str) -> list[dict[str, Any]]:
        """All revisions of all figures of an analysis, each with its data but without bytes."""
        return [
            self.get(f"revision/{revision['api_id']}/")
            for figure in self.figures(analysis)
            for revision in figure["revisions"]
        ]

    def figures(self, analysis: str) -> list[dict[str, Any]]:
        """All figures of the analyses of this name."""
        found = []
        for workspace in self.get("workspace/"):
            for one in self.get(f"workspace/{workspace['api_id']}/")["analyses"]:
                if one["name"] == analysis:
                    figures = self.get(f"analysis/{one['api_id']}/")["figures"]
                    found += [self.get(f"figure/{figure['api_id']}/") for figure in figures]
        return found

    def _admin(self, words: list[str], given: str) -> None:
        command = [_node(), "--disable-warning=ExperimentalWarning", str(ROOT / "apps/server/dist/admin.js"), *words]
        subprocess.run(command, env=self._environment(), input=given.encode(), check=True, capture_output=True)

    def _environment(self) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GOFIGR_")}
        return {
            **clean,
            "GOFIGR_HOST": "127.0.0.1",
            "GOFIGR_PORT": str(self.port),
            "GOFIGR_PUBLIC_URL": self.url,
            "GOFIGR_DATA_DIR": self._data,
            "GOFIGR_WEB_DIR": str(ROOT / "apps/web/dist"),
        }


def free_port() -> int:
    """
    A port that nobody listens on now.

    It is outside of the range from which systems give ports to connections. A killed server would lose one of these.
    """
    while True:
        port = random.randrange(10_100, 32_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def _node() -> str:
    """The Node that the tasks of this repository use: the one that they fetched, if they did."""
    fetched = sorted(ROOT.glob(".cache/node/*/node_modules/*/bin/node"))
    return os.environ.get("GOFIGR_TEST_NODE") or (str(fetched[-1]) if fetched else "node")
