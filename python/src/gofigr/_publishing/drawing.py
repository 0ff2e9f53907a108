"""Draws a figure in all its formats: the shown ones at once, the others later from a copy."""

from __future__ import annotations

import io
import logging
import os
import sys
import threading
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ParamSpec

from PIL import Image

from gofigr._publishing.png import with_strip_below
from gofigr._settings.register import LARGEST_PICTURE
from gofigr.backends import first_line
from gofigr.backends.processes import drawing_processes
from gofigr.models.formats import format_named
from gofigr.watermarks import DefaultWatermark, stack_vertically

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gofigr._publishing.output import Output
    from gofigr.backends import GoFigrBackend
    from gofigr.backends.processes import Task
    from gofigr.watermarks import HasLink, Watermark

_P = ParamSpec("_P")
_log = logging.getLogger(__name__)
#: Compression level of PNG. It is fast, because images are shown at once and sent once.
_PNG_LEVEL = 1
_JPEG_QUALITY = 90
_MB = 1_000_000
#: Size in MB from which a picture is sent once, without a copy with a watermark.
_ONCE_MB = 10


@dataclass(frozen=True)
class Picture:
    """An image of a figure in one format."""

    format: str
    data: bytes
    is_watermarked: bool


@dataclass
class Drawing:
    """A figure in its current state."""

    backend: GoFigrBackend
    figure: object
    revision: HasLink
    watermark: Watermark
    formats: tuple[str, ...]
    options: dict[str, Any]
    interactive: bool
    #: Output of the cell, with the pictures that IPython has drawn.
    output: Output | None = None
    #: A copy as bytes; None if the figure can't be copied.
    copy: bytes | None = None
    pictures: list[Picture] = field(default_factory=list)
    #: Formats that couldn't be drawn, with the reasons.
    problems: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._given = {} if self.output is None else self.output.pictures()
        self._is_png_given = "png" in self._given
        self._is_drawn = False
        self._settings: bytes | None = None
        self._task: Task | None = None
        #: Pixels of the PNG for each pixel of the page.
        self.density = 1.0 if self.output is None else self.output.density
        supported = self.backend.get_supported_image_formats()
        self.formats = tuple(dict.fromkeys(found for fmt in self.formats if (found := supported_name(fmt, supported))))
        if self.copy is not None:
            return
        try:
            self.copy = self.backend.pickle(self.figure)
            self._settings = self.backend.captured_settings()
        except Exception:  # noqa: BLE001 -- a figure may hold a lambda or an open file
            _log.debug("the figure can't be pickled", exc_info=True)

    def draw_now(self, *, everything: bool = False) -> None:
        """Draws the shown formats and those that can't be drawn later, or all of them."""
        if self._task is not None:
            return
        static = self.backend.is_static(self.figure)
        if static:
            self._draw(self.figure, "png")
        elif self.interactive:
            self._try("html", self._draw_html, self.figure)
        for fmt in self._given.keys() - {"png"}:
            self._try(self._usual(fmt), self._draw, self.figure, self._usual(fmt))
        for fmt in self.missing():
            can_wait = self.copy is not None and fmt in self.backend.background_formats
            if everything or not can_wait:
                self._try(fmt, self._draw, self.figure, fmt)

    def begin_all(self) -> None:
        """Lets another process draw all formats, if one runs, has room, and is known to draw as this one does.

        `draw_now` draws nothing then. If Python is killed meanwhile, a later process draws the figure from its copy,
        so the copy must not need what only this script has.
        """
        can_wait = self.backend.background_formats.issuperset(self.formats)
        if can_wait and self.output is None and self.copy is not None and b"__main__" not in self.copy:
            self.begin_elsewhere(may_start=False)

    @property
    def is_quicker_now(self) -> bool:
        """Tells whether only this process could draw the other formats, from a copy that has no ticks yet."""
        return self._settings is not None and not drawing_processes().has_room

    def let_go(self) -> None:
        """Forgets the figure, of which the copy remains. Many figures may wait, and each is large."""
        if self.copy is not None:
            self.figure = None

    def missing(self) -> list[str]:
        """Returns the formats that aren't drawn yet, in their order, but first PNG.

        It is compared with earlier ones, and a layout may depend on what was drawn before.
        """
        done = {picture.format for picture in self.pictures} | set(self.problems)
        return sorted((fmt for fmt in self.formats if fmt not in done), key=lambda fmt: fmt != "png")

    def begin_rest(self) -> threading.Event | None:
        """Lets another process draw the other formats. The event is set when it has. None if it can't."""
        return self._begin(may_start=True, is_needed=True)

    def begin_elsewhere(self, may_start: bool) -> threading.Event | None:
        """As `begin_rest`, if a process runs or may start, and if it is known to draw the same."""
        return self._begin(may_start=may_start, is_needed=False)

    def _begin(self, *, may_start: bool, is_needed: bool) -> threading.Event | None:
        missing = self.missing()
        if self._task is None and missing and self.copy is not None and self._settings is not None:
            png = None if self._is_png_given else self.plain()
            self._task = drawing_processes().begin(
                *(self.backend, self._settings, self.copy, missing, self.options, png),
                may_start=may_start,
                is_needed=is_needed,
            )
        return None if self._task is None else self._task.done

    def draw_rest(self) -> None:
        """Draws the other formats, from the copy."""
        _make_mathtext_safe()
        if self._settings is not None and self._settings != self.backend.captured_settings():
            # This process can't draw by the earlier settings, because its other threads use the current ones.
            self.begin_rest()
        missing, drawn = self.missing(), {} if self._task is None else self._task.result()
        self._task = None
        self._given.update(drawn)
        # The watermark of a PDF is drawn with the figure.
        figure = self._copied([fmt for fmt in missing if fmt not in drawn or fmt == "pdf"])
        for fmt in missing:
            if figure is not None or fmt in drawn:
                self._try(fmt, self._draw, figure, fmt)
        self._is_drawn = True

    def _copied(self, formats: list[str]) -> object:
        """Returns the copy, if formats are drawn from it. None if it can't be read, which is noted."""
        if not formats or self.copy is None:
            return None
        try:
            return self.backend.unpickle(self.copy)
        except Exception as error:  # noqa: BLE001 -- the copy may need objects that no longer exist
            self.problems.update(dict.fromkeys(formats, first_line(error)[:200]))
            return None

    def sent(self) -> list[Picture]:
        """Returns the pictures to send. Until all are drawn, those are among them that were only drawn to be shown."""
        return [one for one in self.pictures if not self._is_drawn or one.format in (*self.formats, "html")]

    def _usual(self, fmt: str) -> str:
        """Returns the name by which a format is wanted: "jpeg" may be "jpg"."""
        return supported_name(fmt, self.formats) or fmt

    def mark_again(self) -> None:
        """Draws the watermarks of the shown pictures again, because the link has changed."""
        shown = {"png"} if self.output is None else {self._usual(fmt) for fmt in self.output.pictures()} - {"pdf"}
        plain = [one for one in self.pictures if one.format in shown and not one.is_watermarked]
        self.pictures = [one for one in self.pictures if not (one.is_watermarked and one.format in shown)]
        for one in plain:
            self._try(f"{one.format} with watermark", self._mark, self.figure, one.format, one.data)

    def marked(self) -> dict[str, bytes]:
        """Returns the pictures with a watermark, by the names of the formats in an output."""
        found = {one.format: one.data for one in self.pictures if one.is_watermarked}
        return {**found, **({"jpg": found["jpeg"]} if "jpeg" in found else {})}

    def shown(self) -> bytes | None:
        """The PNG to show, with its watermark if it has one."""
        pngs = [picture for picture in self.pictures if picture.format == "png"]
        return max(pngs, key=lambda picture: picture.is_watermarked).data if pngs else None

    def plain(self) -> bytes | None:
        """The PNG without a watermark."""
        return next((one.data for one in self.pictures if one.format == "png" and not one.is_watermarked), None)

    def _try(self, name: str, function: Callable[_P, object], *args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            function(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 -- a format that fails must not stop the others
            _log.debug("%s can't be drawn", name, exc_info=True)
            self.problems[name] = first_line(error)[:200]

    def _draw(self, figure: object, fmt: str) -> None:
        given = self._given.pop("jpg" if fmt == "jpeg" else fmt, None)
        data = self.backend.figure_to_bytes(figure, fmt, self.options) if given is None else given
        if self._add_plain(fmt, data):
            self._try(f"{fmt} with watermark", self._mark, figure, fmt, data)

    def _add_plain(self, fmt: str, data: bytes) -> bool:
        """Adds a picture unless it is too large. Returns whether it is small enough for a copy with a watermark."""
        size = len(data) / _MB
        # The picture that is shown is always drawn.
        if fmt == "png":
            self.pictures.append(Picture(fmt, data, is_watermarked=False))
            return True
        limit = LARGEST_PICTURE.value()
        if limit is not None and size > limit:
            self.problems[fmt] = f"{size:.0f} MB are more than {LARGEST_PICTURE.variable} ({limit:g} MB)"
            return False
        self.pictures.append(Picture(fmt, data, is_watermarked=False))
        if size > _ONCE_MB:
            self.problems[f"{fmt} with watermark"] = f"{size:.0f} MB: sent once"
            return False
        return True

    def _mark(self, figure: object, fmt: str, data: bytes) -> None:
        if fmt in ("png", "jpg", "jpeg"):
            # Reads only the header. The pixels may not be needed.
            image = Image.open(io.BytesIO(data))
            strip = self._strip(image.width)
            marked = with_strip_below(data, strip) if fmt == "png" and strip is not None else None
            self.pictures.append(Picture(fmt, marked or self._encoded(image, strip, fmt), is_watermarked=True))
        elif fmt == "svg" and hasattr(self.watermark, "apply_svg"):
            marked_svg = self.watermark.apply_svg(data, self.revision)
            self.pictures.append(Picture(fmt, marked_svg, is_watermarked=True))
        else:
            drawn = self.backend.figure_with_watermark(figure, fmt, self.revision, self.watermark, self.options)
            if drawn is not None:
                self.pictures.append(Picture(fmt, drawn, is_watermarked=True))

    def _strip(self, width: int) -> Image.Image | None:
        """Returns the default watermark in the size that it has on the page. None for one that draws in another way."""
        mark = self.watermark
        if not isinstance(mark, DefaultWatermark) or type(mark).apply is not DefaultWatermark.apply:
            return None
        return mark.get_watermark(self.revision, self.density * mark.image_scale(round(width / self.density)))

    def _encoded(self, image: Image.Image, strip: Image.Image | None, fmt: str) -> bytes:
        """Adds the watermark to the pixels."""
        marked = (
            self.watermark.apply(image, self.revision)
            if strip is None
            else stack_vertically(image.convert("RGBA"), strip)
        )
        buffer = io.BytesIO()
        if fmt == "png":
            marked.save(buffer, "PNG", compress_level=_PNG_LEVEL, dpi=image.info.get("dpi", (100, 100)))
        else:
            marked.convert("RGB").save(buffer, "JPEG", quality=_JPEG_QUALITY)
        return buffer.getvalue()

    def _draw_html(self, figure: object) -> None:
        page = self.backend.figure_to_html(figure)
        if not self._add_plain("html", page.encode()):
            return
        marked = self.backend.add_interactive_watermark(figure, self.revision, self.watermark)
        self.pictures.append(Picture("html", self.backend.figure_to_html(marked).encode(), is_watermarked=True))


def supported_name(fmt: str, supported: Sequence[str]) -> str | None:
    """Returns the name by which a library knows a format: `tif` may be its `tiff`. None if it can't draw it."""
    if fmt in supported:
        return fmt
    format = format_named(fmt)
    return next((one for one in supported if format is not None and format_named(one) == format), None)


@lru_cache(maxsize=1)
def _make_mathtext_safe() -> None:
    """Lets two threads typeset formulas. Matplotlib has only one parser, which has a state."""
    module = sys.modules.get("matplotlib._mathtext")
    parser = getattr(module, "Parser", None)
    parse = getattr(parser, "parse", None)
    if parser is None or parse is None:
        return
    lock = threading.RLock()

    def locked_parse(self: object, *args: object, **kwargs: object) -> Any:
        with lock:
            return parse(self, *args, **kwargs)

    parser.parse = locked_parse
    if hasattr(os, "register_at_fork"):
        held: list[bool] = []

        def hold() -> None:
            # Otherwise the child would wait forever for a thread that it doesn't have.
            held.append(lock.acquire())

        def let_go() -> None:
            # Nothing is held if this was registered after the fork began.
            if held:
                held.pop()
                lock.release()

        os.register_at_fork(before=hold, after_in_parent=let_go, after_in_child=let_go)
