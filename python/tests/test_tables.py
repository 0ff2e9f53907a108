"""Data frames that are published come back as they went, and the cell doesn't wait for large ones."""

import datetime as dt
import decimal
import io
import threading
from base64 import b64decode
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from gofigr import ApiId, GoFigr
from gofigr._outbox import Outbox
from gofigr._outbox import process as process_module
from gofigr._outbox.spool import Spool
from gofigr._publishing import tables as tables_module
from gofigr._publishing.tables import table_of
from gofigr.models import parquet as parquet_module
from gofigr.publisher import Publisher
from scripted_server import ScriptedServer
from test_publisher import Drawn, Figure, Server, sent

FRAMES = {
    "types": pd.DataFrame({"i": pd.Series([1, 2], dtype="int8"), "f": [1.5, float("nan")], "b": [True, False]}),
    "texts": pd.DataFrame({"a": ["007", "NA", "None", "nan", "", " ", "x\ry", "\r", "a\r\nb", '"', ",", "a\0b", "é"]}),
    "times": pd.DataFrame({"t": pd.to_datetime(["2020-01-01T00:00:00.123456789", None])}),
    "time zones": pd.DataFrame({"t": pd.to_datetime(["2020-01-01", "2020-06-01"]).tz_localize("Europe/Berlin")}),
    "durations": pd.DataFrame({"t": pd.to_timedelta([1, 2], "h"), "p": pd.period_range("2020", periods=2, freq="M")}),
    "dates": pd.DataFrame({"d": [dt.date(2020, 1, 1)], "t": [dt.time(1, 2)], "n": [decimal.Decimal("1.10")]}),
    "ordered": pd.DataFrame({"c": pd.Categorical(["a", None], categories=["z", "b", "a"], ordered=True)}),
    "numbers as categories": pd.DataFrame({"c": pd.Categorical([1, 2], categories=[3, 2, 1])}),
    "times as categories": pd.DataFrame({"c": pd.Categorical(pd.to_datetime(["2021-01-01", "2020-01-01"]))}),
    "bins": pd.DataFrame({"c": pd.cut([1, 5, 9, 99], [0, 4, 10])}),
    "no categories used": pd.DataFrame({"c": pd.Categorical([], categories=["a", "b"])}),
    "two levels": pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("a", 1), ("a", 2)], names=["x", None])),
    "two equal levels": pd.DataFrame([[1, "x"]], columns=pd.MultiIndex.from_tuples([("a", "b"), ("a", "b")])),
    "equal names": pd.DataFrame([[1, "x", 2.5]], columns=["a", "b", "a"]),
    "numbers as names": pd.DataFrame([[1, 2]], columns=pd.Index([5, 7], name="n")),
    "times as names": pd.DataFrame([[1, 2]], columns=pd.to_datetime(["2020-01-01", "2020-01-02"])),
    "mixed names": pd.DataFrame([[1, 2, 3]], columns=pd.Index([1, "1", "a"], dtype=object)),
    "no name": pd.DataFrame([[1, 2]], columns=pd.Index([1.0, float("nan")])),
    "index": pd.DataFrame({"a": [1, 2]}, index=pd.Index(["x", "y"], name="a")),
    "indexes": pd.DataFrame({"a": [1]}, index=pd.MultiIndex.from_tuples([("x", 1)], names=["k", None])),
    "steps": pd.DataFrame({"a": [1, 2]}, index=pd.RangeIndex(5, 9, 2, name="r")),
    "no rows": pd.DataFrame({"a": pd.Series([], dtype="int32"), "c": pd.Series([], dtype="datetime64[ns, UTC]")}),
    "nothing": pd.DataFrame(),
    "no columns": pd.DataFrame(index=["a", "b"]),
    "may be missing": pd.DataFrame(
        {"a": pd.array([1, None], dtype="Int64"), "b": pd.array([True, None], dtype="boolean")}
    ),
    "lists": pd.DataFrame({"a": [[1, 2], []], "b": [b"\0", b""], "d": [{"x": 1}, {"x": 2}]}),
}
#: As the published package reads these: the values are there, and the categories and the names are plain ones.
LESS_AS_PUBLISHED = frozenset(
    {"numbers as categories", "times as categories", "bins", "no categories used", "mixed names"}
)


@pytest.fixture
def gf(scripted: ScriptedServer) -> GoFigr:
    scripted.script = Server()
    return GoFigr(url=scripted.url, api_key="key", authenticate=False)


@pytest.fixture(autouse=True)
def outbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_module, "_default", Outbox(Spool(tmp_path / "outbox")))


