"""Reading files through a client, which versions them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from gofigr import models

if TYPE_CHECKING:
    from gofigr.assets import AssetSync
    from gofigr.client import GoFigr


class Reading:
    """The part of the client that reads files."""

    workspace_id: str | None
    asset_log: dict[str, models.gf_AssetRevision]
    _analysis: Any
    _sync: AssetSync | None

    @property
    def analysis_pending(self) -> bool:
        """Whether the analysis will have the name of a notebook that isn't known yet."""
        return self._analysis is not None and not isinstance(self._analysis, models.ModelMixin)

    @property
    def analysis_id(self) -> str | None:
        """The ID of the analysis that figures are published to, or None."""
        return self._analysis.api_id if isinstance(self._analysis, models.ModelMixin) else None

    @property
    def sync(self) -> AssetSync:
        """Versions the files that are read through this client."""
        if self._sync is None:
            from gofigr.assets import AssetSync  # noqa: PLC0415 -- only for who reads files through us

            self._sync = AssetSync(cast("GoFigr", self), workspace_id=self.workspace_id, asset_log=self.asset_log)
        return self._sync

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Opens a file like the built-in `open`, and versions it."""
        return self.sync.open(*args, **kwargs)

    def read_csv(self, *args: Any, **kwargs: Any) -> Any:
        """`pandas.read_csv`, with the file versioned."""
        return self.sync.read_csv(*args, **kwargs)

    def read_excel(self, *args: Any, **kwargs: Any) -> Any:
        """`pandas.read_excel`, with the file versioned."""
        return self.sync.read_excel(*args, **kwargs)

    def read_json(self, *args: Any, **kwargs: Any) -> Any:
        """`pandas.read_json`, with the file versioned."""
        return self.sync.read_json(*args, **kwargs)

    def read_html(self, *args: Any, **kwargs: Any) -> Any:
        """`pandas.read_html`, with the file versioned."""
        return self.sync.read_html(*args, **kwargs)

    def read_parquet(self, *args: Any, **kwargs: Any) -> Any:
        """`pandas.read_parquet`, with the file versioned."""
        return self.sync.read_parquet(*args, **kwargs)

    def read_feather(self, *args: Any, **kwargs: Any) -> Any:
        """`pandas.read_feather`, with the file versioned."""
        return self.sync.read_feather(*args, **kwargs)

    def read_hdf(self, *args: Any, **kwargs: Any) -> Any:
        """`pandas.read_hdf`, with the file versioned."""
        return self.sync.read_hdf(*args, **kwargs)

    def read_pickle(self, *args: Any, **kwargs: Any) -> Any:
        """`pandas.read_pickle`, with the file versioned."""
        return self.sync.read_pickle(*args, **kwargs)

    def read_sas(self, *args: Any, **kwargs: Any) -> Any:
        """`pandas.read_sas`, with the file versioned."""
        return self.sync.read_sas(*args, **kwargs)
