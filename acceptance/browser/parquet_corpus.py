"""Writes Parquet files with every type of the specification, and the text that pyarrow prints for each cell.

    python parquet_corpus.py FOLDER [--large]

`FOLDER/NAME.parquet` comes with `FOLDER/NAME.json`: `{"columns": [{"name", "texts"}]}`. The reference is what pyarrow
makes of a column that it has read back from the file:

- `cast` to `string` for all types that it can cast,
- `str` for durations, UUIDs and values of nested types that cast can't print,
- hexadecimal digits for bytes, as in `Array.to_string`, and `cast` for a column of bytes that are all text,
- and members of lists, maps and structures like JSON: texts in quotes, `null`, all else as above.

`--large` adds `large.csv` and `large.parquet`, of 50,000 rows and 60 columns, without texts.
"""

import decimal
import json
import math
import sys
import uuid
from datetime import date, time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

D = decimal.Decimal
decimal.getcontext().prec = 80
SECONDS_2024 = 1709210096  # 2024-02-29 12:34:56 UTC, in winter
SECONDS_SUMMER = 1719837296


def texts(array):
    """Text of each value of an array, None for null."""
    if isinstance(array, pa.ChunkedArray):
        return [text for chunk in array.chunks for text in texts(chunk)]
    kind = array.type
    if isinstance(kind, pa.UuidType):
        return [None if not value.is_valid else str(value.as_py()) for value in array]
    if isinstance(kind, pa.BaseExtensionType):
        return texts(array.storage)
    if pa.types.is_dictionary(kind):
        return texts(array.dictionary_decode())
    if pa.types.is_map(kind):
        return [None if not value.is_valid else entries(value.values) for value in array]
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        return [None if not value.is_valid else f"[{', '.join(inner(value.values))}]" for value in array]
    if pa.types.is_struct(kind):
        names = [json.dumps(kind.field(index).name, ensure_ascii=False) for index in range(kind.num_fields)]
        members = [inner(member) for member in array.flatten()]
        return [
            "{" + ", ".join(f"{name}: {member[row]}" for name, member in zip(names, members)) + "}" if valid else None
            for row, valid in enumerate(array.is_valid().to_pylist())
        ]
    if pa.types.is_duration(kind):
        return [None if not value.is_valid else str(value.as_py()) for value in array]
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind):
        return [None if not value.is_valid else value.as_py().hex().upper() for value in array]
    return pc.cast(array, pa.string()).to_pylist()


def column_texts(column):
    if not pa.types.is_binary(column.type):
        return texts(column)
    try:
        decoded = pc.cast(column, pa.string()).to_pylist()
    except pa.ArrowInvalid:
        return texts(column)
    return decoded if all(text is None or text.isprintable() for text in decoded) else texts(column)


def inner(array):
    """Texts of the members of a nested value."""
    kind = array.type.value_type if pa.types.is_dictionary(array.type) else array.type
    quoted = pa.types.is_string(kind) or pa.types.is_large_string(kind)
    return [
        "null" if text is None else json.dumps(text, ensure_ascii=False) if quoted else text for text in texts(array)
    ]


def entries(pairs):
    keys, values = pairs.flatten()
    return "{" + ", ".join(f"{key}: {value}" for key, value in zip(inner(keys), inner(values))) + "}"


def raw(kind, storage, *values):
    """An array of integers that stand for moments or durations."""
    return pa.array([*values, None], storage).cast(kind)


