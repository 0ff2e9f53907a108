import pytest


@pytest.fixture(scope="module")
def analysis(gf, workspace):
    """An object that was created and changed."""
    made = workspace.get_analysis("Logged", create=True)
    analysis = gf.Analysis(api_id=made.api_id).fetch()
    analysis.description = "changed"
    analysis.save()
    return analysis


@pytest.mark.parametrize("kind", ["workspace", "analysis"])
def test_the_log_is_newest_first_and_each_item_can_be_fetched(gf, workspace, analysis, kind):
    logs = {"workspace": workspace, "analysis": analysis}[kind].get_logs()
    assert logs and [one.timestamp for one in logs] == sorted([one.timestamp for one in logs], reverse=True)
    assert {one.action for one in logs} <= {"create", "update", "move", "delete"}
    item = logs[0]
    before = item.target_id
    item.fetch()
    assert item.target_id == before and item.username == gf.username


def test_recent_objects_are_newest_first(workspace, analysis):
    figures = [analysis.get_figure(name, create=True) for name in ("Older", "Newer")]
    recents = workspace.get_recents(limit=2)
    assert [one.api_id for one in recents.figures] == [one.api_id for one in reversed(figures)]
    assert recents.analyses[0].api_id == analysis.api_id
