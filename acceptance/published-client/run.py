"""Drives the published GoFigr client, whichever version is installed, against a running server.

GOFIGR_TEST_URL and GOFIGR_TEST_KEY are needed. With GOFIGR_TEST_USERNAME and GOFIGR_TEST_PASSWORD keys and the user are
exercised too and the workspace is deleted, with GOFIGR_TEST_OTHER_USERNAME and GOFIGR_TEST_OTHER_PASSWORD what another
user must not see.
Prints `ok …` or `not ok …` for each check and `N passed, N failed` at the end.
"""

import base64
import contextlib
import importlib.util
import io
import multiprocessing
import os
import sys
import tempfile
import time
import traceback
import uuid
from datetime import datetime, timedelta, timezone

# The client calls `pip freeze`: let it be the one beside this Python.
os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ.get("PATH", "")

import matplotlib

matplotlib.use("Agg")

import gofigr
import matplotlib.pyplot as plt
import pandas as pd
import plotly.graph_objects as go
import requests
from gofigr import GoFigr, UnauthorizedError
from importlib.metadata import version

URL = os.environ["GOFIGR_TEST_URL"]
KEY = os.environ["GOFIGR_TEST_KEY"]
USERNAME = os.environ.get("GOFIGR_TEST_USERNAME")
PASSWORD = os.environ.get("GOFIGR_TEST_PASSWORD")
OTHER_USERNAME = os.environ.get("GOFIGR_TEST_OTHER_USERNAME")
OTHER_PASSWORD = os.environ.get("GOFIGR_TEST_OTHER_PASSWORD")

counts = {"passed": 0, "failed": 0}


@contextlib.contextmanager
def check(what):
    """Counts what happens inside as one check; what the client prints meanwhile is shown when it fails."""
    noise = io.StringIO()
    try:
        with contextlib.redirect_stdout(noise), contextlib.redirect_stderr(noise):
            yield
    except Exception:
        counts["failed"] += 1
        print(f"not ok {what}\n{noise.getvalue()[-2000:]}{traceback.format_exc()}", flush=True)
    else:
        counts["passed"] += 1
        print(f"ok {what}", flush=True)


@contextlib.contextmanager
def raises(kind, text=""):
    """Demands an exception of exactly this kind."""
    try:
        yield
    except Exception as error:
        assert type(error) is kind, f"{type(error).__name__} instead of {kind.__name__}: {error}"
        assert text in str(error), str(error)
    else:
        raise AssertionError(f"no {kind.__name__}")


def by_key(key=KEY):
    return GoFigr(url=URL, api_key=key)


def by_password(username=USERNAME, password=PASSWORD):
    return GoFigr(url=URL, username=username, password=password)


def keep_sent_data(gf):
    """Notes the bytes of each revision that this client sends: a list of (name, type, bytes) by call."""
    sent = []

    def noting(send):
        def call(endpoint, json, **options):
            if endpoint.startswith("revision/") and isinstance(json, dict) and json.get("data"):
                sent.append([(d.get("name"), d["type"], base64.b64decode(d["data"])) for d in json["data"]])
            return send(endpoint, json=json, **options)

        return call

    gf._post, gf._put = noting(gf._post), noting(gf._put)
    return sent


class CurrentPublisher:
    """Publishes as scripts do with version 2."""

    def __init__(self, gf, workspace, analysis_name):
        from gofigr import FindByName
        from gofigr.publisher import Publisher

        self.by_name = FindByName
        self.publisher = Publisher(
            gf=gf, workspace=workspace, analysis=FindByName(analysis_name, create=True), image_formats=("png", "svg")
        )
        self.analysis = self.publisher.analysis

    def publish(self, figure, name, **more):
        return self.publisher.publish(fig=figure, target=self.by_name(name, create=True), **more)


