"""A figure on disk until the server has it: its files, its account, and the lock to send it."""

import gc
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from clock import Clock
from gofigr._outbox import Account, ObjectRef, Parcel, Part, Rest, Target
from gofigr._outbox import locks as locks_module
from gofigr._outbox import spool as spool_module
from gofigr._outbox.locks import locked, try_lock
from gofigr._outbox.parcel import Place
from gofigr._outbox.spool import Spool, SpooledParcel, spool_folder
from gofigr.http import JsonBody
from gofigr.http.content import IN_MEMORY_LIMIT, FileContent, MemoryContent
from parcels import ACCOUNT, REVISION, SERVER, a_parcel, a_part, parcels

needs_modes = pytest.mark.skipif(sys.platform == "win32", reason="this system has no modes of files")


# --- Accounts and parcels ---------------------------------------------------------------------------------------------


def test_an_account_is_identified_by_a_hash_of_its_key_and_never_by_the_key() -> None:
    account = Account.of("http://server/", "ada", "the key")
    hint = hashlib.blake2b(b"the key", digest_size=8).hexdigest()
    assert (account.server, account.username, account.key_hint) == ("http://server", "ada", hint)
    assert Account.of("http://server", "ada", None).key_hint is None
    assert Account.of("http://MAX//", None, None).server == "http://MAX"


def test_each_key_or_username_has_one_lane() -> None:
    assert Account(SERVER, "ada", "k").lane == Account(SERVER, None, "k").lane == (SERVER, "k")
    assert Account(SERVER, "ada", None).lane == (SERVER, "ada")


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (Account("s", "ada", "k"), Account("s", None, "k"), True),
        (Account("s", "ada", "k"), Account("s", "ada", "other"), True),
        (Account("s", "ada", None), Account("s", "ada", None), True),
        (Account("s", "ada", "k"), Account("s", "bob", "other"), False),
        (Account("s", None, None), Account("s", None, None), False),
        (Account("s", None, "k"), Account("s", None, "other"), False),
        (Account("s", "ada", "k"), Account("other", "ada", "k"), False),
    ],
)
def test_the_same_account_has_the_same_key_or_name_on_the_same_server(
    one: Account, other: Account, is_same: bool
) -> None:
    assert one.is_same(other) is is_same
    assert other.is_same(one) is is_same


def test_a_part_keeps_its_local_id_or_gets_a_new_one() -> None:
    assert a_part().metadata["local_id"] == "local figure"
    one, other = (Part("a", "text", {}, MemoryContent(b"")) for _ in range(2))
    assert len(one.metadata["local_id"]) == 36
    assert one.metadata["local_id"] != other.metadata["local_id"]


def test_small_parts_are_text_of_the_body_and_large_parts_are_encoded_while_they_are_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gofigr._outbox.parcel.INLINE_LIMIT", 4)
    assert a_part(data=b"\x00\x01\x02\xff").encoded() == "AAEC/w=="
    large = a_part(data=b"12345")
    assert large.encoded() is large.content


def test_the_body_begins_with_the_target_and_contains_the_whole_revision() -> None:
    parcel = a_parcel(
        short_id="aZ3x1",
        assets=[{"asset_revision": "R", "use_type": "direct"}],
        parts=[a_part("figure", b"1", format="png"), Part("a.py", "code", {"local_id": "c"}, MemoryContent(b"2"))],
    )
    body = parcel.body({"figure": "F"})
    assert next(iter(body)) == "figure"
    assert body == {
        "figure": "F",
        "client_id": REVISION,
        "short_id": "aZ3x1",
        "metadata": {"slope": 2},
        "assets": [{"asset_revision": "R", "use_type": "direct", "figure_revision": REVISION}],
        "data": [
            {
                "name": "figure",
                "type": "image",
                "is_clean_room": False,
                "metadata": {"local_id": "local figure", "format": "png"},
                "data": "MQ==",
            },
            {"name": "a.py", "type": "code", "is_clean_room": False, "metadata": {"local_id": "c"}, "data": "Mg=="},
        ],
    }
    parcel.short_id = None
    assert "short_id" not in parcel.body({"analysis": "A"})
    assert "tags" not in parcel.body({"analysis": "A"})
    parcel.tags = ["paper"]
    assert parcel.body({"analysis": "A"})["tags"] == ["paper"]


