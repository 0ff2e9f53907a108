"""Publishes with plotting libraries in different runners: this package and the published one, side by side.

    python bench/libraries.py OURS PUBLISHED RESULTS FOLDER

The first two arguments are Pythons with all libraries and one of the packages. Each cell of the table is a script of its
own. A notebook has a cell for each way. The server then tells what arrived. The file RESULTS keeps each result with the
state of the package. A run fills the cells without a result first, then those of earlier states, the oldest first.
`table.md` in FOLDER has the tables. `LIBRARIES`, `RUNNERS` and `PACKAGES` name some, separated by commas. `JOBS` run at a
time. After `MINUTES`, no further cell starts.
"""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from hashlib import sha256
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "notebook-tests"))

from library_cases import CASES
from library_runners import NOTEBOOKS, SCRIPTS, Place, Seen, compare_cells, run_notebook, run_script

from support.server import Server

PACKAGES = {"ours": "This package", "published": "Published 2.3.4"}
RUNNERS = [*SCRIPTS, *NOTEBOOKS]
#: Longest text of a note below the table.
_NOTE_LENGTH = 150
_VERSIONS = "import importlib.metadata as m; print(sorted((d.name, d.version) for d in m.distributions()))"


@dataclass
class Outcome:
    """Result of one way in one runner."""

    published: bool = False
    picture: bool = False
    #: The name of the figure, if it isn't the title.
    other_name: str = ""
    changed: str = ""
    message: str = ""

    def __str__(self) -> str:
        if not self.published:
            return f"no: {self.message}" if self.message else "no, silently"
        faults = [
            *([] if self.picture else ["no picture"]),
            *([f"named “{self.other_name}”"] if self.other_name else []),
            *([self.changed] if self.changed else []),
            *([f"says: {self.message}"] if self.message else []),
        ]
        return ", ".join(faults) or "✓"


class Bench:
    """A server, and a folder for caches of matplotlib."""

    def __init__(self, server: Server, pythons: dict[str, str], folder: Path) -> None:
        self.server = server
        self.pythons = pythons
        self._shared = folder / "matplotlib"
        self._shared.mkdir(parents=True, exist_ok=True)

    def script(self, package: str, runner: str, way: str) -> Outcome:
        """Runs a way in a script of its own. Returns what came of it."""
        analysis = f"{package} {runner} {way}"
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            seen = run_script(self._place(package, analysis, folder), runner, way)
        return self._outcome(way, seen, next(iter(self._revisions(analysis)), None))

    def notebook(self, package: str, runner: str, ways: list[str]) -> dict[str, Outcome]:
        """Runs a notebook with the extension and without. Returns what came of each way.

        Nothing if it doesn't run without it either, for example on a busy machine.
        """
        analysis = f"{package} {runner}"
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            place = self._place(package, analysis, folder)
            before = run_notebook(place, runner, ways, extension=False)
        if before is None:
            return {}
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            place = self._place(package, analysis, folder)
            after = run_notebook(place, runner, ways, extension=True)
        stopped = Seen(message="the notebook stopped")
        seen = (
            dict.fromkeys(ways, stopped)
            if after is None
            else {way: compare_cells(*both) for way, *both in zip(ways, before, after, strict=True)}
        )
        revisions = self._revisions(analysis)
        by_way = {way: one for one in revisions for way in ways if self._is_of(way, one)}
        return {way: self._outcome(way, seen[way], by_way.get(way)) for way in ways}

    def _place(self, package: str, analysis: str, folder: str) -> Place:
        python = self.pythons[package]
        return Place(python, package, analysis, self.server.url, self.server.key, Path(folder), self._shared)

    def _revisions(self, analysis: str) -> list[dict[str, Any]]:
        """Returns the newest revision of each way's figure, and all of other figures, with the figure's name."""
        found = [
            (figure["name"], revision["api_id"])
            for figure in self.server.figures(analysis)
            for revision in (figure["revisions"][-1:] if figure["name"] in CASES else figure["revisions"])
        ]
        return [{**self.server.get(f"revision/{revision}/"), "name": name} for name, revision in found]

    def _is_of(self, way: str, revision: dict[str, Any]) -> bool:
        """Tells whether a revision came from the cell of a way: by its name, or by its code if it has another name."""
        if revision["name"] in CASES:
            return bool(revision["name"] == way)
        # The history has the code of other ways, too.
        codes = [one["api_id"] for one in revision["data"] if one["type"] == "code" and "history" not in one["name"]]
        texts = [b64decode(self.server.get(f"data/{code}/")["data"]).decode() for code in codes]
        return any(f"TITLE = {way!r}" in text for text in texts)

    @staticmethod
    def _outcome(way: str, seen: Seen, revision: dict[str, Any] | None) -> Outcome:
        message = re.sub(r"\s+", " ", re.sub(r" at 0x\w+", "", seen.message)).replace("|", "\\|")[:_NOTE_LENGTH]
        if revision is None:
            return Outcome(changed=seen.changed, message=message)
        formats = [one["metadata"].get("format") for one in revision["data"] if one["type"] == "image"]
        other_name = "" if revision["name"] == way else revision["name"]
        return Outcome(True, "png" in formats, other_name, seen.changed, message)


@dataclass(frozen=True)
class Result:
    """Result of a cell, with its date."""

    #: `✓`, or the faults. It begins with "no" if no figure was published.
    text: str
    #: State of the package, the libraries and this bench.
    state: str
    date: str


