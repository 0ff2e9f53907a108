"""Whose account a client uses, its API keys, and the server that keeps it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from gofigr.exceptions import ServerUnreachableError
from gofigr.log import LOGGER
from gofigr.users import UserInfo

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from gofigr import models
    from gofigr.http import Response
    from gofigr.short_id import ShortIds

#: How long it is remembered that a server didn't answer: who draws many figures asks often.
_REMEMBERED_SECONDS = 60.0


class Account:
    """The part of the client that is about the user and the server."""

    ApiKey: type[models.gf_ApiKey]
    short_ids: ShortIds
    _server_info: dict[str, Any] | None = None
    _server_info_again_at = 0.0
    _get: Callable[..., Response]
    _post: Callable[..., Response]
    _put: Callable[..., Response]

    def heartbeat(self, throw_exception: bool = True) -> Response:
        """Asks whether the server is there."""
        return self._get("info/", throw_exception)

    def server_info(self) -> dict[str, Any]:
        """What the server says about itself, asked for once; empty where it doesn't answer, as remembered for a minute."""
        if self._server_info is None and time.monotonic() >= self._server_info_again_at:
            self._server_info_again_at = time.monotonic() + _REMEMBERED_SECONDS
            try:
                response = self._get("info/", throw_exception=False, attempts=1, timeout=3.0)
                self._server_info = response.json() if response.ok else None
            except (ServerUnreachableError, ValueError):
                LOGGER.info("The server says nothing about itself.")
        return self._server_info or {}

    def user_info(self, username: str | None = None) -> UserInfo:
        """A user; whoever is signed in where no name is given."""
        if username is None:
            return UserInfo.from_json(self._get("user").json()[0])
        return UserInfo.from_json(self._get(f"user/{username}").json())

    def update_user_info(self, user_info: UserInfo, username: str | None = None) -> UserInfo:
        """Changes your names, picture and profile. Anybody else's are refused."""
        response = self._put(f"user/{username or user_info.username}/", json=user_info.to_json())
        return UserInfo.from_json(response.json())

    def reserve_short_id_prefix(self) -> str:
        """Reserves a prefix under which this client alone makes short IDs."""
        return str(self._post("short_id_prefix/reserve/", json={}).json()["prefix"])

    def make_short_id(self) -> str:
        """A short ID for a revision. The first one asks the server for a prefix; `short_ids.is_reserved` says if so."""
        return self.short_ids.next()

    def create_api_key(
        self, name: str, expiry: datetime | None = None, workspace: models.gf_Workspace | None = None
    ) -> models.gf_ApiKey:
        """Makes an API key, for one workspace if one is given. Its `token` is shown this once."""
        return self.ApiKey(name=name, expiry=expiry, workspace=workspace).create()

    def list_api_keys(self) -> list[models.gf_ApiKey]:
        """Your API keys, without their tokens."""
        return self.ApiKey.list()

    def get_api_key(self, api_id: str) -> models.gf_ApiKey:
        """One of your API keys, without its token."""
        return self.ApiKey(api_id=api_id).fetch()

    def revoke_api_key(self, api_id: str | models.gf_ApiKey) -> Response:
        """Ends an API key for good, given as such or by its ID."""
        return self.ApiKey(api_id=api_id).delete(delete=True)
