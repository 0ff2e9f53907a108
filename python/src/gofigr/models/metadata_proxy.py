"""The metadata proxy: passes the notebook's name from the page in the browser to the kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from gofigr.models.base import ModelMixin
from gofigr.models.fields import Field, JSONField, Timestamp

if TYPE_CHECKING:
    from datetime import datetime

    from typing_extensions import Self

    from gofigr.http import Response


class gf_MetadataProxy(ModelMixin):  # noqa: N801 -- the published name
    """Metadata that anyone with the token may set, for a minute unless a later `expiry` is given."""

    endpoint = "metadata/"
    fields: ClassVar[list[Field | str]] = [
        *("api_id", "initiator", "token"),
        Timestamp("created"),
        Timestamp("updated"),
        Timestamp("expiry"),
        JSONField("metadata"),
    ]

    initiator: str | None = None
    token: str | None = None
    created: datetime | None = None
    updated: datetime | None = None
    expiry: datetime | None = None
    metadata: dict[str, Any] | None = None

    def _own_path(self) -> str:
        if self.token is None:
            raise ValueError("This action requires a valid token")
        return f"{self.endpoint}{self.token}"

    def fetch(self) -> Self:
        """Reads the metadata."""
        return self._update_properties(self.client.get(self._own_path()).json())

    def update_metadata(self, metadata: dict[str, Any]) -> Self:
        """Sets the metadata."""
        answer = self.client.post(self._own_path(), json={"metadata": metadata}).json()
        # Only the initiator gets an answer.
        return self if answer is None else self._update_properties(answer)

    def save(self, create: bool = False, patch: bool = False, silent: bool = False) -> Self:  # noqa: ARG002
        """Sends `metadata` to the proxy."""
        if self.token is None and create:
            return self.create()
        return self.update_metadata(self.metadata or {})

    def delete(self, **kwargs: object) -> Response:  # noqa: ARG002 -- `delete=True` is allowed, not needed
        """Deletes the proxy."""
        return self.client.delete(self._own_path())
