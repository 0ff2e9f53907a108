"""From a figure to the sent data: targets, names, formats, data, notes, and failures of each."""

import gc
import io
import json
import logging
import pickle
import sys
import threading
import weakref
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from PIL import Image

from fake_ipython import FakeIPython
from gofigr import ApiId, FindByName, GoFigr, NotebookName
from gofigr._outbox import ObjectRef, Outbox, State, default_outbox
from gofigr._outbox import process as process_module
from gofigr._outbox.spool import Spool
from gofigr._publishing.destination import ref_of
from gofigr._publishing.marks import look_of_drawing, look_of_figure, marks
from gofigr._publishing.parts import plain_json
from gofigr.annotators import Annotator
from gofigr.backends import GoFigrBackend, get_backend
from gofigr.publisher import (
    DEFAULT_ANNOTATORS,
    DEFAULT_BACKENDS,
    Publisher,
    infer_figure_and_backend,
    is_published,
    is_suppressed,
    suppress,
)
from gofigr.watermarks import Watermark
from gofigr.widget import MinimalWidget
from scripted_server import Answer, Received, ScriptedServer

SOON = 10.0
ID = "33333333-3333-4333-8333-333333333333"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"></svg>'


class Figure:
    """A figure of a library for tests."""

    def __init__(self, title: str | None = "Lines", width: int = 40) -> None:
        self.title = title
        self.width = width


class Drawn(GoFigrBackend):
    """Draws the figure: PNG at once, SVG and EPS from a copy in the background."""

    background_formats = frozenset({"svg", "eps"})

    def __init__(self) -> None:
        self.current: Figure | None = None
        self.closed: list[object] = []
        self.options: list[tuple[str, dict[str, Any]]] = []
        self.failing: set[str] = set()
        self.pickles = True
        self.interactive = False

    def is_compatible(self, fig: object) -> bool:
        return isinstance(fig, Figure)

    def get_backend_name(self) -> str:
        return "drawn"

    def is_interactive(self, fig: Any) -> bool:  # noqa: ARG002 -- as its library says
        return self.interactive

    def get_supported_image_formats(self) -> list[str]:
        return ["png", "svg", "eps"]

    def get_default_figure(self, silent: bool = False) -> Any:
        assert silent
        return self.current

    def get_title(self, fig: Any) -> str | None:
        title: str | None = fig.title
        return title

    def figure_to_bytes(self, fig: Any, fmt: str, params: dict[str, Any]) -> bytes:
        if fmt in self.failing:
            raise RuntimeError(f"no {fmt} today\nTraceback of the library")
        self.options.append((fmt, params))
        if fmt == "svg":
            return SVG
        if fmt == "eps":
            return f"%!PS {fig.title}".encode()
        buffer = io.BytesIO()
        Image.new("RGB", (fig.width, 30), "red").save(buffer, "PNG", dpi=(72, 72))
        return buffer.getvalue()

    def figure_to_html(self, fig: Any) -> str:
        return f"<html>{fig.title}</html>"

    def add_interactive_watermark(self, fig: Any, rev: Any, watermark: Any) -> Any:  # noqa: ARG002 -- as above
        return Figure(f"{fig.title} {rev.revision_url}")

    def close(self, fig: Any) -> None:
        self.closed.append(fig)

    def pickle(self, fig: Any) -> bytes:
        if not self.pickles:
            raise TypeError("a lambda")
        return super().pickle(fig)


class Server:
    """Accepts revisions, and finds or creates their targets."""

    def __init__(self) -> None:
        self.revisions: list[dict[str, Any]] = []
        self.made: list[tuple[str, dict[str, Any]]] = []
        self.refusal: Answer | None = None

    def __call__(self, received: Received) -> Answer:
        path = received.path.removeprefix("/api/v1.4.1/")
        if received.method == "GET":
            return Answer(json=self._get(path))
        wish = json.loads(received.body)
        if path.startswith("revision/"):
            if self.refusal is not None:
                return self.refusal
            self.revisions.append({**wish, "path": path})
            data = [{key: one[key] for key in ("name", "type", "metadata")} for one in wish["data"]]
            return Answer(201, {"api_id": wish["client_id"], "revision_index": 4, "figure": "F", "data": data})
        if path == "short_id_prefix/reserve/":
            return Answer(201, {"prefix": "aZ3x"})
        self.made.append((path, wish))
        return Answer(201, {"api_id": f"the {path.split('/')[0]}", **wish})

    def _get(self, path: str) -> Any:
        if path == "user":
            return [{"username": "ada"}]
        if path == "workspace/":
            return [{"api_id": "W", "name": "Mine", "workspace_type": "primary"}]
        return {}


@pytest.fixture
def server(scripted: ScriptedServer) -> Server:
    server = Server()
    scripted.script = server
    return server


@pytest.fixture
def gf(scripted: ScriptedServer, server: Server) -> GoFigr:
    assert scripted.script is server
    return GoFigr(url=scripted.url, api_key="the-key-itself", authenticate=False)


