"""The widget below a published figure: correct in every state, and safe with every name."""

from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import pytest

from fake_ipython import FakeIPython
from gofigr import GoFigr
from gofigr._ipython.widgets import AssetWidget, WidgetBase, announce_asset
from gofigr._outbox import Job, ObjectRef, State, Target
from gofigr.widget import (
    CompactWidget,
    DetailedWidget,
    MinimalWidget,
    RevisionWidgetBase,
    StartupWidget,
    updater,
)
from parcels import a_parcel

LINK = "http://localhost:5173/r/aZ3x1"
HOSTILE = """<img src=x onerror="alert('1')">&amp;'"""
WIDGETS = [DetailedWidget, CompactWidget, MinimalWidget]


class Page(HTMLParser):
    """The elements of a page with their attributes, and its texts as a reader sees them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        return "|".join(self.texts)

    def attributes(self, tag: str) -> dict[str, str | None]:
        (found,) = [attributes for name, attributes in self.elements if name == tag]
        return found


def revision(job: Job | None = None, **more: Any) -> Any:
    return SimpleNamespace(revision_url=LINK, api_id="the-id", figure=None, publish_job=job, **more)


def job(state: State = State.SENDING, reason: str = "", *, title: str = "Lines", analysis: str = "Trial") -> Job:
    target = Target(ObjectRef("default"), ObjectRef("name", analysis), None)
    made = Job(a_parcel(title=title, target=target))
    made.state, made.reason = state, reason
    return made


def spooled(state: State, reason: str = "") -> Job:
    made = job(state, reason)
    made.spooled = SimpleNamespace()  # type: ignore[assignment]
    return made


# --- State ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "mark", "words"),
    [
        (None, "✓", "published"),
        (job(State.SENT), "✓", "published"),
        (job(State.SENDING), "↑", "being published …"),
        (job(State.REFUSED, "too large"), "⚠", "not published: too large"),
        (spooled(State.KEPT, "no answer"), "⏳", "kept on this computer, will be sent later (no answer)"),
        (job(State.KEPT, "no answer"), "⏳", "kept in memory, will be sent later (no answer)"),
    ],
)
def test_a_widget_shows_the_state_of_a_figure(given: Job | None, mark: str, words: str) -> None:
    widget = CompactWidget(revision(given))
    assert widget.status_text() == words
    assert widget.status_html() == f"<span>{mark} {words}</span>"
    assert f": {words} {LINK}" in widget.text()


def test_a_figure_has_its_sent_name_and_later_its_name_on_the_server() -> None:
    assert CompactWidget(revision(job(title="Sent"))).title == "Sent"
    there = revision()
    there.figure = SimpleNamespace(name="There")
    assert CompactWidget(there).title == "There"
    assert CompactWidget(revision()).title == "Figure"
    assert CompactWidget(revision(job())).text() == f"GoFigr: Lines: being published … {LINK}"


def test_other_objects_are_no_job() -> None:
    fetched = SimpleNamespace(revision_url=LINK, figure=None)
    assert CompactWidget(fetched).job is None  # type: ignore[arg-type]
    assert CompactWidget(revision("something")).job is None  # type: ignore[arg-type]


# --- Content ----------------------------------------------------------------------------------------------------------


def test_the_detailed_widget_shows_figure_analysis_state_and_a_link_to_copy() -> None:
    page = Page(DetailedWidget(revision(job())).html())
    assert page.texts == ["Lines", "in Trial", "↑ being published …", "View on GoFigr", "Copy link", "Revision the-id"]
    assert page.attributes("a") == {"href": LINK, "target": "_blank", "rel": "noopener"}
    button = page.attributes("button")
    assert (button["data-copy"], button["type"]) == (LINK, "button")
    assert button["onclick"] == "navigator.clipboard.writeText(this.dataset.copy)"


@pytest.mark.parametrize(
    "given", [None, Job(a_parcel()), Job(a_parcel(target=Target(ObjectRef("default"), ObjectRef("id", "A"), None)))]
)
def test_an_analysis_whose_name_is_unknown_is_left_out(given: Job | None) -> None:
    assert "in " not in Page(DetailedWidget(revision(given)).html()).texts[1][:3]


def test_the_compact_widget_is_one_line() -> None:
    page = Page(CompactWidget(revision(job())).html())
    assert page.texts == ["↑ being published …", "Lines", "View on GoFigr"]
    assert page.attributes("a")["href"] == LINK


@pytest.mark.parametrize(
    ("given", "texts"),
    [
        (None, ["Figure"]),
        (job(State.SENDING), ["Lines"]),
        (job(State.SENT), ["Lines"]),
        (job(State.REFUSED, "no"), ["Lines", " ", "⚠ not published: no"]),
        (job(State.KEPT, "away"), ["Lines", " ", "⏳ kept in memory, will be sent later (away)"]),
    ],
)
def test_the_minimal_widget_is_a_link_and_shows_text_only_for_problems(given: Job | None, texts: list[str]) -> None:
    widget = MinimalWidget(revision(given))
    page = Page(widget.html())
    assert page.texts == texts
    assert page.attributes("a")["href"] == LINK
    assert Page(widget.body()).texts == texts[:1]


@pytest.mark.parametrize("kind", WIDGETS)
def test_names_never_become_markup(kind: type[RevisionWidgetBase]) -> None:
    plain = Page(kind(revision(job(State.REFUSED, "no"))).html())
    hostile = revision(job(State.REFUSED, HOSTILE, title=HOSTILE, analysis=HOSTILE))
    hostile.revision_url, hostile.api_id = f"{LINK}?{HOSTILE}", HOSTILE
    page = Page(kind(hostile).html())
    assert [tag for tag, _ in page.elements] == [tag for tag, _ in plain.elements]
    assert [sorted(attributes) for _, attributes in page.elements] == [
        sorted(attributes) for _, attributes in plain.elements
    ]
    assert page.attributes("a")["href"] == f"{LINK}?{HOSTILE}"
    assert HOSTILE in page.text
    if kind is DetailedWidget:
        assert page.attributes("button")["data-copy"] == f"{LINK}?{HOSTILE}"
        assert f"in {HOSTILE}" in page.texts
        assert f"Revision {HOSTILE}" in page.texts


def test_custom_labels_are_escaped_too() -> None:
    widget = CompactWidget(revision())
    assert Page(widget.link_html(HOSTILE)).texts == [HOSTILE]
    assert Page(widget.get_text_copy_link(HOSTILE, HOSTILE)).texts == [HOSTILE]


def test_a_custom_widget_defines_its_content() -> None:
    class Mine(RevisionWidgetBase):
        def body(self) -> str:
            return "<b>mine</b>"

    widget = Mine(revision())
    assert Page(widget.html()).texts == ["mine"]
    assert Page(widget.html()).attributes("div")["id"] == widget.id
    with pytest.raises(NotImplementedError):
        RevisionWidgetBase(revision()).html()
    for method in (WidgetBase().html, WidgetBase().text):
        with pytest.raises(NotImplementedError):
            method()


def test_each_widget_has_its_own_element() -> None:
    one, other = (MinimalWidget(revision()) for _ in range(2))
    assert one.id != other.id
    assert Page(one.html()).attributes("div")["id"] == one.id


def test_the_startup_widget_shows_the_connection() -> None:
    statuses = ["connecting", HOSTILE]
    widget = StartupWidget(SimpleNamespace(connection_status=lambda: statuses[0]))
    assert Page(widget.html()).texts == ["GoFigr", "connecting"]
    assert widget.text() == "GoFigr: connecting"
    statuses.pop(0)
    assert [tag for tag, _ in Page(widget.html()).elements] == ["div", "strong", "span"]
    assert Page(widget.html()).text == f"GoFigr|{HOSTILE}"


# --- Files ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def asset_revision() -> Any:
    gf = GoFigr(url="http://localhost:5173", api_key="k", authenticate=False)
    gf.server.ask_later()
    return gf.AssetRevision(api_id="R", asset=gf.Asset(api_id="A", name=HOSTILE))


def test_a_file_that_was_versioned_is_named_with_a_link_to_its_revision(asset_revision: Any) -> None:
    page = Page(AssetWidget(asset_revision).html())
    assert page.texts == ["✓ File versioned", HOSTILE]
    assert page.attributes("a") == {
        "href": "http://localhost:5173/asset_revision/R",
        "target": "_blank",
        "rel": "noopener",
    }
    assert AssetWidget(asset_revision).text() == "GoFigr: file versioned: http://localhost:5173/asset_revision/R"


def test_a_file_without_a_name_is_linked_by_its_id(asset_revision: Any) -> None:
    widget = AssetWidget(asset_revision)
    assert Page(widget.get_link(asset_revision.asset)).texts == [HOSTILE]
    asset_revision.asset = None
    assert Page(widget.html()).texts == ["✓ File versioned", "R"]


def test_a_file_is_announced_in_a_notebook(asset_revision: Any, ipython: FakeIPython) -> None:
    announce_asset(asset_revision)
    (shown,) = ipython.displayed
    assert HOSTILE in Page(shown["text/html"]).texts
    assert shown["text/plain"].endswith("/asset_revision/R")


# --- In a notebook ----------------------------------------------------------------------------------------------------


def test_nothing_is_shown_outside_of_a_notebook() -> None:
    widget = CompactWidget(revision(job()))
    widget.show()
    widget.update()
    assert not widget.run_script("1")


def test_a_widget_is_shown_with_its_text_and_updated_in_place(ipython: FakeIPython) -> None:
    made = job()
    widget = CompactWidget(revision(made))
    widget.update()
    assert ipython.displayed == [], "it isn't shown yet"
    widget.show()
    assert ipython.displayed == [{"text/html": widget.html(), "text/plain": widget.text()}]
    assert ipython.ids == [widget.id]
    assert ipython.quiet == [True], "else it could be taken for a figure"
    made.on_change = updater(widget)
    made.change(State.SENT)
    assert "✓ published" in Page(ipython.displayed[1]["text/html"]).texts
    assert ipython.displayed[1]["text/plain"] == f"GoFigr: Lines: published {LINK}"


def test_a_page_can_run_a_script_in_the_element_of_the_widget(ipython: FakeIPython) -> None:
    widget = CompactWidget(revision(job()))
    widget.show()
    assert widget.run_script("alert(1)")
    assert ipython.displayed[1:] == [{"application/javascript": "alert(1)", "text/plain": widget.text()}]
