"""Collects all data of a revision, in order and without credentials."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from gofigr._capture.redact import Redactor
from gofigr._outbox import Part, Rest
from gofigr._publishing.tables import PublishedTable, table_of
from gofigr.backends import first_line
from gofigr.http import JsonBody
from gofigr.http.by_name import NAME_LENGTH, shortened
from gofigr.http.content import MemoryContent
from gofigr.watermarks import DefaultWatermark

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable
    from typing import IO

    from gofigr._client.client import GoFigr
    from gofigr._publishing.drawing import Drawing
    from gofigr._publishing.revision import PublishedRevision
    from gofigr.models import gf_Data

#: A file by its path, or an open file.
File: TypeAlias = "str | os.PathLike[str] | IO[bytes] | IO[str]"
#: Name of the metadata about formats that are missing, with the reasons.
NOT_DRAWN = "formats_not_drawn"
#: Name of the metadata about masked secrets: their number by kind.
REDACTED = "secrets_redacted"
#: Name of the metadata about data frames that are missing, with the reasons.
NOT_WRITTEN = "data_frames_not_written"
#: Depth at which metadata end.
_DEEPEST = 100
_ENDED = "Python ended before it was drawn"
_ENDED_BEFORE_WRITTEN = "Python ended before it was written"
#: Types of data that may hold code, and so a password.
_CLEANED = frozenset({"code", "text"})


class PartsOf:
    """Collects the data of a revision. `collect` may be called again when there are more."""

    def __init__(
        self,
        gf: GoFigr,
        revision: PublishedRevision,
        drawing: Drawing,
        attachments: list[gf_Data],
        pickle_name: str | None,
    ) -> None:
        self.drawing = drawing
        self.revision = revision
        self._gf = gf
        self._redactor = Redactor([gf.api_key, gf.password])
        self._pictures: dict[tuple[str, bool], gf_Data] = {}
        self._attached = list(attachments)
        self._pickled: gf_Data | None = None
        if pickle_name is not None and drawing.copy is not None:
            self._pickled = self._gf.FileData(name=pickle_name, data=drawing.copy)
            self._attached.append(self._pickled)
        self._parts: dict[str, Part] = {}

    @property
    def copy_id(self) -> str | None:
        """Local ID of the pickled figure."""
        return None if self._pickled is None else str(self._pickled.local_id)

    def clean(self, metadata: object) -> dict[str, Any]:
        """Returns metadata as JSON and without credentials."""
        found: dict[str, Any] = self._redactor.json(plain_json(metadata))
        return found

    def write_tables(self) -> None:
        """Writes the large data frames. Those that can't be written are noted."""
        problems = {}
        for datum in list(self._attached):
            if isinstance(datum.content, PublishedTable):
                try:
                    datum.content.written()
                except Exception as error:  # noqa: BLE001 -- a table that fails must not stop the figure
                    problems[str(datum.name)] = first_line(error)[:200]
                    self._attached.remove(datum)
        if problems:
            self.revision.metadata = {**(self.revision.metadata or {}), NOT_WRITTEN: problems}
            self.revision.data = [datum for datum in self.revision.data if not _is_pending(datum)]

    def collect(self) -> None:
        """Adds all current data to the revision: annotations, images and attachments."""
        sent = self.drawing.sent()
        for picture in sent:
            key = (picture.format, picture.is_watermarked)
            if key not in self._pictures:
                self._pictures[key] = self._gf.ImageData(
                    name="figure", data=picture.data, format=picture.format, is_watermarked=picture.is_watermarked
                )
        kept = {(picture.format, picture.is_watermarked) for picture in sent}
        pictures = [datum for key, datum in self._pictures.items() if key in kept]
        own = {id(datum) for datum in [*self._pictures.values(), *self._attached]}
        notes = [datum for datum in self.revision.data if id(datum) not in own]
        for datum in notes:
            self._clean(datum)
        self.revision.data = [*notes, *pictures, *self._attached]
        if self.drawing.problems:
            if self.revision.metadata is None:
                self.revision.metadata = {}
            self.revision.metadata[NOT_DRAWN] = dict(self.drawing.problems)

    def _clean(self, datum: gf_Data) -> None:
        if datum.type not in _CLEANED or str(datum.local_id) in self._parts or datum.data is None:
            return
        text = datum.data.decode("utf-8", errors="surrogateescape")
        clean = self._redactor.text(text)
        if clean != text:
            datum.data = clean.encode("utf-8", errors="surrogateescape")

    def parts(self) -> list[Part]:
        """Returns the parts to send."""
        found = []
        for datum in self.revision.data:
            if _is_pending(datum):
                continue
            key = str(datum.local_id)
            if key not in self._parts:
                content = datum.content or MemoryContent(b"")
                metadata = plain_json(datum.metadata)
                # Each figure has other IDs, which are no secrets.
                local_id = metadata.pop("local_id", None)
                clean = {**self._redactor.json(metadata), **({} if local_id is None else {"local_id": local_id})}
                self._parts[key] = Part(part_name(str(datum.name)), str(datum.type), clean, content)
            found.append(self._parts[key])
        return found

    def metadata(self) -> dict[str, Any]:
        """Returns the revision's metadata as JSON."""
        # The metadata of the parts may hold secrets, too.
        self.parts()
        found = self.clean(self.revision.metadata)
        if masked := self._redactor.masked:
            found[REDACTED] = masked
        if missing := self.drawing.missing():
            # True if this process ends now. Otherwise the metadata are replaced before they are sent.
            found[NOT_DRAWN] = {**found.get(NOT_DRAWN, {}), **dict.fromkeys(missing, _ENDED)}
        if pending := [str(datum.name) for datum in self._attached if _is_pending(datum)]:
            # As above.
            found[NOT_WRITTEN] = dict.fromkeys(pending, _ENDED_BEFORE_WRITTEN)
        return found

    def rest(self) -> Rest | None:
        """Returns what a later process can draw if this one ends now."""
        drawing, missing = self.drawing, self.drawing.missing()
        options = plain_json(drawing.options)
        if not missing or self._pickled is None or options != drawing.options:
            return None
        # A later process can't find a watermark of the user.
        if type(drawing.watermark) is not DefaultWatermark:
            return None
        return Rest(drawing.backend.get_backend_name(), missing, options, str(self._pickled.local_id))


