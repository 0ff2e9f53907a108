"""Common base of all objects: fields, and `create`, `fetch`, `save`, `delete`, `list`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeAlias
from uuid import UUID

from gofigr.models.fields import Field, LinkedEntityCollection, LinkedEntityField, Timestamp

if TYPE_CHECKING:
    import builtins
    from collections.abc import Iterable
    from datetime import datetime

    from typing_extensions import Self

    from gofigr.http import Response
    from gofigr.models.client import Client

TIMESTAMP_FIELDS: list[Field | str] = ["created_by", Timestamp("created_on"), "updated_by", Timestamp("updated_on")]
CHILD_TIMESTAMP_FIELDS: list[Field | str] = ["child_updated_by", Timestamp("child_updated_on")]

#: Fields that only the server sets. They are never sent.
_SERVERS_OWN = frozenset(
    {"_shallow", "size_bytes", "is_processing", "revision_index", "hash"}
    | {"created_by", "created_on", "updated_by", "updated_on", "child_updated_by", "child_updated_on"}
)


class HasApiId(Protocol):
    """An object or a value with an object's ID, such as `ApiId`."""

    @property
    def api_id(self) -> str | None:
        """The ID."""


#: An ID in any form.
ApiIdLike: TypeAlias = "str | UUID | HasApiId | None"


class ModelMixin:
    """An object on the server. Classes are bound to a client: `gf.Figure(...)`, not `gf_Figure(...)`.

    Unknown arguments are ignored, so that a newer server may send more fields.
    """

    _gf: ClassVar[Client | None] = None
    endpoint: ClassVar[str | None] = None
    fields: ClassVar[list[Field | str]] = ["api_id", "_shallow"]
    #: Fields that are sent as null if they were set to None. Other fields are left out then.
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
            # Fields that were never set are not in `__dict__`, except collections, because each object needs its own.
            if isinstance(field, LinkedEntityField) and field.many:
                self.__dict__.setdefault(field.name, None)
        if not parse:
            self._check_names(kwargs)
        given = {"api_id": _plain_id(api_id), **kwargs} if api_id is not None else kwargs
        self._update_properties(given, parse=parse)

    @classmethod
    def _check_names(cls, given: Iterable[str]) -> None:
        """Raises `TypeError` for a name that isn't an attribute, because its value would be lost."""
        known = {field.name for field in cls._all_fields()}
        for name in given:
            if name not in known and not hasattr(cls, name):
                from difflib import get_close_matches  # noqa: PLC0415 -- only for an error

                near = get_close_matches(name, known, 1)
                hint = f" Did you mean {near[0]!r}?" if near else ""
                raise TypeError(f"{cls.__name__} has no attribute {name!r}.{hint}")

    @classmethod
    def _all_fields(cls) -> builtins.list[Field]:
        # Looks in this class only, not in its bases.
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

    def _repr_html_(self) -> str:
        """Shows a link to this object's page in notebooks."""
        from html import escape  # noqa: PLC0415 -- notebooks only

        name = getattr(self, "name", None) or getattr(self, "api_id", None) or "not created yet"
        kind = type(self).__name__.removeprefix("gf_")
        label = f"{escape(kind)} <strong>{escape(str(name))}</strong>"
        if self.api_id is None or not self._has_page:
            return label
        return f'{label} <a href="{escape(self.app_url)}" target="_blank" rel="noopener">View on GoFigr</a>'

    #: Tells whether the web app has a page for such objects.
    _has_page: ClassVar[bool] = False

    @property
    def app_url(self) -> str:
        """Address of this object's page in the web app."""
        return f"{self.client.app_url}/{str(self.endpoint).strip('/')}/{self.api_id}"

    def _update_properties(self, props: dict[str, Any], parse: bool = True) -> Self:
        """Sets fields: from JSON with `parse`, else to the given values (or IDs of linked objects)."""
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
        """Makes an object from JSON."""
        return cls(parse=True, **data)

    def to_json(self, include_derived: bool = True, include_none: bool = False) -> dict[str, Any]:
        """Returns the JSON of this object: linked objects as IDs, data with their bytes in base64.

        `include_derived` keeps the fields that the server derives from other objects, e.g. the list of figures. Fields
        that are None are left out unless `include_none` is set.
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
        """Returns the body to create or save this object. Large bytes are `Content`."""
        json = self._represent(include_derived=False, sending=True)
        return {name: value for name, value in json.items() if name not in _SERVERS_OWN}

    def _path(self, below: str = "") -> str:
        """Returns the address of this object relative to the API."""
        return path_of(self, below)

    def create(self, update: bool = False) -> Self:
        """Creates this object on the server. If it has an API ID, it already exists and is saved if `update` is set."""
        if self.api_id is not None:
            if update:
                return self.save()
            raise RuntimeError("This entity already exists. Cannot create.")
        response = self.client.post(str(self.endpoint), json=self._body(), expected_status=(201,))
        return self._update_properties(response.json())

    #: Field with the parent, for objects that the server can find or create by name.
    _parent_field: ClassVar[str | None] = None

    def find_or_create(self) -> Self:
        """Loads the oldest object of this name in the parent, or creates it."""
        if self._parent_field is None:
            return self.create()
        body = self._body()
        body["parent"] = body.pop(self._parent_field, None)
        response = self.client.find_or_create(str(self.endpoint), body)
        if response is None:
            return self.create()
        return self._update_properties(response.json())

    def fetch(self) -> Self:
        """Reads this object from the server. Unsaved changes are lost."""
        if self.api_id is None:
            raise RuntimeError("API ID is None")
        return self._update_properties(self.client.get(self._path()).json())

    def save(self, create: bool = False, patch: bool = False, silent: bool = False) -> Self:
        """Saves this object. `create` creates it if it has no API ID. `silent` writes no entry to the log.

        `patch` only allows fields to be missing.
        """
        if self.api_id is None and create:
            return self.create()
        send = self.client.patch if patch else self.client.put
        response = send(self._path("?silent=true" if silent else ""), json=self._body())
        return self._update_properties(response.json())

    def delete(self, **kwargs: object) -> Response:
        """Deletes this object with everything below it. This can't be undone. Needs `delete=True`."""
        if kwargs.get("delete") is not True:
            raise RuntimeError("Specify delete=True to delete this object. This cannot be undone.")
        return self.client.delete(self._path())

    @classmethod
    def list(cls) -> builtins.list[Self]:
        """Lists all objects of this kind that you can access."""
        return [cls.from_json(item) for item in cls._client().get(str(cls.endpoint)).json()]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ModelMixin) or self.endpoint != other.endpoint:
            return NotImplemented
        return self.to_json() == other.to_json()

    # Objects are mutable, so they can't be keys.
    __hash__ = None  # type: ignore[assignment]  # None makes a class unhashable

    def __repr__(self) -> str:
        shown = {name: getattr(self, name, None) for name in ("name", "api_id") if hasattr(type(self), name)}
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in shown.items())})"


def path_of(obj: ModelMixin, below: str = "") -> str:
    """Returns the address of an object, or of a path below it, relative to the API."""
    return f"{obj.endpoint}{checked_id(obj)}/{below}"


def checked_id(obj: ModelMixin) -> str:
    """Returns the API ID. Raises `RuntimeError` if the object has none yet."""
    if obj.api_id is None:
        raise RuntimeError("API ID is None. Did you forget to create() the object first?")
    return obj.api_id


def _plain_id(api_id: object) -> str:
    """Returns an ID as text. It may be given as text, a UUID or an `ApiId`."""
    if isinstance(api_id, UUID):
        return str(api_id)
    return str(getattr(api_id, "api_id", api_id))
