"""Under every fault, each figure arrives exactly once, and the code that drew it continues."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import pytest
from matplotlib import get_cachedir

from gofigr import FindByName, GoFigr
from gofigr._outbox import ObjectRef, State, Target, default_outbox
from gofigr._outbox.spool import Spool
from gofigr._outbox.targets import Targets
from gofigr.http.content import MemoryContent
from gofigr.publisher import Publisher
from support.server import Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from support.fault_proxy import Exchange, FaultProxy, Seen


#: Seconds that a client waits for an answer here. A busy machine takes more than one.
PATIENCE = 4.0


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


def publisher_at(url: str, key: str, analysis: str) -> Publisher:
    gf = GoFigr(url=url, api_key=key, authenticate=False)
    gf.http.transport._timeout = (PATIENCE, PATIENCE)
    return Publisher(
        gf=gf, analysis=FindByName(analysis, create=True), annotators=[], image_formats=["png"], always=True
    )


def a_figure(title: str = "Lines") -> Any:
    figure, axes = plt.subplots(figsize=(2, 2))
    axes.plot([1, 3, 2])
    axes.set_title(title)
    return figure


def once(fault: Callable[[Exchange], None], times: int = 1) -> Callable[[Seen, Exchange], bool]:
    """A fault of the first requests that publish; those that come later are passed on."""
    left = [times]

    def decide(seen: Seen, exchange: Exchange) -> bool:
        if seen.method != "POST" or not seen.path.endswith("/revision/") or left[0] == 0:
            return False
        left[0] -= 1
        fault(exchange)
        return True

    return decide


def arrive_then_cut(exchange: Exchange) -> None:
    exchange.forward()
    exchange.cut()


def arrive_then_fail(exchange: Exchange) -> None:
    exchange.forward()
    exchange.answer(500)


def hang(exchange: Exchange) -> None:
    time.sleep(2 * PATIENCE)
    exchange.cut()


FAULTS: dict[str, Callable[[Exchange], None]] = {
    "500": lambda exchange: exchange.answer(500),
    "503 without JSON": lambda exchange: exchange.answer(503, b"<html>"),
    "429": lambda exchange: exchange.answer(429, headers={"Retry-After": "0.2"}),
    "a connection that is cut": lambda exchange: exchange.cut(),
    "a connection that is cut after it arrived": arrive_then_cut,
    "a failure after it arrived": arrive_then_fail,
    "a server that hangs": hang,
    "a page instead of an answer": lambda exchange: exchange.answer(200, b"<html>Sign in</html>"),
    "an answer about something else": lambda exchange: exchange.answer(201, b'{"api_id": "x"}'),
    "an answer that lies about what it did": lambda exchange: exchange.answer(201, b"{}"),
    "a redirect": lambda exchange: exchange.answer(302, headers={"Location": "http://localhost:9/"}),
    "a conflict out of nowhere": lambda exchange: exchange.answer(409),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_figure_arrives_once_after(name: str, server: Server, proxy: FaultProxy, analysis: str) -> None:
    proxy.fault = once(FAULTS[name])
    publisher = publisher_at(proxy.url, server.key, analysis)
    revisions = [publisher.publish(a_figure(title)) for title in ("A", "B")]
    assert default_outbox().flush(60)
    arrived = [one["api_id"] for one in server.revisions(analysis)]
    assert sorted(arrived) == sorted(revision.api_id for revision in revisions)
    assert all(revision.is_published for revision in revisions)


def test_a_server_that_hangs_for_30_seconds_is_not_waited_for(server: Server, proxy: FaultProxy, analysis: str) -> None:
    over = threading.Event()
    proxy.fault = lambda _, exchange: (over.wait(30), exchange.cut(), True)[-1]
    started = time.perf_counter()
    publisher = publisher_at(proxy.url, server.key, analysis)
    publisher.gf.http.transport._timeout = (40.0, 40.0)
    revision = publisher.publish(a_figure())
    # Drawing takes a while too, on a machine with other work.
    assert time.perf_counter() - started < 10
    assert not revision.is_published
    over.set()
    proxy.fault = None
    assert default_outbox().flush(60)
    assert len(server.revisions(analysis)) == 1


def test_a_figure_that_keeps_failing_does_not_keep_others_from_arriving(
    server: Server, proxy: FaultProxy, analysis: str, eventually: Callable[..., None]
) -> None:
    publisher = publisher_at(proxy.url, server.key, analysis)
    # Until the ID of the poison is known, every publish fails.
    marker = b""
    proxy.fault = lambda seen, exchange: (
        seen.method == "POST" and marker in seen.body and (exchange.answer(500), True)[1]
    )
    poison = publisher.publish(a_figure("Poison"))
    marker = poison.api_id.encode()
    others = [publisher.publish(a_figure(title)) for title in ("A", "B")]
    eventually(lambda: all(one.is_published for one in others))
    proxy.fault = None
    assert default_outbox().flush(60)
    assert len(server.revisions(analysis)) == 3


def test_who_waits_does_not_wait_as_long_as_earlier_failures_would_make_it(
    server: Server, proxy: FaultProxy, analysis: str, eventually: Callable[..., None]
) -> None:
    proxy.fault = lambda _, exchange: (exchange.answer(500), True)[1]
    revision = publisher_at(proxy.url, server.key, analysis).publish(a_figure())
    eventually(lambda: revision.publish_job.state is State.KEPT)
    revision.publish_job.failures = 12
    # The attempt that `flush` makes at once fails too; the next would be made in a minute.
    proxy.fault = once(FAULTS["500"])
    assert default_outbox().flush(30)
    assert len(server.revisions(analysis)) == 1


def test_what_the_server_refuses_is_said_and_kept_until_the_user_sends_it_again(
    server: Server, proxy: FaultProxy, analysis: str
) -> None:
    proxy.fault = once(lambda exchange: exchange.answer(400, b'{"detail": "Not like this"}'), times=-1)
    publisher = publisher_at(proxy.url, server.key, analysis)
    revision = publisher.publish(a_figure())
    assert default_outbox().flush(60)
    assert revision.publish_job.state is State.REFUSED
    assert "Not like this" in revision.publish_job.reason
    with pytest.raises(RuntimeError, match="Not like this"):
        revision.wait()
    proxy.fault = None
    revision.publish_job.spooled.release()
    in_next_process("", proxy.url, server.key, analysis)
    assert server.revisions(analysis) == []
    command = [sys.executable, "-m", "gofigr", "outbox", "send"]
    variables = {**os.environ, "GF_URL": proxy.url, "GF_API_KEY": server.key}
    subprocess.run(command, check=True, capture_output=True, env=variables)
    assert [one["api_id"] for one in server.revisions(analysis)] == [revision.api_id]


def test_a_key_that_is_not_accepted_costs_nothing_and_the_right_one_sends_later(server: Server, analysis: str) -> None:
    wrong = publisher_at(server.url, "a" * 66, analysis)
    revision = wrong.publish(a_figure())
    assert not default_outbox().flush(60, give_up=True)
    assert revision.publish_job.state is State.KEPT
    assert "API key" in revision.publish_job.reason
    publisher_at(server.url, server.key, analysis)
    revision.wait(60)
    assert [one["api_id"] for one in server.revisions(analysis)] == [revision.api_id]


def test_a_revision_that_arrived_and_was_deleted_before_the_answer_did_is_not_made_again(
    server: Server, proxy: FaultProxy, analysis: str
) -> None:
    def arrive_and_be_deleted(exchange: Exchange) -> None:
        exchange.forward()
        made = exchange.seen.json["client_id"]
        server.delete(f"revision/{made}/")
        exchange.cut()

    proxy.fault = once(arrive_and_be_deleted)
    revision = publisher_at(proxy.url, server.key, analysis).publish(a_figure())
    assert default_outbox().flush(60)
    assert revision.is_published
    assert server.revisions(analysis) == []


def test_a_short_id_that_the_server_does_not_know_or_has_given_away_is_left_out(server: Server, analysis: str) -> None:
    publisher = publisher_at(server.url, server.key, analysis)
    publisher.connected.wait(10)
    publisher.gf.short_ids._prefix = "ZZZZZZZZ"
    unknown = publisher.publish(a_figure())
    assert "/r/ZZZZZZZZ" in unknown.revision_url
    publisher.gf.short_ids._prefix = publisher.gf.reserve_short_id_prefix()
    first = publisher.publish(a_figure()).wait(60)
    publisher.gf.make_short_id = lambda: first.short_id
    taken = publisher.publish(a_figure())
    assert default_outbox().flush(60)
    short_ids = {one["api_id"]: one["short_id"] for one in server.revisions(analysis)}
    assert short_ids[first.api_id] == first.short_id
    assert short_ids[unknown.api_id] is None
    assert short_ids[taken.api_id] is None


def test_a_figure_deleted_between_is_made_again(server: Server, analysis: str) -> None:
    publisher = publisher_at(server.url, server.key, analysis)
    first = publisher.publish(a_figure()).wait(60)
    first.figure.delete(delete=True)
    publisher.publish(a_figure()).wait(60)
    assert [len(one["revisions"]) for one in server.figures(analysis)] == [1]


def test_a_server_that_is_killed_while_figures_are_published_gets_each_once_when_it_is_back(analysis: str) -> None:
    server = Server()
    try:
        publisher = publisher_at(server.url, server.key, analysis)
        revisions = [publisher.publish(a_figure("Before")).wait(60)]
        killer = threading.Timer(0.15, server.kill)
        killer.start()
        revisions += [publisher.publish(a_figure(f"During {number}")) for number in range(6)]
        killer.join()
        revisions += [publisher.publish(a_figure("After"))]
        assert not default_outbox().flush(1, give_up=True)
        server.start()
        assert default_outbox().flush(60)
        arrived = sorted(one["api_id"] for one in server.revisions(analysis))
        assert arrived == sorted(revision.api_id for revision in revisions)
    finally:
        server.close()


SCRIPT = """
import os, signal, sys
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
from gofigr import FindByName, GoFigr
from gofigr._outbox import default_outbox
from gofigr.publisher import Publisher

