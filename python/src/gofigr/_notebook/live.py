"""Figures of a running cell. A live plot, which shows one state after the other, is published in its last state."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from gofigr._outbox import default_outbox

if TYPE_CHECKING:
    from gofigr._publishing.showing import Showing

#: Seconds after which a figure of a long cell is sent, unless the cell shows a live plot.
HOLD_LIMIT = 60.0


class CellFigures:
    """Figures that the running cell has published. They are sent when it ends, unless later states replace them."""

    def __init__(self) -> None:
        self._is_running = False
        self._is_live = False
        self._shown: list[Showing] = []
        #: Figures whose output was cleared. The next figure replaces them.
        self._cleared: list[Showing] = []
        #: Figures that code can update, by the ID of their display.
        self._by_display: dict[str, Showing] = {}
        self._timer: threading.Timer | None = None

    def begin(self) -> None:
        """Begins a cell."""
        self.end()
        self._is_running = True

    def end(self) -> None:
        """Ends the cell: its figures are sent."""
        self._is_running = self._is_live = False
        self._shown, self._cleared = [], []
        self._stop_timer()
        default_outbox().release()

    def clear(self) -> None:
        """Notes that the output of the cell was cleared, or will be when the next figure is shown."""
        self._is_live = True
        self._cleared += self._shown
        self._shown = []
        self._stop_timer()

    def add(self, showing: Showing, *, is_update: bool) -> Showing | None:
        """Adds a figure that is shown now. Returns the one whose output it replaces."""
        before = self._by_display.get(showing.display_id or "") if is_update else None
        gone, self._cleared = self._cleared, []
        if before is not None:
            self._is_live = True
            gone.append(before)
        for one in gone:
            if one.job is not None:
                default_outbox().withdraw(one.job)
        self._shown = [one for one in self._shown if one is not before] + [showing]
        # Others would stay in memory, with their figures.
        if showing.display_id is not None and showing.is_updatable:
            self._by_display[showing.display_id] = showing
        if not self._is_running:
            default_outbox().release()
        elif not self._is_live and self._timer is None:
            self._timer = threading.Timer(HOLD_LIMIT, self._release)
            self._timer.daemon = True
            self._timer.start()
        return before

    def _release(self) -> None:
        self._timer = None
        if not self._is_live:
            default_outbox().release()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
