"""The files that figures were drawn from: versioned in the background once the analysis is known."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any

from gofigr.assets import REVISION_ATTR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from gofigr._outbox import Parcel
    from gofigr.client import GoFigr

_log = logging.getLogger(__name__)


class FilesUsed:
    """What was read through one client."""

    def __init__(self, gf: GoFigr) -> None:
        self._gf = gf
        self._lock = threading.Lock()

    def version_deferred(self) -> None:
        """Versions the files that were read before the analysis was known. Quietly: this isn't the user's thread."""
        sync = self._gf._sync
        with self._lock:
            if sync is None or self._gf.analysis_pending:
                return
            paths, sync._deferred = sync._deferred, []
            for path in dict.fromkeys(paths):
                try:
                    sync.sync_revision(path)
                except (RuntimeError, OSError):
                    _log.debug("%s was not versioned", path, exc_info=True)

    def linker(self, parcel: Parcel, dataframes: Mapping[str, Any]) -> Callable[[], None]:
        """What links a figure to the files that were read before it was published, called before it is sent."""
        shown = {getattr(frame, "attrs", {}).get(REVISION_ATTR) for frame in dataframes.values()}
        sync = self._gf._sync
        # Not yet begun, or going on in another thread.
        is_unfinished = sync is not None and (bool(sync._deferred) or self._lock.locked())
        known = dict(self._gf.asset_log)
        parcel.assets = _links(known.values(), shown)

        def link() -> None:
            if is_unfinished:
                self.version_deferred()
                parcel.assets = _links({**known, **self._gf.asset_log}.values(), shown)

        return link


def _links(revisions: Iterable[Any], shown: set[Any]) -> list[dict[str, str]]:
    """Direct where the data frame was published with the figure, indirect for all that was read before."""
    return [
        {"asset_revision": str(one.api_id), "use_type": "direct" if one.api_id in shown else "indirect"}
        for one in revisions
    ]
