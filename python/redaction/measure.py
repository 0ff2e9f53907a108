"""Measures redaction on its corpus: secrets that are masked, clean lines that stay unchanged, and the time.

    python redaction/measure.py

Prints the table of `docs/python-redaction.md`. Set `SHOW=1` to also print the lines that fail.
"""

from __future__ import annotations

import base64
import json
import os
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from gofigr._capture.redact import Redactor
from redaction_corpus import HALVES, Line, failures, lines

_MEGABYTE = 1_000_000


def main() -> None:
    """Prints a row for each half, and the time for a notebook of 6 MB."""
    print("| Half | Clean lines | Unchanged | Lines with secrets | Masked |\n| --- | --- | --- | --- | --- |")
    for half in HALVES:
        clean, secret = _groups(lines(half))
        bad_clean, bad_secret = failures(clean), failures(secret)
        print(f"| {half} | {len(clean)} | {_share(clean, bad_clean)} | {len(secret)} | {_share(secret, bad_secret)} |")
        if os.environ.get("SHOW"):
            for line in [*bad_clean, *bad_secret]:
                print(f"{line.topic}: {line.text!r} -> {Redactor().text(line.text)!r}")
    for name, text in _notebooks():
        started = time.process_time()
        Redactor().text(text)
        print(f"{name}: {len(text) / _MEGABYTE:.1f} MB in {time.process_time() - started:.2f} s")


def _groups(found: list[Line]) -> tuple[list[Line], list[Line]]:
    return [line for line in found if not line.secrets], [line for line in found if line.secrets]


def _share(all_lines: list[Line], bad: list[Line]) -> str:
    return f"{100 * (1 - len(bad) / len(all_lines)):.1f} %"


def _notebooks() -> list[tuple[str, str]]:
    """Returns a notebook with pictures, and code alone."""
    dice = random.Random(6)  # noqa: S311 -- it only makes text
    texts = [line.text for half in HALVES for line in lines(half)]
    cells: list[object] = []
    while len(cells) < 95:
        picture = base64.b64encode(dice.randbytes(45_000)).decode()
        cells.append({"source": dice.choices(texts, k=12), "outputs": [{"data": {"image/png": picture}}]})
    code = "\n".join(f"ax.plot(x{number}, y{number}, label='sample {number}')" for number in range(136_000))
    return [("a notebook with pictures", json.dumps(cells, indent=1)), ("code without secrets", code)]


if __name__ == "__main__":
    main()
