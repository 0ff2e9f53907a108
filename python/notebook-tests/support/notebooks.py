"""Executes notebooks in real kernels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import nbformat
from nbclient import NotebookClient

if TYPE_CHECKING:
    from pathlib import Path


@dataclass
class Executed:
    """A notebook after all its cells ran."""

    cells: list[Any]

    def outputs(self, cell: int) -> list[Any]:
        """Outputs of a cell."""
        return list(self.cells[cell].outputs)

    def pictures(self, cell: int) -> list[str]:
        """The PNGs that a cell shows, in base64."""
        return [one.data["image/png"] for one in self.outputs(cell) if "image/png" in one.get("data", {})]

    def html(self, cell: int) -> str:
        """All HTML that a cell shows."""
        return "\n".join(one.data["text/html"] for one in self.outputs(cell) if "text/html" in one.get("data", {}))

    def text(self, cell: int) -> str:
        """All that a cell prints."""
        return "".join(one.get("text", "") for one in self.outputs(cell))

    def errors(self) -> list[str]:
        """The exceptions that cells ended with."""
        return [one.ename for cell in self.cells for one in cell.outputs if one.output_type == "error"]


def execute(folder: Path, *sources: str, name: str = "python3") -> Executed:
    """Runs these cells in a kernel of this Python; cells that fail don't stop the others."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    client = NotebookClient(
        notebook, timeout=120, kernel_name=name, allow_errors=True, resources={"metadata": {"path": str(folder)}}
    )
    client.execute()
    return Executed(notebook.cells)