class NotebookPublisher:
    """Publishes as the Jupyter extension of version 0.14 does, inside a cell of an IPython shell in this process."""

    def __init__(self, gf, workspace, analysis_name):
        from IPython.core.interactiveshell import InteractiveShell

        self.shell = InteractiveShell.instance()
        self.shell.run_line_magic("load_ext", "gofigr")
        from gofigr import jupyter

        self.jupyter = jupyter
        jupyter.configure(
            api_key=KEY,
            url=URL,
            workspace=workspace.api_id,
            analysis=jupyter.FindByName(analysis_name, create=True),
            auto_publish=False,
            notebook_name="run.ipynb",
            notebook_path="/tmp/run.ipynb",
        )
        extension = jupyter.get_extension()
        self.analysis = extension.analysis
        # The extension signs in by itself: let it publish through the client whose bytes are noted.
        extension.gf = extension.publisher.gf = gf
        extension.workspace = gf.Workspace(api_id=workspace.api_id).fetch()
        extension.analysis = self.analysis = gf.Analysis(api_id=self.analysis.api_id).fetch()

    def publish(self, figure, name, **more):
        options = {"fig": figure, "target": self.jupyter.FindByName(name, create=True), **more}
        self.shell.user_ns.update(extension=self.jupyter.get_extension(), options=options)
        self.shell.run_cell("revision = extension.publisher.publish(**options)").raise_error()
        return self.shell.user_ns["revision"]


def is_current():
    return hasattr(GoFigr, "find_workspace")


def line_figure(slope):
    figure, axes = plt.subplots(figsize=(4, 3))
    axes.plot([0, 1, 2], [0, slope, 2 * slope])
    axes.set_title("Lines")
    return figure


def bytes_of(revision):
    return [(datum.name, datum.type, bytes(datum.data)) for datum in revision.data]


def drawn_thumbnail(thing, size):
    """The thumbnail; a drawing that failed on a busy machine is tried again by the server after 15 s."""
    deadline = time.monotonic() + 60
    while (picture := thing.get_thumbnail(size)) is None and time.monotonic() < deadline:
        time.sleep(1)
    return picture


def check_same_bytes(revision, sent):
    fetched = by_key().Revision(api_id=revision.api_id).fetch()
    assert [item[:2] for item in bytes_of(fetched)] == [item[:2] for item in sent[-1]]
    assert bytes_of(fetched) == sent[-1], "other bytes came back"
    assert fetched.size_bytes == sum(len(item[2]) for item in sent[-1])
    return fetched