RECORD = {
    "format": 3,
    "revision": REVISION,
    "short_id": "aZ3x1",
    "title": "Lines",
    "created": "2026-01-01",
    "account": {"server": SERVER, "username": "ada", "key_hint": "a1b2"},
    "target": {
        "workspace": {"kind": "default", "value": "", "description": None, "create": False},
        "analysis": {"kind": "name", "value": "Trial", "description": "of 2026", "create": True},
        "figure": {"kind": "id", "value": "F", "description": None, "create": False},
    },
    "metadata": {"slope": 2},
    "assets": [{"asset_revision": "R", "use_type": "direct"}],
    "refused": "no",
    "kept": "away",
    "rest": {"backend": "plotly", "formats": ["svg"], "options": {"scale": 2}, "copy": "local figure"},
    "given": {"slope": 2},
    "copy": "local figure",
    "tags": ["paper"],
    "parts": [
        {
            "name": "figure",
            "type": "image",
            "metadata": {"local_id": "local figure"},
            "file": "000.bin",
            "start": 0,
            "size": 4,
        }
    ],
}
#: The place of its only part.
PLACE = Place("000.bin", 0, 4)


def without_places(record: dict[str, Any]) -> dict[str, Any]:
    """The record as versions 1 and 2 wrote it."""
    parts = [{name: part[name] for name in ("name", "type", "metadata", "file")} for part in record["parts"]]
    return {**record, "parts": parts}


def the_parcel_of_the_record() -> Parcel:
    return a_parcel(
        short_id="aZ3x1",
        created="2026-01-01",
        target=Target(ObjectRef("default"), ObjectRef("name", "Trial", "of 2026", create=True), ObjectRef("id", "F")),
        assets=[{"asset_revision": "R", "use_type": "direct"}],
        refused="no",
        kept="away",
        rest=Rest("plotly", ["svg"], {"scale": 2}, "local figure"),
        given={"slope": 2},
        copy="local figure",
        tags=["paper"],
    )


def test_a_record_is_read_by_every_version_that_knows_its_format() -> None:
    parcel = the_parcel_of_the_record()
    assert json.loads(json.dumps(parcel.record([PLACE]))) == RECORD
    assert Parcel.from_record(RECORD, {PLACE: parcel.parts[0].content}) == parcel
    with pytest.raises(ValueError, match="format 4 of another version"):
        Parcel.from_record({**RECORD, "format": 4}, {})
    with pytest.raises(ValueError, match="argument"):
        parcel.record([])


def test_a_record_of_version_1_is_still_read() -> None:
    parcel = the_parcel_of_the_record()
    parcel.rest = parcel.kept = parcel.given = parcel.copy = None
    parcel.tags = []
    later = ("rest", "kept", "given", "copy", "tags")
    old = {name: value for name, value in RECORD.items() if name not in later} | {"format": 1}
    assert Parcel.from_record(without_places(old), {Place("000.bin"): parcel.parts[0].content}) == parcel


def test_a_figure_that_version_2_stored_is_taken_over(spool: Spool) -> None:
    spooled = spool.add(the_parcel_of_the_record())
    (spooled.folder / "record.json").write_text(json.dumps({**without_places(RECORD), "format": 2}))
    spooled.release()
    ((spooled, read),) = spool.leftovers(ACCOUNT)
    assert read.record([PLACE]) == RECORD
    read.parts.append(a_part("second", b"2"))
    spooled.write(read, durable=False)
    assert [part.content.read() for part in spooled.read().parts] == [b"\x89PNG", b"2"]


def test_a_figure_that_the_server_is_to_pick_stays_unnamed_in_the_record() -> None:
    parcel = a_parcel(target=Target(ObjectRef("default"), ObjectRef("id", "A"), None), parts=[])
    assert parcel.record([])["target"]["figure"] is None
    assert Parcel.from_record(parcel.record([]), {}) == parcel


