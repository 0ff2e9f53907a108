import pytest
from clients import raises, same
from gofigr import UnauthorizedError


def levels(workspace):
    return {one.username: one.membership_type for one in workspace.get_members()}


@pytest.fixture
def join(workspace, other):
    """Adds the other user for the time of a test. Returns the workspace in their client."""

    def add(level):
        workspace.add_member(other.username, level)
        return same(other, workspace)

    yield add
    if other.username in levels(workspace):
        workspace.remove_member(other.username)


def test_the_owner_is_listed_among_the_members_by_name(gf, workspace):
    assert levels(workspace) == {gf.username: "owner"}


@pytest.mark.parametrize("level", ["admin", "creator", "viewer"])
def test_a_member_is_added_and_removed(gf, other, workspace, join, level):
    theirs = join(level)
    assert levels(workspace) == {gf.username: "owner", other.username: level}
    assert workspace.api_id in [one.api_id for one in other.workspaces]
    workspace.remove_member(other.username)
    assert levels(workspace) == {gf.username: "owner"}
    with raises(UnauthorizedError):
        theirs.fetch()


@pytest.mark.parametrize("level", ["owner", "no such level"])
def test_a_member_cannot_be_added_as_owner_or_with_an_unknown_role(other, workspace, level):
    with raises(RuntimeError):
        workspace.add_member(other.username, level)


def test_an_unknown_user_is_refused(workspace):
    with raises(RuntimeError):
        workspace.add_member("nobody_of_this_name", "viewer")


def test_nobody_becomes_or_stops_being_owner(gf, other, workspace, join):
    theirs = join("admin")
    with raises(RuntimeError):
        workspace.change_membership(other.username, "owner")
    with raises(RuntimeError):
        theirs.change_membership(gf.username, "admin")
    with raises(RuntimeError):
        theirs.remove_member(gf.username)
    assert levels(workspace) == {gf.username: "owner", other.username: "admin"}


def test_a_member_lowers_their_own_role_and_cannot_raise_it_again(gf, other, join):
    theirs = join("admin")
    theirs.change_membership(other.username, "viewer")
    with raises(UnauthorizedError):
        theirs.change_membership(other.username, "admin")
    with raises(UnauthorizedError):
        theirs.add_member(gf.username, "viewer")


def test_a_viewer_reads_and_changes_nothing(other, workspace, join):
    theirs = join("viewer")
    shown = theirs.fetch()
    assert shown.name == workspace.name
    with raises(UnauthorizedError):
        other.Analysis(name="by a viewer", workspace=theirs).create()


def test_a_creator_creates_objects_and_cannot_change_the_workspace(other, workspace, join):
    theirs = join("viewer")
    shown = theirs.fetch()
    workspace.change_membership(other.username, "creator")
    made = other.Analysis(name="by a creator", workspace=theirs).create()
    made.delete(delete=True)
    with raises(UnauthorizedError):
        shown.save()


def test_a_member_can_leave(gf, other, workspace, join):
    join("viewer").remove_member(other.username)
    assert levels(workspace) == {gf.username: "owner"}
