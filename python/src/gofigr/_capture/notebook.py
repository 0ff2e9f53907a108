"""Finds out which notebook is running."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit
from urllib.request import ProxyHandler, Request, build_opener

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_SUFFIX = ".ipynb"
_EXECUTORS = frozenset({"nbconvert", "jupyter-nbconvert", "papermill", "execute", "jupyter-execute"})
_OUTPUTS = frozenset({"--output", "--output-dir"})
#: Time limit in seconds for an answer of the notebook server on this computer.
_LIMIT = 2.0
#: Parents with the same command line that are passed over.
_MOST_LAUNCHERS = 3


@dataclass(frozen=True)
class Notebook:
    """A notebook: its name without the suffix, and its path if known."""

    name: str
    path: str
    #: Finder that named the notebook.
    source: str

    @property
    def file_name(self) -> str:
        """The name as the published package records it: with the suffix, unless the user gave another name."""
        last = self.path.replace("\\", "/").rsplit("/", 1)[-1]
        return last if last.removesuffix(_SUFFIX) == self.name else self.name

    def located(self, folder: Path) -> Notebook:
        """Returns the notebook with its full path if it is in this folder. Kernels run in their notebook's folder."""
        here = folder / self.path.rsplit("/", 1)[-1]
        if self.path.startswith(("/", "\\")) or ":" in self.path or not here.is_file():
            return self
        return Notebook(self.name, str(here), self.source)


def notebook_of_path(path: str, source: str) -> Notebook | None:
    """Returns the notebook at this path. None if the name is not that of a notebook."""
    plain = path.replace("\\", "/")
    name = plain.rsplit("/", 1)[-1]
    if not name:
        return None
    return Notebook(name.removesuffix(_SUFFIX), path, source)


def find_notebook(
    user_names: Mapping[str, Any], environ: Mapping[str, str] | None = None, *, quick: bool = False
) -> Notebook | None:
    """Finds the notebook of this kernel. `user_names` are the variables of the user's code.

    Sends requests only within this computer, and none with `quick`. None if the notebook is unknown.
    """
    given = os.environ if environ is None else environ
    finders: list[Callable[[], Notebook | None]] = [
        lambda: _from_vscode(user_names),
        lambda: _from_session_name(given),
        lambda: _from_papermill(user_names),
        _from_command_line,
    ]
    if not quick:
        finders += [lambda: _from_colab(given), lambda: _from_jupyter_servers(given)]
    for find in finders:
        try:
            found = find()
        except Exception:  # noqa: BLE001, S112 -- the next finder may succeed
            continue
        if found is not None:
            return found
    return None


def _from_vscode(names: Mapping[str, Any]) -> Notebook | None:
    path = names.get("__vsc_ipynb_file__")
    return notebook_of_path(path, "vscode") if isinstance(path, str) else None


def _from_session_name(environ: Mapping[str, str]) -> Notebook | None:
    """Reads the variable that Jupyter Server sets for each kernel of a notebook."""
    session = environ.get("JPY_SESSION_NAME", "")
    return notebook_of_path(session, "jupyter") if session.endswith(_SUFFIX) else None


def _from_papermill(names: Mapping[str, Any]) -> Notebook | None:
    for name in ("PAPERMILL_OUTPUT_PATH", "PAPERMILL_INPUT_PATH"):
        if isinstance(path := names.get(name), str):
            return notebook_of_path(path, "papermill")
    return None


def _from_colab(environ: Mapping[str, str]) -> Notebook | None:
    """Asks Colab's notebook server, which runs in another container. Its sessions name the notebook."""
    address = environ.get("COLAB_JUPYTER_IP")
    if "google.colab" not in sys.modules or not address:
        return None
    for session in _get_json(f"http://{address}:{environ.get('COLAB_JUPYTER_PORT', '9000')}/api/sessions"):
        name = unquote(str(session.get("name") or session.get("notebook", {}).get("name") or ""))
        if name:
            path = unquote(str(session.get("path") or name))
            return Notebook(name.removesuffix(_SUFFIX), path, "colab")
    return None