url, key, analysis = sys.argv[1:4]
publisher = Publisher(
    gf=GoFigr(url=url, api_key=key, authenticate=False), analysis=FindByName(analysis, create=True),
    always=True,
)

def publish(title):
    figure, axes = plt.subplots(figsize=(2, 2))
    axes.set_title(title)
    print(publisher.publish(figure).api_id, flush=True)

"""


def in_next_process(code: str, url: str, key: str, analysis: str, **more: str) -> subprocess.CompletedProcess[str]:
    return run_python(SCRIPT + textwrap.dedent(code), url, key, analysis, **more)


def run_python(code: str, *args: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *args],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        env={**os.environ, **more},
    )


def test_a_python_that_is_killed_leaves_its_figures_to_the_next_one(
    server: Server, proxy: FaultProxy, analysis: str
) -> None:
    proxy.fault = lambda _, exchange: (exchange.answer(503), True)[1]
    killed = in_next_process(
        """
        for title in ("A", "B", "C"):
            publish(title)
        os.kill(os.getpid(), signal.SIGKILL)
        """,
        *(proxy.url, server.key, analysis),
    )
    assert killed.returncode == -9
    proxy.fault = None
    # Two at once: only one of them may send each.
    both = [threading.Thread(target=in_next_process, args=("", proxy.url, server.key, analysis)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(one["api_id"] for one in server.revisions(analysis)) == sorted(killed.stdout.split())


def test_the_next_one_also_draws_figures_that_a_killed_process_was_drawing(
    server: Server, proxy: FaultProxy, analysis: str
) -> None:
    proxy.fault = lambda _, exchange: (exchange.answer(503), True)[1]
    killed = in_next_process(
        """
        from gofigr.backends.processes import drawing_processes
        drawing, number = drawing_processes(), 0
        while not drawing.has_room and number < 300:
            publish(f"{number}")
            number += 1
        while not drawing.is_full and number < 600:
            publish(f"{number}")
            number += 1
        for one in drawing._pipes:
            os.kill(one.pid, signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)
        """,
        *(proxy.url, server.key, analysis),
        GF_DRAWING_PROCESSES="1",
    )
    assert killed.returncode == -9, killed.stderr
    published = killed.stdout.split()
    assert 4 < len(published) < 600, "another process draws"
    proxy.fault = None
    ended = in_next_process("", proxy.url, server.key, analysis)
    assert "couldn't" not in ended.stderr
    pictures = {
        one["api_id"]: {datum["metadata"]["format"] for datum in one["data"] if datum["type"] == "image"}
        for one in server.revisions(analysis)
    }
    assert pictures == {one: {"png", "eps", "svg"} for one in published}


def test_a_python_that_ends_while_the_server_is_away_says_so_and_the_next_one_sends(
    server: Server, proxy: FaultProxy, analysis: str
) -> None:
    proxy.fault = lambda _, exchange: (exchange.cut(), True)[1]
    started = time.perf_counter()
    ended = in_next_process("publish('A')", proxy.url, server.key, analysis, GF_FLUSH_SECONDS="55")
    assert ended.returncode == 0, ended.stderr
    # Not until the limit: it is known that nobody is there.
    assert time.perf_counter() - started < 40
    assert "1 figure couldn't be sent yet" in ended.stderr
    assert "Traceback" not in ended.stderr
    proxy.fault = None
    in_next_process("publish('B')", proxy.url, server.key, analysis)
    assert len(server.revisions(analysis)) == 2


def test_a_python_that_ends_waits_for_a_slow_server_up_to_a_limit(
    server: Server, proxy: FaultProxy, analysis: str
) -> None:
    proxy.delay_seconds = 0.3
    ended = in_next_process("publish('A')", proxy.url, server.key, analysis)
    assert "couldn't" not in ended.stderr
    assert len(server.revisions(analysis)) == 1
    proxy.delay_seconds = 30
    started = time.perf_counter()
    ended = in_next_process("publish('B')", proxy.url, server.key, analysis, GF_FLUSH_SECONDS="1")
    assert time.perf_counter() - started < 40
    assert "couldn't be sent yet" in ended.stderr
    proxy.delay_seconds = 0
    in_next_process("", proxy.url, server.key, analysis)
    assert len(server.revisions(analysis)) == 2


def test_another_persons_figures_stay_where_they_are(server: Server, analysis: str, proxy: FaultProxy) -> None:
    proxy.fault = lambda _, exchange: (exchange.cut(), True)[1]
    in_next_process("publish('A')", proxy.url, "b" * 66, analysis)
    proxy.fault = None
    in_next_process("", proxy.url, server.key, analysis)
    assert server.revisions(analysis) == []
    assert len(list(Spool().folders())) == 1


def test_a_full_disk_is_said_once_and_figures_go_from_memory(
    server: Server, analysis: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    said: list[str] = []
    monkeypatch.setattr(default_outbox(), "warn", said.append)
    publisher = publisher_at(server.url, server.key, analysis)
    monkeypatch.setattr(MemoryContent, "write_to", full)
    for title in ("A", "B"):
        publisher.publish(a_figure(title))
    assert default_outbox().flush(60)
    assert len(server.revisions(analysis)) == 2
    assert len(said) == 1
    assert "No space left on device" in said[0]
    assert [one for one in (tmp_path / "outbox").iterdir() if one.is_dir()] == []


def test_a_disk_that_fills_up_between_loses_nothing(
    server: Server, analysis: str, proxy: FaultProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = MemoryContent.write_to

    def full_for_svg(self: MemoryContent, writer: Any) -> None:
        if self.read().lstrip().startswith(b"<?xml"):
            raise OSError(errno.ENOSPC, "No space left on device")
        real(self, writer)

    monkeypatch.setattr(default_outbox(), "warn", lambda _: None)
    monkeypatch.setattr(MemoryContent, "write_to", full_for_svg)
    gf = GoFigr(url=proxy.url, api_key=server.key, authenticate=False)
    publisher = Publisher(gf=gf, analysis=FindByName(analysis, create=True), annotators=[])
    publisher.publish(a_figure())
    assert default_outbox().flush(60)
    (sent,) = server.revisions(analysis)
    assert {datum["metadata"].get("format") for datum in sent["data"] if datum["type"] == "image"} == {
        "png",
        "svg",
        "eps",
    }


@pytest.mark.skipif(not hasattr(os, "fork"), reason="only where processes fork")
def test_a_child_process_sends_only_what_it_publishes_itself(server: Server, analysis: str) -> None:
    ended = in_next_process(
        """
        publish("Parent")
        child = os.fork()
        if child == 0:
            publish("Child")
            default_outbox().flush(60)
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0
        """,
        *(server.url, server.key, analysis),
    )
    assert ended.returncode == 0, ended.stderr
    assert sorted(one["api_id"] for one in server.revisions(analysis)) == sorted(ended.stdout.split())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="only where processes fork")
def test_a_child_process_keeps_none_of_its_parents_locks(tmp_path: Path) -> None:
    ended = run_python(FORKING_WHILE_LOCKING, str(tmp_path / "lock"))
    assert ended.stdout == "free\n", ended.stderr


FORKING_WHILE_LOCKING = """
import os, signal, sys, threading
from pathlib import Path
from gofigr._outbox.locks import locked

