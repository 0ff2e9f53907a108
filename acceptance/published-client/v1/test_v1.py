"""The published client of version 0.12, the last one of API v1. It has no API keys."""

import os
from importlib.metadata import version
from uuid import uuid4

import pandas as pd
import pytest
from gofigr import API_VERSION, GoFigr

PNG = b"\x89PNG\r\n\x1a\n\0\0"


def client():
    env = os.environ
    return GoFigr(env["GOFIGR_TEST_USERNAME"], env["GOFIGR_TEST_PASSWORD"], url=env["GOFIGR_TEST_URL"])


@pytest.fixture(scope="module")
def gf():
    return client()


@pytest.fixture(scope="module")
def workspace(gf):
    made = gf.Workspace(name=f"v1 {uuid4()}").create()
    yield made
    made.delete(delete=True)


@pytest.fixture(scope="module")
def analysis(workspace):
    return workspace.get_analysis("Analysis", create=True)


@pytest.fixture(scope="module")
def figure(analysis):
    return analysis.get_figure("Figure", create=True)


@pytest.fixture(scope="module")
def revisions(gf, figure):
    """Two revisions of the figure, each published in two calls."""
    published = []
    for index in range(2):
        revision = gf.Revision(figure=figure, metadata={"index": index})
        figure.revisions.create(revision)
        revision.image_data = [gf.ImageData(name="figure", format="png", data=PNG, is_watermarked=False)]
        revision.code_data = [gf.CodeData(name="cell", language="Python", contents=f"plot({index})")]
        revision.table_data = [gf.TableData(name="table", dataframe=pd.DataFrame({"x": [1, 2]}))]
        revision.save(silent=True)
        published.append(revision)
    return published


def test_this_is_the_client_of_api_v1():
    assert (version("gofigr"), API_VERSION) == ("0.12.0", "v1")


@pytest.mark.parametrize("index", [0, 1])
def test_a_revision_is_published_in_two_calls_and_its_bytes_come_back(revisions, index):
    read = client().Revision(api_id=revisions[index].api_id).fetch()
    assert read.image_data[0].data == PNG and read.code_data[0].contents == f"plot({index})"
    assert list(read.table_data[0].dataframe["x"]) == [1, 2]
    assert read.metadata == {"index": index} and read.figure.name == "Figure"


def test_a_figure_holds_its_revisions_which_can_be_fetched_and_saved(figure, revisions):
    read = client().Figure(api_id=figure.api_id).fetch()
    assert [(one.revision_index, one.metadata["index"]) for one in read.revisions] == [(0, 0), (1, 1)]
    assert read.revisions[0].figure.api_id == figure.api_id
    changed = read.revisions[1].fetch()
    changed.metadata["note"] = "later"
    changed.save()
    assert client().Revision(api_id=changed.api_id).fetch().image_data[0].data == PNG
    read.description = "described"
    read.save()
    assert len(read.revisions) == 2


def test_names_and_lists_lead_from_the_workspace_to_the_revisions(workspace, analysis, figure, revisions):
    again = client().Workspace(api_id=workspace.api_id).fetch()
    assert again.get_analysis("Analysis", create=False).api_id == analysis.api_id
    assert again.analyses[0].get_figure("Figure", create=False).api_id == figure.api_id
    assert len(again.analyses[0].figures[0].revisions) == 2
    assert figure.api_id in [one.api_id for one in client().Figure.list()]
    assert again.get_recents().figures[0].api_id == figure.api_id


def test_a_workspace_is_deleted_with_everything_in_it(gf):
    workspace = gf.Workspace(name=f"v1 {uuid4()}").create()
    analysis = workspace.get_analysis("Analysis", create=True)
    workspace.delete(delete=True)
    with pytest.raises(RuntimeError, match="404"):
        client().Analysis(api_id=analysis.api_id).fetch()
