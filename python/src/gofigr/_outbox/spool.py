"""Stores parcels on disk until the server has them: a folder for each, in the user's own folder."""

from __future__ import annotations

import json
import os
import shutil
import sys
from itertools import count, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from gofigr._outbox.locks import Lock, try_lock
from gofigr._outbox.parcel import Account, Parcel, Place
from gofigr._settings.config import home_folder
from gofigr._settings.register import OUTBOX
from gofigr.http.content import IN_MEMORY_LIMIT, FileContent, PartOfFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gofigr._outbox.parcel import Part
    from gofigr.http.content import Content

RECORD = "record.json"
_LOCK = "lock"


def spool_folder() -> Path:
    """Returns the folder of unsent figures: `GF_OUTBOX`, else the system's folder for application data."""
    if given := OUTBOX.text():
        return Path(given)
    # Without a home folder, nothing can be stored below this path. So figures are sent from memory.
    home = home_folder() or Path(os.devnull)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "gofigr" / "outbox"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "gofigr" / "outbox"
    return Path(os.environ.get("XDG_STATE_HOME") or home / ".local" / "state") / "gofigr" / "outbox"


class SpooledParcel:
    """The folder of a parcel, locked by this process."""

    def __init__(self, folder: Path, lock: Lock) -> None:
        self.folder = folder
        self._lock = lock
        #: Places of the parts' bytes, by local ID.
        self._places: dict[str, Place] = {}

    def write(self, parcel: Parcel, *, durable: bool) -> None:
        """Writes the missing parts. Afterwards the parcel's bytes are on disk, not in memory.

        Nothing is lost if the process is killed, or, with `durable`, if the machine crashes.
        """
        missing = [part for part in parcel.parts if part.metadata["local_id"] not in self._places]
        # Each file takes time to make, to sync and to remove, so small parts share one.
        small = [part for part in missing if part.content.size <= IN_MEMORY_LIMIT]
        self._write_file(small)
        for part in missing:
            if part not in small:
                self._write_file([part])
        places = [self._places[part.metadata["local_id"]] for part in parcel.parts]
        if durable:
            for name in self._files():
                _sync(self.folder / name)
        draft = self.folder / f"{RECORD}.new"
        draft.write_text(json.dumps(parcel.record(places)), encoding="utf-8")
        if durable:
            _sync(draft)
        # The record is replaced as a whole, so it is always complete.
        draft.replace(self.folder / RECORD)
        if durable:
            _sync(self.folder)
            _sync(self.folder.parent)

    def _write_file(self, parts: list[Part]) -> None:
        """Writes a file with the bytes of some parts, from which they are read afterwards."""
        if not parts:
            return
        files, starts = self._files(), [0]
        name = next(name for number in count() if (name := f"{number:03d}.bin") not in files)
        with (self.folder / name).open("wb") as writer:
            for part in parts:
                part.content.write_to(writer)
                starts.append(writer.tell())
        file = FileContent(self.folder / name)
        for part, (start, end) in zip(parts, pairwise(starts), strict=True):
            place = Place(name, start, end - start)
            part.content = _content(file, place)
            self._places[part.metadata["local_id"]] = place

    def _files(self) -> list[str]:
        return list(dict.fromkeys(place.file for place in self._places.values()))

    def read(self) -> Parcel:
        """Reads the parcel, which an earlier process may have written."""
        record: dict[str, Any] = json.loads((self.folder / RECORD).read_text(encoding="utf-8"))
        places = {part["metadata"]["local_id"]: Place.from_record(part) for part in record["parts"]}
        # Uses only the file's name, so that a record can't name a file elsewhere.
        files = {name: FileContent(self.folder / Path(name).name) for name in {one.file for one in places.values()}}
        contents = {place: _content(files[place.file], place) for place in places.values()}
        parcel = Parcel.from_record(record, contents)
        self._places = places
        return parcel

    def remove(self) -> None:
        """Removes the parcel after it was sent."""
        # The record goes first, so that the rest of the folder is never sent again after a crash.
        (self.folder / RECORD).unlink(missing_ok=True)
        _remove(self.folder, self._lock)

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
            _remove(folder, lock)
            raise
        return spooled

    def make_folder(self) -> None:
        """Makes the folder, readable by this user only."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def leftovers(self, account: Account) -> Iterator[tuple[SpooledParcel, Parcel]]:
        """Yields parcels of this account that no running process holds, oldest first. This process holds them then."""
        found = [item for folder in self.folders() if (item := self.take(folder, account)) is not None]
        yield from sorted(found, key=lambda item: item[1].created)

    def folders(self) -> list[Path]:
        """Returns the folders of all parcels."""
        try:
            return [folder for folder in self.folder.iterdir() if (folder / RECORD).is_file()]
        except OSError:
            return []

    def drop(self, folder: Path) -> bool:
        """Deletes a parcel without sending it, unless a running process holds it. Returns whether it is gone."""
        try:
            lock = try_lock(folder / _LOCK)
        except OSError:
            return not folder.exists()
        if lock is None:
            return False
        SpooledParcel(folder, lock).remove()
        return not folder.exists()

    def take(self, folder: Path, account: Account | None = None) -> tuple[SpooledParcel, Parcel] | None:
        """Takes over a parcel, only of this account if one is given. None if that isn't possible."""
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
            if account is None or parcel.account.is_same(account):
                return spooled, parcel
        except (OSError, ValueError, KeyError, TypeError):
            # Another account's parcel, or one in another version's format, is left unchanged.
            pass
        spooled.release()
        return None


def _content(file: FileContent, place: Place) -> Content:
    """Returns the bytes of a part. Raises `ValueError` if the file is shorter."""
    size = file.size - place.start if place.size is None else place.size
    if not 0 <= size <= file.size - place.start:
        raise ValueError(f"{file.path} is too short")
    return file if size == file.size else PartOfFile(file, place.start, size)


def _remove(folder: Path, lock: Lock | None) -> None:
    """Removes a folder without a record. Its lock file goes last: Windows removes no file that is open."""
    try:
        files = [file for file in folder.iterdir() if file.name != _LOCK]
    except OSError:
        files = []
    for file in files:
        try:
            file.unlink()
        except OSError:
            continue
    if lock is not None:
        lock.release()
    shutil.rmtree(folder, ignore_errors=True)


def _sync(path: Path) -> None:
    if sys.platform == "win32" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