def publishing(gf, workspace):
    sent = keep_sent_data(gf)
    analysis_name = 'Analysis / with "quotes" 🎉'
    with check("a publisher is set up"):
        publisher = (CurrentPublisher if is_current() else NotebookPublisher)(gf, workspace, analysis_name)
    revisions = []

    for slope in (1, 2):
        with check(f"revision {slope} of a matplotlib figure is published, and its bytes come back"):
            revision = publisher.publish(line_figure(slope), "Lines", metadata={"slope": slope, "list": [1, None]})
            fetched = check_same_bytes(revision, sent)
            assert fetched.metadata["slope"] == slope and fetched.metadata["list"] == [1, None]
            assert {"png", "svg"} <= {datum.format for datum in fetched.image_data}
            assert any(datum.is_watermarked for datum in fetched.image_data)
            assert fetched.image_data[0].image.size[0] > 100
            revisions.append(revision)

    with check("both are revisions of one figure, in order"):
        figure = by_key().Figure(api_id=revisions[0].figure.api_id).fetch()
        assert figure.name == "Lines"
        assert [one.api_id for one in figure.revisions] == [one.api_id for one in revisions]
        assert [one.revision_index for one in figure.revisions] == [0, 1]
        newest = by_key().Revision(api_id=revisions[1].api_id).fetch()
        assert figure.child_updated_on is None or figure.child_updated_on >= newest.created_on

    with check("a plotly figure is published with its HTML, and its bytes come back"):
        revision = publisher.publish(go.Figure(go.Bar(x=["a", "b"], y=[1, 3])), "Bars")
        fetched = check_same_bytes(revision, sent)
        assert "html" in {datum.format for datum in fetched.image_data}

    with check("a data frame is published, and comes back equal"):
        frame = pd.DataFrame({"x": [1, 2, 3], "y": [0.5, None, 2.5], "name": ["a", "ü", 'quote "']})
        revision = publisher.publish(line_figure(3), "With a table", dataframes={"frame": frame})
        fetched = check_same_bytes(revision, sent)
        (table,) = fetched.table_data
        read = table.dataframe
        pd.testing.assert_frame_equal(read[list(frame.columns)], frame, check_dtype=False)

    with check("code and text come with it"):
        assert fetched.text_data and all(datum.contents for datum in fetched.text_data)
        if not is_current():
            assert "extension.publisher" in fetched.code_data[0].contents

    if hasattr(gf, "FileData"):
        with check("a file is published, and its bytes come back"):
            with tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, "every byte.bin")
                with open(path, "wb") as file:
                    file.write(bytes(range(256)) * 1000)
                revision = publisher.publish(line_figure(4), "With a file", files=[path])
                fetched = check_same_bytes(revision, sent)
                files = {datum.name: datum for datum in fetched.file_data}
                assert files["every byte.bin"].data == bytes(range(256)) * 1000
    else:
        with check("a file's bytes are published as text, which this version has, and come back"):
            target = gf.Analysis(api_id=publisher.analysis.api_id).fetch().get_figure("With a file", create=True)
            revision = gf.Revision(figure=target, metadata={}, data=[gf.TextData(name="a.txt", contents="ä\n\0" * 999)])
            target.revisions.create(revision)
            check_same_bytes(revision, sent)

    if hasattr(revisions[0], "get_thumbnail"):
        with check("revision, figure and analysis have thumbnails"):
            for thing in (newest, figure, gf.Analysis(api_id=publisher.analysis.api_id)):
                assert max(drawn_thumbnail(thing, 100).size) == 128  # the next size that is kept

    if getattr(revisions[0], "_short_id", None):
        with check("a short ID leads to the revision"):
            answer = requests.get(f"{URL}/api/v1.4.1/short_id/{revisions[0]._short_id}/", headers={"Authorization": f"Token {KEY}"})
            assert answer.json()["revision"] == revisions[0].api_id

    with check("the printed link opens a page"):
        answer = requests.get(revisions[0].revision_url)
        assert answer.status_code == 200 and "text/html" in answer.headers["content-type"]

    with check("a published revision is found in its list, changed and saved"):
        thing = by_key().Revision(api_id=revisions[0].api_id).fetch()
        before = bytes_of(thing)
        thing.metadata["note"] = "later"
        thing.save()
        again = by_key().Revision(api_id=thing.api_id).fetch()
        assert again.metadata["note"] == "later" and bytes_of(again) == before

    with check("a revision is deleted, and gone"):
        thing = by_key().Revision(api_id=revisions[0].api_id)
        with raises(RuntimeError):
            thing.delete()
        thing.delete(delete=True)
        with raises(RuntimeError, "404"):
            thing.fetch()
        assert len(by_key().Figure(api_id=figure.api_id).fetch().revisions) == 1
    return publisher.analysis.api_id


def tree(gf, workspace):
    with check("workspaces are listed, one of them primary"):
        assert workspace.api_id in [one.api_id for one in gf.workspaces]
        assert gf.primary_workspace.workspace_type == "primary"

    with check("a workspace is renamed and read by another client"):
        workspace.description = "changed / 'quoted'"
        workspace.save()
        again = by_key().Workspace(api_id=workspace.api_id).fetch()
        assert again.description == workspace.description and again.name == workspace.name

    with check("an analysis is found by name or made, and made only once"):
        first = workspace.get_analysis("Found by name", create=True)
        again = by_key().Workspace(api_id=workspace.api_id).fetch().get_analysis("Found by name", create=True)
        assert first.api_id == again.api_id
        with raises(RuntimeError, "Could not find"):
            workspace.get_analysis("not there", create=False)

    with check("a figure is found by name or made, and made only once"):
        analysis = gf.Analysis(api_id=first.api_id).fetch()
        figure = analysis.get_figure("A figure", create=True)
        again = by_key().Analysis(api_id=first.api_id).fetch().get_figure("A figure", create=True)
        assert figure.api_id == again.api_id

    with check("an analysis is saved in part and in whole"):
        analysis.name = "Renamed"
        analysis.save(patch=True)
        analysis.description = "d"
        analysis.save(silent=True)
        again = by_key().Analysis(api_id=first.api_id).fetch()
        assert (again.name, again.description) == ("Renamed", "d")
        assert again.updated_on > again.created_on

    with check("the logs of workspace and analysis are newest first, and each item can be fetched"):
        for thing in (workspace, analysis):
            logs = thing.get_logs()
            assert logs and [one.timestamp for one in logs] == sorted([one.timestamp for one in logs], reverse=True)
            assert {one.action for one in logs} <= {"create", "update", "move", "delete"}
            item = logs[0]
            before = item.target_id
            item.fetch()
            assert item.target_id == before and item.username == gf.username

    with check("what is recent is newest first"):
        recents = workspace.get_recents(limit=2)
        assert recents.figures[0].api_id == figure.api_id
        assert recents.analyses[0].api_id == first.api_id

    with check("the owner is listed among the members by name"):
        members = [(one.username, one.membership_type) for one in workspace.get_members()]
        assert (gf.username, "owner") in members


