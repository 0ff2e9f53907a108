"""Functions that read files: the signatures of pandas, and one version for several threads."""

import inspect
import subprocess
import sys
import threading
from pathlib import Path

import pandas as pd
import pytest

from gofigr import PANDAS_READERS, REVISION_ATTR, AssetSync, GoFigr, NotebookName, gf_AssetRevision

LOADED = """
import sys
from gofigr import GoFigr
gf = GoFigr(url="http://localhost:1", api_key="a-key-made-elsewhere", authenticate=False)
gf.read_csv, gf.sync.read_csv
print("pandas" in sys.modules)
"""


@pytest.fixture
def offline() -> GoFigr:
    return GoFigr(url="http://localhost:1", api_key="a-key-made-elsewhere", authenticate=False)


@pytest.mark.parametrize("name", PANDAS_READERS)
def test_notebooks_see_the_signatures_of_pandas(offline: GoFigr, name: str) -> None:
    expected = inspect.signature(getattr(pd, name))
    assert inspect.signature(getattr(offline, name)) == expected
    assert inspect.signature(getattr(offline.sync, name)) == expected
    assert getattr(offline, name).__name__ == name


def test_readers_load_pandas_only_to_read_or_to_show_their_signature() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "False"


class Counting(AssetSync):
    """Versions nothing, slowly."""

    def __init__(self, gf: GoFigr) -> None:
        super().__init__(gf)
        self.versioned: list[str] = []
        self.begun, self.may_end = threading.Event(), threading.Event()

    def sync_revision(self, pathlike: object) -> gf_AssetRevision | None:
        self.begun.set()
        assert self.may_end.wait(10)
        self.versioned.append(Path(str(pathlike)).name)
        return None


def test_two_threads_version_waiting_files_once(offline: GoFigr, tmp_path: Path) -> None:
    offline.files.analysis = NotebookName
    path = tmp_path / "counts.csv"
    path.write_text("a\n1\n")
    sync = Counting(offline)
    AssetSync.sync_revision(sync, path)
    AssetSync.sync_revision(sync, path)
    assert sync.is_unfinished
    sync.version_deferred_quietly()
    assert sync.versioned == [] and sync.is_unfinished, "the analysis isn't known yet"
    offline.files.analysis = offline.Analysis(api_id="a")
    background = threading.Thread(target=sync.version_deferred_quietly)
    background.start()
    assert sync.begun.wait(10)
    assert sync.is_unfinished, "while it is being versioned"
    user = threading.Thread(target=sync.process_deferred_syncs)
    user.start()
    sync.may_end.set()
    for thread in (background, user):
        thread.join(10)
    assert sync.versioned == ["counts.csv"]
    assert not sync.is_unfinished


def test_a_client_reports_versioned_files_unless_quiet(
    offline: GoFigr, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[gf_AssetRevision] = []
    offline.on_file_versioned = told.append
    revision = offline.AssetRevision(api_id="r")
    monkeypatch.setattr(AssetSync, "sync_revision", lambda _self, _path: revision)
    path = tmp_path / "counts.csv"
    path.write_text("a\n1\n")
    assert offline.read_csv(path).attrs == {REVISION_ATTR: "r"}
    with offline.open(path) as reader:
        assert reader.read() == "a\n1\n"
    assert len(told) == 2 and all(one is revision for one in told)
    offline.sync.sync(path, quiet=True)
    assert len(told) == 2