@pytest.fixture(autouse=True)
def outbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Outbox:
    outbox = Outbox(Spool(tmp_path / "outbox"))
    monkeypatch.setattr(process_module, "_default", outbox)
    return outbox


@pytest.fixture
def drawn() -> Drawn:
    return Drawn()


def publisher(gf: GoFigr, drawn: Drawn, **options: Any) -> Publisher:
    given = {"analysis": ApiId("A"), "annotators": [], "backends": [drawn], "widget_class": None, **options}
    made = Publisher(gf=gf, **given)
    assert made.connected.wait(SOON)
    return made


def sent(server: Server) -> dict[str, Any]:
    """Waits for all figures, and returns the revision that arrived."""
    assert default_outbox().flush(SOON)
    return server.revisions[-1]


def formats(revision: dict[str, Any]) -> list[tuple[str, bool]]:
    metadata = [datum["metadata"] for datum in revision["data"] if datum["type"] == "image"]
    return [(one["format"], one["is_watermarked"]) for one in metadata]


def bytes_of(revision: dict[str, Any], name: str, fmt: str | None = None, marked: bool | None = None) -> bytes:
    (found,) = [
        datum["data"]
        for datum in revision["data"]
        if datum["name"] == name
        and (fmt is None or datum["metadata"]["format"] == fmt)
        and (marked is None or datum["metadata"]["is_watermarked"] is marked)
    ]
    return b64decode(found)


# --- Targets ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "place"),
    [
        (ApiId("x"), ObjectRef("id", "x")),
        (FindByName("x"), ObjectRef("name", "x")),
        (FindByName("x", "of it", create=True), ObjectRef("name", "x", "of it", create=True)),
        (ID, ObjectRef("id", ID)),
        ("x", ObjectRef("name", "x", create=True)),
    ],
)
def test_a_target_is_given_by_its_id_or_its_name(query: Any, place: ObjectRef) -> None:
    assert ref_of(query) == place


def test_a_target_is_given_by_its_object_and_by_no_other_type(gf: GoFigr) -> None:
    assert ref_of(gf.Figure(api_id="x")) == ObjectRef("id", "x")
    for nonsense in (7, None, gf.Figure(name="not made yet")):
        with pytest.raises(ValueError, match="Unsupported query type"):
            ref_of(nonsense)


@pytest.mark.parametrize(
    ("title", "target", "made"),
    [
        ("Lines", None, ("figure/find_or_create/", {"name": "Lines", "parent": "A"})),
        (None, None, ("figure/find_or_create/", {"name": "Anonymous Figure", "parent": "A"})),
        ("", None, ("figure/find_or_create/", {"name": "Anonymous Figure", "parent": "A"})),
        ("Lines", "Named", ("figure/find_or_create/", {"name": "Named", "parent": "A"})),
        (
            "Lines",
            FindByName("Named", "of it", create=True),
            ("figure/find_or_create/", {"name": "Named", "description": "of it", "parent": "A"}),
        ),
    ],
)
def test_the_title_names_the_figure_unless_a_target_is_given(
    gf: GoFigr, drawn: Drawn, server: Server, title: str | None, target: Any, made: Any
) -> None:
    publisher(gf, drawn).publish(Figure(title), target=target)
    assert sent(server)["figure"] == "the figure"
    assert server.made == [made]


def test_a_figure_may_be_given_by_its_object_or_its_id(gf: GoFigr, drawn: Drawn, server: Server) -> None:
    made = publisher(gf, drawn)
    for target in (gf.Figure(api_id=ID), ApiId(ID), ID):
        made.publish(Figure(), target=target)
        assert sent(server)["figure"] == ID
    assert server.made == []


def test_the_server_picks_the_figure_with_auto_assign(gf: GoFigr, drawn: Drawn, server: Server) -> None:
    made = publisher(gf, drawn)
    revision = made.publish(Figure(), auto_assign=True)
    assert (sent(server)["path"], sent(server)["analysis"]) == ("revision/auto-assign/", "A")
    assert revision.publish_job is not None and revision.publish_job.parcel.title == "Lines"
    always = publisher(gf, drawn, auto_assign=True)
    always.publish(Figure())
    assert sent(server)["path"] == "revision/auto-assign/"
    always.publish(Figure(), auto_assign=False)
    assert sent(server)["path"] == "revision/"


@pytest.mark.parametrize(
    ("options", "made"),
    [
        ({"analysis": "Trial"}, [("analysis/find_or_create/", {"name": "Trial", "parent": "W"})]),
        ({"analysis": "Trial", "workspace": "  "}, [("analysis/find_or_create/", {"name": "Trial", "parent": "W"})]),
        ({"analysis": "Trial", "workspace": ID}, [("analysis/find_or_create/", {"name": "Trial", "parent": ID})]),
        ({"analysis": "Trial", "workspace": "Mine"}, [("analysis/find_or_create/", {"name": "Trial", "parent": "W"})]),
        (
            {"analysis": ApiId("A2"), "workspace": FindByName("Team", create=True)},
            [],
        ),
        (
            {"analysis": "Trial", "workspace": FindByName("Team", create=True)},
            [
                ("workspace/find_or_create/", {"name": "Team", "parent": None}),
                ("analysis/find_or_create/", {"name": "Trial", "parent": "the workspace"}),
            ],
        ),
    ],
)
def test_the_analysis_is_found_or_created_in_the_given_workspace(
    gf: GoFigr, drawn: Drawn, server: Server, options: Any, made: Any
) -> None:
    publisher(gf, drawn, **options).publish(Figure(), target=ApiId(ID))
    assert sent(server)["figure"] == ID
    assert server.made == made


