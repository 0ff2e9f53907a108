"""A revision that is being sent: its target and its data. It holds no credentials."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal
from uuid import uuid4

from gofigr.http.content import INLINE_LIMIT

if TYPE_CHECKING:
    from gofigr.http.content import Content

#: Version of the record on disk, `docs/python-spool.md`. Version 1 lacks `rest` and `kept`. In both, each part has a file.
FORMAT = 3
_READABLE = (1, 2, 3)


@dataclass(frozen=True)
class ObjectRef:
    """An object by its ID or name, or the primary workspace."""

    kind: Literal["id", "name", "default"]
    value: str = ""
    description: str | None = None
    create: bool = False

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> ObjectRef:
        """Reads a record that `vars` made."""
        return cls(**record)


@dataclass(frozen=True)
class Target:
    """Target of a revision. Names are looked up, and created if wanted, when the revision is sent."""

    workspace: ObjectRef
    analysis: ObjectRef
    #: None lets the server choose the figure.
    figure: ObjectRef | None


@dataclass(frozen=True)
class Account:
    """Account of the figures, without secrets. Stored parcels are sent only by the same account."""

    server: str
    username: str | None
    #: A shortened hash of the API key. Keys are long and random, so the hash doesn't reveal the key.
    key_hint: str | None

    @classmethod
    def of(cls, server: str, username: str | None, api_key: str | None) -> Account:
        """Returns the account of these credentials."""
        hint = hashlib.blake2b(api_key.encode(), digest_size=8).hexdigest() if api_key else None
        return cls(server.rstrip("/"), username, hint)

    @property
    def lane(self) -> tuple[str, str | None]:
        """Key of the lane. It is the same for all parcels of the same credentials, even before the name is known."""
        return self.server, self.key_hint or self.username

    def is_same(self, other: Account) -> bool:
        """Tells whether both are certainly the same account."""
        if self.server != other.server:
            return False
        if self.key_hint is not None and self.key_hint == other.key_hint:
            return True
        return self.username is not None and self.username == other.username


@dataclass
class Part:
    """A datum of a revision."""

    name: str
    type: str
    metadata: dict[str, Any]
    content: Content

    def __post_init__(self) -> None:
        self.metadata.setdefault("local_id", str(uuid4()))

    def encoded(self) -> str | Content:
        """Returns the bytes as base64. Large data stay as `Content` and are encoded while they are sent."""
        return self.content if self.content.size > INLINE_LIMIT else b64encode(self.content.read()).decode("ascii")


@dataclass(frozen=True)
class Place:
    """Place of a part's bytes in the spool."""

    file: str
    start: int = 0
    #: None is the rest of the file.
    size: int | None = None

    @classmethod
    def from_record(cls, part: dict[str, Any]) -> Place:
        """Reads the place of a part from its record. Raises `ValueError` if it is outside of its file."""
        place = cls(part["file"], part.get("start", 0), part.get("size"))
        if place.start < 0:
            raise ValueError(f"a part before the beginning of {place.file}")
        return place


@dataclass(frozen=True)
class Rest:
    """Formats that aren't drawn yet. If this process ends before they are, a later one may draw them from a copy."""

    #: Library of the figure.
    backend: str
    formats: list[str]
    #: Options for the library.
    options: dict[str, Any]
    #: Local ID of the part that holds the pickled figure.
    copy: str


@dataclass
class Parcel:
    """A revision to send. This client makes its ID `revision`, and the server accepts each ID only once."""

    revision: str
    account: Account
    target: Target
    title: str
    metadata: dict[str, Any]
    parts: list[Part]
    short_id: str | None = None
    assets: list[dict[str, str]] = field(default_factory=list)
    created: str = ""
    #: Reason why the server refused it in an earlier process.
    refused: str | None = None
    #: Reason why the last attempt failed.
    kept: str | None = None
    rest: Rest | None = None
    #: Metadata that the user gave, if the parcel isn't sent in case that nothing has changed. None sends it always.
    given: dict[str, Any] | None = None
    #: Local ID of the part that holds the pickled figure.
    copy: str | None = None
    #: Tags to add to the figure.
    tags: list[str] = field(default_factory=list)

    def body(self, parent: dict[str, str]) -> dict[str, Any]:
        """Returns the body for `JsonBody`. `parent` is the figure, or the analysis in which the server chooses one."""
        # The parent comes first, because the server checks the rights to it before it reads the bytes.
        return {
            **parent,
            "client_id": self.revision,
            **({} if self.short_id is None else {"short_id": self.short_id}),
            **({"tags": self.tags} if self.tags else {}),
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

    def record(self, places: list[Place]) -> dict[str, Any]:
        """Returns the JSON of this parcel, with the places of the bytes of its parts."""
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
            "kept": self.kept,
            "rest": None if self.rest is None else vars(self.rest),
            "given": self.given,
            "copy": self.copy,
            "tags": self.tags,
            "parts": [
                {"name": part.name, "type": part.type, "metadata": part.metadata, **vars(place)}
                for part, place in zip(self.parts, places, strict=True)
            ],
        }

    @classmethod
    def from_record(cls, record: dict[str, Any], contents: dict[Place, Content]) -> Parcel:
        """Reads a parcel from a record. Raises `KeyError` or `ValueError` if the record is invalid."""
        if record["format"] not in _READABLE:
            raise ValueError(f"format {record['format']} of another version of this package")
        target, rest = record["target"], record.get("rest")
        return cls(
            revision=record["revision"],
            short_id=record["short_id"],
            title=record["title"],
            created=record["created"],
            account=Account(**record["account"]),
            target=Target(
                ObjectRef.from_record(target["workspace"]),
                ObjectRef.from_record(target["analysis"]),
                None if target["figure"] is None else ObjectRef.from_record(target["figure"]),
            ),
            metadata=record["metadata"],
            assets=record["assets"],
            refused=record["refused"],
            kept=record.get("kept"),
            rest=None if rest is None else Rest(**rest),
            given=record.get("given"),
            copy=record.get("copy"),
            tags=record.get("tags", []),
            parts=[
                Part(item["name"], item["type"], item["metadata"], contents[Place.from_record(item)])
                for item in record["parts"]
            ],
        )
