"""The user, and the user's API keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gofigr.models import gf_ApiKey
from gofigr.models.users import UserInfo

if TYPE_CHECKING:
    from datetime import datetime

    from gofigr.http import Response
    from gofigr.models import gf_Workspace
    from gofigr.models.client import Client


class Account:
    """The account that a client signs in to."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @property
    def _api_key(self) -> type[gf_ApiKey]:
        return self._client.bound(gf_ApiKey)

    def user_info(self, username: str | None) -> UserInfo:
        """Returns a user, by default the signed-in one."""
        if username is None:
            return UserInfo.from_json(self._client.get("user").json()[0])
        return UserInfo.from_json(self._client.get(f"user/{username}").json())

    def update_user_info(self, user_info: UserInfo, username: str | None) -> UserInfo:
        """Changes names, avatar and profile."""
        response = self._client.put(f"user/{username or user_info.username}/", json=user_info.to_json())
        return UserInfo.from_json(response.json())

    def reserve_short_id_prefix(self) -> str:
        """Reserves a prefix for short IDs."""
        return str(self._client.post("short_id_prefix/reserve/", json={}).json()["prefix"])

    def create_api_key(
        self, name: str, expiry: datetime | None, workspace: gf_Workspace | None, **rights: Any
    ) -> gf_ApiKey:
        """Creates an API key."""
        return self._api_key(name=name, expiry=expiry, workspace=workspace, **rights).create()

    def current_api_key(self) -> gf_ApiKey:
        """Returns the key that the client uses."""
        return self._api_key.from_json(self._client.get("api_key/current/").json())

    def revoke_current_api_key(self) -> Response:
        """Revokes the key that the client uses. This can't be undone."""
        return self._client.delete("api_key/current/")

    def list_api_keys(self) -> list[gf_ApiKey]:
        """Lists the API keys without their tokens."""
        return self._api_key.list()

    def get_api_key(self, api_id: str) -> gf_ApiKey:
        """Returns an API key without its token."""
        return self._api_key(api_id=api_id).fetch()

    def revoke_api_key(self, api_id: str | gf_ApiKey) -> Response:
        """Revokes an API key. This can't be undone."""
        return self._api_key(api_id=api_id).delete(delete=True)
