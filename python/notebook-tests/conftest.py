"""One real server for all tests here, and an outbox of its own for each."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from support.fault_proxy import FaultProxy
from support.server import Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.close()


@pytest.fixture
def proxy(server: Server) -> Iterator[FaultProxy]:
    between = FaultProxy(server.url)
    yield between
    between.close()


@pytest.fixture(autouse=True)
def own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing of whoever runs the tests is read or written. A script has time to send, also beside other work."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GF_OUTBOX", str(tmp_path / "outbox"))
    monkeypatch.setenv("GF_FLUSH_SECONDS", "60")
    monkeypatch.setenv("MPLBACKEND", "Agg")
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True)
def own_outbox(monkeypatch: pytest.MonkeyPatch) -> None:
    from gofigr._outbox import lane, process

    monkeypatch.setattr(process, "_default", None)
    monkeypatch.setattr(lane, "FIRST_DELAY", 0.05)


@pytest.fixture
def analysis() -> str:
    """A name that nobody has used."""
    return f"Analysis {uuid4().hex[:8]}"


@pytest.fixture
def eventually() -> Callable[..., None]:
    """Waits until a condition holds."""

    def wait(condition: Callable[[], bool], seconds: float = 60.0) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, "it never came true"
            time.sleep(0.02)

    return wait