def test_the_workspace_of_the_client_is_the_default(scripted: ScriptedServer, drawn: Drawn, server: Server) -> None:
    gf = GoFigr(url=scripted.url, api_key="k", authenticate=False, workspace_id=ID)
    publisher(gf, drawn, analysis="Trial")
    assert server.made == [("analysis/find_or_create/", {"name": "Trial", "parent": ID})]


def test_a_misspelled_workspace_is_not_created(gf: GoFigr, drawn: Drawn, server: Server) -> None:
    made = publisher(gf, drawn, workspace="Mien", analysis="Trial")
    with pytest.raises(RuntimeError, match="no workspace called “Mien”"):
        made.publish(Figure(), sync=True)
    assert "Mien" in str(made.destination.connection_problem)
    assert server.made == []


@pytest.mark.parametrize(("script", "name"), [("/a/my plot.py", "my plot"), (None, "Unnamed notebook")])
@pytest.mark.parametrize("analysis", [NotebookName, NotebookName(), None])
def test_the_default_analysis_has_the_name_of_the_script(
    gf: GoFigr,
    drawn: Drawn,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    script: str | None,
    name: str,
    analysis: Any,
) -> None:
    monkeypatch.delattr(sys.modules["__main__"], "__file__", raising=False)
    if script is not None:
        monkeypatch.setattr(sys.modules["__main__"], "__file__", script, raising=False)
    publisher(gf, drawn, analysis=analysis).publish(Figure())
    sent(server)
    assert server.made[0] == ("analysis/find_or_create/", {"name": name, "parent": "W"})


class LateNaming:
    """A notebook whose name is known after a wait."""

    known: str | None = None

    def name(self) -> str | None:
        return LateNaming.known

    def wait(self) -> None:
        LateNaming.known = "Told late"


class InNotebook(Publisher):
    naming = LateNaming


@pytest.mark.parametrize(("known", "name"), [(None, "Told late"), ("Known", "Known")])
def test_a_late_notebook_name_names_the_analysis_before_a_figure_is_sent(
    gf: GoFigr, drawn: Drawn, server: Server, monkeypatch: pytest.MonkeyPatch, known: str | None, name: str
) -> None:
    monkeypatch.setattr(LateNaming, "known", known)
    InNotebook(gf=gf, annotators=[], backends=[drawn], widget_class=None).publish(Figure())
    sent(server)
    assert server.made[0] == ("analysis/find_or_create/", {"name": name, "parent": "W"})


# --- Which figure -----------------------------------------------------------------------------------------------------


def test_the_current_figure_is_published_by_default(gf: GoFigr, drawn: Drawn, server: Server) -> None:
    drawn.current = Figure("Current")
    publisher(gf, drawn).publish()
    assert sent(server)["figure"] == "the figure"
    assert server.made[0][1]["name"] == "Current"


def test_a_figure_is_drawn_by_the_backend_of_its_library(drawn: Drawn) -> None:
    other, figure = Drawn(), Figure()
    assert infer_figure_and_backend(figure, None, [drawn]) == (figure, drawn)
    assert infer_figure_and_backend(figure, other, [drawn]) == (figure, other)
    other.current = figure
    assert infer_figure_and_backend(None, None, [drawn, other]) == (figure, other)
    with pytest.raises(ValueError, match="There is no current figure"):
        infer_figure_and_backend(None, drawn, [other])
    with pytest.raises(ValueError, match="No backend draws figures of type int"):
        get_backend(7, [drawn])


def test_all_backends_and_annotators_are_the_default(gf: GoFigr) -> None:
    made = Publisher(gf=gf, analysis=ApiId("A"))
    assert tuple(type(one) for one in made.backends) == DEFAULT_BACKENDS
    assert tuple(type(one) for one in made.annotators) == DEFAULT_ANNOTATORS
    assert made.image_formats == ("png", "eps", "svg")
    assert made.connected.wait(SOON)


# --- Formats ----------------------------------------------------------------------------------------------------------


def test_a_figure_is_sent_in_all_formats_and_watermarked_if_possible(gf: GoFigr, drawn: Drawn, server: Server) -> None:
    revision = publisher(gf, drawn).publish(Figure())
    arrived = sent(server)
    assert sorted(formats(arrived)) == [("eps", False), ("png", False), ("png", True), ("svg", False), ("svg", True)]
    assert bytes_of(arrived, "figure", "svg", marked=False) == SVG
    assert revision.revision_url.encode() in bytes_of(arrived, "figure", "svg", marked=True)
    plain, marked = (Image.open(io.BytesIO(bytes_of(arrived, "figure", "png", marked=one))) for one in (False, True))
    assert plain.size == (40, 30)
    assert marked.height > 30
    assert marked.info["dpi"] == pytest.approx((72, 72), abs=0.1), "it is as large on paper as without"


