"""Features of current versions only: the server picks the figure, and the browser derives a revision."""

import importlib.util
import sys

import pandas as pd
import pytest
import requests
from clients import KEY, URL, applies_if, by_key, current_only
from publishers import line_figure

pytestmark = current_only

# Our own package has no publisher for the browser: see docs/python-compatibility.md.
in_the_browser = applies_if(importlib.util.find_spec("gofigr.pyodide") is not None)

FRAME = pd.DataFrame({"x": [1, 2, 3], "y": [0.5, None, 2.5]})


@pytest.fixture(scope="module")
def publisher(gf, workspace):
    """A publisher for an analysis that already has the figure "Lines"."""
    from gofigr import FindByName
    from gofigr.publisher import Publisher

    made = Publisher(gf=gf, workspace=workspace, analysis=FindByName("Assigned", create=True))
    made.publish(line_figure(1), target=FindByName("Lines", create=True))
    return made


@pytest.fixture(scope="module")
def assigned(publisher, tmp_path_factory):
    """A revision from a script with one figure. This module draws too many to find the title."""
    script = tmp_path_factory.mktemp("script") / "script.py"
    script.write_text("figure, axes = plt.subplots()\naxes.set_title('Lines')")
    with pytest.MonkeyPatch.context() as patch:
        # The published package reads the first, ours the second.
        patch.setattr(sys, "argv", [str(script)])
        patch.setattr(sys.modules["__main__"], "__file__", str(script))
        return publisher.publish(line_figure(5), auto_assign=True, dataframes={"frame": FRAME})


@pytest.fixture(scope="module")
def derived(gf, publisher, assigned):
    """The answer to a publisher in the browser, and the derived revision."""
    from gofigr.pyodide import PyodidePublisher

    browser = PyodidePublisher(gf, publisher.analysis, source_revision_api_id=assigned.api_id)
    answer = browser.publish(line_figure(6), metadata={"derived": True})
    return answer, by_key().Revision(api_id=answer["api_id"]).fetch()


def test_the_server_picks_the_figure_by_the_title_in_the_script_and_the_revision_is_ready(assigned, publisher):
    fetched = by_key().Revision(api_id=assigned.api_id).fetch()
    assert fetched.is_processing is False
    assert fetched.figure.fetch().name == "Lines"
    assert fetched.figure.analysis.api_id == publisher.analysis.api_id


@in_the_browser
def test_a_revision_derived_in_the_browser_has_the_data_frame_of_its_source_and_its_own_picture(derived):
    answer, revision = derived
    (table,) = revision.table_data
    pd.testing.assert_frame_equal(table.dataframe[["x", "y"]], FRAME, check_dtype=False)
    pictures = {(one.format, one.is_watermarked) for one in revision.image_data}
    assert pictures == {("png", False), ("png", True), ("svg", False)}
    assert revision.metadata["derived"] is True and answer["short_id"]
    assert revision.figure.fetch().name == "Lines"


@in_the_browser
def test_the_lineage_leads_from_the_derived_revision_to_its_source(assigned, derived):
    _, revision = derived
    headers = {"Authorization": f"Token {KEY}"}
    edges = requests.get(f"{URL}/api/v1.4.1/revision/{revision.api_id}/lineage/", headers=headers).json()["edges"]
    assert {"from": assigned.api_id, "to": revision.api_id, "type": "derive", "use_type": None} in edges
