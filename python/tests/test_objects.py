"""Objects against a real server."""

import json
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from gofigr import ApiId, FindByName, GoFigr, MethodNotAllowedError, NotebookName, UnauthorizedError
from gofigr.http import FileBody, JsonBody
from gofigr.models import gf_Analysis, gf_Figure, gf_Workspace
from gofigr.publisher import Publisher
from scripted_server import Answer, Received, ScriptedServer


@pytest.fixture
def workspace(gf: GoFigr) -> gf_Workspace:
    return gf.Workspace(name=f"test {uuid.uuid4()}", description="d").create()


@pytest.fixture
def analysis(workspace: gf_Workspace) -> gf_Analysis:
    return workspace.get_analysis("An analysis")


@pytest.fixture
def figure(analysis: gf_Analysis) -> gf_Figure:
    return analysis.get_figure("A figure")


@pytest.fixture
def calls(gf: GoFigr, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Method and address of each request."""
    seen: list[tuple[str, str]] = []
    request = gf.http.request

    def noting(method: str, endpoint: str, **options: Any) -> Any:
        seen.append((method, endpoint))
        return request(method, endpoint, **options)

    monkeypatch.setattr(gf.http, "request", noting)
    return seen


def test_an_object_is_made_read_changed_and_deleted(gf: GoFigr, by_password: GoFigr, workspace: gf_Workspace) -> None:
    assert workspace.created_by == gf.username and workspace.created_on is not None
    again = gf.Workspace(api_id=workspace.api_id).fetch()
    assert again == workspace
    again.description = "changed"
    assert again != workspace
    again.save()
    assert workspace.fetch().description == "changed"
    with pytest.raises(RuntimeError, match="delete=True"):
        workspace.delete()
    with pytest.raises(UnauthorizedError):
        workspace.delete(delete=True)
    assert by_password.Workspace(api_id=workspace.api_id).delete(delete=True).status_code == 204
    with pytest.raises(RuntimeError, match="404"):
        workspace.fetch()


def test_figures_are_found_by_a_search(gf: GoFigr, workspace: gf_Workspace, figure: gf_Figure) -> None:
    query = f'workspace:"{workspace.name}" figure'
    limit = time.monotonic() + 20
    while not (found := gf.search(query)) and time.monotonic() < limit:
        time.sleep(0.2)
    [one] = found
    assert (one.kind, one.api_id, one.name, one.analysis_name) == ("figure", figure.api_id, "A figure", "An analysis")
    assert (one.workspace_name, one.changed_by, one.line) == (workspace.name, gf.username, None)
    assert one.changed_on.tzinfo is not None
    assert gf.search(query, limit=0) == []


def test_saved_searches_are_found_by_name(gf: GoFigr, by_password: GoFigr, workspace: gf_Workspace) -> None:
    name, query = f"Ärger {workspace.name}", f'workspace:"{workspace.name}" type:workspace'
    by_password.post("saved_search/", json={"name": name, "q": query})
    limit = time.monotonic() + 20
    while not (found := gf.search(saved=name)) and time.monotonic() < limit:
        time.sleep(0.2)
    assert [one.api_id for one in found] == [workspace.api_id]
    assert gf.search("nothingness", saved=name.upper()) == []
    with pytest.raises(ValueError, match=r"no saved search 'unknown'. There are: .*Ärger"):
        gf.search(saved="unknown")


def test_missing_and_existing_objects_raise_clear_errors(gf: GoFigr, workspace: gf_Workspace) -> None:
    with pytest.raises(RuntimeError, match="already exists"):
        workspace.create()
    assert workspace.create(update=True).updated_on is not None
    for use in (gf.Workspace(name="x").save, gf.Workspace(name="x").fetch):
        with pytest.raises(RuntimeError, match="API ID is None"):
            use()
    with pytest.raises(TypeError, match="unhashable"):
        hash(workspace)


def test_objects_are_found_by_name_by_id_and_by_object(
    gf: GoFigr, workspace: gf_Workspace, analysis: gf_Analysis
) -> None:
    queries = [
        workspace,
        workspace.api_id,
        ApiId(str(workspace.api_id)),
        workspace.name,
        FindByName(str(workspace.name)),
    ]
    assert {gf.find_workspace(query).api_id for query in queries} == {workspace.api_id}
    assert [gf.find_workspace(nothing) for nothing in (None, "", "  ")] == [gf.primary_workspace] * 3
    with pytest.raises(RuntimeError, match='Could not find workspace named "nowhere"'):
        gf.find_workspace(FindByName("nowhere"))
    with pytest.raises(ValueError, match="Unsupported query type 3"):
        gf.find_workspace(3)  # type: ignore[arg-type]  # the refused type
    made = gf.find_analysis(workspace, FindByName("New", description="of it", create=True))
    assert (made.name, made.description) == ("New", "of it")
    assert isinstance(gf.find_analysis(workspace, NotebookName()), NotebookName)
    assert gf.find_figure(analysis, FindByName("F", create=True)).api_id == analysis.fetch().get_figure("F").api_id


@pytest.mark.parametrize("workspace_of_file", ["", None])
def test_figures_go_to_the_primary_workspace_or_to_that_of_a_bound_key(
    workspace_of_file: str | None, gf: GoFigr, workspace: gf_Workspace, by_password: GoFigr
) -> None:
    (Path.cwd() / ".gofigr").write_text(json.dumps({"workspace": workspace_of_file}))
    key = by_password.create_api_key("bound", workspace=workspace)
    bound = GoFigr(url=gf.service_url, api_key=key.token)
    for client, place in ((gf, gf.primary_workspace), (bound, workspace)):
        publisher = Publisher(gf=client, workspace="", analysis=FindByName("No workspace", create=True))
        assert publisher.workspace.api_id == place.api_id
        publisher.find_analysis()
        made = client.Analysis(api_id=client.analysis_id).fetch()
        assert made.name == "No workspace" and made.workspace is not None
        assert made.workspace.api_id == place.api_id
        made.delete(delete=True)
    by_password.revoke_api_key(key)


def test_a_query_by_an_object_of_another_client_gives_one_of_this_client(
    workspace: gf_Workspace, by_password: GoFigr
) -> None:
    found = by_password.find_workspace(workspace)
    assert found.api_id == workspace.api_id and found.client is by_password


def test_children_are_found_without_another_request(
    analysis: gf_Analysis, figure: gf_Figure, calls: list[tuple[str, str]]
) -> None:
    assert analysis.get_figure("A figure").api_id == figure.api_id
    assert calls == []
    assert analysis.figures is not None
    assert analysis.figures.find(name="A figure") is figure and analysis.figures.find(name="x") is None
    with pytest.raises(RuntimeError, match=r"Could not find object: \{'name': 'x'\}"):
        analysis.get_figure("x", create=False)


COMPOSED, DECOMPOSED = "Gr\u00f6\u00dfe", "Gro\u0308\u00dfe"


def test_an_object_created_after_the_list_was_read_is_found(
    gf: GoFigr, workspace: gf_Workspace, analysis: gf_Analysis
) -> None:
    stale = gf.Analysis(api_id=analysis.api_id).fetch()
    made = analysis.get_figure("Since", description="first")
    found = stale.get_figure("Since", description="second")
    assert (found.api_id, found.description) == (made.api_id, "first")
    assert stale.get_figure("Since") is found
    mine = gf.Workspace(api_id=workspace.api_id).fetch()
    assert mine.get_analysis("New").api_id == workspace.get_analysis("New").api_id
    assert [one.name for one in workspace.fetch().analyses or ()] == ["An analysis", "New"]
    assert [one.name for one in analysis.fetch().figures or ()] == ["Since"]


def test_a_name_is_the_same_in_every_unicode_form(
    gf: GoFigr, by_password: GoFigr, workspace: gf_Workspace, analysis: gf_Analysis, tmp_path: Path
) -> None:
    made = analysis.get_figure(DECOMPOSED)
    assert made.name == DECOMPOSED
    assert analysis.get_figure(COMPOSED, create=False) is made
    assert gf.Analysis(api_id=analysis.api_id).get_figure(COMPOSED).api_id == made.api_id
    name = f"{uuid.uuid4()} {DECOMPOSED}"
    made_workspace = gf.find_workspace(FindByName(name, description="of it", create=True))
    assert (made_workspace.name, made_workspace.description) == (name, "of it")
    found = gf.find_workspace(FindByName(name.replace(DECOMPOSED, COMPOSED), create=True))
    assert found.api_id == made_workspace.api_id
    gf.workspace_id = workspace.api_id
    assets = []
    for spelling in (DECOMPOSED, COMPOSED):
        path = tmp_path / f"{spelling}.csv"
        path.write_text(spelling)
        revision = gf.sync.sync_revision(path)
        assert revision is not None and revision.asset is not None
        assets.append(revision.asset.api_id)
    assert assets[0] == assets[1]
    by_password.Workspace(api_id=made_workspace.api_id).delete(delete=True)


def test_parallel_lookups_of_one_name_create_one_object(
    gf: GoFigr, by_password: GoFigr, workspace: gf_Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "counts.csv"
    name = f"raced {uuid.uuid4()}"

    def look(_: int) -> tuple[Any, ...]:
        mine = GoFigr(url=gf.service_url, api_key=gf.api_key, workspace_id=workspace.api_id)
        raced = mine.find_workspace(FindByName(name, create=True))
        analysis = mine.Workspace(api_id=workspace.api_id).get_analysis("Raced")
        return raced.api_id, analysis.api_id, analysis.get_figure("F").api_id, mine.sync._asset(path.name).api_id

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(look, range(8)))
    assert len(found) == 1
    by_password.Workspace(api_id=found.pop()[0]).delete(delete=True)


@pytest.mark.parametrize("status", [404, 405])
def test_a_server_without_find_or_create_is_detected_once(scripted: ScriptedServer, status: int) -> None:
    def answer(request: Received) -> Answer:
        if request.path.endswith("/find_or_create/"):
            return Answer(status, {"detail": "Not found."})
        if request.method == "POST":
            return Answer(201, {"api_id": str(uuid.uuid4()), **json.loads(request.body)})
        return Answer(json={"api_id": "a", "analyses": [], "figures": []})

    scripted.script = answer
    gf = GoFigr(url=scripted.url, api_key="a-key-made-elsewhere", authenticate=False)
    analysis = gf.Workspace(api_id="w").get_analysis("New", description="d")
    analysis.get_figure("F")
    posts = [
        (one.path.removeprefix("/api/v1.4.1"), json.loads(one.body))
        for one in scripted.received
        if one.method == "POST"
    ]
    assert posts == [
        ("/analysis/find_or_create/", {"name": "New", "description": "d", "parent": "a"}),
        ("/analysis/", {"name": "New", "description": "d", "workspace": "a"}),
        ("/figure/", {"name": "F", "analysis": "a"}),
    ]


def test_a_deleted_parent_is_an_error_and_the_next_lookup_still_uses_find_or_create(
    gf: GoFigr, by_password: GoFigr, workspace: gf_Workspace, calls: list[tuple[str, str]]
) -> None:
    gone = gf.Workspace(name="gone").create()
    assert gone.analyses is not None
    by_password.Workspace(api_id=gone.api_id).delete(delete=True)
    with pytest.raises(RuntimeError, match="404"):
        gone.get_analysis("x")
    workspace.get_analysis("y")
    assert [one for _, one in calls].count("analysis/find_or_create/") == 2
    assert ("POST", "analysis/") not in calls


def test_all_kinds_of_data_are_read_back_unchanged(gf: GoFigr, figure: gf_Figure, tmp_path: Path) -> None:
    path = tmp_path / "every byte.bin"
    path.write_bytes(bytes(range(256)))
    made = gf.Revision(
        figure=figure,
        metadata={"n": 1.0, "nested": {"data": None}},
        data=[
            gf.ImageData(name="i", format="png", data=b"\x89PNG\0broken", is_watermarked=True),
            gf.CodeData(name="c", contents="print('ü')", language="Python"),
            gf.TextData(name="t", contents="ä\n\0"),
            gf.FileData.read(path),
        ],
    ).create()
    read = gf.Revision(api_id=made.api_id).fetch()
    assert read == made
    assert read.image_data[0].data == b"\x89PNG\0broken" and read.image_data[0].is_watermarked
    assert (read.code_data[0].contents, read.code_data[0].language) == ("print('ü')", "Python")
    assert read.text_data[0].contents == "ä\n\0"
    assert (read.file_data[0].name, read.file_data[0].path) == ("every byte.bin", str(path))
    read.file_data[0].write(tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == bytes(range(256))
    assert read.file_data[0].calculate_hash() == read.file_data[0].hash
    assert [type(datum).__name__ for datum in read.data] == ["ImageData", "CodeData", "TextData", "FileData"]


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_a_data_frame_is_read_back_with_its_index(gf: GoFigr, figure: gf_Figure, format: str) -> None:
    import pandas as pd  # noqa: PLC0415 -- slow

    plain = pd.DataFrame({"x": [1, 2], "name": ["ü", 'a "quote"']})
    named = plain.set_index(pd.Index(["p", "q"], name="sample"))
    made = gf.Revision(figure=figure, metadata={})
    made.table_data = [
        gf.TableData(name="plain", dataframe=plain, format=format),
        gf.TableData(name="named", dataframe=named, format=format),
    ]
    first, second = gf.Revision(api_id=made.create().api_id).fetch().table_data
    pd.testing.assert_frame_equal(first.dataframe, plain)
    pd.testing.assert_frame_equal(second.dataframe, named)


def test_bytes_on_the_server_are_not_sent_again(gf: GoFigr, figure: gf_Figure) -> None:
    made = gf.Revision(figure=figure, metadata={}, data=[gf.TextData(name="a", contents="x" * 1000)]).create()
    bodies: list[Any] = []
    put = gf._put

    def noting(endpoint: str, json: Any, **options: Any) -> Any:
        bodies.append(json)
        return put(endpoint, json=json, **options)

    gf._put = noting  # type: ignore[method-assign, assignment]  # tests patch the published client in the same way
    for revision in (made, gf.Revision(api_id=made.api_id).fetch(), gf.Revision(api_id=made.api_id).fetch(False)):
        revision.metadata = {"note": "later"}
        revision.save()
        assert "data" not in bodies[-1]
    revision.data.append(gf.TextData(name="b", contents="more"))
    revision.save()
    assert [(item["name"], bool(item["data"])) for item in bodies[-1]["data"]] == [("a", True), ("b", True)]
    deep = gf.Revision(api_id=made.api_id).fetch()
    deep.data[0].metadata = {**(deep.data[0].metadata or {}), "deep": {"n": 1}}
    deep.save()
    (deep.data[0].metadata or {})["deep"]["n"] = 2
    deep.save()
    assert bodies[-1]["data"][0]["metadata"]["deep"] == {"n": 2}
    deep.save()
    assert "data" not in bodies[-1]
    again = gf.Revision(api_id=made.api_id).fetch()
    assert [datum.contents for datum in again.text_data] == ["x" * 1000, "more"]
    assert again.metadata == {"note": "later"}
    again.data = []
    again.save()
    assert len(gf.Revision(api_id=made.api_id).fetch().data) == 2, "an empty list changes nothing on the wire"


def test_a_revision_has_its_links_before_the_server_knows_it(gf: GoFigr, figure: gf_Figure) -> None:
    draft = gf.Revision(figure=figure, metadata={}, short_id=gf.make_short_id()).assign_ids()
    api_id, url = draft.api_id, draft.revision_url
    assert url == f"{gf.app_url}/r/{draft.short_id}"
    draft.create()
    assert (draft.api_id, draft.revision_url) == (api_id, url)
    with pytest.raises(RuntimeError, match="already exists"):
        draft.create()
    assert gf.make_short_id() != draft.short_id and gf.make_short_id()[:8] == str(draft.short_id)[:8]


def test_a_stored_revision_that_is_sent_twice_arrives_once(gf: GoFigr, figure: gf_Figure, tmp_path: Path) -> None:
    revision = gf.Revision(figure=figure, metadata={}, data=[gf.TextData(name="t", contents="x")])
    spool = tmp_path / "spool.json"
    with spool.open("wb") as writer:
        JsonBody(revision.creation_body()).write_to(writer)
    for _ in range(3):
        answer = gf.http.create("revision/", FileBody(spool), str(revision.client_id))
        assert answer.ok and answer.json()["api_id"] == revision.api_id
    assert len(figure.fetch().revisions or ()) == 1
    gf.Revision(api_id=revision.api_id).delete(delete=True)
    late = gf.http.create("revision/", FileBody(spool), str(revision.client_id))
    assert (late.status_code, late.code) == (409, "already_exists"), "it had arrived, and is gone since"


def test_a_create_that_failed_can_be_called_again(gf: GoFigr, figure: gf_Figure) -> None:
    revision = gf.Revision(figure=str(uuid.uuid4()), metadata={})
    with pytest.raises(RuntimeError, match="404"):
        revision.create()
    revision.figure = figure
    revision.create()
    assert len(figure.fetch().revisions or ()) == 1


def test_a_workspace_that_was_not_fetched_stays_in_its_organization(gf: GoFigr, by_password: GoFigr) -> None:
    organization = gf.Organization(name="o").create()
    workspace = gf.Workspace(name="w", organization=organization).create()
    gf.Workspace(api_id=workspace.api_id, name="renamed").save(patch=True)
    read = workspace.fetch()
    assert read.name == "renamed" and read.organization is not None
    read.organization = None
    read.save()
    assert gf.Workspace(api_id=workspace.api_id).fetch().organization is None
    by_password.Organization(api_id=organization.api_id).delete(delete=True)


def test_each_read_file_is_versioned_once(gf: GoFigr, workspace: gf_Workspace, tmp_path: Path) -> None:
    gf.workspace_id = workspace.api_id
    path = tmp_path / f"{uuid.uuid4()}.csv"
    path.write_text("x,y\n1,2\n")
    frame = gf.read_csv(path)
    (first,) = gf.sync.revisions
    assert frame.attrs["_gofigr_revision"] == first.api_id
    assert gf.read_csv(filepath_or_buffer=str(path)).attrs == frame.attrs
    with gf.open(path, "a") as file:
        file.write("3,4\n")
    with gf.open(path) as file:
        assert file.read() == "x,y\n1,2\n3,4\n"
    (second,) = gf.sync.revisions
    assert second.api_id != first.api_id and second.asset is not None and first.asset is not None
    assert second.asset.api_id == first.asset.api_id
    (asset,) = gf.Asset.find_by_name(path.name)
    assert [one.api_id for one in asset.revisions or ()] == [first.api_id, second.api_id]
    assert gf.sync.sync(path, quiet=True) == path
    gf.sync.clear_revisions()
    assert gf.asset_log == {}


def test_a_file_is_versioned_in_the_current_workspace(gf: GoFigr, workspace: gf_Workspace, tmp_path: Path) -> None:
    path = tmp_path / f"{uuid.uuid4()}.csv"
    for text in (f"{path.name}\n1\n", f"{path.name}\n2\n"):
        path.write_text(text)
        gf.sync.sync(path)
    there = gf.Asset.find_by_name(path.name)
    here = GoFigr(url=gf.service_url, api_key=gf.api_key, workspace_id=workspace.api_id)
    revision = here.sync.sync_revision(path)
    assert revision is not None and revision.asset is not None
    assert revision.asset.fetch().workspace == here.Workspace(api_id=workspace.api_id)
    assert len(there) == 1 and revision.asset.api_id != there[0].api_id


def test_every_sheet_knows_its_revision(gf: GoFigr, tmp_path: Path) -> None:
    import pandas as pd  # noqa: PLC0415 -- slow

    path = tmp_path / f"{uuid.uuid4()}.xlsx"
    with pd.ExcelWriter(path) as writer:
        for sheet in ("one", "two"):
            pd.DataFrame({"x": [1]}).to_excel(writer, sheet_name=sheet)
    sheets = gf.read_excel(path, sheet_name=None)
    (revision,) = gf.sync.revisions
    assert {name: frame.attrs["_gofigr_revision"] for name, frame in sheets.items()} == dict.fromkeys(
        ("one", "two"), revision.api_id
    )


def test_a_file_that_cannot_be_versioned_is_still_read(gf: GoFigr, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("x\n1\n")
    with path.open() as buffer, pytest.warns(UserWarning, match="not a TextIOWrapper"):
        assert list(gf.read_csv(buffer).columns) == ["x"]
    with pytest.warns(UserWarning, match="isn't a file"), pytest.raises(FileNotFoundError):
        gf.read_csv(tmp_path / "nowhere.csv")
    gf.http.credentials.api_key = "no key"
    with pytest.warns(UserWarning, match="was not versioned: .* 401"):
        assert list(gf.read_csv(path).columns) == ["x"]
    with pytest.raises(RuntimeError, match="401"):
        gf.sync.sync(path)


def test_files_wait_for_the_analysis(gf: GoFigr, workspace: gf_Workspace, tmp_path: Path) -> None:
    gf.workspace_id = workspace.api_id
    path = tmp_path / f"{uuid.uuid4()}.csv"
    path.write_text("x\n1\n")
    gf._analysis = NotebookName()
    assert gf.analysis_pending
    gf.read_csv(path)
    assert gf.sync.revisions == []
    gf._analysis = workspace.get_analysis("Now known")
    gf.sync.process_deferred_syncs()
    (revision,) = gf.sync.revisions
    assert revision.asset is not None and revision.asset.fetch().analysis == gf.Analysis(api_id=gf.analysis_id)


def test_each_refusal_has_its_own_exception(gf: GoFigr, other: GoFigr, workspace: gf_Workspace) -> None:
    with pytest.raises(UnauthorizedError, match="Unauthorized"):
        other.Workspace(api_id=workspace.api_id).fetch()
    with pytest.raises(MethodNotAllowedError, match="Method not allowed"):
        gf._delete("info/")
    assert issubclass(UnauthorizedError, RuntimeError) and issubclass(MethodNotAllowedError, RuntimeError)


def test_any_call_of_the_api_can_be_made(gf: GoFigr) -> None:
    assert gf.request("get", "info/")["version"]
    workspace = gf.request("POST", "workspace/", body={"name": "by hand"}, expected_status=201)
    body = {"name": "by hand", "workspace": workspace["api_id"]}
    made = gf.request("POST", "analysis/", body=body, expected_status=201)
    assert gf.request("DELETE", f"analysis/{made['api_id']}/") is None
    with pytest.raises(RuntimeError, match="404"):
        gf.request("GET", f"analysis/{made['api_id']}/")
    with pytest.raises(ValueError, match="Unsupported HTTP method"):
        gf.request("FETCH", "info/")


def test_data_of_version_0_14_needs_no_client(gf: GoFigr, figure: gf_Figure) -> None:
    from gofigr import ImageData, TextData  # noqa: PLC0415 -- names that new code has no use for

    made = gf.Revision(figure=figure, metadata={}, data=[TextData(name="t", contents="x")])
    made.image_data = [ImageData(name="i", format="svg", data=b"<svg/>")]
    read = gf.Revision(api_id=made.create().api_id).fetch()
    assert [datum.data for datum in read.data] == [b"x", b"<svg/>"]


@pytest.mark.parametrize(
    ("service", "app"),
    [
        ("https://api.gofigr.io", "https://app.gofigr.io"),
        ("http://example.org:8000", "http://example.org:5173"),
        ("https://figures.example.org/", "https://figures.example.org"),
        ("https://rapid.example.org/api.x", "https://rapid.example.org/api.x"),
    ],
)
def test_links_lead_to_the_web_app(service: str, app: str) -> None:
    assert GoFigr(url=service, api_key="k", authenticate=False).app_url == app


def test_links_use_the_public_address_of_a_local_server(gf: GoFigr, monkeypatch: pytest.MonkeyPatch) -> None:
    assert gf.app_url == gf.service_url
    monkeypatch.setattr(gf, "server_info", lambda: {"public_url": "https://figures.example.org/"})
    assert gf.app_url == "https://figures.example.org"


def test_an_anonymous_client_sees_nothing(server_url: str, workspace: gf_Workspace) -> None:
    nobody = GoFigr(url=server_url, anonymous=True)
    with pytest.raises(UnauthorizedError):
        nobody.Workspace(api_id=workspace.api_id).fetch()
    with pytest.raises(RuntimeError, match="Authentication failed"):
        GoFigr(url=server_url)
    with pytest.raises(RuntimeError, match="Please authenticate first"):
        GoFigr(url=server_url, authenticate=False).user_info()


def test_a_key_is_changed_rotated_disabled_and_enabled(server_url: str, by_password: GoFigr) -> None:
    workspace = by_password.primary_workspace
    key = by_password.create_api_key("limited", permission="read", workspaces=[str(workspace.api_id)])
    assert (key.permission, key.workspaces, key.manages_people) == ("read", [workspace.api_id], False)
    first = str(key.token)
    assert key.change(name="renamed", permission="publish").name == "renamed"
    second = str(by_password.rotate_api_key(key, 24.0).token)
    assert second not in (first, None) and key.fetch().previous_expiry is not None
    with_key = GoFigr(url=server_url, api_key=second)
    assert GoFigr(url=server_url, api_key=first).current_api_key().permission == "publish"
    assert key.disable().disabled is not None
    with pytest.raises(RuntimeError, match="401"):
        with_key.user_info()
    assert key.enable().disabled is None
    # The server notes uses of a key a moment later: their entries are there by now, or not yet.
    uses = ("key_failed", "key_used_from_new_address")
    events = [entry["event"] for entry in key.log()["entries"] if entry["event"] not in uses]
    assert events[:2] == ["key_enabled", "key_disabled"]
    with_key.revoke_current_api_key()
    with pytest.raises(RuntimeError, match="401"):
        with_key.user_info()


def test_a_name_that_is_no_attribute_is_refused_with_the_right_one() -> None:
    gf = GoFigr(url="http://localhost:1", api_key="k", authenticate=False)
    with pytest.raises(TypeError, match=r"Figure has no attribute 'naem'\. Did you mean 'name'\?"):
        gf.Figure(naem="x")
    with pytest.raises(TypeError, match="no attribute 'nonsense'"):
        gf.ImageData(name="x", format="png", nonsense=1)
    assert gf.Figure.from_json({"api_id": "x", "from_a_newer_server": 1}).api_id == "x"


def test_objects_show_their_name_and_a_link_in_notebooks() -> None:
    gf = GoFigr(url="http://localhost:1", api_key="k", authenticate=False)
    shown = gf.Figure(api_id="x", name="<Lines>")._repr_html_()
    assert shown.startswith("Figure <strong>&lt;Lines&gt;</strong> <a href=")
    assert "/figure/x" in shown
    assert "href" not in gf.Analysis(name="New")._repr_html_()
    for one in (gf.Workspace(api_id="x"), gf.Analysis(api_id="x"), gf.Revision(api_id="x")):
        assert "<strong>x</strong> <a href=" in one._repr_html_()
