"""Figures of matplotlib and of libraries that draw with it: seaborn, pandas, scikit-learn and others."""

from __future__ import annotations

import io
import logging
import pickle
import sys
import threading
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from gofigr.backends import GoFigrBackend, _matplotlib_settings, _text_layouts, figures_on_stack, loaded_class, png

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from IPython.core.interactiveshell import InteractiveShell
    from matplotlib.figure import Figure

    from gofigr.watermarks import HasLink, Watermark

#: Height from which a text of the figure is taken for its title, as a part of the figure's height.
_UPPER_MARGIN = 0.9
_FORMATS = ["png", "svg", "eps", "pdf", "jpg", "jpeg", "ps", "tif", "tiff", "webp", "raw", "rgba"]


class MatplotlibBackend(GoFigrBackend):
    """Figures of matplotlib."""

    # Drawing other formats changes matplotlib's settings, which would affect the user's thread.
    background_formats = frozenset({"png", "svg", "eps", "pdf", "ps"})

    def is_compatible(self, fig: object) -> bool:
        return _is_figure(fig) or _is_subfigure(fig)

    def get_backend_name(self) -> str:
        return "matplotlib"

    def is_interactive(self, fig: Figure) -> bool:  # noqa: ARG002 -- none is
        return False

    def get_supported_image_formats(self) -> list[str]:
        return list(_FORMATS)

    def find_figures(self, shell: InteractiveShell, data: dict[str, Any]) -> Iterator[Any]:  # noqa: ARG002
        if any(mime.startswith("image/") for mime in data):
            yield from figures_on_stack(self, "matplotlib")

    def get_default_figure(self, silent: bool = False) -> Any:
        pyplot = sys.modules.get("matplotlib.pyplot")
        if pyplot is not None and pyplot.get_fignums():
            return pyplot.gcf()
        if silent:
            return None
        raise ValueError("There is no current matplotlib figure.")

    def get_title(self, fig: Figure) -> str | None:
        # First the figure that is meant, which may be a part of a larger one.
        return self._title_of(fig) or (self._title_of(_root(fig)) if _root(fig) is not fig else None)

    def _title_of(self, figure: Figure) -> str | None:
        titles = (self.title_to_string(title) for title in _titles(figure))
        return next((title for title in titles if title), None)

    @staticmethod
    def title_to_string(title: Any) -> str | None:
        """Returns the text of a title, which may be a string or a text object. None if it is empty."""
        text = title if isinstance(title, str) or title is None else title.get_text()
        return " ".join(text.split()) or None if text else None

    def figure_to_bytes(self, fig: Figure, fmt: str, params: dict[str, Any]) -> bytes:
        buffer, root = io.BytesIO(), _root(fig)
        with _text_layouts.remembered(), nullcontext() if fmt == "png" else _quiet():
            root.savefig(buffer, format=fmt, **(png.options_for(root, params) if fmt == "png" else params))
        return buffer.getvalue()

    def figure_with_watermark(
        self, fig: Figure, fmt: str, rev: HasLink, watermark: Watermark, params: dict[str, Any]
    ) -> bytes | None:
        if fmt != "pdf" or not hasattr(watermark, "qr_matrix"):
            return None
        from gofigr.backends._vector_watermark import with_strip  # noqa: PLC0415 -- needs matplotlib

        with with_strip(_root(fig), rev.revision_url, watermark, params) as cut:
            return self.figure_to_bytes(fig, fmt, {**params, "bbox_inches": cut})

    def close(self, fig: Figure) -> None:
        if (pyplot := sys.modules.get("matplotlib.pyplot")) is not None:
            pyplot.close(_root(fig))

    def pickle(self, fig: Figure) -> bytes:
        return pickle.dumps(_root(fig))

    def unpickle(self, data: bytes) -> Any:
        return _DetachedUnpickler(io.BytesIO(data)).load()

    def captured_settings(self) -> bytes | None:
        # A class of the user may draw in another way.
        return _matplotlib_settings.captured() if type(self) is MatplotlibBackend else None

    def draw_elsewhere(
        self, settings: bytes, copy: bytes, formats: Sequence[str], params: Mapping[str, Any]
    ) -> dict[str, bytes]:
        _matplotlib_settings.apply(settings)
        drawn = {}
        figure = _OfLibraries(io.BytesIO(copy)).load()
        for fmt in formats:
            is_check = fmt == "check"
            one = _OfLibraries(io.BytesIO(copy)).load() if is_check else figure
            drawn[fmt] = self.figure_to_bytes(one, "png" if is_check else fmt, dict(params))
        return drawn


def _is_figure(fig: Figure) -> bool:
    kind = loaded_class("matplotlib.figure", "Figure")
    return kind is not None and isinstance(fig, kind)


def _is_subfigure(fig: Figure) -> bool:
    kind = loaded_class("matplotlib.figure", "SubFigure")
    return kind is not None and isinstance(fig, kind)


def _root(fig: Figure) -> Any:
    """Returns the whole figure, because a subfigure can't be drawn alone."""
    while _is_subfigure(fig):
        # Tries this first, because newer versions warn about `figure`.
        fig = fig.get_figure(root=True) if hasattr(fig, "get_figure") else fig.figure
    return fig


def _titles(figure: Any) -> Iterator[Any]:
    """Yields the titles of a figure, its subfigures and axes, then texts in its upper margin."""
    yield getattr(figure, "_suptitle", None)
    for part in getattr(figure, "subfigs", ()):
        yield getattr(part, "_suptitle", None)
    for axes in figure.get_axes():
        yield from (axes.get_title(loc=place) for place in ("center", "left", "right"))
    yield from (text for text in getattr(figure, "texts", ()) if text.get_position()[1] >= _UPPER_MARGIN)


class _DetachedUnpickler(pickle.Unpickler):
    """Loads figures without pyplot knowing them: a copy must be neither shown nor current."""

    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name)
        figure = loaded_class("matplotlib.figure", "Figure")
        if figure is not None and isinstance(found, type) and issubclass(found, figure):
            return _detached(found)
        return found


class _OfLibraries(_DetachedUnpickler, _matplotlib_settings.OfLibraries):
    """Loads figures that hold only objects of well-known libraries."""


def _detached(kind: type) -> type:
    def set_state(self: Any, state: dict[str, Any]) -> None:
        state.pop("_restore_to_pylab", None)
        kind.__setstate__(self, state)  # type: ignore[attr-defined]  # figures have it
        self.__class__ = kind

    return type(kind.__name__, (kind,), {"__setstate__": set_state, "__module__": kind.__module__})


_thread = threading.local()


@contextmanager
def _quiet() -> Iterator[None]:
    """Hides warnings such as “PostScript has no transparency” in this thread: the user didn't ask for the format."""
    for name in ("matplotlib.backends.backend_ps", "matplotlib.font_manager", "matplotlib.mathtext"):
        logger = logging.getLogger(name)
        if _not_ours not in logger.filters:
            logger.addFilter(_not_ours)
    _thread.is_quiet = True
    try:
        yield
    finally:
        _thread.is_quiet = False


def _not_ours(record: logging.LogRecord) -> bool:  # noqa: ARG001 -- logging's signature
    return not getattr(_thread, "is_quiet", False)
