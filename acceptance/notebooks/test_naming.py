"""`configure` with names and IDs, `publish` by hand, and the errors that a notebook shows."""

import base64
import io

import pytest
from notebook import contains, execute
from PIL import Image
from server import (
    KEY,
    URL,
    analysis_named,
    bytes_of,
    figure_names,
    get,
    images_of,
    only_revision,
    revision_behind,
    revisions_of,
    text_of,
)

LOAD = """\
%load_ext gofigr
import os
from gofigr.jupyter import *
from gofigr.widget import CompactWidget, MinimalWidget
import matplotlib.pyplot as plt
import pandas as pd

account = {"url": os.environ["URL"], "api_key": os.environ["KEY"]}
notebook = {"notebook_name": "naming", "notebook_path": os.path.abspath("naming.ipynb")}"""

WRONG_KEY = 'configure(url=account["url"], api_key="no-such-key", analysis=FindByName("Demo analysis", create=True))'

NOT_CONFIGURED = "publish(plt.figure())"

NOT_THERE = 'configure(**account, workspace=FindByName("Notebooks", create=True), analysis=FindByName("Not there"))'

NAMELESS = """\
configure(**account, workspace=FindByName("Notebooks", create=True))
publish(plt.figure())"""

BY_NAME = """\
configure(
    **account,
    **notebook,
    workspace=FindByName("Notebooks", create=True),
    analysis=FindByName("By name", description="found or made", create=True),
    default_metadata={"study": 7, "who": "é"},
    auto_publish=False)"""

NOT_PUBLISHED = """\
plt.plot([2, 1])
plt.title("Only shown")
plt.show()"""

PUBLISHED = """\
frame = pd.DataFrame({"x": [1, 2], "y": [0.5, None]})
frame.plot(title="A title of its own")
first = publish(
    target=FindByName("A target", create=True),
    metadata={"dose": 2.5},
    dataframes={"frame": frame},
    files=["notes.txt"])"""

BY_ID = """\
publisher = get_extension().publisher
configure(
    **account,
    **notebook,
    workspace=publisher.workspace.api_id,
    analysis=ApiId(publisher.analysis.api_id),
    widget_class=CompactWidget,
    auto_publish=False)
second = publish(plt.figure(), target=ApiId(first.figure.api_id))"""

BY_TEXT = """\
configure(
    **account,
    **notebook,
    workspace="Notebooks",
    analysis="By name",
    widget_class=MinimalWidget,
    show_watermark=False)
plt.plot([1, 2])
plt.title("Published by itself")
plt.show()"""

READ_BACK = """\
from gofigr.jupyter import download_all, download_file

os.mkdir("copies")
print(download_file(first.api_id, "notes.txt", "copy.txt"), open("copy.txt").read())
download_all(first.api_id, "copies")
print(sorted(os.listdir("copies")))"""

SOURCES = [
    LOAD,
    WRONG_KEY,
    NOT_CONFIGURED,
    NOT_THERE,
    NAMELESS,
    BY_NAME,
    NOT_PUBLISHED,
    PUBLISHED,
    BY_ID,
    BY_TEXT,
    READ_BACK,
]
NOTES = "written by hand: ü\n"


def height(png):
    return Image.open(io.BytesIO(png)).height


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    folder = tmp_path_factory.mktemp("naming")
    (folder / "notes.txt").write_text(NOTES, encoding="utf-8")
    environment = {"URL": URL, "KEY": KEY, "GF_AUTO_CONFIGURE": "false"}
    return execute(folder / "naming.ipynb", SOURCES, environment, raising=[1, 2, 3, 4])


@pytest.fixture(scope="module")
def workspace(done):
    (found,) = [one for one in get("workspace/") if one["name"] == "Notebooks"]
    return get(f"workspace/{found['api_id']}/")


@pytest.fixture(scope="module")
def analysis(workspace):
    return analysis_named("By name", workspace["api_id"])


@pytest.fixture(scope="module")
def target(analysis):
    """Both revisions of the target figure: published by name, then by ID."""
    return revisions_of(analysis, "A target")


@pytest.fixture(scope="module")
def by_itself(analysis):
    return only_revision(analysis, "Published by itself")


def test_a_wrong_key_raises_an_error_that_does_not_show_the_key(done):
    kind, message = done.error(1)
    assert kind == "RuntimeError"
    contains(message, "401", "key")
    assert "no-such-key" not in message


def test_publishing_without_configure_and_a_missing_analysis_raise_errors(done):
    contains(done.error(2)[1], "GoFigr not configured")
    contains(done.error(3)[1], "Could not find", "Not there")


def test_without_a_page_the_notebook_name_is_unknown_and_the_client_says_what_to_do(done):
    contains(done.text(4), "Your analysis is set to the name of this notebook", "specify the analysis manually")
    assert done.error(4)


def test_workspace_and_analysis_are_found_by_name_by_id_and_by_text_and_created_once(workspace, analysis):
    assert [one["name"] for one in workspace["analyses"]] == ["By name"]
    assert analysis["description"] == "found or made"


def test_the_startup_widget_links_to_workspace_and_analysis(done, workspace, analysis):
    contains(done.html(5), "GoFigr active", "Notebooks", "By name", "Autopublish: False")
    assert done.links(5) == [f"{URL}/workspace/{workspace['api_id']}", f"{URL}/analysis/{analysis['api_id']}"]


def test_without_auto_publish_a_shown_figure_is_not_published(analysis):
    assert figure_names(analysis) == ["A target", "Published by itself"]


def test_publish_goes_to_the_named_figure_with_metadata_table_and_file(done, target):
    first, _ = target
    data = {one["name"]: one for one in first["data"]}
    contains(bytes_of(data["frame"]).decode(), "x,y", "0.5")
    assert bytes_of(data["notes.txt"]).decode() == NOTES
    assert (data["frame"]["type"], data["notes.txt"]["type"]) == ("dataframe", "file")
    wanted = {"study": 7, "who": "é", "dose": 2.5, "notebook_name": "naming", "notebook_path": done.path}
    assert {name: first["metadata"].get(name) for name in wanted} == wanted
    assert text_of(first, "Jupyter Cell") == PUBLISHED


def test_the_notebook_at_the_given_path_is_stored_with_the_figure(done, target):
    (link,) = target[0]["assets"]
    kept = get(f"asset_revision/{link['asset_revision']}/")
    assert get(f"asset/{kept['asset']}/")["name"] == done.name
    assert bytes_of(kept["data"][0]).decode() == done.source()


def test_a_target_by_id_adds_a_revision_to_the_figure_without_the_earlier_metadata(target):
    first, second = target
    assert "study" not in second["metadata"] and second["metadata"]["notebook_name"] == "naming"
    assert set(images_of(second)) == set(images_of(first))


def test_each_kind_of_widget_links_to_its_revision(done, target, by_itself):
    for index, revision in ((7, target[0]), (8, target[1]), (9, by_itself)):
        contains(done.html(index), "View on GoFigr")
        (link,) = [one for one in done.links(index) if "/r/" in one]
        assert revision_behind(link) == revision["api_id"]


def test_without_a_watermark_the_plain_figure_is_shown_once_and_both_images_are_stored(done, by_itself):
    (shown,) = done.pictures(9)
    images = images_of(by_itself)
    assert height(base64.b64decode(shown["image/png"])) <= height(images["png", False]) < height(images["png", True])


def test_files_can_be_downloaded_in_the_notebook(done):
    contains(done.text(10), f"{len(NOTES.encode())} {NOTES}", "['notes.txt']")
