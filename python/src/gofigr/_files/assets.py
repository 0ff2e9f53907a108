"""Versions the files that an analysis reads."""

from __future__ import annotations

import builtins
import inspect
import logging
import os
import threading
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from gofigr._files.readers import PANDAS_READERS as PANDAS_READERS  # noqa: PLC0414 -- also exported here
from gofigr._files.readers import PandasReaders, Reader
from gofigr.exceptions import ServerUnreachableError
from gofigr.models import gf_Asset, gf_AssetRevision, gf_FileData
from gofigr.models.client import Client
from gofigr.utils import try_parse_uuid4

if TYPE_CHECKING:
    from collections.abc import Callable

    from gofigr.models import gf_Workspace

_log = logging.getLogger(__name__)

#: Key in the `attrs` of a data frame for the asset revision that it was read from.
REVISION_ATTR = "_gofigr_revision"
#: Files of a folder, such as a Parquet data set, beyond which they aren't versioned.
_MOST_PARTS = 1000


class FilesClient(Client, Protocol):
    """Methods of the client that versioning files needs."""

    workspace_id: str | None
    asset_log: dict[str, gf_AssetRevision]
    #: Called with the revision of each file that is read in the user's thread, unless `quiet` is set.
    on_file_versioned: Callable[[gf_AssetRevision], None]

    @property
    def primary_workspace(self) -> gf_Workspace:
        """Workspace of the assets if no other one was given."""

    def find_workspace(self, query: str) -> gf_Workspace:
        """Finds a workspace by its name."""

    @property
    def analysis_id(self) -> str | None:
        """Analysis that the assets belong to."""

    @property
    def analysis_pending(self) -> bool:
        """Tells whether the analysis is still unknown."""


