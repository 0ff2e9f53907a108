"""The files that one figure was drawn from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofigr._files.assets import REVISION_ATTR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gofigr._files.reading import Files
    from gofigr.models import gf_AssetRevision


class UsedFiles:
    """Files that were read through a client before a figure was published."""

    def __init__(
        self, files: Files, asset_log: Mapping[str, gf_AssetRevision], dataframes: Mapping[str, object]
    ) -> None:
        self._files = files
        self._log = asset_log
        self._shown = {getattr(frame, "attrs", {}).get(REVISION_ATTR) for frame in dataframes.values()}
        # Files that are read later have nothing to do with this figure.
        self._known = dict(asset_log)
        #: Tells whether some of them aren't versioned yet. `finish` waits for them.
        self.is_unfinished = files.is_unfinished

    def finish(self) -> None:
        """Versions the remaining files."""
        self._files.version_deferred()
        self._known = {**self._known, **self._log}

    def links(self) -> list[dict[str, str]]:
        """Returns links: direct for data frames published with the figure, indirect for other files read before."""
        return [
            {"asset_revision": str(one.api_id), "use_type": "direct" if one.api_id in self._shown else "indirect"}
            for one in self._known.values()
        ]
