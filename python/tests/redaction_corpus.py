"""Lines such as notebooks have, clean ones and ones with secrets.

A secret stands between « and ». `%hex32%` stands for 32 random digits, so that no file here looks as if it held a real
key. `⏎` is a new line.
"""

from __future__ import annotations

import random
import re
import string
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import UUID

from gofigr._capture.redact import Redactor

FOLDER = Path(__file__).parent / "redaction"
HALVES = ("tuning", "held-out")

_ALPHABETS = {
    "hex": "0123456789abcdef",
    "HEX": "0123456789ABCDEF",
    "alnum": string.ascii_letters + string.digits,
    "letters": string.ascii_letters,
    "lower": string.ascii_lowercase,
    "upper": string.ascii_uppercase + string.digits,
    "digits": string.digits,
    "base32": "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
    "b64": string.ascii_letters + string.digits + "+/",
    "url": string.ascii_letters + string.digits + "-_",
}
_RANDOM = re.compile(rf"%(?P<name>base32|b64|{'|'.join(_ALPHABETS)})(?P<size>\d+)%|%uuid%")
_SECRET = re.compile("«(.+?)»", re.DOTALL)


@dataclass(frozen=True)
class Line:
    """A text and the secrets in it."""

    text: str
    secrets: tuple[str, ...]
    topic: str


def lines(half: str) -> list[Line]:
    """Returns the lines of a half of the corpus."""
    found, topic = [], ""
    for number, raw in enumerate((FOLDER / f"{half}.txt").read_text(encoding="utf-8").splitlines()):
        if raw.startswith("=== "):
            topic = raw[4:]
            continue
        # The same line always gets the same digits.
        dice = random.Random(f"{half} {number}")
        marked = _RANDOM.sub(partial(_digits, dice=dice), raw).replace("⏎", "\n")
        found.append(Line(_SECRET.sub(r"\1", marked), tuple(_SECRET.findall(marked)), topic))
    return found


def _digits(match: re.Match[str], dice: random.Random) -> str:
    if match["name"] is None:
        return str(UUID(int=dice.getrandbits(128), version=4))
    return "".join(dice.choices(_ALPHABETS[match["name"]], k=int(match["size"])))


def failures(found: list[Line]) -> list[Line]:
    """Returns the clean lines that are changed, and those with a secret that is still there."""
    bad = []
    for line in found:
        clean = Redactor().text(line.text)
        if any(secret in clean for secret in line.secrets) or (not line.secrets and clean != line.text):
            bad.append(line)
    return bad
