import pytest
from clients import current_only, raises, same
from gofigr import UnauthorizedError

pytestmark = current_only


@pytest.fixture
def invite(gf, workspace):
    def make(level="creator"):
        invitation = gf.WorkspaceInvitation(email="new@example.org", workspace=workspace, membership_type=level)
        invitation.create()
        return invitation

    return make


@pytest.fixture
def accept(workspace, other):
    """Accepts an invitation as the other user. After the test the user is no member."""
    yield lambda invitation: other.WorkspaceInvitation(token=invitation.token).accept()
    if other.username in usernames(workspace):
        workspace.remove_member(other.username)


def usernames(workspace):
    return [one.username for one in workspace.get_members()]


def ids_of_invitations(workspace):
    return [one.api_id for one in workspace.get_invitations()]


def test_an_invitations_token_is_shown_once_and_the_invitation_is_listed_without_it(gf, workspace, invite):
    invitation = invite()
    assert invitation.token and invitation.api_id and invitation.initiator == gf.username
    (listed,) = [one for one in workspace.get_invitations() if one.api_id == invitation.api_id]
    assert listed.token is None and listed.email == "new@example.org"
    fetched = gf.WorkspaceInvitation(api_id=invitation.api_id).fetch()
    assert fetched.token is None and fetched.membership_type == "creator"


def test_admins_read_an_invitation_by_its_id_and_anyone_by_its_token(other, invite):
    invitation = invite()
    with raises(UnauthorizedError):
        other.WorkspaceInvitation(api_id=invitation.api_id).fetch()
    assert other.WorkspaceInvitation(token=invitation.token).fetch().email == "new@example.org"


def test_an_invitation_makes_a_member_once(other, workspace, invite, accept):
    invitation = invite()
    accept(invitation)
    assert other.username in usernames(workspace)
    with raises(RuntimeError):
        accept(invitation)
    assert invitation.api_id not in ids_of_invitations(workspace)


def test_a_member_also_uses_up_an_invitation(other, workspace, invite, accept):
    accept(invite())
    second = invite()
    with raises(RuntimeError):
        accept(second)
    workspace.remove_member(other.username)
    with raises(RuntimeError):
        accept(second)


def test_a_withdrawn_invitation_is_gone(workspace, invite, accept):
    invitation = invite()
    invitation.delete()
    assert invitation.api_id not in ids_of_invitations(workspace)
    with raises(RuntimeError):
        accept(invitation)


def test_only_admins_invite(other, workspace):
    invitation = other.WorkspaceInvitation(
        email="a@example.org", workspace=same(other, workspace), membership_type="viewer"
    )
    with raises(UnauthorizedError):
        invitation.create()


def test_an_invitation_cannot_make_an_owner(invite):
    with raises(RuntimeError):
        invite("owner")
