"""Fixtures of all tests: a scripted server for faults, and the real one of `npm test -- python`."""

import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from fake_ipython import FakeIPython
from gofigr import GoFigr
from scripted_server import ScriptedServer

#: With one of these, `gfconfig` opens a browser.
HAVING_A_BROWSER = frozenset({"BROWSER", "DISPLAY", "WAYLAND_DISPLAY"})


@pytest.fixture(autouse=True)
def no_settings_of_whoever_runs_this(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("GF_") or name.lower().endswith("_proxy") or name in HAVING_A_BROWSER:
            monkeypatch.delenv(name)


@pytest.fixture
def scripted() -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        yield server


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Skips all pauses between requests. Returns their lengths in seconds."""
    waited: list[float] = []
    # `time.sleep` itself is also what other threads, and the terminals of pexpect, wait with.
    monkeypatch.setattr("gofigr.http.transport.time", SimpleNamespace(sleep=waited.append))
    return waited


@pytest.fixture
def ipython(monkeypatch: pytest.MonkeyPatch) -> FakeIPython:
    """Makes code run as in a kernel."""
    return FakeIPython(monkeypatch)


def of_server(name: str) -> str:
    value = os.environ.get(f"GOFIGR_TEST_{name}")
    if value is None:
        pytest.skip("needs a GoFigr server: run `npm test -- python`")
    return value


@pytest.fixture
def server_url() -> str:
    return of_server("URL")


@pytest.fixture
def gf(server_url: str) -> GoFigr:
    return GoFigr(url=server_url, api_key=of_server("KEY"))


@pytest.fixture
def by_password(server_url: str) -> GoFigr:
    return GoFigr(url=server_url, username=of_server("USERNAME"), password=of_server("PASSWORD"))


@pytest.fixture
def other(server_url: str) -> GoFigr:
    return GoFigr(url=server_url, username=of_server("OTHER_USERNAME"), password=of_server("OTHER_PASSWORD"))