def storage(gf, workspace, analysis_id):
    """What is answered while storage can't be set."""
    other = by_password(OTHER_USERNAME, OTHER_PASSWORD)
    with check("workspace and organization keep their data with the server"):
        organization = gf.Organization(name="Storage").create()
        for thing, theirs in ((workspace, other.Workspace), (organization, other.Organization)):
            info = thing.get_storage_info()
            assert (info.vendor, info.params) == ("GoFigr.io", None)
            with raises(UnauthorizedError):
                theirs(api_id=thing.api_id).get_storage_info()
        by_password().Organization(api_id=organization.api_id).delete(delete=True)
    with check("so do the data of a revision"):
        figure = gf.Analysis(api_id=analysis_id).fetch().figures[0].fetch()
        data = figure.revisions[0].fetch().data
        assert data and [one.get_storage_info() for one in data] == [{"vendor": "GoFigr.io"}] * len(data)
        with raises(UnauthorizedError):
            other.Data(api_id=data[0].api_id).get_storage_info()


def users(gf):
    with check("the user reads the same by list and by name"):
        info = gf.user_info()
        assert info == gf.user_info(info.username)
        assert info.username == gf.username and info.is_active

    with check("the user's names are changed and put back"):
        first_name = info.first_name
        info.first_name = "Ada é"
        changed = gf.update_user_info(info)
        assert changed.first_name == "Ada é" and changed.email == info.email
        info.first_name = first_name
        assert gf.update_user_info(info) == info

    with check("a body that names somebody else is refused"):
        with raises(UnauthorizedError):
            gf.update_user_info(info, username="somebody.else")


def keys(workspace):
    gf = by_password()
    name = f"run {uuid.uuid4().hex[:8]}"

    with check("a key is made with a password, and works"):
        key = gf.create_api_key(name)
        assert key.token and by_key(key.token).user_info().username == USERNAME

    with check("keys are listed without their secret, with their last use"):
        listed = {one.api_id: one for one in gf.list_api_keys()}
        assert listed[key.api_id].name == name and listed[key.api_id].token is None
        read = gf.get_api_key(key.api_id)
        assert read.token is None and read.last_used >= read.created
        by_key(key.token)
        assert gf.get_api_key(key.api_id).last_used > read.last_used

    with check("a key can neither make nor revoke keys"):
        with raises(UnauthorizedError):
            by_key(key.token).create_api_key("child")
        with raises(UnauthorizedError):
            by_key(key.token).revoke_api_key(key.api_id)

    with check("a revoked key is refused with 401"):
        user = by_key(key.token)
        gf.revoke_api_key(key.api_id)
        with raises(RuntimeError, "401"):
            user.user_info()
        with raises(RuntimeError, "401"):
            by_key(key.token)
        assert key.api_id not in [one.api_id for one in gf.list_api_keys()]

    with check("a wrong key and a wrong password are refused"):
        with raises(RuntimeError, "401"):
            by_key("no key")
        with raises(RuntimeError, "Authentication failed"):
            by_password(password="wrong")

    with check("a client whose access token is bad refreshes it and goes on"):
        again = by_password()
        again._access_token = "stale"
        assert again.user_info().username == USERNAME

    if is_current():
        with check("a key for one workspace reaches that one alone"):
            scoped = gf.create_api_key(name, workspace=workspace)
            user = by_key(scoped.token)
            assert [one.api_id for one in user.workspaces] == [workspace.api_id]
            user.Workspace(api_id=workspace.api_id).fetch()
            with raises(UnauthorizedError):
                user.Workspace(api_id=gf.primary_workspace.api_id).fetch()
            gf.revoke_api_key(scoped)

        with check("a key expires"):
            expiry = datetime.now(timezone.utc) + timedelta(hours=1)
            fresh = gf.create_api_key(name, expiry=expiry)
            assert gf.get_api_key(fresh.api_id).expiry == expiry
            gf.revoke_api_key(fresh)
            late = gf.create_api_key(name, expiry=datetime.now() + timedelta(seconds=1.5))
            user = by_key(late.token)
            time.sleep(1.6)
            with raises(RuntimeError, "401"):
                user.user_info()
            gf.revoke_api_key(late)