def flat_columns():
    yield "bool", pa.array([True, False, None])
    for bits in (8, 16, 32, 64):
        top = 2 ** (bits - 1)
        yield f"int{bits}", pa.array([0, 1, -1, top - 1, -top, None], getattr(pa, f"int{bits}")())
        yield f"uint{bits}", pa.array([0, 1, 2 * top - 1, top, None], getattr(pa, f"uint{bits}")())
    special = [math.nan, math.inf, -math.inf, -0.0, 0.0, 1.0, 0.1, 1 / 3]
    wide = [1e9, 9999999999.0, 1e10, 12345678901.0, 1e15, 1e16, 1e21, 1e22, 1e-4, 1e-6, 1e-7, 1.5e-7, 2.5e10]
    single = [3.4028234663852886e38, 1e-45, 1.17549435e-38, 16777216.0, 33554432.0, 123456792.0, 2.0**-126, 2.0**90]
    yield "float32", pa.array([*np.array([*special, *wide, *single], "float32"), None], pa.float32())
    yield "float64", pa.array(
        [*special, *wide, 2.0**53, 2.0**53 + 2, 5e-324, 1.7976931348623157e308, 123456789.12345678, None], pa.float64()
    )
    yield "float16", pa.array([*np.array([*special, 65504, 6e-8, 6.1e-5, 2048, -1.5], "float16"), None], pa.float16())
    yield "decimal(20,2)", pa.array([D("12345678901234567.89"), D("0.10"), D("-0.05"), D(0), None], pa.decimal128(20, 2))
    yield "decimal(9,2)", pa.array([D("1234567.89"), D("-0.10"), None], pa.decimal128(9, 2))
    yield "decimal(38,0)", pa.array([D("9" * 38), D("-" + "9" * 38), D(0), None], pa.decimal128(38, 0))
    yield "decimal(38,38)", pa.array([D("1E-38"), D("0." + "1" * 38), D(0), None], pa.decimal128(38, 38))
    yield "decimal(20,10)", pa.array([D("0.0000000001"), D("-0.0000012345"), D("1.5"), D(0), None], pa.decimal128(20, 10))
    yield "decimal256", pa.array([D("9" * 40 + "." + "1" * 30), D("-0." + "0" * 29 + "1"), None], pa.decimal256(76, 30))
    yield "string", pa.array(["", "a,b", 'say "hi"', "line\nbreak\ttab", "Zürich 日本 🎉", "\u0000", "007", None])
    yield "large string", pa.array(["x" * 300, None], pa.large_string())
    yield "dictionary", pa.array(["b", "a", None, "b"]).dictionary_encode()
    yield "binary", pa.array([b"\x00\xff", b"abc", b"", None], pa.binary())
    yield "text in bytes", pa.array([b"abc", "Zürich".encode(), b"", None], pa.binary())
    yield "control characters", pa.array([b"\x00\x01", b"\x7f", None], pa.binary())
    yield "fixed binary", pa.array([b"\x00\xffab", b"0123", None], pa.binary(4))
    yield "uuid", pa.array([uuid.UUID(int=2**127 + 5).bytes, bytes(16), None], pa.uuid())
    yield "json", pa.array(['{"a": 1.10, "b": 12345678901234567890}', None], pa.json_())
    yield "null", pa.nulls(3)
    days = [0, -1, 19782, -719162, -719528, -719529, -800000, 2932897, 11248737, 11248738, -12687428, -12687429]
    yield "date32", raw(pa.date32(), pa.int32(), *days, 2**31 - 1, -(2**31))
    yield "date64", pa.array([date(2024, 2, 29), date(1, 1, 1), None], pa.date64())
    yield "time32[s]", pa.array([time(0), time(23, 59, 59), None], pa.time32("s"))
    yield "time32[ms]", raw(pa.time32("ms"), pa.int32(), 0, 1, 86_399_999)
    yield "time64[us]", raw(pa.time64("us"), pa.int64(), 0, 1, 86_399_999_999)
    yield "time64[ns]", raw(pa.time64("ns"), pa.int64(), 0, 1, 86_399_999_999_999)
    yield "time64[us] out of range", pa.array([-1, 86_400_000_000, 2**63 - 1, None], pa.int64()).view(pa.time64("us"))
    last = 2**63 - 1
    for unit, size in (("s", 1), ("ms", 10**3), ("us", 10**6), ("ns", 10**9)):
        part = size // 7
        moments = [0, 1, -1, SECONDS_2024 * size + part, SECONDS_SUMMER * size, -2208988800 * size]
        # Parquet has no seconds: pyarrow stores milliseconds, and refuses moments that these can't hold.
        far = [last, -last] if unit != "s" else [253402300800, -62135596801]
        if unit == "ns":
            far = [last, -last]
        yield f"timestamp[{unit}]", raw(pa.timestamp(unit), pa.int64(), *moments, *far)
        for zone in ("UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kolkata", "+05:30", "-08:00"):
            yield f"timestamp[{unit}, {zone}]", raw(pa.timestamp(unit, zone), pa.int64(), *moments)
        yield f"duration[{unit}]", raw(
            pa.duration(unit), pa.int64(), 0, 1, -1, 61 * size, 86_400 * size, -86_400 * size, 123_456 * size + part, 10**6
        )


