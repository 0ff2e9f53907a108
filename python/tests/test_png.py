"""Rows are added to a PNG without decoding it, and the pixels are those of decoding it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from gofigr._publishing.png import with_strip_below
from gofigr.watermarks import stack_vertically

WIDTH, HEIGHT = 64, 48
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
