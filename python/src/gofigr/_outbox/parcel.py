"""One revision on its way: where it goes and everything that it holds. No credential is part of it."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal
from uuid import uuid4

from gofigr.http.content import INLINE_LIMIT

if TYPE_CHECKING:
    from gofigr.http.content import Content

#: Version of the record on disk.
FORMAT = 1


@dataclass(frozen=True)
class Place:
    """An object by its ID or its name, or the one that stands for itself (the primary workspace)."""

    kind: Literal["id", "name", "default"]
    value: str = ""
    description: str | None = None
    create: bool = False

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Place:
        """What `vars` made of it."""
        return cls(**record)


@dataclass(frozen=True)
class Target:
    """Where a revision goes. Names are looked up, and made where that is wished, when it is sent."""

    workspace: Place
    analysis: Place
    #: None lets the server pick the figure.
    figure: Place | None


@dataclass(frozen=True)
class Account:
    """Whose figures these are, told without a secret: a leftover is sent for nobody else."""

    server: str
    username: str | None
    #: A hash of the API key, cut short. A key is random and long: nothing leads back from this.
    key_hint: str | None

    @classmethod
    def of(cls, server: str, username: str | None, api_key: str | None) -> Account:
        """The account that signs in with these."""
        hint = hashlib.blake2b(api_key.encode(), digest_size=8).hexdigest() if api_key else None
        return cls(server.rstrip("/"), username, hint)

    @property
    def lane(self) -> tuple[str, str | None]:
        """The same for all parcels that one sign-in sends, whether or not its name is known yet."""
        return self.server, self.key_hint or self.username

    def is_same(self, other: Account) -> bool:
        """Whether both are surely the same account."""
        if self.server != other.server:
            return False
        if self.key_hint is not None and self.key_hint == other.key_hint:
            return True
        return self.username is not None and self.username == other.username


@dataclass
class Part:
    """One datum of a revision."""

    name: str
    type: str
    metadata: dict[str, Any]
    content: Content

    def __post_init__(self) -> None:
        self.metadata.setdefault("local_id", str(uuid4()))

    def encoded(self) -> str | Content:
        """The bytes as base64; many as they are, to be encoded while they are sent."""
        return self.content if self.content.size > INLINE_LIMIT else b64encode(self.content.read()).decode("ascii")


@dataclass
class Parcel:
    """A revision to be sent. `revision` is its ID, made here: the server takes each only once."""

    revision: str
    account: Account
    target: Target
    title: str
    metadata: dict[str, Any]
    parts: list[Part]
    short_id: str | None = None
    assets: list[dict[str, str]] = field(default_factory=list)
    created: str = ""
    #: Why the server refused it, in an earlier process.
    refused: str | None = None

    def body(self, place: dict[str, str]) -> dict[str, Any]:
        """What is sent, for `JsonBody`; `place` is the figure, or the analysis in which the server picks one."""
        # The place goes first: the server checks the right to it before it reads the bytes.
        return {
            **place,
            "client_id": self.revision,
            **({} if self.short_id is None else {"short_id": self.short_id}),
            "metadata": self.metadata,
            "assets": [{**asset, "figure_revision": self.revision} for asset in self.assets],
            "data": [
                {
                    "name": part.name,
                    "type": part.type,
                    "is_clean_room": False,
                    "metadata": part.metadata,
                    "data": part.encoded(),
                }
                for part in self.parts
            ],
        }

    def record(self, files: list[str]) -> dict[str, Any]:
        """JSON of this parcel, with the names of the files that hold the bytes of its parts."""
        return {
            "format": FORMAT,
            "revision": self.revision,
            "short_id": self.short_id,
            "title": self.title,
            "created": self.created,
            "account": vars(self.account),
            "target": {
                "workspace": vars(self.target.workspace),
                "analysis": vars(self.target.analysis),
                "figure": None if self.target.figure is None else vars(self.target.figure),
            },
            "metadata": self.metadata,
            "assets": self.assets,
            "refused": self.refused,
            "parts": [
                {"name": part.name, "type": part.type, "metadata": part.metadata, "file": file}
                for part, file in zip(self.parts, files, strict=True)
            ],
        }

    @classmethod
    def from_record(cls, record: dict[str, Any], contents: dict[str, Content]) -> Parcel:
        """The parcel of a record; raises `KeyError` or `ValueError` where the record makes no sense."""
        if record["format"] != FORMAT:
            raise ValueError(f"unknown format {record['format']}")
        target = record["target"]
        return cls(
            revision=record["revision"],
            short_id=record["short_id"],
            title=record["title"],
            created=record["created"],
            account=Account(**record["account"]),
            target=Target(
                Place.from_record(target["workspace"]),
                Place.from_record(target["analysis"]),
                None if target["figure"] is None else Place.from_record(target["figure"]),
            ),
            metadata=record["metadata"],
            assets=record["assets"],
            refused=record["refused"],
            parts=[
                Part(item["name"], item["type"], item["metadata"], contents[item["file"]]) for item in record["parts"]
            ],
        )
