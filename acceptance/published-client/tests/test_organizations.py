"""Organizations as the tests of the published client use them: rights of the roles, and removals."""

import contextlib

import pytest
from clients import current_only, raises, same
from gofigr import UnauthorizedError

pytestmark = current_only


@pytest.fixture
def organization(gf, signed_in):
    made = gf.Organization(name="Published client", description="").create()
    yield made
    if made in gf.organizations:
        same(signed_in, made).delete(delete=True)


@pytest.fixture
def make_workspace(signed_in, other):
    """Makes workspaces for the time of a test."""
    made = []

    def make(client, **fields):
        made.append((client, client.Workspace(**fields).create()))
        return made[-1][1]

    yield make
    for client, workspace in made:
        # A key can't delete a workspace.
        same(other if client is other else signed_in, workspace).delete(delete=True)


@pytest.fixture
def workspace(gf, make_workspace, organization):
    return make_workspace(gf, name="made in it", organization=organization)


def usernames(organization):
    return [one.username for one in organization.get_members()]


def test_an_organization_begins_with_its_creator_as_org_admin(gf, organization):
    assert organization in gf.organizations and organization.description == ""
    assert [(m.username, m.membership_type) for m in organization.get_members()] == [(gf.username, "org_admin")]


def test_workspaces_join_an_organization_and_are_listed_in_order_of_joining(gf, make_workspace, organization):
    late = make_workspace(gf, name="joins late")
    first = make_workspace(gf, name="made in it", organization=organization)
    late.organization = organization
    late.save()
    assert [one.api_id for one in organization.fetch().workspaces] == [first.api_id, late.api_id]
    assert first.fetch().organization.api_id == organization.api_id


def test_an_organization_is_changed_and_read_again(gf, organization):
    organization.description = "described"
    organization.save()
    assert organization.fetch().description == "described" and organization in gf.organizations


def test_a_stranger_has_no_access_and_cannot_add_a_workspace(other, organization):
    theirs = same(other, organization)
    for call in (theirs.fetch, other.Workspace(name="mine", organization=theirs).create, theirs.get_members):
        with raises(UnauthorizedError):
            call()


def test_a_workspace_creator_reads_and_creates_workspaces_and_cannot_get_a_higher_role(
    gf, other, organization, workspace, make_workspace
):
    organization.add_member(other.username, "workspace_creator")
    assert same(other, workspace).fetch().name == "made in it"
    analysis = other.Analysis(name="by them", workspace=same(other, workspace)).create()
    assert same(gf, analysis).fetch().name == "by them"
    with raises(UnauthorizedError):
        same(other, organization).change_membership(other.username, "org_admin")
    own = make_workspace(other, name="theirs", organization=same(other, organization))
    assert same(gf, own).fetch().organization.api_id == organization.api_id
    with raises(UnauthorizedError):
        same(other, workspace).delete(delete=True)


@pytest.mark.parametrize(("role", "may"), [("workspace_viewer", False), ("workspace_admin", True)])
def test_each_role_has_its_own_rights(other, organization, workspace, role, may):
    organization.add_member(other.username, "workspace_creator")
    organization.change_membership(other.username, role)
    theirs = same(other, workspace).fetch()
    theirs.description = role
    with contextlib.nullcontext() if may else raises(UnauthorizedError):
        theirs.save()


def test_invitations_are_created_listed_and_accepted_once(gf, other, organization):
    invitation = gf.OrganizationInvitation(
        email="new@example.org", organization=organization, membership_type="workspace_viewer"
    )
    invitation.create()
    assert [one.api_id for one in organization.get_invitations()] == [invitation.api_id]
    other.OrganizationInvitation(token=invitation.token).accept()
    assert organization.get_invitations() == []
    assert other.username in usernames(organization)


def test_a_removed_member_keeps_only_their_own_workspaces(
    other, organization, workspace, make_workspace
):
    organization.add_member(other.username, "workspace_creator")
    own = make_workspace(other, name="theirs", organization=same(other, organization))
    organization.remove_member(other.username)
    with raises(UnauthorizedError):
        same(other, organization).fetch()
    with raises(UnauthorizedError):
        same(other, workspace).fetch()
    assert own.fetch().name == "theirs"


def test_a_workspace_leaves_when_its_organization_is_saved_as_none(organization, workspace):
    workspace.organization = None
    workspace.save()
    assert workspace.fetch().organization is None
    assert workspace.api_id not in [one.api_id for one in organization.fetch().workspaces]


def test_a_deleted_organization_leaves_its_workspaces_to_their_owners(
    signed_in, other, organization, workspace, make_workspace
):
    organization.add_member(other.username, "workspace_creator")
    own = make_workspace(other, name="theirs", organization=same(other, organization))
    with raises(UnauthorizedError):
        organization.delete(delete=True)
    same(signed_in, organization).delete(delete=True)
    assert workspace.fetch().organization is None and own.fetch().organization is None
