"""Facts that are captured automatically: notebook, git, seeds, packages."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from gofigr._capture import environment, notebook
from gofigr._capture.git import DIFF_LIMIT, commit_link, git_state
from gofigr._capture.notebook import Notebook, find_notebook, notebook_of_path
from gofigr._capture.seeds import seeds_in


@pytest.fixture(autouse=True)
def started_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebook, "_parents_words", lambda: ["bash"])


class Sessions(BaseHTTPRequestHandler):
    """Answers like a notebook server."""

    token = "secret"
    kernel = "1234"

    def do_GET(self) -> None:
        allowed = self.headers.get("Authorization") == f"token {self.token}" or not self.token
        body = json.dumps(
            [
                {"path": "other.ipynb", "name": "other.ipynb", "type": "notebook", "kernel": {"id": "x"}},
                {"path": "deep/mine.ipynb", "name": "mine.ipynb", "type": "notebook", "kernel": {"id": self.kernel}},
            ]
        ).encode()
        self.send_response(200 if allowed and self.path == "/base/api/sessions" else 403)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def notebook_server() -> Iterator[HTTPServer]:
    with HTTPServer(("127.0.0.1", 0), Sessions) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_vs_code_names_the_notebook_in_a_variable() -> None:
    found = find_notebook({"__vsc_ipynb_file__": "C:\\work\\My notes.ipynb"}, {})
    assert found == Notebook("My notes", "C:\\work\\My notes.ipynb", "vscode")


def test_jupyter_server_names_the_notebook_in_the_environment() -> None:
    found = find_notebook({}, {"JPY_SESSION_NAME": "/home/ada/a/b.ipynb"})
    assert found == Notebook("b", "/home/ada/a/b.ipynb", "jupyter")
    # A console's session has no notebook.
    assert find_notebook({}, {"JPY_SESSION_NAME": "/home/ada/console-1-77"}, quick=True) is None


def test_papermill_names_the_notebook_in_a_parameter() -> None:
    found = find_notebook({"PAPERMILL_INPUT_PATH": "in.ipynb", "PAPERMILL_OUTPUT_PATH": "out.ipynb"}, {})
    assert found == Notebook("out", "out.ipynb", "papermill")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["/usr/bin/python3", "/usr/bin/jupyter-nbconvert", "--to", "html", "--execute", "a/report.ipynb"], "report"),
        (["python", "-m", "nbconvert", "--execute", "report.ipynb"], "report"),
        (["/usr/bin/python3", "/opt/bin/jupyter", "execute", "report.ipynb"], "report"),
        (["python", "/usr/bin/papermill", "in.ipynb", "out.ipynb", "-p", "x", "1"], "in"),
        (["jupyter-nbconvert", "--execute", "one.ipynb", "two.ipynb"], None),
        (["python", "tool.py", "report.ipynb"], None),
        (["/usr/bin/jupyter-lab", "--port", "1"], None),
    ],
)
def test_the_notebook_is_found_in_the_command_line_of_its_executor(
    words: list[str], name: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notebook, "_parents_words", lambda: words)
    found = find_notebook({}, {}, quick=True)
    assert (None if found is None else found.name) == name


def test_the_local_notebook_server_knows_the_notebook_of_the_kernel(
    notebook_server: HTTPServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = notebook_server.server_address[1]
    (tmp_path / "jpserver-1.json").write_text("broken")
    elsewhere = {"url": "http://192.0.2.1:8888/", "token": "secret"}
    (tmp_path / "jpserver-2.json").write_text(json.dumps(elsewhere))
    (tmp_path / "jpserver-3.json").write_text(json.dumps({"url": f"http://localhost:{port}/base/", "token": "wrong"}))
    (tmp_path / "jpserver-4.json").write_text(json.dumps({"url": f"http://localhost:{port}/base/", "token": "secret"}))
    paths = ModuleType("jupyter_core.paths")
    paths.jupyter_runtime_dir = lambda: ""  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "jupyter_core", ModuleType("jupyter_core"))
    monkeypatch.setitem(sys.modules, "jupyter_core.paths", paths)
    monkeypatch.setattr(notebook, "_kernel_id", lambda: Sessions.kernel)
    found = find_notebook({}, {"JUPYTER_RUNTIME_DIR": str(tmp_path)})
    assert found == Notebook("mine", "deep/mine.ipynb", "jupyter")
    # Without time, no server is queried.
    assert find_notebook({}, {"JUPYTER_RUNTIME_DIR": str(tmp_path)}, quick=True) is None


def test_colab_is_queried_at_its_own_address(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(url: str, token: str = "") -> list[dict[str, str]]:
        asked.append(url + token)
        return [{"name": "My%20notes.ipynb", "path": "fileId=1%2F2"}]

    monkeypatch.setattr(notebook, "_get_json", answer)
    environ = {"COLAB_JUPYTER_IP": "172.28.0.12", "COLAB_JUPYTER_PORT": "9000"}
    assert find_notebook({}, environ) is None
    monkeypatch.setitem(sys.modules, "google.colab", ModuleType("google.colab"))
    assert find_notebook({}, environ) == Notebook("My notes", "fileId=1/2", "colab")
    assert asked == ["http://172.28.0.12:9000/api/sessions"]


def test_an_unknown_notebook_and_failing_finders_give_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> list[str]:
        raise RuntimeError

    monkeypatch.setattr(notebook, "_parents_words", fails)
    assert find_notebook({"__vsc_ipynb_file__": 5}, {}) is None
    assert notebook_of_path("", "x") is None


def test_the_kernels_id_is_in_the_name_of_its_connection_file(monkeypatch: pytest.MonkeyPatch) -> None:
    app = SimpleNamespace(
        initialized=lambda: True, instance=lambda: SimpleNamespace(connection_file="/run/kernel-1234-ab.json")
    )
    monkeypatch.setitem(sys.modules, "ipykernel.kernelapp", SimpleNamespace(IPKernelApp=app))
    assert notebook._kernel_id() == "1234-ab"


@pytest.mark.parametrize(
    ("code", "seeds"),
    [
        ("random.seed(1)", {"random.seed": 1}),
        ("np.random.seed(42); numpy.random.default_rng(7)", {"np.random.seed": 42, "numpy.random.default_rng": 7}),
        ("torch.manual_seed(0)", {"torch.manual_seed": 0}),
        ("train_test_split(x, y, random_state=3)", {"train_test_split(random_state)": 3}),
        ("rng = random.Random('words')", {"random.Random": "words"}),
        ("jax.random.key(5)", {"jax.random.key": 5}),
        ("table.key(5); seed = 4; np.random.seed(n); random.seed()", {}),
        ("%matplotlib inline\nrandom.seed(1)", {}),
        ("def broken(", {}),
        ("(" * 500 + ")" * 500, {}),
        ("random.seed(1)\n" * 10_000, {}),
    ],
)
def test_seeds_that_code_sets_are_found(code: str, seeds: dict[str, object]) -> None:
    assert seeds_in(code) == seeds


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=work")
    (folder / "a.py").write_text("x = 1\n")
    git(folder, "add", "a.py")
    git(folder, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "first")
    return folder


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True)  # noqa: S607 -- git is on the path


def test_a_clean_tree_has_commit_and_branch(repository: Path) -> None:
    below = repository / "below"
    below.mkdir()
    state = git_state(below)
    assert state is not None
    assert len(state.commit) == 40
    assert (state.branch, state.is_dirty, state.diff, state.remote) == ("work", False, "", None)
    assert commit_link(state) is None


def test_uncommitted_changes_are_included_up_to_a_limit(repository: Path) -> None:
    (repository / "a.py").write_text("x = 2\n")
    state = git_state(repository)
    assert state is not None
    assert state.is_dirty
    assert "-x = 1\n+x = 2" in state.diff
    (repository / "a.py").write_text("y\n" * DIFF_LIMIT)
    state = git_state(repository)
    assert state is not None
    assert len(state.diff) < DIFF_LIMIT + 100
    assert "[cut:" in state.diff


@pytest.mark.parametrize(
    ("remote", "shown", "link"),
    [
        ("git@github.com:x/y.git", "git@github.com:x/y.git", "https://github.com/x/y/commit/"),
        ("https://me:secret@example.org/x/y.git", "https://example.org/x/y.git", "https://example.org/x/y/commit/"),
        ("/srv/git/y.git", "/srv/git/y.git", None),
    ],
)
def test_the_remote_has_no_password_and_leads_to_the_commit(
    repository: Path, remote: str, shown: str, link: str | None
) -> None:
    git(repository, "remote", "add", "origin", remote)
    state = git_state(repository)
    assert state is not None
    assert state.remote == shown
    assert commit_link(state) == (None if link is None else link + state.commit)


def test_a_folder_outside_of_a_repository_gives_nothing(tmp_path: Path) -> None:
    assert git_state(tmp_path) is None


def test_packages_are_listed_as_pip_does() -> None:
    lines = environment.frozen_packages().splitlines()
    assert any(line.startswith("pytest==") for line in lines)
    assert lines == sorted(lines, key=str.lower)
    assert environment.system_info().count("\n") == 3


def test_conda_and_lock_files_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment.conda_packages.cache_clear()
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert environment.conda_packages() is None
    (tmp_path / "conda-meta").mkdir()
    (tmp_path / "conda-meta" / "numpy-1.json").write_text('{"name": "numpy", "version": "1.2", "build": "py_0"}')
    (tmp_path / "conda-meta" / "broken.json").write_text("{")
    environment.conda_packages.cache_clear()
    assert environment.conda_packages() == "numpy=1.2=py_0\n"
    environment.conda_packages.cache_clear()
    project = tmp_path / "project"
    (project / "below").mkdir(parents=True)
    (project / ".git").mkdir()
    (tmp_path / "uv.lock").write_text("not of this project")
    assert environment.lock_file(project / "below") is None
    (project / "uv.lock").write_text("locked")
    assert environment.lock_file(project / "below") == ("uv.lock", "locked")


def test_launchers_between_the_executor_and_the_kernel_are_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    # As on Windows: nbconvert starts the launcher of an environment, which starts the Python that runs the kernel.
    kernel = ["-m", "ipykernel_launcher", "-f", "k.json"]
    programs = {
        os.getpid(): (["C:/Python312/python.exe", *kernel], 20),
        20: (["C:/env/Scripts/python.exe", *kernel], 30),
        30: (["jupyter-nbconvert.exe", "--execute", "report.ipynb"], 40),
        40: (["cmd.exe"], 1),
    }
    monkeypatch.undo()
    monkeypatch.setattr(notebook, "_words_of", lambda process: programs[process][0])
    monkeypatch.setattr(notebook, "_parent_of", lambda process: programs[process][1])
    found = notebook._from_command_line()
    assert found is not None and found.name == "report"


def test_the_parent_of_a_process_is_found() -> None:
    assert notebook._parent_of(os.getpid()) == os.getppid()
    program = "print(flush=True); input()"
    arguments = [sys.executable, "-c", program]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None and child.stdout.readline(), "it runs: before, it has no words yet"
        assert notebook._parent_of(child.pid) == os.getpid()
        assert notebook._words_of(child.pid)[1:] == ["-c", program]
        child.communicate(b"\n")
