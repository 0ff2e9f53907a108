"""Rows are added to a PNG without decoding it, and the pixels are those of decoding it."""

from __future__ import annotations

import io
import zlib
from typing import Any

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image, PngImagePlugin

from gofigr._publishing.png import with_strip_below
from gofigr.backends.matplotlib import MatplotlibBackend
from gofigr.backends.png import parts_of
from gofigr.watermarks import stack_vertically

WIDTH, HEIGHT = 64, 48
NOISE = Image.effect_noise((300, 200), 80)
STRIP = Image.linear_gradient("L").resize((31, 9)).convert("RGBA")


def picture(mode: str = "RGBA") -> Image.Image:
    """Returns pixels of all colors and opacities."""
    bands = [Image.linear_gradient("L").rotate(90 * turn).resize((WIDTH, HEIGHT)) for turn in range(4)]
    return Image.merge("RGBA", bands).convert(mode)


def png_of(image: Image.Image, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG", **options)
    return buffer.getvalue()


@pytest.mark.parametrize("level", [0, 9])
def test_the_pixels_are_those_of_both_pictures_and_all_texts_stay(level: int) -> None:
    text = PngImagePlugin.PngInfo()
    text.add_text("Software", "of a test")
    marked = with_strip_below(png_of(picture(), compress_level=level, dpi=(300, 300), pnginfo=text), STRIP)
    assert marked is not None
    read = Image.open(io.BytesIO(marked))
    read.load()
    assert (read.mode, read.size) == ("RGBA", (WIDTH, HEIGHT + STRIP.height))
    assert read.tobytes() == stack_vertically(picture(), STRIP).tobytes()
    assert read.info["dpi"] == pytest.approx((300, 300), abs=0.1)
    assert read.info["Software"] == "of a test"


@pytest.mark.parametrize(
    "png",
    [
        png_of(picture("RGB")),
        png_of(picture("L")),
        png_of(picture("RGB").quantize(16)),
        png_of(picture(), save_all=True, append_images=[picture("L").convert("RGBA")]),
    ],
    ids=["without opacity", "gray", "palette", "animated"],
)
def test_other_kinds_must_be_decoded(png: bytes) -> None:
    assert with_strip_below(png, STRIP) is None


def test_a_picture_narrower_than_the_strip_must_be_decoded() -> None:
    wide = STRIP.resize((WIDTH + 1, 9))
    assert with_strip_below(png_of(picture()), wide) is None
    assert with_strip_below(png_of(picture()), wide.crop((0, 0, WIDTH, 9))) is not None


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