# --- The folder -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("system", "variables", "expected"),
    [
        ("linux", {"XDG_STATE_HOME": "/state"}, "/state/gofigr/outbox"),
        ("linux", {}, "~/.local/state/gofigr/outbox"),
        ("darwin", {"XDG_STATE_HOME": "/state"}, "~/Library/Application Support/gofigr/outbox"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/gofigr/outbox"),
        ("win32", {}, "~/AppData/Local/gofigr/outbox"),
        ("win32", {"GF_OUTBOX": "/elsewhere", "LOCALAPPDATA": "/local"}, "/elsewhere"),
    ],
)
def test_the_outbox_is_in_the_data_folder_of_the_system(
    monkeypatch: pytest.MonkeyPatch, system: str, variables: dict[str, str], expected: str
) -> None:
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", system)
    assert spool_folder() == Path(expected).expanduser()


def test_an_outbox_is_in_that_folder_unless_another_is_given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GF_OUTBOX", str(tmp_path / "usual"))
    assert Spool().folder == tmp_path / "usual"
    assert Spool(tmp_path / "given").folder == tmp_path / "given"


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "deep" / "outbox")


@needs_modes
def test_the_folders_are_private_to_the_user(spool: Spool) -> None:
    spooled = spool.add(a_parcel())
    assert spool.folder.stat().st_mode & 0o777 == 0o700
    assert spooled.folder.stat().st_mode & 0o777 == 0o700
    assert (spooled.folder / "lock").stat().st_mode & 0o777 == 0o600


def test_a_parcel_is_on_disk_and_its_bytes_not_in_memory(spool: Spool) -> None:
    parcel = the_parcel_of_the_record()
    spooled = spool.add(parcel)
    assert spooled.folder == spool.folder / REVISION
    assert json.loads((spooled.folder / "record.json").read_text(encoding="utf-8")) == RECORD
    assert (spooled.folder / "000.bin").read_bytes() == b"\x89PNG"
    content = parcel.parts[0].content
    assert isinstance(content, FileContent)
    assert content.path == spooled.folder / "000.bin"
    assert sorted(path.name for path in spooled.folder.iterdir()) == ["000.bin", "lock", "record.json"]


def test_a_name_with_undecodable_bytes_is_kept(spool: Spool) -> None:
    spooled = spool.add(a_parcel(title="Größe ☃ \udc80"))
    assert spooled.read().title == "Größe ☃ \udc80"


def test_written_parts_are_not_written_again_and_new_parts_are_added(spool: Spool) -> None:
    parcel = a_parcel()
    spooled = spool.add(parcel)
    (spooled.folder / "000.bin").unlink()
    parcel.parts = [a_part("second", b"2"), *parcel.parts, a_part("third", b"3")]
    spooled.write(parcel, durable=False)
    assert (spooled.folder / "001.bin").read_bytes() == b"23"
    assert not (spooled.folder / "000.bin").exists()
    record = json.loads((spooled.folder / "record.json").read_text())
    assert [(part["name"], part["file"], part["start"], part["size"]) for part in record["parts"]] == [
        ("second", "001.bin", 0, 1),
        ("figure", "000.bin", 0, 4),
        ("third", "001.bin", 1, 1),
    ]


def test_small_parts_share_a_file_and_a_large_one_has_its_own(spool: Spool) -> None:
    large = bytes(IN_MEMORY_LIMIT + 1)
    parcel = a_parcel(parts=[a_part("a", b"aa"), a_part("large", large), a_part("empty", b""), a_part("b", b"bbb")])
    spooled = spool.add(parcel)
    assert [part.content.read() for part in parcel.parts] == [b"aa", large, b"", b"bbb"]
    assert [part.content.read() for part in spooled.read().parts] == [b"aa", large, b"", b"bbb"]
    assert {file.name: file.stat().st_size for file in spooled.folder.glob("*.bin")} == {
        "000.bin": 5,
        "001.bin": len(large),
    }
    # It isn't read into the memory as a whole.
    assert isinstance(parcel.parts[1].content, FileContent)


def test_a_part_that_has_left_the_record_never_costs_another_one_its_file(spool: Spool) -> None:
    parcel = a_parcel(parts=[a_part("a", b"1")])
    spooled = spool.add(parcel)
    parcel.parts = [a_part("b", b"2")]
    spooled.write(parcel, durable=False)
    read = spooled.read()
    read.parts.append(a_part("c", b"3"))
    spooled.write(read, durable=False)
    assert [part.content.read() for part in spooled.read().parts] == [b"2", b"3"]


