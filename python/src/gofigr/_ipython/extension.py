"""The extension that a shell has loaded, for those who need it and aren't part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from gofigr._ipython.shell import current_shell

if TYPE_CHECKING:
    from gofigr._capture.notebook import Notebook


class Extension(Protocol):
    """The extension as annotators and publishers see it."""

    shell: Any
    #: IPython's words about the cell that is running; None before the first.
    cell: Any
    notebook: Notebook | None
    #: The random seeds that cells have set, newest last.
    seeds: dict[str, object]

    @property
    def cell_id(self) -> str | None:
        """The ID of the cell that is running."""

    @property
    def cell_code(self) -> str | None:
        """The code of the cell that is running."""

    @property
    def notebook_metadata(self) -> dict[str, Any]:
        """Notes about the notebook, as far as they are known now."""

    def wait_for_notebook_metadata(self) -> dict[str, Any]:
        """The same, once everybody who may know was asked."""

    def history(self) -> list[str]:
        """The code of all cells that were run."""


_extensions: dict[int, Extension] = {}


def remember(extension: Extension) -> None:
    """Makes this the extension of its shell."""
    _extensions[id(extension.shell)] = extension


def extension_of(shell: object) -> Extension | None:
    """The extension that this shell has loaded."""
    found = _extensions.get(id(shell))
    return found if found is not None and found.shell is shell else None


def current_extension() -> Extension | None:
    """The extension of the running shell; None outside of IPython, and where it isn't loaded."""
    shell = current_shell()
    return None if shell is None else extension_of(shell)
