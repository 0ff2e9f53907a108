"""A figure whose code, data, picture and metadata haven't changed makes no revision."""

import json
import time
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from blake3 import blake3

from fake_ipython import FakeIPython
from gofigr import ApiId, GoFigr
from gofigr._outbox import Outbox, default_outbox
from gofigr._outbox import process as process_module
from gofigr._outbox.spool import Spool
from gofigr._publishing.revision import LINK_LIMIT
from gofigr.annotators import Annotator
from gofigr.publisher import Publisher
from gofigr.widget import CompactWidget
from scripted_server import Answer, Received, ScriptedServer
from test_publisher import SOON, Drawn, Figure


class Server:
    """Keeps the revisions of one figure and answers as the hosted product does."""

    def __init__(self) -> None:
        self.revisions: list[dict[str, Any]] = []
        self.asked: list[str] = []
        self.prefixes = 0
        self.is_away = False
        self.may_read = True
        self.tags: list[dict[str, Any]] = []
        self.tags_answer = Answer(json={"tags": []})

    def __call__(self, received: Received) -> Answer:
        path = received.path.removeprefix("/api/v1.4.1/")
        if not path.startswith(("figure/", "revision/")):
            self.prefixes += 1
            return Answer(201, [{"username": "ada"}] if path == "user" else {"prefix": f"aZ3x{self.prefixes}"})
        if self.is_away:
            return Answer(503, {"detail": "away"})
        self.asked.append(f"{received.method} {path.split('/')[0]}")
        if received.method == "GET" and not self.may_read:
            return Answer(403, {"detail": "this key only publishes"})
        if path == "figure/F/":
            nested = [{key: one[key] for key in ("api_id", "revision_index")} for one in self.revisions]
            return Answer(json={"api_id": "F", "name": "Lines", "revisions": nested})
        if received.method == "GET":
            wanted = path.split("/")[1]
            return Answer(json=next(one for one in self.revisions if one["api_id"] == wanted))
        return self.change(received, path)

    def change(self, received: Received, path: str) -> Answer:
        if received.method == "DELETE":
            return Answer(204)
        wish = json.loads(received.body)
        if path.endswith("/tags/"):
            return self.tag(wish)
        if received.method == "PUT":
            return Answer(json={"api_id": path.split("/")[1], **wish})
        return Answer(201, self.add(wish))

    def tag(self, wish: dict[str, Any]) -> Answer:
        self.tags.append(wish)
        return self.tags_answer

    def add(self, wish: dict[str, Any]) -> dict[str, Any]:
        from base64 import b64decode  # noqa: PLC0415 -- here only

        data = [
            {
                **{key: one[key] for key in ("name", "type", "metadata")},
                "hash": blake3(b64decode(one["data"])).hexdigest(),
            }
            for one in wish["data"]
        ]
        made = {**wish, "api_id": wish["client_id"], "revision_index": len(self.revisions), "data": data}
        self.revisions.append(made)
        return made


class Code(Annotator):
    """Adds the code of the cell, and notes that differ each time."""

    runs = 0

    def __init__(self, contents: str = "plot()") -> None:
        self.contents = contents

    def annotate(self, revision: Any) -> Any:
        Code.runs += 1
        for name, contents in (("Jupyter Cell", self.contents), ("IPython history", f"{Code.runs}")):
            revision.data.append(revision.client.CodeData(name=name, contents=contents))
        revision.metadata["kernel"] = Code.runs
        return revision


@pytest.fixture
def server(scripted: ScriptedServer) -> Server:
    scripted.script = server = Server()
    return server


@pytest.fixture(autouse=True)
def outbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Outbox:
    outbox = Outbox(Spool(tmp_path / "outbox"))
    monkeypatch.setattr(process_module, "_default", outbox)
    monkeypatch.setattr("gofigr._outbox.lane.FIRST_DELAY", 0.01)
    return outbox