@pytest.mark.parametrize("place", [{"size": 5}, {"start": 5, "size": 0}, {"start": -1}, {"start": 2, "size": 3}])
def test_a_record_cannot_name_bytes_outside_of_its_file(spool: Spool, place: dict[str, int]) -> None:
    spooled = spool.add(the_parcel_of_the_record())
    record = json.loads((spooled.folder / "record.json").read_text())
    record["parts"][0].update(place)
    (spooled.folder / "record.json").write_text(json.dumps(record))
    with pytest.raises(ValueError, match=r"too short|before the beginning"):
        spooled.read()


def test_bytes_of_a_shared_file_that_has_changed_are_not_read(spool: Spool) -> None:
    parcel = a_parcel(parts=[a_part("a", b"1"), a_part("b", b"2")])
    spooled = spool.add(parcel)
    (spooled.folder / "000.bin").write_bytes(b"345")
    with pytest.raises(RuntimeError, match="has changed"):
        parcel.parts[1].content.read()


def test_all_files_that_must_survive_a_crash_are_synced(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    monkeypatch.setattr(spool_module, "_sync", lambda path: synced.append(path.relative_to(spool.folder).as_posix()))
    parcel = a_parcel(parts=[a_part("a"), a_part("b")])
    spooled = spool.add(parcel)
    assert synced == []
    spooled.write(parcel, durable=True)
    # The bytes come before the record that names them, and the folders come last.
    assert synced == [f"{REVISION}/000.bin", f"{REVISION}/record.json.new", REVISION, "."]
    synced.clear()
    parcel.parts.append(a_part("c"))
    spooled.write(parcel, durable=True)
    assert synced == [f"{REVISION}/000.bin", f"{REVISION}/001.bin", f"{REVISION}/record.json.new", REVISION, "."]


def test_syncing_reaches_the_disk_for_files_and_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(str(Path(f"/proc/self/fd/{handle}").readlink())))
    if not Path("/proc/self/fd").exists():
        monkeypatch.setattr(os, "fsync", lambda _: synced.append(str(tmp_path)))
    before = open_handles()
    spool_module._sync(tmp_path)
    assert synced == [str(tmp_path)]
    (tmp_path / "file").touch()
    spool_module._sync(tmp_path / "file")
    assert len(synced) == 2
    assert open_handles() <= before
    monkeypatch.setattr(sys, "platform", "win32")
    spool_module._sync(tmp_path)
    assert len(synced) == 2, "that system can't open folders"
    spool_module._sync(tmp_path / "file")
    assert len(synced) == 3


def open_handles() -> int:
    return len(list(Path("/dev/fd").iterdir())) if Path("/dev/fd").exists() else 0


def test_a_parcel_is_read_as_it_was_written_and_can_be_written_again(spool: Spool) -> None:
    parcel = the_parcel_of_the_record()
    spool.add(parcel).release()
    ((spooled, read),) = spool.leftovers(ACCOUNT)
    assert read.record([PLACE]) == RECORD
    assert read.parts[0].content.read() == b"\x89PNG"
    read.parts.append(a_part("second", b"2"))
    spooled.write(read, durable=False)
    assert (spooled.folder / "000.bin").read_bytes() == b"\x89PNG"
    assert (spooled.folder / "001.bin").read_bytes() == b"2"


def test_a_record_cannot_name_a_file_outside_of_its_folder(spool: Spool, tmp_path: Path) -> None:
    spooled = spool.add(a_parcel())
    (tmp_path / "secret").write_bytes(b"secret")
    record = json.loads((spooled.folder / "record.json").read_text())
    record["parts"][0]["file"] = "../../../secret"
    (spooled.folder / "record.json").write_text(json.dumps(record))
    with pytest.raises(FileNotFoundError):
        spooled.read()


