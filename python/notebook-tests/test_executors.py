"""The programs that execute notebooks: the name of the notebook is known, and all figures arrive."""

from __future__ import annotations

import os
import subprocess
import sys
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
    # They give a kernel five seconds to end. On a machine with much other work the next session sends what is left.
    left_over = f"Publisher(gf=GoFigr(url='{server.url}', api_key='{server.key}', authenticate=False), analysis='x')"
    script = f"from gofigr import GoFigr\nfrom gofigr.publisher import Publisher\n{left_over}"
    subprocess.run([sys.executable, "-c", script], check=True, cwd=tmp_path)
    (revision,) = server.revisions(name)
    assert revision["metadata"]["notebook_name"] == f"{name}.ipynb"
    assert revision["metadata"]["notebook_path"] == str(tmp_path / f"{name}.ipynb")


def test_in_ipython_of_a_terminal_figures_are_published_by_hand(server: Server, analysis: str, tmp_path: Path) -> None:
    script = tmp_path / "session.ipy"
    script.write_text(
        "%load_ext gofigr\nfrom gofigr.jupyter import *\n"
        f"configure(api_key='{server.key}', url='{server.url}', analysis=FindByName('{analysis}', create=True))\n"
        "import matplotlib.pyplot as plt\nplt.title('Terminal')\nrevision = publish()\n"
    )
    command = [sys.executable, "-m", "IPython", "--no-banner", "--quick", "--colors=NoColor", str(script)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, env=dict(os.environ))
    assert "Traceback" not in done.stdout + done.stderr
    assert "GoFigr: Terminal" in done.stdout
    assert len(server.revisions(analysis)) == 1
