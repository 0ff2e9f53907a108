"""Draws figures of plotly by a program that runs beside this process, with one browser for all of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from importlib.util import find_spec
from typing import Any

_CODE = "import sys; sys.path[:] = sys.argv[1:]; from gofigr.backends._picture_program import main; main()"
_NO_KALEIDO = 'plotly needs kaleido for this format: pip install "kaleido>=1"'


class PictureProgram:
    """The program, which starts with the first picture and ends with this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        #: Reason why the program is of no use in this session.
        self._broken: str | None = None

    def draw(self, figure_json: str, fmt: str, params: dict[str, Any], defaults: dict[str, Any]) -> bytes:
        """Returns a picture of the figure. Raises `RuntimeError` with the reason if there is none."""
        figure = figure_json.encode()
        request = {"format": fmt, "params": params, "defaults": defaults, "size": len(figure)}
        with self._lock:
            if self._broken is not None:
                raise RuntimeError(self._broken)
            header, data = self._ask(json.dumps(request).encode() + b"\n" + figure)
        if "problem" in header:
            raise RuntimeError(header["problem"])
        return data

    def _ask(self, request: bytes) -> tuple[dict[str, Any], bytes]:
        process, is_new = self._started()
        try:
            assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018 -- for mypy: both are pipes
            process.stdin.write(request)
            process.stdin.flush()
            header = json.loads(process.stdout.readline())
            data = process.stdout.read(header["size"])
            if len(data) < header["size"]:
                raise ValueError("the answer was cut")  # noqa: TRY301 -- as an answer that is no JSON
        except (OSError, ValueError) as error:
            header, data = {"problem": f"the program that draws ended ({error})", "ends": True}, b""
        if header.get("ends"):
            self._end()
            # A browser that worked before may work again.
            self._broken = header["problem"] if is_new else None
        return header, data

    def _started(self) -> tuple[subprocess.Popen[bytes], bool]:
        if self._process is not None:
            return self._process, False
        if find_spec("kaleido") is None:
            self._broken = _NO_KALEIDO
            raise RuntimeError(_NO_KALEIDO)
        self._process = subprocess.Popen(  # noqa: S603 -- this Python, with its own path
            [sys.executable, "-I", "-c", _CODE, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=-1,
            # Ctrl-C is for the user's program.
            start_new_session=True,
        )
        return self._process, True

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            _close_pipes(process)

    def forget(self) -> None:
        """Leaves the program to the parent process, after a fork."""
        process, self._process = self._process, None
        self._lock = threading.Lock()
        if process is not None:
            _close_pipes(process)
            # Otherwise Python would warn that it still runs.
            process.returncode = 0


def _close_pipes(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:
                continue


#: The program of this process.
pictures = PictureProgram()

if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=pictures.forget)
