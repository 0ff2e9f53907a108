"""API keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from gofigr.models.base import ModelMixin, path_of
from gofigr.models.fields import Field, LinkedEntityField, Timestamp
from gofigr.models.tree import gf_Workspace

if TYPE_CHECKING:
    from datetime import datetime

    from typing_extensions import Self


class gf_ApiKey(ModelMixin):  # noqa: N801 -- the published name
    """An API key. `token` is the key itself. It is there only right after the key was created or rotated.

    `permission` is `full`, `read` or `publish`. `workspaces` are the IDs of the only workspaces that it reaches, and
    `addresses` the only addresses and networks that it works from. None means all.
    """

    endpoint = "api_key/"
    fields: ClassVar[list[Field | str]] = [
        *("api_id", "name", "token"),
        Timestamp("created"),
        Timestamp("last_used"),
        Timestamp("expiry"),
        LinkedEntityField("workspace", lambda gf: gf.bound(gf_Workspace)),
        *("permission", "workspaces", "addresses", "manages_people"),
        Timestamp("disabled", derived=True),
        Timestamp("previous_expiry", derived=True),
        Field("username", derived=True),
        Field("created_by", derived=True),
    ]

    name: str | None = None
    token: str | None = None
    created: datetime | None = None
    last_used: datetime | None = None
    expiry: datetime | None = None
    workspace: gf_Workspace | None = None
    permission: str | None = None
    workspaces: list[str] | None = None
    addresses: list[str] | None = None
    manages_people: bool | None = None
    disabled: datetime | None = None
    #: Until when the token before the last rotation is valid too.
    previous_expiry: datetime | None = None
    #: Username of the owner: a person, or a service account.
    username: str | None = None

    def fetch_and_preserve_token(self) -> Self:
        """Fetches the key like `fetch` but keeps the token, which the server doesn't send again."""
        token = self.token
        self.fetch()
        self.token = token
        return self

    def change(self, **changes: object) -> Self:
        """Changes the name, the expiry or the rights, and keeps the rest: `key.change(permission="read")`."""
        names = {field.name: field for field in self._all_fields()}
        body = {name: names[name].to_representation(value) for name, value in changes.items()}
        return self._update_properties(self.client.patch(path_of(self), json=body).json())

    def rotate(self, grace_hours: float | None = None) -> Self:
        """Gives the key a new `token`. The one before stays valid for the hours, at most 168."""
        hours = grace_hours
        if isinstance(hours, float) and hours.is_integer():
            # The server refuses a whole number written as 24.0.
            hours = int(hours)
        body = {} if hours is None else {"grace_hours": hours}
        return self._update_properties(self.client.post(path_of(self, "rotate/"), json=body).json())

    def disable(self) -> Self:
        """Makes the server refuse the key until it is enabled."""
        return self._update_properties(self.client.post(path_of(self, "disable/"), json={}).json())

    def enable(self) -> Self:
        """Makes the server accept a disabled key again."""
        return self._update_properties(self.client.post(path_of(self, "enable/"), json={}).json())

    def log(self) -> dict[str, Any]:
        """Returns the audit entries of the key, and what it published."""
        log: dict[str, Any] = self.client.get(path_of(self, "log/")).json()
        return log
