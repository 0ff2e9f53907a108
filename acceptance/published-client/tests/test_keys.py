from datetime import datetime, timedelta, timezone
from uuid import uuid4

import pytest
from clients import USERNAME, by_key, by_password, current_only, eventually, raises
from gofigr import UnauthorizedError


@pytest.fixture
def make_key(signed_in):
    """Makes keys for the time of a test."""
    made = []

    def make(**options):
        made.append(signed_in.create_api_key(f"test {uuid4().hex[:8]}", **options))
        return made[-1]

    yield make
    left = {one.api_id for one in signed_in.list_api_keys()}
    for key in made:
        if key.api_id in left:
            signed_in.revoke_api_key(key.api_id)


def test_a_key_signs_in(gf):
    assert gf.username == gf.user_info().username == USERNAME
    assert gf.heartbeat().json()["ai_enabled"] is False


def test_a_key_is_created_with_a_password_and_works(make_key):
    key = make_key()
    assert key.token and by_key(key.token).user_info().username == USERNAME


def test_keys_are_listed_without_their_secret_and_with_their_last_use(make_key, signed_in):
    key = make_key()
    by_key(key.token).user_info()
    listed = {one.api_id: one for one in signed_in.list_api_keys()}
    assert listed[key.api_id].name == key.name and listed[key.api_id].token is None
    read = signed_in.get_api_key(key.api_id)
    assert read.token is None and read.last_used >= read.created
    by_key(key.token)
    assert signed_in.get_api_key(key.api_id).last_used > read.last_used


def test_a_key_can_neither_create_nor_revoke_keys(make_key):
    key = make_key()
    with raises(UnauthorizedError):
        by_key(key.token).create_api_key("child")
    with raises(UnauthorizedError):
        by_key(key.token).revoke_api_key(key.api_id)


def test_a_revoked_key_is_refused_with_401(make_key, signed_in):
    key = make_key()
    user = by_key(key.token)
    signed_in.revoke_api_key(key.api_id)
    with raises(RuntimeError, "401"):
        user.user_info()
    with raises(RuntimeError, "401"):
        by_key(key.token)
    assert key.api_id not in [one.api_id for one in signed_in.list_api_keys()]


def test_a_wrong_key_is_refused():
    with raises(RuntimeError, "401"):
        by_key("no key")


def test_a_wrong_password_is_refused():
    with raises(RuntimeError, "Authentication failed"):
        by_password(password="wrong")


def test_a_client_refreshes_an_invalid_access_token():
    client = by_password()
    client._access_token = "stale"
    assert client.user_info().username == USERNAME


@current_only
def test_a_key_for_one_workspace_reaches_only_that_workspace(make_key, signed_in, workspace):
    user = by_key(make_key(workspace=workspace).token)
    assert [one.api_id for one in user.workspaces] == [workspace.api_id]
    user.Workspace(api_id=workspace.api_id).fetch()
    with raises(UnauthorizedError):
        user.Workspace(api_id=signed_in.primary_workspace.api_id).fetch()


@current_only
def test_a_key_knows_when_it_expires(make_key, signed_in):
    expiry = datetime.now(timezone.utc) + timedelta(hours=1)
    assert signed_in.get_api_key(make_key(expiry=expiry).api_id).expiry == expiry


@current_only
def test_a_key_expires(make_key):
    # Local time of this machine. The client adds the zone.
    user = by_key(make_key(expiry=datetime.now() + timedelta(seconds=1.5)).token)

    def is_refused():
        try:
            user.user_info()
        except RuntimeError as error:
            return "401" in str(error) and type(error) is RuntimeError
        return False

    eventually(is_refused, limit_s=10)
