"""Tells whether a parcel equals the newest revision of its figure, so that it need not be sent.

Equal are the pictures without watermark whose bytes don't vary, the code of the cell or script, data frames, files,
links to files that were read, and the metadata that the user gave. Times, history, packages and git don't count.
"""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING, Any

from gofigr._outbox.replies import Refusal, expect_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gofigr._outbox.parcel import Parcel
    from gofigr.http import Session
    from gofigr.http.content import Content

_log = logging.getLogger(__name__)

#: Formats of pictures that are equal for equal figures. Others hold the time or random IDs.
_STEADY = frozenset({"html", "png", "jpg", "jpeg", "webp"})
#: Code that changes with each run.
_PASSING = frozenset({"IPython history", "git diff"})
#: Metadata that a revision may have or lack for other reasons than the figure.
_INCIDENTAL = frozenset(
    {"url", "cell_id", "notebook_name", "notebook_path", "git", "random_seeds", "argv", "kernel", "python_version"}
    | {"formats_not_drawn", "data_frames_not_written", "secrets_redacted"}
)


class Newest:
    """The newest revisions of figures, as far as they are known."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, dict[str, Any]] = {}
        #: Figures that were found a moment ago, with all their revisions.
        self._found: dict[str, dict[str, Any]] = {}

    def found(self, figure: dict[str, Any]) -> None:
        """Takes an answer of the server about a figure, so that it isn't asked again."""
        if isinstance(figure.get("revisions"), list):
            self._found[str(figure["api_id"])] = figure

    def sent(self, figure: str, revision: dict[str, Any]) -> None:
        """Takes the answer about a revision that was sent."""
        self._known[figure] = revision

    def equal_to(self, parcel: Parcel, figure: str) -> dict[str, Any] | None:
        """Returns the newest revision of the figure if the parcel equals it."""
        if parcel.given is None:
            return None
        ours = _contents(parcel)
        if ours is None:
            return None
        known = self._known.get(figure)
        if known is not None and not _is_equal(parcel, ours, known):
            # A request would cost more than what it may save.
            return None
        try:
            newest = self._newest(figure, known)
        except (Refusal, ValueError, KeyError, TypeError):
            # For example a key that can only publish.
            _log.debug("the newest revision can't be read", exc_info=True)
            return None
        return newest if newest is not None and _is_equal(parcel, ours, newest) else None

    def _newest(self, figure: str, known: dict[str, Any] | None) -> dict[str, Any] | None:
        found = self._found.pop(figure, None) or self._get(f"figure/{figure}/")
        revisions = found.get("revisions") or []
        if not revisions:
            return None
        newest = max(revisions, key=lambda one: one.get("revision_index") or 0)
        if known is not None and known.get("api_id") == newest["api_id"]:
            return known
        self._known[figure] = self._get(f"revision/{newest['api_id']}/")
        return self._known[figure]

    def _get(self, endpoint: str) -> dict[str, Any]:
        answer = expect_json(self._session.request("GET", endpoint, attempts=1))
        if not isinstance(answer, dict):
            raise ValueError("no object")  # noqa: TRY004 -- an error of the server
        return answer


def _contents(parcel: Parcel) -> Counter[tuple[str, str, str]] | None:
    """Returns types, names and hashes of the data that count. None if no picture can be compared."""
    parts: list[tuple[dict[str, Any], Content]] = [
        ({"type": part.type, "name": part.name, "metadata": part.metadata}, part.content)
        for part in parcel.parts
        if part.metadata.get("local_id") != parcel.copy
    ]
    formats = {datum["metadata"].get("format") for datum, _ in parts if _is_steady(datum)}
    if not formats:
        return None
    return Counter(_key(datum, content.blake3()) for datum, content in parts if _counts(datum, formats))


def _is_equal(parcel: Parcel, ours: Counter[tuple[str, str, str]], revision: Mapping[str, Any]) -> bool:
    theirs, metadata = revision.get("data") or [], revision.get("metadata") or {}
    formats = {datum["metadata"].get("format") for datum in theirs if _is_steady(datum)}
    copies = {part.name for part in parcel.parts if part.metadata.get("local_id") == parcel.copy}
    kept = [one for one in theirs if not (one["type"] == "file" and one["name"] in copies)]
    if Counter(_key(one, str(one.get("hash"))) for one in kept if _counts(one, formats)) != ours:
        return False
    if any(metadata.get(key) != value for key, value in (parcel.given or {}).items()):
        return False
    if set(metadata) - set(parcel.metadata) - _INCIDENTAL:
        return False
    links = {one.get("asset_revision") for one in revision.get("assets") or []}
    return links == {one["asset_revision"] for one in parcel.assets}


def _is_steady(datum: Mapping[str, Any]) -> bool:
    metadata = datum.get("metadata") or {}
    return datum["type"] == "image" and not metadata.get("is_watermarked") and metadata.get("format") in _STEADY


def _counts(datum: Mapping[str, Any], formats: set[Any]) -> bool:
    if datum["type"] == "image":
        # Pictures of a page are drawn by a browser, which may draw the same differently.
        return _is_steady(datum) and ("html" not in formats or datum["metadata"].get("format") == "html")
    return datum["type"] in ("dataframe", "file") or (datum["type"] == "code" and datum["name"] not in _PASSING)


def _key(datum: Mapping[str, Any], digest: str | None) -> tuple[str, str, str]:
    return str(datum["type"]), str(datum["name"]), str(digest)