def nested_columns():
    numbers = [[1, None, 9007199254740993], [], None, [-1]]
    yield "list<int64>", pa.array(numbers, pa.list_(pa.int64()))
    yield "large list", pa.array(numbers, pa.large_list(pa.int64()))
    yield "fixed list", pa.array([[1, 2], None, [3, None]], pa.list_(pa.int32(), 2))
    yield "list<float32>", pa.array([[0.5, math.nan, math.inf, -math.inf, None], []], pa.list_(pa.float32()))
    yield "list<string>", pa.array([['a"b', "c, d", "null", None, "", "é\n"], None])
    yield "list<binary>", pa.array([[b"\x00\xff", None, b"abc"], []], pa.list_(pa.binary()))
    yield "list<decimal>", pa.array([[D("1.10"), None], None], pa.list_(pa.decimal128(5, 2)))
    yield "list<date>", pa.array([[date(2024, 2, 29), None], []], pa.list_(pa.date32()))
    moments = pa.array([[SECONDS_2024 * 10**9 + 1, None], [0]], pa.list_(pa.int64()))
    yield "list<timestamp>", moments.cast(pa.list_(pa.timestamp("ns")))
    yield "list<zoned>", moments.cast(pa.list_(pa.timestamp("ns", "Europe/Berlin")))
    yield "list<duration>", moments.cast(pa.list_(pa.duration("ns")))
    yield "list<list>", pa.array([[[1, 2], [], None], None, [[None]]], pa.list_(pa.list_(pa.int64())))
    yield "list<bool>", pa.array([[True, False, None]])
    pairs = pa.map_(pa.string(), pa.int64())
    yield "map", pa.array([[("a", 1), ("a", 2), ("b", None)], [], None], pairs)
    yield "map<int, string>", pa.array([[(1, "x"), (2, None)]], pa.map_(pa.int32(), pa.string()))
    yield "map<string, list>", pa.array([[("k", [1, None]), ("l", [])], None], pa.map_(pa.string(), pa.list_(pa.int8())))
    yield "list<map>", pa.array([[[("a", 1)], [], None], None], pa.list_(pairs))
    struct = pa.struct([("a", pa.int64()), ("__proto__", pa.string()), ("key.with dot", pa.decimal128(5, 2))])
    rows = [{"a": 1, "__proto__": "x", "key.with dot": D("1.10")}, {"a": None}, None]
    yield "struct", pa.array(rows, struct)
    yield "list<struct>", pa.array([rows[:2], [], None, [rows[0]]], pa.list_(struct))
    yield "struct<struct>", pa.array([{"s": rows[0]}, {"s": None}, None], pa.struct([("s", struct)]))
    yield "struct<list>", pa.array([{"l": [1, 2]}, {"l": None}, {"l": []}, None], pa.struct([("l", pa.list_(pa.int64()))]))
    yield "struct<duration>", pa.array([{"d": 5}], pa.struct([("d", pa.int64())])).cast(
        pa.struct([("d", pa.duration("ns"))])
    )
    yield "struct<dictionary>", pa.StructArray.from_arrays([pa.array(["a", "b"]).dictionary_encode()], ["d"])


def padded(array, rows):
    """An array with nulls at its end."""
    return pa.concat_arrays([array, pa.nulls(rows - len(array), array.type)])


def table_of(columns):
    columns = list(columns)
    rows = max(len(array) for _, array in columns)
    return pa.table([padded(array, rows) for _, array in columns], names=[name for name, _ in columns])


