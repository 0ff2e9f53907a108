"""Detects figures that are about to be shown, in any way."""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from uuid import uuid4

from gofigr._ipython.display import is_showing
from gofigr._publishing.figures import advice, advice_on, figure_in
from gofigr._publishing.output import Output

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from gofigr._publishing.publisher import Publisher
    from gofigr._publishing.showing import Showing

_PLOTLY = "application/vnd.plotly.v1+json"
#: Types of output by which libraries that aren't supported yet are known.
_UNSUPPORTED = {"application/vnd.bokehjs_exec.v0+json": ("bokeh", "figure")}


@dataclass(frozen=True)
class Shown:
    """Decision about a figure that is about to be shown."""

    #: Output to show. None if the figure was shown, or isn't shown.
    output: Output | None
    #: The figure that was published now.
    showing: Showing | None = None


class _Listener(Protocol):
    shell: InteractiveShell
    publisher: Publisher | None
    auto_publish: bool

    def on_figure(self, fig: object, output: Output) -> Shown: ...
    def on_shown(self, showing: Showing, *, is_update: bool) -> None: ...
    def on_cleared(self) -> None: ...


class _Formatted(threading.local):
    """A figure that a thread has formatted and shows next."""

    showing: Showing | None = None

    def take(self) -> Showing | None:
        """Returns it once."""
        showing, self.showing = self.showing, None
        return showing


class DisplayHooks:
    """Calls a listener for each figure that IPython is about to show.

    `display(fig)`, the last line of a cell, and matplotlib's automatic output go through IPython's formatters, which
    get the object. The `show` methods of plotly and plotnine pass finished output. Then the figure is searched in the
    calling functions. The output stays IPython's, only with the watermark in its pictures.
    """

    def __init__(self, listener: _Listener) -> None:
        self._listener = listener
        self._wrapped: list[tuple[Any, str, Any]] = []
        self._format_plainly: Any = None
        self._publish_plainly: Any = None
        self._clear_plainly: Any = None
        self._finish_plainly: Any = None
        self._advised: set[str] = set()
        self._formatted = _Formatted()

    def install(self) -> None:
        """Starts listening."""
        shell = self._listener.shell
        self._format_plainly = self._wrap(shell.display_formatter, "format", self._format)
        self._publish_plainly = self._wrap(shell.display_pub, "publish", self._publish)
        self._clear_plainly = self._wrap(shell.display_pub, "clear_output", self._clear_output)
        self._finish_plainly = self._wrap(shell.displayhook, "finish_displayhook", self._finish_displayhook)

    def _wrap(self, owner: Any, name: str, function: Any) -> Any:
        original = getattr(owner, name)
        setattr(owner, name, function)
        self._wrapped.append((owner, name, function))
        return original

    def remove(self) -> None:
        """Stops listening."""
        for owner, name, function in self._wrapped:
            # Only if no other code has wrapped it since.
            if vars(owner).get(name) == function:
                delattr(owner, name)
        self._wrapped = []

    def _format(self, obj: object, *args: object, **kwargs: object) -> Any:
        """Formats an object that a cell shows. An object whose output is a figure that it holds stands for it."""
        data, metadata = self._format_plainly(obj, *args, **kwargs)
        publisher = self._listener.publisher
        if is_showing():
            return data, metadata
        # Code may format a figure and not show it.
        self._formatted.take()
        if publisher is None or not data:
            return data, metadata
        has_picture = any(mime.startswith("image/") or mime in (_PLOTLY, "application/pdf") for mime in data)
        # A terminal shows a figure as text.
        fig = figure_in(obj, publisher.backends) if has_picture or _is_figure(obj, publisher) else None
        if fig is not None:
            shown = self._listener.on_figure(fig, Output(data, metadata or {}))
            self._formatted.showing = shown.showing
            return ({}, {}) if shown.output is None else (shown.output.data, shown.output.metadata)
        if set(data) - {"text/plain"}:
            self._advise(advice(obj))
        return data, metadata

    def _advise(self, text: str | None) -> None:
        """Tells once what to do with objects of a library that isn't supported yet."""
        if text is None or text in self._advised or not self._listener.auto_publish:
            return
        self._advised.add(text)
        print(text, file=sys.stderr)  # noqa: T201 -- below the cell

    def _publish(self, data: object, metadata: Any = None, *args: object, **kwargs: Any) -> Any:
        publisher = self._listener.publisher
        showing = self._formatted.take()
        if showing is not None:
            return self._publish_shown(showing, data, metadata, *args, **kwargs)
        if publisher is None or is_showing() or kwargs.get("update") or not isinstance(data, dict):
            return self._publish_plainly(data, metadata, *args, **kwargs)
        for mime in _UNSUPPORTED.keys() & data.keys():
            self._advise(advice_on(*_UNSUPPORTED[mime]))
        fig = _figure_of(publisher, self._listener.shell, data)
        if fig is None:
            return self._publish_plainly(data, metadata, *args, **kwargs)
        shown = self._listener.on_figure(fig, Output(data, metadata or {}))
        if shown.output is None:
            return None if shown.showing is None else self._listener.on_shown(shown.showing, is_update=False)
        if shown.showing is None:
            return self._publish_plainly(shown.output.data, shown.output.metadata, *args, **kwargs)
        return self._publish_shown(shown.showing, shown.output.data, shown.output.metadata, *args, **kwargs)

    def _publish_shown(self, showing: Showing, data: object, metadata: object, *args: object, **kwargs: Any) -> Any:
        given = kwargs.pop("transient", None) or {}
        # By the ID, the picture can be replaced.
        transient = {"display_id": uuid4().hex, **given}
        showing.is_updatable = "display_id" in given
        showing.display_id = str(transient["display_id"])
        answer = self._publish_plainly(data, metadata, *args, transient=transient, **kwargs)
        self._listener.on_shown(showing, is_update=bool(kwargs.get("update")))
        return answer

    def _finish_displayhook(self) -> Any:
        """Ends the output of a cell's last line."""
        showing = self._formatted.take()
        message = getattr(self._listener.shell.displayhook, "msg", None)
        if showing is not None and message:
            showing.display_id = uuid4().hex
            message["content"]["transient"] = {"display_id": showing.display_id}
        answer = self._finish_plainly()
        if showing is not None:
            self._listener.on_shown(showing, is_update=False)
        return answer

    def _clear_output(self, *args: object, **kwargs: object) -> Any:
        self._listener.on_cleared()
        return self._clear_plainly(*args, **kwargs)


def _is_figure(obj: object, publisher: Publisher) -> bool:
    return any(backend.is_compatible(obj) for backend in publisher.backends)


def _figure_of(publisher: Publisher, shell: InteractiveShell, data: dict[str, Any]) -> Any:
    for backend in publisher.backends:
        for fig in backend.find_figures(shell, data):
            return fig
    return None
