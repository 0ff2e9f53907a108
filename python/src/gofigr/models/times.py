"""Parses and formats times of the wire."""

import re
from datetime import datetime, timezone
from typing import overload

_FRACTION = re.compile(r"\.(\d+)")


@overload
def parse_time(text: None) -> None: ...
@overload
def parse_time(text: str | datetime) -> datetime: ...
def parse_time(text: str | datetime | None) -> datetime | None:
    """Parses a time with its offset; without one it is UTC. Python 3.10 itself reads neither `Z` nor 3 digits."""
    if text is None:
        return None
    if isinstance(text, datetime):
        moment = text
    else:
        digits = _FRACTION.sub(lambda match: f".{match[1][:6]:<06}".replace(" ", "0"), text.strip(), count=1)
        moment = datetime.fromisoformat(digits.replace("Z", "+00:00").replace("z", "+00:00"))
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


def format_time(moment: datetime) -> str:
    """Formats a time to send it. Without an offset, it is this computer's time."""
    return str(moment if moment.tzinfo else moment.astimezone(timezone.utc))
