"""Annotators record the context of a revision: code, notebook, environment, git."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gofigr._capture.environment import conda_packages, frozen_packages, lock_file, system_info
from gofigr._capture.git import GitState, commit_link, git_state
from gofigr._capture.seeds import seeds_in
from gofigr._ipython.extension import current_extension
from gofigr._ipython.shell import in_ipython
from gofigr.models import CodeLanguage, gf_CodeData, gf_TextData

if TYPE_CHECKING:
    from collections.abc import Callable

    from gofigr._capture.notebook import Notebook
    from gofigr._ipython.extension import Extension
    from gofigr.models import gf_Revision

NOTEBOOK_PATH = "notebook_path"
NOTEBOOK_NAME = "notebook_name"
NOTEBOOK_URL = "url"
NOTEBOOK_KERNEL = "kernel"
PYTHON_VERSION = "python_version"
BACKEND_NAME = "backend"


class Annotator:
    """Adds information to a revision. Override `annotate`. Credentials in texts and code are masked afterwards."""

    def annotate(self, revision: gf_Revision) -> gf_Revision:
        """Adds to the revision's `metadata` or `data`. Returns the revision."""
        return revision

    def begin(self, revision: gf_Revision) -> Callable[[], None] | None:
        """Called when the figure is published. The returned function runs in the background before the figure is sent.

        By default, everything is done at once, because an annotator may read data that change later.
        """
        self.annotate(revision)
        return None


class _InBackground(Annotator):
    """Annotator whose information doesn't change while the user continues, so it runs in the background."""

    def begin(self, revision: gf_Revision) -> Callable[[], None] | None:
        return lambda: _ignore(self.annotate(revision))


def _metadata(revision: gf_Revision) -> dict[str, Any]:
    if revision.metadata is None:
        revision.metadata = {}
    return revision.metadata


def _ignore(_: object) -> None:
    return None


class IPythonAnnotator(Annotator):
    """Adds information from IPython. Override `annotate_ip`."""

    def get_ip_extension(self) -> Extension | None:
        """Returns the loaded extension. None outside of IPython."""
        return current_extension()

    def annotate(self, revision: gf_Revision) -> gf_Revision:
        ext = self.get_ip_extension()
        return revision if ext is None else self.annotate_ip(revision, ext)

    def annotate_ip(self, revision: gf_Revision, ext: Extension) -> gf_Revision:  # noqa: ARG002 -- for overriding methods
        """Adds to the revision. `ext` is the extension, with `shell` and `cell`."""
        return revision


class CellIdAnnotator(IPythonAnnotator):
    """Records the ID of the cell."""

    def annotate_ip(self, revision: gf_Revision, ext: Extension) -> gf_Revision:
        _metadata(revision)["cell_id"] = ext.cell_id
        return revision


class CellCodeAnnotator(IPythonAnnotator):
    """Records the code of the cell, and the random seeds that the notebook has set so far."""

    def annotate_ip(self, revision: gf_Revision, ext: Extension) -> gf_Revision:
        code = ext.cell_code
        if code:
            revision.data.append(
                revision.client.bound(gf_CodeData)(name="Jupyter Cell", language=CodeLanguage.PYTHON, contents=code)
            )
        if ext.seeds:
            _metadata(revision)["random_seeds"] = dict(ext.seeds)
        return revision


class HistoryAnnotator(IPythonAnnotator):
    """Records all code of this session, in order."""

    def annotate_ip(self, revision: gf_Revision, ext: Extension) -> gf_Revision:
        self._add(revision, ext.history())
        return revision

    def begin(self, revision: gf_Revision) -> Callable[[], None] | None:
        ext = self.get_ip_extension()
        if ext is None:
            return None
        # Copies the current history. A long one is written and cleaned later.
        cells = ext.history()
        return lambda: self._add(revision, cells)

    def _add(self, revision: gf_Revision, cells: list[str]) -> None:
        revision.data.append(
            revision.client.bound(gf_CodeData)(
                name="IPython history", language="python", format="jupyter-history/json", contents=json.dumps(cells)
            )
        )


class NotebookMetadataAnnotator(_InBackground, IPythonAnnotator):
    """Records the notebook's name and path, and its address if the page sent it."""

    def begin(self, revision: gf_Revision) -> Callable[[], None] | None:
        ext = self.get_ip_extension()
        if ext is None or ext.notebook is None:
            return super().begin(revision)
        _metadata(revision).update(ext.notebook_metadata)
        return None

    def annotate_ip(self, revision: gf_Revision, ext: Extension) -> gf_Revision:
        _metadata(revision).update(ext.wait_for_notebook_metadata())
        return revision

    def try_get_metadata(self) -> dict[str, Any] | None:
        """Returns the metadata of the notebook that are known now. None if there are none."""
        ext = self.get_ip_extension()
        return (ext.notebook_metadata or None) if ext is not None else None

    def parse_metadata(self, error: bool = True) -> dict[str, Any]:
        """Returns the notebook's metadata after all finders were asked. Raises `RuntimeError` if there are none."""
        ext = self.get_ip_extension()
        found: dict[str, Any] = ext.wait_for_notebook_metadata() if ext is not None else {}
        if not found and error:
            raise RuntimeError("No Notebook metadata available")
        return found


