"""PNGs of matplotlib's figures are encoded in less time, with the same pixels."""

from __future__ import annotations

import io
import zlib
from typing import Any

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from gofigr._publishing.png import with_strip_below
from gofigr.backends.matplotlib import MatplotlibBackend
from gofigr.backends.png import parts_of
from gofigr.watermarks import stack_vertically

NOISE = Image.effect_noise((300, 200), 80)
STRIP = Image.linear_gradient("L").resize((31, 9)).convert("RGBA")


def figure_of(kind: str) -> Any:
    figure = Figure()
    axes = figure.add_subplot()
    if kind == "lines":
        axes.plot([1, 3, 2])
        axes.set_title("Größe $x^2$")
    elif kind == "bars":
        axes.bar(range(20), range(20), color="tab:orange", alpha=0.5)
    elif kind == "cells":
        axes.imshow([[row * column % 7 for row in range(12)] for column in range(9)])
    elif kind == "noise":
        axes.imshow(NOISE, aspect="auto")
    return figure


def saved(figure: Any, **options: Any) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", **options)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["nothing", "lines", "bars", "cells", "noise"])
@pytest.mark.parametrize("options", [{}, {"dpi": 61, "transparent": True, "metadata": {"Author": "Ada"}}])
def test_a_figure_keeps_its_pixels_and_texts_and_takes_hardly_more_bytes(kind: str, options: dict[str, Any]) -> None:
    pillows = saved(figure_of(kind), **options)
    ours = MatplotlibBackend().figure_to_bytes(figure_of(kind), "png", options)
    mine, theirs = (Image.open(io.BytesIO(png)) for png in (ours, pillows))
    assert (mine.mode, mine.size, mine.tobytes()) == (theirs.mode, theirs.size, theirs.tobytes())
    assert mine.info == theirs.info
    assert len(ours) <= 1.1 * len(pillows)
    # Many colors take fewer bytes with Pillow's filters.
    assert (ours == pillows) == (kind == "noise")


@pytest.mark.parametrize("kind", ["lines", "noise"])
def test_a_figure_with_a_strip_has_the_pixels_of_both(kind: str) -> None:
    png = MatplotlibBackend().figure_to_bytes(figure_of(kind), "png", {})
    marked = with_strip_below(png, STRIP)
    assert marked is not None
    image = Image.open(io.BytesIO(marked))
    assert image.tobytes() == stack_vertically(Image.open(io.BytesIO(png)), STRIP).tobytes()
    assert image.info["Software"].startswith("Matplotlib")
    # A strict reader compares the sums of all parts and of all pixels.
    image = Image.open(io.BytesIO(marked))
    image.verify()
    pixels = b"".join(data for name, data in parts_of(marked) if name == b"IDAT")
    assert len(zlib.decompress(pixels)) == image.height * (4 * image.width + 1)


def test_only_the_rows_of_the_strip_are_compressed_for_a_simple_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    png = MatplotlibBackend().figure_to_bytes(figure_of("lines"), "png", {})
    monkeypatch.setattr(zlib, "decompress", lambda _: pytest.fail("decompresses the figure"))
    assert with_strip_below(png, STRIP) is not None


def test_options_of_the_user_and_canvases_of_other_libraries_draw_as_before() -> None:
    given = {"pil_kwargs": {"compress_level": 1}}
    png = MatplotlibBackend().figure_to_bytes(figure_of("lines"), "png", given)
    assert png == saved(figure_of("lines"), **given)

    class Canvas(FigureCanvasAgg):
        def print_png(self, file: Any, **options: Any) -> None:
            assert "pil_kwargs" not in options
            file.write(b"of another library")

    figure = figure_of("lines")
    Canvas(figure)
    assert MatplotlibBackend().figure_to_bytes(figure, "png", {}) == b"of another library"
