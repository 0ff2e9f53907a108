"""Writes notebooks as files and runs each in its own kernel, as papermill and nbconvert do."""

import os
import re
import sys

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

CELL_LIMIT_S = 180

# Tag for nbclient: continue after an error in this cell.
RAISES = "raises-exception"


class Executed:
    """A notebook after its run. A cell that ran twice has its last outputs."""

    def __init__(self, path, cells):
        self.path = path
        self.name = os.path.basename(path)
        self.cells = cells

    def html(self, index):
        """The HTML that a cell shows: GoFigr's widgets, tables, interactive figures."""
        return "\n".join(data["text/html"] for data in self.shown(index) if "text/html" in data)

    def shown(self, index):
        kinds = ("display_data", "execute_result")
        return [out["data"] for out in self.cells[index].outputs if out.output_type in kinds]

    def pictures(self, index):
        return [data for data in self.shown(index) if "image/png" in data]

    def text(self, index):
        """Text that a cell prints, on both streams."""
        return "".join(out["text"] for out in self.cells[index].outputs if out.output_type == "stream")

    def error(self, index):
        """Name and message of the exception that ended a cell, or None."""
        errors = [out for out in self.cells[index].outputs if out.output_type == "error"]
        return (errors[0].ename, errors[0].evalue) if errors else None

    def source(self):
        """Text of the notebook file on the disk."""
        with open(self.path, encoding="utf-8") as file:
            return file.read()

    def links(self, index):
        return re.findall(r"""href=['"]?(https?://[^'"> ]+)""", self.html(index))


def execute(path, sources, environment, raising=(), again=()):
    """Writes a notebook with these cells to a path and runs it in that folder.

    `environment` is added to that of the kernel. The cells with the numbers in `raising` may raise an exception. Those in
    `again` run once more at the end. Raises CellExecutionError for any other exception.
    """
    path = os.path.realpath(path)
    cells = [new_code_cell(source) for source in sources]
    for index in raising:
        cells[index].metadata["tags"] = [RAISES]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)

    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=CELL_LIMIT_S,
        resources={"metadata": {"path": os.path.dirname(path)}},
        # Without a page, a thread of the extension lives for a minute. A graceful shutdown would wait for it.
        shutdown_kernel="immediate",
        # Hides the kernel's warning about unencrypted messages over loopback.
        extra_arguments=["--log-level=ERROR"],
    )
    with client.setup_kernel(env={**kernel_environment(), **environment}):
        for index in [*range(len(cells)), *again]:
            client.execute_cell(notebook.cells[index], index)
    return Executed(path, notebook.cells)


def contains(text, *parts):
    for part in parts:
        assert part in text


def kernel_environment():
    """Environment of this process without its own settings. The client runs the `pip` of this Python."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GOFIGR_", "GF_", "JPY_"))}
    return {**kept, "PATH": os.path.dirname(sys.executable) + os.pathsep + kept.get("PATH", "")}