def without_nulls():
    """Columns that are required, so that the file has no levels for them."""
    fields = [("n", pa.int64()), ("f", pa.float32()), ("t", pa.timestamp("us")), ("l", pa.list_(pa.int64()))]
    schema = pa.schema([pa.field(name, kind, nullable=False) for name, kind in fields])
    columns = [range(1000), [n / 7 for n in range(1000)], range(1000), [[n] * (n % 3) for n in range(1000)]]
    return pa.table([pa.array(values, kind) for values, (_, kind) in zip(columns, fields)], schema=schema)


def odd_names():
    names = ["a", "a", "", "__proto__", "constructor", "with.dot", "ünï", "line\nbreak"]
    return pa.table([pa.array([index, None]) for index, _ in enumerate(names)], names=names)


def files():
    every = table_of([*flat_columns(), *nested_columns()])
    yield "every-type", every, {}
    yield "every-type-old", every, {"version": "1.0", "compression": "gzip"}
    yield "every-type-pages-2", every, {"data_page_version": "2.0", "compression": "zstd", "use_dictionary": False}
    many = pa.concat_tables([every] * 40)
    yield "row-groups", many, {"row_group_size": 97, "compression": "brotli", "data_page_size": 256}
    yield "lz4", every, {"compression": "lz4", "row_group_size": 3}
    yield "no-arrow-schema", every.select(["int64", "timestamp[us, Europe/Berlin]", "duration[ns]", "list<string>"]), {
        "store_schema": False,
        "compression": "none",
    }
    stamps = every.select([name for name in every.column_names if name.startswith("timestamp[ns")])
    yield "int96", stamps.slice(0, 6), {"use_deprecated_int96_timestamps": True}
    encodings = {"int64": "DELTA_BINARY_PACKED", "float64": "BYTE_STREAM_SPLIT", "string": "DELTA_BYTE_ARRAY"}
    yield "encodings", every.select([*encodings]), {"use_dictionary": False, "column_encoding": encodings}
    yield "no-nulls", without_nulls(), {}
    yield "names", odd_names(), {}
    yield "no-rows", every.slice(0, 0), {}


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, table, options in files():
        path = folder / f"{name}.parquet"
        if options.get("version") == "1.0":
            # The first version has neither nanoseconds nor unsigned integers of 32 bits.
            nanoseconds = ("[ns", "list<timestamp>", "list<zoned>")
            table = table.select([name for name in table.column_names if not any(part in name for part in nanoseconds)])
        pq.write_table(table, path, **options)
        # Repeated names confuse `read_table`, and nested chunks `read`.
        read = pq.ParquetFile(path).read() if name == "names" else pq.read_table(path)
        columns = [{"name": field, "texts": column_texts(column)} for field, column in zip(read.column_names, read.columns)]
        (folder / f"{name}.json").write_text(json.dumps({"columns": columns}, ensure_ascii=False), "utf-8")


def large(folder):
    rows, random = 50_000, np.random.default_rng(1)
    columns = {"name": pa.array([f"row {row}" for row in range(rows)])}
    for index in range(1, 60):
        integers = random.integers(0, 2**50, rows)
        kinds = (
            lambda: pa.array(random.normal(size=rows)),
            lambda: pa.array(integers),
            lambda: pa.array([f"value {value}" for value in integers % rows]),
            lambda: pa.array(integers).cast(pa.timestamp("us", "Europe/Berlin")),
            lambda: pa.array(random.normal(size=rows).astype("float32")),
            lambda: pa.array(integers % 10**9).cast(pa.decimal128(30, 4)),
        )
        columns[f"column {index}"] = kinds[index % 6]()
    table = pa.table(columns)
    pq.write_table(table, folder / "large.parquet", compression="none")
    numbers = {name: random.normal(size=rows) for name in list(columns)[1:]}
    pa.csv.write_csv(pa.table({"name": columns["name"], **numbers}), folder / "large.csv")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
    if "--large" in sys.argv:
        large(Path(sys.argv[1]))
