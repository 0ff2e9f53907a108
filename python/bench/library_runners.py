"""Runners of scripts and notebooks, for `libraries.py`. Each gets code that draws a figure, and says what a user saw."""

from __future__ import annotations

import os
import re
import signal
import struct
import subprocess
from base64 import b64decode
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import indent
from typing import Any

import nbformat
from library_cases import CASES

#: Seconds that a script may take, and a cell of a notebook.
LIMIT = 600
CONNECT = {
    "ours": """
import gofigr
from gofigr.publisher import Publisher
publisher = Publisher(gofigr.GoFigr(), analysis=gofigr.FindByName(ANALYSIS, create=True))
""",
    "published": """
import os, gofigr
from gofigr.publisher import Publisher
_gf = gofigr.GoFigr(url=os.environ["GF_URL"], api_key=os.environ["GF_API_KEY"])
publisher = Publisher(_gf, workspace=_gf.primary_workspace, analysis=gofigr.FindByName(ANALYSIS, create=True))
""",
}
_FUNCTION = "def {name}:\n{body}\n"
_POOL = """
if __name__ == "__main__":
    from multiprocessing import Pool
    with Pool(1) as pool:
        pool.map(work, [1])
"""
_JOBLIB = """
if __name__ == "__main__":
    from joblib import Parallel, delayed
    Parallel(2, backend="loky")(delayed(work)(number) for number in [1])
"""
_EXECUTE = (
    "import nbformat; from nbclient import NotebookClient; book = nbformat.read('notebook.ipynb', 4); "
    f"NotebookClient(book, timeout={LIMIT}, allow_errors=True).execute(); nbformat.write(book, 'out.ipynb')"
)
_PAPERMILL = "import papermill; papermill.execute_notebook('notebook.ipynb', 'out.ipynb', progress_bar=False)"
_NBCONVERT = ["--to", "notebook", "--execute", "--allow-errors", "notebook.ipynb", "--output", "out.ipynb"]

#: Arguments of Python for a script by the name of the runner.
SCRIPTS = {
    "script": ["test_script.py"],
    "python -c": ["-c"],
    "stdin": ["-"],
    "IPython": ["-m", "IPython", "--no-banner", "--colors=NoColor", "test_script.py"],
    "pytest": ["-m", "pytest", "-q", "-p", "no:cacheprovider", "test_script.py"],
    "multi- processing": ["test_script.py"],
    "joblib": ["test_script.py"],
}
#: Arguments of Python for a notebook by the name of the runner.
NOTEBOOKS = {
    "nbclient": ["-c", _EXECUTE],
    "nbconvert": ["-m", "nbconvert", *_NBCONVERT],
    "papermill": ["-c", _PAPERMILL],
}
#: Extension of notebooks. The last cell waits for figures, as the page of a notebook would go on.
_EXTENSION = """%load_ext gofigr
from gofigr.jupyter import *
configure(url={url!r}, api_key={key!r}, analysis=FindByName({analysis!r}, create=True),
          notebook_name="notebook", notebook_path="notebook.ipynb")"""
#: Differs between two runs of a cell.
_VARYING = re.compile(r"0x[0-9a-f]+|/tmp/\S+|ipykernel_\d+")


@dataclass
class Seen:
    """Output of a way that a user sees."""

    #: Tells what the package printed, or changed in the output of a cell. Empty if nothing.
    changed: str = ""
    #: The error, or what the package told about the figure.
    message: str = ""


@dataclass
class Place:
    """Folder and settings of a run."""

    python: str
    package: str
    analysis: str
    url: str
    key: str
    folder: Path
    #: Keeps caches of matplotlib, which take seconds to make.
    shared: Path
    env: dict[str, str] = field(default_factory=dict)

    def run(self, *arguments: str, given: str | None = None, limit: float = LIMIT) -> tuple[int | None, str, str]:
        """Runs Python. Returns its exit code, or None if it hangs, and what it printed."""
        env = {
            "MPLCONFIGDIR": str(self.shared),
            **{
                name: value for name, value in os.environ.items() if not name.startswith("GF_") and name != "MPLBACKEND"
            },
            "HOME": str(self.folder),
            "GF_URL": self.url,
            "GF_API_KEY": self.key,
            "GF_OUTBOX": f"{self.folder}/outbox",
            "PATH": f"{Path(self.python).parent}:{os.environ['PATH']}",
            **self.env,
        }
        pipe = subprocess.PIPE
        started = subprocess.Popen(
            [self.python, *arguments], cwd=self.folder, env=env, stdin=pipe, stdout=pipe, stderr=pipe, text=True,
            start_new_session=True,
        )  # fmt: skip
        try:
            out, err = started.communicate(given or "", timeout=limit)
        except subprocess.TimeoutExpired:
            # Kernels and browsers of it too.
            os.killpg(started.pid, signal.SIGKILL)
            return None, *started.communicate()
        return started.returncode, out, err


