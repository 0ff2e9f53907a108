"""The end of Python: figures are sent or prepared for a later session, and the user is told what stayed behind."""

from __future__ import annotations

import atexit
import logging
import os
import sys
import time
from typing import TYPE_CHECKING

from gofigr._ipython.shell import is_kernel
from gofigr._settings.register import FLUSH_SECONDS, STRICT

if TYPE_CHECKING:
    from gofigr._outbox.job import Job
    from gofigr._outbox.outbox import Outbox
    from gofigr._settings.register import Setting

_log = logging.getLogger(__name__)


class Ending:
    """Ends an outbox when Python exits."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    def __call__(self) -> None:
        """Sends figures as long as some arrive. The others stay on disk, complete, for the next session."""
        left = self.finish(progress=True)
        if (left or self._outbox.refused) and self._read(STRICT) and not is_kernel():
            self._fail()

    def finish(self, *, progress: bool) -> list[Job]:
        """Sends figures as long as some arrive, and tells which stay behind. Returns these."""
        left: list[Job] = []
        if self._outbox.waiting():
            left = self._finish(progress=progress)
            self._tell(left)
        return left

    def _finish(self, *, progress: bool) -> list[Job]:
        seconds = self._read(FLUSH_SECONDS)
        deadline = float("inf") if seconds is None else time.monotonic() + float(seconds)
        try:
            if not self._outbox.flush(seconds, progress=progress, give_up=True):
                self._outbox.prepare_waiting(deadline, progress=progress)
        except KeyboardInterrupt:
            _log.debug("interrupted")
        return self._outbox.waiting()

    def _tell(self, left: list[Job]) -> None:
        lost = [job for job in left if job.spooled is None]
        reasons = list(dict.fromkeys(job.reason for job in left if job.reason))
        why = f" ({reasons[0]})" if reasons else ""
        if kept := len(left) - len(lost):
            self._outbox.warn(
                f"GoFigr: {_figures(kept)} couldn't be sent yet{why}. Kept in {self._outbox.spool.folder}; the next "
                "session sends them, or: python -m gofigr outbox send"
            )
        if lost:
            self._outbox.warn(f"GoFigr: {_figures(len(lost))} could be neither sent nor stored on disk{why}.")

    def _read(self, setting: Setting) -> float | bool | None:
        if not (setting.text() or "").strip():
            return None
        try:
            value: float | bool | None = setting.value()
        except ValueError as error:
            self._outbox.warn(f"GoFigr: {setting.variable} is ignored: {error}")
            return None
        return value

    def _fail(self) -> None:
        """Ends Python with exit code 1, after the work that others have registered for the end."""
        atexit.unregister(self)
        atexit._run_exitfuncs()  # noqa: SLF001 -- only `os._exit` sets the code now, and it would skip them
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (AttributeError, OSError, ValueError):
                continue
        os._exit(1)


def _figures(count: int) -> str:
    return "1 figure" if count == 1 else f"{count} figures"
