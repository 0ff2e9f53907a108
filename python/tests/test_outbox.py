"""The outbox of a process: it keeps, prepares, sends and retries figures, and waits for them."""

import atexit
import io
import json
import logging
import os
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from clock import Clock
from gofigr import GoFigr
from gofigr._client import own_figures
from gofigr._outbox import Account, Job, ObjectRef, Outbox, Parcel, State, Target
from gofigr._outbox import lane as lane_module
from gofigr._outbox import outbox as outbox_module
from gofigr._outbox import process as process_module
from gofigr._outbox import progress as progress_module
from gofigr._outbox.ending import Ending
from gofigr._outbox.lane import Lane
from gofigr._outbox.progress import show_progress
from gofigr._outbox.spool import Spool
from gofigr._outbox.targets import Targets
from gofigr.http.content import MemoryContent
from parcels import ACCOUNT, REVISION, SERVER, a_parcel, a_part, parcels
from scripted_server import Answer, Received, ScriptedServer

#: Longest time for something that happens at once, in seconds.
SOON = 10.0
MADE = Answer(201, {"api_id": REVISION})
REFUSED = Answer(400, {"detail": "Not like this"})


def made(received: Received) -> Answer:
    """Accepts every revision."""
    return Answer(201, {"api_id": id_in(received)})


def id_in(received: Received) -> Any:
    return json.loads(received.body)["client_id"]


@pytest.fixture
def gf(scripted: ScriptedServer) -> GoFigr:
    return GoFigr(url=scripted.url, api_key="key", authenticate=False)


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(Spool(tmp_path / "outbox"))


@pytest.fixture
def lane(outbox: Outbox, gf: GoFigr) -> Lane:
    return outbox.lane(ACCOUNT, gf)


def queued(lane: Lane, *jobs: Job) -> Lane:
    """Makes a lane with these jobs and without a thread that sends them."""
    lane._jobs.extend(jobs)
    return lane


def jobs(count: int) -> list[Job]:
    return [Job(parcel) for parcel in parcels(count)]


# --- Jobs -------------------------------------------------------------------------------------------------------------


def test_a_listener_gets_each_change_once() -> None:
    told: list[tuple[State, str]] = []
    job = Job(a_parcel(), on_change=lambda one: told.append((one.state, one.reason)))
    job.change(State.SENDING)
    assert told == []
    for reason in ("away", "away", "refused"):
        job.change(State.KEPT, reason)
    assert not job.done.is_set()
    job.change(State.SENT)
    assert told == [(State.KEPT, "away"), (State.KEPT, "refused"), (State.SENT, "")]
    assert job.done.is_set()


@pytest.mark.parametrize(("state", "is_done"), [(State.SENT, True), (State.REFUSED, True), (State.KEPT, False)])
def test_a_job_is_done_when_it_was_sent_or_refused_with_or_without_a_listener(
    caplog: pytest.LogCaptureFixture, state: State, is_done: bool
) -> None:
    caplog.set_level(logging.DEBUG)

    def fail(_: Job) -> None:
        raise RuntimeError("a widget that fails")

    for listener in (None, fail):
        job = Job(a_parcel(), on_change=listener)
        job.change(state, "why")
        assert (job.state, job.reason, job.done.is_set()) == (state, "why", is_done)
    assert caplog.messages == [f"{fail} failed"]
    assert "a widget that fails" in caplog.text


# --- One attempt ------------------------------------------------------------------------------------------------------


def test_a_sent_job_is_forgotten(scripted: ScriptedServer, outbox: Outbox, lane: Lane) -> None:
    scripted.answers = [MADE]
    job = Job(a_parcel(), spooled=outbox.spool.add(a_parcel()))
    lane.is_stuck = lane.is_sign_in_refused = True
    assert queued(lane, job)._attempt(job) == 0
    assert (job.state, job.reason, job.answer) == (State.SENT, "", MADE.json)
    assert list(outbox.spool.folder.iterdir()) == []
    assert lane.waiting == []
    assert (lane.is_stuck, lane.is_sign_in_refused) == (False, False)


def test_a_refused_job_is_kept_with_its_reason_for_the_next_process(
    scripted: ScriptedServer, outbox: Outbox, lane: Lane
) -> None:
    scripted.answers = [REFUSED, REFUSED]
    parcel = a_parcel()
    job = Job(parcel, spooled=outbox.spool.add(parcel))
    assert queued(lane, job)._attempt(job) == 0
    assert (job.state, job.reason) == (State.REFUSED, "the server answered 400: Not like this")
    assert lane.waiting == []
    assert job.spooled is not None
    job.spooled.release()
    ((_, left),) = outbox.spool.leftovers(ACCOUNT)
    assert left.refused == "the server answered 400: Not like this"


def test_a_failed_job_stays_first_and_is_reported_as_kept(scripted: ScriptedServer, lane: Lane) -> None:
    scripted.script = lambda _: Answer(503, {"detail": "busy"})
    job, other = jobs(2)
    assert queued(lane, job, other)._attempt(job) == 0.5
    assert (job.state, job.reason, job.failures) == (State.KEPT, "the server answered 503: busy", 1)
    assert lane.waiting == [job, other]
    assert lane.is_stuck
    assert not lane.is_sign_in_refused


