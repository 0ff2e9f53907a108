"""Compares this package with a description of the published one (see `describe.py`)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from describe import module

HERE = Path(__file__).parent
PUBLISHED = HERE / "published-2.3.4.json"
DIFFERENCES = HERE / "differences.json"


@dataclass(frozen=True)
class Finding:
    """Result of the comparison for a published name."""

    #: E.g. `gofigr.models.gf_Figure.create`
    name: str
    is_present: bool
    #: Tells whether every call that the published signature allows is allowed by ours.
    is_compatible: bool
    #: Tells whether the signatures are the same.
    is_same: bool

    @property
    def is_fine(self) -> bool:
        """Tells whether code that uses it runs here."""
        return self.is_present and self.is_compatible


@cache
def published() -> dict[str, Any]:
    """Returns the description of the published package."""
    described = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    assert isinstance(described, dict)
    return described


def differences() -> dict[str, str]:
    """Returns the reasons for missing names and other arguments. A reason for a name covers all names below it."""
    reasons = json.loads(DIFFERENCES.read_text(encoding="utf-8"))
    assert isinstance(reasons, dict)
    return reasons


def reason_for(name: str, reasons: dict[str, str]) -> str | None:
    """Returns the entry of `differences.json` that covers a name."""
    parts = name.split(".")
    above = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((one for one in above if one in reasons), None)


def findings() -> Iterator[Finding]:
    """Yields a finding for each module, name and member of the published package."""
    for name, theirs in published()["modules"].items():
        ours = module(name)
        yield Finding(name, ours is not None, True, True)
        for member, described in (theirs or {}).items():
            yield from compare(f"{name}.{member}", described, (ours or {}).get(member))


def compare(name: str, theirs: dict[str, Any], ours: dict[str, Any] | None) -> Iterator[Finding]:
    """Yields a finding for the name and one for each of its members."""
    if ours is None:
        yield Finding(name, False, False, False)
    else:
        wanted, offered = theirs.get("parameters"), ours.get("parameters")
        yield Finding(name, True, accepts(offered, wanted), offered == wanted)
    for member, described in theirs.get("members", {}).items():
        yield from compare(f"{name}.{member}", described, (ours or {}).get("members", {}).get(member))


def accepts(ours: list[list[Any]] | None, theirs: list[list[Any]] | None) -> bool:
    """Tells whether `ours` allows every call that `theirs` allows."""
    if theirs is None or ours is None:
        return True
    takes_any_name = any(kind == "**" for _, kind, _ in ours)
    takes_any_number = any(kind == "*" for _, kind, _ in ours)
    by_name = {name: (kind, default) for name, kind, default in ours}
    positions = [name for name, kind, _ in ours if kind in ("", "/")]
    for index, (name, kind, default) in enumerate(theirs):
        if kind in ("*", "**"):
            continue
        if name not in by_name:
            if not takes_any_name or (kind != "k" and not takes_any_number):
                return False
            continue
        if default and not by_name[name][1]:
            return False
        if kind == "" and not takes_any_number and (index >= len(positions) or positions[index] != name):
            return False
    known = {name for name, _, _ in theirs}
    theirs_is_open = any(kind in ("*", "**") for _, kind, _ in theirs)
    extra = [name for name, kind, default in ours if name not in known and kind not in ("*", "**") and not default]
    return not extra or theirs_is_open
