"""Clients and their objects. The server and its two accounts come from the environment, see clients.py."""

import os
import sys
from importlib.metadata import version
from uuid import uuid4

import gofigr
import pytest
from clients import by_key, by_password
from publishers import line_figure, new_publisher


def pytest_report_header():
    return f"gofigr {version('gofigr')} from {os.path.dirname(gofigr.__file__)}, Python {sys.version.split()[0]}"


def pytest_collection_modifyitems(config, items):
    """Deselects tests of features that the installed version lacks."""
    others = [item for item in items if not all(mark.args[0] for mark in item.iter_markers("applies_if"))]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if item not in others]


@pytest.fixture(scope="session")
def gf():
    """The user's client, by API key."""
    return by_key()


@pytest.fixture(scope="session")
def signed_in():
    """The same user's client, by password."""
    return by_password()


@pytest.fixture(scope="session")
def other():
    """The client of another user, by password."""
    return by_password(os.environ["GOFIGR_TEST_OTHER_USERNAME"], os.environ["GOFIGR_TEST_OTHER_PASSWORD"])


@pytest.fixture(scope="module")
def workspace(gf, signed_in, request):
    """A workspace for the tests of one file."""
    made = gf.Workspace(name=f"{request.module.__name__} {uuid4()}", description="")
    made.create()
    yield made
    signed_in.Workspace(api_id=made.api_id).delete(delete=True)


@pytest.fixture(scope="session")
def publisher(gf, signed_in, tmp_path_factory):
    """A publisher with its own analysis."""
    workspace = gf.Workspace(name=f"Published {uuid4()}", description="")
    workspace.create()
    # Uses one client, because our own package sends all figures of a user through the first one.
    made = new_publisher(gf, workspace, 'Analysis / with "quotes" 🎉', tmp_path_factory.mktemp("notebook"))
    yield made
    made.close()
    signed_in.Workspace(api_id=workspace.api_id).delete(delete=True)


@pytest.fixture(scope="session")
def lines(publisher):
    """Two published revisions of the matplotlib figure "Lines", of slopes 1 and 2."""
    return [
        publisher.publish(line_figure(slope), "Lines", metadata={"slope": slope, "list": [1, None]}) for slope in (1, 2)
    ]


@pytest.fixture
def analysis(gf, publisher, lines):
    """The analysis that the figure "Lines" was published in."""
    return gf.Analysis(api_id=publisher.analysis.api_id).fetch()


@pytest.fixture
def figure(gf, lines):
    """The figure "Lines"."""
    return gf.Figure(api_id=lines[0].revision.figure.api_id).fetch()


@pytest.fixture
def revision(gf, lines):
    """The newest revision of the figure "Lines"."""
    return gf.Revision(api_id=lines[1].revision.api_id).fetch()
