"""Lets code read what it has just published, though that is sent in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

#: Paths of what may hold a figure that is on its way.
_MAY_HOLD_IT = ("revision/", "figure/", "analysis/", "workspace/", "data/")
_waits: list[Callable[[str], None]] = []


def before_reading(wait: Callable[[str], None]) -> None:
    """Calls this with a server's address before figures are read from it. The outbox does so once it is loaded."""
    _waits.append(wait)


def wait_for_own_figures(server: str, endpoint: str) -> None:
    """Waits until this process's figures for this server have arrived, unless the server doesn't take them now."""
    if endpoint.startswith(_MAY_HOLD_IT):
        for wait in _waits:
            wait(server)
