"""Live plots make one revision: the last state that a cell shows."""

import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from gofigr import ApiId, GoFigr
from gofigr._notebook import live as live_module
from gofigr._notebook.display import DisplayHooks, Shown
from gofigr._notebook.live import CellFigures
from gofigr._outbox import Outbox
from gofigr._outbox import process as process_module
from gofigr._outbox.spool import Spool
from gofigr._publishing.output import Output
from gofigr.publisher import Publisher
from scripted_server import ScriptedServer
from test_publisher import SOON, Drawn, Figure, Server


@pytest.fixture
def outbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Outbox:
    outbox = Outbox(Spool(tmp_path / "outbox"))
    monkeypatch.setattr(process_module, "_default", outbox)
    return outbox


class Cell:
    """A running cell that shows figures."""

    def __init__(self, publisher: Publisher) -> None:
        self.publisher = publisher
        self.figures = CellFigures()
        self.figures.begin()

    def show(self, title: str, display_id: str | None = None, *, is_update: bool = False) -> Any:
        showing = self.publisher.publish_shown(Figure(title), self.publisher.backends[0], None)
        showing.display_id, showing.is_updatable = display_id, display_id is not None
        return showing, self.figures.add(showing, is_update=is_update)


@pytest.fixture
def cell(scripted: ScriptedServer, outbox: Outbox) -> Iterator[Cell]:
    scripted.script = Server()
    gf = GoFigr(url=scripted.url, api_key="key", authenticate=False)
    publisher = Publisher(gf=gf, analysis=ApiId("A"), annotators=[], backends=[Drawn()], widget_class=None)
    assert publisher.connected.wait(SOON)
    cell = Cell(publisher)
    yield cell
    cell.figures.end()
    assert outbox.flush(SOON)


def sent(scripted: ScriptedServer, outbox: Outbox) -> list[str]:
    """Names of the figures that arrived."""
    assert outbox.flush(SOON)
    server: Any = scripted.script
    return [wish["name"] for path, wish in server.made if path.startswith("figure/")]


def test_figures_of_a_cell_are_stored_at_once_and_sent_at_its_end(
    scripted: ScriptedServer, outbox: Outbox, cell: Cell
) -> None:
    cell.show("A")
    cell.show("B")
    assert len(outbox.spool.folders()) == len(outbox.waiting()) == 2
    server: Any = scripted.script
    assert server.revisions == []
    cell.figures.end()
    assert sent(scripted, outbox) == ["A", "B"]


@pytest.mark.parametrize("clears_first", [True, False])
def test_a_figure_after_clear_output_replaces_those_before(
    scripted: ScriptedServer, outbox: Outbox, cell: Cell, clears_first: bool
) -> None:
    for number in range(3):
        if clears_first:
            cell.figures.clear()
        # Two figures a step, whose titles change.
        for name in "AB":
            cell.show(f"{name} {number}")
        if not clears_first:
            cell.figures.clear()
    cell.figures.end()
    assert sent(scripted, outbox) == ["A 2", "B 2"]
    outbox.prepare_waiting(float("inf"), progress=False)
    assert outbox.spool.folders() == []


def test_an_update_of_a_display_replaces_its_figure_only(scripted: ScriptedServer, outbox: Outbox, cell: Cell) -> None:
    first, _ = cell.show("A 0", "a")
    cell.show("B", "b")
    second, replaced = cell.show("A 1", "a", is_update=True)
    assert replaced is first
    _, replaced = cell.show("A 2", "a", is_update=True)
    assert replaced is second
    cell.figures.end()
    assert sent(scripted, outbox) == ["B", "A 2"]


def test_a_later_cell_replaces_no_figure(scripted: ScriptedServer, outbox: Outbox, cell: Cell) -> None:
    first, _ = cell.show("A 0", "a")
    cell.figures.clear()
    cell.figures.begin()
    _, replaced = cell.show("A 1", "a", is_update=True)
    assert replaced is first
    cell.figures.end()
    assert sent(scripted, outbox) == ["A 0", "A 1"]


def test_a_long_cell_sends_its_figures_unless_it_is_live(
    scripted: ScriptedServer, outbox: Outbox, cell: Cell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_module, "HOLD_LIMIT", 0.01)
    released = threading.Event()
    release = outbox.release

    def release_and_tell(*jobs: Any) -> None:
        release(*jobs)
        released.set()

    monkeypatch.setattr(outbox, "release", release_and_tell)
    cell.show("A")
    assert released.wait(60)
    assert sent(scripted, outbox) == ["A"]


def test_outside_of_a_cell_a_figure_is_sent_at_once(cell: Cell) -> None:
    cell.figures.end()
    showing, _ = cell.show("A")
    assert showing.job.done.wait(60)


class Unsearched(Drawn):
    """Finds no figure behind an output."""

    def find_figures(self, shell: Any, data: Any) -> Iterator[Any]:  # noqa: ARG002 -- as in the base
        return iter(())


class Shell:
    """The parts of a kernel's shell that show objects. The listener stands for the extension."""

    def __init__(self) -> None:
        self.display_formatter = SimpleNamespace(format=lambda _: ({"image/png": b""}, {}))
        self.display_pub = SimpleNamespace(publish=lambda *_, **__: None, clear_output=lambda: None)
        self.displayhook = SimpleNamespace(finish_displayhook=lambda: None, msg={"content": {}})
        self.shell: Any = self
        self.publisher: Any = SimpleNamespace(backends=[Unsearched()])
        self.auto_publish = True
        self.shown: list[str] = []

    def on_figure(self, fig: Any, output: Output) -> Shown:
        return Shown(output, SimpleNamespace(title=fig.title))  # type: ignore[arg-type]  # a part of it

    def on_shown(self, showing: Any, *, is_update: bool) -> None:
        assert not is_update
        self.shown.append(f"{showing.title} {showing.is_updatable}")

    def on_cleared(self) -> None:
        """Does nothing."""


def test_a_line_goes_below_the_figure_that_its_thread_shows() -> None:
    shell = Shell()
    DisplayHooks(shell).install()
    show, formats = shell.display_pub.publish, shell.display_formatter.format
    formats(Figure("only formatted"))
    formats(object())
    show({"text/html": ""}, {})
    formats(Figure("A"))
    other = threading.Thread(target=lambda: show(*formats(Figure("B")), transient={"display_id": "own"}))
    other.start()
    other.join()
    show({"image/png": b""}, {})
    show({"text/html": ""}, {})
    assert shell.shown == ["B True", "A False"]


def test_figures_that_no_code_can_update_are_not_kept_in_memory(cell: Cell) -> None:
    showing, _ = cell.show("A")
    showing.display_id = "ours"
    cell.figures.add(showing, is_update=False)
    cell.figures.end()
    assert cell.figures._by_display == {}


def test_figures_of_a_killed_session_are_sent_by_the_next(outbox: Outbox, cell: Cell) -> None:
    cell.show("A")
    cell.figures.clear()
    cell.show("B")
    outbox.prepare_waiting(float("inf"), progress=False)
    for spooled, _ in [(job.spooled, job) for job in outbox.waiting()]:
        assert spooled is not None
        spooled.release()
    left = [parcel.title for _, parcel in outbox.spool.leftovers(cell.publisher.destination.account())]
    assert left == ["B"]
