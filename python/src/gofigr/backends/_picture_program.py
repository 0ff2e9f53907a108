"""Runs beside the user's Python and draws figures of plotly, all with one browser.

It reads requests from its standard input and answers on its standard output: a line of JSON, then bytes. A program of
its own can start and use a browser while the user's Python ends, when Python starts no more threads.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import Any, BinaryIO

from gofigr.backends import first_line

#: Seconds for one picture, the first of which starts the browser. The machine may be busy.
DRAW_LIMIT = 180.0
#: Defaults of plotly that kaleido takes only when its browser starts.
_BROWSER_OPTIONS = ("plotlyjs", "mathjax", "headers")


class _Answers:
    """Writes answers. Other output of libraries goes nowhere."""

    def __init__(self) -> None:
        self._stream: BinaryIO = os.fdopen(os.dup(1), "wb")
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        self._lock = threading.Lock()

    def write(self, header: dict[str, Any], data: bytes = b"") -> None:
        with self._lock:
            self._stream.write(json.dumps({**header, "size": len(data)}).encode() + b"\n" + data)
            self._stream.flush()

    def fail(self, reason: str) -> None:
        """Answers with a reason and ends the program, because the browser is of no use any more."""
        self.write({"problem": reason, "ends": True})
        os._exit(1)


def main() -> None:
    """Answers requests until the user's Python ends."""
    answers = _Answers()
    # The browser runs in a thread of kaleido. If that thread ends, kaleido would wait for it forever.
    threading.excepthook = lambda ended: answers.fail(first_line(ended.exc_value))
    drawer = _Drawer()
    for line in iter(sys.stdin.buffer.readline, b""):
        request = json.loads(line)
        figure = json.loads(sys.stdin.buffer.read(request["size"]))
        watch = threading.Timer(DRAW_LIMIT, answers.fail, [f"no picture within {DRAW_LIMIT:.0f} seconds"])
        watch.daemon = True
        watch.start()
        try:
            picture = drawer.draw(figure, request)
        except Exception as error:  # noqa: BLE001 -- as above
            answers.write({"problem": first_line(error)})
        else:
            answers.write({}, picture)
        finally:
            watch.cancel()


class _Drawer:
    """Draws with one browser, which starts again only with other options."""

    def __init__(self) -> None:
        self._options: dict[str, Any] | None = None

    def draw(self, figure: dict[str, Any], request: dict[str, Any]) -> bytes:
        import plotly.io as pio  # noqa: PLC0415 -- only in this program

        defaults = getattr(pio, "defaults", None)
        for name, value in request["defaults"].items():
            setattr(defaults, name, value)
        self._open_browser({name: request["defaults"].get(name) for name in _BROWSER_OPTIONS})
        # The figure was checked when it was made.
        return bytes(pio.to_image(figure, format=request["format"], validate=False, **request["params"]))

    def _open_browser(self, options: dict[str, Any]) -> None:
        import kaleido  # type: ignore[import-not-found, import-untyped, unused-ignore]  # noqa: PLC0415 -- as above

        # Kaleido before version 1 keeps one browser by itself.
        if options == self._options or not hasattr(kaleido, "start_sync_server"):
            return
        if self._options is not None:
            kaleido.stop_sync_server(silence_warnings=True)
        kaleido.start_sync_server(silence_warnings=True, **{name: one for name, one in options.items() if one})
        self._options = options
