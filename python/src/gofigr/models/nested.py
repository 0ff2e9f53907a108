"""Parts of answers that are no objects themselves: members, sharing, storage, the log."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from gofigr.models.base import path_of
from gofigr.models.times import format_time, parse_time

if TYPE_CHECKING:
    from datetime import datetime

    from typing_extensions import Self

    from gofigr.models.base import ModelMixin
    from gofigr.models.client import Client


class NestedMixin:
    """A part of an answer."""

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Makes a part from JSON."""
        raise NotImplementedError

    def to_json(self) -> dict[str, Any]:
        """Returns the JSON of this part."""
        raise NotImplementedError

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]  # parts are mutable


@dataclass(eq=False)
class LinkSharingStatus(NestedMixin):
    """Tells whether anyone with the link can view."""

    enabled: bool

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(data["enabled"])

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(eq=False)
class SharingUserData(NestedMixin):
    """A user with whom an object is shared."""

    username: str
    sharing_enabled: bool

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(data["username"], data["sharing_enabled"])

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(eq=False)
class MembershipInfo(NestedMixin):
    """A member of a workspace or an organization."""

    username: str
    membership_type: str

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(data["username"], data["membership_type"])

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(eq=False)
class FlexibleStorageInfo(NestedMixin):
    """Storage of bytes. That of a single datum has a `path`."""

    vendor: str
    params: dict[str, Any] | None
    path: str | None = None

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(data["vendor"], data.get("params"), data.get("path"))

    def to_json(self) -> dict[str, Any]:
        return {"vendor": self.vendor, "params": self.params}


_LOG_FIELDS = (
    *("username", "timestamp", "action", "target_id", "target_type", "target_name"),
    *("deleted_sentinel", "thumbnail", "deleted", "analysis_id", "analysis_name", "api_id"),
)


class LogItem(NestedMixin):
    """An entry of the log: a user's action on an object."""

    def __init__(
        self,
        username: str,
        timestamp: datetime,
        action: str,
        target_id: str,
        target_type: str,
        deleted_sentinel: str | None = None,
        deleted: bool = False,
        thumbnail: str | None = None,
        target_name: str | None = None,
        analysis_id: str | None = None,
        analysis_name: str | None = None,
        api_id: str | None = None,
        gf: Client | None = None,
        parent: ModelMixin | None = None,
    ) -> None:
        self.username = username
        self.timestamp = timestamp
        self.action = action
        self.target_id = target_id
        self.target_type = target_type
        self.deleted_sentinel = deleted_sentinel
        self.deleted = deleted
        self.thumbnail = thumbnail
        self.target_name = target_name
        self.analysis_id = analysis_id
        self.analysis_name = analysis_name
        self.api_id = api_id
        self.gf = gf
        self.parent = parent

    @classmethod
    def from_json(cls, data: dict[str, Any], gf: Client | None = None, parent: ModelMixin | None = None) -> Self:
        known = {name: data.get(name) for name in _LOG_FIELDS}
        return cls(**{**known, "timestamp": parse_time(data["timestamp"])}, gf=gf, parent=parent)

    def to_json(self) -> dict[str, Any]:
        return {**{name: getattr(self, name) for name in _LOG_FIELDS}, "timestamp": format_time(self.timestamp)}

    def fetch(self) -> Self:
        """Reads this item again."""
        if self.gf is None or self.parent is None or self.api_id is None:
            raise RuntimeError("API ID and parent have to be set")
        data = self.gf.get(path_of(self.parent, f"log/{self.api_id}/")).json()
        vars(self).update(vars(self.from_json(data, self.gf, self.parent)))
        return self

    def __repr__(self) -> str:
        return repr(self.to_json())
