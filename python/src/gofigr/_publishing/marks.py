"""What is known about figures that live in this process: published, suppressed, and how they looked then."""

from __future__ import annotations

import hashlib
import os
import weakref
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from gofigr._publishing.showing import picture_options

if TYPE_CHECKING:
    from gofigr._publishing.drawing import Drawing
    from gofigr.backends import GoFigrBackend

_T = TypeVar("_T")


@dataclass
class Mark:
    """What was done with a figure."""

    is_suppressed: bool = False
    #: A hash of what the figure looked like when it was published.
    published: str | None = None
    #: The picture that was shown then.
    picture: bytes | None = None
    #: Where it was published: the number of the cell's execution.
    execution: int | None = None


class Marks:
    """Marks by figure. Figures needn't be hashable, aren't changed, and are kept alive by nothing here."""

    def __init__(self) -> None:
        self._marks: dict[int, tuple[weakref.ref[object], Mark]] = {}

    def of(self, fig: object) -> Mark:
        """The mark of a figure, made when it has none."""
        key = id(fig)
        entry = self._marks.get(key)
        if entry is not None and entry[0]() is fig:
            return entry[1]
        mark = Mark()
        self._marks[key] = (weakref.ref(fig, lambda gone: self._drop(key, gone)), mark)
        return mark

    def _drop(self, key: int, gone: weakref.ref[object]) -> None:
        entry = self._marks.get(key)
        if entry is not None and entry[0] is gone:
            del self._marks[key]


marks = Marks()


def suppress(fig: _T) -> _T:
    """Keeps a figure from being published when it is shown; `publish` still does it. Gives the figure."""
    marks.of(fig).is_suppressed = True
    return fig


def is_suppressed(fig: object) -> bool:
    """Whether `suppress` was called with this figure."""
    return marks.of(fig).is_suppressed


def is_published(fig: object) -> bool:
    """Whether this figure was published in this process."""
    return marks.of(fig).published is not None


def look_of_figure(fig: object, backend: GoFigrBackend) -> str:
    """A hash of what the figure looks like now."""
    if backend.is_static(fig):
        look = backend.figure_to_bytes(fig, "png", picture_options(backend))
    else:
        look = backend.pickle(fig)
    return hashlib.blake2b(look, digest_size=16).hexdigest()


def look_of_drawing(drawing: Drawing) -> str:
    """A hash of what the figure looked like when it was drawn."""
    look = drawing.plain() or drawing.copy or os.urandom(16)
    return hashlib.blake2b(look, digest_size=16).hexdigest()
