"""The files read through one client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofigr._files.assets import AssetSync

if TYPE_CHECKING:
    from gofigr._files.assets import FilesClient


class Files:
    """Holds the `AssetSync` of a client, which is created when it is first needed."""

    def __init__(self, client: FilesClient) -> None:
        self._client = client
        #: The analysis of the figures, or a query for it until it is known.
        self.analysis: object = None
        self._sync: AssetSync | None = None

    @property
    def sync(self) -> AssetSync:
        """Object that versions files."""
        if self._sync is None:
            client = self._client
            self._sync = AssetSync(client, client.workspace_id, client.asset_log)
        return self._sync

    @property
    def is_unfinished(self) -> bool:
        """Tells whether some files wait for the analysis or are being versioned by another thread."""
        return self._sync is not None and self._sync.is_unfinished

    def version_deferred(self) -> None:
        """Versions the files read before the analysis was known, without output: this isn't the user's thread."""
        if self._sync is not None:
            self._sync.version_deferred_quietly()
