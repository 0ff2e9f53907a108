"""`python -m gofigr outbox`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gofigr._outbox import Account, Parcel, Rest
from gofigr._outbox.command import main
from gofigr._outbox.spool import Spool
from parcels import a_parcel, parcels
from scripted_server import Answer, Received, ScriptedServer


@pytest.fixture
def spool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Spool:
    monkeypatch.setenv("GF_OUTBOX", str(tmp_path / "outbox"))
    return Spool()


@pytest.fixture
def owner(scripted: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> Account:
    monkeypatch.setenv("GF_URL", scripted.url)
    monkeypatch.setenv("GF_API_KEY", "key")
    return Account.of(scripted.url, "ada", "key")


def answered(received: Received) -> Answer:
    """Accepts the revisions except those with the title “Bad”."""
    if "/user" in received.path:
        return Answer(json=[{"username": "ada"}])
    body = json.loads(received.body or b"{}")
    if body.get("metadata", {}).get("is_bad"):
        return Answer(400, {"detail": "Not like this"})
    return Answer(201, {"api_id": body.get("client_id")})


def kept(spool: Spool, *given: Parcel) -> None:
    for parcel in given:
        spool.add(parcel).release()


def test_an_empty_outbox_is_told_by_its_folder(spool: Spool, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["outbox"], ["outbox", "list"], ["outbox", "send"]):
        assert main(arguments) == 0
        assert capsys.readouterr().out == f"No figure waits in {spool.folder}.\n"


def test_figures_are_listed_with_the_reason_why_they_are_here(spool: Spool, capsys: pytest.CaptureFixture[str]) -> None:
    first, second, third, fourth = parcels(4)
    first.refused, first.title, first.created = "the server answered 400: Too large", "T" * 90, "2026-01-01T10:00:00"
    second.kept, second.created = "no route to host", "2026-01-02T10:00:00"
    third.created = "2026-01-03T10:00:00"
    kept(spool, first, second, third, fourth)
    record = spool.folder / fourth.revision / "record.json"
    record.write_text(json.dumps({**json.loads(record.read_text()), "format": 9}))
    assert main(["outbox"]) == 0
    newer, *lines = capsys.readouterr().out.splitlines()
    assert "unreadable: format 9 of another version" in newer
    assert (
        lines[0].startswith("22222222  2026-01-01 10:00") and "refused: the server answered 400: Too large" in lines[0]
    )
    assert len(lines[0]) < 150
    assert "waits: no route to host" in lines[1]
    assert "waits: Python ended before it was sent" in lines[2]


def test_one_figure_is_shown_in_full(spool: Spool, capsys: pytest.CaptureFixture[str]) -> None:
    kept(spool, a_parcel(kept="away", rest=Rest("plotly", ["svg", "eps"], {}, "x")))
    assert main(["outbox", "show", "11111111-1111"]) == 0
    text = capsys.readouterr().out
    for words in ("away", "ada at http://server", "Lines", "svg, eps", str(spool.folder)):
        assert words in text
    assert main(["outbox", "show", "999"]) == 1
    assert "no figure 999" in capsys.readouterr().err


def test_figures_are_sent_also_those_refused_before(
    spool: Spool, owner: Account, scripted: ScriptedServer, capsys: pytest.CaptureFixture[str]
) -> None:
    scripted.script = answered
    good, bad, foreign = parcels(3, account=owner)
    good.refused = "once refused"
    bad.metadata["is_bad"] = True
    foreign.account = Account("http://elsewhere", "eve", "ffff")
    kept(spool, good, bad, foreign)
    assert main(["outbox", "send"]) == 1
    said = capsys.readouterr()
    assert said.out.count("sent\n") == 1
    assert "not sent: the server answered 400: Not like this" in said.err
    assert "belongs to eve at http://elsewhere" in said.err
    assert [folder.name for folder in spool.folders()] != [good.revision]
    assert {folder.name for folder in spool.folders()} == {bad.revision, foreign.revision}


def test_a_figure_that_a_session_is_sending_is_neither_sent_nor_dropped(
    spool: Spool, owner: Account, scripted: ScriptedServer, capsys: pytest.CaptureFixture[str]
) -> None:
    scripted.script = answered
    held = spool.add(a_parcel(account=owner))
    assert main(["outbox", "send"]) == 1
    assert main(["outbox", "drop", "--all"]) == 1
    assert capsys.readouterr().err.count("another program is sending it") == 2
    assert held.folder.exists()
    held.release()
    assert main(["outbox", "send"]) == 0
    assert not held.folder.exists()


def test_without_a_server_nothing_is_lost(
    spool: Spool, owner: Account, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept(spool, a_parcel(account=owner))
    monkeypatch.setenv("GF_URL", "http://127.0.0.1:9")
    assert main(["outbox", "send"]) == 1
    assert "Not connected to http://127.0.0.1:9" in capsys.readouterr().err
    assert len(spool.folders()) == 1


def test_figures_are_dropped_only_if_they_are_named(spool: Spool, capsys: pytest.CaptureFixture[str]) -> None:
    waiting, refused, other = parcels(3)
    refused.refused = "no"
    kept(spool, waiting, refused, other)
    assert main(["outbox", "drop"]) == 2
    assert len(spool.folders()) == 3
    assert main(["outbox", "drop", "--refused"]) == 0
    assert {folder.name for folder in spool.folders()} == {waiting.revision, other.revision}
    assert main(["outbox", "drop", other.revision.upper()]) == 0
    assert [folder.name for folder in spool.folders()] == [waiting.revision]
    assert main(["outbox", "drop", "--all"]) == 0
    assert spool.folders() == []
    assert capsys.readouterr().out.count("deleted") == 3


def test_the_package_runs_as_a_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GF_OUTBOX", str(tmp_path))
    done = subprocess.run([sys.executable, "-m", "gofigr", "outbox"], capture_output=True, text=True, check=True)
    assert "No figure waits" in done.stdout