def strangers(gf, workspace, analysis_id):
    other = by_password(OTHER_USERNAME, OTHER_PASSWORD)
    with check("another user is refused with UnauthorizedError, and finds nothing in lists"):
        figure = gf.Analysis(api_id=analysis_id).fetch().figures[0].fetch()
        revision = figure.revisions[0]
        assert workspace.api_id not in [one.api_id for one in other.workspaces]
        for kind, api_id in (
            ("Workspace", workspace.api_id),
            ("Analysis", analysis_id),
            ("Figure", figure.api_id),
            ("Revision", revision.api_id),
        ):
            thing = getattr(other, kind)(api_id=api_id)
            with raises(UnauthorizedError):
                thing.fetch()
            with raises(UnauthorizedError):
                thing.delete(delete=True)
        for call in (other.Workspace(api_id=workspace.api_id).get_logs, other.Workspace(api_id=workspace.api_id).get_members):
            with raises(UnauthorizedError):
                call()
    with check("another user can't publish here"):
        with raises(UnauthorizedError):
            other.Analysis(name="mine", workspace=other.Workspace(api_id=workspace.api_id)).create()
        with raises(UnauthorizedError):
            other.Revision(figure=other.Figure(api_id=figure.api_id), metadata={}, data=[]).create()
    with check("another user's profile can't be changed"):
        with raises(UnauthorizedError):
            other.update_user_info(other.user_info(), username=gf.username)


def members(gf, workspace):
    other = by_password(OTHER_USERNAME, OTHER_PASSWORD)
    theirs = other.Workspace(api_id=workspace.api_id)
    levels = lambda: {one.username: one.membership_type for one in workspace.get_members()}
    with check("members are added, changed and removed on every level"):
        for level in ("admin", "creator", "viewer"):
            workspace.add_member(other.username, level)
            assert levels() == {gf.username: "owner", other.username: level}, levels()
            assert workspace.api_id in [one.api_id for one in other.workspaces]
            workspace.remove_member(other.username)
            assert levels() == {gf.username: "owner"}
            with raises(UnauthorizedError):
                theirs.fetch()
    with check("nobody becomes or stops being owner, and unknown levels and users are refused"):
        for level in ("owner", "no such level"):
            with raises(RuntimeError):
                workspace.add_member(other.username, level)
        with raises(RuntimeError):
            workspace.add_member("nobody_of_this_name", "viewer")
        workspace.add_member(other.username, "admin")
        with raises(RuntimeError):
            workspace.change_membership(other.username, "owner")
        with raises(RuntimeError):
            theirs.change_membership(gf.username, "admin")
        with raises(RuntimeError):
            theirs.remove_member(gf.username)
        assert levels() == {gf.username: "owner", other.username: "admin"}
    with check("a member lowers itself, and can't rise again"):
        theirs.change_membership(other.username, "viewer")
        with raises(UnauthorizedError):
            theirs.change_membership(other.username, "admin")
        with raises(UnauthorizedError):
            theirs.add_member(gf.username, "viewer")
    with check("a viewer reads and changes nothing, a creator creates"):
        shown = theirs.fetch()
        assert shown.name == workspace.name
        with raises(UnauthorizedError):
            other.Analysis(name="by a viewer", workspace=theirs).create()
        workspace.change_membership(other.username, "creator")
        made = other.Analysis(name="by a creator", workspace=theirs).create()
        made.delete(delete=True)
        with raises(UnauthorizedError):
            shown.save()
    with check("a member leaves by itself"):
        theirs.remove_member(other.username)
        assert levels() == {gf.username: "owner"}