def published(gf: GoFigr, server: Server, frames: Any, **options: Any) -> dict[str, dict[str, Any]]:
    """Publishes a figure with data frames, and returns those that arrived."""
    publisher = Publisher(gf=gf, analysis=ApiId("A"), annotators=[], backends=[Drawn()], widget_class=None)
    publisher.publish(Figure(), dataframes=frames, target=ApiId("F"), **options)
    return {one["name"]: one for one in sent(server)["data"] if one["type"] == "dataframe"}


def read(gf: GoFigr, sent: dict[str, Any]) -> pd.DataFrame:
    """Reads a data frame as this package does."""
    return gf.TableData(metadata=sent["metadata"], data=b64decode(sent["data"])).dataframe


def as_published(sent: dict[str, Any]) -> pd.DataFrame:
    """Reads a data frame as gofigr 2.3.4 does."""
    data = io.BytesIO(b64decode(sent["data"]))
    if sent["metadata"]["format"] == "parquet":
        return pd.read_parquet(data, engine="pyarrow")
    return pd.read_csv(data, encoding=sent["metadata"]["encoding"])


@pytest.mark.parametrize("group_bytes", [16_000_000, 1])
def test_frames_come_back_as_they_went(
    gf: GoFigr, scripted: ScriptedServer, monkeypatch: pytest.MonkeyPatch, group_bytes: int
) -> None:
    """Also if each row is written alone."""
    monkeypatch.setattr(parquet_module, "_GROUP_BYTES", group_bytes)
    before = {name: frame.copy(deep=True) for name, frame in FRAMES.items()}
    arrived = published(gf, scripted.script, FRAMES)  # type: ignore[arg-type]  # it is the fake above
    assert list(arrived) == list(FRAMES)
    for name, frame in FRAMES.items():
        assert arrived[name]["metadata"]["format"] == "parquet", name
        pd.testing.assert_frame_equal(read(gf, arrived[name]), before[name], obj=name)
        pd.testing.assert_frame_equal(frame, before[name], obj=name)
        if name not in LESS_AS_PUBLISHED:
            pd.testing.assert_frame_equal(as_published(arrived[name]), before[name], obj=name)
        else:
            assert as_published(arrived[name]).astype(object).shape == frame.shape


def test_values_that_parquet_lacks_become_texts_and_the_others_stay(gf: GoFigr, scripted: ScriptedServer) -> None:
    frame = pd.DataFrame(
        {
            "n": [1, 2, 3],
            "mixed": pd.Series([1, "a", None], dtype=object),
            "complex": [1 + 2j, 0, 0],
            "big": pd.Series([2**70, 1, 2], dtype=object),
            "dicts": [{"x": 1}, {"y": 2}, {}],
            "lone": pd.Series(["\ud800", "b", "c"], dtype=object),
            "sparse": pd.arrays.SparseArray([0, 0, 1]),
        }
    )
    (one,) = published(gf, scripted.script, {"f": frame}).values()  # type: ignore[arg-type]  # as above
    found = read(gf, one)
    assert one["metadata"]["columns_as_text"] == ["mixed", "complex", "big", "dicts", "lone"]
    assert found["n"].tolist() == [1, 2, 3]
    assert found["mixed"].tolist()[:2] == ["1", "a"] and pd.isna(found["mixed"][2])
    assert (found["big"][0], found["dicts"][1], found["lone"][0]) == (str(2**70), "{'y': 2}", "\\ud800")
    assert found["sparse"].tolist() == [0, 0, 1]


def test_a_frame_that_parquet_cannot_hold_is_sent_as_csv(gf: GoFigr, scripted: ScriptedServer) -> None:
    frame = pd.DataFrame({"a": [1, 2]}, index=pd.Index([1, "x"], dtype=object))
    (one,) = published(gf, scripted.script, {"f": frame}).values()  # type: ignore[arg-type]  # as above
    assert one["metadata"]["format"] == "csv" and "Arrow" in one["metadata"]["not_parquet"]
    assert read(gf, one)["a"].tolist() == as_published(one)["a"].tolist() == [1, 2]


