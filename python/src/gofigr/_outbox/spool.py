"""Stores parcels on disk until the server has them: a folder for each, in the user's own folder."""

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
    """Returns the folder of unsent figures: `GF_OUTBOX`, else the system's folder for application data."""
    if given := OUTBOX.text():
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "gofigr" / "outbox"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "gofigr" / "outbox"
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "gofigr" / "outbox"


class SpooledParcel:
    """The folder of a parcel, locked by this process."""

    def __init__(self, folder: Path, lock: Lock) -> None:
        self.folder = folder
        self._lock = lock
        #: Name of the file with a part's bytes, by the part's local ID.
        self._files: dict[str, str] = {}

    def write(self, parcel: Parcel, *, durable: bool) -> None:
        """Writes the missing files. Afterwards the parcel's bytes are on disk, not in memory.

        Nothing is lost if the process is killed, or, with `durable`, if the machine crashes.
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
        # The record is replaced as a whole, so it is always complete.
        draft.replace(self.folder / RECORD)
        if durable:
            _sync(self.folder)
            _sync(self.folder.parent)

    def read(self) -> Parcel:
        """Reads the parcel, which an earlier process may have written."""
        record: dict[str, Any] = json.loads((self.folder / RECORD).read_text(encoding="utf-8"))
        names = [part["file"] for part in record["parts"]]
        # Uses only the file's name, so that a record can't name a file elsewhere.
        contents = {name: FileContent(self.folder / Path(name).name) for name in names}
        self._files = {part["metadata"]["local_id"]: part["file"] for part in record["parts"]}
        return Parcel.from_record(record, dict(contents))

    def remove(self) -> None:
        """Removes the parcel after it was sent."""
        # The record goes first, so that the rest of the folder is never sent again after a crash.
        (self.folder / RECORD).unlink(missing_ok=True)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.release()

    def release(self) -> None:
        """Releases the parcel to other processes."""
        self._lock.release()


class Spool:
    """The folder of all parcels of this user. Several processes may use it."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or spool_folder()

    def add(self, parcel: Parcel) -> SpooledParcel:
        """Writes a new parcel. If this fails, removes all files of it and raises `OSError`."""
        self.make_folder()
        folder = self.folder / str(UUID(parcel.revision))
        folder.mkdir(mode=0o700)
        lock: Lock | None = None
        try:
            lock = try_lock(folder / _LOCK)
            if lock is None:
                raise OSError(f"{folder} is in use")  # noqa: TRY301 -- the code to undo it is here
            spooled = SpooledParcel(folder, lock)
            spooled.write(parcel, durable=False)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            if lock is not None:
                lock.release()
            raise
        return spooled

    def make_folder(self) -> None:
        """Makes the folder, readable by this user only."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def leftovers(self, account: Account) -> Iterator[tuple[SpooledParcel, Parcel]]:
        """Yields parcels of this account that no running process holds, oldest first. This process holds them then."""
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
            # The process that held it may just have sent it and removed the record.
            parcel = spooled.read()
            if parcel.account.is_same(account):
                return spooled, parcel
        except (OSError, ValueError, KeyError, TypeError):
            # Another account's parcel, or one in another version's format, is left unchanged.
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