def _is_pending(datum: gf_Data) -> bool:
    """Tells whether it is a data frame that is still to be written."""
    return isinstance(datum.content, PublishedTable) and not datum.content.is_written


def plain_json(value: object) -> Any:
    """Converts metadata to JSON. Other types become text, also the numbers that JSON lacks: "NaN", "inf", "-inf"."""
    try:
        return json.loads(b"".join(JsonBody(value)))
    except (TypeError, ValueError, RecursionError):
        return _simplified(value)


def _simplified(value: object, depth: int = 0) -> Any:
    # NumPy's scalars and arrays.
    value = as_list() if callable(as_list := getattr(value, "tolist", None)) else value
    # It may hold itself.
    if depth < _DEEPEST and isinstance(value, dict):
        return {str(key): _simplified(item, depth + 1) for key, item in value.items()}
    if depth < _DEEPEST and isinstance(value, list | tuple | set | frozenset):
        return [_simplified(item, depth + 1) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else str(float(value))
    try:
        return json.loads(b"".join(JsonBody(value)))
    except (TypeError, ValueError, RecursionError):
        return str(value)


def attached(gf: GoFigr, frames: Mapping[str, Any], files: Mapping[str, File]) -> list[gf_Data]:
    """Returns the data of data frames and files. Raises the errors of reading them."""
    return [
        *(table_of(gf, name, frame) for name, frame in frames.items()),
        *(_file(gf, name, file) for name, file in files.items()),
    ]


#: Longest ending of a file that a shortened name keeps.
_ENDING_LENGTH = 16


def part_name(name: str) -> str:
    """Shortens the name of a datum that is too long, for example with the title in it, and keeps its ending."""
    ending = Path(name).suffix
    if len(ending) > _ENDING_LENGTH:
        ending = ""
    return shortened(name.removesuffix(ending), NAME_LENGTH - len(ending)) + ending


def named_files(
    files: Mapping[str, File] | Iterable[str | PathLike[str]] | str | PathLike[str] | None,
) -> dict[str, File]:
    """Returns files by name: one path, several paths, or a dictionary. Paths of the same name keep their folders."""
    if files is None:
        return {}
    if isinstance(files, Mapping):
        return dict(files)
    named: dict[str, File] = {}
    for file in [files] if isinstance(files, str | PathLike) else files:
        name = Path(file).name
        named[str(file) if name in named else name] = file
    return named


def _file(gf: GoFigr, name: str, file: File) -> gf_Data:
    """Returns a datum of a file given by its path or open."""
    if not isinstance(file, str | PathLike):
        data = file.read()
        datum: gf_Data = gf.FileData(name=name, data=data.encode() if isinstance(data, str) else data)
        return datum
    datum = gf.FileData.read(Path(file))
    datum.name = name
    return datum
