"""A format of files."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Format:
    """A row of the table. `packages/contract/src/formats/format.ts` explains the fields."""

    name: str
    label: str
    kind: str
    endings: tuple[str, ...]
    aliases: tuple[str, ...]
    media: tuple[str, ...]
    drawable: str | None = None
    shown: str | None = None
    vector: bool = False
    base: str | None = None
    signature: str | None = None
    hint: str | None = None
    grammar: str | None = None
