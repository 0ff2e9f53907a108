"""Watermarks: a QR code and a short link to the revision on the user's own server, below the figure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

import qrcode
from PIL import Image, ImageDraw, ImageFont
from qrcode.constants import ERROR_CORRECT_L, ERROR_CORRECT_M

from gofigr._settings.config import APP_URL as APP_URL  # noqa: PLC0414 -- also exported here

if TYPE_CHECKING:
    from collections.abc import Sequence

RGBA = tuple[int, int, int, int]

#: Width of an image, in pixels, up to which a watermark has its default size. Wider images get a larger one.
REFERENCE_IMAGE_WIDTH_PX = 800
MAX_WATERMARK_SCALE = 4.0

_TEXT_COLOR: RGBA = (60, 60, 60, 255)
_FONT_SIZE_PX = 13
#: White margin around a QR code, in modules. The standard requires 4. Below 3, OpenCV misses rotated codes.
_QUIET_MODULES = 4
#: Width of the code of a usual link, in modules.
_USUAL_MODULES = 29
#: Length of the longest text whose code stays small with the stronger error correction.
_SHORT_TEXT = 42


class HasLink(Protocol):
    """Members of a revision that a watermark needs."""

    @property
    def revision_url(self) -> str:
        """Address of the revision's page: `…/r/{short ID}`."""


class Watermark:
    """Draws a link to the revision on a figure. Override `apply`."""

    def apply(self, image: Image.Image, revision: HasLink) -> Image.Image:
        """Returns the image with the watermark. Does not change the given image."""
        raise NotImplementedError


class DefaultWatermark(Watermark):
    """A QR code and a link in a strip below the figure."""

    def __init__(
        self,
        show_qr_code: bool = True,
        margin_px: int | tuple[int, int] = 10,
        qr_background: RGBA = (255, 255, 255, 255),
        qr_foreground: RGBA = (0, 0, 0, 255),
        qr_scale: int = 3,
        font: ImageFont.FreeTypeFont | ImageFont.ImageFont | None = None,
    ) -> None:
        """Colors are red, green, blue and opacity from 0 to 255. `qr_scale` is the size of a module in pixels."""
        self.show_qr_code = show_qr_code
        self.margin_px = (margin_px, margin_px) if isinstance(margin_px, int) else margin_px
        self.qr_background = qr_background
        self.qr_foreground = qr_foreground
        self.qr_scale = qr_scale
        self.font = font

    @staticmethod
    def image_scale(image_width: int) -> float:
        """Returns the scale of the watermark for an image of this width."""
        return min(max(image_width / REFERENCE_IMAGE_WIDTH_PX, 1.0), MAX_WATERMARK_SCALE)

    def get_watermark(self, revision: HasLink, scale: float = 1) -> Image.Image:
        """Draws the watermark alone."""
        link = revision.revision_url
        parts = [self.draw_identifier(link, scale)]
        if self.show_qr_code:
            module_px = max(1, round(self.qr_scale * scale))
            parts.append(_qr_image(link, module_px, self.qr_foreground, self.qr_background))
        return add_margins(stack_horizontally(*parts), self.margin_px)

    def apply(self, image: Image.Image, revision: HasLink) -> Image.Image:
        """Returns the image with the watermark below it."""
        mark = self.get_watermark(revision, self.image_scale(image.width))
        return stack_vertically(image.convert("RGBA"), mark)

    def get_watermark_height(self, image_width: int = REFERENCE_IMAGE_WIDTH_PX) -> int:
        """Returns the height in pixels that the watermark adds to an image of this width."""
        module_px = max(1, round(self.qr_scale * self.image_scale(image_width)))
        modules = _USUAL_MODULES + 2 * _QUIET_MODULES if self.show_qr_code else 0
        return max(modules * module_px, round(2 * _FONT_SIZE_PX)) + 2 * self.margin_px[1]

    def pad_for_watermark(self, image: Image.Image) -> Image.Image:
        """Returns the image with white space for the watermark below it."""
        strip = Image.new("RGBA", (image.width, self.get_watermark_height(image.width)), (255, 255, 255, 255))
        return stack_vertically(image.convert("RGBA"), strip)

    def draw_table(
        self, pairs: Sequence[tuple[str, str]], padding_x: int = 10, padding_y: int = 10, border_width: int = 1
    ) -> Image.Image:
        """Draws a table of names and values, for custom watermarks."""
        rows = [stack_horizontally(*(self.draw_identifier(text) for text in pair)) for pair in pairs]
        table = add_margins(stack_vertically(*rows, alignment="left"), (padding_x, padding_y))
        edge = (0, 0, table.width - 1, table.height - 1)
        ImageDraw.Draw(table).rectangle(edge, outline=_TEXT_COLOR, width=border_width)
        return table

    def draw_identifier(self, text: str, scale: float = 1) -> Image.Image:
        """Draws the link."""
        font = self.font if self.font is not None else _default_font(round(_FONT_SIZE_PX * scale))
        left, top, right, bottom = (round(edge) for edge in font.getbbox(text))
        padding = round(4 * scale)
        size = (right - left + 2 * padding, bottom - top + 2 * padding)
        picture = Image.new("RGBA", size, (255, 255, 255, 255))
        ImageDraw.Draw(picture).text((padding - left, padding - top), text, fill=_TEXT_COLOR, font=font)
        return picture

    def apply_svg(self, svg: bytes, revision: HasLink) -> bytes:
        """Returns the SVG with a vector watermark below it. Unchanged if its size can't be found out."""
        return _svg_with_strip(svg, self, revision.revision_url)

    def qr_matrix(self, link: str) -> Sequence[Sequence[bool]]:
        """Returns the modules of the code without margin, row by row. True is dark."""
        return _qr_matrix(link)


