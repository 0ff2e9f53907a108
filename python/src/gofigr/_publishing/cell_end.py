"""Ends a cell with the final state of its figures if a program runs the notebook, which saves what the cell shows."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from gofigr._ipython.extension import current_extension
from gofigr._outbox import Job, State

if TYPE_CHECKING:
    from collections.abc import Callable

#: Longest time in seconds that a cell waits for a figure, if a program runs the notebook.
CELL_LIMIT = 120.0


def finish_with_cell(job: Job, show: Callable[[], None]) -> None:
    """Lets the cell end with the final state of the figure if a program runs the notebook, which then saves it."""

    def finish() -> None:
        deadline = time.monotonic() + CELL_LIMIT
        while job.state is State.SENDING and not job.is_withdrawn and time.monotonic() < deadline:
            job.done.wait(0.05)
        if not job.is_withdrawn:
            # In the thread of the cell: such programs ignore the output of others.
            show()

    if (extension := current_extension()) is not None:
        extension.at_cell_end.append(finish)
