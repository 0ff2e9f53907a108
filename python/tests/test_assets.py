"""Files that are read: found on the server by their bytes, otherwise versioned, and linked to figures."""

import json
import os
from base64 import b64decode
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from blake3 import blake3

from gofigr import REVISION_ATTR, AssetSync, GoFigr, NotebookName, gf_AssetRevision
from gofigr._files.used import UsedFiles
from scripted_server import Answer, Received, ScriptedServer

TEXT = "a\n1\n"


W = "0f1e7a52-3c55-4a3f-9d8e-5f0a4a1b2c3d"
OTHER = "1f1e7a52-3c55-4a3f-9d8e-5f0a4a1b2c3d"


class Store:
    """The assets of a server, with their revisions."""

    def __init__(self) -> None:
        self.assets: dict[str, dict[str, Any]] = {}
        self.revisions: list[dict[str, Any]] = []
        self.calls: list[tuple[str, Any]] = []
        self.status = 200

    def asset(self, api_id: str, name: str = "counts.csv", workspace: str | None = W) -> str:
        self.assets[api_id] = {"api_id": api_id, "name": name, "workspace": workspace}
        return api_id

    def revision(self, api_id: str, asset: str | None, text: str = TEXT) -> None:
        self.revisions.append({"api_id": api_id, "asset": asset, "hash": blake3(text.encode()).hexdigest()})

    def __call__(self, received: Received) -> Answer:
        path = received.path.removeprefix("/api/v1.4.1/")
        wish: Any = json.loads(received.body or b"null")
        self.calls.append((path, wish))
        if self.status != 200:
            return Answer(self.status, {"detail": "no"})
        if received.method == "GET":
            return Answer(json=self.assets[path.split("/")[1]])
        if path == "asset_revision/find_by_hash/":
            return Answer(json=[one for one in self.revisions if one["hash"] == wish["digest"]])
        if path == "asset/find_by_name/":
            return Answer(json=[one for one in self.assets.values() if one["name"] == wish["name"]])
        if path == "asset/find_or_create/":
            return Answer(201, self.assets[self.asset("new asset", wish["name"], wish["parent"])])
        assert path == "asset_revision/"
        return Answer(201, {"api_id": "new revision", "asset": wish["asset"], "data": []})

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.calls]

    def sent(self, path: str) -> Any:
        (found,) = [wish for called, wish in self.calls if called == path]
        return found


@pytest.fixture
def store(scripted: ScriptedServer) -> Store:
    store = Store()
    scripted.script = store
    return store


@pytest.fixture
def gf(scripted: ScriptedServer) -> GoFigr:
    gf = GoFigr(url=scripted.url, api_key="k", authenticate=False, workspace_id=W)
    gf.on_file_versioned = lambda _: None
    return gf


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "counts.csv"
    path.write_text(TEXT)
    return path


# --- Find and create --------------------------------------------------------------------------------------------------


def test_a_new_file_becomes_an_asset_with_its_bytes(gf: GoFigr, store: Store, path: Path) -> None:
    revision = gf.sync.sync_revision(path)
    assert revision is not None and revision.asset is not None
    assert (revision.api_id, revision.asset.api_id, revision.asset.name) == ("new revision", "new asset", "counts.csv")
    assert store.paths == [
        *("asset_revision/find_by_hash/", "asset/find_by_name/"),
        *("asset/find_or_create/", "asset_revision/"),
    ]
    digest = blake3(TEXT.encode()).hexdigest()
    assert store.sent("asset_revision/find_by_hash/") == {"digest": digest, "hash_type": "blake3"}
    assert store.sent("asset/find_by_name/") == {"name": "counts.csv"}
    assert store.sent("asset/find_or_create/") == {"name": "counts.csv", "parent": W}
    sent = store.sent("asset_revision/")
    assert sent["asset"] == "new asset"
    (datum,) = sent["data"]
    assert (datum["name"], datum["type"], b64decode(datum["data"])) == ("counts.csv", "file", TEXT.encode())
    assert datum["metadata"]["path"] == str(path)


def test_bytes_on_the_server_are_not_sent_again(gf: GoFigr, store: Store, path: Path) -> None:
    store.revision("R", store.asset("A"))
    revision = gf.sync.sync_revision(path)
    assert revision is not None
    assert revision.api_id == "R"
    assert store.paths == ["asset_revision/find_by_hash/", "asset/A/"]
    assert gf.asset_log == {"A": revision}