def publisher(scripted: ScriptedServer, **options: Any) -> Publisher:
    gf = GoFigr(url=scripted.url, api_key="key", authenticate=False)
    given: dict[str, Any] = {"annotators": [Code()], "backends": [Drawn()], "widget_class": None}
    made = Publisher(gf=gf, analysis=ApiId("A"), **{**given, **options})
    assert made.connected.wait(SOON)
    return made


def publish(made: Publisher, figure: Figure | None = None, **options: Any) -> Any:
    revision = made.publish(figure or Figure(), target=ApiId("F"), **options)
    assert default_outbox().flush(SOON)
    return revision


FRAME = pd.DataFrame({"a": [1, 2]})
SAME: dict[str, Any] = {"dataframes": {"f": FRAME}, "metadata": {"slope": 2}}


def test_a_second_run_makes_no_revision_and_gives_the_first(
    scripted: ScriptedServer, server: Server, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = publish(publisher(scripted), **SAME)
    # As a new session.
    monkeypatch.setattr(process_module, "_default", Outbox(outbox.spool))
    server.asked.clear()
    second = publish(publisher(scripted), **SAME)
    assert second.publish_job.unchanged_since == 1
    assert second.wait(SOON).api_id == first.api_id
    assert second.revision_url == first.revision_url
    assert [one["api_id"] for one in server.revisions] == [first.api_id]
    assert server.asked == ["GET figure", "GET revision"]
    assert list(outbox.spool.folders()) == []


@pytest.mark.parametrize("answer", [Answer(json={"tags": []}), Answer(404), Answer(403, {"detail": "no"})])
def test_tags_are_added_to_a_figure_that_is_not_sent(scripted: ScriptedServer, server: Server, answer: Answer) -> None:
    made = publisher(scripted, tags="usual")
    publish(made, **SAME)
    assert server.revisions[0]["tags"] == ["usual"]
    assert server.tags == []
    server.tags_answer = answer
    assert publish(made, **SAME, tags=["usual", "paper"]).publish_job.unchanged_since == 1
    assert server.tags == [{"add": ["usual", "paper"]}]


@pytest.mark.parametrize(
    "change",
    [
        {"figure": Figure(width=41)},
        {"dataframes": {"f": FRAME.assign(a=[1, 3])}},
        {"dataframes": {"g": FRAME}},
        {"dataframes": None},
        {"metadata": {"slope": 3}},
        {"metadata": {}},
        {"metadata": {"slope": 2, "more": None, "real": 1}},
        {"annotators": [Code("plot(2)")]},
        {"annotators": []},
        {"always": True},
    ],
)
def test_each_change_that_matters_makes_a_revision(scripted: ScriptedServer, server: Server, change: Any) -> None:
    made = publisher(scripted)
    publish(made, **SAME)
    revision = publish(made, **{**SAME, **change})
    assert len(server.revisions) == 2
    assert revision.publish_job.unchanged_since is None


def test_a_changed_figure_of_this_session_costs_no_request_more(scripted: ScriptedServer, server: Server) -> None:
    made = publisher(scripted)
    publish(made)
    server.asked.clear()
    publish(made, Figure(width=41))
    assert server.asked == ["POST revision"]


def test_the_newest_revision_decides(scripted: ScriptedServer, server: Server) -> None:
    made = publisher(scripted)
    publish(made)
    # Somebody else publishes.
    other = {**server.revisions[0], "api_id": "other", "revision_index": 1, "metadata": {"by": "another"}}
    server.revisions.append(other)
    publish(made)
    assert len(server.revisions) == 3


@pytest.mark.parametrize("options", [{"always": True}, {"image_formats": ["svg", "eps"]}])
def test_always_and_pictures_that_cannot_be_compared_make_one(
    scripted: ScriptedServer, server: Server, options: Any
) -> None:
    made = publisher(scripted, **options)
    publish(made)
    publish(made)
    assert len(server.revisions) == 2


def test_a_key_that_only_publishes_publishes(scripted: ScriptedServer, server: Server) -> None:
    server.may_read = False
    made = publisher(scripted)
    publish(made)
    publish(made)
    assert len(server.revisions) == 2


def test_figures_that_wait_on_disk_are_compared_when_they_are_sent(scripted: ScriptedServer, server: Server) -> None:
    server.is_away = True
    made = publisher(scripted)
    revisions = [made.publish(Figure(), target=ApiId("F")) for _ in range(3)]
    server.is_away = False
    assert default_outbox().flush(60)
    assert len(server.revisions) == 1
    assert {one.wait(SOON).api_id for one in revisions} == {server.revisions[0]["api_id"]}


def test_the_cell_shows_the_link_of_the_earlier_revision(
    scripted: ScriptedServer, server: Server, ipython: FakeIPython
) -> None:
    publish(publisher(scripted))
    replaced: list[Any] = []
    ipython.shell.display_pub = type(
        "Pub", (), {"publish": lambda _, *args, **kwargs: replaced.append((args, kwargs))}
    )()
    revision = publish(publisher(scripted, widget_class=CompactWidget))
    (picture, _), *_ = [args for args, _ in replaced]
    *_, (shown, display_id) = [
        (one, display_id)
        for one, display_id in zip(ipython.displayed, ipython.ids, strict=False)
        if isinstance(one, dict) and "image/png" in one
    ]
    assert picture["image/png"] != shown["image/png"]
    assert replaced[0][1] == {"transient": {"display_id": display_id}, "update": True}
    line = ipython.displayed[-1]["text/html"]
    assert "unchanged since revision #1" in line
    assert server.revisions[0]["short_id"] in line
    assert revision.short_id == server.revisions[0]["short_id"]


def test_a_script_reads_the_link_of_the_earlier_revision_without_waiting_itself(
    scripted: ScriptedServer, server: Server
) -> None:
    first = publish(publisher(scripted))
    second = publisher(scripted).publish(Figure(), target=ApiId("F"))
    assert second.revision_url == first.revision_url
    assert [second.api_id] == [one["api_id"] for one in server.revisions]


def test_reading_the_link_does_not_wait_for_a_server_that_is_away(scripted: ScriptedServer, server: Server) -> None:
    made = publisher(scripted)
    server.is_away = True
    started = time.monotonic()
    revision = made.publish(Figure(), target=ApiId("F"))
    link = revision.revision_url
    assert time.monotonic() - started < LINK_LIMIT
    server.is_away = False
    assert revision.wait(60).revision_url == link


@pytest.mark.parametrize("sync", [False, True])
def test_the_result_of_an_unchanged_figure_does_not_delete_the_earlier_revision(
    scripted: ScriptedServer, server: Server, sync: bool
) -> None:
    made = publisher(scripted, sync=sync)
    first, second = publish(made), publish(made)
    assert (first.unchanged_since, second.unchanged_since) == (None, 1)
    expected = rf"unchanged since revision #1\. .*gf\.Revision\(\"{first.api_id}\"\)\.delete\(delete=True\)"
    with pytest.raises(RuntimeError, match=expected):
        second.delete(delete=True)
    assert "DELETE revision" not in server.asked
    with pytest.warns(UserWarning, match=r"save\(\) has changed that one"):
        second.save()
    # A revision of its own is saved and deleted without a word, and the earlier one by its ID.
    for own in (first, publish(made, always=True)):
        own.save()
        own.delete(delete=True)
    made.gf.Revision(first.api_id).delete(delete=True)
    assert server.asked.count("PUT revision") == 3
    assert server.asked.count("DELETE revision") == 3


def test_sync_gives_the_earlier_revision_at_once(scripted: ScriptedServer, server: Server) -> None:
    made = publisher(scripted, sync=True)
    first, second = made.publish(Figure(), target=ApiId("F")), made.publish(Figure(), target=ApiId("F"))
    assert second.api_id == first.api_id
    assert len(server.revisions) == 1
