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
def item(request):
    """An object to share. After the test it is shared with nobody."""
    shared = request.getfixturevalue(request.param)
    yield shared
    shared.set_link_sharing(False)
    for user in shared.get_sharing_users():
        shared.unshare(user.username)


each_kind = pytest.mark.parametrize("item", SHARED, indirect=True)


@each_kind
def test_a_shared_object_can_be_read_but_not_changed_and_unshared_twice(other, item):
    def theirs():
        return same(other, item)

    for _ in range(2):
        with raises(UnauthorizedError):
            theirs().fetch()
        item.share(other.username)
        shown = theirs().fetch()
        assert shown == item
        with raises(UnauthorizedError):
            shown.save()
        assert [one.username for one in item.get_sharing_users()] == [other.username]
        with raises(UnauthorizedError):
            theirs().get_sharing_users()
        item.unshare(other.username)
        with raises(UnauthorizedError):
            theirs().fetch()
        item.unshare(other.username)
        assert item.get_sharing_users() == []


@each_kind
def test_sharing_by_link_can_be_switched_on_and_off(other, item):
    # Version 0.14 always signs in.
    clients = [other, *([GoFigr(url=URL, anonymous=True)] if IS_CURRENT else [])]
    assert item.get_link_sharing() is False
    item.set_link_sharing(True)
    assert item.get_link_sharing() is True and item.get_sharing_users() == []
    assert same(other, item).fetch() == item
    for client in clients:
        assert same(client, item).fetch().api_id == item.api_id
    item.set_link_sharing(False)
    for client in clients:
        with raises(UnauthorizedError):
            same(client, item).fetch()


@each_kind
def test_only_the_owner_shares_and_only_with_known_users(other, item):
    with raises(UnauthorizedError):
        same(other, item).share(other.username)
    with raises(UnauthorizedError):
        same(other, item).set_link_sharing(True)
    for change in (item.share, item.unshare):
        with raises(RuntimeError):
            change("nobody_of_this_name")


@pytest.mark.parametrize("item", ["analysis"], indirect=True)
def test_a_shared_analysis_shares_the_objects_below_it(other, item, figure, revision):
    item.set_link_sharing(True)
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
