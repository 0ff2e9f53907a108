"""Data frames that are published with a figure."""

import sys
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from gofigr import GoFigr
from gofigr._publishing import tables as tables_module
from gofigr._publishing.frames import named_frames
from gofigr._publishing.tables import table_of

FRAME = pd.DataFrame({"a": [1, 2]})
SERIES = pd.Series([1, 2], name="b")


@pytest.fixture
def gf() -> GoFigr:
    return GoFigr(url="http://server", api_key="key", authenticate=False)


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (None, []),
        ({}, []),
        ([], []),
        (FRAME, ["data"]),
        (SERIES, ["b"]),
        (pa.table({"a": [1]}), ["data"]),
        ([FRAME], ["data"]),
        ((FRAME, SERIES), ["data 1", "data 2"]),
        ({"first": FRAME, 2: SERIES}, ["first", "2"]),
    ],
)
def test_frames_are_taken_alone_in_a_list_or_by_name(given: Any, names: list[str]) -> None:
    assert list(named_frames(given)) == names


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("table.csv", "not of type str"),
        (7, "not of type int"),
        ({"columns": [1, 2]}, "'columns' is of type list"),
        ([FRAME, None], "'data 2' is of type NoneType"),
    ],
)
def test_the_error_says_what_is_taken(given: Any, found: str) -> None:
    with pytest.raises(TypeError, match="a data frame of pandas, polars or pyarrow, a list") as error:
        named_frames(given)
    assert found in str(error.value)


def test_tables_of_other_libraries_are_published_as_frames(gf: GoFigr, monkeypatch: pytest.MonkeyPatch) -> None:
    table = pa.table({"a": [1, 2], "b": ["x", None]})
    for one in (table, table.to_batches()[0]):
        # Versions of pandas read a missing text as None or as NaN.
        found = table_of(gf, "t", one).dataframe
        assert found is not None
        assert found["b"].isna().tolist() == [False, True]
        pd.testing.assert_frame_equal(found.fillna("-"), pd.DataFrame({"a": [1, 2], "b": ["x", "-"]}))
    pd.testing.assert_frame_equal(table_of(gf, "s", SERIES).dataframe, SERIES.to_frame())
    monkeypatch.setattr(tables_module, "find_spec", lambda _: None)
    assert table_of(gf, "t", table).data == b'"a","b"\n1,"x"\n2,\n'


class Polars:
    """Stands for a data frame of polars, which the tests don't install."""

    def to_pandas(self) -> pd.DataFrame:
        return FRAME

    def to_dict(self, as_series: bool) -> dict[str, list[int]]:
        assert not as_series
        return {"a": [1, 2]}

    def write_csv(self) -> str:
        return "a\n1\n2\n"


@pytest.mark.parametrize("missing", ["", "pyarrow", "pandas"])
def test_frames_of_polars_need_no_other_library(gf: GoFigr, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    module = type(sys)("polars")
    module.DataFrame = Polars  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "polars", module)
    monkeypatch.setattr(Polars, "__module__", "polars.dataframe.frame")
    monkeypatch.setattr(tables_module, "find_spec", lambda name: None if name == missing else name)
    ((name, table),) = named_frames(Polars()).items()
    assert name == "data"
    pd.testing.assert_frame_equal(table_of(gf, name, table).dataframe, FRAME)
