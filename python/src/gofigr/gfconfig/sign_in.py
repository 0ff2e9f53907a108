"""Signs in by password or with a browser."""

from __future__ import annotations

import getpass
import re
import socket
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from gofigr.gfconfig.questions import GiveUpError, assert_nonempty, read_input, say

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from gofigr._client.client import GoFigr

ATTEMPTS = 3


def by_browser(options: Namespace, url: str) -> bool:
    """Asks the server how to sign in, and returns whether with a browser."""
    from gofigr._client.client import GoFigr  # noqa: PLC0415 -- `gfconfig --help` starts faster without it
    from gofigr.gfconfig.browser import has_browser  # noqa: PLC0415

    is_offered = GoFigr(url=url, anonymous=True).heartbeat(throw_exception=False)
    offers = bool(is_offered.ok and is_offered.json().get("device_login"))
    if options.browser and not offers:
        raise GiveUpError("This server signs in by password only. Leave out --browser.")
    return offers and not options.password and (bool(options.browser) or has_browser())


def sign_in(*, browser: bool, url: str, wish: Mapping[str, Any]) -> GoFigr:
    """Returns a client that may make a key."""
    if not browser:
        return log_in(url)
    from gofigr.gfconfig.browser import sign_in_by_browser  # noqa: PLC0415 -- only if it is wanted

    return sign_in_by_browser(url, wish)


def log_in(url: str) -> GoFigr:
    """Asks for username and password."""
    from gofigr._client.client import GoFigr  # noqa: PLC0415 -- `gfconfig --help` starts faster without it

    for _ in range(ATTEMPTS):
        username = read_input("Username: ", assert_nonempty)
        password = read_input("Password: ", assert_nonempty, password=True)
        say("Verifying connection...")
        gf = GoFigr(username=username, password=password, url=url, authenticate=False)
        if gf.http.login():
            say("  => Authenticated successfully")
            return gf
        say("  => Authentication failed. Please check username and password.")
    raise GiveUpError(f"{ATTEMPTS} attempts failed. Nothing was saved.")


def wish_of(options: Namespace) -> dict[str, Any]:
    """Returns the key that the options describe. Its usual name is the user's and the machine's."""
    wish: dict[str, Any] = {"name": options.key_name or f"{_user()}@{socket.gethostname()}"}
    if options.permission:
        wish["permission"] = options.permission
    if options.key_workspaces:
        wish["workspaces"] = [one.strip().lower() for one in options.key_workspaces.split(",")]
    if options.expiry:
        wish["expiry"] = time_of(options.expiry).isoformat()
    return wish


def time_of(text: str) -> datetime:
    """Reads `90d`, `2027-01-31` or a time with an offset. Raises `GiveUpError` for other texts."""
    days = re.fullmatch(r"(\d{1,5})d", text)
    if days:
        return datetime.now(timezone.utc) + timedelta(days=int(days[1]))
    try:
        time = datetime.fromisoformat(re.sub("Z$", "+00:00", text))
    except ValueError:
        raise GiveUpError(f"{text!r} is no time. Give a date or a number of days: 2027-01-31 or 90d.") from None
    return time if time.tzinfo else time.replace(tzinfo=timezone.utc)


def host_of(url: str) -> str:
    """Returns the host and port of an address."""
    return urlsplit(url).netloc


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        # A container may run under a user ID without a name.
        return "user"