def test_changed_bytes_of_a_known_file_are_a_new_revision(gf: GoFigr, store: Store, path: Path) -> None:
    store.revision("R", store.asset("A"), "older")
    revision = gf.sync.sync_revision(path)
    assert revision is not None and revision.asset is not None
    assert (revision.api_id, revision.asset.api_id) == ("new revision", "A")
    assert "asset/find_or_create/" not in store.paths
    assert store.sent("asset_revision/")["asset"] == "A"


def test_an_asset_with_the_same_bytes_is_found_by_name_first_and_then_in_the_workspace(
    gf: GoFigr, store: Store, path: Path
) -> None:
    store.revision("nowhere", None)
    store.revision("elsewhere", store.asset("E", workspace="other"))
    store.revision("lost", store.asset("L", workspace=None))
    store.revision("renamed", store.asset("B", "renamed.csv"))
    store.revision("again", store.asset("C", "again.csv"))
    revision = gf.sync.sync_revision(path)
    assert revision is not None and revision.api_id == "renamed"
    store.revision("same", store.asset("A"))
    revision = gf.sync.sync_revision(path)
    assert revision is not None and revision.api_id == "same"


def test_an_asset_of_another_workspace_is_not_used(gf: GoFigr, store: Store, path: Path) -> None:
    store.asset("E", workspace="other")
    store.asset("L", workspace=None)
    gf.sync.sync_revision(path)
    assert store.sent("asset_revision/")["asset"] == "new asset"


def test_assets_belong_to_the_analysis_if_there_is_one(gf: GoFigr, store: Store, path: Path) -> None:
    gf.files.analysis = gf.Analysis(api_id="An")
    assert gf.sync.analysis_id == "An"
    gf.sync.sync_revision(path)
    for place in ("asset_revision/find_by_hash/", "asset/find_by_name/", "asset/find_or_create/"):
        assert store.sent(place)["analysis"] == "An"


def test_assets_belong_to_the_primary_workspace_unless_another_is_named(
    gf: GoFigr, monkeypatch: pytest.MonkeyPatch
) -> None:
    primary = gf.Workspace(api_id="P")
    monkeypatch.setattr(GoFigr, "primary_workspace", primary)
    assert AssetSync(gf).workspace_id == "P"
    assert AssetSync(gf, OTHER).workspace_id == OTHER
    assert gf.sync.workspace_id == W
    assert gf.sync is gf.sync


def test_assets_go_to_a_workspace_that_a_setting_names(scripted: ScriptedServer, gf: GoFigr) -> None:
    workspaces = [{"api_id": W, "name": "Lab"}, {"api_id": OTHER, "name": "Office"}]
    scripted.script = lambda _: Answer(json=workspaces)
    named = AssetSync(gf, "Office")
    assert [named.workspace_id, named.workspace_id] == [OTHER] * 2
    assert len(scripted.received) == 1
    with pytest.raises(RuntimeError, match=r'named "Ofice"\. Did you mean “Office”\?'):
        _ = AssetSync(gf, "Ofice").workspace_id


def test_each_used_asset_is_remembered_once(gf: GoFigr, store: Store, path: Path) -> None:
    first = gf.sync.sync_revision(path)
    path.write_text("other")
    second = gf.sync.sync_revision(path)
    assert first is not second
    assert len(gf.sync.revisions) == 1 and gf.sync.revisions[0] is second
    assert gf.sync.asset_log is gf.asset_log
    gf.sync.clear_revisions()
    assert (gf.asset_log, gf.sync.revisions) == ({}, [])
    assert AssetSync(gf).asset_log == {}
    assert store.paths.count("asset/find_or_create/") == 1


def test_a_revision_without_an_asset_is_not_remembered(gf: GoFigr) -> None:
    gf.sync._log(gf.AssetRevision(api_id="R"))
    assert gf.asset_log == {}


# --- Reading ----------------------------------------------------------------------------------------------------------


def told_of(gf: GoFigr) -> list[str | None]:
    told: list[str | None] = []
    gf.on_file_versioned = lambda revision: told.append(revision.api_id)
    return told


def test_a_file_can_be_versioned_with_or_without_a_message(gf: GoFigr, store: Store, path: Path) -> None:
    told = told_of(gf)
    assert gf.sync.sync(path, quiet=True) is path
    assert told == []
    assert gf.sync.sync(str(path)) == str(path)
    assert told == ["new revision"]
    store.status = 403
    with pytest.raises(RuntimeError, match="no"):
        gf.sync.sync(path)


