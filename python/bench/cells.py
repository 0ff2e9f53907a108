"""Measures what publishing adds to a notebook's cell: this package and the published one, side by side.

    python bench/cells.py OURS PUBLISHED

Both arguments are Pythons with IPython's kernel and matplotlib: one has this package, the other the published one.
The server is started here; a proxy in front of it adds the delays. A cell draws and shows one matplotlib figure. Its time
is that from the kernel's `busy` to its `execute_reply`, as the kernel itself says. Its processor time is that of all
threads of the kernel from the cell before it to the cell after it, so it has work of earlier figures in it. The runs take
turns, so that whatever else the machine does meets all of them. `ROUNDS` is their number.
"""

from __future__ import annotations

import itertools
import json
import os
import statistics
import sys
import tempfile
from datetime import datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "notebook-tests"))

import nbformat
from nbclient import NotebookClient

from support.fault_proxy import FaultProxy
from support.server import Server

DELAYS = (0.0, 0.05, 0.5)
#: Seconds between cells: as fast as they go, and a person's pace.
PAUSES = (0.0, 1.5)
WARM_UP = 2
CELLS = 6
ROUNDS = int(os.environ.get("ROUNDS", "2"))

DRAW = """fig, ax = plt.subplots()
ax.plot(range(100), [n * {number} for n in range(100)])
ax.set_title("Figure {number}")
plt.show()"""


#: Runs between the cells, and prints processor seconds.
PACE = "import time; print(time.process_time()); time.sleep({pause}); print(time.process_time())"


def configure(url: str, key: str) -> str:
    """The cell that sets the package up: with a name, so that neither has to find out which notebook this is."""
    return (
        "%load_ext gofigr\nfrom gofigr.jupyter import *\n"
        f"configure(api_key={key!r}, url={url!r}, analysis=FindByName('Bench', create=True), "
        "notebook_name='bench', notebook_path='bench.ipynb')"
    )


def cell_seconds(python: str, set_up: str, folder: str, pause: float) -> list[tuple[float, float]]:
    """Seconds of each measured cell, by the clock and of the processors."""
    kernels = Path(folder) / "kernels" / "bench"
    kernels.mkdir(parents=True, exist_ok=True)
    command = [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (kernels / "kernel.json").write_text(json.dumps({"argv": command, "display_name": "bench", "language": "python"}))
    os.environ["JUPYTER_PATH"] = folder
    os.environ["PATH"] = f"{Path(python).parent}:{os.environ['PATH']}"
    draws = [DRAW.format(number=number) for number in range(WARM_UP + CELLS)]
    paced = [source for draw in draws for source in (draw, PACE.format(pause=pause))]
    sources = ["import matplotlib.pyplot as plt", set_up, *paced, "globals().get('flush', lambda *_: None)(60)"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    _Person(notebook, timeout=300, kernel_name="bench", resources={"metadata": {"path": folder}}).execute()
    first, last = 2 + 2 * WARM_UP, 2 + 2 * (WARM_UP + CELLS)
    cells = notebook.cells[first:last:2]
    # Those before and after each of them.
    used = [[float(line) for line in _printed(cell)] for cell in notebook.cells[first - 1 : last : 2]]
    processor = [after[0] - before[1] for before, after in itertools.pairwise(used)]
    return list(zip((_seconds(cell.metadata.execution) for cell in cells), processor, strict=True))


def _printed(cell: nbformat.NotebookNode) -> list[str]:
    return "".join(one.text for one in cell.outputs if one.get("name") == "stdout").split()


class _Person(NotebookClient):
    """Runs cells as the page of a notebook does, for a person who waits for each. For programs, our cells wait."""

    async def async_start_new_kernel_client(self) -> object:
        client = await super().async_start_new_kernel_client()
        client.allow_stdin = True
        return client


def _seconds(times: dict[str, str]) -> float:
    begin, end = (datetime.fromisoformat(times[name]) for name in ("iopub.status.busy", "shell.execute_reply"))
    return (end - begin).total_seconds()


def main(ours: str, published: str) -> None:
    """Prints one line for each delay and pace: milliseconds by the clock, then of the processors."""
    print("| Delay | Between cells | Without GoFigr | Ours | Published |\n| --- | --- | --- | --- | --- |")
    server = Server()
    try:
        for delay, pause in itertools.product(DELAYS, PAUSES):
            proxy = FaultProxy(server.url, delay_seconds=delay)
            set_up = configure(proxy.url, server.key)
            found: dict[str, list[tuple[float, float]]] = {"plain": [], "ours": [], "published": []}
            for _ in range(ROUNDS):
                for name, python, first in (
                    ("plain", ours, ""),
                    ("ours", ours, set_up),
                    ("published", published, set_up),
                ):
                    with tempfile.TemporaryDirectory() as folder:
                        os.environ.update(HOME=folder, GF_OUTBOX=f"{folder}/outbox")
                        found[name] += cell_seconds(python, first, folder, pause)
            proxy.close()
            cells = []
            for times in found.values():
                clock = [seconds * 1000 for seconds, _ in times]
                used = statistics.median(seconds for _, seconds in times) * 1000
                cells.append(f"{statistics.median(clock):.0f} ({min(clock):.0f} to {max(clock):.0f}), {used:.0f}")
            print(f"| {delay * 1000:.0f} ms | {pause:g} s | {' | '.join(cells)} |", flush=True)
        print(f"load {os.getloadavg()[0]:.0f}")
    finally:
        server.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
