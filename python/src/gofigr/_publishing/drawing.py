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

if TYPE_CHECKING:
    from collections.abc import Callable

    from gofigr._publishing.revision import PublishedRevision
    from gofigr.backends import GoFigrBackend
    from gofigr.watermarks import Watermark

_P = ParamSpec("_P")
_log = logging.getLogger(__name__)
#: Compression level of PNG. It is fast, because images are shown at once and sent once.
_PNG_LEVEL = 1


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
    revision: PublishedRevision
    watermark: Watermark
    formats: tuple[str, ...]
    options: dict[str, Any]
    interactive: bool
    #: A copy as bytes; None if the figure can't be copied.
    copy: bytes | None = None
    pictures: list[Picture] = field(default_factory=list)
    #: Formats that couldn't be drawn, with the reasons.
    problems: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        supported = self.backend.get_supported_image_formats()
        self.formats = tuple(fmt for fmt in self.formats if fmt in supported)
        try:
            self.copy = self.backend.pickle(self.figure)
        except Exception:  # noqa: BLE001 -- a figure may hold a lambda or an open file
            _log.debug("the figure can't be pickled", exc_info=True)

    def draw_now(self) -> None:
        """Draws the shown formats and those that can't be drawn later."""
        static = self.backend.is_static(self.figure)
        if static:
            self._draw(self.figure, "png")
        elif self.interactive:
            self._try("html", self._draw_html, self.figure)
        for fmt in self.formats:
            later = self.copy is not None and fmt in self.backend.background_formats
            if not later and not (static and fmt == "png"):
                self._try(fmt, self._draw, self.figure, fmt)

    def draw_rest(self) -> None:
        """Draws the other formats, from the copy."""
        _make_mathtext_safe()
        done = {picture.format for picture in self.pictures} | set(self.problems)
        missing = [fmt for fmt in self.formats if fmt not in done]
        figure = None
        if missing and self.copy is not None:
            try:
                figure = self.backend.unpickle(self.copy)
            except Exception as error:  # noqa: BLE001 -- the copy may need objects that no longer exist
                self.problems.update(dict.fromkeys(missing, f"{type(error).__name__}: {error}"))
        for fmt in missing:
            if figure is not None:
                self._try(fmt, self._draw, figure, fmt)
        if "png" not in self.formats:
            self.pictures = [picture for picture in self.pictures if picture.format != "png"]

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
            self.problems[name] = f"{type(error).__name__}: {error}".splitlines()[0][:200]

    def _draw(self, figure: object, fmt: str) -> None:
        data = self.backend.figure_to_bytes(figure, fmt, self.options)
        self.pictures.append(Picture(fmt, data, is_watermarked=False))
        self._try(f"{fmt} with watermark", self._mark, figure, fmt, data)

    def _mark(self, figure: object, fmt: str, data: bytes) -> None:
        if fmt == "png":
            image = Image.open(io.BytesIO(data))
            marked = self.watermark.apply(image, self.revision)
            buffer = io.BytesIO()
            marked.save(buffer, "PNG", compress_level=_PNG_LEVEL, dpi=image.info.get("dpi", (100, 100)))
            self.pictures.append(Picture(fmt, buffer.getvalue(), is_watermarked=True))
        elif fmt == "svg" and hasattr(self.watermark, "apply_svg"):
            marked_svg = self.watermark.apply_svg(data, self.revision)
            self.pictures.append(Picture(fmt, marked_svg, is_watermarked=True))
        else:
            drawn = self.backend.figure_with_watermark(figure, fmt, self.revision, self.watermark, self.options)
            if drawn is not None:
                self.pictures.append(Picture(fmt, drawn, is_watermarked=True))

    def _draw_html(self, figure: object) -> None:
        page = self.backend.figure_to_html(figure)
        self.pictures.append(Picture("html", page.encode(), is_watermarked=False))
        marked = self.backend.add_interactive_watermark(figure, self.revision, self.watermark)
        self.pictures.append(Picture("html", self.backend.figure_to_html(marked).encode(), is_watermarked=True))


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
