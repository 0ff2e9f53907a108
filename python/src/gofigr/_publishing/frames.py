"""Data frames to publish, of several libraries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from gofigr.backends import loaded_class

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    #: Data frames as users give them.
    Frames: TypeAlias = Mapping[str, object] | Sequence[object] | pd.DataFrame | object

#: Name of a data frame that has none.
_NAME = "data"
_ACCEPTED = (
    "dataframes takes a data frame of pandas, polars or pyarrow, a list of them, or a dictionary of them by name"
)
_TABLES = (
    *(("pandas", "DataFrame"), ("pandas", "Series"), ("polars", "DataFrame"), ("polars", "LazyFrame")),
    *(("polars", "Series"), ("pyarrow", "Table"), ("pyarrow", "RecordBatch")),
)


def named_frames(given: Frames) -> dict[str, Any]:
    """Returns the data frames by name. Raises `TypeError` for anything else."""
    if given is None:
        return {}
    if _is_table(given):
        return {_name_of(given): given}
    if isinstance(given, Mapping):
        named = {str(name): table for name, table in given.items()}
    elif isinstance(given, list | tuple):
        named = {f"{_NAME} {number}" if len(given) > 1 else _NAME: one for number, one in enumerate(given, 1)}
    else:
        raise TypeError(f"{_ACCEPTED}, not {_kind(given)}.")
    for name, table in named.items():
        if not _is_table(table):
            raise TypeError(f"{_ACCEPTED}; {name!r} is {_kind(table)}.")
    return named


def _is_table(value: object) -> bool:
    kinds = (loaded_class(module, name) for module, name in _TABLES)
    return any(kind is not None and isinstance(value, kind) for kind in kinds)


def _name_of(table: object) -> str:
    name = getattr(table, "name", None)
    return name if isinstance(name, str) and name else _NAME


def _kind(value: object) -> str:
    return f"of type {type(value).__name__}"
