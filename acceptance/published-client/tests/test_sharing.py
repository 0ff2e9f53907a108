import pytest
from clients import IS_CURRENT, URL, raises, same
from gofigr import GoFigr, UnauthorizedError

SHARED = ["analysis", "figure", "revision", *(["asset", "asset_revision"] if IS_CURRENT else [])]


@pytest.fixture(scope="module")
def held_asset(gf, workspace):
    asset = gf.Asset(name="shared.txt", workspace=workspace).create()
    return asset, gf.AssetRevision(asset=asset, data=[gf.TextData(name="t", contents="text")]).create()


@pytest.fixture
def asset(held_asset):
    return held_asset[0].fetch()


@pytest.fixture
def asset_revision(held_asset):
    return held_asset[1].fetch()


@pytest.fixture
def thing(request):
    """What is shared, and after the test with nobody."""
    shared = request.getfixturevalue(request.param)
    yield shared
    shared.set_link_sharing(False)
    for user in shared.get_sharing_users():
        shared.unshare(user.username)


each_kind = pytest.mark.parametrize("thing", SHARED, indirect=True)


@each_kind
def test_it_is_shared_with_a_user_seen_and_not_changed_and_unshared_twice(other, thing):
    def theirs():
        return same(other, thing)

    for _ in range(2):
        with raises(UnauthorizedError):
            theirs().fetch()
        thing.share(other.username)
        shown = theirs().fetch()
        assert shown == thing
        with raises(UnauthorizedError):
            shown.save()
        assert [one.username for one in thing.get_sharing_users()] == [other.username]
        with raises(UnauthorizedError):
            theirs().get_sharing_users()
        thing.unshare(other.username)
        with raises(UnauthorizedError):
            theirs().fetch()
        thing.unshare(other.username)
        assert thing.get_sharing_users() == []


@each_kind
def test_it_is_shared_by_link_and_not_any_more(other, thing):
    # Version 0.14 always signs in.
    clients = [other, *([GoFigr(url=URL, anonymous=True)] if IS_CURRENT else [])]
    assert thing.get_link_sharing() is False
    thing.set_link_sharing(True)
    assert thing.get_link_sharing() is True and thing.get_sharing_users() == []
    assert same(other, thing).fetch() == thing
    for client in clients:
        assert same(client, thing).fetch().api_id == thing.api_id
    thing.set_link_sharing(False)
    for client in clients:
        with raises(UnauthorizedError):
            same(client, thing).fetch()


@each_kind
def test_it_is_shared_by_nobody_else_and_with_nobody_unknown(other, thing):
    with raises(UnauthorizedError):
        same(other, thing).share(other.username)
    with raises(UnauthorizedError):
        same(other, thing).set_link_sharing(True)
    for change in (thing.share, thing.unshare):
        with raises(RuntimeError):
            change("nobody_of_this_name")


@pytest.mark.parametrize("thing", ["analysis"], indirect=True)
def test_what_lies_below_a_shared_analysis_is_shared_with_it(other, thing, figure, revision):
    thing.set_link_sharing(True)
    for below in (figure, revision):
        assert same(other, below).fetch() == below


def test_workspaces_cannot_be_shared(other, workspace, analysis):
    shareable = type(analysis)
    for call in (
        lambda: shareable.share(workspace, other.username),
        lambda: shareable.set_link_sharing(workspace, True),
        lambda: shareable.get_link_sharing(workspace),
    ):
        with raises(RuntimeError):
            call()
