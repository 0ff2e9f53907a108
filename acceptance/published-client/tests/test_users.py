import pytest
from clients import raises
from gofigr import UnauthorizedError


@pytest.fixture
def user_info(gf):
    info = gf.user_info()
    yield info
    gf.update_user_info(info)


def test_the_user_reads_the_same_by_list_and_by_name(gf, user_info):
    assert user_info == gf.user_info(user_info.username)
    assert user_info.username == gf.username and user_info.is_active


def test_the_users_names_are_changed_and_put_back(gf, user_info):
    first_name = user_info.first_name
    user_info.first_name = "Ada é"
    changed = gf.update_user_info(user_info)
    assert changed.first_name == "Ada é" and changed.email == user_info.email
    user_info.first_name = first_name
    assert gf.update_user_info(user_info) == user_info


def test_a_body_that_names_somebody_else_is_refused(gf, user_info):
    with raises(UnauthorizedError):
        gf.update_user_info(user_info, username="somebody.else")


def test_another_users_profile_cannot_be_changed(gf, other):
    with raises(UnauthorizedError):
        other.update_user_info(other.user_info(), username=gf.username)