def add_margins(img: Image.Image, margins: tuple[int, int]) -> Image.Image:
    """Adds white margins to an image: `margins` are horizontal and vertical."""
    horizontal, vertical = margins
    picture = Image.new("RGBA", (img.width + 2 * horizontal, img.height + 2 * vertical), (255, 255, 255, 255))
    picture.paste(img, (horizontal, vertical))
    return picture


def stack_horizontally(*images: Image.Image, alignment: str = "center") -> Image.Image:
    """Puts images side by side on white. `alignment` is top, center or bottom."""
    height = max(image.height for image in images)
    picture = Image.new("RGBA", (sum(image.width for image in images), height), (255, 255, 255, 255))
    left = 0
    for image in images:
        picture.paste(image, (left, _offset(height - image.height, alignment)))
        left += image.width
    return picture


def stack_vertically(*images: Image.Image, alignment: str = "center") -> Image.Image:
    """Stacks images on white, one below the other. `alignment` is left, center or right."""
    width = max(image.width for image in images)
    picture = Image.new("RGBA", (width, sum(image.height for image in images)), (255, 255, 255, 255))
    top = 0
    for image in images:
        picture.paste(image, (_offset(width - image.width, alignment), top))
        top += image.height
    return picture


def _offset(room: int, alignment: str) -> int:
    return {"top": 0, "left": 0, "center": room // 2, "bottom": room, "right": room}[alignment]


@lru_cache(maxsize=8)
def _default_font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


@lru_cache(maxsize=64)
def _qr_matrix(text: str) -> tuple[tuple[bool, ...], ...]:
    code = qrcode.QRCode(
        error_correction=ERROR_CORRECT_M if len(text) <= _SHORT_TEXT else ERROR_CORRECT_L,
        border=0,
        # Trying all eight masks takes four times as long. With this one, OpenCV reads all codes in the tests.
        mask_pattern=0,
    )
    code.add_data(text, optimize=0)
    code.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in code.modules)


def _qr_image(text: str, module_px: int, foreground: RGBA, background: RGBA) -> Image.Image:
    matrix = _qr_matrix(text)
    size = len(matrix) + 2 * _QUIET_MODULES
    modules = Image.new("L", (size, size), 0)
    modules.putdata([255 if dark else 0 for row in _with_quiet_zone(matrix) for dark in row])
    stencil = modules.resize((size * module_px, size * module_px), Image.Resampling.NEAREST)
    white = Image.new("RGBA", stencil.size, (255, 255, 255, 255))
    ground = Image.alpha_composite(white, Image.new("RGBA", stencil.size, background))
    dark = Image.alpha_composite(ground, Image.new("RGBA", stencil.size, foreground))
    ground.paste(dark, mask=stencil)
    return ground


