"""Data frames on their way: their state in the cell, and their bytes, which may be written later."""

from __future__ import annotations

import os
import re
import tempfile
import threading
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from gofigr._settings.register import TABLE_FORMAT
from gofigr.backends import first_line
from gofigr.http.content import Content, TemporaryContent
from gofigr.models.parquet import can_write_parquet, write_parquet

if TYPE_CHECKING:
    import pandas as pd

    from gofigr._client.client import GoFigr
    from gofigr.models import gf_TableData

#: Estimated bytes of a frame up to which it is written in the cell. Larger ones are written in the background.
SMALL = 1_000_000
#: Bytes of memory that an object of a column may take.
_OBJECT_BYTES = 64
#: Kinds of values that can't change, as pandas infers them. Copies of a column may share them.
_FIXED = frozenset(
    {"string", "bytes", "floating", "integer", "decimal", "complex", "boolean", "categorical", "datetime64", "datetime"}
    | {"date", "timedelta64", "timedelta", "time", "period", "interval", "empty", "mixed-integer-float"}
)
#: First version of the API whose clients may read anything but CSV.
_PARQUET_SINCE = (1, 2)


def table_format(gf: GoFigr) -> str:
    """Returns the format of published data frames. Raises `ValueError` if the setting is wrong."""
    given = (TABLE_FORMAT.text() or "").strip().lower()
    if given not in ("", "csv", "parquet"):
        raise ValueError(f"{TABLE_FORMAT.variable} is {given!r}. It can be csv or parquet.")
    if given == "parquet" and not can_write_parquet():
        raise ValueError(f"{TABLE_FORMAT.variable} is parquet. Please install pyarrow for it.")
    found = re.search(r"/v(\d+)(?:\.(\d+))?", gf.api_url)
    if found is not None and (int(found[1]), int(found[2] or 0)) < _PARQUET_SINCE:
        return "csv"
    return given or ("parquet" if can_write_parquet() else "csv")


class PublishedTable(Content):
    """The bytes of a data frame, in its state when it was published. They are written when they are first needed."""

    def __init__(self, datum: gf_TableData, table: Any) -> None:
        self._datum = datum
        self._table: Any = _snapshot(table)
        self._written: Content | None = None
        self._lock = threading.Lock()
        self.is_large = _size_of(self._table) > SMALL
        datum.content = self

    @property
    def is_written(self) -> bool:
        """Tells whether the bytes are there."""
        return self._written is not None

    @property
    def size(self) -> int:  # type: ignore[override]  # known later than that of others
        """Number of bytes."""
        return self.written().size

    def open(self) -> BinaryIO:
        """Returns a new reader at the first byte."""
        return self.written().open()

    def written(self) -> Content:
        """Returns the bytes and writes them first if that isn't done."""
        with self._lock:
            if self._written is None:
                self._written = self._write()
                # The user's data are in memory no longer than needed.
                self._table = None
        return self._written

    def _write(self) -> Content:
        if self._datum.format == "parquet":
            try:
                return _to_file(self._write_parquet)
            except Exception as error:  # noqa: BLE001 -- such as an index of mixed types: CSV takes anything
                self._note({"format": "csv", "not_parquet": first_line(error)[:200]})
        return _to_file(self._write_csv)

    def _note(self, metadata: dict[str, Any]) -> None:
        self._datum.metadata = {**(self._datum.metadata or {}), **metadata}

    def _write_parquet(self, file: BinaryIO) -> None:
        table = self._table
        if hasattr(table, "write_parquet"):
            table.write_parquet(file)
        elif type(table).__module__.startswith("pyarrow"):
            import_module("pyarrow.parquet").write_table(_as_table(table), file)
        elif as_text := write_parquet(table, file):
            self._note({"columns_as_text": as_text})

    def _write_csv(self, file: BinaryIO) -> None:
        table = self._table
        if not hasattr(table, "to_csv"):
            if find_spec("pandas") is None:
                _write_csv_without_pandas(table, file)
                return
            table = _as_pandas(table)
        # A default index holds no information. Any other index is stored in the first columns.
        is_plain = type(table.index).__name__ == "RangeIndex" and table.index.name is None
        if not is_plain:
            self._note({"index_columns": table.index.nlevels})
        table.to_csv(file, encoding=self._datum.encoding or "utf-8", index=not is_plain)