def run_script(place: Place, runner: str, way: str) -> Seen:
    """Runs a way in a script of its own."""
    place.env["MPLBACKEND"] = "Agg"
    source = _source(place, runner, way)
    (place.folder / "test_script.py").write_text(source)
    arguments = SCRIPTS[runner] + ([source] if SCRIPTS[runner] == ["-c"] else [])
    code, out, err = place.run(*arguments, given=source if arguments == ["-"] else None)
    if code is None:
        return Seen(message=f"it did not end within {LIMIT} s")
    # pytest shows its own lines, and none of a test that passes.
    changed = "prints" if out.strip() and runner != "pytest" and code == 0 else ""
    return Seen(changed, "" if code == 0 else _error_in(f"{out}\n{err}"))


def _source(place: Place, runner: str, way: str) -> str:
    work = f"{CASES[way][0]}\npublisher.publish(fig)\n"
    if runner == "pytest":
        work = _FUNCTION.format(name="test_way()", body=indent(work, "    "))
    if runner in ("multi- processing", "joblib"):
        work = _FUNCTION.format(name="work(number)", body=indent(work, "    "))
        work += _POOL if runner == "multi- processing" else _JOBLIB
    return f"ANALYSIS = {place.analysis!r}\nTITLE = {way!r}\n{CONNECT[place.package]}{work}"


def _error_in(printed: str) -> str:
    """Returns the last error in what a program printed."""
    errors = re.findall(r"^(?:E +)?([\w.]*(?:Error|Exception|Interrupt|Exit)\b.*)$", printed, re.MULTILINE)
    lines = [line for line in printed.splitlines() if line.strip()]
    return (errors or lines or ["it ended with an error"])[-1]


def run_notebook(place: Place, runner: str, ways: list[str], *, extension: bool) -> list[list[dict[str, Any]]] | None:
    """Runs a notebook with a cell for each way. Returns the outputs of the cells. None if there are none."""
    set_up = _EXTENSION.format(url=place.url, key=place.key, analysis=place.analysis) if extension else ""
    cells = ["import warnings; warnings.simplefilter('ignore')", set_up]
    cells += [f"TITLE = {way!r}\n" + "\n".join(CASES[way]) for way in ways]
    # Programs end a kernel as soon as its last cell has run.
    cells.append("globals().get('flush', lambda *_: None)(120)")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python", "language": "python"}
    nbformat.write(notebook, place.folder / "notebook.ipynb")
    place.run(*NOTEBOOKS[runner], limit=LIMIT * 4)
    out = place.folder / "out.ipynb"
    if not out.exists():
        return None
    executed = nbformat.read(out, as_version=4)
    return [[dict(one) for one in cell.outputs] for cell in executed.cells[2 : 2 + len(ways)]]


def compare_cells(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Seen:
    """Compares the outputs of a cell without the extension and with it, but for the line below a figure."""
    error = next((f"{one['ename']}: {one['evalue']}" for one in after if one["output_type"] == "error"), "")
    told = "".join(one["text"] for one in after if one.get("name") == "stderr")
    expected, shown = _described(before), [one for one in _described(after) if one != "text on stderr"]
    expected = [one for one in expected if one != "text on stderr"]
    changed = "" if shown == expected else f"shows {_listed(shown)} instead of {_listed(expected)}"
    if not changed and any(new < old for old, new in zip(_sizes(before), _sizes(after), strict=False)):
        changed = "shows a smaller picture"
    return Seen(changed, error or told.strip())


def _listed(kinds: list[str]) -> str:
    return " and ".join(kinds) or "nothing"


def _described(outputs: list[dict[str, Any]]) -> list[str]:
    """Describes each output by its types, or by its text."""
    found = []
    for one in outputs:
        data = one.get("data", {})
        if "gofigr" in str(data.get("text/html")).lower() and not any(kind.startswith("image/") for kind in data):
            continue
        if one["output_type"] == "stream":
            found.append("text on stderr" if one["name"] == "stderr" else f"“{_VARYING.sub('', one['text']).strip()}”")
        elif one["output_type"] != "error":
            found.append(" + ".join(sorted(data)))
    return found


def _sizes(outputs: list[dict[str, Any]]) -> list[int]:
    """Returns the number of pixels of each PNG."""
    pictures = [b64decode(one["data"]["image/png"]) for one in outputs if "image/png" in one.get("data", {})]
    sizes = [struct.unpack(">II", picture[16:24]) for picture in pictures]
    return [width * height for width, height in sizes]