@pytest.mark.parametrize(
    ("wished", "expected"),
    [
        (["png"], [("png", False), ("png", True)]),
        (["eps", "pdf"], [("eps", False)]),
        ([], []),
    ],
)
def test_only_requested_and_known_formats_are_sent(
    gf: GoFigr, drawn: Drawn, server: Server, wished: list[str], expected: Any
) -> None:
    revision = publisher(gf, drawn, image_formats=wished).publish(Figure())
    assert formats(sent(server)) == expected
    assert marks.of(Figure()).shown is None
    assert revision.is_published


@pytest.mark.parametrize("wished", [["gif"], "bmp", ["png", "sgv"]])
def test_a_format_that_no_library_draws_is_refused(gf: GoFigr, wished: Any) -> None:
    with pytest.raises(ValueError, match=r"image_formats: no library draws .*Known: png, svg, eps"):
        Publisher(gf=gf, analysis=ApiId("A"), image_formats=wished)


def test_one_format_may_be_given_alone(gf: GoFigr, drawn: Drawn, server: Server) -> None:
    publisher(gf, drawn, image_formats="SVG").publish(Figure())
    assert formats(sent(server)) == [("svg", False), ("svg", True)]


@pytest.mark.parametrize(
    ("limit", "expected", "reason"), [(None, 1, "11 MB: sent once"), ("5", 0, "11 MB are more than")]
)
def test_a_large_picture_is_sent_once_or_left_out(
    gf: GoFigr,
    drawn: Drawn,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    limit: str | None,
    expected: int,
    reason: str,
) -> None:
    if limit is not None:
        monkeypatch.setenv("GF_LARGEST_PICTURE", limit)
    usual = drawn.figure_to_bytes
    large = SVG + b" " * 11_000_000
    monkeypatch.setattr(
        drawn, "figure_to_bytes", lambda fig, fmt, params: large if fmt == "svg" else usual(fig, fmt, params)
    )
    publisher(gf, drawn).publish(Figure())
    arrived = sent(server)
    assert [fmt for fmt, _ in formats(arrived)].count("svg") == expected
    (noted,) = arrived["metadata"]["formats_not_drawn"].values()
    assert noted.startswith(reason)


@pytest.mark.parametrize(
    "wrong",
    [
        {"dataframes": 7},
        {"dataframes": {"a": "no frame"}},
        {"files": "gone.txt"},
        {"files": ["gone.txt"]},
        {"metadata": 3},
        {"files": "/dev/null"},
        {"tags": [3]},
        {"tags": "x" * 65},
        {"tags": [f"tag {number}" for number in range(51)]},
        {"target": 3},
        {"annotators": 3},
        {"image_options": 3},
    ],
)
def test_wrong_arguments_leave_the_figure_unpublished_and_unmarked(
    gf: GoFigr, drawn: Drawn, server: Server, notebook: FakeIPython, wrong: dict[str, Any]
) -> None:
    figure = Figure()
    with pytest.raises((TypeError, ValueError, OSError)):
        publisher(gf, drawn).publish(figure, **wrong)
    assert notebook.displayed == []
    assert not is_published(figure)
    assert default_outbox().waiting() == [] and server.revisions == []


def test_a_figure_that_cannot_be_sent_in_time_is_neither_shown_with_a_link_nor_marked(
    gf: GoFigr, drawn: Drawn, server: Server, notebook: FakeIPython
) -> None:
    server.refusal = Answer(400, {"detail": "Not like this"})
    figure = Figure()
    with pytest.raises(RuntimeError, match="Not like this"):
        publisher(gf, drawn, sync=True).publish(figure)
    assert notebook.displayed == []
    assert not is_published(figure)


def test_one_file_may_be_given_alone_and_files_of_the_same_name_are_all_sent(
    gf: GoFigr, drawn: Drawn, server: Server, tmp_path: Path
) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(folder)
    made = publisher(gf, drawn, save_pickle=False)
    made.publish(Figure(), files="a/x.txt")
    assert bytes_of(sent(server), "x.txt") == b"a"
    made.publish(Figure(), files=["a/x.txt", Path("b/x.txt")])
    arrived = sent(server)
    assert (bytes_of(arrived, "x.txt"), bytes_of(arrived, "b/x.txt")) == (b"a", b"b")


def test_a_long_title_is_shortened_at_a_word_and_kept_in_the_metadata(gf: GoFigr, drawn: Drawn, server: Server) -> None:
    title = "word " * 300 + "end"
    publisher(gf, drawn).publish(Figure(title))
    arrived = sent(server)
    ((_, wish),) = server.made
    assert wish["name"] == ("word " * 204).strip() + "…"
    assert arrived["metadata"]["title"] == title
    (name,) = [datum["name"] for datum in arrived["data"] if datum["name"].endswith(".pickle")]
    assert name == ("word " * 203).strip() + "….pickle"


