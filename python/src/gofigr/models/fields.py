"""Converts fields of objects to and from JSON: plain values, times, base64, links to other objects."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, overload, runtime_checkable

from gofigr.http.by_name import is_same_name
from gofigr.models.times import format_time, parse_time

if TYPE_CHECKING:
    from gofigr.models.client import Client


class Linked(Protocol):
    """Members of a linked object that links need."""

    api_id: str | None

    def create(self, update: bool = False) -> object:
        """Creates the object on the server."""

    def find_or_create(self) -> object:
        """Loads the object of this name, or creates it."""


@runtime_checkable
class _Described(Protocol):
    def to_json(self) -> dict[str, Any]: ...


class _Datum(_Described, Protocol):
    def body_item(self) -> dict[str, Any]: ...


class _HasMetadata(Protocol):
    metadata: dict[str, Any] | None


_M = TypeVar("_M", bound=Linked)


class Field:
    """A field whose value is sent unchanged. `derived` fields are set by the server and never sent."""

    def __init__(self, name: str, parent: object = None, derived: bool = False) -> None:
        self.name = name
        self.parent = parent
        self.derived = derived

    def clone(self) -> "Field":
        """Returns a copy of this field."""
        return copy(self)

    def to_representation(self, value: Any) -> Any:
        """Returns the JSON of a value."""
        return value

    def to_sent(self, value: Any) -> Any:
        """Returns the value to send, like `to_representation`, but large bytes may be `Content`."""
        return self.to_representation(value)

    def to_internal_value(self, gf: "Client", data: Any) -> Any:  # noqa: ARG002 -- linked fields need the client
        """Returns the value of its JSON."""
        return data

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r})"


class JSONField(Field):
    """Any JSON."""


class Timestamp(Field):
    """A time."""

    def to_representation(self, value: str | datetime | None) -> str | None:
        return None if value is None else format_time(parse_time(value))

    def to_internal_value(self, gf: "Client", data: str | datetime | None) -> datetime | None:  # noqa: ARG002
        return parse_time(data)


class Base64Field(Field):
    """Bytes, as base64."""

    def to_representation(self, value: bytes | None) -> str | None:
        return None if value is None else b64encode(value).decode("ascii")

    def to_internal_value(self, gf: "Client", data: str | None) -> bytes | None:  # noqa: ARG002
        return None if data is None else b64decode(data)


class LinkedEntityField(Field):
    """A link to another object, or with `many` to several. Links are sent as IDs, `nested` ones as whole objects.

    `entity_type` takes the client and returns the class. `backlink_property` is the attribute in which an object of the
    collection stores the collection's owner.
    """

    def __init__(
        self,
        name: str,
        entity_type: "Callable[[Client], type[Any]]",
        many: bool = False,
        read_only: bool = False,
        backlink_property: str | None = None,
        parent: object = None,
        derived: bool = False,
        sort_key: Callable[[Any], Any] | None = None,
        nested: bool = False,
    ) -> None:
        super().__init__(name, parent, derived)
        self.entity_type = entity_type
        self.many = many
        self.read_only = read_only
        self.backlink_property = backlink_property
        self.sort_key = sort_key
        self.nested = nested

    def to_representation(self, value: Any) -> Any:
        if value is None:
            return None
        return [self._one(item) for item in value] if self.many else self._one(value)

    def _one(self, entity: object) -> Any:
        if self.nested and isinstance(entity, _Described):
            return entity.to_json()
        return getattr(entity, "api_id", entity)

    def to_internal_value(self, gf: "Client", data: Any) -> Any:
        if data is None:
            return None
        if not self.many:
            return self._entity(gf, data)
        entities = [self._entity(gf, item) for item in data]
        if self.sort_key is not None:
            entities.sort(key=self.sort_key)
        return LinkedEntityCollection(entities, self.read_only, self.backlink_property, self.parent)

    def _entity(self, gf: "Client", data: object) -> Any:
        kind = self.entity_type(gf)
        if isinstance(data, str):
            return kind(api_id=data)
        return kind(parse=True, **data) if isinstance(data, dict) else data


class DataField(LinkedEntityField):
    """The data of a revision, which are sent as whole objects."""

    def to_representation(self, value: Iterable[_Datum] | None) -> list[dict[str, Any]] | None:
        return None if value is None else [item.to_json() for item in value]

    def to_sent(self, value: Iterable[_Datum] | None) -> list[dict[str, Any]] | None:
        return None if value is None else [item.body_item() for item in value]

    def _entity(self, gf: "Client", data: object) -> Any:
        entity = super()._entity(gf, data)
        return entity.specialize() if isinstance(data, dict) else entity

    def to_internal_value(self, gf: "Client", data: Iterable[object] | None) -> list[Any]:
        return [self._entity(gf, item) for item in data or []]


class MetadataProxyField:
    """An attribute of a datum that is stored in its metadata."""

    def __init__(self, name: str, default: object = None) -> None:
        self.name = name
        self.default = default

    def __get__(self, instance: "_HasMetadata | None", owner: type | None = None) -> Any:
        if instance is None:
            return self
        return (instance.metadata or {}).get(self.name, self.default)

    def __set__(self, instance: "_HasMetadata", value: object) -> None:
        if instance.metadata is None:
            instance.metadata = {}
        instance.metadata[self.name] = value


class LinkedEntityCollection(Generic[_M]):
    """Children of an object, e.g. the figures of an analysis, oldest first."""

    def __init__(
        self,
        entities: list[_M],
        read_only: bool = False,
        backlink_property: str | None = None,
        backlink: object = None,
    ) -> None:
        self._entities = entities
        self.read_only = read_only
        self.backlink_property = backlink_property
        self.backlink = backlink

    @overload
    def __getitem__(self, item: int) -> _M: ...
    @overload
    def __getitem__(self, item: slice) -> list[_M]: ...
    def __getitem__(self, item: int | slice) -> _M | list[_M]:
        return self._entities[item]

    def __iter__(self) -> Iterator[_M]:
        return iter(self._entities)

    def __len__(self) -> int:
        return len(self._entities)

    def __repr__(self) -> str:
        return repr(self._entities)

    def find(self, **kwargs: object) -> _M | None:
        """Returns the first object with these attributes, or None. Compares names like the server."""
        for entity in self._entities:
            if all(_is_it(entity, name, value) for name, value in kwargs.items()):
                return entity
        return None

    def find_or_create(self, default_obj: _M | None = None, **kwargs: object) -> _M:
        """Returns the first object with these attributes. If there is none, creates `default_obj`."""
        found = self.find(**kwargs)
        if found is not None:
            return found
        if default_obj is None:
            raise RuntimeError(f"Could not find object: {kwargs}")
        # The server finds an object that was created after this list was read, and creates no second one.
        is_by_name = list(kwargs) == ["name"] and is_same_name(getattr(default_obj, "name", None), kwargs["name"])
        return self._take(default_obj, default_obj.find_or_create if is_by_name else default_obj.create)

    def create(self, new_obj: _M, **kwargs: bool) -> _M:
        """Creates the object on the server as a child of the collection's owner."""
        return self._take(new_obj, lambda: new_obj.create(**kwargs))

    def _take(self, new_obj: _M, ask: Callable[[], Any]) -> _M:
        if self.read_only:
            raise RuntimeError("This collection is read only. Cannot create objects.")
        if self.backlink_property is not None:
            setattr(new_obj, self.backlink_property, self.backlink)
        ask()
        self._entities[:] = [one for one in self._entities if one.api_id != new_obj.api_id]
        self._entities.append(new_obj)
        return new_obj


def _is_it(entity: object, name: str, value: object) -> bool:
    found = getattr(entity, name, None)
    return is_same_name(found, value) if name == "name" else bool(found == value)
