"""Measures how fast a script draws and delivers simple figures: this package, the published one and MLflow.

    python bench/throughput.py OURS PUBLISHED [MLFLOW]

The arguments are Pythons with matplotlib and one of the packages. Each way draws the same figures and delivers them to a
server of its own, which has stored some before and is quiet. "Drawing alone" saves PNG, EPS and SVG once each. Its
processor time divided into the number of cores is the most that any package could reach with these formats. "On all
cores" are as many such scripts at once. They reach less where cores take time from each other, as on a busy host.

Seconds are by the clock, from the first figure to the end of the program, without imports. Processor time is that of the
script with the processes that draw for it, and of the server with its processes, in the same seconds. "At most" is the
part of all processors that is left for drawing, if they never wait. It says something on a busy machine, too. The ways
take turns.

`FIGURES` and `ROUNDS` are numbers. `WAYS` names some, separated by semicolons.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "notebook-tests"))

from support.server import Server

FIGURES = int(os.environ.get("FIGURES", "200"))
ROUNDS = int(os.environ.get("ROUNDS", "1"))
#: Figures before the measured ones. Each has a name of its own, so that nothing is compared.
WARM_UP = 20
#: Seconds without work after which a server is quiet.
QUIET = 2.0
_TICKS = os.sysconf("SC_CLK_TCK")
#: Without bytecode, each process would compile the packages that it imports. The first figures leave it for the others.
_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"

#: Ends with a line of JSON: seconds by the clock, and of this program's processors with its children.
FRAME = """
import json, os, time
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
{set_up}
plt.figure().savefig(os.devnull, format="png")
plt.close("all")
started, used = time.perf_counter(), os.times()
for number in range({figures}):
    fig, ax = plt.subplots()
    ax.plot(range(100), [n * number for n in range(100)])
    ax.set_title(f"Figure {{number % 20}}")
{deliver}
    plt.close(fig)
{end}
now = os.times()
print(json.dumps([time.perf_counter() - started, sum(now[:4]) - sum(used[:4])]))
"""

OURS_SET_UP = """
import gofigr
from gofigr.publisher import Publisher
publisher = Publisher(gofigr.GoFigr(), analysis=gofigr.FindByName("Bench", create=True), sync={sync})
"""
#: Waits for the processes that drew, so that their time counts.
OURS_END = """
from gofigr._outbox import default_outbox
from gofigr.backends.processes import drawing_processes
assert default_outbox().flush()
for process in drawing_processes()._pipes:
    process.kill()
    process.wait()