def test_the_first_figure_waits_a_moment_for_a_short_link(gf: GoFigr, drawn: Drawn, server: Server) -> None:
    made = Publisher(gf=gf, analysis=ApiId("A"), annotators=[], backends=[drawn], widget_class=None)
    assert made.publish(Figure()).revision_url.endswith("/r/aZ3x0")
    sent(server)


def test_other_formats_are_drawn_from_a_copy_even_if_the_figure_changes(
    gf: GoFigr, drawn: Drawn, server: Server, outbox: Outbox
) -> None:
    figure = Figure("Before")
    with outbox.preparing:
        publisher(gf, drawn).publish(figure)
        figure.title = "After"
        assert [fmt for fmt, _ in drawn.options] == ["png"], "the others are drawn in the background"
    assert bytes_of(sent(server), "figure", "eps") == b"%!PS Before"


def test_a_figure_that_cannot_be_copied_is_drawn_at_once_and_has_no_pickle(
    gf: GoFigr, drawn: Drawn, server: Server
) -> None:
    drawn.pickles = False
    publisher(gf, drawn).publish(Figure())
    assert [fmt for fmt, _ in drawn.options] == ["png", "eps", "svg"]
    arrived = sent(server)
    assert len(formats(arrived)) == 5
    assert [one for one in arrived["data"] if one["type"] == "file"] == []


def test_a_failing_format_is_reported_and_the_others_are_sent(gf: GoFigr, drawn: Drawn, server: Server) -> None:
    drawn.failing = {"svg"}
    publisher(gf, drawn).publish(Figure())
    arrived = sent(server)
    assert {fmt for fmt, _ in formats(arrived)} == {"png", "eps"}
    assert arrived["metadata"]["formats_not_drawn"] == {"svg": "RuntimeError: no svg today"}


def test_a_figure_that_cannot_be_drawn_raises_its_error(gf: GoFigr, drawn: Drawn, server: Server) -> None:
    drawn.failing = {"png"}
    figure = Figure()
    with pytest.raises(RuntimeError, match="no png today"):
        publisher(gf, drawn).publish(figure)
    assert default_outbox().flush(SOON)
    assert server.revisions == []
    assert not is_published(figure)


def test_a_failing_watermark_is_left_out(gf: GoFigr, drawn: Drawn, server: Server) -> None:
    class Broken(Watermark):
        def apply(self, image: Any, revision: Any) -> Any:  # noqa: ARG002 -- as it is called
            raise ZeroDivisionError("by zero")

    publisher(gf, drawn, watermark=Broken(), image_formats=["png", "svg"]).publish(Figure())
    arrived = sent(server)
    assert formats(arrived) == [("png", False), ("svg", False)]
    assert arrived["metadata"]["formats_not_drawn"] == {"png with watermark": "ZeroDivisionError: by zero"}


def test_options_go_to_the_library(gf: GoFigr, drawn: Drawn, server: Server) -> None:
    publisher(gf, drawn).publish(Figure(), image_options={"dpi": 300})
    sent(server)
    assert {fmt for fmt, _ in drawn.options} == {"png", "svg", "eps"}
    assert all(options == {"dpi": 300} for _, options in drawn.options)


@pytest.mark.parametrize("interactive", [True, False])
def test_an_interactive_figure_is_sent_as_a_page_with_a_link_to_its_revision(
    gf: GoFigr, drawn: Drawn, server: Server, interactive: bool
) -> None:
    drawn.interactive = True
    revision = publisher(gf, drawn, interactive=interactive, image_formats=["png"]).publish(Figure())
    arrived = sent(server)
    pages = [("html", False), ("html", True)] if interactive else []
    assert formats(arrived) == [*pages, ("png", False), ("png", True)]
    if interactive:
        assert bytes_of(arrived, "figure", "html", marked=False) == b"<html>Lines</html>"
        assert revision.revision_url.encode() in bytes_of(arrived, "figure", "html", marked=True)


# --- Data and metadata ------------------------------------------------------------------------------------------------


def test_metadata_of_the_figure_override_default_metadata_and_are_json(
    gf: GoFigr, drawn: Drawn, server: Server
) -> None:
    usual = {"study": "X", "slope": 1}
    made = publisher(gf, drawn, default_metadata=usual)
    odd: dict[Any, Any] = {"nan": float("nan"), "path": Path("a"), "what": {1, 2}, 3: object}
    made.publish(Figure(), metadata={"slope": 2, **odd})
    arrived = sent(server)["metadata"]
    assert (arrived["study"], arrived["slope"], arrived["nan"], arrived["path"]) == ("X", 2, "NaN", "a")
    assert arrived["what"] == [1, 2]
    assert arrived["3"] == "<class 'object'>"
    usual["study"] = "changed"
    made.publish(Figure())
    assert sent(server)["metadata"] == {"study": "X", "slope": 1}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"a": (1, 2.5, "x", None, True)}, {"a": [1, 2.5, "x", None, True]}),
        ({"deep": [{"inf": float("inf")}]}, {"deep": [{"inf": "inf"}]}),
        (frozenset({1}), [1]),
        (1 + 2j, "(1+2j)"),
    ],
)
def test_values_that_json_lacks_become_text(value: object, expected: object) -> None:
    assert plain_json(value) == expected


