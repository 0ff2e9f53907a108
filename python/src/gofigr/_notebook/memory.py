"""Remembers which analysis a notebook has, so that a renamed notebook keeps it.

A file in the folder of unsent figures holds the path, the file's number and the cells of each notebook that published.
A notebook that isn't known by its path is a renamed one if another one of the same cells is gone from its path. If that
one is still there, this is a copy, which gets an analysis of its own.
"""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gofigr._outbox.locks import locked

if TYPE_CHECKING:
    from gofigr._capture.notebook import Notebook

_log = logging.getLogger(__name__)
_FILE = "notebooks.json"
#: Finders that give the path at which a person keeps the notebook. Programs write others, such as papermill's outputs.
_KEPT_BY_PERSONS = frozenset({"jupyter", "vscode", "page", "command line"})
_LARGEST_NOTEBOOK = 20_000_000
_MOST_NOTEBOOKS = 1000
#: Share of equal cells from which a file of another number is the same notebook.
_SAME_CELLS = 0.8
_LOCK_SECONDS = 2.0


@dataclass
class Known:
    """A notebook that has published."""

    path: str
    #: Device and number of the file, which a new name doesn't change.
    file: list[int]
    cells: list[str]
    #: Name of its analysis.
    analysis: str

    def is_at_its_path(self, others: list[Known]) -> bool:
        """Tells whether its file is still there, and no other notebook has its path now."""
        return Path(self.path).is_file() and all(one.path != self.path for one in others if one is not self)

    def is_like(self, other: Known) -> bool:
        """Tells whether both are the same notebook, perhaps at different times."""
        mine, theirs = set(self.cells), set(other.cells)
        if not mine & theirs:
            return False
        return self.file == other.file or len(mine & theirs) >= _SAME_CELLS * len(mine | theirs)


@dataclass(frozen=True)
class Remembered:
    """The analysis of a notebook."""

    analysis: str
    #: Sentence for the person, if the name isn't the expected one or others share it.
    note: str = ""


def remembered(notebook: Notebook, folder: Path) -> Remembered:
    """Returns the name of the notebook's analysis and remembers it."""
    try:
        now = _read_notebook(notebook)
        if now is None:
            return Remembered(notebook.name)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(folder / "notebooks.lock", _LOCK_SECONDS):
            known = _load(folder / _FILE)
            found = _find(now, known)
            kept = [one for one in known if one is not found]
            if found is not None:
                now.analysis = found.analysis
            (folder / f"{_FILE}.new").write_text(
                json.dumps([asdict(one) for one in [*kept, now][-_MOST_NOTEBOOKS:]]), encoding="utf-8"
            )
            (folder / f"{_FILE}.new").replace(folder / _FILE)
    except (OSError, ValueError, KeyError, TypeError):
        _log.debug("the notebook can't be remembered", exc_info=True)
        return Remembered(notebook.name)
    return Remembered(now.analysis, _note(now, found, kept, notebook.name))


def _find(now: Known, known: list[Known]) -> Known | None:
    """Returns this notebook as it was known before. None if it is new, or if several could be it."""
    at_path = [one for one in known if one.path == now.path and one.is_like(now)]
    if at_path:
        return at_path[-1]
    gone = [one for one in known if one.is_like(now) and (one.path == now.path or not one.is_at_its_path(known))]
    return gone[0] if len(gone) == 1 else None


def _note(now: Known, found: Known | None, kept: list[Known], name: str) -> str:
    if found is not None and now.analysis != name:
        return f"keeps the analysis “{now.analysis}”, because this notebook was {Path(found.path).name}"
    others = [one.path for one in kept if one.analysis == now.analysis and Path(one.path).is_file()]
    if others:
        return f"the analysis “{now.analysis}” is also that of {others[0]}: configure(analysis=…) separates them"
    return ""


def _read_notebook(notebook: Notebook) -> Known | None:
    path = Path(notebook.path)
    if notebook.source not in _KEPT_BY_PERSONS or not path.is_absolute():
        return None
    status = path.stat()
    if status.st_size > _LARGEST_NOTEBOOK:
        return None
    cells = [_identity(cell) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]
    return Known(str(path), [status.st_dev, status.st_ino], [one for one in cells if one], notebook.name)


def _identity(cell: dict[str, Any]) -> str:
    """Returns the cell's ID. Older notebooks have none, so a hash of the text stands for it."""
    if cell.get("id"):
        return str(cell["id"])
    source = "".join(cell["source"]).strip()
    return hashlib.blake2b(source.encode(), digest_size=8).hexdigest() if source else ""


def _load(file: Path) -> list[Known]:
    try:
        return [Known(**one) for one in json.loads(file.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        return []
