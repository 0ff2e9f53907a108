"""Downloads figures and files of revisions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from gofigr._notebook.commands import get_gofigr
from gofigr._publishing.publisher import DEFAULT_BACKENDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gofigr.backends import GoFigrBackend
    from gofigr.models import gf_FileData, gf_Revision


def load_pickled_figure(api_id: str) -> Any:
    """Returns the figure of a revision as an object of its plotting library, e.g. `plt.Figure`.

    Unpickling runs code in the revision. Do this only with revisions of people that you trust.
    """
    revision = _revision(api_id)
    for datum in revision.file_data:
        if str(datum.name).endswith(".pickle"):
            datum.fetch()
            backend = _backend_named(revision.metadata)
            return backend.unpickle(datum.data or b"")
    raise RuntimeError(f"Revision {api_id} has no pickled figure.")


def download_file(api_id: str, file_name: str, path: str | Path) -> int:
    """Saves a file of a revision in a folder or under a path. Returns its size in bytes."""
    for datum in _revision(api_id).file_data:
        if datum.name == file_name:
            return _save(datum, _destination(Path(path), str(datum.name)))
    raise RuntimeError(f"Revision {api_id} has no file called “{file_name}”.")


def download_all(api_id: str, path: str | Path) -> int:
    """Saves all files of a revision in a folder. Returns their total size in bytes."""
    folder = Path(path)
    if not folder.is_dir():
        raise RuntimeError(f"{folder} is not a folder.")
    return sum(_save(datum, _destination(folder, str(datum.name))) for datum in _revision(api_id).file_data)


def _revision(api_id: str) -> gf_Revision:
    return get_gofigr().Revision(api_id=api_id).fetch(fetch_data=False)


def _save(datum: gf_FileData, path: Path) -> int:
    datum.fetch()
    datum.write(path)
    return path.stat().st_size


def _destination(path: Path, name: str) -> Path:
    # The publisher chose the name, so it must not lead out of the folder.
    return path / Path(name.replace("\\", "/")).name if path.is_dir() else path


def _backend_named(metadata: Mapping[str, object] | None) -> GoFigrBackend:
    name = (metadata or {}).get("backend")
    for kind in DEFAULT_BACKENDS:
        backend = kind()
        if backend.get_backend_name() == name:
            return backend
    return DEFAULT_BACKENDS[1]()