def _with_quiet_zone(matrix: Sequence[Sequence[bool]]) -> list[list[bool]]:
    size = len(matrix) + 2 * _QUIET_MODULES
    edge = [False] * _QUIET_MODULES
    empty = [[False] * size for _ in range(_QUIET_MODULES)]
    return [*empty, *([*edge, *row, *edge] for row in matrix), *empty]


# --- SVG --------------------------------------------------------------------------------------------------------------

_ROOT = re.compile(rb"<svg\b[^>]*>", re.DOTALL)
_LENGTH = re.compile(r"^\s*([0-9.]+)\s*([a-z%]*)\s*$")


def _svg_with_strip(svg: bytes, mark: DefaultWatermark, link: str) -> bytes:
    root = _ROOT.search(svg)
    end = svg.rfind(b"</svg>")
    if root is None or end < 0:
        return svg
    tag = root.group(0).decode()
    width, height = _LENGTH.match(_attribute(tag, "width")), _LENGTH.match(_attribute(tag, "height"))
    if width is None or height is None:
        return svg
    box = [float(number) for number in (_attribute(tag, "viewBox") or "").replace(",", " ").split()]
    if len(box) != len("xywh"):
        box = [0.0, 0.0, float(width[1]), float(height[1])]
    x, y, box_width, box_height = box
    module = mark.qr_scale * max(box_width / REFERENCE_IMAGE_WIDTH_PX, 0.7)
    strip, strip_height = _svg_strip(mark, link, (x, y + box_height, box_width), module)
    grown = float(height[1]) * (box_height + strip_height) / box_height
    tag = _with_attribute(tag, "height", f"{grown:.4f}{height[2]}")
    tag = _with_attribute(tag, "viewBox", f"{x:g} {y:g} {box_width:g} {box_height + strip_height:.4f}")
    return b"".join([svg[: root.start()], tag.encode(), svg[root.end() : end], strip.encode(), svg[end:]])


def _svg_strip(mark: DefaultWatermark, link: str, area: tuple[float, float, float], module: float) -> tuple[str, float]:
    """Returns the markup of the strip and its height."""
    left, top, width = area
    matrix = mark.qr_matrix(link)
    code = len(matrix) * module if mark.show_qr_code else 0.0
    quiet = _QUIET_MODULES * module
    height = (code or 4 * module) + 2 * quiet
    font = 4.5 * module
    text_width = 0.52 * font * len(link)
    start = left + (width - text_width - code - 2 * quiet) / 2
    path = "".join(
        f"M{column} {row}h{length}v1h-{length}z"
        for row, modules in enumerate(matrix)
        for column, length in _runs(modules)
    )
    safe = link.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    drawn_code = (
        f'<g transform="translate({start + text_width + quiet:.3f} {top + quiet:.3f}) scale({module:.4f})">'
        f'<path d="{path}" {_svg_fill(mark.qr_foreground)} shape-rendering="crispEdges"/></g>'
        if mark.show_qr_code
        else ""
    )
    return (
        (
            f'<g id="gofigr-watermark"><rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height:.3f}" '
            f"{_svg_fill(mark.qr_background)}/>"
            f'<a href="{safe}" target="_blank"><text x="{start:.3f}" y="{top + height / 2 + font / 3:.3f}" '
            f'font-family="sans-serif" font-size="{font:.3f}" textLength="{text_width:.3f}" fill="#3c3c3c">{safe}</text>'
            f"</a>{drawn_code}</g>"
        ),
        height,
    )


def _runs(modules: Sequence[bool]) -> list[tuple[int, int]]:
    """Returns the runs of dark modules: start and length."""
    runs: list[tuple[int, int]] = []
    for column, dark in enumerate(modules):
        if not dark:
            continue
        if runs and sum(runs[-1]) == column:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((column, 1))
    return runs


def _svg_fill(color: RGBA) -> str:
    red, green, blue, opacity = color
    return f'fill="rgb({red},{green},{blue})" fill-opacity="{opacity / 255:g}"'


def _attribute(tag: str, name: str) -> str:
    match = re.search(rf"""\s{name}\s*=\s*["']([^"']*)["']""", tag)
    return match[1] if match else ""


def _with_attribute(tag: str, name: str, value: str) -> str:
    if _attribute(tag, name):
        return re.sub(rf"""(\s{name}\s*=\s*["'])[^"']*""", rf"\g<1>{value}", tag, count=1)
    return tag.replace("<svg", f'<svg {name}="{value}"', 1)