def test_a_parcel_that_arrived_is_gone_and_its_lock_free(spool: Spool) -> None:
    spooled = spool.add(a_parcel())
    spooled.remove()
    assert list(spool.folder.iterdir()) == []
    spooled.folder.mkdir()
    assert try_lock(spooled.folder / "lock") is not None
    spooled.remove()
    assert not spooled.folder.exists(), "removing twice is as removing once"


def test_a_folder_that_cannot_be_removed_is_never_sent_again(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    spooled = spool.add(a_parcel())

    def refuse(_: Path, ignore_errors: bool) -> None:
        assert ignore_errors

    monkeypatch.setattr("shutil.rmtree", refuse)
    spooled.remove()
    assert spooled.folder.exists()
    assert list(spool.leftovers(ACCOUNT)) == []


def test_leftovers_of_the_account_are_taken_over_oldest_first(spool: Spool) -> None:
    days = ("2026-01-03", "2026-01-01", "2026-01-02")
    made = parcels(3)
    for parcel, day in zip(made, days, strict=True):
        parcel.created = day
        spool.add(parcel).release()
    foreign = a_parcel(account=Account(SERVER, "bob", "other"))
    spool.add(foreign).release()
    found = list(spool.leftovers(ACCOUNT))
    assert [parcel.created for _, parcel in found] == sorted(days)
    assert list(spool.leftovers(ACCOUNT)) == [], "this process has them"
    assert [parcel.revision for _, parcel in spool.leftovers(foreign.account)] == [REVISION], "not kept by who looked"
    for spooled, _ in found:
        spooled.release()
    assert len(list(spool.leftovers(ACCOUNT))) == 3


@pytest.mark.parametrize(
    "record", ["", "[]", "null", '{"format": 99, "parts": []}', '{"parts": [{}]}', json.dumps({**RECORD, "parts": 1})]
)
def test_a_malformed_record_is_left_alone(spool: Spool, record: str) -> None:
    spooled = spool.add(a_parcel())
    (spooled.folder / "record.json").write_text(record)
    spooled.release()
    assert list(spool.leftovers(ACCOUNT)) == []
    assert (spooled.folder / "record.json").read_text() == record
    assert try_lock(spooled.folder / "lock") is not None, "another version may have it"


def test_other_files_are_ignored(spool: Spool) -> None:
    assert list(spool.leftovers(ACCOUNT)) == [], "there is no folder yet"
    spool.make_folder()
    (spool.folder / "empty").mkdir()
    (spool.folder / "targets.lock").touch()
    spool.add(a_parcel()).release()
    unreadable = spool.folder / "unreadable"
    unreadable.mkdir()
    (unreadable / "record.json").write_text("{}")
    (unreadable / "lock").mkdir()
    assert [parcel.revision for _, parcel in spool.leftovers(ACCOUNT)] == [REVISION]


def test_a_failed_write_leaves_nothing(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(MemoryContent, "write_to", full)
    # Handles of earlier tests may end meanwhile.
    gc.collect()
    before = open_handles()
    with pytest.raises(OSError, match="No space left"):
        spool.add(a_parcel())
    assert list(spool.folder.iterdir()) == []
    assert open_handles() <= before


def test_a_parcel_is_added_once(spool: Spool) -> None:
    spool.add(a_parcel())
    with pytest.raises(FileExistsError):
        spool.add(a_parcel())
    assert (spool.folder / REVISION / "record.json").exists(), "the first stays"


def test_a_folder_in_use_is_refused_and_named(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool_module, "try_lock", lambda _: None)
    with pytest.raises(OSError, match=REVISION):
        spool.add(a_parcel())
    assert list(spool.folder.iterdir()) == []


@pytest.mark.parametrize("revision", ["../elsewhere", "", "not an ID"])
def test_the_name_of_a_folder_must_be_an_id(spool: Spool, revision: str) -> None:
    with pytest.raises(ValueError, match="UUID"):
        spool.add(a_parcel(revision))


def test_kept_bytes_are_sent_unchanged(spool: Spool) -> None:
    parcel = a_parcel(parts=[a_part(data=bytes(range(256)))])
    before = b"".join(JsonBody(parcel.body({"figure": "F"})))
    spool.add(parcel)
    assert b"".join(JsonBody(parcel.body({"figure": "F"}))) == before


# --- Locks ------------------------------------------------------------------------------------------------------------


def test_a_lock_is_held_once_and_can_be_taken_after_its_release(tmp_path: Path) -> None:
    before = open_handles()
    lock = try_lock(tmp_path / "lock")
    assert lock is not None
    assert try_lock(tmp_path / "lock") is None
    lock.release()
    lock.release()
    assert open_handles() <= before
    again = try_lock(tmp_path / "lock")
    assert again is not None
    lock.release()
    assert try_lock(tmp_path / "lock") is None, "the first holds nothing any more"
    again.release()


@needs_modes
def test_a_lock_is_private_to_the_user_and_not_inherited_by_programs(tmp_path: Path) -> None:
    lock = try_lock(tmp_path / "lock")
    assert lock is not None
    assert (tmp_path / "lock").stat().st_mode & 0o777 == 0o600
    assert not os.get_inheritable(lock._handle)
    lock.release()


def test_another_process_waits_for_a_lock_until_it_is_released(tmp_path: Path) -> None:
    code = "import sys, pathlib; from gofigr._outbox.locks import try_lock; print(try_lock(pathlib.Path(sys.argv[1])))"
    command = [sys.executable, "-c", code, str(tmp_path / "lock")]
    with locked(tmp_path / "lock", 0) as is_ours:
        assert is_ours
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "None"
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "Lock" in done.stdout


def test_a_failure_to_lock_leaves_no_handle_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> bool:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(locks_module, "_try_lock", fail)
    before = open_handles()
    with pytest.raises(OSError, match="No locks"):
        try_lock(tmp_path / "lock")
    assert open_handles() <= before


def test_waiting_for_a_lock_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr(locks_module, "time", clock)
    held = try_lock(tmp_path / "lock")
    assert held is not None
    with locked(tmp_path / "lock", 1.0) as is_ours:
        assert not is_ours
    assert clock.now == pytest.approx(101.0, abs=0.03)
    real = clock.sleep

    def release_meanwhile(seconds: float) -> None:
        real(seconds)
        held.release()

    monkeypatch.setattr(clock, "sleep", release_meanwhile)
    with locked(tmp_path / "lock", 60.0) as is_ours:
        assert is_ours
        assert try_lock(tmp_path / "lock") is None
    assert clock.now < 102
    free = try_lock(tmp_path / "lock")
    assert free is not None
    free.release()


def test_after_a_fork_nothing_is_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks_module, "_held", set())
    before = open_handles()
    for name in ("one", "other"):
        try_lock(tmp_path / name)
    locks_module._changing.acquire()
    locks_module._leave_to_parent()
    assert locks_module._held == set()
    assert open_handles() <= before
    assert not locks_module._changing.locked()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="only where processes fork")