"""
PUBLISHED_SET_UP = """
import gofigr
from gofigr.publisher import Publisher
gf = gofigr.GoFigr(url=os.environ["GF_URL"], api_key=os.environ["GF_API_KEY"])
publisher = Publisher(gf, workspace=gf.primary_workspace, analysis=gofigr.FindByName("Bench", create=True))
"""
DRAW = "\n".join(f'    fig.savefig(__import__("io").BytesIO(), format="{fmt}")' for fmt in ("png", "eps", "svg"))
MLFLOW_SET_UP = """
import mlflow
mlflow.set_tracking_uri("sqlite:///" + os.environ["HOME"] + "/mlflow.db")
"""
PUBLISH = "    publisher.publish(fig)"


@dataclass(frozen=True)
class Way:
    """A way to deliver figures."""

    name: str
    #: The package whose Python runs it.
    package: str
    set_up: str
    deliver: str
    end: str = ""
    env: dict[str, str] = field(default_factory=dict)
    needs_server: bool = True
    #: Scripts at once, each with its part of the figures.
    at_once: int = 1


CORES = len(os.sched_getaffinity(0))
ALONE = Way("drawing alone", "ours", "", DRAW, needs_server=False)
ON_ALL = Way("drawing alone, on all cores", "ours", "", DRAW, needs_server=False, at_once=CORES)
WAYS = [
    ALONE,
    ON_ALL,
    Way("ours", "ours", OURS_SET_UP.format(sync=False), PUBLISH, OURS_END),
    Way(
        "ours, one process",
        *("ours", OURS_SET_UP.format(sync=False), PUBLISH, OURS_END),
        env={"GF_DRAWING_PROCESSES": "0"},
    ),
    Way("ours, `sync=True`", "ours", OURS_SET_UP.format(sync=True), PUBLISH),
    Way("published 2.3.4", "published", PUBLISHED_SET_UP, PUBLISH),
    Way(
        "`mlflow.log_figure`, one PNG",
        *("mlflow", MLFLOW_SET_UP, '    mlflow.log_figure(fig, f"{number}.png")', "mlflow.end_run()"),
        needs_server=False,
    ),
]


@dataclass(frozen=True)
class Times:
    """Seconds of all figures."""

    clock: float
    #: Seconds of the processors.
    script: float
    server: float


def run(python: str, way: Way, home: str) -> Times:
    """Runs a way in a new process, with a server that is neither new nor busy."""
    if not way.needs_server:
        _script(python, way, WARM_UP, home, {})
        parts = [FIGURES // way.at_once] * way.at_once
        with ThreadPoolExecutor(way.at_once) as pool:
            found = list(
                pool.map(lambda part: _script(python, way, part[1], home, {}, f"script{part[0]}.py"), enumerate(parts))
            )
        scale = FIGURES / sum(parts)
        return Times(scale * max(clock for clock, _ in found), scale * sum(used for _, used in found), 0.0)
    server = Server()
    try:
        address = {"GF_URL": server.url, "GF_API_KEY": server.key}
        _script(python, way, WARM_UP, home, address)
        before = _when_quiet(server.pid)
        clock, used = _script(python, way, FIGURES, home, address)
        return Times(clock, used, _processor_seconds(server.pid) - before)
    finally:
        server.close()


def _script(
    python: str, way: Way, figures: int, home: str, address: dict[str, str], name: str = "script.py"
) -> tuple[float, float]:
    """Returns seconds by the clock and of the processors."""
    script = FRAME.format(set_up=way.set_up, deliver=way.deliver, end=way.end, figures=figures)
    Path(home, name).write_text(script)
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("GF_", _NO_BYTECODE))},
        "HOME": home,
        "GF_OUTBOX": f"{home}/outbox",
        "MPLCONFIGDIR": f"{home}/mpl",
        "PYTHONWARNINGS": "ignore",
        **address,
        **way.env,
    }
    done = subprocess.run([python, name], cwd=home, env=env, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{way.name}: {done.stderr[-3000:]}")
    clock, used = json.loads(done.stdout.splitlines()[-1])
    return clock, used


def _when_quiet(pid: int) -> float:
    """Waits until a process and those below it have no work. Returns their processor seconds."""
    used, since = _processor_seconds(pid), time.monotonic()
    while time.monotonic() - since < QUIET:
        time.sleep(0.1)
        # Timers take a few milliseconds.
        if (now := _processor_seconds(pid)) - used > 0.05:
            used, since = now, time.monotonic()
    return _processor_seconds(pid)


def _processor_seconds(pid: int) -> float:
    """Returns the processor seconds of a process and all below it, also those that have ended."""
    stats: dict[int, list[str]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            stats[int(path.parent.name)] = path.read_text().rpartition(") ")[2].split()
        except OSError:
            # It has ended meanwhile.
            continue
    below, found = {pid}, 1
    while found:
        more = {one for one, fields in stats.items() if int(fields[1]) in below} - below
        below, found = below | more, len(more)
    return sum(int(ticks) for one in below for ticks in stats[one][11:15]) / _TICKS


def main(**pythons: str) -> None:
    """Prints a row for each way, with medians."""
    wanted = [name.strip() for name in os.environ.get("WAYS", "").split(";") if name.strip()]
    ways = [
        way for way in WAYS if pythons.get(way.package) and (way in (ALONE, ON_ALL) or not wanted or way.name in wanted)
    ]
    found: dict[str, list[Times]] = {way.name: [] for way in ways}
    with tempfile.TemporaryDirectory() as home:
        for _ in range(ROUNDS):
            for way in ways:
                found[way.name].append(run(pythons[way.package], way, home))
                print(way.name, found[way.name][-1], file=sys.stderr, flush=True)
    drawing = statistics.median(times.script for times in found[ALONE.name])
    most = FIGURES * CORES / drawing
    print(
        f"{FIGURES} figures, {CORES} cores, load {os.getloadavg()[0]:.0f}. Drawing alone allows {most:.1f} a second.\n"
    )
    print("| Way | Figures a second | Of what drawing allows | Script | Server | At most |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, times in found.items():
        speed = FIGURES / statistics.median(one.clock for one in times)
        script, server = (
            statistics.median(values) for values in zip(*((t.script, t.server) for t in times), strict=True)
        )
        shares = [speed / most, drawing / (script + server)]
        works = [f"{1000 * seconds / FIGURES:.0f} ms" for seconds in (script, server)]
        print(f"| {name} | {speed:.1f} | {shares[0]:.0%} | {' | '.join(works)} | {shares[1]:.0%} |")


if __name__ == "__main__":
    main(**dict(zip(("ours", "published", "mlflow"), sys.argv[1:], strict=False)))