def test_a_refused_sign_in_is_remembered_until_the_next_attempt(scripted: ScriptedServer, lane: Lane) -> None:
    (job,) = jobs(1)
    scripted.answers = [Answer(401), Answer(503)]
    assert queued(lane, job)._attempt(job) == 60.0
    assert lane.is_sign_in_refused
    lane._attempt(job)
    assert not lane.is_sign_in_refused


def test_an_internal_error_ends_no_thread_and_loses_nothing(
    lane: Lane, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("by zero")

    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(lane_module, "deliver", fail)
    (job,) = jobs(1)
    assert queued(lane, job)._attempt(job) == 0.5
    assert (job.state, job.reason) == (State.KEPT, "ZeroDivisionError: by zero")
    assert "sending failed" in caplog.text
    assert "Traceback" in caplog.text


def test_preconditions_are_checked_at_each_attempt(scripted: ScriptedServer, lane: Lane) -> None:
    scripted.answers = [MADE]
    (job,) = jobs(1)
    done: list[int] = []

    def before() -> None:
        done.append(1)
        if len(done) == 1:
            raise RuntimeError("the file isn't versioned")

    job.before_send = before
    job.parcel.revision = REVISION
    queued(lane, job)._attempt(job)
    assert (job.state, scripted.calls) == (State.KEPT, [])
    lane._attempt(job)
    assert (job.state, len(done)) == (State.SENT, 2)


def test_pauses_grow_to_a_minute_or_to_two_seconds_for_a_waiting_caller(
    lane: Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lane_module, "time", Clock(100.0))
    (job,) = jobs(1)
    queued(lane, job)
    assert [lane._keep(job, "away", None) for _ in range(9)] == [0.5, 1, 2, 4, 8, 16, 32, 60, 60]
    job.failures = 5000
    assert lane._keep(job, "away", None) == 60
    lane.awaited_until = 100.5
    assert lane._keep(job, "away", None) == 2
    lane.awaited_until = 100.0
    assert lane._keep(job, "away", None) == 60


@pytest.mark.parametrize(("after", "pause"), [(0.0, 0.0), (7.0, 7.0), (60.0, 60.0), (3600.0, 60.0)])
def test_the_server_sets_the_pause_up_to_a_minute(lane: Lane, after: float, pause: float) -> None:
    (job,) = jobs(1)
    lane.awaited_until = float("inf")
    assert queued(lane, job)._keep(job, "busy", after) == pause


def test_other_jobs_go_first_after_every_third_failure(lane: Lane) -> None:
    first, second, third = jobs(3)
    queued(lane, first, second, third)
    orders = []
    for _ in range(6):
        lane._keep(first, "fails", None)
        orders.append([lane.waiting.index(one) for one in (first, second, third)])
    assert orders == [[0, 1, 2], [0, 1, 2], [2, 0, 1], [2, 0, 1], [2, 0, 1], [1, 2, 0]]


# --- Lanes ------------------------------------------------------------------------------------------------------------


def test_one_thread_sends_all_jobs_in_order_and_ends_with_the_process(scripted: ScriptedServer, lane: Lane) -> None:
    scripted.script = made
    all_ = jobs(5)
    lane.add(all_[0])
    lane.add(*all_[1:])
    assert all(job.done.wait(SOON) for job in all_)
    assert [id_in(received) for received in scripted.received] == [job.parcel.revision for job in all_]
    assert lane._thread is not None
    assert (lane._thread.name, lane._thread.daemon) == ("gofigr-sender", True)
    again = Job(a_parcel())
    lane.add(again)
    assert again.done.wait(SOON), "it waits for more"


def test_a_failed_job_is_retried_after_a_pause(
    scripted: ScriptedServer, lane: Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    real = threading.Condition.wait

    def wait(self: threading.Condition, timeout: float | None = None) -> bool:
        if self is not lane._wake or timeout is None:
            return real(self, timeout)
        pauses.append(timeout)
        return False

    monkeypatch.setattr(threading.Condition, "wait", wait)
    scripted.answers = [Answer(503), Answer(503)]
    scripted.answers += [Answer(201, {"api_id": parcels(1)[0].revision})]
    (job,) = jobs(1)
    lane.add(job)
    assert job.done.wait(SOON)
    assert (job.state, job.failures) == (State.SENT, 2)
    assert pauses == [0.5, 1.0]


def test_a_pause_can_be_skipped(scripted: ScriptedServer, lane: Lane, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float | None] = []
    paused, kept = threading.Event(), threading.Event()
    real = threading.Condition.wait

    def wait(self: threading.Condition, timeout: float | None = None) -> bool:
        if timeout == 60.0:
            pauses.append(timeout)
            paused.set()
        return real(self, timeout)

    monkeypatch.setattr(threading.Condition, "wait", wait)
    scripted.script = lambda _: Answer(401)
    (job,) = jobs(1)
    job.on_change = lambda _: kept.set()
    lane.add(job)
    assert kept.wait(SOON) and paused.wait(SOON)
    assert len(scripted.calls) == 1
    scripted.script = made
    lane.hurry()
    assert job.done.wait(SOON)
    assert pauses == [60.0]
    assert len(scripted.calls) == 2


def test_a_skip_during_a_send_skips_only_the_next_pause(lane: Lane, monkeypatch: pytest.MonkeyPatch) -> None:
    (job,) = jobs(1)
    attempts: list[float] = []
    second = threading.Event()

    def attempt(_: Job) -> float:
        attempts.append(1)
        if len(attempts) == 1:
            lane.hurry()
        second.set() if len(attempts) == 2 else None
        return 60.0

    monkeypatch.setattr(lane, "_attempt", attempt)
    lane.add(job)
    assert second.wait(SOON)
    with lane._wake:
        # The thread waits here now or soon, and has used the skip.
        assert not lane._hurry
    assert len(attempts) == 2


def test_a_lane_finds_an_analysis_anew_each_time(scripted: ScriptedServer, lane: Lane) -> None:
    scripted.answers = [Answer(json={"api_id": "W", "analyses": [{"api_id": one, "name": "Trial"}]}) for one in "AB"]
    target = Target(ObjectRef("id", "W"), ObjectRef("name", "Trial"), None)
    assert [lane.analysis(target), lane.analysis(target)] == ["A", "B"]


def test_figures_of_earlier_processes_are_found_every_half_minute_and_sent(
    outbox: Outbox, lane: Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(5.0)
    monkeypatch.setattr(lane_module, "time", clock)
    added: list[Job] = []
    monkeypatch.setattr(lane, "add", lambda *given: added.extend(given))
    first, second, third = parcels(3)
    outbox.spool.add(first).release()
    lane.look_for_leftovers()
    (job,) = added
    assert job.parcel.revision == first.revision
    assert job.spooled is not None
    assert job.spooled.folder == outbox.spool.folder / first.revision
    outbox.spool.add(second).release()
    clock.now += 29.9
    lane.look_for_leftovers()
    assert len(added) == 1
    clock.now += 0.1
    lane.look_for_leftovers()
    assert [one.parcel.revision for one in added] == [first.revision, second.revision]
    outbox.spool.add(third).release()
    clock.now += 29.9
    lane.look_for_leftovers()
    assert len(added) == 2


def test_a_new_sign_in_sends_waiting_figures_at_once(
    scripted: ScriptedServer, outbox: Outbox, lane: Lane, tmp_path: Path
) -> None:
    parcel = a_parcel()
    job = Job(parcel, spooled=outbox.spool.add(parcel))
    queued(lane, job)
    lane.is_sign_in_refused = True
    account = Account(SERVER, "ada", "right")
    other = GoFigr(url=scripted.url, api_key="right", authenticate=False)
    lane.sign_in_instead(account, other)
    assert lane.gf is other
    assert not lane.is_sign_in_refused
    assert lane._hurry
    assert lane._targets._session is other.http
    assert lane._targets._lock_file == tmp_path / "outbox" / "targets.lock"
    assert job.spooled is not None
    assert job.spooled.read().account == account


# --- The outbox -------------------------------------------------------------------------------------------------------


def test_an_account_has_one_lane_and_the_newest_client_sends(outbox: Outbox, gf: GoFigr) -> None:
    lane = outbox.lane(Account(SERVER, None, "k"), gf)
    newer = GoFigr(url="http://localhost:1", api_key="key", authenticate=False)
    account = Account(SERVER, "ada", "k")
    assert outbox.lane(account, newer) is lane
    assert lane.gf is newer
    assert lane.account is account
    assert outbox.lane(Account(SERVER, "ada", "other"), gf) is not lane
    assert lane._targets._lock_file == outbox.spool.folder / "targets.lock"


def test_a_valid_key_sends_figures_that_an_invalid_key_could_not(
    outbox: Outbox, gf: GoFigr, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = Account(SERVER, "ada", "right")
    accounts = {
        "wrong": Account(SERVER, None, "wrong"),
        "works": Account(SERVER, "bob", "works"),
        "elsewhere": Account("http://other", None, "wrong"),
        "right": right,
    }
    lanes = {name: outbox.lane(account, gf) for name, account in accounts.items()}
    for name in ("wrong", "elsewhere", "right"):
        lanes[name].is_sign_in_refused = True
    changed: list[tuple[Lane, Account, Any]] = []
    monkeypatch.setattr(Lane, "sign_in_instead", lambda *given: changed.append(given))
    outbox.sign_in_instead(right, gf)
    assert changed == [(lanes["wrong"], right, gf)]


def submitted(outbox: Outbox, gf: GoFigr, job: Job) -> Job:
    assert outbox.submit(job, gf) is job
    return job


def test_a_figure_is_kept_prepared_and_sent_in_the_background(
    scripted: ScriptedServer, outbox: Outbox, gf: GoFigr
) -> None:
    scripted.script = made
    prepared: list[str] = []
    parcel = a_parcel()

    def prepare() -> None:
        prepared.append(threading.current_thread().name)
        parcel.metadata["prepared"] = True

    job = submitted(outbox, gf, Job(parcel, prepare))
    assert job.spooled is not None
    assert job.spooled.folder == outbox.spool.folder / REVISION
    assert job.done.wait(SOON)
    assert len(prepared) == 1
    assert prepared[0] in ("gofigr-preparer", "gofigr-sender")
    assert b'"prepared": true' in scripted.received[0].body
    assert outbox.waiting() == []
    assert outbox.lane(ACCOUNT, gf)._thread is not None


def test_a_figure_is_prepared_while_another_is_being_sent(scripted: ScriptedServer, outbox: Outbox, gf: GoFigr) -> None:
    may_answer, is_prepared = threading.Event(), threading.Event()

    def script(received: Received) -> Answer:
        assert may_answer.wait(SOON)
        return made(received)

    scripted.script = script
    first, second = jobs(2)
    names: list[str] = []

    def prepare() -> None:
        names.append(threading.current_thread().name)
        is_prepared.set()

    second.prepare = prepare
    submitted(outbox, gf, first)
    submitted(outbox, gf, second)
    assert is_prepared.wait(SOON)
    assert names == ["gofigr-preparer"]
    assert outbox._preparer.thread is not None and outbox._preparer.thread.daemon
    may_answer.set()
    assert first.done.wait(SOON) and second.done.wait(SOON)


def test_a_figure_is_prepared_once_and_then_made_durable(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    done: list[str] = []

    def prepare() -> None:
        assert outbox.preparing.locked()
        done.append("prepared")
        raise RuntimeError("a format that fails")

    parcel = a_parcel()
    job = Job(parcel, prepare, spooled=outbox.spool.add(parcel))

    def write(given: Parcel, *, durable: bool) -> None:
        assert given is parcel
        done.append(f"written, durable: {durable}")

    monkeypatch.setattr(job.spooled, "write", write)
    outbox.prepare(job)
    outbox.prepare(job)
    assert done == ["prepared", "written, durable: True"]
    assert job.prepare is None, "what it holds is freed"
    assert not outbox.preparing.locked()
    assert caplog.messages == [f"{prepare} failed"]
    assert "a format that fails" in caplog.text


def test_a_job_in_memory_writes_nothing_to_the_disk(outbox: Outbox) -> None:
    said: list[str] = []
    outbox.warn = said.append
    outbox.prepare(Job(a_parcel()))
    assert said == []
    assert not outbox.spool.folder.exists()


def full(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_full_disk_is_reported_once_and_figures_are_sent_from_memory(
    scripted: ScriptedServer, outbox: Outbox, gf: GoFigr, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripted.script = made
    said: list[str] = []
    outbox.warn = said.append
    monkeypatch.setattr(MemoryContent, "write_to", full)
    for job in jobs(2):
        assert submitted(outbox, gf, job).done.wait(SOON)
        assert (job.state, job.spooled) == (State.SENT, None)
    (text,) = said
    assert str(outbox.spool.folder) in text
    assert "(No space left on device)" in text
    assert text.endswith(". Figures that aren't sent when Python exits are lost. GF_OUTBOX can name another folder.")


def test_a_disk_that_fills_up_later_is_reported_too(outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    outbox.warn = said.append
    parcel = a_parcel()
    job = Job(parcel, spooled=outbox.spool.add(parcel))

    def fail(*_: object, **__: object) -> None:
        raise OSError("it has no number")

    monkeypatch.setattr(job.spooled, "write", fail)
    outbox.rewrite(job)
    assert len(said) == 1
    assert "(it has no number)" in said[0]


def test_warnings_are_logged_unless_a_notebook_shows_them(outbox: Outbox, caplog: pytest.LogCaptureFixture) -> None:
    outbox.warn("something")
    assert caplog.record_tuples == [("gofigr._outbox.outbox", logging.WARNING, "something")]


def test_a_figure_that_is_sent_at_once_is_not_kept(
    scripted: ScriptedServer, outbox: Outbox, gf: GoFigr, quick: list[float]
) -> None:
    scripted.answers = [MADE, REFUSED, REFUSED, Answer(503, {"detail": "busy"})]
    assert outbox.send_now(a_parcel(), gf) == MADE.json
    with pytest.raises(RuntimeError, match="not published: the server answered 400: Not like this"):
        outbox.send_now(a_parcel(), gf)
    with pytest.raises(RuntimeError, match="not published: the server answered 503: busy"):
        outbox.send_now(a_parcel(), gf)
    assert quick == []
    assert not outbox.spool.folder.exists()


def test_sending_at_once_shares_the_lock_of_the_outbox(
    outbox: Outbox, gf: GoFigr, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: list[tuple[Parcel, Any, Targets]] = []

    def deliver(*given: Any) -> dict[str, Any]:
        used.append(given)
        return {}

    monkeypatch.setattr(outbox_module, "deliver", deliver)
    parcel = a_parcel()
    outbox.send_now(parcel, gf)
    ((sent, client, targets),) = used
    assert sent is parcel and client is gf
    assert isinstance(targets, Targets)
    assert targets._session is gf.http
    assert targets._lock_file == outbox.spool.folder / "targets.lock"


def test_sending_at_once_finds_the_target_once_for_each_client(
    outbox: Outbox, gf: GoFigr, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: list[Targets] = []

    def deliver(_parcel: Parcel, _gf: Any, targets: Targets) -> dict[str, Any]:
        used.append(targets)
        return {}

    monkeypatch.setattr(outbox_module, "deliver", deliver)
    other = GoFigr(url=gf.service_url, api_key="another", authenticate=False)
    for client in (gf, gf, other, other):
        outbox.send_now(a_parcel(), client)
    thread = threading.Thread(target=outbox.send_now, args=(a_parcel(), other))
    thread.start()
    thread.join()
    first, second, third, fourth, of_thread = used
    assert first is second and third is fourth
    assert len({id(one) for one in (first, third, of_thread)}) == 3
    assert third._session is other.http


# --- Waiting ----------------------------------------------------------------------------------------------------------


def test_pending_jobs_include_all_lanes(outbox: Outbox, gf: GoFigr) -> None:
    first, second = jobs(2)
    queued(outbox.lane(ACCOUNT, gf), first)
    queued(outbox.lane(Account(SERVER, "bob", None), gf), second)
    assert outbox.waiting() == [first, second]


def test_waiting_without_jobs_ends_at_once(outbox: Outbox, lane: Lane) -> None:
    assert outbox.flush()
    assert outbox.flush(0)
    assert lane._hurry


def test_waiting_ends_when_all_is_sent(scripted: ScriptedServer, outbox: Outbox, gf: GoFigr) -> None:
    scripted.script = made
    for job in jobs(3):
        outbox.submit(job, gf)
    assert outbox.flush()
    assert outbox.flush(SOON)
    assert len(scripted.calls) == 3


def test_waiting_has_a_limit_and_shortens_pauses(outbox: Outbox, lane: Lane, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(100.0)
    monkeypatch.setattr(outbox_module, "time", clock)
    (job,) = jobs(1)
    queued(lane, job)
    waits: list[float] = []
    limits: list[float] = []

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        limits.append(lane.awaited_until)
        clock.sleep(seconds)
        return False

    monkeypatch.setattr(job.done, "wait", wait)
    assert not outbox.flush(0.12)
    assert waits == pytest.approx([0.05, 0.05, 0.02])
    assert not outbox.flush(0)
    assert len(waits) == 3
    assert set(limits) == {100.12}
    assert lane.awaited_until == float("-inf")
    assert lane._hurry


def test_waiting_without_a_limit_lasts_until_all_is_sent(
    outbox: Outbox, lane: Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    (job,) = jobs(1)
    queued(lane, job)
    waits: list[float] = []

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        assert lane.awaited_until == float("inf")
        if len(waits) == 100:
            lane._finish(job)
        return False

    monkeypatch.setattr(job.done, "wait", wait)
    assert outbox.flush()
    assert waits == [0.05] * 100


class Attempts:
    """Makes attempts fail, one job at a time, when a caller waits for the first job."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, first: Job, *failing: Job) -> None:
        self.left = list(failing)
        self.waits = 0
        monkeypatch.setattr(first.done, "wait", self.wait)

    def wait(self, _: float) -> bool:
        self.waits += 1
        assert self.waits < 50, "it never gives up"
        if self.left:
            job = self.left.pop(0)
            job.failures += 1
            job.state = State.KEPT
        return False


def test_giving_up_waits_for_one_more_failure_of_each_job(
    outbox: Outbox, gf: GoFigr, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = jobs(2)
    first.failures = second.failures = 3
    queued(outbox.lane(ACCOUNT, gf), first)
    queued(outbox.lane(Account(SERVER, "bob", None), gf), second)
    attempts = Attempts(monkeypatch, first, first, second)
    assert outbox.flush(give_up=True) is False
    assert attempts.waits == 2


def test_giving_up_includes_jobs_that_arrive_meanwhile(
    outbox: Outbox, lane: Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, new = jobs(2)
    queued(lane, first)
    attempts = Attempts(monkeypatch, first, first, new)
    real = attempts.wait

    def wait(seconds: float) -> bool:
        if attempts.waits == 0:
            queued(lane, new)
        return real(seconds)

    monkeypatch.setattr(first.done, "wait", wait)
    assert outbox.flush(give_up=True) is False
    assert attempts.waits == 2


def test_giving_up_skips_jobs_behind_one_that_reaches_no_server(
    outbox: Outbox, lane: Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = jobs(3)
    queued(lane, first, second, third)
    lane.is_stuck = True
    attempts = Attempts(monkeypatch, first, first)
    assert not outbox.flush(give_up=True)
    assert attempts.waits == 1


@pytest.mark.parametrize(("is_stuck", "state"), [(False, State.KEPT), (True, State.SENDING)])
def test_giving_up_waits_for_jobs_behind_one_that_may_still_succeed(
    outbox: Outbox, lane: Lane, monkeypatch: pytest.MonkeyPatch, is_stuck: bool, state: State
) -> None:
    first, second = jobs(2)
    queued(lane, first, second)
    first.state, lane.is_stuck = state, is_stuck
    attempts = Attempts(monkeypatch, first, second)

    def later(seconds: float) -> bool:
        if attempts.waits == 1:
            first.failures = 1
        return Attempts.wait(attempts, seconds)

    monkeypatch.setattr(first.done, "wait", later)
    assert not outbox.flush(give_up=True)
    assert attempts.waits == 2


def test_without_giving_up_waiting_goes_on_after_failures(
    outbox: Outbox, lane: Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(outbox_module, "time", clock)
    (job,) = jobs(1)
    queued(lane, job)
    waits: list[float] = []

    def wait(seconds: float) -> bool:
        job.failures += 1
        waits.append(seconds)
        clock.sleep(seconds)
        return False

    monkeypatch.setattr(job.done, "wait", wait)
    assert not outbox.flush(1)
    assert sum(waits) == pytest.approx(1)


def test_the_exit_of_python_does_not_wait_without_jobs(outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Outbox, "flush", full)
    Ending(outbox)()


@pytest.mark.parametrize(("variable", "limit"), [(None, None), ("", None), ("0.5", 0.5)])
def test_the_exit_of_python_waits_for_the_configured_time(
    outbox: Outbox, lane: Lane, monkeypatch: pytest.MonkeyPatch, variable: str | None, limit: float | None
) -> None:
    if variable is not None:
        monkeypatch.setenv("GF_FLUSH_SECONDS", variable)
    waited: list[tuple[float | None, dict[str, bool]]] = []
    said: list[str] = []
    outbox.warn = said.append

    def flush(seconds: float | None, **options: bool) -> bool:
        waited.append((seconds, options))
        lane._jobs.clear()
        return True

    monkeypatch.setattr(outbox, "flush", flush)
    queued(lane, *jobs(1))
    Ending(outbox)()
    assert waited == [(limit, {"progress": True, "give_up": True})]
    assert said == []


@pytest.mark.parametrize(
    ("kept", "lost", "texts"),
    [
        (1, 0, [r"1 figure couldn't be sent yet"]),
        (2, 0, [r"2 figures couldn't be sent yet"]),
        (0, 1, [r"1 figure could be neither sent nor stored"]),
        (2, 3, [r"2 figures couldn't be sent yet", r"3 figures could be neither sent nor stored"]),
    ],
)
def test_the_exit_of_python_reports_unsent_figures(
    outbox: Outbox, lane: Lane, monkeypatch: pytest.MonkeyPatch, kept: int, lost: int, texts: list[str]
) -> None:
    said: list[str] = []
    outbox.warn = said.append
    monkeypatch.setattr(outbox, "flush", lambda *_, **__: False)
    all_ = jobs(kept + lost)
    for job in all_[:kept]:
        job.spooled = outbox.spool.add(job.parcel)
    queued(lane, *all_)
    Ending(outbox)()
    assert len(said) == len(texts)
    assert all(text in line for text, line in zip(texts, said, strict=True))
    if kept:
        assert str(outbox.spool.folder) in said[0]


@pytest.mark.parametrize(("seconds", "expected"), [(None, ["0", "1"]), ("0", [])])
def test_figures_that_cannot_be_sent_are_prepared_before_python_ends(
    outbox: Outbox, lane: Lane, monkeypatch: pytest.MonkeyPatch, seconds: str | None, expected: list[str]
) -> None:
    if seconds is not None:
        monkeypatch.setenv("GF_FLUSH_SECONDS", seconds)
    monkeypatch.setattr(outbox, "flush", lambda *_, **__: False)
    outbox.warn = lambda _: None
    prepared: list[str] = []
    for number, job in enumerate(all_ := jobs(2)):
        job.prepare = lambda number=number: prepared.append(str(number))
    queued(lane, *all_)
    Ending(outbox)()
    assert prepared == expected


def test_a_setting_that_is_no_number_is_told_and_ignored(
    outbox: Outbox, lane: Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GF_FLUSH_SECONDS", "soon")
    said: list[str] = []
    outbox.warn = said.append
    waited: list[float | None] = []

    def flush(seconds: float | None, **_: bool) -> bool:
        waited.append(seconds)
        lane._jobs.clear()
        return True

    monkeypatch.setattr(outbox, "flush", flush)
    queued(lane, *jobs(1))
    Ending(outbox)()
    assert waited == [None]
    assert len(said) == 1 and said[0].startswith("GoFigr: GF_FLUSH_SECONDS is ignored")


AT_THE_END = """
import atexit, sys
from gofigr import GoFigr
from gofigr._outbox import Job, default_outbox
sys.path.insert(0, {folder!r})
from parcels import ACCOUNT, a_parcel
atexit.register(lambda: print("others end too"))
gf = GoFigr(url={url!r}, api_key="key", authenticate=False)
default_outbox().submit(Job(a_parcel()), gf)
"""


@pytest.mark.parametrize(
    ("answer", "strict", "code", "words"),
    [
        (Answer(503, {"detail": "busy"}), "", 0, r"1 figure couldn't be sent yet \(the server answered 503: busy\)"),
        (
            Answer(503, {"detail": "busy"}),
            "1",
            1,
            r"Kept in .*outbox; the next session sends them, or: python -m gofigr",
        ),
        (REFUSED, "0", 0, r"“Lines” was not published: the server answered 400: Not like this. It is kept"),
        (REFUSED, "true", 1, "“Lines” was not published"),
        (MADE, "1", 0, r"^(GoFigr: sending figures.*\s*)?$"),
    ],
)
def test_a_script_tells_what_stayed_behind_and_fails_if_it_must_be_strict(
    scripted: ScriptedServer, tmp_path: Path, answer: Answer, strict: str, code: int, words: str
) -> None:
    scripted.script = lambda _: answer
    script = AT_THE_END.format(folder=str(Path(__file__).parent), url=scripted.url)
    variables = {**os.environ, "GF_OUTBOX": str(tmp_path / "outbox"), "GF_STRICT": strict}
    done = subprocess.run(
        [sys.executable, "-c", script], env=variables, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout == "others end too\n"
    assert done.returncode == code, done.stderr
    assert re.search(words, done.stderr), done.stderr


def test_a_worker_of_multiprocessing_sends_its_figures(scripted: ScriptedServer, tmp_path: Path) -> None:
    scripted.script = made
    script = AT_THE_END.format(folder=str(Path(__file__).parent), url=scripted.url).replace("\n", "\n    ")
    (tmp_path / "workers.py").write_text(
        f"import multiprocessing\ndef work(_):\n    {script}\n"
        "if __name__ == '__main__':\n    with multiprocessing.get_context('spawn').Pool(1) as pool:\n"
        "        pool.map(work, [0])\n        pool.close()\n        pool.join()\n"
    )
    variables = {**os.environ, "GF_OUTBOX": str(tmp_path / "outbox")}
    subprocess.run([sys.executable, str(tmp_path / "workers.py")], env=variables, timeout=60, check=True)
    assert [id_in(one) for one in scripted.received if one.path.endswith("/revision/")] == [REVISION]


def test_a_refused_figure_is_not_sent_again_by_itself(
    scripted: ScriptedServer, outbox: Outbox, lane: Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    added: list[Job] = []
    monkeypatch.setattr(lane, "add", lambda *given: added.extend(given))
    refused, kept = parcels(2)
    refused.refused = "too large"
    for parcel in (refused, kept):
        outbox.spool.add(parcel).release()
    lane.look_for_leftovers()
    assert [job.parcel.revision for job in added] == [kept.revision]
    assert len(list(outbox.spool.leftovers(ACCOUNT))) == 1, "it isn't held by this process"
    assert scripted.received == []


def test_the_reason_of_a_failed_attempt_is_stored_for_the_command(
    scripted: ScriptedServer, outbox: Outbox, lane: Lane
) -> None:
    scripted.script = lambda _: Answer(503, {"detail": "busy"})
    job = Job(a_parcel(), spooled=outbox.spool.add(a_parcel()))
    queued(lane, job)._attempt(job)
    assert job.spooled is not None
    assert job.spooled.read().kept == "the server answered 503: busy"


# --- Progress ---------------------------------------------------------------------------------------------------------


class Stream(io.StringIO):
    def __init__(self, *, is_terminal: bool) -> None:
        super().__init__()
        self._is_terminal = is_terminal
        self.flushed = ""

    def isatty(self) -> bool:
        return self._is_terminal

    def flush(self) -> None:
        self.flushed = self.getvalue()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(progress_module, "time", clock)
    return clock


def test_a_terminal_shows_one_progress_line_and_clears_it_at_the_end(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = Stream(is_terminal=True)
    monkeypatch.setattr(sys, "stderr", stream)
    with show_progress("sending figures", 3, enabled=True) as show:
        clock.now += 0.29
        show(3)
        assert stream.getvalue() == "", "so short a wait needs no explanation"
        clock.now += 0.01
        for left in (3, 3, 1):
            show(left)
        written = "\rGoFigr: sending figures, 0 of 3 done\rGoFigr: sending figures, 2 of 3 done"
        assert stream.getvalue() == stream.flushed == written
    assert stream.getvalue() == stream.flushed == f"{written}\r\x1b[K"


def test_a_file_gets_a_line_every_ten_seconds(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Stream(is_terminal=False)
    monkeypatch.setattr(sys, "stderr", stream)
    with show_progress("sending figures", 2, enabled=True) as show:
        clock.now += 1
        for left in (2, 1):
            show(left)
        clock.now += 10
        show(0)
    lines = ["GoFigr: sending figures, 0 of 2 done …", "GoFigr: sending figures, 2 of 2 done …"]
    assert stream.getvalue().splitlines() == lines


@pytest.mark.parametrize("is_terminal", [True, False])
def test_no_progress_is_shown_for_short_waits_or_without_the_option(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, is_terminal: bool
) -> None:
    stream = Stream(is_terminal=is_terminal)
    monkeypatch.setattr(sys, "stderr", stream)
    for enabled, passed in ((False, 1.0), (True, 0.0)):
        with show_progress("sending figures", 2, enabled=enabled) as show:
            clock.now += passed
            show(2)
    monkeypatch.setattr(sys, "stderr", None)
    with show_progress("sending figures", 2, enabled=True) as show:
        clock.now += 1
        show(2)
    assert stream.getvalue() == ""


def test_waiting_shows_progress_with_the_option(outbox: Outbox, lane: Lane, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[tuple[int, bool, list[int]]] = []

    class Showing:
        def __init__(self, _: str, total: int, *, enabled: bool) -> None:
            self.lefts: list[int] = []
            shown.append((total, enabled, self.lefts))

        def __enter__(self) -> Any:
            return self.lefts.append

        def __exit__(self, *_: object) -> None:
            """Clears nothing."""

    monkeypatch.setattr(outbox_module, "show_progress", Showing)
    first, second = jobs(2)
    queued(lane, first, second)
    for job in (first, second):
        monkeypatch.setattr(job.done, "wait", lambda _, job=job: lane._finish(job))
    assert outbox.flush(SOON, progress=True)
    assert outbox.flush(SOON)
    assert shown == [(2, True, [2, 1]), (0, False, [])]


# --- The outbox of the process ----------------------------------------------------------------------------------------


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Any]:
    """Starts without an outbox. Returns the functions that run at the exit of Python."""
    monkeypatch.setenv("GF_OUTBOX", str(tmp_path / "outbox"))
    monkeypatch.setattr(process_module, "_default", None)
    monkeypatch.setattr(process_module, "_ending", None)
    at_end: list[Any] = []
    monkeypatch.setattr(atexit, "register", at_end.append)
    monkeypatch.setattr(atexit, "unregister", at_end.remove)
    return at_end


def test_a_process_has_one_outbox_which_is_flushed_at_its_end(process: list[Any], tmp_path: Path) -> None:
    outbox = process_module.default_outbox()
    assert process_module.default_outbox() is outbox
    assert outbox.spool.folder == tmp_path / "outbox"
    assert process == [process_module._ending]


def sending(monkeypatch: pytest.MonkeyPatch, server: str, then: State | None = None) -> tuple[Job, list[float]]:
    """A job in transit, and the length of the wait. Its state changes at the third read, if at all."""
    clock = Clock()
    monkeypatch.setattr(process_module, "time", clock)
    job = Job(a_parcel(account=Account(server, "ada", "k")))
    waits: list[float] = []

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        clock.sleep(seconds)
        if then is not None and len(waits) == 3:
            job.state = then
        return False

    monkeypatch.setattr(job.done, "wait", wait)
    outbox = process_module.default_outbox()
    queued(outbox.lane(job.parcel.account, GoFigr(url=server, api_key="k", authenticate=False)), job)
    return job, waits


@pytest.mark.parametrize("then", [State.SENT, State.KEPT, State.REFUSED])
def test_reading_waits_for_figures_in_transit_and_not_for_kept_ones(
    process: list[Any], monkeypatch: pytest.MonkeyPatch, then: State
) -> None:
    _, waits = sending(monkeypatch, SERVER, then)
    own_figures.wait_for_own_figures(SERVER, "figure/F/")
    assert waits == [0.02] * 3
    assert process


def test_reading_waits_15_seconds_in_total(process: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    _, waits = sending(monkeypatch, SERVER)
    own_figures.wait_for_own_figures(SERVER, "revision/R/")
    assert sum(waits) == pytest.approx(15.0, abs=0.03)
    assert process


@pytest.mark.parametrize(("server", "endpoint"), [("http://another", "figure/F/"), (SERVER, "user/")])
def test_reading_another_object_does_not_wait(
    process: list[Any], monkeypatch: pytest.MonkeyPatch, server: str, endpoint: str
) -> None:
    _, waits = sending(monkeypatch, SERVER)
    own_figures.wait_for_own_figures(server, endpoint)
    assert waits == []
    assert process


def test_threads_of_the_outbox_do_not_wait(process: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    _, waits = sending(monkeypatch, SERVER)
    thread = threading.Thread(target=process_module.wait_for_own_figures, args=(SERVER,), name="gofigr-sender")
    thread.start()
    thread.join(SOON)
    assert waits == []
    assert process


def test_reading_before_the_first_publish_creates_no_outbox(process: list[Any]) -> None:
    process_module.wait_for_own_figures(SERVER)
    assert process_module._default is None
    assert process == []


def test_a_fork_waits_for_a_figure_that_is_being_drawn(process: list[Any]) -> None:
    process_module._before_fork()
    assert process_module._held == []
    outbox = process_module.default_outbox()
    process_module._before_fork()
    assert outbox.preparing.locked()
    process_module._after_fork()
    assert not outbox.preparing.locked()
    assert process_module._held == []
    assert process


def test_a_fork_waits_for_a_limited_time(process: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []

    class Taken:
        def acquire(self, timeout: float) -> bool:
            waited.append(timeout)
            return False

    monkeypatch.setattr(process_module.default_outbox(), "preparing", Taken())
    process_module._before_fork()
    assert waited == [10.0]
    process_module._after_fork()
    assert process


def test_a_child_process_has_its_own_outbox(process: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    process_module._forget_parent()
    parents = process_module.default_outbox()
    assert process == [process_module._ending]
    process_module._before_fork()
    monkeypatch.setattr(process_module, "_default_lock", threading.Lock())
    process_module._default_lock.acquire()
    process_module._forget_parent()
    assert process == []
    assert process_module._held == []
    assert process_module.default_outbox() is not parents
    assert len(process) == 1
    parents.preparing.release()


def test_a_part_that_is_added_while_a_figure_is_prepared_is_kept_too(outbox: Outbox) -> None:
    parcel = a_parcel()
    spooled = outbox.spool.add(parcel)
    job = Job(parcel, lambda: parcel.parts.append(a_part("svg", b"<svg/>")), spooled=spooled)
    outbox.prepare(job)
    assert (spooled.folder / "001.bin").read_bytes() == b"<svg/>"
    assert [part.name for part in spooled.read().parts] == ["figure", "svg"]
