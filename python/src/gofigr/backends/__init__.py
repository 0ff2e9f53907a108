"""What draws figures: matplotlib, plotly, plotnine, or a class of your own."""

from __future__ import annotations

import inspect
import pickle
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import FrameType

    from IPython.core.interactiveshell import InteractiveShell

    from gofigr.watermarks import HasLink, Watermark

#: How far up the stack a figure that is being displayed is looked for.
_MAX_FRAMES = 25


class GoFigrBackend:
    """Knows one plotting library. Override all that raise `NotImplementedError`."""

    #: Formats that another thread may draw, from a copy, while the user goes on.
    background_formats: frozenset[str] = frozenset()

    def is_compatible(self, fig: object) -> bool:
        """Whether this is a figure of the library."""
        raise NotImplementedError

    def get_backend_name(self) -> str:
        """The library's name."""
        raise NotImplementedError

    def is_interactive(self, fig: Any) -> bool:
        """Whether the figure can be published as HTML."""
        raise NotImplementedError

    def is_static(self, fig: Any) -> bool:
        """Whether the figure is shown as a picture."""
        return not self.is_interactive(fig)

    def get_supported_image_formats(self) -> list[str]:
        """The formats that `figure_to_bytes` knows."""
        raise NotImplementedError

    def find_figures(self, shell: InteractiveShell, data: dict[str, Any]) -> Iterator[Any]:
        """The figures that are just being displayed as `data` (content by MIME type)."""
        raise NotImplementedError

    def get_default_figure(self, silent: bool = False) -> Any:
        """The figure that the library calls current; None, or an error unless `silent`, where there is none."""
        raise NotImplementedError

    def get_title(self, fig: Any) -> str | None:
        """The figure's title."""
        raise NotImplementedError

    def figure_to_bytes(self, fig: Any, fmt: str, params: dict[str, Any]) -> bytes:
        """The figure in a format. `params` go to the library."""
        raise NotImplementedError

    def figure_with_watermark(
        self,
        fig: Any,  # noqa: ARG002 -- for those who override it
        fmt: str,  # noqa: ARG002 -- for those who override it
        rev: HasLink,  # noqa: ARG002 -- for those who override it
        watermark: Watermark,  # noqa: ARG002 -- for those who override it
        params: dict[str, Any],  # noqa: ARG002 -- for those who override it
    ) -> bytes | None:
        """The figure with its watermark in a format that no watermark can be added to afterwards; None for others."""
        return None

    def figure_to_html(self, fig: Any) -> str:
        """The figure as a page of its own."""
        raise NotImplementedError

    def add_interactive_watermark(self, fig: Any, rev: HasLink, watermark: Watermark) -> Any:
        """A copy of the interactive figure that leads to its revision."""
        raise NotImplementedError

    def close(self, fig: Any) -> None:
        """Frees the figure, so that the library doesn't show it again."""
        raise NotImplementedError

    def pickle(self, fig: Any) -> bytes:
        """The figure as it is now, for `unpickle`."""
        return pickle.dumps(fig)

    def unpickle(self, data: bytes) -> Any:
        """A copy of the figure of which only the caller knows."""
        return pickle.loads(data)  # noqa: S301 -- our own bytes, of this process


def get_all_function_arguments(frame: FrameType | None) -> Iterator[Any]:
    """What the functions on the stack were called with, from the innermost on."""
    for _ in range(_MAX_FRAMES):
        if frame is None:
            return
        info = inspect.getargvalues(frame)
        yield from (info.locals[name] for name in info.args if name in info.locals)
        frame = frame.f_back


def figures_on_stack(backend: GoFigrBackend, library: str) -> Iterator[Any]:
    """The figure that a function of the library, somewhere up the stack, is showing."""
    frame: FrameType | None = sys._getframe(1)
    for _ in range(_MAX_FRAMES):
        if frame is None:
            return
        # Only there: a function of the user may have a figure and show something else.
        if str(frame.f_globals.get("__name__")).partition(".")[0] == library:
            info = inspect.getargvalues(frame)
            for name in info.args:
                if backend.is_compatible(info.locals.get(name)):
                    yield info.locals[name]
                    return
        frame = frame.f_back


def get_backend(figure: object, backends: Iterable[GoFigrBackend]) -> GoFigrBackend:
    """The backend for this figure."""
    for backend in backends:
        if backend.is_compatible(figure):
            return backend
    raise ValueError(f"No backend draws figures of type {type(figure).__name__}")


def loaded_class(module: str, name: str) -> type | None:
    """A class of a library that is loaded already: without it there is no figure of it."""
    return getattr(sys.modules.get(module), name, None)
