"""`gfconfig rotate`: replaces the API key of the file by a new one with the same rights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gofigr._client.client import GoFigr
from gofigr._settings.config import API_URL, read_config
from gofigr._settings.config_file import save_config
from gofigr._settings.register import API_KEY
from gofigr.gfconfig.questions import GiveUpError, say
from gofigr.gfconfig.sign_in import by_browser, sign_in
from gofigr.gfconfig.signals import uninterrupted

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

_LONGEST_GRACE = 168


def rotate(options: Namespace, path: Path) -> None:
    """Signs in, because a key can't rotate itself, and replaces the key. The file changes when the new key works."""
    if not 0 <= options.grace_hours <= _LONGEST_GRACE:
        raise GiveUpError(f"--grace-hours is from 0 to {_LONGEST_GRACE}.")
    saved = read_config(path) if path.is_file() else {}
    key, url = saved.get("api_key"), str(saved.get("url") or API_URL)
    if not key:
        raise GiveUpError(f"{path} holds no API key. Run gfconfig to create one.")
    current = GoFigr(api_key=key, url=url).current_api_key()
    browser = by_browser(options, url)
    wish: dict[str, Any] = {"name": current.name}
    if current.permission:
        wish["permission"] = current.permission
    if current.workspaces:
        wish["workspaces"] = current.workspaces
    if current.expiry:
        wish["expiry"] = current.expiry.isoformat()
    gf = sign_in(browser=browser, url=url, wish=wish)
    # Interrupted in between, the new key would be lost.
    with uninterrupted():
        rotated = gf.rotate_api_key(str(current.api_id), options.grace_hours)
        GoFigr(api_key=rotated.token, url=url)
        save_config(path, {**saved, "api_key": rotated.token})
    until = rotated.previous_expiry
    old = f"The old key works until {until:%Y-%m-%d %H:%M} UTC." if until else "The old key no longer works."
    say(f'{path} now holds the new key "{rotated.name}". {old}')
    if API_KEY.text():
        say(f"Note: {API_KEY.variable} is set and overrides the file.")
