"""The programs that execute notebooks: the name of the notebook is known, and all figures arrive."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import nbformat
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from support.server import Server


COMMANDS = {
    "nbconvert": ["-m", "nbconvert", "--to", "notebook", "--execute", "{0}.ipynb", "--output", "out.ipynb"],
    "papermill": ["-m", "papermill", "{0}.ipynb", "out.ipynb"],
    "jupyter execute": ["-m", "jupyter", "execute", "{0}.ipynb"],
}


@pytest.mark.parametrize("program", COMMANDS)
def test_figures_go_to_an_analysis_with_the_name_of_the_notebook(
    program: str, server: Server, analysis: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MPLBACKEND")
    name = analysis.replace(" ", "-")
    cells = [
        f"%load_ext gofigr\nfrom gofigr.jupyter import *\nconfigure(api_key='{server.key}', url='{server.url}')",
        # The last cell: its figure is still on its way when the notebook ends.
        "import matplotlib.pyplot as plt\nplt.title('At the end');",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python", "language": "python"}
    nbformat.write(notebook, tmp_path / f"{name}.ipynb")
    command = [sys.executable, *(word.format(name) for word in COMMANDS[program])]
    # The executor gets the result. Waiting for the notebook name from a page would take longer.
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env=dict(os.environ))
    assert done.returncode == 0, done.stderr
    # They give a kernel five seconds to end, so the cell itself waits for its figures.
    (revision,) = server.revisions(name)
    assert {datum["metadata"]["format"] for datum in revision["data"] if datum["type"] == "image"} >= {"svg", "eps"}
    saved = (tmp_path / ("out.ipynb" if "out.ipynb" in command else f"{name}.ipynb")).read_text()
    for passing in ("being published", "not confirmed", "connecting to"):
        assert passing not in saved
    if program != "jupyter execute":
        assert "GoFigr: At the end: published" in saved
        assert f"connected to {server.url} as ada" in saved
    assert revision["metadata"]["notebook_name"] == f"{name}.ipynb"
    assert revision["metadata"]["notebook_path"] == str(tmp_path / f"{name}.ipynb")


def in_terminal(command: list[str]) -> str:
    """Runs a program in a terminal and returns what it shows."""
    ours, its = os.openpty()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=its, stderr=its)
    os.close(its)
    shown = b""
    # Linux reports the end of the program as an error.
    with suppress(OSError):
        while more := os.read(ours, 4096):
            shown += more
    os.close(ours)
    process.wait()
    return shown.decode()


def test_in_ipython_of_a_terminal_figures_are_published_by_hand(server: Server, analysis: str, tmp_path: Path) -> None:
    script = tmp_path / "session.ipy"
    script.write_text(
        "%load_ext gofigr\nfrom gofigr.jupyter import *\n"
        f"configure(api_key='{server.key}', url='{server.url}', analysis=FindByName('{analysis}', create=True))\n"
        "import matplotlib.pyplot as plt\nplt.title('Terminal')\nrevision = publish()\n"
    )
    command = [sys.executable, "-m", "IPython", "--no-banner", "--quick", "--colors=NoColor", str(script)]
    shown = in_terminal(command)
    assert "Traceback" not in shown
    assert "GoFigr: Terminal" in shown
    assert len(server.revisions(analysis)) == 1