def invitations(gf, workspace):
    other = by_password(OTHER_USERNAME, OTHER_PASSWORD)

    def invite(level="creator"):
        invitation = gf.WorkspaceInvitation(email="new@example.org", workspace=workspace, membership_type=level)
        invitation.create()
        return invitation

    with check("an invitation's token is shown once, and the invitation is listed without it"):
        invitation = invite()
        assert invitation.token and invitation.api_id and invitation.initiator == gf.username
        listed = [one for one in workspace.get_invitations() if one.api_id == invitation.api_id]
        assert len(listed) == 1 and listed[0].token is None and listed[0].email == "new@example.org"
        fetched = gf.WorkspaceInvitation(api_id=invitation.api_id).fetch()
        assert fetched.token is None and fetched.membership_type == "creator"
    with check("by its ID it is for admins, by its token for whoever holds it"):
        with raises(UnauthorizedError):
            other.WorkspaceInvitation(api_id=invitation.api_id).fetch()
        assert other.WorkspaceInvitation(token=invitation.token).fetch().email == "new@example.org"
    with check("accepting makes a member, once"):
        other.WorkspaceInvitation(token=invitation.token).accept()
        assert other.username in [one.username for one in workspace.get_members()]
        with raises(RuntimeError):
            other.WorkspaceInvitation(token=invitation.token).accept()
        assert invitation.api_id not in [one.api_id for one in workspace.get_invitations()]
    with check("an invitation is spent by a member too"):
        second = invite()
        with raises(RuntimeError):
            other.WorkspaceInvitation(token=second.token).accept()
        workspace.remove_member(other.username)
        with raises(RuntimeError):
            other.WorkspaceInvitation(token=second.token).accept()
    with check("a withdrawn invitation is gone"):
        third = invite()
        third.delete()
        assert third.api_id not in [one.api_id for one in workspace.get_invitations()]
        with raises(RuntimeError):
            other.WorkspaceInvitation(token=third.token).accept()
    with check("only admins invite, and nobody to be owner"):
        with raises(UnauthorizedError):
            other.WorkspaceInvitation(
                email="a@example.org", workspace=other.Workspace(api_id=workspace.api_id), membership_type="viewer"
            ).create()
        with raises(RuntimeError):
            invite("owner")


def sharing(gf, workspace, analysis_id):
    other = by_password(OTHER_USERNAME, OTHER_PASSWORD)
    analysis = gf.Analysis(api_id=analysis_id).fetch()
    figure = analysis.figures[0].fetch()
    things = [("Analysis", analysis), ("Figure", figure), ("Revision", figure.revisions[0].fetch())]
    if hasattr(gf, "Asset"):
        asset = gf.Asset(name="shared.txt", workspace=workspace).create()
        held = gf.AssetRevision(asset=asset, data=[gf.TextData(name="t", contents="text")]).create()
        things += [("Asset", asset.fetch()), ("AssetRevision", held.fetch())]
    nobody = GoFigr(url=URL, anonymous=True) if hasattr(gf, "anonymous") or is_current() else None
    for kind, thing in things:
        theirs = lambda client=other: getattr(client, kind)(api_id=thing.api_id)
        with check(f"{kind}: shared with a user, seen and not changed, and unshared, twice"):
            for _ in range(2):
                with raises(UnauthorizedError):
                    theirs().fetch()
                thing.share(other.username)
                shown = theirs().fetch()
                assert shown == thing, f"{shown} is not {thing}"
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
        with check(f"{kind}: shared by link, and not any more"):
            assert thing.get_link_sharing() is False
            thing.set_link_sharing(True)
            assert thing.get_link_sharing() is True and thing.get_sharing_users() == []
            assert theirs().fetch() == thing
            if nobody:
                assert theirs(nobody).fetch().api_id == thing.api_id
            thing.set_link_sharing(False)
            for client in filter(None, (other, nobody)):
                with raises(UnauthorizedError):
                    theirs(client).fetch()
        with check(f"{kind}: shared by nobody else, and with nobody unknown"):
            with raises(UnauthorizedError):
                theirs().share(other.username)
            with raises(UnauthorizedError):
                theirs().set_link_sharing(True)
            for change in (thing.share, thing.unshare):
                with raises(RuntimeError):
                    change("nobody_of_this_name")
    with check("what lies below a shared analysis is shared with it"):
        analysis.set_link_sharing(True)
        for kind, thing in things[1:3]:
            assert getattr(other, kind)(api_id=thing.api_id).fetch() == thing
        analysis.set_link_sharing(False)
    with check("workspaces can't be shared"):
        share = type(analysis)
        for call in (
            lambda: share.share(workspace, other.username),
            lambda: share.set_link_sharing(workspace, True),
            lambda: share.get_link_sharing(workspace),
        ):
            with raises(RuntimeError):
                call()