def table_of(gf: GoFigr, name: str, table: Any) -> gf_TableData:
    """Returns a data frame as a datum in its current state."""
    if type(table).__name__ == "LazyFrame":
        table = table.collect()
    # Series of pandas and of polars.
    if hasattr(table, "to_frame"):
        table = table.to_frame()
    fmt = table_format(gf)
    if fmt == "parquet" and find_spec("pyarrow") is None and type(table).__module__.startswith("pyarrow"):
        fmt = "csv"
    datum: gf_TableData = gf.TableData(name=name, format=fmt)
    content = PublishedTable(datum, table)
    if not content.is_large:
        content.written()
    return datum


def _snapshot(table: Any) -> Any:
    """Returns the table in its current state, which the user may change then. Copies as little as possible."""
    if hasattr(table, "clone"):
        return table.clone()
    # Frames of geopandas are frames of pandas, too.
    if not any(base.__module__.startswith("pandas") for base in type(table).__mro__):
        # Tables of pyarrow can't change.
        return table
    pd = import_module("pandas")
    # Frames of this kind copy their data when somebody changes them.
    is_lazy = int(pd.__version__.partition(".")[0]) >= 3 or pd.options.mode.copy_on_write is True
    snapshot = table.copy(deep=not is_lazy)
    for position, dtype in enumerate(snapshot.dtypes):
        if str(dtype) == "object" and pd.api.types.infer_dtype(snapshot.iloc[:, position], skipna=True) not in _FIXED:
            # Lists and other objects may change inside.
            snapshot.isetitem(position, _deep_copied(snapshot.iloc[:, position]))
    return snapshot


def _deep_copied(column: pd.Series[Any]) -> pd.Series[Any]:
    copy = import_module("copy")
    try:
        values = copy.deepcopy(column.tolist())
    except Exception:  # noqa: BLE001 -- an object may be anything, such as an open file
        values = [None if value is None else str(value) for value in column]
    return import_module("pandas").Series(values, index=column.index, dtype=object)


def _size_of(table: Any) -> int:
    """Estimates the bytes of a table in memory."""
    if hasattr(table, "memory_usage"):
        objects = sum(str(dtype) == "object" for dtype in table.dtypes)
        size: int = table.memory_usage(index=True, deep=False).sum() + objects * _OBJECT_BYTES * len(table)
        return size
    return int(table.estimated_size()) if hasattr(table, "estimated_size") else int(getattr(table, "nbytes", 0))


def _as_table(table: Any) -> Any:
    return import_module("pyarrow").Table.from_batches([table]) if type(table).__name__ == "RecordBatch" else table


def _as_pandas(table: Any) -> pd.DataFrame:
    if type(table).__module__.startswith("polars") and find_spec("pyarrow") is None:
        return import_module("pandas").DataFrame(table.to_dict(as_series=False))
    return table.to_pandas()


def _write_csv_without_pandas(table: Any, file: BinaryIO) -> None:
    if hasattr(table, "write_csv"):
        file.write(str(table.write_csv()).encode())
    else:
        import_module("pyarrow.csv").write_csv(table, file)


def _to_file(write: Any) -> Content:
    """Writes to a temporary file, readable by this user only, so that large tables aren't in memory."""
    handle, name = tempfile.mkstemp(prefix="gofigr-")
    try:
        with os.fdopen(handle, "wb") as file:
            write(file)
        return TemporaryContent(Path(name))
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
