"""Records about figures of this process: whether published or suppressed, and their appearance then."""

from __future__ import annotations

import hashlib
import os
import weakref
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from gofigr._publishing.output import Output, picture_options

if TYPE_CHECKING:
    from gofigr._publishing.drawing import Drawing
    from gofigr.backends import GoFigrBackend

_T = TypeVar("_T")


@dataclass
class Mark:
    """Record about a figure."""

    is_suppressed: bool = False
    #: Hash of the figure's appearance when it was published.
    published: str | None = None
    #: The output shown then. None if it is no picture.
    shown: Output | None = None
    #: Execution count of the cell in which `publish` was called with it.
    published_by_hand: int | None = None


class Marks:
    """Marks by figure. Figures need not be hashable, aren't changed and aren't kept alive."""

    def __init__(self) -> None:
        self._marks: dict[int, tuple[weakref.ref[object], Mark]] = {}

    def of(self, fig: object) -> Mark:
        """Returns the mark of a figure and creates it if needed."""
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
    """Keeps a figure from being published when it is shown. `publish` still publishes it. Returns the figure."""
    marks.of(fig).is_suppressed = True
    return fig


def is_suppressed(fig: object) -> bool:
    """Tells whether `suppress` was called with this figure."""
    return marks.of(fig).is_suppressed


def is_published(fig: object) -> bool:
    """Tells whether this figure was published in this process."""
    return marks.of(fig).published is not None


def look_of_figure(fig: object, backend: GoFigrBackend, output: Output | None = None) -> str:
    """Returns a hash of the figure's current appearance, which an output may show."""
    drawn = {} if output is None else output.pictures()
    if backend.is_static(fig) and "png" in drawn:
        look = drawn["png"]
    elif backend.is_static(fig):
        look = backend.figure_to_bytes(fig, "png", picture_options(backend))
    else:
        look = backend.pickle(fig)
    return hashlib.blake2b(look, digest_size=16).hexdigest()


def look_of_drawing(drawing: Drawing) -> str:
    """Returns a hash of the figure's appearance when it was drawn."""
    look = drawing.plain() or drawing.copy or os.urandom(16)
    return hashlib.blake2b(look, digest_size=16).hexdigest()
