"""Address and credentials: from arguments, then `GF_*` variables, then the `.gofigr` file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gofigr._settings.config import API_URL, find_config, read_config
from gofigr._settings.register import API_KEY, PASSWORD, URL, USERNAME, WORKSPACE, WORKSPACE_ID

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass
class Connection:
    """Address and credentials of a client."""

    url: str
    username: str | None
    password: str | None
    api_key: str | None
    workspace_id: str | None

    def __repr__(self) -> str:
        # The generated `__repr__` would show the secrets.
        return f"Connection(url={self.url!r}, username={self.username!r}, workspace_id={self.workspace_id!r})"


def resolve_connection(
    username: str | None,
    password: str | None,
    api_key: str | None,
    url: str | None,
    workspace_id: str | None,
) -> Connection:
    """Fills in the arguments that are None.

    A given password is preferred to a key from a variable or file, and a password in a variable to a key in the file.
    """
    settings = read_config(find_config())
    layers: list[Mapping[str, Any]] = [
        {"username": username, "password": password, "api_key": api_key, "url": url, "workspace_id": workspace_id},
        {setting.name: setting.text() for setting in _SETTINGS},
        settings,
    ]

    def first(*names: str) -> str | None:
        # gofigR writes empty texts for missing values.
        found = (str(layer[name]) for layer in layers for name in names if layer.get(name))
        return next((text for text in found if text.strip()), None)

    signed_in = next((layer for layer in layers if layer.get("api_key") or layer.get("username")), {})
    return Connection(
        url=first("url") or API_URL,
        username=first("username"),
        password=first("password"),
        api_key=signed_in.get("api_key"),
        # The file and `configure()` name it `workspace`.
        workspace_id=first("workspace_id", "workspace"),
    )


_SETTINGS = (USERNAME, PASSWORD, API_KEY, URL, WORKSPACE_ID, WORKSPACE)
