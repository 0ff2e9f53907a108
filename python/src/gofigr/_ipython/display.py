"""Shows output in IPython without publishing it."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from gofigr._ipython.shell import current_shell

if TYPE_CHECKING:
    from collections.abc import Iterator

_quiet = threading.local()


@contextmanager
def not_published() -> Iterator[None]:
    """Marks output of this thread inside the context as our own, so that it isn't published."""
    before = is_showing()
    _quiet.is_showing = True
    try:
        yield
    finally:
        _quiet.is_showing = before


def is_showing() -> bool:
    """Tells whether this thread is inside `not_published`."""
    return bool(getattr(_quiet, "is_showing", False))


def show_plainly(obj: object) -> None:
    """Shows an object as IPython would do without GoFigr."""
    if current_shell() is None:
        return
    from IPython.display import display  # noqa: PLC0415 -- only if it is loaded

    with not_published():
        display(obj)
