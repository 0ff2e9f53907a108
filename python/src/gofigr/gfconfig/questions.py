"""Questions on a terminal."""

from __future__ import annotations

import contextlib
import getpass
import json
import sys
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

_T = TypeVar("_T")


class GiveUpError(Exception):
    """Ends the dialogue. The message is for the user."""


def assert_nonempty(val: str | None) -> str:
    """Returns the text. Raises `ValueError` if it is empty."""
    if val is None or not val.strip():
        raise ValueError("Please enter a value")
    return val


def yes_no(val: str) -> bool:
    """Returns True for yes and False for no. Raises `ValueError` for other answers."""
    answer = val.strip().lower()
    if answer not in ("yes", "y", "no", "n"):
        raise ValueError("Please enter yes or no")
    return answer.startswith("y")


def integer_range(min_val: int, max_val: int) -> Callable[[str | int], int]:
    """Returns a validator for numbers from `min_val` to `max_val`."""

    def validate(val: str | int) -> int:
        number = int(val)
        if not min_val <= number <= max_val:
            raise ValueError(f"Please enter a number between {min_val} and {max_val}")
        return number

    return validate


def valid_json(val: str | None) -> Any:
    """Parses JSON; None for an empty text. Raises `ValueError` if it isn't JSON."""
    return None if val is None or not val.strip() else json.loads(val)


def pretty_format_name(name: str | None) -> str:
    """Returns the name, or N/A."""
    return name if name and name.strip() else "N/A"


def read_input(prompt: str, validator: Callable[[Any], _T], default: object = None, password: bool = False) -> _T:
    """Asks until the validator accepts the answer. `password` hides the typed text."""
    while True:
        text = (getpass.getpass(prompt) if password else input(prompt)).strip()
        try:
            return validator(text or default)
        except ValueError as error:
            say(f"  => {error}")


def say(text: str, stream: TextIO | None = None) -> None:
    """Shows a line. Shows nothing when the terminal has gone away."""
    with contextlib.suppress(OSError):
        print(text, file=stream or sys.stdout, flush=True)


def start_of(secret: str) -> str:
    """Returns the part of a secret that may be shown."""
    return f"{secret[:7]}…"
