"""Watermarks are read back: from a print at 72 dpi that somebody photographs, and from vectors."""

from __future__ import annotations

import io
import os
import random
import re
import shutil
import subprocess
import time
from typing import TYPE_CHECKING

import cv2
import matplotlib.pyplot as plt
import numpy as np
import pytest
import zxingcpp
from PIL import Image, ImageFilter

from gofigr.backends.matplotlib import MatplotlibBackend
from gofigr.watermarks import DefaultWatermark, Watermark

if TYPE_CHECKING:
    from pathlib import Path

PHOTOGRAPHS = 100


class Revision:
    """All that a watermark needs."""

    def __init__(self, link: str) -> None:
        self.revision_url = link


@pytest.fixture(scope="module")
def figure() -> Image.Image:
    drawn, axes = plt.subplots()
    axes.plot(np.random.default_rng(1).normal(size=80), label="measured")
    axes.legend()
    axes.set_title("Something measured")
    buffer = io.BytesIO()
    drawn.savefig(buffer)
    plt.close(drawn)
    return Image.open(buffer).convert("RGB")


def links() -> list[str]:
    """Short links of a laptop, and long ones of an institute."""
    dice = random.Random(7)
    short = [f"http://localhost:5173/r/aZ3x{dice.randrange(10**4):04d}{n}" for n in range(PHOTOGRAPHS // 2)]
    return [*short, *(f"https://figures.institute.example.org/r/{dice.getrandbits(128):032x}" for _ in short)]


def photograph(printed: Image.Image, dice: random.Random) -> Image.Image:
    """A phone's look at the code: three of its pixels for one of the print's, a little turned, blurred, as a JPEG.

    The print has one dot for a pixel: 72 dpi.
    """
    strip = printed.convert("RGB").crop((printed.width // 2, printed.height - 170, printed.width, printed.height))
    large = strip.resize((strip.width * 3, strip.height * 3), Image.Resampling.BICUBIC)
    turned = large.rotate(dice.uniform(-4, 4), Image.Resampling.BICUBIC, expand=True, fillcolor="white")
    buffer = io.BytesIO()
    turned.filter(ImageFilter.GaussianBlur(1.5)).save(buffer, "JPEG", quality=60)
    return Image.open(buffer)


def read_by_zbar(photo: Image.Image) -> set[str]:
    try:
        from pyzbar import pyzbar
    except ImportError:
        pytest.skip("needs the system's libzbar: apt-get install libzbar0")
    return {found.data.decode() for found in pyzbar.decode(photo)}


def read_by_opencv(photo: Image.Image) -> set[str]:
    found = cv2.QRCodeDetector().detectAndDecode(np.asarray(photo.convert("L")))[0]
    return {found}


def read_by_zxing(photo: Image.Image) -> set[str]:
    return {found.text for found in zxingcpp.read_barcodes(photo)}


READERS = {"zbar": read_by_zbar, "OpenCV": read_by_opencv, "ZXing": read_by_zxing}


@pytest.fixture(scope="module")
def photographs(figure: Image.Image) -> dict[str, Image.Image]:
    dice, mark = random.Random(3), DefaultWatermark()
    return {link: photograph(mark.apply(figure, Revision(link)), dice) for link in links()}


@pytest.mark.xdist_group("photographs")
@pytest.mark.parametrize("reader", READERS)
def test_100_of_100_photographs_of_prints_are_read_by(reader: str, photographs: dict[str, Image.Image]) -> None:
    assert len(photographs) == PHOTOGRAPHS
    assert [link for link, photo in photographs.items() if link not in READERS[reader](photo)] == []


def test_a_watermark_takes_a_few_milliseconds(figure: Image.Image) -> None:
    mark = DefaultWatermark()
    mark.apply(figure, Revision("http://localhost:5173/r/first"))
    times = []
    for number in range(20):
        started = time.process_time()
        mark.apply(figure, Revision(f"http://localhost:5173/r/abcdefgh{number}"))
        times.append(time.process_time() - started)
    assert sorted(times)[10] < 0.02


def test_larger_pictures_get_a_larger_mark_and_the_picture_stays_as_it_was(figure: Image.Image) -> None:
    small = DefaultWatermark().apply(figure, Revision("http://localhost:5173/r/abc"))
    large = DefaultWatermark().apply(figure.resize((2400, 1800)), Revision("http://localhost:5173/r/abc"))
    assert large.height - 1800 > 2 * (small.height - figure.height)
    assert list(small.convert("RGB").crop((0, 0, *figure.size)).tobytes()) == list(figure.tobytes())


def test_its_options_are_those_that_are_known(figure: Image.Image) -> None:
    revision = Revision("http://localhost:5173/r/abc")
    plain = DefaultWatermark(show_qr_code=False).apply(figure, revision)
    assert read_by_zxing(plain) == set()
    assert plain.height < DefaultWatermark().apply(figure, revision).height
    colored = DefaultWatermark(
        qr_foreground=(200, 0, 0, 255), qr_background=(255, 255, 0, 255), qr_scale=4, margin_px=(2, 3)
    )
    picture = colored.apply(figure, revision)
    assert (200, 0, 0, 255) in {color for _, color in picture.getcolors(1 << 20)}
    assert read_by_zxing(picture) == {revision.revision_url}
    strip = DefaultWatermark().get_watermark_height(640)
    assert DefaultWatermark().pad_for_watermark(figure).height == figure.height + strip


def test_a_watermark_of_ones_own_is_used() -> None:
    with pytest.raises(NotImplementedError):
        Watermark().apply(Image.new("RGB", (1, 1)), None)


@pytest.mark.skipif("BROWSER_PATH" not in os.environ, reason="needs a browser: run `npm test -- python-notebooks`")
def test_an_svg_carries_its_mark_in_vectors_and_a_link(tmp_path: Path) -> None:
    link = "http://localhost:5173/r/aZ3xQ1b7k?a=1&b=2"
    drawn, axes = plt.subplots()
    axes.plot([1, 2])
    svg = MatplotlibBackend().figure_to_bytes(drawn, "svg", {})
    plt.close(drawn)
    marked = DefaultWatermark().apply_svg(svg, Revision(link))
    assert b"<image" not in marked.split(b"gofigr-watermark")[1]
    assert b'href="http://localhost:5173/r/aZ3xQ1b7k?a=1&amp;b=2"' in marked
    (tmp_path / "a.html").write_bytes(b'<body style="margin:0">' + marked[marked.index(b"<svg") :])
    options = ["--headless", "--no-sandbox", "--hide-scrollbars", "--force-device-scale-factor=2"]
    subprocess.run(
        [
            os.environ["BROWSER_PATH"],
            *options,
            f"--screenshot={tmp_path / 'a.png'}",
            "--window-size=700,700",
            (tmp_path / "a.html").as_uri(),
        ],
        check=True,
        capture_output=True,
        env={"HOME": str(tmp_path), "PATH": os.environ["PATH"]},
    )
    with Image.open(tmp_path / "a.png") as picture:
        assert read_by_zxing(picture.convert("RGB")) == {link}


@pytest.mark.parametrize(
    "svg", [b"", b"<svg></svg>", b'<svg width="100%" height="1"></svg>', b"not an SVG", b'<svg width="3" height="4"/>']
)
def test_an_svg_of_unknown_size_stays_as_it_is_or_stays_an_svg(svg: bytes) -> None:
    marked = DefaultWatermark().apply_svg(svg, Revision("http://x/"))
    assert marked == svg or re.fullmatch(rb"(?s)<svg.*</svg>", marked)


@pytest.mark.skipif(shutil.which("gs") is None, reason="needs Ghostscript: apt-get install ghostscript")
@pytest.mark.parametrize("options", [{}, {"bbox_inches": "tight"}])
def test_a_pdf_carries_its_mark_in_vectors(tmp_path: Path, options: dict[str, str]) -> None:
    revision = Revision("http://localhost:5173/r/aZ3xQ1b7k")
    drawn, axes = plt.subplots()
    axes.plot([1, 2])
    before = len(drawn.get_children())
    pdf = MatplotlibBackend().figure_with_watermark(drawn, "pdf", revision, DefaultWatermark(), options)
    assert len(drawn.get_children()) == before
    plt.close(drawn)
    assert pdf is not None
    assert b"/Subtype /Image" not in pdf
    (tmp_path / "a.pdf").write_bytes(pdf)
    command = ["gs", "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=png16m", "-r150", "-o", str(tmp_path / "a.png")]
    subprocess.run([*command, str(tmp_path / "a.pdf")], check=True, capture_output=True)
    with Image.open(tmp_path / "a.png") as picture:
        assert read_by_zxing(picture.convert("RGB")) == {revision.revision_url}
