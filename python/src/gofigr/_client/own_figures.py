"""Lets code read the figures that it has just published, although they are sent in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

#: Paths of objects that may hold a figure that is being sent.
_MAY_HOLD_IT = ("revision/", "figure/", "analysis/", "workspace/", "data/")
_waits: list[Callable[[str], None]] = []


def before_reading(wait: Callable[[str], None]) -> None:
    """Sets a function to call with a server's address before reading from it. The outbox sets it when it is loaded."""
    _waits.append(wait)


def wait_for_own_figures(server: str, endpoint: str) -> None:
    """Waits until the server has this process's figures, unless it doesn't accept them now."""
    if endpoint.startswith(_MAY_HOLD_IT):
        for wait in _waits:
            wait(server)
