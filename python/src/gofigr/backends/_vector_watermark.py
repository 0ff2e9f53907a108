"""Draws a watermark below a figure with matplotlib, for formats that can't be changed afterwards."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Size in inches of a pixel in the watermark's settings.
_INCHES = 1 / 100
_QUIET_MODULES = 4
_POINTS_PER_INCH = 72


@contextmanager
def with_strip(fig: Any, link: str, watermark: Any, params: dict[str, Any]) -> Iterator[Any]:
    """Adds the watermark inside the context. Yields the area to save, in inches."""
    box = _box(fig, params)
    module = watermark.qr_scale * _INCHES
    matrix = watermark.qr_matrix(link)
    code = len(matrix) * module if watermark.show_qr_code else 4 * module
    quiet = _QUIET_MODULES * module
    strip = code + 2 * quiet
    font = 4 * module
    text_width = 0.64 * font * len(link)
    left = box.x0 + (box.width - text_width - code - 2 * quiet) / 2
    middle = box.y0 - strip / 2
    # Goes through the figure's coordinates, because only those move when the figure is cropped.
    inches = Affine2D().scale(1 / fig.get_figwidth(), 1 / fig.get_figheight()) + fig.transFigure
    artists = [
        fig.add_artist(Rectangle((box.x0, box.y0 - strip), box.width, strip, transform=inches, color="white", lw=0)),
        fig.text(
            *(left, middle, link),
            transform=inches,
            va="center",
            fontsize=font * _POINTS_PER_INCH,
            color="#3c3c3c",
            url=link,
            parse_math=False,
        ),
    ]
    if watermark.show_qr_code:
        transform = Affine2D().scale(module, -module).translate(left + text_width + quiet, middle + code / 2)
        color = tuple(part / 255 for part in watermark.qr_foreground)
        modules = PathPatch(_path(matrix), transform=transform + inches, facecolor=color, lw=0)
        artists.append(fig.add_artist(modules))
    for artist in artists:
        artist.set_clip_on(False)
        artist.set_in_layout(False)
    try:
        yield Bbox.from_extents(box.x0, box.y0 - strip, box.x1, box.y1)
    finally:
        for artist in artists:
            artist.remove()


def _box(fig: Any, params: dict[str, Any]) -> Any:
    if params.get("bbox_inches") == "tight":
        # The layout is known only after drawing.
        fig.canvas.draw() if hasattr(fig.canvas, "get_renderer") else fig.draw_without_rendering()
        return fig.get_tightbbox().padded(params.get("pad_inches") or 0.1)
    return Bbox.from_bounds(0, 0, *fig.get_size_inches())


def _path(matrix: Any) -> Any:
    """Makes a square for each dark module. Rows go down."""
    squares = [
        Path([(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)], closed=True)
        for y, row in enumerate(matrix)
        for x, dark in enumerate(row)
        if dark
    ]
    return Path.make_compound_path(*squares)
