import pandas as pd
import plotly.graph_objects as go
import pytest
import requests
from clients import IS_CURRENT, KEY, URL, applies_if, by_key, current_only, eventually, raises
from publishers import bytes_of, check_same_bytes, line_figure

EVERY_BYTE = bytes(range(256)) * 1000


@pytest.fixture(scope="module")
def with_table(publisher):
    """A data frame, and the revision that was published with it."""
    frame = pd.DataFrame({"x": [1, 2, 3], "y": [0.5, None, 2.5], "name": ["a", "ü", 'quote "']})
    return frame, publisher.publish(line_figure(3), "With a table", dataframes={"frame": frame})


def test_a_publisher_makes_its_analysis(publisher):
    assert by_key().Analysis(api_id=publisher.analysis.api_id).fetch().name == 'Analysis / with "quotes" 🎉'


@pytest.mark.parametrize("slope", [1, 2])
def test_a_matplotlib_figure_is_published_and_its_bytes_come_back(lines, slope):
    _, fetched, sent = lines[slope - 1]
    check_same_bytes(fetched, sent)
    assert fetched.metadata["slope"] == slope and fetched.metadata["list"] == [1, None]
    assert {"png", "svg"} <= {datum.format for datum in fetched.image_data}
    assert any(datum.is_watermarked for datum in fetched.image_data)
    assert fetched.image_data[0].image.size[0] > 100


def test_two_publishes_with_one_name_are_two_revisions_in_order(lines, figure):
    assert figure.name == "Lines"
    assert [one.api_id for one in figure.revisions] == [one.revision.api_id for one in lines]
    assert [one.revision_index for one in figure.revisions] == [0, 1]
    assert figure.child_updated_on is None or figure.child_updated_on >= lines[1].fetched.created_on


def test_a_plotly_figure_is_published_with_its_html_and_its_bytes_come_back(publisher):
    _, fetched, sent = publisher.publish(go.Figure(go.Bar(x=["a", "b"], y=[1, 3])), "Bars")
    check_same_bytes(fetched, sent)
    assert "html" in {datum.format for datum in fetched.image_data}


def test_a_data_frame_is_published_and_comes_back_equal(with_table):
    frame, (_, fetched, sent) = with_table
    check_same_bytes(fetched, sent)
    (table,) = fetched.table_data
    pd.testing.assert_frame_equal(table.dataframe[list(frame.columns)], frame, check_dtype=False)


def test_text_is_published_with_the_figure(with_table):
    _, published = with_table
    texts = published.fetched.text_data
    assert texts and all(datum.contents for datum in texts)


@applies_if(not IS_CURRENT)
def test_the_code_of_the_cell_is_published_with_the_figure(with_table):
    _, published = with_table
    assert "extension.publisher" in published.fetched.code_data[0].contents


@current_only
def test_a_file_is_published_and_its_bytes_come_back(publisher, tmp_path):
    path = tmp_path / "every byte.bin"
    path.write_bytes(EVERY_BYTE)
    _, fetched, sent = publisher.publish(line_figure(4), "With a file", files=[str(path)])
    check_same_bytes(fetched, sent)
    files = {datum.name: datum for datum in fetched.file_data}
    assert files["every byte.bin"].data == EVERY_BYTE


@applies_if(not IS_CURRENT)
def test_a_files_bytes_are_published_as_text_and_come_back(gf, analysis):
    contents = "ä\n\0" * 999
    target = analysis.get_figure("With a file", create=True)
    revision = gf.Revision(figure=target, metadata={}, data=[gf.TextData(name="a.txt", contents=contents)])
    target.revisions.create(revision)
    fetched = by_key().Revision(api_id=revision.api_id).fetch()
    check_same_bytes(fetched, [("a.txt", "text", contents.encode())])


@current_only
@pytest.mark.parametrize("kind", ["revision", "figure", "analysis"])
def test_it_has_a_thumbnail(request, kind):
    item = request.getfixturevalue(kind)
    # On a busy machine a drawing may fail. The server retries it after 15 s.
    picture = eventually(lambda: item.get_thumbnail(100))
    assert max(picture.size) == 128  # the next larger size


@current_only
def test_a_short_id_leads_to_the_revision(revision, lines):
    headers = {"Authorization": f"Token {KEY}"}
    answer = requests.get(f"{URL}/api/v1.4.1/short_id/{lines[1].revision._short_id}/", headers=headers)
    assert answer.json()["revision"] == revision.api_id


def test_the_printed_link_opens_a_page(lines):
    answer = requests.get(lines[0].revision.revision_url)
    assert answer.status_code == 200 and "text/html" in answer.headers["content-type"]


def test_a_published_revision_is_changed_and_saved_and_keeps_its_bytes(revision):
    before = bytes_of(revision)
    revision.metadata["note"] = "later"
    revision.save()
    again = by_key().Revision(api_id=revision.api_id).fetch()
    assert again.metadata["note"] == "later" and bytes_of(again) == before


def test_a_revision_is_deleted_and_gone(publisher):
    figures = [publisher.publish(line_figure(slope), "One is deleted").revision for slope in (7, 8)]
    item = by_key().Revision(api_id=figures[0].api_id)
    with raises(RuntimeError):
        item.delete()
    item.delete(delete=True)
    with raises(RuntimeError, "404"):
        item.fetch()
    left = by_key().Figure(api_id=figures[0].figure.api_id).fetch().revisions
    assert [one.api_id for one in left] == [figures[1].api_id]
