"""The example notebook of GoFigr's documentation, run without a page: figures of three libraries."""

import base64
import json
import os

import pytest
from notebook import contains, execute
from server import (
    KEY,
    URL,
    analysis_named,
    bytes_of,
    figure_names,
    get,
    images_of,
    only_revision,
    opens,
    revision_behind,
    revisions_of,
    text_of,
)

CONFIGURE = f"""\
%load_ext gofigr
from gofigr.jupyter import *

configure(
    api_key="{KEY}",
    analysis=FindByName("Demo analysis", create=True))"""

MATPLOTLIB = """\
import matplotlib.pyplot as plt

plt.plot([1, 2, 4, 8])
plt.title("Growth")
plt.show()"""

SEABORN = """\
import seaborn as sns

sns.barplot(x=["a", "b"], y=[3, 5]).set_title("Bars");"""

# One browser draws all three images. Otherwise each image would start its own.
PLOTLY = """\
import kaleido
import plotly.graph_objects as go

kaleido.start_sync_server(silence_warnings=True)
go.Figure(go.Scatter(x=[0, 1], y=[2, 3]), layout={"title": "Points"}).show()"""

TWICE = """\
figure, axes = plt.subplots()
axes.plot([3, 1, 2])
axes.set_title("Shown twice")
display(figure)
display(figure)"""

UNTITLED = """\
plt.plot([1, 1])
plt.show()"""

SOURCES = [CONFIGURE, MATPLOTLIB, SEABORN, PLOTLY, TWICE, UNTITLED]
STATIC = {("png", False), ("png", True), ("eps", False), ("svg", False)}
INTERACTIVE = {("png", False), ("png", True), ("svg", False), ("html", False), ("html", True)}
FORMATS = {"Growth": STATIC, "Bars": STATIC, "Points": INTERACTIVE}


def looks_right(kind, held):
    signs = {"png": b"\x89PNG\r\n", "eps": b"%!PS-Adobe", "svg": b"<svg", "html": b"<!doctype html>"}
    return signs[kind[0]] in held[:1000] and len(held) > 1000


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    path = tmp_path_factory.mktemp("seed") / "demo.ipynb"
    return execute(path, SOURCES, {"GF_URL": URL}, again=[1])


@pytest.fixture(scope="module")
def analysis(done):
    return analysis_named("Demo analysis")


@pytest.fixture
def revision(analysis, name):
    """The newest revision of the figure."""
    return revisions_of(analysis, name)[-1]


each_library = pytest.mark.parametrize(("name", "index"), [("Growth", 1), ("Bars", 2), ("Points", 3)])


def test_each_shown_figure_is_published_once_under_its_title(done, analysis):
    assert figure_names(analysis) == ["Growth", "Bars", "Points", "Shown twice", "Anonymous Figure"]
    for name in ("Bars", "Points", "Shown twice", "Anonymous Figure"):
        only_revision(analysis, name)
    assert len(done.pictures(4)) == 2
    contains(done.text(5), "doesn't have a title")


def test_a_cell_that_runs_again_makes_a_second_revision(done, analysis):
    first, second = revisions_of(analysis, "Growth")
    assert [first["revision_index"], second["revision_index"]] == [0, 1]
    assert revision_behind(done.links(1)[0]) == second["api_id"]


@each_library
def test_all_images_are_stored_and_the_cell_shows_the_same_ones(done, revision, name, index):
    images = images_of(revision)
    assert set(images) == FORMATS[name]
    assert all(looks_right(kind, held) for kind, held in images.items())
    assert revision["size_bytes"] == sum(datum["size_bytes"] for datum in revision["data"])
    for watermarked in (True, False):
        contains(done.html(index), base64.b64encode(images["png", watermarked]).decode())


@each_library
def test_the_widget_reports_the_publish_and_links_to_the_revision(done, revision, name, index):
    contains(done.html(index), "Successfully published", name, "View on GoFigr", "Download")
    assert [revision_behind(link) for link in done.links(index)] == [revision["api_id"]]


@each_library
def test_cell_history_packages_and_system_are_stored_with_the_figure(revision, name, index):
    assert text_of(revision, "Jupyter Cell") == SOURCES[index]
    contains(text_of(revision, "pip freeze"), "gofigr==", "seaborn==")
    contains(text_of(revision, "System Info"), os.uname().sysname)
    history = json.loads(text_of(revision, "IPython history"))
    assert history.index(CONFIGURE) < history.index(SOURCES[index])
    (pickled,) = [one for one in revision["data"] if one["type"] == "file"]
    assert pickled["name"] == f"{name}.pickle" and bytes_of(pickled).startswith(b"\x80")
    assert revision["metadata"]["backend"] == ("plotly" if name == "Points" else "matplotlib")


def test_without_a_page_the_client_reports_the_missing_notebook_name_and_publishes(done, analysis):
    contains(done.text(0), "Unable to retrieve metadata from the GoFigr proxy")
    contains(done.text(1), "could not automatically obtain the name", "specify the notebook name & path")
    assert "notebook_name" not in only_revision(analysis, "Bars")["metadata"]


def test_loading_the_extension_without_a_key_says_what_to_do(done):
    contains(done.text(0), "GoFigr authentication failed. Please manually call configure")


def test_the_script_for_the_page_uses_the_address_of_this_server(done):
    (script,) = [data["application/javascript"] for data in done.shown(0) if "application/javascript" in data]
    contains(script, f'const endpoint="{URL}/api/v1.4.1/metadata/')


def test_the_log_of_the_analysis_has_one_line_for_each_revision(analysis):
    log = [(one["action"], one["target_type"]) for one in get(f"analysis/{analysis['api_id']}/log/")]
    assert log.count(("create", "revision")) == 6
    opens(f"{URL}/analysis/{analysis['api_id']}")
