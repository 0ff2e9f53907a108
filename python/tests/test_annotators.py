"""Notes of each annotator on a revision: their content, their time, and missing facts."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from fake_ipython import FakeIPython
from gofigr import GoFigr, annotators
from gofigr._capture.git import GitState
from gofigr._capture.notebook import Notebook
from gofigr._ipython.extension import current_extension, extension_of, remember
from gofigr.annotators import (
    DEFAULT_ANNOTATORS,
    Annotator,
    BackendAnnotator,
    CellCodeAnnotator,
    CellIdAnnotator,
    EnvironmentAnnotator,
    GitAnnotator,
    HistoryAnnotator,
    IPythonAnnotator,
    NotebookMetadataAnnotator,
    NotebookNameAnnotator,
    PipFreezeAnnotator,
    ScriptAnnotator,
    SystemAnnotator,
    notebook_metadata,
)


class Extension:
    """A loaded extension, as annotators see it."""

    def __init__(self, shell: object) -> None:
        self.shell = shell
        self.cell: Any = None
        self.notebook: Notebook | None = None
        self.seeds: dict[str, object] = {}
        self.is_batch = False
        self.at_cell_end: list[Callable[[], None]] = []
        self.cell_id: str | None = "cell 1"
        self.cell_code: str | None = "plot(1)"
        self.notebook_metadata: dict[str, Any] = {}
        self.told: dict[str, Any] = {"notebook_name": "told.ipynb"}
        self.waited = 0
        self.cells = ["import gofigr", "plot(1)"]

    def wait_for_notebook_metadata(self) -> dict[str, Any]:
        self.waited += 1
        return self.told

    def history(self) -> list[str]:
        return list(self.cells)


@pytest.fixture
def ext(ipython: FakeIPython) -> Extension:
    extension = Extension(ipython.shell)
    remember(extension)
    return extension


@pytest.fixture
def revision() -> Any:
    gf = GoFigr(url="http://localhost:1", api_key="k", authenticate=False)
    return gf.Revision(metadata={"kept": 1})


@pytest.fixture(autouse=True)
def in_no_script(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(sys.modules["__main__"], "__file__", raising=False)


def a_script(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(sys.modules["__main__"], "__file__", str(path), raising=False)


def noted(revision: Any) -> dict[str, Any]:
    return {name: value for name, value in revision.metadata.items() if name != "kept"}


def texts(revision: Any) -> list[tuple[str, str, str | None]]:
    return [(datum.type, datum.name, datum.contents) for datum in revision.data]


def later(annotator: Annotator, revision: Any) -> Callable[[], None]:
    """Work that an annotator leaves for the background. Nothing is noted before it is done."""
    rest = annotator.begin(revision)
    assert rest is not None
    assert noted(revision) == {}
    assert revision.data == []
    return rest


# --- Custom annotators -------------------------------------------------------------------------------------------------


def test_a_custom_annotator_runs_when_the_figure_is_published(revision: Any) -> None:
    class Mine(Annotator):
        def annotate(self, revision: Any) -> Any:
            revision.metadata["mine"] = True
            return revision

    assert Mine().begin(revision) is None
    assert noted(revision) == {"mine": True}
    assert Annotator().annotate(revision) is revision
    assert Annotator().begin(revision) is None


def test_an_annotator_for_ipython_gets_the_extension_and_otherwise_does_nothing(
    revision: Any, ipython: FakeIPython
) -> None:
    seen: list[Any] = []

    class Mine(IPythonAnnotator):
        def annotate_ip(self, revision: Any, ext: Any) -> Any:
            seen.append(ext)
            return revision

    assert Mine().annotate(revision) is revision
    assert seen == []
    extension = Extension(ipython.shell)
    remember(extension)
    assert Mine().annotate(revision) is revision
    assert seen == [extension]
    assert IPythonAnnotator().annotate(revision) is revision


def test_an_extension_belongs_to_its_shell(ext: Extension, ipython: FakeIPython) -> None:
    assert current_extension() is ext
    assert extension_of(object()) is None
    ipython.shell = SimpleNamespace()
    assert current_extension() is None


def test_there_is_no_extension_outside_of_ipython(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "IPython", raising=False)
    assert IPythonAnnotator().get_ip_extension() is None


# --- The cell ---------------------------------------------------------------------------------------------------------


def test_the_id_of_the_cell_is_noted_or_none(revision: Any, ext: Extension) -> None:
    assert CellIdAnnotator().annotate(revision) is revision
    assert revision.metadata == {"kept": 1, "cell_id": "cell 1"}
    ext.cell_id = None
    CellIdAnnotator().annotate(revision)
    assert noted(revision) == {"cell_id": None}


def test_the_code_of_the_cell_is_noted_as_python_with_the_seeds_so_far(revision: Any, ext: Extension) -> None:
    ext.seeds = {"np.random.seed": 42}
    assert CellCodeAnnotator().annotate(revision) is revision
    assert texts(revision) == [("code", "Jupyter Cell", "plot(1)")]
    assert revision.code_data[0].language == "Python"
    assert noted(revision) == {"random_seeds": {"np.random.seed": 42}}
    ext.seeds["random.seed"] = 7
    assert noted(revision) == {"random_seeds": {"np.random.seed": 42}}, "not what comes later"


@pytest.mark.parametrize("code", [None, ""])
def test_a_cell_without_code_or_seeds_adds_nothing(revision: Any, ext: Extension, code: str | None) -> None:
    ext.cell_code = code
    CellCodeAnnotator().annotate(revision)
    assert (revision.data, noted(revision)) == ([], {})


def test_the_history_is_taken_at_once_and_written_later(revision: Any, ext: Extension) -> None:
    rest = later(HistoryAnnotator(), revision)
    ext.cells.append("what was run afterwards")
    rest()
    ((kind, name, contents),) = texts(revision)
    assert (kind, name) == ("code", "IPython history")
    assert json.loads(str(contents)) == ["import gofigr", "plot(1)"]
    assert (revision.code_data[0].language, revision.code_data[0].format) == ("python", "jupyter-history/json")
    assert HistoryAnnotator().annotate(revision) is revision
    assert len(json.loads(str(texts(revision)[1][2]))) == 3


@pytest.mark.parametrize("kind", [CellIdAnnotator, CellCodeAnnotator, HistoryAnnotator, NotebookMetadataAnnotator])
def test_outside_of_ipython_nothing_is_noted(kind: type[Annotator], revision: Any) -> None:
    assert kind().annotate(revision) is revision
    rest = kind().begin(revision)
    if rest is not None:
        rest()
    assert (revision.data, noted(revision)) == ([], {})


# --- The notebook -----------------------------------------------------------------------------------------------------


def test_a_known_notebook_is_noted_at_once(revision: Any, ext: Extension) -> None:
    ext.notebook = Notebook("trial", "/n/trial.ipynb", "jupyter")
    ext.notebook_metadata = {"notebook_name": "trial.ipynb"}
    assert NotebookMetadataAnnotator().begin(revision) is None
    assert noted(revision) == {"notebook_name": "trial.ipynb"}
    assert ext.waited == 0


def test_an_unknown_notebook_is_awaited_in_the_background(revision: Any, ext: Extension) -> None:
    rest = later(NotebookMetadataAnnotator(), revision)
    assert ext.waited == 0
    rest()
    assert noted(revision) == {"notebook_name": "told.ipynb"}
    assert issubclass(NotebookNameAnnotator, NotebookMetadataAnnotator)


def test_the_known_facts_of_a_notebook_can_be_read(revision: Any, ext: Extension) -> None:
    annotator = NotebookMetadataAnnotator()
    assert annotator.annotate(revision) is revision
    assert noted(revision) == {"notebook_name": "told.ipynb"}
    assert annotator.try_get_metadata() is None
    ext.notebook_metadata = {"notebook_name": "now.ipynb"}
    assert annotator.try_get_metadata() == {"notebook_name": "now.ipynb"}
    assert annotator.parse_metadata() == {"notebook_name": "told.ipynb"}
    ext.told = {}
    assert annotator.parse_metadata(error=False) == {}
    with pytest.raises(RuntimeError, match="No Notebook metadata available"):
        annotator.parse_metadata()


def test_outside_of_ipython_no_notebook_is_known() -> None:
    assert NotebookMetadataAnnotator().try_get_metadata() is None
    assert NotebookMetadataAnnotator().parse_metadata(False) == {}
    with pytest.raises(RuntimeError):
        NotebookMetadataAnnotator().parse_metadata()


def test_the_known_facts_of_a_notebook_are_noted() -> None:
    notebook = Notebook("trial", "/n/trial.ipynb", "jupyter")
    assert notebook_metadata(notebook) == {"notebook_name": "trial.ipynb", "notebook_path": "/n/trial.ipynb"}
    assert notebook_metadata(None, "http://lab/trial") == {"url": "http://lab/trial"}
    assert notebook_metadata(None) == {}


# --- Environment ------------------------------------------------------------------------------------------------------


def test_the_python_version_is_noted(revision: Any) -> None:
    assert EnvironmentAnnotator().annotate(revision) is revision
    assert noted(revision) == {"kernel": sys.executable, "python_version": sys.version}


def test_a_revision_without_metadata_gets_some(revision: Any) -> None:
    revision.metadata = None
    EnvironmentAnnotator().annotate(revision)
    assert set(revision.metadata) == {"kernel", "python_version"}


def test_the_library_of_the_figure_is_noted_if_it_is_known(revision: Any) -> None:
    assert BackendAnnotator().annotate(revision) is revision
    assert noted(revision) == {}
    revision.backend = SimpleNamespace(get_backend_name=lambda: "matplotlib")
    assert BackendAnnotator().annotate(revision) is revision
    assert noted(revision) == {"backend": "matplotlib"}


def test_the_system_is_noted_in_the_background(revision: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotators, "system_info", lambda: "Linux here\n")
    later(SystemAnnotator(), revision)()
    assert texts(revision) == [("text", "System Info", "Linux here\n")]
    assert SystemAnnotator().annotate(revision) is revision


class Packages:
    """A cached function that counts how often its cache was cleared."""

    def __init__(self, found: str | None) -> None:
        self.found = found
        self.forgotten = 0

    def __call__(self) -> str | None:
        return self.found

    def cache_clear(self) -> None:
        self.forgotten += 1


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch) -> tuple[Packages, Packages]:
    found = Packages("numpy==2.0\n"), Packages(None)
    monkeypatch.setattr(annotators, "frozen_packages", found[0])
    monkeypatch.setattr(annotators, "conda_packages", found[1])
    return found


def test_packages_of_pip_and_conda_and_the_lock_file_are_noted_in_the_background(
    revision: Any, packages: tuple[Packages, Packages], tmp_path: Path
) -> None:
    later(PipFreezeAnnotator(), revision)()
    assert texts(revision) == [("text", "pip freeze", "numpy==2.0\n")]
    packages[1].found = "numpy=2.0=py312\n"
    (tmp_path / "uv.lock").write_text("version = 1\n")
    revision.data = []
    assert PipFreezeAnnotator().annotate(revision) is revision
    assert texts(revision) == [
        ("text", "pip freeze", "numpy==2.0\n"),
        ("text", "conda list", "numpy=2.0=py312\n"),
        ("text", "uv.lock", "version = 1\n"),
    ]
    assert [one.forgotten for one in packages] == [0, 0]


def test_packages_can_be_read_again_for_each_figure(revision: Any, packages: tuple[Packages, Packages]) -> None:
    PipFreezeAnnotator(cache=False).annotate(revision)
    PipFreezeAnnotator(False).annotate(revision)
    assert [one.forgotten for one in packages] == [2, 2]


def test_the_lock_file_is_the_one_beside_the_script(
    revision: Any, packages: tuple[Packages, Packages], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (project / "poetry.lock").write_text("lock\n")
    a_script(monkeypatch, project / "plot.py")
    PipFreezeAnnotator().annotate(revision)
    assert texts(revision)[1] == ("text", "poetry.lock", "lock\n")
    assert packages[0].forgotten == 0


# --- Git --------------------------------------------------------------------------------------------------------------

STATE = GitState("abc123", "main", "git@github.com:ada/trial.git", is_dirty=True, diff="-1\n+2\n")


def test_git_is_noted_with_uncommitted_changes(revision: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[Path] = []

    def state_of(folder: Path) -> GitState:
        asked.append(folder)
        return STATE

    monkeypatch.setattr(annotators, "git_state", state_of)
    rest = later(GitAnnotator(), revision)
    # The user may change the folder meanwhile.
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    rest()
    assert asked == [tmp_path]
    assert noted(revision) == {
        "git": {
            "branch": "main",
            "hash": "abc123",
            "remote_url": "git@github.com:ada/trial.git",
            "commit_link": "https://github.com/ada/trial/commit/abc123",
            "is_dirty": True,
        }
    }
    assert texts(revision) == [("code", "git diff", "-1\n+2\n")]
    assert revision.data[0].language == "diff"
    assert GitAnnotator().annotate(revision) is revision
    assert asked == [tmp_path, tmp_path / "elsewhere"]
    assert len(revision.data) == 2


def test_a_clean_tree_has_no_diff_and_a_plain_folder_has_no_note(
    revision: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(annotators, "git_state", lambda _: None)
    GitAnnotator().annotate(revision)
    assert (revision.data, noted(revision)) == ([], {})
    monkeypatch.setattr(annotators, "git_state", lambda _: GitState("abc", None, None, is_dirty=False, diff=""))
    GitAnnotator().annotate(revision)
    assert revision.data == []
    assert noted(revision)["git"] == {
        "branch": None,
        "hash": "abc",
        "remote_url": None,
        "commit_link": None,
        "is_dirty": False,
    }


# --- The script -------------------------------------------------------------------------------------------------------


def test_a_script_is_noted_with_its_arguments_and_seeds(
    revision: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = tmp_path / "plot.py"
    script.write_text("# größer\nnp.random.seed(42)\n", encoding="utf-8")
    a_script(monkeypatch, script)
    monkeypatch.setattr(sys, "argv", ["plot.py", "--fast"])
    assert ScriptAnnotator().begin(revision) is None
    assert noted(revision) == {
        "argv": ["plot.py", "--fast"],
        "script": str(script),
        "random_seeds": {"np.random.seed": 42},
    }
    assert texts(revision) == [("code", "plot.py", "# größer\nnp.random.seed(42)\n")]
    assert revision.data[0].language == "Python"
    sys.argv.append("later")
    assert noted(revision)["argv"] == ["plot.py", "--fast"]


def test_a_script_without_seeds_notes_none(revision: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = tmp_path / "plot.py"
    script.write_text("print(1)\n")
    a_script(monkeypatch, script)
    assert ScriptAnnotator().annotate(revision) is revision
    assert set(noted(revision)) == {"argv", "script"}


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_an_unreadable_script_is_still_named(
    revision: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None
) -> None:
    script = tmp_path / "plot.pyc"
    if content is not None:
        script.write_bytes(content)
    a_script(monkeypatch, script)
    assert ScriptAnnotator().annotate(revision) is revision
    assert noted(revision)["script"] == str(script)
    assert revision.data == []


def test_nothing_is_noted_without_a_script(
    revision: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ipython: FakeIPython
) -> None:
    a_script(monkeypatch, tmp_path / "ipykernel_launcher.py")
    assert ScriptAnnotator().annotate(revision) is revision
    ipython.shell = None  # type: ignore[assignment]
    monkeypatch.delattr(sys.modules["__main__"], "__file__")
    assert ScriptAnnotator().annotate(revision) is revision
    assert (revision.data, noted(revision)) == ([], {})


@pytest.mark.skipif(sys.platform == "win32", reason="this system makes links for administrators alone")
def test_the_code_folder_is_that_of_the_script_with_links_unresolved_or_that_of_the_notebook(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert annotators._code_folder() == tmp_path
    monkeypatch.setattr(os, "getcwd", lambda: str(tmp_path / "link"))
    assert annotators._code_folder() == tmp_path / "link"
    a_script(monkeypatch, tmp_path / "link" / "plot.py")
    assert annotators._code_folder() == tmp_path / "link"


def test_all_annotators_note_a_running_script(tmp_path: Path) -> None:
    (tmp_path / "plot.py").write_text(
        "from gofigr import GoFigr\n"
        "from gofigr.annotators import DEFAULT_ANNOTATORS\n"
        "gf = GoFigr(url='http://localhost:1', api_key='k', authenticate=False)\n"
        "revision = gf.Revision(metadata={})\n"
        "rests = [annotator().begin(revision) for annotator in DEFAULT_ANNOTATORS]\n"
        "[rest() for rest in rests if rest is not None]\n"
        "print(sorted(revision.metadata), [datum.name for datum in revision.data])\n"
    )
    done = subprocess.run([sys.executable, "plot.py"], cwd=tmp_path, capture_output=True, text=True, check=True)
    # In a conda environment more notes follow.
    assert done.stdout.startswith(
        "['argv', 'kernel', 'python_version', 'script'] ['plot.py', 'System Info', 'pip freeze'"
    )
    assert len(DEFAULT_ANNOTATORS) == 10
