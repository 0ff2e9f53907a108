"""Downloads figures and files of revisions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from gofigr._notebook.commands import get_gofigr
from gofigr._publishing.choosing import DEFAULT_BACKENDS
from gofigr.models.formats import file_names, format_of_file

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
        if getattr(format_of_file(str(datum.name)), "name", None) == "pickle":
            datum.fetch()
            backend = _backend_named(revision.metadata)
            return backend.unpickle(datum.data or b"")
    raise RuntimeError(f"Revision {api_id} has no pickled figure.")


def download_file(api_id: str, file_name: str, path: str | Path) -> int:
    """Saves a file of a revision in a folder or under a path. Returns its size in bytes."""
    for datum, name in _named_files(_revision(api_id)):
        if datum.name == file_name:
            return _save(datum, Path(path) / name if Path(path).is_dir() else Path(path))
    raise RuntimeError(f"Revision {api_id} has no file called “{file_name}”.")


def download_all(api_id: str, path: str | Path) -> int:
    """Saves all files of a revision in a folder. Returns their total size in bytes."""
    folder = _folder(path)
    return sum(_save(datum, folder / name) for datum, name in _named_files(_revision(api_id)))


def download_revision(api_id: str, path: str | Path) -> list[Path]:
    """Saves all data of a revision in a folder, with the names of the web app and `gofigr download`."""
    folder = _folder(path)
    revision = _revision(api_id).fetch_data()
    figure = revision.figure
    title = None if figure is None else (str(figure.fetch().name), (revision.revision_index or 0) + 1)
    paths = [folder / name for name in file_names([datum.named() for datum in revision.data], title)]
    for datum, target in zip(revision.data, paths, strict=True):
        if datum.content is not None:
            datum.content.copy_to(target)
    return paths


def _folder(path: str | Path) -> Path:
    if not Path(path).is_dir():
        raise RuntimeError(f"{path} is not a folder.")
    return Path(path)


def _named_files(revision: gf_Revision) -> list[tuple[gf_FileData, str]]:
    """Returns the files of a revision with their names among all its data. The publisher's names aren't trusted."""
    names = file_names(datum.named() for datum in revision.data)
    by_id = {datum.api_id: name for datum, name in zip(revision.data, names, strict=True)}
    return [(datum, by_id[datum.api_id]) for datum in revision.file_data]


def _revision(api_id: str) -> gf_Revision:
    return get_gofigr().Revision(api_id=api_id).fetch(fetch_data=False)


def _save(datum: gf_FileData, path: Path) -> int:
    datum.fetch()
    datum.write(path)
    return path.stat().st_size


def _backend_named(metadata: Mapping[str, object] | None) -> GoFigrBackend:
    name = (metadata or {}).get("backend")
    for kind in DEFAULT_BACKENDS:
        backend = kind()
        if backend.get_backend_name() == name:
            return backend
    return DEFAULT_BACKENDS[1]()
