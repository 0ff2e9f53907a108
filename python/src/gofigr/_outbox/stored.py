"""Parcels in the spool, as the user may want to know them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gofigr._outbox.parcel import Parcel, Place
from gofigr._outbox.spool import RECORD
from gofigr.http.content import MemoryContent

if TYPE_CHECKING:
    from pathlib import Path

    from gofigr._outbox.parcel import ObjectRef
    from gofigr._outbox.spool import Spool

_WIDTH = 48
_UNITS = ("bytes", "kB", "MB", "GB")


@dataclass(frozen=True)
class Stored:
    """A folder of the spool."""

    folder: Path
    #: None if this version can't read it.
    parcel: Parcel | None
    #: Reason why it can't be read.
    problem: str | None
    size: int

    @property
    def id(self) -> str:
        """ID of the revision."""
        return self.folder.name

    @property
    def short(self) -> str:
        """Beginning of the ID."""
        return self.id[:8]

    @property
    def title(self) -> str:
        """Name of the figure."""
        return "?" if self.parcel is None else self.parcel.title

    @property
    def is_refused(self) -> bool:
        """Tells whether the server refused it."""
        return self.parcel is not None and self.parcel.refused is not None

    def state(self) -> str:
        """Describes why it is still here."""
        if self.parcel is None:
            return f"unreadable: {self.problem}"
        if self.parcel.refused is not None:
            return f"refused: {self.parcel.refused}"
        return f"waits: {self.parcel.kept or 'Python ended before it was sent'}"

    def owner(self) -> str:
        """Describes the account."""
        if self.parcel is None:
            return "?"
        return f"{self.parcel.account.username or 'a key whose user is unknown'} at {self.parcel.account.server}"

    def line(self) -> str:
        """Describes it in one line."""
        title = self.title if len(self.title) <= _WIDTH else f"{self.title[: _WIDTH - 1]}…"
        created = self.parcel.created[:16].replace("T", " ") if self.parcel is not None else "?"
        return f"{self.short}  {created:16}  {_size(self.size):>8}  “{title}”  {self.state()}"

    def details(self) -> str:
        """Describes all of it."""
        rows = [("Revision", self.id), ("State", self.state()), ("Account", self.owner())]
        if self.parcel is not None:
            target = self.parcel.target
            rows += [
                ("Title", self.parcel.title),
                ("Drawn", self.parcel.created),
                ("Analysis", _named(target.analysis)),
                ("Data", ", ".join(_part(part.name, part.metadata) for part in self.parcel.parts)),
            ]
            if self.parcel.rest is not None:
                rows.append(("Not drawn", ", ".join(self.parcel.rest.formats)))
        rows += [("Size", _size(self.size)), ("Folder", str(self.folder))]
        return "".join(f"{name:10}{value}\n" for name, value in rows)


def stored_parcels(spool: Spool) -> list[Stored]:
    """Returns all parcels of the spool, oldest first, also those that a running program is sending."""
    found = [_read(folder) for folder in spool.folders()]
    return sorted(found, key=lambda one: "" if one.parcel is None else one.parcel.created)


def _read(folder: Path) -> Stored:
    size = sum(file.stat().st_size for file in folder.iterdir() if file.is_file())
    try:
        record: dict[str, Any] = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        nothing = MemoryContent(b"")
        places = {Place.from_record(part): nothing for part in record["parts"]}
        return Stored(folder, Parcel.from_record(record, dict(places)), None, size)
    except (OSError, ValueError, KeyError, TypeError) as error:
        return Stored(folder, None, str(error) or type(error).__name__, size)


def _named(ref: ObjectRef) -> str:
    return ref.value or "the default"


def _part(name: str, metadata: dict[str, Any]) -> str:
    fmt = metadata.get("format")
    return f"{name} ({fmt})" if fmt else name


def _size(size: float) -> str:
    for unit in _UNITS:
        if size < 1000 or unit == _UNITS[-1]:
            break
        size /= 1000
    return f"{size:.0f} {unit}" if unit == _UNITS[0] else f"{size:.1f} {unit}"
