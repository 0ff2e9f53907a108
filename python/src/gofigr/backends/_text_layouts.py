"""Remembers the layouts of texts while a figure of matplotlib is saved. Matplotlib computes each of them several times."""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: The method of matplotlib's `Text` that computes a layout. It isn't public, and older versions have it too.
_METHOD = "_get_layout"
#: Attributes on which a layout doesn't depend, if the text is neither wrapped nor rotated with its axes.
_INCIDENTAL = frozenset({"_x", "_y", "_renderer", "_stale", "_bbox_patch", "_transform", "_transformSet"})
#: Values that are compared. Others are the same only if they are the same object.
_PLAIN = (str, int, float, type(None))


class _Remembered(threading.local):
    #: Texts by their `id`, with all that their layouts depend on. None while this thread doesn't save for us.
    layouts: dict[int, tuple[Any, list[Any], Any]] | None = None


_remembered = _Remembered()
_lock = threading.Lock()
_savers = 0


@contextmanager
def remembered() -> Iterator[None]:
    """Remembers layouts until the end of the block, in this thread."""
    text = getattr(sys.modules.get("matplotlib.text"), "Text", None)
    if _remembered.layouts is not None or not callable(getattr(text, _METHOD, None)):
        yield
        return
    _remembered.layouts = {}
    _enter(text)
    try:
        yield
    finally:
        _leave(text)
        _remembered.layouts = None


def _enter(text: Any) -> None:
    global _savers  # noqa: PLW0603 -- the class is shared by all threads
    with _lock:
        _savers += 1
        current = getattr(text, _METHOD)
        if not hasattr(current, "is_of_gofigr"):
            setattr(text, _METHOD, _remembering(current))


def _leave(text: Any) -> None:
    global _savers  # noqa: PLW0603 -- as above
    with _lock:
        _savers -= 1
        # Another program may have replaced it meanwhile.
        current = getattr(text, _METHOD)
        if _savers == 0 and hasattr(current, "is_of_gofigr"):
            setattr(text, _METHOD, current.__wrapped__)


def _remembering(compute: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def get_layout(self: Any, renderer: Any) -> Any:
        layouts = _remembered.layouts
        if layouts is None or self._wrap or self._transform_rotates_text or not _is_usual(type(self)):
            return compute(self, renderer)
        state = _state(self, renderer)
        known = layouts.get(id(self))
        if known is not None and _is_same(known[1], state):
            return known[2]
        found = compute(self, renderer)
        # Holds the text, so that no other one gets its `id`.
        layouts[id(self)] = (self, state, found)
        return found

    get_layout.__wrapped__ = compute  # type: ignore[attr-defined]  # functions take any attribute
    get_layout.is_of_gofigr = True  # type: ignore[attr-defined]  # as above
    return get_layout


def _is_usual(kind: type) -> bool:
    """Tells whether it is a class of matplotlib. Those of users may compute properties."""
    return kind.__module__.partition(".")[0] == "matplotlib"


def _state(text: Any, renderer: Any) -> list[Any]:
    """Returns all that a layout depends on, as well as what it may depend on in other versions of matplotlib."""
    own = [value for name, value in vars(text).items() if name not in _INCIDENTAL]
    # A renderer for pixels in vector graphics changes the one that it uses.
    used = getattr(renderer, "_renderer", None)
    return [renderer, used, text.get_figure().dpi, hash(text.get_fontproperties()), *own]


def _is_same(old: list[Any], new: list[Any]) -> bool:
    return len(old) == len(new) and all(
        one is two or (isinstance(one, _PLAIN) and type(one) is type(two) and one == two)
        for one, two in zip(old, new, strict=True)
    )
