"""Formats and names of files. The cases are those of TypeScript's tests."""

from __future__ import annotations

import base64
import json
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from PIL import Image

from gofigr import ImageData, TableData
from gofigr._publishing.drawing import supported_name
from gofigr.models.formats import NamedDatum, file_names, format_named, format_of, format_of_file
from gofigr.models.formats.table import FORMATS

if TYPE_CHECKING:
    from gofigr.models.formats.format import Format

CASES = json.loads((Path(__file__).parent / "file_names.json").read_text(encoding="utf-8"))
SHARED = json.loads((Path(__file__).parent / "formats.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["names"][0][:40] for case in CASES])
def test_files_have_the_names_that_typescript_gives(case: dict[str, Any]) -> None:
    data = [
        NamedDatum(one["type"], one["name"], one["metadata"], base64.b64decode(one.get("head", "")))
        for one in case["data"]
    ]
    title = case["title"] and (case["title"]["name"], case["title"]["revision"])
    names = file_names(data, title)
    assert names == case["names"]
    assert all(len(name.encode()) <= 240 for name in names)


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
def test_every_format_is_found_by_its_names_and_its_bytes(one: Format) -> None:
    assert format_named(one.name) == one == format_named(f" {one.name.upper()} ")
    for ending in one.endings:
        assert format_of_file(f"a.{ending.upper()}") == one
    for media in one.media:
        found = format_named(f"{media}; charset=utf-8")
        assert found is not None and media in found.media
    for beginning in SHARED["beginnings"].get(one.name, []):
        assert format_of("image", format="x", head=beginning.encode("latin-1")) == one


@pytest.mark.parametrize("case", SHARED["data"], ids=[str(case["is"]) for case in SHARED["data"]])
def test_data_have_the_format_that_typescript_finds(case: dict[str, Any]) -> None:
    found = format_of(
        case.get("type", "file"),
        name=case.get("name", ""),
        format=case.get("format"),
        language=case.get("language"),
        head=case.get("head", "").encode("latin-1"),
    )
    assert (found and found.name) == case["is"]


def test_images_and_tables_are_read_by_their_bytes() -> None:
    frame = pd.DataFrame({"a": [1, 2]})
    buffer = BytesIO()
    Image.new("RGB", (3, 2)).save(buffer, "PNG")
    image = ImageData(name="i", format="tif", data=buffer.getvalue()).image
    assert image is not None and image.size == (3, 2)
    assert ImageData(name="i", format="png", data=b"<!DOCTYPE html><p>").is_interactive
    assert ImageData(name="i", format="png", data=b"<svg/>").image is None
    for format in ("csv", "tsv", "TSV", "pandas/csv", "parquet", "pq"):
        table = TableData(name="t", format=format, dataframe=frame)
        assert table.metadata is not None and table.metadata["format"] == format
        assert table.dataframe is not None and table.dataframe.equals(frame)
    written = TableData(name="counts.parquet", format="csv", dataframe=frame)
    assert written.dataframe is not None and written.dataframe.equals(frame)


@pytest.mark.parametrize(("wanted", "drawn"), [("tif", "tiff"), ("jpe", "jpg"), ("PNG", "png"), ("png", "png")])
def test_a_library_draws_a_format_by_any_of_its_names(wanted: str, drawn: str) -> None:
    assert supported_name(wanted, ["png", "jpg", "tiff"]) == drawn
    assert supported_name("webp", ["png"]) is None
