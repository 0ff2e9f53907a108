"""Describes the differences of two revisions in text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias
from unicodedata import category

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: A title and its rows.
Section: TypeAlias = "tuple[str, list[str]]"
_Json: TypeAlias = "Mapping[str, Any]"

#: Rows of a section. Others are counted.
_MOST = 20
#: Characters of a value.
_LONGEST = 60
_SIGNS = {"added": "+", "removed": "-", "changed": "~", "renamed": "~", "moved": "~", "up": "↑", "down": "↓"}


def shown(text: object) -> str:
    """Returns text of others without control characters, which could change a terminal."""
    return "".join("\ufffd" if category(one)[0] == "C" else one for one in str(text))


def sections_of(answer: _Json) -> list[Section]:
    """Returns a section for each part that differs."""
    environment = answer["environment"]
    data = [datum for part in ("code", "tables", "pictures", "texts", "files") for datum in answer[part]]
    found = [
        ("Parameters", _values(answer["parameters"])),
        ("Environment", _environment(environment)),
        *((_name(one), _content(one)) for one in data if one["kind"] != "equal"),
        ("Assets", [f"{_sign(one)} {shown(_use(one))}" for one in answer["assets"]]),
        ("Metadata", _values(answer["metadata"])),
    ]
    return [(title, _some(rows)) for title, rows in found if rows]


def _some(rows: list[str]) -> list[str]:
    return rows if len(rows) <= _MOST else [*rows[:_MOST], f"… and {len(rows) - _MOST} more"]


def _sign(change: _Json) -> str:
    return _SIGNS.get(change["kind"], "~")


def _skipped(part: _Json) -> list[str]:
    return [f"not compared: {shown(part['skipped'])}"]


def _values(values: _Json) -> list[str]:
    if "skipped" in values:
        return _skipped(values)
    more = [f"… and {values['unlisted']} more values"] if values.get("unlisted") else []
    return [*(_value(one) for one in values["changes"]), *more]


def _value(change: _Json) -> str:
    name = shown(".".join(str(one) for one in change["path"]))
    sides = [_short(change[side]) for side in ("a", "b") if side in change]
    difference = f" ({change['difference']})" if change.get("difference") else ""
    return f"{_sign(change)} {name}: {' → '.join(sides)}{difference}"


def _short(value: object) -> str:
    text = shown(json.dumps(value, ensure_ascii=False))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _environment(environment: _Json) -> list[str]:
    if "skipped" in environment:
        return _skipped(environment)
    packages = [
        f"{_sign(one)} {shown(one['name'])} {' → '.join(shown(one[side]) for side in ('a', 'b') if side in one)}".rstrip()
        for one in environment["packages"]["changes"]
    ]
    return [*packages, *(row for part in ("interpreter", "system", "git") for row in _values(environment[part]))]


def _name(datum: _Json) -> str:
    names = [shown(datum[side]["name"]) for side in ("a", "b") if datum.get(side)]
    return f"{_sign(datum)} {' → '.join(dict.fromkeys(names))}"


def _use(change: _Json) -> str:
    use = change.get("b") or change["a"]
    return f"{use.get('name') or use['asset']} #{(use.get('index') or 0) + 1}"


def _content(datum: _Json) -> list[str]:
    """Describes a datum. A changed one without content was compared by its bytes."""
    content = datum.get("content")
    if content is None:
        if datum["kind"] != "changed":
            return [datum["kind"]]
        return [f"{datum['a'].get('size')} → {datum['b'].get('size')} bytes"]
    for kind, describe in _DESCRIBED.items():
        if kind in content:
            return describe(content[kind])
    return ["changed"]


def _picture(picture: _Json) -> list[str]:
    return [f"{picture['percent']:.2f} % different: {picture['changed']} pixels"]


def _svg(svg: _Json) -> list[str]:
    if svg.get("rest_differs"):
        return ["looks the same"]
    words = [
        f"~ {_short(one['a'])} → {_short(one['b'])}"
        if one["kind"] == "changed"
        else f"{_sign(one)} {_short(one['text'])}"
        for one in svg["texts"]
    ]
    return [f"elements: {_counts(svg['elements'])}", *words]


def _table(table: _Json) -> list[str]:
    rows, columns = table["rows"], table["columns"]
    only = [
        f"{sign} column {shown(name)}" for kind, sign in (("added", "+"), ("removed", "-")) for name in columns[kind]
    ]
    cells = [
        f"~ row {change['b'] + 1}, {shown(cell['column'])}: {_cell(cell['a'])} → {_cell(cell['b'])}"
        for change in table["changes"]
        if change["kind"] == "changed"
        for cell in change["cells"]
    ]
    return [f"{rows['a']} → {rows['b']} rows: {_counts(rows)}", *only, *cells]


def _cell(text: str | None) -> str:
    return "(missing)" if text is None else shown(text)[:_LONGEST]


def _cells(cells: _Json) -> list[str]:
    return [f"cells: {_counts(cells['cells'])}"]


def _text(text: _Json) -> list[str]:
    changed = (block for block in text["blocks"] if block["kind"] not in ("equal", "folded"))
    lines = [row for block in changed for row in (*_lines("-", block["removed"]), *_lines("+", block["added"]))]
    return lines or ["only line endings differ"]


def _lines(sign: str, lines: Iterable[_Json]) -> list[str]:
    return [f"{sign}{shown(one['text'].rstrip(chr(13) + chr(10)).expandtabs(4))}" for one in lines]


def _counts(counts: _Json) -> str:
    kinds = ("added", "removed", "changed", "moved", "rewritten")
    return ", ".join(f"{counts[kind]} {kind}" for kind in kinds if counts.get(kind)) or "none differ"


_DESCRIBED = {
    "skipped": lambda reason: [f"not compared: {shown(reason)}"],
    "picture": _picture,
    "svg": _svg,
    "table": _table,
    "cells": _cells,
    "text": _text,
}