def test_a_child_lets_go_of_the_copies_of_its_parents_locks(tmp_path: Path) -> None:
    code = """
import os, pathlib, sys
from gofigr._outbox.locks import locked, try_lock
path = pathlib.Path(sys.argv[1])
lock = try_lock(path)
ready, go = os.pipe()
child = os.fork()
if child == 0:
    os.close(go)
    os.read(ready, 1)
    os._exit(0)
lock.release()
# A new child process releases the locks when it runs.
with locked(path, 30) as is_free:
    print("free" if is_free else "held by the child")
os.close(go)
os.waitpid(child, 0)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "lock")], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "free", done.stderr


def test_a_lock_file_is_removed_after_it_was_closed_as_windows_demands(
    spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlink = os.unlink

    def as_on_windows(path: str | Path, *, dir_fd: int | None = None) -> None:
        found = os.stat(path, dir_fd=dir_fd)
        if any(os.fstat(lock._handle).st_ino == found.st_ino for lock in locks_module._held):
            raise PermissionError(13, "The file is in use", path)
        unlink(path, dir_fd=dir_fd)

    monkeypatch.setattr(os, "unlink", as_on_windows)
    spool.add(a_parcel()).remove()
    assert list(spool.folder.iterdir()) == []
    monkeypatch.setattr(SpooledParcel, "write", lambda *_, **__: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        spool.add(a_parcel())
    assert list(spool.folder.iterdir()) == []