def organizations(gf):
    """As their own tests do it: reach by role, and what remains."""
    other = by_password(OTHER_USERNAME, OTHER_PASSWORD)
    with check("an organization begins with its creator as org_admin"):
        organization = gf.Organization(name="Published client", description="").create()
        assert organization in gf.organizations and organization.description == ""
        assert [(m.username, m.membership_type) for m in organization.get_members()] == [(gf.username, "org_admin")]
    with check("workspaces join it, and are listed in order of joining"):
        late = gf.Workspace(name="joins late").create()
        first = gf.Workspace(name="made in it", organization=organization).create()
        late.organization = organization
        late.save()
        assert [one.api_id for one in organization.fetch().workspaces] == [first.api_id, late.api_id]
        assert first.fetch().organization.api_id == organization.api_id
    with check("it is changed and read again"):
        organization.description = "described"
        organization.save()
        assert organization.fetch().description == "described" and organization in gf.organizations
    with check("a stranger reaches nothing of it and can't put a workspace into it"):
        theirs = other.Organization(api_id=organization.api_id)
        for call in (theirs.fetch, other.Workspace(name="mine", organization=theirs).create, theirs.get_members):
            with raises(UnauthorizedError):
                call()
    with check("a workspace_creator reaches its workspaces, makes some, and can't rise"):
        organization.add_member(other.username, "workspace_creator")
        assert other.Workspace(api_id=late.api_id).fetch().name == "joins late"
        analysis = other.Analysis(name="by them", workspace=other.Workspace(api_id=first.api_id)).create()
        assert gf.Analysis(api_id=analysis.api_id).fetch().name == "by them"
        with raises(UnauthorizedError):
            theirs.change_membership(other.username, "org_admin")
        own = other.Workspace(name="theirs", organization=theirs).create()
        assert gf.Workspace(api_id=own.api_id).fetch().organization.api_id == organization.api_id
        with raises(UnauthorizedError):
            other.Workspace(api_id=late.api_id).delete(delete=True)
    with check("each role reaches as far as it says"):
        for role, may in (("workspace_viewer", False), ("workspace_admin", True)):
            organization.change_membership(other.username, role)
            workspace = other.Workspace(api_id=late.api_id).fetch()
            workspace.description = role
            with contextlib.nullcontext() if may else raises(UnauthorizedError):
                workspace.save()
    with check("invitations to it are made, listed, accepted and spent"):
        organization.remove_member(other.username)
        invitation = gf.OrganizationInvitation(
            email="new@example.org", organization=organization, membership_type="workspace_viewer"
        )
        invitation.create()
        assert [one.api_id for one in organization.get_invitations()] == [invitation.api_id]
        other.OrganizationInvitation(token=invitation.token).accept()
        assert organization.get_invitations() == []
        assert other.username in [one.username for one in organization.get_members()]
    with check("who is removed keeps the workspaces they own, and nothing else"):
        organization.remove_member(other.username)
        with raises(UnauthorizedError):
            theirs.fetch()
        for workspace in (first, late):
            with raises(UnauthorizedError):
                other.Workspace(api_id=workspace.api_id).fetch()
        assert own.fetch().name == "theirs"
    with check("a workspace leaves it when its organization is saved as None"):
        late.organization = None
        late.save()
        assert late.fetch().organization is None
        assert late.api_id not in [one.api_id for one in organization.fetch().workspaces]
    with check("a deleted organization leaves its workspaces to their owners"):
        with raises(UnauthorizedError):
            organization.delete(delete=True)
        signed_in = by_password()
        signed_in.Organization(api_id=organization.api_id).delete(delete=True)
        assert first.fetch().organization is None and own.fetch().organization is None
        for client, workspace in ((signed_in, first), (signed_in, late), (other, own)):
            client.Workspace(api_id=workspace.api_id).delete(delete=True)


