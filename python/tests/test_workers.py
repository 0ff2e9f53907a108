"""Publishers in worker processes of pools, and in scripts that IPython runs."""

from __future__ import annotations

import pickle
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from gofigr import GoFigr
from gofigr._outbox import Outbox
from gofigr._outbox import process as process_module
from gofigr._outbox.ending import Ending
from gofigr._outbox.spool import Spool
from gofigr.publisher import Publisher
from gofigr.widget import CompactWidget
from scripted_server import Answer, ScriptedServer
from test_publisher import SOON, Drawn, Figure, Server

if TYPE_CHECKING:
    from pathlib import Path

    from fake_ipython import FakeIPython

ID = "33333333-3333-4333-8333-333333333333"


@pytest.fixture
def server(scripted: ScriptedServer) -> Server:
    scripted.script = server = Server()
    return server


@pytest.fixture(autouse=True)
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """An outbox of its own. Returns what it tells."""
    outbox, said = Outbox(Spool(tmp_path / "outbox")), list[str]()
    outbox.warn = said.append
    monkeypatch.setattr(process_module, "_default", outbox)
    monkeypatch.setattr(process_module, "_ending", Ending(outbox))
    return said


def publisher(scripted: ScriptedServer, **options: Any) -> Publisher:
    gf = GoFigr(url=scripted.url, api_key="key", authenticate=False)
    made = Publisher(gf, **{"analysis": "Trial", "backends": [Drawn()], "annotators": [], **options})
    assert made.connected.wait(SOON)
    return made


def in_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("multiprocessing.process.current_process", lambda: SimpleNamespace(daemon=True))


def test_a_worker_of_a_pool_has_sent_its_figure_when_publish_returns(
    scripted: ScriptedServer, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = publisher(scripted)
    in_pool(monkeypatch)
    made.publish(Figure())
    assert len(server.revisions) == 1


def test_a_worker_of_a_pool_tells_what_it_could_not_send(
    scripted: ScriptedServer, server: Server, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = publisher(scripted)
    server.refusal = Answer(503, {"detail": "busy"})
    in_pool(monkeypatch)
    made.publish(Figure())
    assert [one.partition(" Kept")[0] for one in told] == [
        "GoFigr: 1 figure couldn't be sent yet (the server answered 503: busy)."
    ]


def test_a_forked_process_makes_its_own_short_links_and_sends_no_output_to_the_notebook(
    scripted: ScriptedServer, server: Server, ipython: FakeIPython, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = publisher(scripted)
    made.publish(Figure(), sync=True)
    before = len(ipython.displayed)
    assert before > 0
    monkeypatch.setattr("os.getpid", lambda: 1)
    made.publish(Figure())
    assert made.connected.wait(SOON)
    assert len(ipython.displayed) == before
    reserved = [one for one in scripted.received if "short_id_prefix" in one.path]
    assert len(reserved) == 2
    assert server.revisions[0]["short_id"] is not None


@pytest.mark.parametrize("analysis", ["Trial", None, "an object"])
def test_a_pickled_publisher_publishes_to_the_same_place_as_the_same_user(
    scripted: ScriptedServer, server: Server, analysis: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GF_API_KEY", "key")
    gf = GoFigr(url=scripted.url, authenticate=False)
    made = publisher(scripted, analysis=gf.Analysis(api_id=ID) if analysis == "an object" else analysis, clear=True)
    before = made.destination.target("Lines", None, auto_assign=False)
    pickled = pickle.dumps(made)
    # The worker is another script.
    monkeypatch.setattr("__main__.__file__", "/lib/worker.py", raising=False)
    copy = pickle.loads(pickled)  # noqa: S301 -- ours
    assert copy.connected.wait(SOON)
    assert copy.destination.target("Lines", None, auto_assign=False) == before
    assert (copy.gf.service_url, copy.gf.api_key, copy.gf.username) == (scripted.url, "key", made.gf.username)
    assert copy.gf is copy.destination.gf
    assert copy.clear
    copy.publish(Figure(), sync=True)
    assert len(server.revisions) == 1


SECRET = {"GF_API_KEY": "the-secret-key"}, {"GF_USERNAME": "ada", "GF_PASSWORD": "hers"}


@pytest.mark.parametrize("settings", SECRET)
def test_a_pickled_connection_holds_no_secret_and_keeps_its_user(
    scripted: ScriptedServer, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str]
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    gf = GoFigr(url=scripted.url, authenticate=False, workspace_id=ID)
    pickled = pickle.dumps(gf)
    assert not [one for one in ("the-secret-key", "hers") if one.encode() in pickled]
    monkeypatch.setenv("GF_WORKSPACE", "another")
    copy = pickle.loads(pickled)  # noqa: S301 -- ours
    assert copy.workspace_id == ID
    assert copy.http.credentials == gf.http.credentials
    for name in settings:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GF_API_KEY", "another")
    with pytest.raises(pickle.UnpicklingError, match="another key"):
        pickle.loads(pickled)  # noqa: S301 -- ours


def test_a_connection_whose_key_is_only_in_the_code_is_not_pickled(
    scripted: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GF_API_KEY", "another")
    gf = GoFigr(url=scripted.url, api_key="the-secret-key", authenticate=False)
    with pytest.raises(pickle.PicklingError, match="Set GF_API_KEY"):
        pickle.dumps(gf)
    anonymous = pickle.loads(pickle.dumps(GoFigr(url=scripted.url, anonymous=True)))  # noqa: S301 -- ours
    assert anonymous.anonymous


@pytest.mark.parametrize(("is_terminal", "lines"), [(True, 1), (False, 0)])
def test_ipython_prints_a_line_in_a_terminal_and_none_into_the_output_of_a_script(
    scripted: ScriptedServer,
    server: Server,
    ipython: FakeIPython,
    monkeypatch: pytest.MonkeyPatch,
    is_terminal: bool,
    lines: int,
) -> None:
    assert server.refusal is None
    ipython.shell = SimpleNamespace(execution_count=1)
    monkeypatch.setattr("sys.stdout", SimpleNamespace(isatty=lambda: is_terminal))
    drawn = Drawn()
    # Its text would be printed.
    drawn.interactive = True
    made = publisher(scripted, widget_class=CompactWidget, backends=[drawn])
    revision = made.publish(Figure())
    assert len(ipython.displayed) == lines
    job = revision.publish_job
    assert job is not None
    assert (job.on_change is not None) == is_terminal, "without the line, a refusal is told elsewhere"
