"""Settings from a `.gofigr` file, and files that the notebook reads through the client."""

import json
from collections import namedtuple

import pytest
from notebook import contains, execute
from server import KEY, URL, analysis_named, bytes_of, get, opens, post, revisions_of

LOAD = "%load_ext gofigr"

READ = """\
frame = gf.read_csv("rain.csv")
print(frame["mm"].sum())"""

OPEN = """\
with gf.open("notes.txt") as file:
    print(file.read())"""

PLOT = """\
frame.plot(title="Rain");"""

CHANGE = """\
with open("rain.csv", "a") as file:
    file.write("wed,7\\n")
frame = gf.read_csv("rain.csv")"""

SOURCES = [LOAD, READ, OPEN, READ, PLOT, CHANGE, PLOT]
FILES = {"rain.csv": "day,mm\nmon,3\ntue,4\n", "notes.txt": "dry until Sunday: ü\n"}
CHANGED = FILES["rain.csv"] + "wed,7\n"

Kept = namedtuple("Kept", ["before", "after", "noted", "notebook"])


def asset_named(name, analysis):
    (asset,) = post("asset/find_by_name/", {"name": name, "analysis": analysis["api_id"]})
    return get(f"asset/{asset['api_id']}/")


def held_text(asset_revision):
    (datum,) = asset_revision["data"]
    return bytes_of(datum).decode()


def asset_revisions(asset):
    return [get(f"asset_revision/{one['api_id']}/") for one in asset["revisions"]]


def links_of(revision, name):
    """Links of a figure revision or an asset revision, as a set to compare both ends."""
    return {(one["figure_revision"], one["asset_revision"], one["use_type"]) for one in revision[name]}


@pytest.fixture(scope="module")
def workspace():
    return post("workspace/", {"name": "From a file"})


@pytest.fixture(scope="module")
def done(tmp_path_factory, workspace):
    folder = tmp_path_factory.mktemp("data files")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    config = {"url": URL, "api_key": KEY, "workspace": workspace["api_id"]}
    (folder / ".gofigr").write_text(json.dumps(config), encoding="utf-8")
    path = folder / "Rain in May.ipynb"
    # Jupyter Server sets this variable for the kernel of a notebook.
    return execute(path, SOURCES, {"JPY_SESSION_NAME": str(path)})


@pytest.fixture(scope="module")
def analysis(done, workspace):
    return analysis_named("Rain in May", workspace["api_id"])


@pytest.fixture(scope="module")
def rain(analysis):
    return asset_named("rain.csv", analysis)


@pytest.fixture(scope="module")
def kept(done, analysis, rain):
    """Revisions of the assets: the file before and after its change, the text, and the notebook."""
    (noted,) = asset_revisions(asset_named("notes.txt", analysis))
    (notebook,) = asset_revisions(asset_named(done.name, analysis))
    return Kept(*asset_revisions(rain), noted, notebook)


@pytest.fixture(scope="module")
def figures(analysis):
    """Revisions of the figure: from the file before and after its change."""
    return revisions_of(analysis, "Rain")


def test_with_a_config_file_loading_connects_and_the_analysis_gets_the_name_of_the_notebook(done):
    contains(done.html(0), "GoFigr active", "From a file", "Rain in May", "Autopublish: True")
    for link in done.links(0):
        opens(link)
    assert len(done.links(0)) == 2


def test_read_csv_and_open_return_the_data_and_store_the_files_byte_for_byte(done, workspace, analysis, rain, kept):
    contains(done.text(1), "7")
    contains(done.text(2), FILES["notes.txt"])
    files = (kept.before, kept.after, kept.noted)
    assert [held_text(one) for one in files] == [FILES["rain.csv"], CHANGED, FILES["notes.txt"]]
    assert (rain["workspace"], rain["analysis"]) == (workspace["api_id"], analysis["api_id"])
    for one in files:
        (datum,) = one["data"]
        query = {"digest": datum["hash"], "hash_type": "blake3", "analysis": analysis["api_id"]}
        (found,) = post("asset_revision/find_by_hash/", query)
        assert found["api_id"] == one["api_id"]


def test_an_unchanged_file_keeps_its_revision_and_a_changed_file_gets_a_new_one(done, kept):
    contains(done.html(1), "rain.csv", "(new revision)")
    contains(done.html(3), "rain.csv", "(existing revision)")
    contains(done.html(5), "rain.csv", "(new revision)")
    assert [kept.before["revision_index"], kept.after["revision_index"]] == [0, 1]


def test_the_asset_widgets_open_the_asset_revisions(done, kept):
    shown = [done.links(index) for index in (1, 2, 3, 5)]
    wanted = (kept.before, kept.noted, kept.before, kept.after)
    assert shown == [[f"{URL}/asset_revision/{one['api_id']}"] for one in wanted]
    for (link,) in shown:
        opens(link)


def test_each_figure_links_to_the_revisions_of_its_files_and_notebook(figures, kept):
    for figure, data in zip(figures, (kept.before, kept.after), strict=True):
        wanted = {(figure["api_id"], one["api_id"], "indirect") for one in (data, kept.noted, kept.notebook)}
        assert links_of(figure, "assets") == wanted


def test_each_file_lists_the_same_links_to_its_figures(figures, kept):
    first, second = figures
    for asset_revision, users in zip(kept, ([first], [second], figures, figures), strict=True):
        wanted = {(one["api_id"], asset_revision["api_id"], "indirect") for one in users}
        assert links_of(asset_revision, "figure_revisions") == wanted


def test_the_notebook_is_stored_once_and_its_name_and_path_are_in_the_metadata(
    done, figures, kept
):
    assert held_text(kept.notebook) == done.source()
    for figure in figures:
        assert (figure["metadata"]["notebook_name"], figure["metadata"]["notebook_path"]) == (done.name, done.path)