def _from_command_line() -> Notebook | None:
    """Reads the path from the command line of nbconvert, papermill or `jupyter execute`, which start the kernel."""
    given = _parents_words()
    # The argument after one of these is an output, not the notebook that runs.
    words = [word for before, word in zip(["", *given], given, strict=False) if before not in _OUTPUTS]
    programs = {Path(word).name.removesuffix(".exe") for word in words}
    if not programs & _EXECUTORS:
        return None
    notebooks = [word for word in words if word.endswith(_SUFFIX) and not word.startswith("-")]
    # Of several notebooks the running one is unknown, except for papermill: its input comes first.
    if len(notebooks) == 1 or (notebooks and "papermill" in programs):
        return notebook_of_path(notebooks[0], "command line")
    return None


def _parents_words() -> list[str]:
    """Returns the command line of the program that started this one."""
    own, words, process = _words_of(os.getpid()), [], os.getpid()
    for _ in range(_MOST_LAUNCHERS):
        process = _parent_of(process)
        words = _words_of(process)
        # On Windows, the Python of an environment is a launcher that starts another one with the same arguments.
        if words[1:] != own[1:]:
            break
    return words


def _words_of(process: int) -> list[str]:
    cmdline = Path(f"/proc/{process}/cmdline")
    if cmdline.exists():
        return [word for word in cmdline.read_bytes().decode(errors="replace").split("\0") if word]
    return list(_process(process).cmdline())


def _parent_of(process: int) -> int:
    if process == os.getpid():
        return os.getppid()
    stat = Path(f"/proc/{process}/stat")
    if stat.exists():
        # The program's name, in parentheses, may hold anything.
        return int(stat.read_text(errors="replace").rpartition(")")[2].split()[1])
    return int(_process(process).ppid())


def _process(process: int) -> Any:
    # Installed with ipykernel.
    import psutil  # type: ignore[import-untyped, import-not-found, unused-ignore]  # noqa: PLC0415

    return psutil.Process(process)


def _from_jupyter_servers(environ: Mapping[str, str]) -> Notebook | None:
    kernel = _kernel_id()
    if kernel is None:
        return None
    for server in _running_servers(environ):
        url = str(server["url"]).rstrip("/")
        if urlsplit(url).hostname not in {"localhost", "127.0.0.1", "::1"}:
            continue
        try:
            sessions = _get_json(f"{url}/api/sessions", token=str(server.get("token") or ""))
        except (OSError, ValueError):
            continue
        for session in sessions:
            if session.get("kernel", {}).get("id") == kernel and session.get("type", "notebook") == "notebook":
                return notebook_of_path(str(session.get("path") or ""), "jupyter")
    return None


def _kernel_id() -> str | None:
    """Returns the ID in the name of the kernel's connection file."""
    kernel = sys.modules.get("ipykernel.kernelapp")
    if kernel is None or not kernel.IPKernelApp.initialized():
        return None
    name = Path(kernel.IPKernelApp.instance().connection_file).stem
    return name.removeprefix("kernel-")


def _running_servers(environ: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Yields the records that this user's notebook servers wrote about themselves."""
    # Installed with ipykernel.
    from jupyter_core.paths import jupyter_runtime_dir  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415

    folder = Path(environ.get("JUPYTER_RUNTIME_DIR") or jupyter_runtime_dir())
    for file in sorted([*folder.glob("jpserver-*.json"), *folder.glob("nbserver-*.json")]):
        try:
            yield json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue


def _get_json(url: str, token: str = "") -> list[dict[str, Any]]:
    headers = {"Authorization": f"token {token}"} if token else {}
    # Uses no proxy: the address is on this computer, and the token is for its server only.
    opener = build_opener(ProxyHandler({}))
    with opener.open(Request(url, headers=headers), timeout=_LIMIT) as answer:  # noqa: S310 -- http, built above
        found = json.loads(answer.read())
    return found if isinstance(found, list) else []
