"""Detects figures that are about to be shown, in any way."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Protocol

from gofigr._ipython.display import is_showing, not_published

if TYPE_CHECKING:
    from collections.abc import Callable

    from IPython.core.interactiveshell import InteractiveShell

    from gofigr._publishing.publisher import Publisher

#: Classes of figures by module and name, so that the libraries need not be loaded.
_FIGURES = (
    ("matplotlib.figure", "Figure"),
    ("plotly.basedatatypes", "BaseFigure"),
    ("plotnine.ggplot", "ggplot"),
)


class _Listener(Protocol):
    shell: InteractiveShell
    publisher: Publisher | None

    def on_figure(self, fig: object, show_plainly: Callable[[], None]) -> None: ...


class DisplayHooks:
    """Calls a listener for each figure that IPython is about to show.

    `display(fig)`, the last line of a cell, and matplotlib's automatic output go through IPython's formatters, which
    get the object. The `show` methods of plotly and plotnine pass finished output. Then the figure is searched in the
    calling functions.
    """

    def __init__(self, listener: _Listener) -> None:
        self._listener = listener
        self._original_publish: Any = None

    def install(self) -> None:
        """Starts listening."""
        formatter = self._listener.shell.display_formatter.ipython_display_formatter
        for module, name in _FIGURES:
            if module in sys.modules and hasattr(sys.modules[module], name):
                formatter.for_type(getattr(sys.modules[module], name), self._show)
            else:
                formatter.for_type_by_name(module, name, self._show)
        pub = self._listener.shell.display_pub
        self._original_publish = pub.publish
        pub.publish = self._publish

    def remove(self) -> None:
        """Stops listening."""
        formatter = self._listener.shell.display_formatter.ipython_display_formatter
        for module, name in _FIGURES:
            formatter.deferred_printers.pop((module, name), None)
            kind = getattr(sys.modules.get(module), name, None)
            if kind is not None and formatter.type_printers.get(kind) == self._show:
                formatter.pop(kind)
        pub = self._listener.shell.display_pub
        # Only if no other code has wrapped it since.
        if vars(pub).get("publish") == self._publish:
            del pub.publish
        self._original_publish = None

    def _show(self, fig: object) -> None:
        if is_showing():
            self._show_plainly(fig)
        else:
            self._listener.on_figure(fig, lambda: self._show_plainly(fig))

    def _show_plainly(self, fig: object) -> None:
        """Shows the object as IPython would do without GoFigr."""
        shell = self._listener.shell
        with not_published():
            own = getattr(fig, "_ipython_display_", None)
            if callable(own):
                own()
                return
            formatter = shell.display_formatter
            plain = formatter.ipython_display_formatter
            was_enabled = plain.enabled
            # Keeps the formatter from calling us again.
            plain.enabled = False
            try:
                data, metadata = formatter.format(fig)
            finally:
                plain.enabled = was_enabled
            if data:
                shell.display_pub.publish(data, metadata)

    def _publish(self, data: object, *args: object, **kwargs: object) -> Any:
        original = self._original_publish
        publisher = self._listener.publisher
        if publisher is None or is_showing() or kwargs.get("update") or not isinstance(data, dict):
            return original(data, *args, **kwargs)
        fig = _figure_of(publisher, self._listener.shell, data)
        if fig is None:
            return original(data, *args, **kwargs)

        def show_plainly() -> None:
            with not_published():
                original(data, *args, **kwargs)

        self._listener.on_figure(fig, show_plainly)
        return None


def _figure_of(publisher: Publisher, shell: InteractiveShell, data: dict[str, Any]) -> Any:
    for backend in publisher.backends:
        for fig in backend.find_figures(shell, data):
            return fig
    return None
