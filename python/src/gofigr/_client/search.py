"""Searches everything that the user may view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gofigr.models.times import parse_time

if TYPE_CHECKING:
    from datetime import datetime

    from gofigr.models.client import Client

#: Results of one answer at most.
_PAGE = 100


@dataclass(frozen=True)
class SearchResult:
    """A workspace, analysis, figure, asset or revision that was found."""

    #: `workspace`, `analysis`, `figure`, `asset`, `revision` or `asset_revision`
    kind: str
    api_id: str
    name: str
    #: Names of the workspace and the analysis; None if they are hidden from the user.
    workspace_name: str | None
    analysis_name: str | None
    changed_on: datetime
    changed_by: str
    #: The line with most of the words, if the name does not have all.
    line: str | None
    #: The older revision that has the line; None: the newest one.
    revision_id: str | None


def search(client: Client, text: str, limit: int, time_zone: str) -> list[SearchResult]:
    """Returns up to `limit` results, best match first."""
    found: list[SearchResult] = []
    cursor: str | None = None
    while len(found) < limit:
        sent = {"q": text, "tz": time_zone, "limit": str(min(limit - len(found), _PAGE))}
        answer = client.get("search/", params=sent if cursor is None else {**sent, "cursor": cursor}).json()
        found.extend(_result(one) for one in answer["results"])
        cursor = answer["next"]
        if cursor is None:
            break
    return found


def saved_text(client: Client, name: str) -> str:
    """Returns the text of a search that the user saved. Its name may be in another case."""
    searches: list[dict[str, str]] = client.get("saved_search/").json()
    by_name = {one["name"].casefold(): one["q"] for one in searches} | {one["name"]: one["q"] for one in searches}
    text = by_name.get(name, by_name.get(name.strip().casefold()))
    if text is None:
        raise ValueError(
            f"You have no saved search {name!r}. There are: {', '.join(one['name'] for one in searches) or 'none'}"
        )
    return text


def _result(answer: dict[str, Any]) -> SearchResult:
    match = answer["match"]
    return SearchResult(
        kind=answer["type"],
        api_id=answer["api_id"],
        name=answer["name"],
        workspace_name=answer["workspace_name"],
        analysis_name=answer["analysis_name"],
        changed_on=parse_time(answer["changed_on"]),
        changed_by=answer["changed_by"],
        line=None if match is None else match["text"],
        revision_id=None if match is None else match["revision"],
    )
