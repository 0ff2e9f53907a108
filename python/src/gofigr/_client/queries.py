"""Queries for objects: by name, by ID, or by the name of the notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from uuid import UUID

    from typing_extensions import TypeIs

    from gofigr.models import ModelMixin


class ApiId(NamedTuple):
    """An object by its API ID."""

    api_id: str


class FindByName:
    """An object by its name. With `create`, it is created if it doesn't exist."""

    def __init__(self, name: str, description: str | None = None, create: bool = False) -> None:
        self.name = name
        self.description = description
        self.create = create

    def __repr__(self) -> str:
        return f"FindByName(name={self.name!r}, description={self.description!r}, create={self.create!r})"


class NotebookName:
    """An analysis with the name of the notebook."""

    def __repr__(self) -> str:
        return "NotebookName"


#: Ways to give an object: the object, its ID, its name, `ApiId` or `FindByName`.
Query: TypeAlias = "str | UUID | ApiId | FindByName | ModelMixin | None"
#: Ways to give an analysis, which may also be named after the notebook.
AnalysisQuery: TypeAlias = "Query | NotebookName | type[NotebookName]"


def is_notebook_name(query: object) -> TypeIs[NotebookName | type[NotebookName]]:
    """Tells whether the query is the notebook's name."""
    return isinstance(query, NotebookName) or query is NotebookName
