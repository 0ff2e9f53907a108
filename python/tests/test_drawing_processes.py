"""Copies of figures are drawn by further processes, and nothing is lost or changed by it."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

import elsewhere_backend
from elsewhere_backend import Backend, Figure
from gofigr import GoFigr
from gofigr._outbox import Job, Outbox
from gofigr._outbox import preparer as preparer_module
from gofigr._outbox.lane import Lane
from gofigr._outbox.preparer import DEEP, IN_A_ROW, Preparer
from gofigr._publishing import drawing as drawing_module
from gofigr._publishing import publisher as publisher_module
from gofigr._publishing.drawing import Drawing
from gofigr._publishing.parts import PartsOf
from gofigr._publishing.publisher import Publisher
from gofigr.backends import processes as module
from gofigr.backends.processes import DrawingProcesses, Task
from gofigr.watermarks import DefaultWatermark
from parcels import a_parcel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SOON = 60.0
BACKEND = Backend()


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> Iterator[DrawingProcesses]:
    made = DrawingProcesses(1)
    monkeypatch.setattr(drawing_module, "drawing_processes", lambda: made)
    yield made
    for process in list(made._pipes):
        process.kill()


class Revision:
    revision_url = "https://example.org/r/1"


def png_of(figure: str, style: str = "plain") -> bytes:
    return f"png of {figure} in {style}".encode()


def begin(
    made: DrawingProcesses, figure: str, *, options: dict[str, Any] | None = None, png: bytes | None = b""
) -> Any:
    given = png_of(figure) if png == b"" else png
    return made.begin(BACKEND, b"plain", BACKEND.pickle(figure), ["eps", "svg"], options or {}, given)


def drawn(made: DrawingProcesses, figure: str) -> dict[str, bytes]:
    task = begin(made, figure)
    assert isinstance(task, Task)
    return task.result()


def drawing_of(figure: str) -> Drawing:
    made = Drawing(BACKEND, figure, Revision(), DefaultWatermark(), ("png", "eps", "svg"), {}, interactive=False)
    made.draw_now()
    return made


def plain(made: Drawing) -> dict[str, bytes]:
    return {one.format: one.data for one in made.pictures if not one.is_watermarked}


def test_another_process_draws_without_credentials_and_without_its_own_output(
    processes: DrawingProcesses, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GF_API_KEY", "secret")
    assert drawn(processes, "one") == {"eps": b"eps of one in plain", "svg": b"svg of one in plain"}
    assert drawn(processes, "printed")["svg"] == b"svg of printed in plain"
    pid, _, names = drawn(processes, "asked")["eps"].decode().partition(" ")
    assert int(pid) == processes._pipes[0].pid != os.getpid()
    assert names == "[]"


def test_a_process_that_draws_differently_is_asked_no_more(processes: DrawingProcesses) -> None:
    assert drawn(processes, "different") == {}
    assert begin(processes, "one") is None
    # Other settings are tried.
    task = processes.begin(BACKEND, b"bold", BACKEND.pickle("one"), ["svg"], {}, png_of("one", "bold"))
    assert task is not None and task.result() == {"svg": b"svg of one in bold"}


def test_figures_without_a_picture_to_compare_are_drawn_here_until_one_was_equal(processes: DrawingProcesses) -> None:
    assert begin(processes, "one", png=None) is None
    drawn(processes, "one")
    task = begin(processes, "two", png=None)
    assert task is not None and task.result()["svg"] == b"svg of two in plain"


@pytest.mark.parametrize("options", [{"pad": (1, 2)}, {"box": object()}, {"number": float("nan")}])
def test_options_that_may_change_on_their_way_are_used_here(
    processes: DrawingProcesses, options: dict[str, Any]
) -> None:
    assert begin(processes, "one", options=options) is None
    assert begin(processes, "one", options={"dpi": 50}) is not None


def test_a_large_copy_stays_in_this_process(processes: DrawingProcesses, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LARGEST", 1000)
    assert begin(processes, "x" * 1000) is None


def test_a_bounded_number_of_figures_waits(processes: DrawingProcesses, monkeypatch: pytest.MonkeyPatch) -> None:
    may_end = threading.Event()

    def answer(_: object) -> dict[str, bytes]:
        may_end.wait(SOON)
        return {}

    monkeypatch.setattr(module, "_answer", answer)
    tasks = [begin(processes, f"{number}") for number in range(20)]
    assert sum(task is not None for task in tasks) == module._QUEUED
    was_full = processes.is_full
    may_end.set()
    assert all(task.done.wait(SOON) for task in tasks if task is not None)
    assert (was_full, processes.is_full) == (True, False)
    assert begin(processes, "later") is not None


@pytest.mark.parametrize(
    ("behind", "full", "in_cell", "formats"),
    [
        (True, True, False, {"png", "eps", "svg"}),
        (False, True, False, {"png"}),
        (True, False, False, {"png"}),
        (True, True, True, {"png"}),
    ],
)
def test_a_script_draws_all_formats_at_once_only_while_all_others_have_enough_to_do(
    *, monkeypatch: pytest.MonkeyPatch, behind: bool, full: bool, in_cell: bool, formats: set[str]
) -> None:
    monkeypatch.setattr(DrawingProcesses, "has_room", not full)
    monkeypatch.setattr(Outbox, "is_behind", behind)
    monkeypatch.setattr(publisher_module, "in_ipython", lambda: in_cell)
    drawn_now: list[dict[str, bytes]] = []

    def collect(parts: PartsOf) -> None:
        drawn_now.append(plain(parts.drawing))
        raise InterruptedError

    monkeypatch.setattr(PartsOf, "collect", collect)
    with pytest.raises(InterruptedError):
        Publisher(GoFigr(authenticate=False), analysis="A", backends=[BACKEND]).publish("one")
    assert [set(drawn) for drawn in drawn_now] == [formats]


def waiting(*figures: str) -> list[Job]:
    """Jobs that nobody prepares."""
    jobs = [Job(a_parcel(), begin=drawing_of(figure).begin_elsewhere) for figure in figures]
    preparer = Preparer(lambda _: None)
    preparer.thread = threading.current_thread()
    for job in jobs:
        preparer.add(job)
    return jobs


def test_the_first_of_several_figures_is_tried_and_a_process_that_draws_the_same_draws_from_then_on(
    processes: DrawingProcesses,
) -> None:
    assert [job.begun for job in waiting("one", "two")] == [None, None]
    assert processes._pipes == [], "few figures start none"
    # Nobody waits for a process that starts.
    assert [job.begun for job in waiting("one", "two", "three")] == [None, None, None]
    limit = time.monotonic() + SOON
    while not processes.has_room and time.monotonic() < limit:
        time.sleep(0.005)
    (one,) = waiting("one")
    assert one.begun is not None and one.begun.wait(SOON)


def test_a_process_that_draws_differently_is_tried_once(processes: DrawingProcesses) -> None:
    waiting("different", "two", "three")
    limit = time.monotonic() + SOON
    while not processes._are_same and time.monotonic() < limit:
        time.sleep(0.005)
    assert [job.begun for job in waiting("one", "two", "three", "four")] == [None] * 4
    assert not processes.has_room


@pytest.mark.parametrize(
    ("pause", "in_cell", "is_behind"), [(10.0, False, False), (0.0, False, True), (0.0, True, False)]
)
def test_figures_of_a_script_without_a_pause_are_many_even_if_each_is_prepared_at_once(
    *, monkeypatch: pytest.MonkeyPatch, pause: float, in_cell: bool, is_behind: bool
) -> None:
    now = [1000.0]
    monkeypatch.setattr(preparer_module, "in_ipython", lambda: in_cell)
    monkeypatch.setattr(preparer_module, "time", SimpleNamespace(monotonic=lambda: now[0]))
    preparer = Preparer(lambda job: job.done.set())
    for _ in range(IN_A_ROW + 1):
        job = Job(a_parcel())
        preparer.add(job)
        assert job.done.wait(SOON)
        while preparer._idle_since is None:
            time.sleep(0.001)
        now[0] += pause
    assert preparer.is_behind == is_behind


def test_what_only_one_process_can_draw_is_not_drawn_earlier(
    processes: DrawingProcesses, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The background may wait for another program, such as a browser, while the script goes on."""
    monkeypatch.setattr(DrawingProcesses, "has_room", False)
    assert drawing_of("one").is_quicker_now
    monkeypatch.setattr(Backend, "captured_settings", lambda _: None)
    assert not drawing_of("one").is_quicker_now
    assert processes._pipes == []