@pytest.mark.parametrize(
    ("args", "kwargs", "is_versioned"),
    [
        ((), {}, True),
        (("rb",), {}, True),
        ((), {"mode": "r+"}, True),
        (("w",), {}, False),
        ((), {"mode": "a"}, False),
        (("xb",), {}, False),
    ],
)
def test_opening_a_file_for_reading_versions_it(
    gf: GoFigr, store: Store, path: Path, args: tuple[str, ...], kwargs: Any, is_versioned: bool
) -> None:
    told = told_of(gf)
    if args == ("xb",):
        path.unlink()
    with gf.sync.open(path, *args, **kwargs) as reader:
        assert reader.mode == (args[0] if args else kwargs.get("mode", "r"))
    assert told == (["new revision"] if is_versioned else [])
    assert bool(store.calls) is is_versioned


def test_an_open_file_comes_with_its_revision(gf: GoFigr, store: Store, path: Path) -> None:
    reader, revision = gf.sync.open_and_get_revision(path, "rb")
    with reader:
        assert reader.read() == TEXT.encode()
    assert revision is not None and revision.api_id == "new revision"
    assert store.calls


def test_a_frame_knows_the_revision_that_it_was_read_from(gf: GoFigr, store: Store, path: Path) -> None:
    assert gf.sync.read_csv(path).attrs == {REVISION_ATTR: "new revision"}
    assert gf.read_csv(filepath_or_buffer=str(path)).attrs == {REVISION_ATTR: "new revision"}
    assert gf.read_csv(sep=",", filepath_or_buffer=path).attrs == {REVISION_ATTR: "new revision"}
    assert gf.read_csv(path.as_uri()).attrs == {REVISION_ATTR: "new revision"}
    assert list(gf.read_csv(path, names=["x"]).columns) == ["x"], "what else is given goes to pandas"
    assert AssetSync.read_csv(gf.sync, path).attrs == {REVISION_ATTR: "new revision"}
    assert AssetSync.read_csv.__name__ == "read_csv"
    assert store.calls


@pytest.mark.parametrize(
    "read",
    [
        {"one": pd.DataFrame({"a": [1]}), "two": pd.DataFrame()},
        [pd.DataFrame({"a": [1]}), pd.DataFrame()],
        pd.DataFrame({"a": [1]}),
        ["no frame"],
        "no frame",
    ],
)
def test_every_frame_of_a_file_knows_its_revision(
    gf: GoFigr, store: Store, path: Path, monkeypatch: pytest.MonkeyPatch, read: Any
) -> None:
    monkeypatch.setattr(pd, "read_excel", lambda *_: read)
    assert gf.read_excel(path) is read
    members = list(read.values()) if isinstance(read, dict) else read if isinstance(read, list) else [read]
    frames = [one for one in members if isinstance(one, pd.DataFrame)]
    assert [one.attrs for one in frames] == [{REVISION_ATTR: "new revision"}] * len(frames)
    assert store.calls


def test_all_parts_of_a_parquet_folder_are_versioned_by_their_place(gf: GoFigr, store: Store, tmp_path: Path) -> None:
    for year in (2025, 2026):
        (tmp_path / "flights" / f"year={year}").mkdir(parents=True)
        pd.DataFrame({"a": [year]}).to_parquet(tmp_path / "flights" / f"year={year}" / "part-0.parquet")
    (tmp_path / "flights" / "_SUCCESS").touch()
    frame = gf.read_parquet(tmp_path / "flights")
    assert frame.attrs == {REVISION_ATTR: "new revision"}
    assert sorted(frame["a"]) == [2025, 2026]
    made = [wish["name"] for path, wish in store.calls if path == "asset/find_or_create/"]
    assert made == ["flights/year=2025/part-0.parquet", "flights/year=2026/part-0.parquet"]


def test_a_tilde_is_the_home_folder(gf: GoFigr, store: Store, tmp_path: Path) -> None:
    (tmp_path / "home" / "counts.csv").write_text(TEXT)
    assert gf.read_csv("~/counts.csv").attrs == {REVISION_ATTR: "new revision"}
    assert store.calls


