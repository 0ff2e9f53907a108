"""Interface of the extension loaded in a shell, for other modules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from gofigr._ipython.shell import current_shell

if TYPE_CHECKING:
    from collections.abc import Callable

    from gofigr._capture.notebook import Notebook


class Extension(Protocol):
    """Members of the extension that annotators and publishers use."""

    shell: Any
    #: IPython's information about the running cell; None before the first cell.
    cell: Any
    #: Random seeds set by cells, newest last.
    seeds: dict[str, object]
    #: Tells whether a program runs the notebook and saves what a cell has shown when it ends.
    is_batch: bool
    #: Called at the end of the cell if a program runs the notebook.
    at_cell_end: list[Callable[[], None]]

    @property
    def notebook(self) -> Notebook | None:
        """The notebook, as far as it is known."""

    @property
    def cell_id(self) -> str | None:
        """ID of the running cell."""

    @property
    def cell_code(self) -> str | None:
        """Code of the running cell."""

    @property
    def notebook_metadata(self) -> dict[str, Any]:
        """Returns the metadata of the notebook that are known now."""

    def wait_for_notebook_metadata(self) -> dict[str, Any]:
        """Returns the metadata of the notebook after all finders have been asked."""

    def history(self) -> list[str]:
        """Returns the code of all cells that were run."""


_extensions: dict[int, Extension] = {}


def remember(extension: Extension) -> None:
    """Stores the extension of a shell."""
    _extensions[id(extension.shell)] = extension


def extension_of(shell: object) -> Extension | None:
    """Returns the extension loaded in this shell."""
    found = _extensions.get(id(shell))
    return found if found is not None and found.shell is shell else None


def current_extension() -> Extension | None:
    """Returns the extension of the running shell. None outside of IPython or if it isn't loaded."""
    shell = current_shell()
    return None if shell is None else extension_of(shell)
