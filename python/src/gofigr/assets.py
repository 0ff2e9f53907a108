"""Versions the files that an analysis reads."""

from __future__ import annotations

import builtins
import functools
import importlib.util
import os
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gofigr.exceptions import ServerUnreachableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from gofigr.client import GoFigr
    from gofigr.models import gf_Asset, gf_AssetRevision

PANDAS_READERS = [
    *("read_csv", "read_excel", "read_json", "read_html", "read_parquet"),
    *("read_feather", "read_hdf", "read_pickle", "read_sas"),
]

#: Data frames say in `attrs` under this name which asset revision they were read from.
REVISION_ATTR = "_gofigr_revision"


class AssetSync:
    """Drop-in replacements for `open` and the readers of pandas, which keep a version of each file on the server.

    A file that can't be versioned is read all the same, with a warning.
    """

    read_csv: Callable[..., Any]
    read_excel: Callable[..., Any]
    read_json: Callable[..., Any]
    read_html: Callable[..., Any]
    read_parquet: Callable[..., Any]
    read_feather: Callable[..., Any]
    read_hdf: Callable[..., Any]
    read_pickle: Callable[..., Any]
    read_sas: Callable[..., Any]

    def __init__(
        self, gf: GoFigr, workspace_id: str | None = None, asset_log: dict[str, gf_AssetRevision] | None = None
    ) -> None:
        self.gf = gf
        self._workspace_id = workspace_id
        self.asset_log = {} if asset_log is None else asset_log
        self._deferred: list[str] = []
        for name in PANDAS_READERS:
            setattr(self, name, self._wrap_reader(name))

    @property
    def workspace_id(self) -> str | None:
        """Where assets are kept: the primary workspace unless another was named."""
        if self._workspace_id is None:
            self._workspace_id = self.gf.primary_workspace.api_id
        return self._workspace_id

    @property
    def analysis_id(self) -> str | None:
        """The analysis that assets are kept with, if there is one."""
        return self.gf.analysis_id

    @property
    def revisions(self) -> builtins.list[gf_AssetRevision]:
        """The revisions that were used."""
        return list(self.asset_log.values())

    def clear_revisions(self) -> None:
        """Forgets which revisions were used."""
        self.asset_log.clear()

    def sync(self, pathlike: str | os.PathLike[str], quiet: bool = False) -> str | os.PathLike[str]:
        """Versions a file; gives the path back. In a notebook a line says so unless `quiet` is set."""
        revision = self.sync_revision(pathlike)
        if revision is not None and not quiet:
            _show(revision)
        return pathlike

    def sync_revision(self, pathlike: str | os.PathLike[str]) -> gf_AssetRevision | None:
        """The asset revision with the bytes of this file, uploaded unless the server has them already.

        None as long as the analysis isn't known: `process_deferred_syncs` makes up for it.
        """
        if self.gf.analysis_pending:
            self._deferred.append(os.path.abspath(pathlike))  # noqa: PTH100 -- `absolute()` keeps `..`
            return None
        file = self.gf.FileData.read(pathlike)
        digest = file.calculate_hash()
        revision = self._find(str(digest), str(file.name))
        if revision is None:
            asset = self._asset(str(file.name))
            revision = self.gf.AssetRevision(asset=asset, data=[file]).create()
            revision.asset = asset  # The answer has its ID alone.
        self._log(revision)
        return revision

    def process_deferred_syncs(self) -> None:
        """Versions the files that were read before the analysis was known."""
        paths, self._deferred = self._deferred, []
        for path in dict.fromkeys(paths):
            self._try_sync(path)

    def open(self, pathlike: Any, *args: Any, **kwargs: Any) -> Any:
        """The built-in `open`, with the file versioned first if it is opened for reading."""
        mode = args[0] if args else kwargs.get("mode", "r")
        if "r" in mode:
            self._try_sync(pathlike)
        return builtins.open(pathlike, *args, **kwargs)  # noqa: PTH123 -- the caller closes it

    def open_and_get_revision(self, pathlike: Any, *args: Any, **kwargs: Any) -> tuple[Any, gf_AssetRevision | None]:
        """The open file, and the revision with its bytes."""
        revision = self.sync_revision(pathlike)
        return builtins.open(pathlike, *args, **kwargs), revision  # noqa: PTH123 -- the caller closes it

    def _wrap_reader(self, name: str) -> Callable[..., Any]:
        def read(*args: Any, **kwargs: Any) -> Any:
            import pandas as pd  # noqa: PLC0415 -- half a second, and only for who has it

            # Whatever its name, the first argument of a reader is what to read.
            source = args[0] if args else next(iter(kwargs.values()), None)
            revision = self._try_sync(source)
            frame = getattr(pd, name)(*args, **kwargs)
            if revision is not None:
                for one in _frames(frame):
                    if isinstance(one, pd.DataFrame):
                        one.attrs[REVISION_ATTR] = revision.api_id
            return frame

        read.__name__ = name
        read.__doc__ = f"`pandas.{name}`, with the file versioned."
        return functools.partial(read)

    def _try_sync(self, source: Any) -> gf_AssetRevision | None:
        """Versions a file if it is one; warns instead of raising, since the analysis matters more."""
        if not isinstance(source, str | os.PathLike):
            warnings.warn(f"Only files can be versioned, not a {type(source).__name__}.", stacklevel=4)
            return None
        path = Path(source).expanduser()
        if not path.is_file():
            warnings.warn(f"{source} isn't a file of this computer and isn't versioned.", stacklevel=4)
            return None
        try:
            revision = self.sync_revision(path)
        except (RuntimeError, ServerUnreachableError) as error:
            warnings.warn(f"{source} was not versioned: {error}", stacklevel=4)
            return None
        if revision is not None:
            _show(revision)
        return revision

    def _find(self, digest: str, name: str) -> gf_AssetRevision | None:
        """A revision with these bytes in our workspace, best under the same name."""
        here = []
        for revision in self.gf.AssetRevision.find_by_hash(digest, analysis=self.analysis_id):
            if revision.asset is None:
                continue
            asset = revision.asset.fetch()
            if asset.workspace is not None and asset.workspace.api_id == self.workspace_id:
                if asset.name == name:
                    return revision
                here.append(revision)
        return here[0] if here else None

    def _asset(self, name: str) -> gf_Asset:
        """The asset of this name in our workspace, made if it isn't there."""
        for asset in self.gf.Asset.find_by_name(name, analysis=self.analysis_id):
            if asset.workspace is not None and asset.workspace.api_id == self.workspace_id:
                return asset
        return self.gf.Asset(name=name, workspace=self.workspace_id, analysis=self.analysis_id)._find_or_create()

    def _log(self, revision: gf_AssetRevision) -> None:
        if revision.asset is not None:
            self.asset_log[str(revision.asset.api_id)] = revision


def _frames(read: Any) -> list[Any]:
    """All that a reader gave: of some files it is a list of frames, of others a dictionary."""
    if isinstance(read, dict):
        return list(read.values())
    return read if isinstance(read, list) else [read]


def _show(revision: gf_AssetRevision) -> None:
    """Says in a notebook that a file was versioned."""
    shell = sys.modules.get("IPython")
    if shell is None or shell.get_ipython() is None or importlib.util.find_spec("gofigr.widget") is None:
        return
    importlib.import_module("gofigr.widget").AssetWidget(revision).show()