def test_a_pickle_is_sent_with_the_figure_unless_it_is_switched_off(gf: GoFigr, drawn: Drawn, server: Server) -> None:
    publisher(gf, drawn).publish(Figure())
    assert pickle.loads(bytes_of(sent(server), "Lines.pickle")).title == "Lines"  # noqa: S301 -- ours
    publisher(gf, drawn).publish(Figure(None))
    assert pickle.loads(bytes_of(sent(server), "figure.pickle")).title is None  # noqa: S301 -- ours
    publisher(gf, drawn, save_pickle=False).publish(Figure())
    assert {one["type"] for one in sent(server)["data"]} == {"image"}


def test_data_frames_and_files_are_sent_under_their_names(
    gf: GoFigr, drawn: Drawn, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GF_TABLE_FORMAT", "csv")
    (tmp_path / "a.bin").write_bytes(b"\x00\xff")
    made = publisher(gf, drawn, save_pickle=False, image_formats=[])
    made.publish(Figure(), dataframes={"frame": pd.DataFrame({"x": [1]})}, files=[tmp_path / "a.bin"])
    arrived = sent(server)
    assert [(one["name"], one["type"]) for one in arrived["data"]] == [("frame", "dataframe"), ("a.bin", "file")]
    assert bytes_of(arrived, "frame") == b"x\n1\n"
    assert bytes_of(arrived, "a.bin") == b"\x00\xff"
    files: Any = {"named": str(tmp_path / "a.bin"), "bytes": io.BytesIO(b"12"), "text": io.StringIO("ü")}
    made.publish(Figure(), files=files)
    arrived = sent(server)
    assert [bytes_of(arrived, name) for name in files] == [b"\x00\xff", b"12", "ü".encode()]


def test_a_missing_file_is_an_error_before_anything_is_sent(gf: GoFigr, drawn: Drawn, server: Server) -> None:
    with pytest.raises(FileNotFoundError):
        publisher(gf, drawn).publish(Figure(), files=["nowhere.bin"])
    assert default_outbox().flush(SOON)
    assert server.revisions == []


def test_files_that_were_read_earlier_are_linked(gf: GoFigr, drawn: Drawn, server: Server) -> None:
    gf.asset_log["asset"] = gf.AssetRevision(api_id="R")
    frame = pd.DataFrame({"x": [1]})
    frame.attrs["_gofigr_revision"] = "R"
    made = publisher(gf, drawn)
    for frames, use in ((None, "indirect"), ({"frame": frame}, "direct")):
        revision = made.publish(Figure(), dataframes=frames)
        assert sent(server)["assets"] == [{"asset_revision": "R", "use_type": use, "figure_revision": revision.api_id}]


# --- Notes ------------------------------------------------------------------------------------------------------------


class Notes(Annotator):
    """Adds the given notes."""

    def __init__(self, **notes: Any) -> None:
        self.notes = notes or {"noted": True}

    def annotate(self, revision: Any) -> Any:
        revision.metadata.update(self.notes)
        return revision


class Later(Notes):
    def begin(self, revision: Any) -> Any:
        def rest() -> None:
            assert threading.current_thread() is not threading.main_thread()
            self.annotate(revision)
            revision.data.append(revision.client.CodeData(name="later", contents="plot(2)"))

        return rest


class Fails(Annotator):
    def annotate(self, revision: Any) -> Any:  # noqa: ARG002 -- as it is called
        raise RuntimeError("no such thing")


class FailsLater(Annotator):
    def begin(self, revision: Any) -> Any:
        return lambda: Fails().annotate(revision)


def test_a_failing_annotator_stops_neither_the_others_nor_the_figure(
    gf: GoFigr, drawn: Drawn, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    publisher(gf, drawn, annotators=[Fails, FailsLater, Notes, Later(later=True)]).publish(Figure())
    arrived = sent(server)
    assert arrived["metadata"] == {"noted": True, "later": True}
    assert bytes_of(arrived, "later") == b"plot(2)"
    warnings = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert warnings == ["GoFigr: Fails failed: no such thing"]


def test_annotators_may_be_given_for_one_figure(gf: GoFigr, drawn: Drawn, server: Server) -> None:
    made = publisher(gf, drawn, annotators=[Notes(usual=1)])
    made.publish(Figure(), annotators=[Notes, Notes(own=2)])
    assert sent(server)["metadata"] == {"noted": True, "own": 2}
    made.publish(Figure(), annotators=[])
    assert sent(server)["metadata"] == {}
    made.publish(Figure())
    assert sent(server)["metadata"] == {"usual": 1}


def test_annotators_run_on_any_revision(gf: GoFigr, drawn: Drawn) -> None:
    made = publisher(gf, drawn, annotators=[Notes(usual=1)])
    revision = gf.Revision(metadata={})
    assert made.annotate(revision) is revision
    assert made.annotate(revision, [Notes()]) is revision
    assert revision.metadata == {"usual": 1, "noted": True}


def test_no_secret_leaves_this_computer(gf: GoFigr, drawn: Drawn, server: Server) -> None:
    class Leaks(Annotator):
        def annotate(self, revision: Any) -> Any:
            contents = f'configure(api_key="{gf.api_key}")'
            datum = revision.client.CodeData(name="cell", contents=contents)
            datum.metadata["url"] = "https://ada:secret@example.org/"
            revision.data.append(datum)
            revision.metadata.update({"argv": ["--key", gf.api_key], "password": "p"})
            return revision

    publisher(gf, drawn, annotators=[Leaks]).publish(Figure())
    arrived = sent(server)
    assert bytes_of(arrived, "cell") == b'configure(api_key="[redacted]")'
    (cell,) = [datum["metadata"] for datum in arrived["data"] if datum["name"] == "cell"]
    assert cell["url"] == "https://[redacted]@example.org/"
    assert arrived["metadata"] == {
        "argv": ["--key", "[redacted]"],
        "password": "[redacted]",
        "secrets_redacted": {"API key": 1, "password": 2},
    }


# --- Results ----------------------------------------------------------------------------------------------------------


def test_ids_and_links_exist_at_once_and_the_rest_after_arrival(
    gf: GoFigr, drawn: Drawn, server: Server, outbox: Outbox
) -> None:
    made = publisher(gf, drawn)
    with outbox.preparing:
        # Otherwise an earlier revision may equal it, and reading the link waits.
        revision = made.publish(Figure(), always=True)
        assert revision.short_id == "aZ3x0"
        assert revision.revision_url == f"{gf.app_url}/r/aZ3x0"
        was_published = revision.is_published
        with pytest.raises(TimeoutError, match="after 0 seconds"):
            revision.wait(0)
    assert revision.wait(SOON) is revision
    assert (was_published, revision.is_published) == (False, True)
    assert revision.revision_index == 4
    assert sent(server)["client_id"] == revision.api_id
    assert sent(server)["short_id"] == "aZ3x0"
    assert made.publish(Figure()).short_id == "aZ3x1"


def test_the_shown_picture_stays_when_only_other_formats_are_sent(
    gf: GoFigr, drawn: Drawn, server: Server, outbox: Outbox
) -> None:
    showing = publisher(gf, drawn, image_formats=["svg"]).publish_shown(Figure(), drawn, None)
    assert showing.job is not None
    # The background may be faster than the cell.
    outbox.prepare(showing.job)
    assert showing.output() is not None
    outbox.release()
    assert {one["metadata"]["format"] for one in sent(server)["data"] if one["type"] == "image"} == {"svg"}


def test_without_a_reserved_prefix_the_link_has_the_id(
    gf: GoFigr, drawn: Drawn, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = publisher(gf, drawn)
    monkeypatch.setattr(gf.short_ids, "_prefix", None)
    revision = made.publish(Figure())
    assert revision.short_id is None
    assert revision.revision_url.endswith(f"/r/{revision.api_id}")
    assert "short_id" not in sent(server)


def test_waiting_raises_a_refusal(gf: GoFigr, drawn: Drawn, server: Server) -> None:
    server.refusal = Answer(400, {"detail": "Not like this"})
    revision = publisher(gf, drawn).publish(Figure())
    with pytest.raises(RuntimeError, match=r"not published: .*Not like this"):
        revision.wait(SOON)
    assert not revision.is_published
    assert revision.publish_job is not None
    assert revision.publish_job.state is State.REFUSED


def test_a_waiting_publish_sends_at_once_and_raises_errors(
    gf: GoFigr, drawn: Drawn, server: Server, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = publisher(gf, drawn, annotators=[Notes], sync=True)
    monkeypatch.setattr(gf.short_ids, "_prefix", None)
    revision = made.publish(Figure())
    assert (revision.is_published, revision.publish_job, revision.revision_index) == (True, None, 4)
    assert revision.short_id == "aZ3x0"
    assert server.revisions[0]["metadata"] == {"noted": True}
    assert len(formats(server.revisions[0])) == 5
    server.refusal = Answer(503, {"detail": "busy"})
    with pytest.raises(RuntimeError, match="503: busy"):
        made.publish(Figure())
    assert outbox.waiting() == []
    assert not outbox.spool.folder.exists() or list(outbox.spool.leftovers(made.destination.account())) == []
    server.refusal = None
    assert made.publish(Figure(), sync=False).publish_job is not None
    sent(server)
    assert publisher(gf, drawn).publish(Figure(), sync=True).publish_job is None


def test_the_username_is_known_after_the_first_answer(gf: GoFigr, drawn: Drawn, server: Server) -> None:
    made = publisher(gf, drawn)
    revision = made.publish(Figure())
    sent(server)
    assert revision.publish_job is not None
    account = revision.publish_job.parcel.account
    assert (account.server, account.username) == (gf.service_url, "ada")
    assert account.key_hint is not None and gf.api_key is not None
    assert gf.api_key not in account.key_hint
    assert revision.publish_job.parcel.created.startswith("20")
    assert revision.publish_job.parcel.created.endswith("+00:00")


# --- Marks ------------------------------------------------------------------------------------------------------------


def test_a_figure_is_marked_when_it_was_published_or_suppressed(gf: GoFigr, drawn: Drawn, server: Server) -> None:
    figure, other = Figure(), Figure()
    assert not is_published(figure)
    assert suppress(figure) is figure
    publisher(gf, drawn).publish(figure)
    assert (is_published(figure), is_suppressed(figure)) == (True, True)
    assert (is_published(other), is_suppressed(other)) == (False, False)
    sent(server)


def test_marks_keep_no_figure_alive() -> None:
    figure = suppress(Figure())
    key = id(figure)
    assert key in marks._marks
    del figure
    gc.collect()
    assert key not in marks._marks


def test_the_figure_itself_is_drawn_if_the_user_waits(
    gf: GoFigr, drawn: Drawn, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies: list[bytes] = []
    monkeypatch.setattr(drawn, "unpickle", copies.append)
    publisher(gf, drawn).publish(Figure(), sync=True)
    assert (len(formats(server.revisions[-1])), copies) == (5, [])


def test_figures_that_wait_are_not_kept_alive(gf: GoFigr, drawn: Drawn, server: Server) -> None:
    figure = Figure()
    with default_outbox().preparing:
        publisher(gf, drawn).publish(figure)
        waiting = weakref.ref(figure)
        del figure
        gc.collect()
        assert waiting() is None
    assert len(formats(sent(server))) == 5


def test_a_figure_that_changed_looks_different(gf: GoFigr, drawn: Drawn, server: Server) -> None:
    figure = Figure()
    publisher(gf, drawn).publish(figure)
    assert marks.of(figure).published == look_of_figure(figure, drawn)
    figure.width = 41
    assert marks.of(figure).published != look_of_figure(figure, drawn)
    drawn.interactive = True
    one = look_of_figure(figure, drawn)
    figure.title = "Other"
    assert look_of_figure(figure, drawn) != one
    sent(server)


def test_a_drawing_that_cannot_be_compared_equals_no_other() -> None:
    class Nothing:
        copy = None

        def plain(self) -> None:
            return None

    assert look_of_drawing(Nothing()) != look_of_drawing(Nothing())  # type: ignore[arg-type]


def test_figures_are_closed_with_the_option(gf: GoFigr, drawn: Drawn, server: Server) -> None:
    figure = Figure()
    publisher(gf, drawn).publish(figure)
    assert drawn.closed == []
    publisher(gf, drawn, clear=True).publish(figure)
    assert drawn.closed == [figure]
    sent(server)


# --- In a notebook ----------------------------------------------------------------------------------------------------


@pytest.fixture
def notebook(ipython: FakeIPython) -> Iterator[FakeIPython]:
    yield ipython
    default_outbox().flush(SOON)


@pytest.mark.parametrize("show_watermark", [True, False])
def test_a_notebook_shows_the_picture_and_then_the_progress(
    gf: GoFigr, drawn: Drawn, server: Server, notebook: FakeIPython, show_watermark: bool
) -> None:
    figure = Figure()
    quietly: list[int] = []
    made = publisher(gf, drawn, widget_class=MinimalWidget, show_watermark=show_watermark)
    made.publish(figure, suppress_display=lambda: quietly.append(len(notebook.displayed)))
    arrived = sent(server)
    picture, widget = notebook.displayed[:2]
    assert picture["image/png"] == bytes_of(arrived, "figure", "png", marked=show_watermark)
    assert picture["text/plain"].startswith("<Figure of ")
    assert "Lines" in widget["text/html"]
    assert quietly == [0], "before anything is shown"
    shown = marks.of(figure).shown
    assert shown is not None and shown.data == picture
    assert marks.of(figure).published_by_hand == 7
    assert all(notebook.quiet), "what we show isn't published again"


def test_a_widget_that_cannot_be_shown_does_not_stop_the_figure(
    gf: GoFigr, drawn: Drawn, server: Server, notebook: FakeIPython
) -> None:
    class Broken(MinimalWidget):
        def show(self) -> None:
            raise RuntimeError("no page")

    revision = publisher(gf, drawn, widget_class=Broken).publish(Figure())
    assert sent(server)["client_id"] == revision.api_id
    assert len(notebook.displayed) == 1


def test_an_interactive_figure_is_shown_interactively(
    gf: GoFigr, drawn: Drawn, server: Server, notebook: FakeIPython
) -> None:
    drawn.interactive = True
    figure = Figure()
    revision = publisher(gf, drawn).publish(figure)
    ((how, shown),) = notebook.displayed
    assert (how, shown.title) == ("plainly", f"Lines {revision.revision_url}")
    publisher(gf, drawn, show_watermark=False).publish(figure)
    assert notebook.displayed[1][1].title == "Lines"
    assert notebook.displayed[1][1] is figure
    sent(server)


def test_a_terminal_shows_no_picture(gf: GoFigr, drawn: Drawn, server: Server, notebook: FakeIPython) -> None:
    del notebook.shell.kernel
    publisher(gf, drawn).publish(Figure())
    sent(server)
    assert notebook.displayed == []
