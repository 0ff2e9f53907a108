"""Names of downloaded files, as `packages/contract/src/file-names.ts` makes them. Both pass the same cases."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

from gofigr.models.formats.find import ending_of, format_named, format_of, format_of_file

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gofigr.models.formats.format import Format

#: Bytes of a name in UTF-8. File systems take 255; " (2)" and a browser's suffix are added.
_LONGEST = 230
#: Characters of a name that are read. No file system keeps more.
_READ = 1024
#: Categories of characters that control, hide or reorder text.
_UNSAFE_CATEGORIES = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
#: Names of devices on Windows, with any extension.
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\.|\Z)", re.IGNORECASE)
_DEFAULT_ENDINGS = {"code": "txt", "text": "txt", "dataframe": "csv"}


class NamedDatum(NamedTuple):
    """Fields that the file of a datum is named after."""

    type: str
    name: str
    metadata: dict[str, Any]
    #: The first bytes, if they are known: they tell the format best.
    head: bytes = b""


def file_names(data: Iterable[NamedDatum], title: tuple[str, int] | None = None) -> list[str]:
    """Names the files of a revision's data. Images are named after `title`: the figure and the number from 1."""
    used: set[str] = set()
    return [_taken(_file_name_of(datum, title), used) for datum in data]


def safe_name(name: str, tail: str = "") -> str:
    """Returns a file name close to `name` that stays in its folder on every system, and ends with `tail`."""
    text = unicodedata.normalize("NFC", name[:_READ])
    clean = "".join(_safe_character(text, at) for at in range(len(text)))
    clean = "".join(" " if unicodedata.category(one) == "Zs" else one for one in clean)
    clean = re.sub(" +", " ", clean).lstrip(". ").rstrip(". ")
    cut = _cut_to(clean, _LONGEST - len(tail.encode())).rstrip(". ") or "untitled"
    return f"_{cut}{tail}" if _DEVICE.match(cut + tail) else f"{cut}{tail}"


def _safe_character(text: str, at: int) -> str:
    one = text[at]
    if one in '/\\:*?"<>|':
        return "_"
    if unicodedata.category(one) not in _UNSAFE_CATEGORIES:
        return one
    # Persian, Indic scripts and emoji join letters and symbols by these. Elsewhere they only hide.
    around = text[at - 1 : at] + text[at + 1 : at + 2]
    joins = one in "\u200c\u200d" and len(around) == 2 and all(unicodedata.category(it)[0] in "LMS" for it in around)
    return one if joins else "_"


def _cut_to(text: str, size: int) -> str:
    """Cuts a text to at most `size` bytes of whole characters."""
    return text.encode()[:size].decode(errors="ignore")


def _taken(name: str, used: set[str]) -> str:
    dot = name.rfind(".")
    stem, ending = (name[:dot], name[dot:]) if dot > 0 else (name, "")
    count, candidate = 1, name
    while _folded(candidate) in used:
        count += 1
        candidate = f"{stem} ({count}){ending}"
    used.add(_folded(candidate))
    return candidate


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).lower()


def _file_name_of(datum: NamedDatum, title: tuple[str, int] | None) -> str:
    if datum.type == "image":
        marked = " (watermarked)" if datum.metadata.get("is_watermarked") is True else ""
        tail = marked + _dotted(_ending_for(datum))
        if title is not None:
            return safe_name(title[0], f" r{title[1]}{tail}")
        ending = _dotted(_ending_for(datum)).lower()
        has = ending and datum.name.lower().endswith(ending)
        return safe_name(datum.name[: -len(ending)] if has else datum.name, tail)
    own = _own_ending(datum)
    if own is None:
        return safe_name(datum.name, _dotted(_ending_for(datum)))
    return safe_name(datum.name[: len(datum.name) - len(own)], own)


def _dotted(ending: str) -> str:
    return f".{ending}" if ending else ""


def _own_ending(datum: NamedDatum) -> str | None:
    """Returns the ending that a datum's name keeps, with its dot; None if it needs another."""
    ending = ending_of(datum.name)
    if datum.type == "file":
        return _dotted(ending) or None
    own, found = format_of_file(datum.name), _found(datum)
    if own is not None:
        agrees = found is None or own == found or own.base == found.name or (_is_text(own) and _is_text(found))
        return _dotted(ending) if agrees else None
    # Programs have endings that the table doesn't know. "v1.2" has none.
    is_ending = re.fullmatch("[a-zA-Z][a-zA-Z0-9]{0,4}", ending) and (found is None or found.name == "text")
    return _dotted(ending) if is_ending else None


def _is_text(one: Format) -> bool:
    """Tells whether an ending may stand for another: a CSV in a `.txt` is fine, one in a `.parquet` isn't."""
    return one.grammar is not None or (one.shown is not None and one.signature is None and one.base is None)


def _metadata_text(datum: NamedDatum, field: str) -> str | None:
    value = datum.metadata.get(field)
    return value if isinstance(value, str) else None


def _found(datum: NamedDatum) -> Format | None:
    declared, language = (_metadata_text(datum, field) for field in ("format", "language"))
    return format_of(datum.type, name=datum.name, format=declared, language=language, head=datum.head)


def _ending_for(datum: NamedDatum) -> str:
    """Returns the ending that a datum's format gives: the declared one if it is another spelling."""
    if datum.type == "file":
        return ending_of(_metadata_text(datum, "path") or "")
    declared = (_metadata_text(datum, "format") or "").strip().lower()
    found = _found(datum)
    if found is not None:
        return declared if declared != found.name and declared in found.endings else found.endings[0]
    is_plain = re.fullmatch("[a-z0-9]{1,10}", declared) and format_named(declared) is None
    return declared if is_plain else _DEFAULT_ENDINGS.get(datum.type, "")
