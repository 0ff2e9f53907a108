"""What all objects have in common: fields, and `create`, `fetch`, `save`, `delete`, `list`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeAlias
from uuid import UUID

from gofigr.models.fields import Field, LinkedEntityCollection, LinkedEntityField, Timestamp

if TYPE_CHECKING:
    import builtins
    from datetime import datetime

    from typing_extensions import Self

    from gofigr.http import Response
    from gofigr.models.client import Client

TIMESTAMP_FIELDS: list[Field | str] = ["created_by", Timestamp("created_on"), "updated_by", Timestamp("updated_on")]
CHILD_TIMESTAMP_FIELDS: list[Field | str] = ["child_updated_by", Timestamp("child_updated_on")]

#: What the server alone decides: read, never sent.
_SERVERS_OWN = frozenset(
    {"_shallow", "size_bytes", "is_processing", "revision_index", "hash"}
    | {"created_by", "created_on", "updated_by", "updated_on", "child_updated_by", "child_updated_on"}
)


class HasApiId(Protocol):
    """Something that stands for an object by its ID: another object, an `ApiId`."""

    @property
    def api_id(self) -> str | None:
        """The ID."""


#: An ID, however it is given.
ApiIdLike: TypeAlias = "str | UUID | HasApiId | None"


class ModelMixin:
    """An object on the server. Classes are bound to a client: `gf.Figure(...)`, not `gf_Figure(...)`.

    Arguments that name no field are ignored, so that a newer server may send more.
    """

    _gf: ClassVar[Client | None] = None
    endpoint: ClassVar[str | None] = None
    fields: ClassVar[list[Field | str]] = ["api_id", "_shallow"]
    #: Fields that are sent as null when they were set to None. All others are left out then.
    include_if_none: ClassVar[list[str]] = []

    api_id: str | None = None
    _shallow: bool | None = None

    created_by: str | None = None
    created_on: datetime | None = None
    updated_by: str | None = None
    updated_on: datetime | None = None
    child_updated_by: str | None = None
    child_updated_on: datetime | None = None

    def __init__(self, api_id: ApiIdLike = None, parse: bool = False, **kwargs: object) -> None:
        for field in self._all_fields():
            # What was never set is not in `__dict__`, except for collections, which belong to one object.
            if isinstance(field, LinkedEntityField) and field.many:
                self.__dict__.setdefault(field.name, None)
        given = {"api_id": _plain_id(api_id), **kwargs} if api_id is not None else kwargs
        self._update_properties(given, parse=parse)

    @classmethod
    def _all_fields(cls) -> builtins.list[Field]:
        # Of this class, not of one it inherits from.
        if "_field_objects" not in cls.__dict__:
            cls._field_objects = [Field(one) if isinstance(one, str) else one for one in cls.fields]
        return cls._field_objects

    _field_objects: ClassVar[builtins.list[Field]]

    @classmethod
    def _client(cls) -> Client:
        if cls._gf is None:
            raise RuntimeError(f"{cls.__name__} isn't bound to a client. Use the class of a GoFigr instance instead.")
        return cls._gf

    @property
    def client(self) -> Client:
        """The client that this object belongs to."""
        return self._client()

    @property
    def app_url(self) -> str:
        """This object's page in the web app."""
        return f"{self.client.app_url}/{str(self.endpoint).strip('/')}/{self.api_id}"

    def _update_properties(self, props: dict[str, Any], parse: bool = True) -> Self:
        """Takes values for fields: as JSON with `parse`, else as they are (IDs of linked objects are fine too)."""
        for field in self._all_fields():
            if field.name not in props:
                continue
            value = props[field.name]
            if parse or isinstance(field, LinkedEntityField):
                value = field.to_internal_value(self._client(), value)
            if isinstance(value, LinkedEntityCollection):
                value.backlink = self
            setattr(self, field.name, value)
        return self

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """The object that this JSON describes."""
        return cls(parse=True, **data)

    def to_json(self, include_derived: bool = True, include_none: bool = False) -> dict[str, Any]:
        """JSON of this object: linked objects as IDs, data with their bytes in base64.

        `include_derived` keeps what the server computes from others, e.g. the list of figures. Fields that are None
        are left out unless `include_none` is set.
        """
        return self._represent(include_derived=include_derived, include_none=include_none)

    def _represent(self, *, include_derived: bool, include_none: bool = False, sending: bool = False) -> dict[str, Any]:
        result = {}
        for field in self._all_fields():
            if field.derived and not include_derived:
                continue
            value = getattr(self, field.name, None)
            value = field.to_sent(value) if sending else field.to_representation(value)
            keep_none = include_none or (field.name in self.include_if_none and field.name in self.__dict__)
            if value is not None or keep_none:
                result[field.name] = value
        return result

    def _body(self) -> dict[str, Any]:
        """What is sent to create or to save this object; large bytes are in it as `Content`."""
        json = self._represent(include_derived=False, sending=True)
        return {name: value for name, value in json.items() if name not in _SERVERS_OWN}

    def _path(self, below: str = "") -> str:
        """The address of this object relative to the API."""
        return path_of(self, below)

    def create(self, update: bool = False) -> Self:
        """Creates this object on the server. One that has an API ID is there already: it is saved with `update`."""
        if self.api_id is not None:
            if update:
                return self.save()
            raise RuntimeError("This entity already exists. Cannot create.")
        response = self.client.post(str(self.endpoint), json=self._body(), expected_status=(201,))
        return self._update_properties(response.json())

    #: The field with what it lies in, where the server finds or makes it there by its name.
    _parent_field: ClassVar[str | None] = None

    def find_or_create(self) -> Self:
        """Becomes the oldest of its name in its parent, or is created there."""
        if self._parent_field is None:
            return self.create()
        body = self._body()
        body["parent"] = body.pop(self._parent_field, None)
        response = self.client.find_or_create(str(self.endpoint), body)
        if response is None:
            return self.create()
        return self._update_properties(response.json())

    def fetch(self) -> Self:
        """Reads this object from the server; what was changed and not saved is lost."""
        if self.api_id is None:
            raise RuntimeError("API ID is None")
        return self._update_properties(self.client.get(self._path()).json())

    def save(self, create: bool = False, patch: bool = False, silent: bool = False) -> Self:
        """Saves this object. `create` creates it if it has no API ID. `silent` leaves no entry in the log.

        `patch` says that fields may be missing; nothing else depends on it.
        """
        if self.api_id is None and create:
            return self.create()
        send = self.client.patch if patch else self.client.put
        response = send(self._path("?silent=true" if silent else ""), json=self._body())
        return self._update_properties(response.json())

    def delete(self, **kwargs: object) -> Response:
        """Deletes this object for good, with everything below it. Needs `delete=True`."""
        if kwargs.get("delete") is not True:
            raise RuntimeError("Specify delete=True to delete this object. This cannot be undone.")
        return self.client.delete(self._path())

    @classmethod
    def list(cls) -> builtins.list[Self]:
        """All objects of this kind that you can reach."""
        return [cls.from_json(item) for item in cls._client().get(str(cls.endpoint)).json()]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ModelMixin) or self.endpoint != other.endpoint:
            return NotImplemented
        return self.to_json() == other.to_json()

    # Objects change, so they can't be keys.
    __hash__ = None  # type: ignore[assignment]  # that is how Python says it

    def __repr__(self) -> str:
        shown = {name: getattr(self, name, None) for name in ("name", "api_id") if hasattr(type(self), name)}
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in shown.items())})"


def path_of(thing: ModelMixin, below: str = "") -> str:
    """The address of an object, or of something below it, relative to the API."""
    return f"{thing.endpoint}{checked_id(thing)}/{below}"


def checked_id(thing: ModelMixin) -> str:
    """The API ID; raises `RuntimeError` for an object that has none yet."""
    if thing.api_id is None:
        raise RuntimeError("API ID is None. Did you forget to create() the object first?")
    return thing.api_id


def _plain_id(api_id: object) -> str:
    """An ID as text, however it was given: text, a UUID or an `ApiId`."""
    if isinstance(api_id, UUID):
        return str(api_id)
    return str(getattr(api_id, "api_id", api_id))
