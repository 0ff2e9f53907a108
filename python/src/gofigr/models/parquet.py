"""Data frames as Parquet, so that they come back as they went. Any pandas reads the files.

Parquet and its readers lose some of what pandas knows. The writer keeps this under a key of its own in the file's
metadata, and the reader here restores it. Other readers ignore the key.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import warnings
from base64 import b64decode, b64encode
from importlib import import_module
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    import pandas as pd

_KEY = b"gofigr"
#: Bytes of a frame that are converted at a time.
_GROUP_BYTES = 16_000_000
#: Bytes of memory that an object of a column may take.
_OBJECT_BYTES = 64
#: Categories beyond which only the values of a column are kept.
_MOST_CATEGORIES = 100_000


def can_write_parquet() -> bool:
    """Tells whether a library for Parquet is installed."""
    return any(find_spec(name) is not None for name in ("pyarrow", "fastparquet"))


def write_parquet(frame: pd.DataFrame, file: BinaryIO) -> list[str]:
    """Writes a frame in parts. Returns the columns whose values Parquet can't hold, which became texts."""
    if find_spec("pyarrow") is None:
        # It writes to paths only.
        with tempfile.TemporaryDirectory(prefix="gofigr-") as folder:
            path = Path(folder) / "table.parquet"
            frame.to_parquet(path, engine="fastparquet")
            with path.open("rb") as reader:
                shutil.copyfileobj(reader, file)
        return []
    pa, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    names = _field_names(frame)
    plain = frame.set_axis(names, axis=1)
    plain, as_text = _storable(pa, plain)
    schema = pa.Schema.from_pandas(plain)
    schema = schema.with_metadata(_metadata(pa, frame, plain, schema))
    with parquet.ParquetWriter(file, schema) as writer:
        for part in _parts(plain):
            table = pa.Table.from_pandas(part, schema=schema)
            writer.write_table(table.replace_schema_metadata(schema.metadata))
    return [str(frame.columns[names.index(name)]) for name in as_text]


def read_parquet(file: BinaryIO) -> pd.DataFrame:
    """Reads a frame, with all that `write_parquet` kept."""
    pd = import_module("pandas")
    frame = pd.read_parquet(file)
    if find_spec("pyarrow") is None:
        return frame
    file.seek(0)
    metadata = import_module("pyarrow.parquet").read_schema(file).metadata or {}
    kept = json.loads(metadata.get(_KEY, b"{}"))
    for position, one in enumerate(kept.get("categories") or []):
        if one is not None:
            frame = _with_categories(frame, position, _unpacked(one["values"]), ordered=one["ordered"])
    if (labels := kept.get("labels")) is not None:
        frame.columns = pd.Index(labels, name=frame.columns.name, dtype=object)
    return frame


def _field_names(frame: pd.DataFrame) -> list[str]:
    """Returns a unique name for each column, because Parquet can't tell columns of one name apart."""
    found: list[str] = []
    several = frame.columns.nlevels > 1
    for label in frame.columns:
        name = str(tuple(map(str, label))) if several else str(label)
        found.append(next(one for number in count() if (one := f"{name}.{number}" if number else name) not in found))
    return found