def whole(figure: Any) -> Drawing:
    """A figure that another process may draw wholly."""
    made = Drawing(BACKEND, figure, Revision(), DefaultWatermark(), ("png", "eps", "svg"), {}, interactive=False)
    made.begin_all()
    made.draw_now()
    return made


@pytest.mark.usefixtures("processes")
def test_a_process_that_draws_the_same_draws_whole_figures() -> None:
    first = whole("first")
    assert set(plain(first)) == {"png"}, "it isn't known yet"
    assert first.begin_rest() is not None
    first.draw_rest()
    second = whole("second")
    assert plain(second) == {}
    second.draw_rest()
    assert plain(second) == {fmt: f"{fmt} of second in plain".encode() for fmt in ("png", "eps", "svg")}


def test_what_no_later_process_could_read_is_drawn_at_once(
    processes: DrawingProcesses, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise it had no picture if this process were killed."""
    drawn(processes, "one")
    assert set(plain(whole("of a class in __main__"))) == {"png"}
    with monkeypatch.context() as patched:
        patched.setattr(Backend, "background_formats", frozenset({"png", "eps"}))
        assert set(plain(whole("one"))) == {"png", "svg"}, "the background may not draw it if the process fails"
    given: list[dict[str, Any]] = [{}, {"save_pickle": False}, {"watermark": type("Mark", (DefaultWatermark,), {})()}]
    drawn_now: list[set[str]] = []

    def collect(parts: PartsOf) -> None:
        drawn_now.append(set(plain(parts.drawing)))
        raise InterruptedError

    monkeypatch.setattr(PartsOf, "collect", collect)
    for one in given:
        with pytest.raises(InterruptedError):
            Publisher(GoFigr(authenticate=False), analysis="A", backends=[BACKEND], **one).publish(Figure("two"))
    assert drawn_now == [set(), {"png"}, {"png"}]


def test_reading_the_data_waits_until_all_is_drawn(
    processes: DrawingProcesses, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing is sent.
    monkeypatch.setattr(Lane, "add", lambda *_: None)
    drawn(processes, "one")
    may_end, answer = threading.Event(), module._answer
    monkeypatch.setattr(module, "_answer", lambda process: answer(process) if may_end.wait(SOON) else {})
    revision = Publisher(GoFigr(authenticate=False), analysis="A", backends=[BACKEND]).publish(Figure("two"))
    threading.Timer(0.05, may_end.set).start()
    assert {datum.format for datum in revision.image_data} == {"png", "eps", "svg"}
    assert may_end.is_set()


def test_two_figures_are_under_way_at_once_whatever_their_size(
    processes: DrawingProcesses, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither end waits for the other one, though no pipe holds so much."""
    drawn(processes, "one")
    sent, are_begun, may_read = threading.Semaphore(0), threading.Event(), threading.Event()
    ask, answer = module._ask, module._answer

    def asked(*given: Any) -> None:
        assert are_begun.wait(SOON)
        ask(*given)
        sent.release()

    monkeypatch.setattr(module, "_ask", asked)
    monkeypatch.setattr(module, "_answer", lambda process: answer(process) if may_read.wait(SOON) else {})
    figures = [f"{number}{'x' * 5_000_000}" for number in range(3)]
    tasks = [begin(processes, figure, png=None) for figure in figures]
    are_begun.set()
    for _ in range(2):
        assert sent.acquire(timeout=SOON), "it has its next figure before its answer is read"
    assert not sent.acquire(timeout=0.05), "no more are sent"
    may_read.set()
    for task, figure in zip(tasks, figures, strict=True):
        assert task.result() == {fmt: f"{fmt} of {figure} in plain".encode() for fmt in ("eps", "svg")}


def test_what_a_dying_process_held_is_drawn_here(processes: DrawingProcesses) -> None:
    held, behind = drawing_of("deadly"), drawing_of("behind")
    assert held.begin_rest() is not None and behind.begin_rest() is not None
    held.draw_rest()
    behind.draw_rest()
    assert plain(behind)["svg"] == b"svg of behind in plain"
    assert plain(held)["svg"] == b"svg of deadly in plain"
    assert plain(held)["eps"] == b"eps of deadly in plain"
    assert processes._failures == 1, "both figures that it had failed at once"
    # One end may be a chance; after two, no process is started any more.
    assert drawn(processes, "one")["svg"] == b"svg of one in plain"
    assert drawn(processes, "deadly") == {}
    assert begin(processes, "one") is None
    assert processes._pipes == []


def test_a_process_that_takes_no_figure_is_ended(processes: DrawingProcesses, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []

    def ask(process: subprocess.Popen[bytes], _: Task) -> None:
        started.append(process)
        raise BrokenPipeError

    monkeypatch.setattr(module, "_ask", ask)
    assert drawn(processes, "one") == {}
    assert processes._pipes == []
    assert started[0].poll() is not None


def test_a_process_that_does_not_answer_is_ended(processes: DrawingProcesses, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn(processes, "one")
    monkeypatch.setattr(module, "LIMIT", 0.01)
    stopped, may_ask = processes._pipes[0], threading.Event()
    answer = module._answer
    monkeypatch.setattr(module, "_answer", lambda process: answer(process) if may_ask.wait(SOON) else {})
    task = begin(processes, "two")
    assert task is not None
    while task.process is None:
        time.sleep(0.001)
    assert task.result() == {}
    may_ask.set()
    assert stopped.wait(SOON) != 0
    assert task.done.wait(SOON)


def test_a_figure_that_cannot_be_drawn_elsewhere_is_drawn_here(processes: DrawingProcesses) -> None:
    held = drawing_of("impossible")
    assert held.begin_rest() is not None
    held.draw_rest()
    assert set(plain(held)) == {"png", "eps", "svg"}
    assert processes._failures == 0


def test_a_figure_is_drawn_by_the_settings_of_its_publication(
    processes: DrawingProcesses, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elsewhere_backend, "STYLE", "bold")
    held, same = drawing_of("one"), drawing_of("two")
    same.draw_rest()
    assert processes._pipes == [], "equal settings start no process"
    monkeypatch.setattr(elsewhere_backend, "STYLE", "plain")
    held.draw_rest()
    assert plain(held) == {fmt: f"{fmt} of one in bold".encode() for fmt in ("png", "eps", "svg")}


def test_a_process_without_work_ends_and_another_one_starts_when_needed(
    processes: DrawingProcesses, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_IDLE", 0.01)
    drawn(processes, "one")
    limit = time.monotonic() + SOON
    while processes._pipes and time.monotonic() < limit:
        time.sleep(0.005)
    assert processes._pipes == []
    assert drawn(processes, "two")["svg"] == b"svg of two in plain"
    assert processes._failures == 0


SCRIPT = """
import os, sys
sys.path.insert(0, {tests!r})
from elsewhere_backend import Backend, Figure
from gofigr.backends.processes import drawing_processes
backend = Backend()
task = drawing_processes().begin(backend, b"plain", backend.pickle("asked"), ["eps"], {{}}, b"x")
task.done.wait()
child = task.process.pid
if {forks} and os.fork() == 0:
    os.close(1)
    sys.stdin.read()
    os._exit(0)
print(child, flush=True)
os._exit(1)
"""


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    # Nobody may have asked yet how it ended.
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().split()[2] == "Z"


@pytest.mark.parametrize("forks", [False, True])
def test_a_process_ends_with_the_one_that_started_it(tmp_path: Path, forks: bool) -> None:
    """Also a script without a guard for `__main__`, and one whose own child lives on, leave nothing behind."""
    script = tmp_path / "script.py"
    script.write_text(SCRIPT.format(tests=str(Path(__file__).parent), forks=forks))
    env = {**os.environ, "GF_DRAWING_PROCESSES": "1"}
    with subprocess.Popen(
        [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env, text=True
    ) as parent:
        assert parent.stdout is not None
        child, limit = int(parent.stdout.readline()), time.monotonic() + SOON
        while not is_gone(child) and time.monotonic() < limit:
            time.sleep(0.01)
        assert is_gone(child)


def test_a_process_ends_when_the_other_one_dies_in_the_middle_of_a_figure(processes: DrawingProcesses) -> None:
    drawn(processes, "one")
    process = processes._pipes[0]
    assert process.stdin is not None
    process.stdin.write(pickle.dumps("x" * 100_000)[:50_000])
    process.stdin.close()
    assert process.wait(SOON) == 0


@pytest.mark.parametrize(
    ("setting", "program", "expected"),
    [("3", "/bin/python3", 3), ("0", "/bin/python3", 0), ("-1", "python.exe", 0), (None, "/opt/qgis", 0)],
)
def test_the_setting_bounds_the_processes_and_other_programs_start_none(
    monkeypatch: pytest.MonkeyPatch, setting: str | None, program: str, expected: int
) -> None:
    monkeypatch.delenv("GF_DRAWING_PROCESSES", raising=False)
    if setting is not None:
        monkeypatch.setenv("GF_DRAWING_PROCESSES", setting)
    monkeypatch.setattr(sys, "executable", program)
    assert DrawingProcesses()._most == expected


@pytest.mark.parametrize("setting", ["many", "nan", "inf"])
def test_a_setting_that_is_no_number_is_told_and_ignored(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, setting: str
) -> None:
    monkeypatch.delenv("GF_DRAWING_PROCESSES", raising=False)
    usual = DrawingProcesses()._most
    monkeypatch.setenv("GF_DRAWING_PROCESSES", setting)
    assert DrawingProcesses()._most == usual
    assert caplog.messages[0].startswith("GoFigr: GF_DRAWING_PROCESSES is ignored: ")


def test_without_threads_nothing_is_drawn_elsewhere(
    processes: DrawingProcesses, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: threading.Thread) -> None:
        raise RuntimeError("can't create new thread at interpreter shutdown")

    monkeypatch.setattr(threading.Thread, "start", fail)
    assert begin(processes, "one") is None


def test_processes_begin_only_when_several_figures_wait_and_those_in_work_come_later() -> None:
    """The first one is being prepared while the others arrive."""
    may_end, in_work, all_done = threading.Event(), threading.Event(), threading.Event()
    prepared: list[str] = []
    started: list[str] = []

    def prepare(job: Job) -> None:
        if not prepared:
            assert may_end.wait(SOON)
        prepared.append(job.parcel.title)
        if job.parcel.title == "other":
            in_work.set()
        if len(prepared) == DEEP + 2:
            all_done.set()

    def starts(title: str) -> Any:
        note = noting(started, title)
        event = in_work if title == "slow" else None
        return lambda may_start: event if note(may_start) else None

    preparer = Preparer(prepare)
    titles = ["first", "slow", "other", *(f"{number}" for number in range(DEEP - 1))]
    for title in titles:
        job = Job(a_parcel(), begin=starts(title))
        job.parcel.title = title
        preparer.add(job)
        if title == "first":
            while preparer._jobs:
                time.sleep(0.001)
    may_end.set()
    assert all_done.wait(SOON)
    assert prepared[:3] == ["first", "other", "slow"]
    assert started[0] == "slow" and "first" not in started and started.count("slow") == 1


def noting(started: list[Any], name: object) -> Callable[[bool], threading.Event | None]:
    """Returns what begins a job in another process, and does nothing if no process may start."""

    def begin(may_start: bool) -> threading.Event | None:
        if not may_start:
            return None
        started.append(name)
        return threading.Event()

    return begin


def test_a_figure_begins_as_soon_as_several_wait_also_while_another_is_prepared() -> None:
    may_end, is_first = threading.Event(), threading.Event()
    started: list[int] = []

    def prepare(_: Job) -> None:
        is_first.set()
        assert may_end.wait(SOON)

    preparer = Preparer(prepare)
    preparer.add(Job(a_parcel()))
    assert is_first.wait(SOON)
    for number in range(DEEP):
        assert not preparer.is_behind
        preparer.add(Job(a_parcel(), begin=noting(started, number)))
    assert preparer.is_behind
    assert started == list(range(DEEP))
    may_end.set()


def test_few_figures_start_nothing() -> None:
    started: list[str] = []
    preparer = Preparer(lambda job: job.done.set())
    job = Job(a_parcel(), begin=noting(started, "one"))
    preparer.add(job)
    assert job.done.wait(SOON)
    assert started == []