class AssetSync(PandasReaders):
    """Drop-in replacements for `open` and the pandas readers, which store a version of each file on the server.

    A file that can't be versioned is read anyway, with a warning.
    """

    def __init__(
        self,
        gf: FilesClient,
        workspace_id: str | None = None,
        asset_log: dict[str, gf_AssetRevision] | None = None,
    ) -> None:
        self.gf = gf
        self._workspace_id = workspace_id
        self.asset_log = {} if asset_log is None else asset_log
        #: Files read before the analysis was known.
        self._deferred: list[str] = []
        #: Names of the assets of files whose own name isn't enough, by path.
        self._names: dict[str, str] = {}
        #: Held while they are versioned.
        self._versioning = threading.Lock()

    @property
    def workspace_id(self) -> str | None:
        """Workspace of the assets: the primary one unless another was given."""
        if self._workspace_id is None:
            self._workspace_id = self.gf.primary_workspace.api_id
        elif try_parse_uuid4(self._workspace_id) is None:
            # A name, for example of GF_WORKSPACE.
            self._workspace_id = self.gf.find_workspace(self._workspace_id).api_id
        return self._workspace_id

    @property
    def analysis_id(self) -> str | None:
        """Analysis that the assets belong to, if there is one."""
        return self.gf.analysis_id

    @property
    def revisions(self) -> builtins.list[gf_AssetRevision]:
        """The asset revisions that were used."""
        return list(self.asset_log.values())

    def clear_revisions(self) -> None:
        """Clears the list of used revisions."""
        self.asset_log.clear()

    def sync(self, pathlike: str | os.PathLike[str], quiet: bool = False) -> str | os.PathLike[str]:
        """Versions a file and returns its path. In a notebook, shows a line about it unless `quiet` is set."""
        revision = self.sync_revision(pathlike)
        if revision is not None and not quiet:
            self.gf.on_file_versioned(revision)
        return pathlike

    def sync_revision(self, pathlike: str | os.PathLike[str]) -> gf_AssetRevision | None:
        """Returns the asset revision with the bytes of this file. Uploads them if the server lacks them.

        None while the analysis is unknown: `process_deferred_syncs` versions the file later.
        """
        if self.gf.analysis_pending:
            self._deferred.append(os.path.abspath(pathlike))  # noqa: PTH100 -- `absolute()` keeps `..`
            return None
        file = self.gf.bound(gf_FileData).read(pathlike)
        file.name = self._names.get(os.path.abspath(pathlike), file.name)  # noqa: PTH100 -- as above
        digest = file.calculate_hash()
        revision = self._find(str(digest), str(file.name))
        if revision is None:
            asset = self._asset(str(file.name))
            revision = self.gf.bound(gf_AssetRevision)(asset=asset, data=[file]).create()
            revision.asset = asset  # The answer holds only its ID.
        self._log(revision)
        return revision

    @property
    def is_unfinished(self) -> bool:
        """Tells whether some files that were read aren't versioned yet."""
        return bool(self._deferred) or self._versioning.locked()

    def process_deferred_syncs(self) -> None:
        """Versions the files that were read before the analysis was known."""
        self._version_deferred(self._try_sync)

    def version_deferred_quietly(self) -> None:
        """Versions the same files in the background, without warnings and without output."""
        self._version_deferred(self._sync_quietly)

    def _version_deferred(self, version: Callable[[str], object]) -> None:
        with self._versioning:
            if self.gf.analysis_pending:
                return
            paths, self._deferred = self._deferred, []
            for path in dict.fromkeys(paths):
                version(path)

    def _sync_quietly(self, path: str) -> None:
        try:
            self.sync_revision(path)
        except (RuntimeError, OSError):
            _log.debug("%s was not versioned", path, exc_info=True)

    def open(self, pathlike: int | str | os.PathLike[str], *args: Any, **kwargs: Any) -> Any:
        """Opens a file like the built-in `open`. Versions it first if it is opened for reading."""
        mode = args[0] if args else kwargs.get("mode", "r")
        if "r" in mode:
            self._try_sync(pathlike)
        return builtins.open(pathlike, *args, **kwargs)  # noqa: PTH123 -- the caller closes it

    def open_and_get_revision(
        self, pathlike: str | os.PathLike[str], *args: Any, **kwargs: Any
    ) -> tuple[Any, gf_AssetRevision | None]:
        """Opens a file. Returns it and the revision with its bytes."""
        revision = self.sync_revision(pathlike)
        return builtins.open(pathlike, *args, **kwargs), revision  # noqa: PTH123 -- the caller closes it

    def reader(self, name: str) -> Reader:
        """Returns a pandas reader that versions the file, e.g. `read_csv`."""
        return Reader(name, self._read)

    def _read(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        import pandas as pd  # noqa: PLC0415 -- takes half a second, and is optional

        function = getattr(pd, name)
        source = _source(function, args, kwargs)
        revision = self._try_sync(source, may_be_folder=name == "read_parquet")
        frame = function(*args, **kwargs)
        if revision is not None:
            for one in _frames(frame):
                if isinstance(one, pd.DataFrame):
                    one.attrs[REVISION_ATTR] = revision.api_id
        return frame

    def _try_sync(self, source: object, *, may_be_folder: bool = False) -> gf_AssetRevision | None:
        """Versions a file if it is one. Warns instead of raising, so that the analysis goes on."""
        if not isinstance(source, str | os.PathLike):
            warnings.warn(f"Only files can be versioned, not a {type(source).__name__}.", stacklevel=4)
            return None
        path = _local_path(source)
        if not path.is_file() and not (may_be_folder and path.is_dir()):
            warnings.warn(f"{source} isn't a file of this computer and isn't versioned.", stacklevel=4)
            return None
        revision = None
        try:
            for file in _files_in(path):
                if file != path:
                    # Parts in several folders may have the same name.
                    self._names[os.path.abspath(file)] = file.relative_to(path.parent).as_posix()  # noqa: PTH100 -- as above
                revision = self.sync_revision(file)
        except (RuntimeError, ServerUnreachableError) as error:
            warnings.warn(f"{source} was not versioned: {error}", stacklevel=4)
            return None
        if revision is not None:
            self.gf.on_file_versioned(revision)
        return revision

    def _find(self, digest: str, name: str) -> gf_AssetRevision | None:
        """Finds a revision with these bytes in our workspace, preferably with the same name."""
        here = []
        for revision in self.gf.bound(gf_AssetRevision).find_by_hash(digest, analysis=self.analysis_id):
            if revision.asset is None:
                continue
            asset = revision.asset.fetch()
            if asset.workspace is not None and asset.workspace.api_id == self.workspace_id:
                if asset.name == name:
                    return revision
                here.append(revision)
        return here[0] if here else None

    def _asset(self, name: str) -> gf_Asset:
        """Finds or creates the asset of this name in our workspace."""
        for asset in self.gf.bound(gf_Asset).find_by_name(name, analysis=self.analysis_id):
            if asset.workspace is not None and asset.workspace.api_id == self.workspace_id:
                return asset
        return self.gf.bound(gf_Asset)(
            name=name, workspace=self.workspace_id, analysis=self.analysis_id
        ).find_or_create()

    def _log(self, revision: gf_AssetRevision) -> None:
        if revision.asset is not None:
            self.asset_log[str(revision.asset.api_id)] = revision


def _source(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> object:
    """Returns the source of a reader: its first parameter, given by its place or its name."""
    if args:
        return args[0]
    return next((kwargs.get(name) for name in inspect.signature(function).parameters), None)


def _local_path(source: str | os.PathLike[str]) -> Path:
    """Returns the path of a file that is named by a path or by a `file:` URL."""
    parts = urlsplit(os.fspath(source)) if str(source).lower().startswith("file:") else None
    if parts is None:
        return Path(source).expanduser()
    from urllib.request import url2pathname  # noqa: PLC0415 -- loads `ssl`

    return Path(url2pathname(parts.path))


def _files_in(path: Path) -> list[Path]:
    """Returns the file, or the files of a folder, such as the parts of a Parquet data set."""
    if path.is_file():
        return [path]
    files = sorted(one for one in path.rglob("*") if one.is_file() and not one.name.startswith((".", "_")))
    if len(files) > _MOST_PARTS:
        raise RuntimeError(f"the folder has {len(files)} files, more than {_MOST_PARTS}")
    return files


def _frames(read: object) -> list[object]:
    """Returns all data frames that a reader returned: one, a list or a dictionary of them."""
    if isinstance(read, dict):
        return list(read.values())
    return read if isinstance(read, list) else [read]