path = Path(sys.argv[1])
stop = threading.Event()

def lock_and_unlock():
    while not stop.is_set():
        with locked(path, 0):
            pass

thread = threading.Thread(target=lock_and_unlock)
thread.start()
children = []
for _ in range(300):
    child = os.fork()
    if child == 0:
        signal.pause()
    children.append(child)
stop.set()
thread.join()
# A child that has only just been made lets go when it gets to run.
with locked(path, 30) as is_free:
    print("free" if is_free else "held by a child")
for child in children:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
"""


def test_threads_import_nothing_while_a_fork_is_possible(server: Server, analysis: str) -> None:
    # A child could never import what another thread was importing when it was forked.
    ended = run_python(TELLING_IMPORTS + SCRIPT + "publish('A')", server.url, server.key, analysis)
    assert " held\n" in ended.stderr
    assert " free\n" not in ended.stderr


TELLING_IMPORTS = """
import sys, threading

class Watch:
    def find_spec(self, name, path=None, target=None):
        if threading.current_thread().name.startswith("gofigr-"):
            print(name, "held" if default_outbox().preparing.locked() else "free", file=sys.stderr)

sys.meta_path.insert(0, Watch())
"""


def test_two_processes_that_make_the_same_analysis_and_figure_make_one(server: Server, analysis: str) -> None:
    runs = [
        threading.Thread(target=in_next_process, args=("publish('Same')", server.url, server.key, analysis))
        for _ in range(3)
    ]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert [(one["name"], len(one["revisions"])) for one in server.figures(analysis)] == [("Same", 3)]


def test_eight_processes_that_share_nothing_make_one_workspace_one_analysis_and_one_figure(
    server: Server, proxy: FaultProxy, analysis: str, tmp_path: Path
) -> None:
    # As on eight computers: no lock of one outbox keeps them apart. All look before any of them can make something.
    proxy.delay_seconds = 0.5
    wished = "annotators=[], image_formats=['png'], workspace=FindByName(analysis, create=True), analysis="
    code = SCRIPT.replace("analysis=", wished) + "publish('Same')"
    # The fonts are known already.
    fonts = get_cachedir()

    def run(number: int) -> subprocess.CompletedProcess[str]:
        own = {"GF_OUTBOX": str(tmp_path / f"outbox {number}"), "MPLCONFIGDIR": fonts}
        return run_python(code, proxy.url, server.key, analysis, **own)

    with ThreadPoolExecutor(8) as pool:
        ended = list(pool.map(run, range(8)))
    assert [one.returncode for one in ended] == [0] * 8, ended
    (workspace,) = [one for one in server.get("workspace/") if one["name"] == analysis]
    (made,) = server.get(f"workspace/{workspace['api_id']}/")["analyses"]
    assert made["name"] == analysis
    (figure,) = server.get(f"analysis/{made['api_id']}/")["figures"]
    assert (figure["name"], len(server.get(f"figure/{figure['api_id']}/")["revisions"])) == ("Same", 8)


def test_a_workspace_is_made_where_that_was_wished_and_not_for_a_name_alone(
    server: Server, analysis: str, tmp_path: Path
) -> None:
    gf = GoFigr(url=server.url, api_key=server.key)
    misspelled = Publisher(gf=gf, workspace=analysis, analysis="A", annotators=[], image_formats=["png"])
    with pytest.raises(RuntimeError, match="no workspace"):
        misspelled.publish(a_figure(), sync=True)
    wished = FindByName(analysis, description="of it", create=True)
    Publisher(gf=gf, workspace=wished, analysis="A", annotators=[], image_formats=["png"]).publish(a_figure()).wait(60)
    (made,) = [one for one in server.get("workspace/") if one["name"] == analysis]
    assert made["description"] == "of it"


@pytest.mark.parametrize("status", [404, 405])
def test_a_server_that_cannot_find_or_create_is_asked_once_and_done_without(
    server: Server, proxy: FaultProxy, analysis: str, status: int
) -> None:
    asked: list[str] = []

    def fault(seen: Seen, exchange: Exchange) -> bool:
        if not seen.path.endswith("/find_or_create/"):
            return False
        asked.append(seen.path)
        exchange.answer(status)
        return True

    proxy.fault = fault
    publisher = publisher_at(proxy.url, server.key, analysis)
    for title in ("One", "Two"):
        publisher.publish(a_figure(title)).wait(60)
    assert len(asked) == 1
    assert sorted(one["name"] for one in server.figures(analysis)) == ["One", "Two"]


def test_those_that_look_for_the_same_place_at_the_same_moment_find_the_same(
    server: Server, proxy: FaultProxy, analysis: str, tmp_path: Path
) -> None:
    gf = GoFigr(url=proxy.url, api_key=server.key)
    proxy.delay_seconds = 0.2
    target = Target(
        ObjectRef("default"), ObjectRef("name", analysis, create=True), ObjectRef("name", "Same", create=True)
    )
    found: list[dict[str, str]] = []
    # As processes do: each looks for itself.
    looks = [threading.Thread(target=lambda: found.append(Targets(gf.http, tmp_path).parent(target))) for _ in range(3)]
    for look in looks:
        look.start()
    for look in looks:
        look.join()
    assert len(found) == 3
    assert found[0] == found[1] == found[2]


def test_the_folder_is_the_users_alone(server: Server, analysis: str, proxy: FaultProxy, tmp_path: Path) -> None:
    proxy.fault = lambda _, exchange: (exchange.answer(503), True)[1]
    publisher_at(proxy.url, server.key, analysis).publish(a_figure())
    folder = tmp_path / "outbox"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert all(one.stat().st_mode & 0o777 == 0o700 for one in folder.iterdir() if one.is_dir())
    proxy.fault = None
    assert default_outbox().flush(60)
    assert [one for one in folder.iterdir() if one.is_dir()] == []
