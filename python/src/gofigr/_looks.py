"""What a figure looks like, to tell whether it has changed since it was published."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, Any

from gofigr._showing import picture_options

if TYPE_CHECKING:
    from gofigr._drawing import Drawing
    from gofigr.backends import GoFigrBackend


def look_of_figure(fig: Any, backend: GoFigrBackend) -> str:
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
