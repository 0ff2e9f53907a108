"""Small helpers that the published package also has."""

from base64 import b64encode
from collections.abc import Sequence
from importlib.resources import files
from typing import TypeVar
from uuid import UUID

from gofigr._settings.config import from_config_or_env

__all__ = [
    "assert_one",
    "from_config_or_env",
    "read_resource_b64",
    "read_resource_binary",
    "read_resource_text",
    "try_parse_uuid4",
]

_T = TypeVar("_T")


def read_resource_binary(package: str, resource: str) -> bytes:
    """Returns the bytes of a file in a package."""
    return files(package).joinpath(resource).read_bytes()


def read_resource_text(package: str, resource: str) -> str:
    """Returns the text of a file in a package."""
    return files(package).joinpath(resource).read_text(encoding="utf-8")


def read_resource_b64(package: str, resource: str) -> str:
    """Returns the bytes of a file in a package, in base64."""
    return b64encode(read_resource_binary(package, resource)).decode("ascii")


def try_parse_uuid4(text: object) -> UUID | None:
    """Returns the text as a UUID, or None."""
    try:
        return UUID(str(text), version=4)
    except ValueError:
        return None


def is_blank(value: object) -> bool:
    """Tells whether the value is an empty or blank text."""
    return isinstance(value, str) and not value.strip()


def assert_one(elements: Sequence[_T], error_none: str | None = None, error_many: str | None = None) -> _T:
    """Returns the only element. Raises `ValueError` if there is none or more than one."""
    if len(elements) == 0:
        raise ValueError(error_none or "Expected exactly one value but got none")
    if len(elements) > 1:
        raise ValueError(error_many or f"Expected exactly one value but got n={len(elements)}")
    return elements[0]
