"""The watermark below a figure: its code, its link and its size. The figure itself is unchanged.

That scanners read it is tested beside the notebooks, where they are installed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from PIL import Image, ImageFont

from gofigr.watermarks import DefaultWatermark, Watermark, add_margins, stack_horizontally, stack_vertically

SHORT = "http://localhost:5173/r/aZ3xQ1b7k"
LONG = "https://figures.institute.example.org/r/11111111-1111-4111-8111-111111111111"
WHITE, BLACK, RED, BLUE = (255, 255, 255, 255), (0, 0, 0, 255), (200, 0, 0, 255), (0, 0, 255, 255)
QUIET = 4
SVG = "{http://www.w3.org/2000/svg}"


@dataclass
class Revision:
    """The fields that a watermark reads."""

    revision_url: str = SHORT


def picture(width: int = 400, height: int = 300, color: Any = RED) -> Image.Image:
    return Image.new("RGBA", (width, height), color)


Matrix = Sequence[Sequence[bool]]


def modules_in(mark: Image.Image, size: int, module: int, margin: tuple[int, int]) -> Matrix:
    """Reads the dark modules of the code at the right of a watermark, each at its center."""
    left = mark.width - margin[0] - (size + QUIET) * module
    top = margin[1] + QUIET * module
    middle = module // 2
    return [
        [mark.getpixel((left + x * module + middle, top + y * module + middle)) != WHITE for x in range(size)]
        for y in range(size)
    ]


# --- The code ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("link", "correction", "size"), [(SHORT, "M", 29), ("x" * 42, "M", 29), ("x" * 43, "L", 29), (LONG, "L", 33)]
)
def test_codes_of_short_links_tolerate_more_damage_and_codes_of_long_links_stay_small(
    link: str, correction: str, size: int
) -> None:
    matrix = DefaultWatermark().qr_matrix(link)
    assert (len(matrix), len(matrix[0])) == (size, size)
    # By ISO/IEC 18004: the level and the mask are in the first five modules of the ninth row, masked by 10101.
    format = [bool(bit) ^ mask for bit, mask in zip(matrix[8][:5], (True, False, True, False, True), strict=True)]
    assert {(False, False): "M", (False, True): "L"}[format[0], format[1]] == correction
    assert format[2:] == [False] * 3


def test_a_code_has_its_three_corners() -> None:
    matrix = DefaultWatermark().qr_matrix(SHORT)
    eye = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"]
    for rows, columns in ((slice(0, 7), slice(0, 7)), (slice(0, 7), slice(-7, None)), (slice(-7, None), slice(0, 7))):
        assert ["".join("01"[dark] for dark in row[columns]) for row in matrix[rows]] == eye


@pytest.mark.parametrize(("scale", "qr_scale", "module"), [(1, 3, 3), (2.5, 3, 8), (1, 5, 5), (0.1, 1, 1)])
def test_the_picture_shows_the_code_of_the_link_module_by_module(scale: float, qr_scale: int, module: int) -> None:
    for link in (SHORT, LONG):
        mark = DefaultWatermark(qr_scale=qr_scale)
        drawn = mark.get_watermark(Revision(link), scale)
        matrix = mark.qr_matrix(link)
        assert modules_in(drawn, len(matrix), module, (10, 10)) == [list(row) for row in matrix]


def test_the_code_has_the_white_border_of_the_standard() -> None:
    drawn = DefaultWatermark(margin_px=0, qr_scale=3).get_watermark(Revision())
    size = 29 + 2 * QUIET
    assert drawn.height == size * 3
    code = drawn.crop((drawn.width - size * 3, 0, drawn.width, drawn.height))
    inner = (QUIET * 3, QUIET * 3, (size - QUIET) * 3, (size - QUIET) * 3)
    # The first dark pixel on each side is that of a corner.
    dark = code.convert("L").point(lambda value: 255 if value < 128 else 0)
    assert dark.getbbox() == inner


def test_colors_are_the_requested_ones_and_translucent_ones_mix_with_white() -> None:
    def colors(**options: Any) -> set[Any]:
        drawn = DefaultWatermark(margin_px=0, **options).get_watermark(Revision())
        code = drawn.crop((drawn.width - 37 * 3, 0, drawn.width, drawn.height))
        return {color for _, color in code.getcolors() or []}

    assert colors() == {WHITE, BLACK}
    assert colors(qr_foreground=RED, qr_background=(255, 255, 0, 255)) == {RED, (255, 255, 0, 255)}
    assert colors(qr_foreground=(0, 0, 0, 0)) == {WHITE}
    ((_, green, *_),) = colors(qr_foreground=(255, 0, 0, 128)) - {WHITE}
    assert 120 < green < 135


def test_without_a_code_only_the_link_is_drawn() -> None:
    mark = DefaultWatermark(show_qr_code=False, margin_px=0)
    assert mark.get_watermark(Revision()).tobytes() == mark.draw_identifier(SHORT).tobytes()


# --- Sizes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "scale"), [(1, 1.0), (800, 1.0), (1200, 1.5), (3200, 4.0), (20000, 4.0)])
def test_wider_pictures_get_a_watermark_up_to_four_times_larger(width: int, scale: float) -> None:
    assert DefaultWatermark.image_scale(width) == scale


@pytest.mark.parametrize("width", [100, 800, 1700, 5000])
@pytest.mark.parametrize("margin", [10, (3, 25), 0])
def test_the_height_is_known_before_drawing(width: int, margin: Any) -> None:
    mark = DefaultWatermark(margin_px=margin)
    added = mark.apply(picture(width, 50), Revision()).height - 50
    assert mark.get_watermark_height(width) == added
    padded = mark.pad_for_watermark(picture(width, 50))
    assert padded.size == (width, 50 + added)
    assert padded.crop((0, 0, width, 50)).getcolors() == [(width * 50, RED)]
    assert padded.crop((0, 50, width, 50 + added)).getcolors() == [(width * added, WHITE)]


def test_the_height_without_a_code_is_that_of_two_lines_and_the_margins() -> None:
    assert DefaultWatermark(show_qr_code=False).get_watermark_height() == 26 + 20
    assert DefaultWatermark().get_watermark_height() == (29 + 8) * 3 + 20


def test_one_margin_applies_to_all_sides_and_two_are_horizontal_and_vertical() -> None:
    plain = DefaultWatermark(margin_px=0).get_watermark(Revision())
    assert DefaultWatermark(margin_px=7).get_watermark(Revision()).size == (plain.width + 14, plain.height + 14)
    assert DefaultWatermark(margin_px=(2, 5)).get_watermark(Revision()).size == (plain.width + 4, plain.height + 10)


def test_the_figure_is_unchanged_and_the_watermark_is_centered_below() -> None:
    for mode in ("RGB", "RGBA", "L", "P"):
        given = picture(600, 100).convert(mode)
        before = given.tobytes()
        marked = DefaultWatermark().apply(given, Revision())
        assert given.tobytes() == before
        assert (marked.mode, marked.width) == ("RGBA", 600)
        assert marked.crop((0, 0, 600, 100)).tobytes() == given.convert("RGBA").tobytes()
        mark = DefaultWatermark().get_watermark(Revision())
        left = (600 - mark.width) // 2
        assert marked.crop((left, 100, left + mark.width, marked.height)).tobytes() == mark.tobytes()


def test_a_figure_narrower_than_its_watermark_is_centered_above() -> None:
    mark = DefaultWatermark().get_watermark(Revision())
    marked = DefaultWatermark().apply(picture(40, 30), Revision())
    assert marked.width == mark.width
    left = (mark.width - 40) // 2
    assert marked.crop((left, 0, left + 40, 30)).getcolors() == [(40 * 30, RED)]
    assert marked.getpixel((left - 1, 0)) == marked.getpixel((left + 40, 0)) == WHITE


def test_another_revision_has_another_watermark() -> None:
    mark = DefaultWatermark()
    assert mark.get_watermark(Revision()).tobytes() != mark.get_watermark(Revision(f"{SHORT}2")).tobytes()
    assert mark.get_watermark(Revision()).tobytes() == mark.get_watermark(Revision()).tobytes()


def test_the_link_is_drawn_completely_in_the_chosen_font() -> None:
    usual = DefaultWatermark().draw_identifier(SHORT)
    assert usual.convert("L").getextrema() == (60, 255)
    for edge in ((0, 0, usual.width, 3), (0, usual.height - 3, usual.width, usual.height), (0, 0, 3, usual.height)):
        assert usual.crop(edge).getcolors() == [(usual.crop(edge).width * usual.crop(edge).height, WHITE)]
    assert DefaultWatermark().draw_identifier(SHORT, 2).width == pytest.approx(2 * usual.width, rel=0.1)
    large = DefaultWatermark(font=ImageFont.load_default(26)).draw_identifier(SHORT)
    assert large.width > 1.8 * usual.width
    assert DefaultWatermark().draw_identifier(f"{SHORT}/more").width > usual.width


def test_a_table_has_a_row_for_each_pair_and_a_border() -> None:
    mark = DefaultWatermark()
    one, two = mark.draw_table([("a", "b")]), mark.draw_table([("a", "b"), ("long name", "value")], 3, 4, 2)
    cell = mark.draw_identifier("a")
    assert one.size == (cell.width + mark.draw_identifier("b").width + 20, max(cell.height, 20) + 20) or one.height > 20
    widest = mark.draw_identifier("long name").width + mark.draw_identifier("value").width
    assert two.width == widest + 6
    for x, y in ((0, 0), (1, 1), (two.width - 1, two.height - 1)):
        assert two.getpixel((x, y)) == (60, 60, 60, 255)
    assert one.getpixel((1, 1)) == WHITE


def test_a_custom_watermark_defines_its_drawing() -> None:
    with pytest.raises(NotImplementedError):
        Watermark().apply(picture(), Revision())


# --- Pictures beside each other ---------------------------------------------------------------------------------------


def test_margins_around_the_picture_are_white() -> None:
    framed = add_margins(picture(4, 3), (2, 5))
    assert framed.size == (8, 13)
    assert framed.crop((2, 5, 6, 8)).getcolors() == [(12, RED)]
    assert {color: count for count, color in framed.getcolors() or []} == {RED: 12, WHITE: 8 * 13 - 12}


@pytest.mark.parametrize(("alignment", "top"), [("top", 0), ("center", 3), ("bottom", 6)])
def test_pictures_side_by_side_are_aligned(alignment: str, top: int) -> None:
    both = stack_horizontally(picture(3, 10), picture(5, 4, BLUE), alignment=alignment)
    assert both.size == (8, 10)
    assert both.crop((0, 0, 3, 10)).getcolors() == [(30, RED)]
    assert both.crop((3, top, 8, top + 4)).getcolors() == [(20, BLUE)]
    assert (30, WHITE) in (both.getcolors() or []) or len(both.getcolors() or []) == 3


@pytest.mark.parametrize(("alignment", "left"), [("left", 0), ("center", 3), ("right", 6)])
def test_pictures_below_each_other_are_aligned(alignment: str, left: int) -> None:
    both = stack_vertically(picture(10, 3), picture(4, 5, BLUE), alignment=alignment)
    assert both.size == (10, 8)
    assert both.crop((0, 0, 10, 3)).getcolors() == [(30, RED)]
    assert both.crop((left, 3, left + 4, 8)).getcolors() == [(20, BLUE)]


# --- SVG --------------------------------------------------------------------------------------------------------------


def an_svg(attributes: str = 'width="400pt" height="300pt" viewBox="0 0 400 300"') -> bytes:
    return (
        f'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" {attributes}><g id="plot"/></svg>\n'.encode()
    )


def marked_svg(svg: bytes, link: str = SHORT, **options: Any) -> ET.Element:
    return ET.fromstring(DefaultWatermark(**options).apply_svg(svg, Revision(link)))  # noqa: S314 -- ours


def box_of(root: ET.Element) -> list[float]:
    return [float(number) for number in root.attrib["viewBox"].split()]


def test_an_svg_grows_at_the_bottom_and_keeps_its_scale_and_content() -> None:
    root = marked_svg(an_svg())
    assert root.attrib["width"] == "400pt"
    x, y, width, height = box_of(root)
    assert (x, y, width) == (0, 0, 400)
    assert height > 300
    assert root.attrib["height"] == f"{height:.4f}pt"
    assert [child.attrib["id"] for child in root] == ["plot", "gofigr-watermark"]
    strip = root[1].find(f"{SVG}rect")
    assert strip is not None
    assert (strip.attrib["x"], strip.attrib["y"], strip.attrib["width"]) == ("0", "300", "400")
    assert float(strip.attrib["height"]) == pytest.approx(height - 300, abs=0.001)


def test_the_view_box_of_an_svg_may_have_any_origin_and_scale() -> None:
    root = marked_svg(an_svg("width='200px' height='150px' viewBox='-10,20 400,300'"))
    x, y, width, height = box_of(root)
    assert (x, y, width) == (-10, 20, 400)
    assert float(root.attrib["height"].removesuffix("px")) == pytest.approx(height / 2, abs=0.001)
    strip = root[1].find(f"{SVG}rect")
    assert strip is not None
    assert (strip.attrib["x"], strip.attrib["y"]) == ("-10", "320")


def test_an_svg_without_a_view_box_is_shown_completely() -> None:
    root = marked_svg(an_svg('width="1600" height="900"'))
    x, y, width, height = box_of(root)
    assert (x, y, width) == (0, 0, 1600)
    assert float(root.attrib["height"]) == pytest.approx(height, abs=0.001)
    assert height > 900


def path_of(root: ET.Element) -> ET.Element:
    found = root.find(f".//{SVG}path")
    assert found is not None
    return found


@pytest.mark.parametrize("link", [SHORT, LONG])
def test_the_code_in_an_svg_encodes_the_link(link: str) -> None:
    matrix = DefaultWatermark().qr_matrix(link)
    dark = {
        (int(column) + more, int(row))
        for column, row, length in re.findall(
            r"M(\d+) (\d+)h(\d+)v1h-\3z", path_of(marked_svg(an_svg(), link)).attrib["d"]
        )
        for more in range(int(length))
    }
    assert dark == {(x, y) for y, row in enumerate(matrix) for x, one in enumerate(row) if one}


@pytest.mark.parametrize(("width", "module"), [(100, 2.1), (800, 3.0), (1600, 6.0)])
def test_the_code_in_an_svg_is_inside_the_strip_with_a_white_border(width: int, module: float) -> None:
    root = marked_svg(an_svg(f'width="{width}" height="300"'))
    group = root.find(f".//{SVG}g[@transform]")
    assert group is not None
    found = re.fullmatch(r"translate\((\S+) (\S+)\) scale\((\S+)\)", group.attrib["transform"])
    assert found is not None
    left, top, scale = (float(number) for number in found.groups())
    assert scale == pytest.approx(module)
    assert top == pytest.approx(300 + QUIET * module, abs=0.01)
    assert box_of(root)[3] - top - 29 * module == pytest.approx(QUIET * module, abs=0.01)
    text = root.find(f".//{SVG}text")
    assert text is not None
    end = float(text.attrib["x"]) + float(text.attrib["textLength"])
    assert left - end == pytest.approx(QUIET * module, abs=0.01)
    # Both together are in the middle.
    assert float(text.attrib["x"]) + left + (29 + QUIET) * module == pytest.approx(width, abs=0.02)


def test_the_link_in_an_svg_is_escaped_text_that_leads_to_the_revision() -> None:
    hostile = 'http://server/r/a?b=1&c="2"<script>'
    root = marked_svg(an_svg(), hostile)
    (anchor,) = root.iter(f"{SVG}a")
    assert anchor.attrib == {"href": hostile, "target": "_blank"}
    assert "".join(anchor.itertext()) == hostile


def test_an_svg_without_a_code_has_only_the_link() -> None:
    root = marked_svg(an_svg(), show_qr_code=False)
    assert root.find(f".//{SVG}path") is None
    assert "".join(root.itertext()).strip() == SHORT
    assert 300 < box_of(root)[3] < box_of(marked_svg(an_svg()))[3]


def test_colors_in_an_svg_are_the_requested_ones() -> None:
    root = marked_svg(an_svg(), qr_foreground=(1, 2, 3, 51), qr_background=(9, 8, 7, 255))
    assert (path_of(root).attrib["fill"], path_of(root).attrib["fill-opacity"]) == ("rgb(1,2,3)", "0.2")
    strip = root.find(f".//{SVG}rect")
    assert strip is not None
    assert (strip.attrib["fill"], strip.attrib["fill-opacity"]) == ("rgb(9,8,7)", "1")


@pytest.mark.parametrize(
    "svg",
    [
        *(b"", b"no SVG", b"<svg>", b"<svg></svg>", b'<svg width="3" height="4"/>'),
        *(b'<svg width="auto" height="1"></svg>', b'<svg width="1"></svg>', b'<svg height="1"></svg>'),
    ],
)
def test_an_svg_without_a_known_size_is_unchanged(svg: bytes) -> None:
    assert DefaultWatermark().apply_svg(svg, Revision()) == svg


def test_an_svg_is_unchanged_except_for_its_root_and_end() -> None:
    svg = an_svg() + b"<!-- after -->"
    marked = DefaultWatermark().apply_svg(svg, Revision())
    assert marked.startswith(b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="400pt"')
    assert b'><g id="plot"/><g id="gofigr-watermark">' in marked
    assert marked.endswith(b"</g></svg>\n<!-- after -->")
