"""What a user says about where figures go, as something that can be looked up later."""

from __future__ import annotations

from typing import Any

from gofigr._outbox import Place
from gofigr.queries import ApiId, FindByName, NotebookName
from gofigr.utils import try_parse_uuid4

#: What a figure without a title is called; the published package calls it so.
ANONYMOUS_FIGURE = "Anonymous Figure"
#: What an analysis is called that should have the name of a notebook which nobody knows.
UNNAMED_NOTEBOOK = "Unnamed notebook"


def place_of(query: Any) -> Place:
    """A place by an object, an ID, `ApiId`, `FindByName`, or a plain name, which is made if there is none.

    Raises `ValueError` for anything else.
    """
    if isinstance(query, ApiId):
        return Place("id", query.api_id)
    if isinstance(query, FindByName):
        return Place("name", query.name, query.description, query.create)
    if isinstance(query, str):
        return Place("id", query) if try_parse_uuid4(query) is not None else Place("name", query, create=True)
    api_id = getattr(query, "api_id", None)
    if isinstance(api_id, str):
        return Place("id", api_id)
    raise ValueError(f"Unsupported query type {query!r}")


def is_notebook_name(query: Any) -> bool:
    """Whether the notebook's name is wished for."""
    return isinstance(query, NotebookName) or query is NotebookName
