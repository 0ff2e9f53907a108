"""Collects all data of a revision, in order and without credentials."""

from __future__ import annotations

import json
import math
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from gofigr._capture.redact import Redactor
from gofigr._outbox import Part
from gofigr.http import JsonBody
from gofigr.http.content import MemoryContent

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping
    from typing import IO

    from gofigr._client.client import GoFigr
    from gofigr._publishing.drawing import Drawing
    from gofigr._publishing.revision import PublishedRevision
    from gofigr.models import gf_Data

#: A file by its path, or an open file.
File: TypeAlias = "str | os.PathLike[str] | IO[bytes] | IO[str]"
#: Types of data that may hold code, and so a password.
_CLEANED = frozenset({"code", "text"})


class PartsOf:
    """Collects the data of a revision. `collect` may be called again when there are more."""

    def __init__(
        self,
        gf: GoFigr,
        revision: PublishedRevision,
        drawing: Drawing,
        dataframes: Mapping[str, Any],
        files: Mapping[str, File],
        pickle_name: str | None,
    ) -> None:
        self.drawing = drawing
        self.title = drawing.backend.get_title(drawing.figure)
        self._revision = revision
        self._gf = gf
        self._redactor = Redactor([gf.api_key, gf.password])
        self._pictures: dict[tuple[str, bool], gf_Data] = {}
        self._attached = [
            *(self._gf.TableData(name=name, dataframe=frame) for name, frame in dataframes.items()),
            *(_file(self._gf, name, file) for name, file in files.items()),
        ]
        if pickle_name is not None and drawing.copy is not None:
            self._attached.append(self._gf.FileData(name=pickle_name, data=drawing.copy))
        self.dataframes = dataframes
        self._parts: dict[str, Part] = {}

    def collect(self) -> None:
        """Adds all current data to the revision: annotations, images and attachments."""
        for picture in self.drawing.pictures:
            key = (picture.format, picture.is_watermarked)
            if key not in self._pictures:
                self._pictures[key] = self._gf.ImageData(
                    name="figure", data=picture.data, format=picture.format, is_watermarked=picture.is_watermarked
                )
        kept = {(picture.format, picture.is_watermarked) for picture in self.drawing.pictures}
        pictures = [datum for key, datum in self._pictures.items() if key in kept]
        own = {id(datum) for datum in [*self._pictures.values(), *self._attached]}
        notes = [datum for datum in self._revision.data if id(datum) not in own]
        for datum in notes:
            self._clean(datum)
        self._revision.data = [*notes, *pictures, *self._attached]
        if self.drawing.problems:
            if self._revision.metadata is None:
                self._revision.metadata = {}
            self._revision.metadata["formats_not_drawn"] = dict(self.drawing.problems)

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
        for datum in self._revision.data:
            key = str(datum.local_id)
            if key not in self._parts:
                content = datum.content or MemoryContent(b"")
                metadata = self._redactor.json(plain_json(datum.metadata))
                self._parts[key] = Part(str(datum.name), str(datum.type), metadata, content)
            found.append(self._parts[key])
        return found

    def metadata(self) -> dict[str, Any]:
        """Returns the revision's metadata as JSON."""
        found: dict[str, Any] = self._redactor.json(plain_json(self._revision.metadata))
        return found


def plain_json(value: object) -> Any:
    """Converts metadata to JSON. Other types become text, and numbers that JSON lacks become null."""
    try:
        return json.loads(b"".join(JsonBody(value)))
    except (TypeError, ValueError):
        return _simplified(value)


def _simplified(value: object) -> Any:
    if isinstance(value, dict):
        return {str(key): _simplified(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_simplified(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    try:
        return json.loads(b"".join(JsonBody(value)))
    except (TypeError, ValueError):
        return str(value)


def _file(gf: GoFigr, name: str, file: File) -> gf_Data:
    """Returns a datum of a file given by its path or open."""
    if not isinstance(file, str | PathLike):
        data = file.read()
        datum: gf_Data = gf.FileData(name=name, data=data.encode() if isinstance(data, str) else data)
        return datum
    datum = gf.FileData.read(Path(file))
    datum.name = name
    return datum
