"""Invitations to workspaces and organizations."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from gofigr.models.base import ModelMixin
from gofigr.models.fields import Field, Timestamp

if TYPE_CHECKING:
    from datetime import datetime

    from typing_extensions import Self

    from gofigr.http import Response

INVITATION_FIELDS: list[Field | str] = [
    *("api_id", "email", "initiator", "token", "status"),
    Timestamp("created"),
    Timestamp("expiry"),
    "membership_type",
]


class InvitationMixin(ModelMixin):
    """An invitation. Its `token`, which is there only right after its creation, allows anyone to accept it."""

    fields: ClassVar[list[Field | str]] = INVITATION_FIELDS

    email: str | None = None
    initiator: str | None = None
    token: str | None = None
    status: str | None = None
    created: datetime | None = None
    expiry: datetime | None = None
    membership_type: str | None = None

    def _require_token(self) -> str:
        if self.token is None:
            raise ValueError("This action requires a valid token")
        return self.token

    def _own_path(self) -> str:
        """Returns the path with the token if there is one. Else returns that with the ID, for admins."""
        if self.token is None and self.api_id is None:
            raise RuntimeError("API ID is None")
        return f"{self.endpoint}{self.token or self.api_id}"

    def fetch(self) -> Self:
        """Reads this invitation by its token or ID."""
        return self._update_properties(self.client.get(self._own_path()).json())

    def accept(self) -> Response:
        """Accepts this invitation. It works once."""
        return self.client.post(f"{self.endpoint}{self._require_token()}/accept", json={})

    def delete(self, **kwargs: object) -> Response:  # noqa: ARG002 -- `delete=True` is allowed, not needed
        """Withdraws this invitation."""
        return self.client.delete(self._own_path())
