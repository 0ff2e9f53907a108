"""Backends for plotting libraries: matplotlib, plotly, plotnine, or your own class."""

from __future__ import annotations

import inspect
import pickle
import sys
from typing import TYPE_CHECKING, Any

from gofigr._ipython.display import show_plainly

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from types import FrameType

    from IPython.core.interactiveshell import InteractiveShell

    from gofigr.watermarks import HasLink, Watermark

#: Number of stack frames that are searched for a figure that is being displayed.
_MAX_FRAMES = 25


class GoFigrBackend:
    """Backend for a plotting library. Override all methods that raise `NotImplementedError`."""

    #: Formats that another thread may draw from a copy while the user continues.
    background_formats: frozenset[str] = frozenset()

    def is_compatible(self, fig: object) -> bool:
        """Tells whether this is a figure of the library."""
        raise NotImplementedError

    def get_backend_name(self) -> str:
        """Returns the library's name."""
        raise NotImplementedError

    def is_interactive(self, fig: Any) -> bool:
        """Tells whether the figure can be published as HTML."""
        raise NotImplementedError

    def is_static(self, fig: Any) -> bool:
        """Tells whether the figure is shown as an image."""
        return not self.is_interactive(fig)

    def is_live(self, fig: Any) -> bool:  # noqa: ARG002 -- for those who override it
        """Tells whether the user's code can change the figure after it is shown. It is shown itself, without a watermark."""
        return False

    def get_supported_image_formats(self) -> list[str]:
        """Returns the formats that `figure_to_bytes` supports."""
        raise NotImplementedError

    def find_figures(self, shell: InteractiveShell, data: dict[str, Any]) -> Iterator[Any]:
        """Yields the figures that are being displayed as `data` (content by MIME type)."""
        raise NotImplementedError

    def get_default_figure(self, silent: bool = False) -> Any:
        """Returns the library's current figure. If there is none, returns None or raises unless `silent`."""
        raise NotImplementedError

    def get_title(self, fig: Any) -> str | None:
        """Returns the figure's title."""
        raise NotImplementedError

    def figure_to_bytes(self, fig: Any, fmt: str, params: dict[str, Any]) -> bytes:
        """Draws the figure in a format. `params` are passed to the library."""
        raise NotImplementedError

    def figure_with_watermark(
        self,
        fig: Any,  # noqa: ARG002 -- for those who override it
        fmt: str,  # noqa: ARG002 -- for those who override it
        rev: HasLink,  # noqa: ARG002 -- for those who override it
        watermark: Watermark,  # noqa: ARG002 -- for those who override it
        params: dict[str, Any],  # noqa: ARG002 -- for those who override it
    ) -> bytes | None:
        """Draws the figure with its watermark, for formats that can't get one afterwards. None for other formats."""
        return None

    def figure_to_html(self, fig: Any) -> str:
        """Returns the figure as an HTML page."""
        raise NotImplementedError

    def add_interactive_watermark(self, fig: Any, rev: HasLink, watermark: Watermark) -> Any:
        """Returns a copy of the interactive figure that links to its revision."""
        raise NotImplementedError

    def show(self, fig: Any) -> None:
        """Shows an interactive figure as IPython would do without GoFigr."""
        show_plainly(fig)

    def close(self, fig: Any) -> None:
        """Closes the figure, so that the library doesn't show it again."""
        raise NotImplementedError

    def pickle(self, fig: Any) -> bytes:
        """Pickles the figure in its current state, for `unpickle`."""
        return pickle.dumps(fig)

    def unpickle(self, data: bytes) -> Any:
        """Returns a copy of the figure that the library doesn't know."""
        return pickle.loads(data)  # noqa: S301 -- our own bytes, of this process

    def captured_settings(self) -> bytes | None:
        """Returns the settings of the library by which a copy would be drawn now. None if only this process can draw it."""
        return None

    def draw_elsewhere(
        self, settings: bytes, copy: bytes, formats: Sequence[str], params: Mapping[str, Any]
    ) -> dict[str, bytes]:
        """Draws a copy by these settings, in a process that does nothing else. Returns the pictures by format.

        The format "check" is a PNG of another copy.
        """
        raise NotImplementedError


def get_all_function_arguments(frame: FrameType | None) -> Iterator[Any]:
    """Yields the arguments of the functions on the stack, innermost first."""
    for _ in range(_MAX_FRAMES):
        if frame is None:
            return
        info = inspect.getargvalues(frame)
        yield from (info.locals[name] for name in info.args if name in info.locals)
        frame = frame.f_back


def figures_on_stack(backend: GoFigrBackend, library: str) -> Iterator[Any]:
    """Yields the figure that a function of the library on the stack is showing."""
    frame: FrameType | None = sys._getframe(1)
    for _ in range(_MAX_FRAMES):
        if frame is None:
            return
        # Skips functions of the user: they may have a figure and show another one.
        if str(frame.f_globals.get("__name__")).partition(".")[0] == library:
            info = inspect.getargvalues(frame)
            for name in info.args:
                if backend.is_compatible(info.locals.get(name)):
                    yield info.locals[name]
                    return
        frame = frame.f_back


def first_line(error: BaseException | None) -> str:
    """Returns the first line of an error that says something, with the error's type."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__


def get_backend(figure: object, backends: Iterable[GoFigrBackend]) -> GoFigrBackend:
    """Returns the backend for this figure."""
    for backend in backends:
        if backend.is_compatible(figure):
            return backend
    raise ValueError(f"No backend draws figures of type {type(figure).__name__}")


def loaded_class(module: str, name: str) -> type | None:
    """Returns a class of a loaded library. If the library isn't loaded, no figure of it exists."""
    return getattr(sys.modules.get(module), name, None)
