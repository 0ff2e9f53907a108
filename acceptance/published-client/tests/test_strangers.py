"""Other users can neither read nor change an account's objects."""

import pytest
from clients import raises, same
from gofigr import UnauthorizedError

KINDS = ["workspace", "analysis", "figure", "revision"]


@pytest.fixture
def workspace(gf, analysis):
    """The workspace that the figure "Lines" was published in."""
    return gf.Workspace(api_id=analysis.workspace.api_id).fetch()


@pytest.mark.parametrize("kind", KINDS)
def test_another_user_can_neither_fetch_nor_delete_it(other, request, kind):
    theirs = same(other, request.getfixturevalue(kind))
    with raises(UnauthorizedError):
        theirs.fetch()
    with raises(UnauthorizedError):
        theirs.delete(delete=True)


def test_another_user_does_not_find_a_workspace_in_the_list(other, workspace):
    assert workspace.api_id not in [one.api_id for one in other.workspaces]


@pytest.mark.parametrize("what", ["get_logs", "get_members"])
def test_another_user_reads_neither_log_nor_members(other, workspace, what):
    with raises(UnauthorizedError):
        getattr(same(other, workspace), what)()


def test_another_user_cannot_make_an_analysis_here(other, workspace):
    with raises(UnauthorizedError):
        other.Analysis(name="mine", workspace=same(other, workspace)).create()


def test_another_user_cannot_publish_here(other, figure):
    with raises(UnauthorizedError):
        other.Revision(figure=same(other, figure), metadata={}, data=[]).create()