def test_a_source_that_is_no_local_file_is_read_with_a_warning(
    gf: GoFigr, store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = told_of(gf)
    monkeypatch.setattr(pd, "read_csv", lambda *_: pd.DataFrame())
    with path.open() as buffer, pytest.warns(UserWarning, match="not a TextIOWrapper") as warned:
        assert gf.read_csv(buffer).attrs == {}
    assert [one.filename for one in warned] == [__file__], "it points at who reads"
    with pytest.warns(UserWarning, match=r"http://server/a\.csv isn't a file") as warned:
        assert gf.read_csv("http://server/a.csv").attrs == {}
    assert [one.filename for one in warned] == [__file__]
    with pytest.warns(UserWarning, match="not a NoneType"):
        gf.read_csv()
    with pytest.warns(UserWarning, match="not a int"), gf.open(os.dup(0)):
        pass
    assert (store.calls, told) == ([], [])


@pytest.mark.parametrize("is_away", [True, False])
def test_a_file_that_cannot_be_versioned_is_read_with_a_warning(
    gf: GoFigr, scripted: ScriptedServer, store: Store, path: Path, quick: list[float], is_away: bool
) -> None:
    told = told_of(gf)
    if is_away:
        scripted.script = lambda _: Answer(cut=True)
    store.status = 403
    with pytest.warns(UserWarning, match=r"counts\.csv was not versioned: ") as warned:
        frame = gf.read_csv(path)
    assert list(frame["a"]) == [1]
    assert (frame.attrs, told) == ({}, [])
    assert [one.filename for one in warned] == [__file__]
    assert quick == []


# --- Before the analysis is known -------------------------------------------------------------------------------------


def test_files_that_are_read_before_the_analysis_is_known_are_versioned_afterwards(
    gf: GoFigr, store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = told_of(gf)
    gf.files.analysis = NotebookName
    monkeypatch.chdir(path.parent)
    assert gf.sync.sync_revision("counts.csv") is None
    assert gf.read_csv("counts.csv").attrs == {}
    assert (store.calls, told) == ([], [])
    was_unfinished = gf.files.is_unfinished
    monkeypatch.chdir(path.parents[1])
    gf.files.analysis = gf.Analysis(api_id="An")
    gf.sync.process_deferred_syncs()
    assert told == ["new revision"], "once, however often it was read, and found from another folder"
    assert (was_unfinished, gf.files.is_unfinished) == (True, False)
    gf.sync.process_deferred_syncs()
    assert told == ["new revision"]
    assert store.sent("asset/find_or_create/")["analysis"] == "An"


def test_versioning_in_the_background_is_silent_even_if_it_fails(
    gf: GoFigr, store: Store, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    told = told_of(gf)
    gf.files.version_deferred()
    gf.files.analysis = NotebookName
    other = path.with_name("other.csv")
    other.write_text("b\n2\n")
    gf.sync.sync_revision(path)
    gf.sync.sync_revision(other)
    path.unlink()
    gf.files.analysis = gf.Analysis(api_id="An")
    gf.files.version_deferred()
    assert told == []
    assert f"{path} was not versioned" in caplog.text
    assert store.sent("asset_revision/")["data"][0]["name"] == "other.csv"


# --- Figures ----------------------------------------------------------------------------------------------------------


def asset_revision(gf: GoFigr, api_id: str) -> gf_AssetRevision:
    return gf.AssetRevision(api_id=api_id, asset=gf.Asset(api_id=f"asset of {api_id}"))


def test_a_figure_links_indirectly_to_files_and_directly_to_its_own_frames(gf: GoFigr) -> None:
    log = {"1": asset_revision(gf, "shown"), "2": asset_revision(gf, "read")}
    frame = pd.DataFrame()
    frame.attrs[REVISION_ATTR] = "shown"
    used = UsedFiles(gf.files, log, {"frame": frame, "other": pd.DataFrame(), "no frame": object()})
    log["3"] = asset_revision(gf, "read later")
    assert not used.is_unfinished
    assert used.links() == [
        {"asset_revision": "shown", "use_type": "direct"},
        {"asset_revision": "read", "use_type": "indirect"},
    ]


def test_a_figure_waits_for_files_whose_analysis_was_not_known(gf: GoFigr, store: Store, path: Path) -> None:
    gf.files.analysis = NotebookName
    gf.sync.sync_revision(path)
    used = UsedFiles(gf.files, gf.asset_log, {})
    assert used.is_unfinished
    assert used.links() == []
    gf.files.analysis = gf.Analysis(api_id="An")
    used.finish()
    assert used.links() == [{"asset_revision": "new revision", "use_type": "indirect"}]
    assert store.calls
