"""Parcels on disk: a folder for each, in a folder of the user's own, until the server has it."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from gofigr._outbox.locks import Lock, try_lock
from gofigr._outbox.parcel import Account, Parcel
from gofigr._settings.register import OUTBOX
from gofigr.http.content import FileContent

if TYPE_CHECKING:
    from collections.abc import Iterator

RECORD = "record.json"
_LOCK = "lock"


def spool_folder() -> Path:
    """Where figures wait: `GF_OUTBOX`, else the system's place for a program's own data."""
    if given := OUTBOX.text():
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "gofigr" / "outbox"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "gofigr" / "outbox"
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "gofigr" / "outbox"


class SpooledParcel:
    """A parcel's folder, which this process holds alone."""

    def __init__(self, folder: Path, lock: Lock) -> None:
        self.folder = folder
        self._lock = lock
        #: Which file holds the bytes of which part, by the part's local ID.
        self._files: dict[str, str] = {}

    def write(self, parcel: Parcel, *, durable: bool) -> None:
        """Writes what isn't there yet; the parcel's bytes are on disk afterwards, not in memory.

        A process that is killed loses nothing of it; with `durable`, nor does a machine that crashes.
        """
        for part in parcel.parts:
            key = part.metadata["local_id"]
            if key not in self._files:
                name = f"{len(self._files):03d}.bin"
                part.content.copy_to(self.folder / name)
                self._files[key] = name
                part.content = FileContent(self.folder / name)
        if durable:
            for name in self._files.values():
                _sync(self.folder / name)
        files = [self._files[part.metadata["local_id"]] for part in parcel.parts]
        draft = self.folder / f"{RECORD}.new"
        draft.write_text(json.dumps(parcel.record(files)), encoding="utf-8")
        if durable:
            _sync(draft)
        # Whole or not at all, whatever happens between.
        draft.replace(self.folder / RECORD)
        if durable:
            _sync(self.folder)
            _sync(self.folder.parent)

    def read(self) -> Parcel:
        """The parcel that was written here, by an earlier process perhaps."""
        record: dict[str, Any] = json.loads((self.folder / RECORD).read_text(encoding="utf-8"))
        names = [part["file"] for part in record["parts"]]
        # A name of ours, so that a record leads to no other file.
        contents = {name: FileContent(self.folder / Path(name).name) for name in names}
        self._files = {part["metadata"]["local_id"]: part["file"] for part in record["parts"]}
        return Parcel.from_record(record, dict(contents))

    def remove(self) -> None:
        """Forgets the parcel: the server has it."""
        # First, so that what a crash leaves of the folder is never sent again.
        (self.folder / RECORD).unlink(missing_ok=True)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.release()

    def release(self) -> None:
        """Leaves the parcel to other processes."""
        self._lock.release()


class Spool:
    """The folder of all parcels of this user. Several processes may use it."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or spool_folder()

    def add(self, parcel: Parcel) -> SpooledParcel:
        """Writes a new parcel. Raises `OSError`, leaving nothing, where that isn't possible."""
        self.make_folder()
        folder = self.folder / str(UUID(parcel.revision))
        folder.mkdir(mode=0o700)
        lock: Lock | None = None
        try:
            lock = try_lock(folder / _LOCK)
            if lock is None:
                raise OSError(f"{folder} is in use")  # noqa: TRY301 -- what is to be undone is here
            spooled = SpooledParcel(folder, lock)
            spooled.write(parcel, durable=False)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            if lock is not None:
                lock.release()
            raise
        return spooled

    def make_folder(self) -> None:
        """Makes the folder, for this user alone."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def leftovers(self, account: Account) -> Iterator[tuple[SpooledParcel, Parcel]]:
        """Parcels of this account that no living process looks after, oldest first. They are this process's then."""
        found = [item for folder in self._folders() if (item := self._take(folder, account)) is not None]
        yield from sorted(found, key=lambda item: item[1].created)

    def _folders(self) -> list[Path]:
        try:
            return [folder for folder in self.folder.iterdir() if (folder / RECORD).is_file()]
        except OSError:
            return []

    def _take(self, folder: Path, account: Account) -> tuple[SpooledParcel, Parcel] | None:
        try:
            lock = try_lock(folder / _LOCK)
        except OSError:
            return None
        if lock is None:
            return None
        spooled = SpooledParcel(folder, lock)
        try:
            # The process that held it may just have sent it: then the record is gone.
            parcel = spooled.read()
            if parcel.account.is_same(account):
                return spooled, parcel
        except (OSError, ValueError, KeyError, TypeError):
            # Not ours, or from a version that writes otherwise: left alone.
            pass
        spooled.release()
        return None


def _sync(path: Path) -> None:
    if sys.platform == "win32" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
