"""Measures the time that parts of a publish take."""

from __future__ import annotations

import logging
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

ENABLED = False
LEVEL = logging.DEBUG

_logger = logging.getLogger(__name__)


class MeasureExecution:
    """Measures the time inside the context as `duration`, in seconds. Logs it if `ENABLED`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.duration: float | None = None
        self._started = 0.0

    def __enter__(self) -> Self:
        self._started = perf_counter()
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc_val: BaseException | None, exc_tb: TracebackType | None
    ) -> None:
        self.duration = perf_counter() - self._started
        if ENABLED:
            _logger.log(LEVEL, "%s took %.2f s", self.name, self.duration)