class Results:
    """Results of all cells in a file that is kept with the sources."""

    def __init__(self, path: Path, states: dict[str, str]) -> None:
        self._path = path
        self._states = states
        self._lock = threading.Lock()
        read = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        self._found = {
            (package, runner, way): Result(**result)
            for package, runners in read.items()
            for runner, ways in runners.items()
            for way, result in ways.items()
        }

    def get(self, package: str, runner: str, way: str) -> Result | None:
        """Returns a result. None if the cell was never run."""
        return self._found.get((package, runner, way))

    def is_current(self, package: str, result: Result) -> bool:
        """Tells whether a result is of the present state."""
        return result.state == self._states[package]

    def age(self, package: str, runner: str, way: str) -> str | None:
        """Returns a text by which cells are sorted: first those without a result. None if it is of the present state."""
        result = self.get(package, runner, way)
        return "" if result is None else None if self.is_current(package, result) else result.date

    def put(self, package: str, runner: str, way: str, text: str) -> None:
        """Keeps a result."""
        print(f"{package}, {runner}, {way}: {text}", file=sys.stderr, flush=True)
        date = datetime.now(timezone.utc).date().isoformat()
        with self._lock:
            self._found[package, runner, way] = Result(text, self._states[package], date)
            written: dict[str, dict[str, dict[str, Any]]] = {}
            for (package_of, runner_of, way_of), result in sorted(self._found.items()):
                written.setdefault(package_of, {}).setdefault(runner_of, {})[way_of] = asdict(result)
            draft = self._path.with_suffix(".new")
            draft.write_text(json.dumps(written, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
            draft.replace(self._path)


def _state(package: str, python: str) -> str:
    """Returns a hash of everything on which the results of a package depend."""
    state = sha256(subprocess.run([python, "-c", _VERSIONS], check=True, capture_output=True).stdout)
    sources = sorted((HERE.parent / "src").rglob("*.py")) if package == "ours" else []
    for path in [*sources, HERE / "library_cases.py", HERE / "library_runners.py"]:
        # Comments change nothing.
        state.update(ast.dump(ast.parse(path.read_text())).encode())
    return state.hexdigest()[:12]


def main(ours: str, published: str, results: str, folder: str) -> None:
    """Runs the cells that have no result of the present state. Writes a table for each package."""
    pythons = {"ours": ours, "published": published}
    ways, runners, packages = (
        [name for name in known if name in given]
        if (given := os.environ.get(variable, "").split(",")) != [""]
        else known
        for variable, known in (("LIBRARIES", list(CASES)), ("RUNNERS", RUNNERS), ("PACKAGES", list(PACKAGES)))
    )
    kept = Results(Path(results), {package: _state(package, python) for package, python in pythons.items()})
    tasks: list[tuple[str, str, str, list[str]]] = []
    for package in packages:
        for runner in runners:
            by_age: dict[str, list[str]] = {}
            for way in ways:
                if (age := kept.age(package, runner, way)) is not None:
                    by_age.setdefault(age, []).append(way)
            for age, some in by_age.items():
                # A notebook is one task, and so is each script.
                parts = [some] if runner in NOTEBOOKS else [[way] for way in some]
                tasks += [(age, package, runner, part) for part in parts]
    if tasks:
        # One notebook fills many cells.
        _run(
            pythons, Path(folder), kept, [task for _, *task in sorted(tasks, key=lambda task: (task[0], -len(task[3])))]
        )
    Path(folder, "table.md").write_text("\n".join(_table(package, kept) for package in PACKAGES), encoding="utf-8")


def _run(pythons: dict[str, str], folder: Path, kept: Results, tasks: list[Any]) -> None:
    deadline = time.monotonic() + 60 * float(os.environ.get("MINUTES", "inf"))
    server = Server()
    bench = Bench(server, pythons, folder)

    def run(package: str, runner: str, ways: list[str]) -> None:
        if time.monotonic() > deadline:
            return
        found = (
            bench.notebook(package, runner, ways)
            if runner in NOTEBOOKS
            else {way: bench.script(package, runner, way) for way in ways}
        )
        for way, outcome in found.items():
            kept.put(package, runner, way, str(outcome))

    try:
        with ThreadPoolExecutor(int(os.environ.get("JOBS", "2"))) as pool:
            done = [pool.submit(run, *task) for task in tasks]
        for one in done:
            one.result()
    finally:
        server.close()


def _table(package: str, kept: Results) -> str:
    """Returns a table in Markdown. Faults are numbered notes below it."""
    notes: list[str] = []
    lines = [f"## {PACKAGES[package]}", "", f"| Way | {' | '.join(RUNNERS)} |", f"| --- |{' --- |' * len(RUNNERS)}"]
    results: list[Result] = []
    for way in CASES:
        cells = []
        for result in (kept.get(package, runner, way) for runner in RUNNERS):
            if result is None:
                cells.append("not run")
                continue
            results.append(result)
            text = result.text
            if text != "✓" and text not in notes:
                notes.append(text)
            cells.append(
                "✓" if text == "✓" else f"{'no' if text.startswith('no') else 'partly'} ({notes.index(text) + 1})"
            )
        lines.append(f"| {way} | {' | '.join(cells)} |")
    lines += ["", _summary(package, kept, results), ""]
    return "\n".join([*lines, *(f"{number}. {note}" for number, note in enumerate(notes, 1)), ""])


def _summary(package: str, kept: Results, results: list[Result]) -> str:
    all_cells = len(CASES) * len(RUNNERS)
    said = [f"{sum(one.text == '✓' for one in results)} of {len(results)} are complete."]
    if len(results) < all_cells:
        said.append(f"{all_cells - len(results)} of {all_cells} were not run.")
    if earlier := [one.date for one in results if not kept.is_current(package, one)]:
        said.append(
            f"{len(earlier)} are of an earlier state of the package, the libraries or the bench, since {min(earlier)}."
        )
    return " ".join(said)


if __name__ == "__main__":
    main(*sys.argv[1:])
