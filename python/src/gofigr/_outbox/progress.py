"""Shows the number of unsent figures while the user waits for them."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Seconds of waiting before the line is shown.
_QUIET = 0.3
#: Seconds between lines where they can't replace each other.
_BETWEEN_LINES = 10.0


@contextmanager
def show_progress(doing: str, total: int, *, enabled: bool) -> Iterator[Callable[[int], None]]:
    """Yields a function that takes the number of remaining figures."""
    started = time.monotonic()
    stream = sys.stderr
    shown: list[int] = []
    times: list[float] = []
    is_terminal = stream is not None and stream.isatty()

    def show(left: int) -> None:
        if not enabled or stream is None or time.monotonic() - started < _QUIET or shown[-1:] == [left]:
            return
        if not is_terminal and times and time.monotonic() - times[-1] < _BETWEEN_LINES:
            return
        shown.append(left)
        times.append(time.monotonic())
        text = f"GoFigr: {doing}, {total - left} of {total} done"
        stream.write(f"\r{text}" if is_terminal else f"{text} …\n")
        stream.flush()

    try:
        yield show
    finally:
        if shown and is_terminal:
            stream.write("\r\033[K")
            stream.flush()