def test_the_setting_the_libraries_and_old_versions_of_the_api_choose_csv(
    gf: GoFigr, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = pd.DataFrame({"a": [1]})
    assert table_of(gf, "f", frame).format == "parquet"
    monkeypatch.setenv("GF_TABLE_FORMAT", "csv")
    assert (table_of(gf, "f", frame).format, table_of(gf, "f", frame).data) == ("csv", b"a\n1\n")
    monkeypatch.setenv("GF_TABLE_FORMAT", "xlsx")
    with pytest.raises(ValueError, match=r"'xlsx'\. It can be csv or parquet"):
        table_of(gf, "f", frame)
    monkeypatch.setenv("GF_TABLE_FORMAT", "parquet")
    monkeypatch.setattr(gf.http, "api_url", gf.http.api_url.replace("v1.4.1", "v1.1"))
    assert table_of(gf, "f", frame).format == "csv"
    monkeypatch.setattr(gf.http, "api_url", gf.http.api_url.replace("v1.1", "v1.2"))
    assert table_of(gf, "f", frame).format == "parquet"
    monkeypatch.setattr(parquet_module, "find_spec", lambda _: None)
    with pytest.raises(ValueError, match="install pyarrow"):
        table_of(gf, "f", frame)
    monkeypatch.delenv("GF_TABLE_FORMAT")
    assert table_of(gf, "f", frame).format == "csv"
    assert gf.TableData(name="f", dataframe=frame).format == "csv"


def test_tables_of_pyarrow_are_sent_as_they_are(gf: GoFigr) -> None:
    table = pa.table({"a": pa.array([1, None], type=pa.int16())})
    for one in (table, table.to_batches()[0]):
        assert (
            pa.parquet.read_table(io.BytesIO(table_of(gf, "t", one).data or b"")).schema.field("a").type == pa.int16()
        )


def test_large_frames_are_written_in_the_background_in_their_state_of_the_cell(
    gf: GoFigr, scripted: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables_module, "SMALL", 0)
    go_on, written_by = threading.Event(), []
    write = parquet_module.write_parquet

    def slow(*args: Any) -> Any:
        go_on.wait(60)
        written_by.append(threading.current_thread().name)
        return write(*args)

    monkeypatch.setattr(tables_module, "write_parquet", slow)
    publisher = Publisher(gf=gf, analysis=ApiId("A"), annotators=[], backends=[Drawn()], widget_class=None)
    frame = pd.DataFrame({"a": [1, 2], "l": [[1], [2]]})
    before = pd.DataFrame({"a": [1, 2], "l": [[1], [2]]})
    revision = publisher.publish(Figure(), dataframes={"f": frame}, target=ApiId("F"))
    job = revision.publish_job
    assert job is not None
    # If Python ends now, the figure is sent without the frame, and says so.
    kept = job.parcel.metadata["data_frames_not_written"]
    frame.loc[0, "a"] = 99
    frame.loc[1, "l"].append(3)
    frame["b"] = 1
    go_on.set()
    server: Any = scripted.script
    (one,) = [one for one in sent(server)["data"] if one["type"] == "dataframe"]
    assert kept == {"f": "Python ended before it was written"}
    assert "data_frames_not_written" not in sent(server)["metadata"]
    assert written_by in (["gofigr-preparer"], ["gofigr-sender"])
    pd.testing.assert_frame_equal(read(gf, one), before)
    assert [table.dataframe is not None for table in revision.table_data] == [True]


def test_a_frame_of_a_subclass_is_kept_in_its_state_too(gf: GoFigr, monkeypatch: pytest.MonkeyPatch) -> None:
    class Geo(pd.DataFrame):  # type: ignore[misc]  # pandas has no types here
        """As in geopandas."""

    monkeypatch.setattr(tables_module, "SMALL", 0)
    frame = Geo({"a": [1, 2]})
    datum = tables_module.table_of(gf, "f", frame)
    frame.loc[0, "a"] = 99
    assert datum.content is not None
    assert list(pd.read_parquet(io.BytesIO(datum.content.read()))["a"]) == [1, 2]


def test_a_frame_that_cannot_be_written_is_noted_and_the_figure_is_sent(
    gf: GoFigr, scripted: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables_module, "SMALL", 0)

    def full(*_: Any) -> Any:
        raise OSError("No space left on device")

    monkeypatch.setattr(tables_module, "_to_file", full)
    assert published(gf, scripted.script, {"f": FRAMES["types"]}) == {}  # type: ignore[arg-type]  # as above
    server: Any = scripted.script
    assert sent(server)["metadata"]["data_frames_not_written"] == {"f": "OSError: No space left on device"}


def test_fastparquet_writes_to_a_path(gf: GoFigr, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stands for fastparquet, which the tests don't install."""
    calls: list[Any] = []

    def to_parquet(frame: pd.DataFrame, path: Path, engine: str) -> None:
        calls.append((list(frame), engine))
        path.write_bytes(b"PAR1 of it")

    monkeypatch.setattr(parquet_module, "find_spec", lambda name: None if name == "pyarrow" else name)
    monkeypatch.setattr(pd.DataFrame, "to_parquet", to_parquet)
    datum = table_of(gf, "f", pd.DataFrame({"a": [1]}))
    assert (datum.format, datum.data, calls) == ("parquet", b"PAR1 of it", [(["a"], "fastparquet")])
