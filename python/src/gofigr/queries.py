"""How an object is named where it isn't at hand: by name, by ID, or after the notebook."""

from typing import NamedTuple


class ApiId(NamedTuple):
    """An object by its API ID."""

    api_id: str


class FindByName:
    """An object by its name, made if it isn't there and `create` is set."""

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
