"""Clients of the two test users, for every version of the package."""

import os
import time

import pytest
from gofigr import GoFigr

URL = os.environ["GOFIGR_TEST_URL"]
KEY = os.environ["GOFIGR_TEST_KEY"]
USERNAME = os.environ["GOFIGR_TEST_USERNAME"]
PASSWORD = os.environ["GOFIGR_TEST_PASSWORD"]

IS_CURRENT = hasattr(GoFigr, "find_workspace")
"""True for version 2 and our own package, false for version 0.14."""

applies_if = pytest.mark.applies_if
current_only = applies_if(IS_CURRENT)


def by_key(key=KEY):
    return GoFigr(url=URL, api_key=key)


def by_password(username=USERNAME, password=PASSWORD):
    return GoFigr(url=URL, username=username, password=password)


def same(client, item):
    """The object in another client, by its ID and not fetched yet."""
    # Each client has its own classes, derived from `gf_Workspace` and its like.
    names = [base.__name__.removeprefix("gf_") for base in type(item).__mro__]
    kind = next(getattr(client, name) for name in names if hasattr(client, name))
    return kind(api_id=item.api_id)


def raises(kind, text=""):
    """Expects an exception of exactly this kind, with this text in it."""
    return pytest.raises(kind, check=lambda error: type(error) is kind and text in str(error))


def eventually(look, limit_s=60):
    """Returns the result of `look` as soon as it is true."""
    deadline = time.monotonic() + limit_s
    while not (found := look()):
        assert time.monotonic() < deadline, f"not within {limit_s} s"
        time.sleep(0.1)
    return found
