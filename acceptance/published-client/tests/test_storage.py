"""Answers about storage, which a client cannot set."""

import pytest
from clients import current_only, raises, same
from gofigr import UnauthorizedError

pytestmark = current_only


@pytest.fixture
def organization(gf, signed_in):
    made = gf.Organization(name="Storage").create()
    yield made
    same(signed_in, made).delete(delete=True)


@pytest.mark.parametrize("kind", ["workspace", "organization"])
def test_its_data_are_stored_on_the_server(other, request, kind):
    item = request.getfixturevalue(kind)
    info = item.get_storage_info()
    assert (info.vendor, info.params) == ("GoFigr.io", None)
    with raises(UnauthorizedError):
        same(other, item).get_storage_info()


def test_the_data_of_a_revision_are_stored_on_the_server(other, revision):
    assert revision.data
    assert [one.get_storage_info() for one in revision.data] == [{"vendor": "GoFigr.io"}] * len(revision.data)
    with raises(UnauthorizedError):
        other.Data(api_id=revision.data[0].api_id).get_storage_info()