class NotebookNameAnnotator(NotebookMetadataAnnotator):
    """Old name of `NotebookMetadataAnnotator`."""


class EnvironmentAnnotator(Annotator):
    """Records the Python interpreter and its version."""

    def annotate(self, revision: gf_Revision) -> gf_Revision:
        _metadata(revision)[NOTEBOOK_KERNEL] = sys.executable
        _metadata(revision)[PYTHON_VERSION] = sys.version
        return revision


class BackendAnnotator(Annotator):
    """Records the backend that drew the figure."""

    def annotate(self, revision: gf_Revision) -> gf_Revision:
        if revision.backend is not None:
            _metadata(revision)[BACKEND_NAME] = revision.backend.get_backend_name()
        return revision


class SystemAnnotator(_InBackground):
    """Records the system."""

    def annotate(self, revision: gf_Revision) -> gf_Revision:
        revision.data.append(revision.client.bound(gf_TextData)(name="System Info", contents=system_info()))
        return revision


class PipFreezeAnnotator(_InBackground):
    """Records the packages installed by pip and conda, and the project's lock file."""

    def __init__(self, cache: bool = True) -> None:
        """Without `cache`, the packages are looked up for each figure."""
        self.cache = cache

    def annotate(self, revision: gf_Revision) -> gf_Revision:
        if not self.cache:
            frozen_packages.cache_clear()
            conda_packages.cache_clear()
        text = revision.client.bound(gf_TextData)
        revision.data.append(text(name="pip freeze", contents=frozen_packages()))
        if (conda := conda_packages()) is not None:
            revision.data.append(text(name="conda list", contents=conda))
        if (lock := lock_file(_code_folder())) is not None:
            name, contents = lock
            revision.data.append(text(name=name, contents=contents))
        return revision


class GitAnnotator(_InBackground):
    """Records the git state of the code, with uncommitted changes."""

    def begin(self, revision: gf_Revision) -> Callable[[], None] | None:
        folder = _code_folder()
        return lambda: self._add(revision, git_state(folder))

    def annotate(self, revision: gf_Revision) -> gf_Revision:
        self._add(revision, git_state(_code_folder()))
        return revision

    def _add(self, revision: gf_Revision, state: GitState | None) -> None:
        if state is None:
            return
        _metadata(revision)["git"] = {
            "branch": state.branch,
            "hash": state.commit,
            "remote_url": state.remote,
            "commit_link": commit_link(state),
            "is_dirty": state.is_dirty,
        }
        if state.diff:
            revision.data.append(
                revision.client.bound(gf_CodeData)(name="git diff", language="diff", contents=state.diff)
            )


class ScriptAnnotator(Annotator):
    """Records the running script, outside of IPython."""

    def annotate(self, revision: gf_Revision) -> gf_Revision:
        path = _script()
        if path is None:
            return revision
        _metadata(revision)["argv"] = list(sys.argv)
        _metadata(revision)["script"] = str(path)
        try:
            code = path.read_text(encoding="utf-8")
        except (OSError, ValueError):
            return revision
        revision.data.append(
            revision.client.bound(gf_CodeData)(name=path.name, language=CodeLanguage.PYTHON, contents=code)
        )
        if seeds := seeds_in(code):
            _metadata(revision)["random_seeds"] = seeds
        return revision


def notebook_metadata(notebook: Notebook | None, url: str | None = None) -> dict[str, Any]:
    """Returns the metadata of a notebook."""
    found: dict[str, Any] = {}
    if notebook is not None:
        found |= {NOTEBOOK_NAME: notebook.file_name, NOTEBOOK_PATH: notebook.path}
    if url is not None:
        found[NOTEBOOK_URL] = url
    return found


def _script() -> Path | None:
    """Returns the script that Python was started with. None in IPython or if there is none."""
    if in_ipython():
        return None
    given = getattr(sys.modules.get("__main__"), "__file__", None)
    return Path(given) if given else None


def _code_folder() -> Path:
    """Returns the folder of the code: the script's, or the notebook's working folder."""
    script = _script()
    return script.absolute().parent if script is not None else Path(os.getcwd())  # noqa: PTH109 -- may be patched, and must not resolve links


DEFAULT_ANNOTATORS: tuple[type[Annotator], ...] = (
    NotebookMetadataAnnotator,
    EnvironmentAnnotator,
    CellIdAnnotator,
    CellCodeAnnotator,
    SystemAnnotator,
    PipFreezeAnnotator,
    BackendAnnotator,
    HistoryAnnotator,
    GitAnnotator,
    ScriptAnnotator,
)