@contextlib.contextmanager
def script(code):
    """Publishes as from a script with this code, where this one draws too many figures to tell their titles."""
    main = sys.modules["__main__"]
    before = sys.argv[0], main.__file__
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "script.py")
        with open(path, "w") as file:
            file.write(code)
        # The published package looks at the one, ours at the other.
        sys.argv[0] = main.__file__ = path
        try:
            yield
        finally:
            sys.argv[0], main.__file__ = before


def server_side(gf, analysis_id):
    """What only current versions ask of the server: to pick the figure, and to derive a revision in the browser."""
    from gofigr.publisher import Publisher

    analysis = gf.Analysis(api_id=analysis_id).fetch()
    publisher = Publisher(gf=gf, workspace=gf.Workspace(api_id=analysis.workspace.api_id), analysis=analysis)
    frame = pd.DataFrame({"x": [1, 2, 3], "y": [0.5, None, 2.5]})

    with check("the server picks the figure by the title in the script, and the revision is ready"):
        with script("figure, axes = plt.subplots()\naxes.set_title('Lines')"):
            revision = publisher.publish(line_figure(5), auto_assign=True, dataframes={"frame": frame})
        fetched = by_key().Revision(api_id=revision.api_id).fetch()
        assert fetched.is_processing is False
        assert fetched.figure.fetch().name == "Lines"
        assert fetched.figure.analysis.api_id == analysis_id

    # Our own package has no publisher for the browser: see docs/python-compatibility.md.
    if importlib.util.find_spec("gofigr.pyodide") is None:
        return
    from gofigr.pyodide import PyodidePublisher

    with check("a revision derived in the browser has the data frame of its source and its own picture"):
        browser = PyodidePublisher(gf, analysis, source_revision_api_id=revision.api_id)
        answer = browser.publish(line_figure(6), metadata={"derived": True})
        derived = by_key().Revision(api_id=answer["api_id"]).fetch()
        (table,) = derived.table_data
        pd.testing.assert_frame_equal(table.dataframe[["x", "y"]], frame, check_dtype=False)
        assert {(one.format, one.is_watermarked) for one in derived.image_data} == {
            ("png", False),
            ("png", True),
            ("svg", False),
        }
        assert derived.metadata["derived"] is True and answer["short_id"]
        assert derived.figure.fetch().name == "Lines"

    with check("the lineage leads from the derived revision to its source"):
        answer = requests.get(f"{URL}/api/v1.4.1/revision/{derived.api_id}/lineage/", headers={"Authorization": f"Token {KEY}"})
        assert {"from": revision.api_id, "to": derived.api_id, "type": "derive", "use_type": None} in answer.json()["edges"]


def main():
    print(gofigr.__file__)
    print(f"gofigr {version('gofigr')}, Python {sys.version.split()[0]}", flush=True)
    with check("a key signs in"):
        gf = by_key()
        assert gf.username == gf.user_info().username
        assert gf.heartbeat().json()["ai_enabled"] is False
        workspace = gf.Workspace(name=f"Published client {version('gofigr')}", description="")
        workspace.create()
    tree(gf, workspace)
    analysis_id = publishing(gf, workspace)
    if is_current():
        server_side(gf, analysis_id)
    users(gf)
    if USERNAME and PASSWORD:
        keys(workspace)
    if OTHER_USERNAME and OTHER_PASSWORD:
        strangers(gf, workspace, analysis_id)
        members(gf, workspace)
        sharing(gf, workspace, analysis_id)
        if hasattr(gf, "WorkspaceInvitation"):
            invitations(gf, workspace)
        if hasattr(gf, "Organization"):
            organizations(gf)
            storage(gf, workspace, analysis_id)
    with check("a key can't delete the workspace"):
        with raises(UnauthorizedError):
            workspace.delete(delete=True)
    if USERNAME and PASSWORD:
        with check("the workspace is deleted with everything in it"):
            by_password().Workspace(api_id=workspace.api_id).delete(delete=True)
            with raises(RuntimeError, "404"):
                by_key().Analysis(api_id=analysis_id).fetch()


try:
    main()
except Exception:
    counts["failed"] += 1
    print(f"not ok the script stopped\n{traceback.format_exc()}")
print(f"{counts['passed']} passed, {counts['failed']} failed", flush=True)
# The extension of 0.14 leaves a process and threads behind that would wait for ever.
for child in multiprocessing.active_children():
    child.terminate()
os._exit(1 if counts["failed"] else 0)