def _storable(pa: ModuleType, plain: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Returns the frame with values that Parquet can hold, and the names of the columns that became texts."""
    as_text: list[str] = []
    for name in plain.columns:
        column = plain[name]
        kind = type(column.dtype).__name__
        if kind == "SparseDtype":
            plain = plain.assign(**{name: column.sparse.to_dense()})
        elif kind == "CategoricalDtype" and not _are_storable(pa, column.cat.categories):
            # The reader here restores the categories. Others get their names.
            plain = plain.assign(**{name: column.cat.rename_categories([_text(one) for one in column.cat.categories])})
        elif not _is_storable(pa, plain[[name]]):
            as_text.append(name)
            plain = plain.assign(**{name: column.map(_text, na_action="ignore").astype(object)})
    return plain, as_text


def _type_of(pa: ModuleType, column: pd.DataFrame) -> Any:
    """Returns the type of a column in Arrow. None if Arrow has none for its values."""
    try:
        return pa.Schema.from_pandas(column, preserve_index=False).field(0).type
    except (pa.ArrowException, OverflowError, TypeError, ValueError):
        return None


def _is_storable(pa: ModuleType, column: pd.DataFrame) -> bool:
    kind = _type_of(pa, column)
    if kind is None or not pa.types.is_struct(kind):
        return kind is not None
    # Each dictionary would get the keys of all others.
    return int(column.iloc[:, 0].dropna().map(frozenset).nunique()) < 2


def _are_storable(pa: ModuleType, categories: pd.Index[Any]) -> bool:
    kind = _type_of(pa, categories.to_frame(name="categories", index=False))
    # Parquet has no dictionaries of intervals and periods.
    return kind is not None and not isinstance(kind, pa.BaseExtensionType)


def _text(value: object) -> str:
    # Lone surrogates are no text in Parquet.
    return str(value).encode("utf-8", "backslashreplace").decode()


def _metadata(pa: ModuleType, frame: pd.DataFrame, plain: pd.DataFrame, schema: Any) -> dict[bytes, bytes]:
    """Returns the metadata of the file: those by which pandas restores a frame, and our own."""
    metadata: dict[bytes, bytes] = dict(schema.metadata)
    about = json.loads(metadata[b"pandas"])
    with warnings.catch_warnings():
        # It warns that labels of mixed types become texts, and the reader here restores them.
        warnings.simplefilter("ignore")
        first = ~frame.columns.duplicated()
        labels = frame.columns[first]
        if type(labels.dtype).__name__ == "CategoricalDtype":
            # No reader restores them as categories.
            labels = labels.astype(labels.categories.dtype)
        real = json.loads(pa.Schema.from_pandas(plain.iloc[:0, first].set_axis(labels, axis=1)).metadata[b"pandas"])
    about["column_indexes"] = real["column_indexes"]
    for one, position in zip(about["columns"], frame.columns.unique().get_indexer(frame.columns), strict=False):
        one["name"] = real["columns"][position]["name"]
    metadata[b"pandas"] = json.dumps(about).encode()
    if frame.attrs:
        metadata[b"PANDAS_ATTRS"] = json.dumps(frame.attrs, default=str).encode()
    metadata[_KEY] = json.dumps(_kept(pa, frame)).encode()
    return metadata


def _kept(pa: ModuleType, frame: pd.DataFrame) -> dict[str, Any]:
    """Returns what pandas doesn't restore: categories, and labels of mixed types."""
    kept: dict[str, Any] = {}
    dtypes = list(frame.dtypes)
    if any(type(dtype).__name__ == "CategoricalDtype" for dtype in dtypes):
        kept["categories"] = [_categories(pa, dtype) for dtype in dtypes]
    labels = list(frame.columns)
    if frame.columns.nlevels == 1 and len({type(one) for one in labels}) > 1 and all(map(_is_json, labels)):
        kept["labels"] = labels
    return kept


def _is_json(label: object) -> bool:
    return label is None or type(label) in (str, int, bool)


def _categories(pa: ModuleType, dtype: Any) -> dict[str, Any] | None:
    if type(dtype).__name__ != "CategoricalDtype" or len(dtype.categories) > _MOST_CATEGORIES:
        return None
    values = dtype.categories.to_frame(name="values", index=False)
    try:
        table = pa.Table.from_pandas(values, preserve_index=False)
    except (pa.ArrowException, OverflowError, TypeError, ValueError):
        return None
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return {"values": b64encode(sink.getvalue().to_pybytes()).decode(), "ordered": bool(dtype.ordered)}


def _unpacked(values: str) -> Any:
    pa = import_module("pyarrow")
    return pa.ipc.open_stream(b64decode(values)).read_all().to_pandas()["values"].array


def _with_categories(frame: pd.DataFrame, position: int, values: Any, *, ordered: bool) -> pd.DataFrame:
    pd = import_module("pandas")
    column = frame.iloc[:, position]
    dtype = pd.CategoricalDtype(values, ordered=ordered)
    if column.dtype == dtype:
        return frame
    plain = column.astype(column.cat.categories.dtype) if hasattr(column, "cat") else column
    known = pd.Index(dtype.categories)
    codes = known.get_indexer(plain)
    if (codes < 0).sum() > plain.isna().sum():
        # They were written by their names.
        codes = pd.Index([str(one) for one in known]).get_indexer(plain.astype(object))
    frame.isetitem(position, pd.Categorical.from_codes(codes, dtype=dtype))
    return frame


def _parts(frame: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yields the rows in parts of a bounded size. The first may have no rows."""
    objects = sum(str(dtype) == "object" for dtype in frame.dtypes)
    size = int(frame.memory_usage(index=True, deep=False).sum()) + objects * _OBJECT_BYTES * len(frame)
    rows = max(1, len(frame) * _GROUP_BYTES // max(1, size))
    for start in range(0, max(1, len(frame)), rows):
        yield frame.iloc[start : start + rows]
