"""Finds formats by names, file names and bytes, as `packages/contract/src/formats/find.ts` does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gofigr.models.formats.sniff import sniff
from gofigr.models.formats.table import FORMATS

if TYPE_CHECKING:
    from gofigr.models.formats.format import Format

_BY_NAME: dict[str, Format] = {}
_BY_ENDING: dict[str, Format] = {}
_BY_MEDIA: dict[str, Format] = {}
for _one in FORMATS:
    for _index, _keys in (
        (_BY_NAME, (_one.name, _one.label, *_one.aliases)),
        (_BY_ENDING, _one.endings),
        (_BY_MEDIA, _one.media),
    ):
        for _key in _keys:
            _index.setdefault(_key.lower(), _one)

#: Kinds that an ending or a hint may tell for a type of data: an image named "Fig. 1.c" is no code.
_KINDS = {
    "image": frozenset({"image", "page", "document", "data", "video", "audio"}),
    "dataframe": frozenset({"table", "data", "text"}),
    "code": frozenset({"code", "notebook", "text", "data", "page"}),
    "text": frozenset({"text", "code", "notebook", "page", "data", "document"}),
}


def format_named(text: object) -> Format | None:
    """Finds the format that a text names: `png`, `.PNG`, `image/png`, `C++`, `pandas/csv`."""
    if not isinstance(text, str):
        return None
    key = re.split(r"\s*;", text.strip().removeprefix(".").lower())[0]
    return _BY_NAME.get(key) or _BY_ENDING.get(key) or _BY_MEDIA.get(key)


def ending_of(name: str) -> str:
    """Returns the ending of a file name, without the dot and as it is written; empty if it has none."""
    found = re.search(r"[^./\\]\.([a-zA-Z0-9]{1,12})\Z", name)
    return found[1] if found else ""


def format_of_file(name: str) -> Format | None:
    """Finds the format of a file by its name."""
    found = _BY_ENDING.get(ending_of(name).lower())
    # `Makefile` and `Dockerfile` are names without an ending.
    return found or (_BY_ENDING.get(name.lower()) if re.fullmatch(r"[\w-]*file", name, re.IGNORECASE) else None)


def format_of(
    type: str = "file", *, name: str = "", format: object = None, language: object = None, head: bytes = b""
) -> Format | None:
    """Finds the format of a datum: by its bytes, else its name, else what was declared, else hints in the bytes.

    Images and tables have titles instead of file names. There the declaration counts before the name.
    """
    kinds = _KINDS.get(type)

    def fitting(found: Format | None) -> Format | None:
        return found if found and (kinds is None or found.kind in kinds) else None

    by_name = fitting(format_of_file(name))
    declared = [format_named(format), format_named(language)]
    found = [*declared, by_name] if type in ("image", "dataframe") else [by_name, *declared]
    told = [one for one in found if one is not None]
    sniffed = sniff(head)
    if sniffed:
        return next((one for one in told if one.base == sniffed.name), sniffed)
    # Clients declare the code of a notebook's cells as a notebook too.
    if head and not head[:64].lstrip().startswith(b"{"):
        told = [one for one in told if one.kind != "notebook"]
    # The format "text" says no more than that it is text. Clients declare it for code and tables.
    clear = next((one for one in told if one.name != "text"), None)
    hinted = None if clear or (type == "text" and told) else fitting(sniff(head, hints=True))
    return clear or hinted or (told[0] if told else None)
