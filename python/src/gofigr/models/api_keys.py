"""API keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from gofigr.models.base import ModelMixin
from gofigr.models.fields import Field, LinkedEntityField, Timestamp
from gofigr.models.tree import gf_Workspace

if TYPE_CHECKING:
    from datetime import datetime

    from typing_extensions import Self


class gf_ApiKey(ModelMixin):  # noqa: N801 -- the published name
    """An API key. `token` is the key itself. It is there only right after the key was created."""

    endpoint = "api_key/"
    fields: ClassVar[list[Field | str]] = [
        *("api_id", "name", "token"),
        Timestamp("created"),
        Timestamp("last_used"),
        Timestamp("expiry"),
        LinkedEntityField("workspace", lambda gf: gf.bound(gf_Workspace)),
    ]

    name: str | None = None
    token: str | None = None
    created: datetime | None = None
    last_used: datetime | None = None
    expiry: datetime | None = None
    workspace: gf_Workspace | None = None

    def fetch_and_preserve_token(self) -> Self:
        """Fetches the key like `fetch` but keeps the token, which the server doesn't send again."""
        token = self.token
        self.fetch()
        self.token = token
        return self
