"""Figures of plotly."""

from __future__ import annotations

import copy
import html
import io
import re
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from gofigr._ipython.display import not_published
from gofigr.backends import GoFigrBackend, figures_on_stack, loaded_class
from gofigr.backends._pictures import pictures

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from IPython.core.interactiveshell import InteractiveShell
    from plotly.basedatatypes import BaseFigure

    from gofigr.watermarks import HasLink, Watermark

_LINK_ROOM_PX = 40


class PlotlyBackend(GoFigrBackend):
    """Figures of plotly: HTML, and images if kaleido is installed."""

    background_formats = frozenset({"png", "svg", "pdf", "jpg", "jpeg", "webp", "html"})

    def is_compatible(self, fig: object) -> bool:
        kind = loaded_class("plotly.basedatatypes", "BaseFigure")
        return kind is not None and isinstance(fig, kind)

    def get_backend_name(self) -> str:
        return "plotly"

    def is_interactive(self, fig: BaseFigure) -> bool:  # noqa: ARG002 -- all are
        return True

    def is_live(self, fig: BaseFigure) -> bool:
        kind = loaded_class("plotly.basewidget", "BaseFigureWidget")
        return kind is not None and isinstance(fig, kind)

    def get_supported_image_formats(self) -> list[str]:
        return ["png", "svg", "pdf", "jpg", "jpeg", "webp"]

    def find_figures(self, shell: InteractiveShell, data: dict[str, Any]) -> Iterator[Any]:  # noqa: ARG002
        if "application/vnd.plotly.v1+json" in data or "text/html" in data or any("image/" in mime for mime in data):
            yield from figures_on_stack(self, "plotly")

    def get_default_figure(self, silent: bool = False) -> Any:
        if silent:
            return None
        raise ValueError("Plotly has no current figure. Please pass the figure to publish.")

    def get_title(self, fig: BaseFigure) -> str | None:
        return _plain_text(fig.layout.title.text) or _of_subplots(fig)

    def figure_to_bytes(self, fig: BaseFigure, fmt: str, params: dict[str, Any]) -> bytes:
        figure_json = fig.to_json(validate=False)
        try:
            return pictures.draw(figure_json, fmt, params, _defaults())
        except TypeError:
            # Options that aren't JSON can't leave this process.
            return bytes(fig.to_image(format=fmt, **params))

    def figure_to_html(self, fig: BaseFigure) -> str:
        buffer = io.StringIO()
        # With the same ID each time, so that equal figures are equal pages.
        fig.write_html(buffer, include_plotlyjs="cdn", div_id="gofigr-figure")
        return buffer.getvalue()

    def add_interactive_watermark(self, fig: BaseFigure, rev: HasLink, watermark: Watermark) -> Any:  # noqa: ARG002 -- a link
        plain = _plain(fig)
        link = rev.revision_url
        margin = plain.layout.margin
        bottom = 80 if margin.b is None else margin.b
        plain.update_layout(margin_b=bottom + _LINK_ROOM_PX)
        if plain.layout.height is not None:
            plain.update_layout(height=plain.layout.height + _LINK_ROOM_PX)
        plain.add_annotation(
            text=f'<a href="{link}">{link}</a>',
            showarrow=False,
            xref="paper",
            yref="paper",
            x=0,
            y=0,
            xanchor="left",
            yanchor="bottom",
            yshift=-(bottom + _LINK_ROOM_PX),
            font={"size": 12, "color": "gray"},
        )
        return plain

    def show(self, fig: BaseFigure) -> None:
        # With the renderer and the options of the user's call, which may have another figure.
        options = _options_of_show()
        if options is None or self.is_live(fig):
            super().show(fig)
            return
        with not_published():
            fig.show(**options)

    def close(self, fig: BaseFigure) -> None:
        pass

    def pickle(self, fig: BaseFigure) -> bytes:
        return super().pickle(_plain(fig) if self.is_live(fig) else fig)


def _options_of_show() -> dict[str, Any] | None:
    """Returns the arguments of the running call of plotly's `show`. None if there is none."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_name == "show" and frame.f_globals.get("__name__") == "plotly.io._renderers":
            found = frame.f_locals
            return {
                "renderer": found.get("renderer"),
                "validate": found.get("validate", True),
                **found.get("kwargs", {}),
            }
        frame = frame.f_back
    return None


def _plain(fig: BaseFigure) -> Any:
    """Returns a copy. That of a FigureWidget is a plain figure, because the widget is bound to its view."""
    return sys.modules["plotly.graph_objs"].Figure(copy.deepcopy(fig.to_dict()))


def _defaults() -> dict[str, Any]:
    """Returns the user's defaults for pictures."""
    plotly_io = sys.modules.get("plotly.io")
    return dict(vars(getattr(plotly_io, "defaults", None) or SimpleNamespace()))


#: Tags that plotly draws. Other texts in angle brackets, such as "a < b", are texts.
_TAG = re.compile(r"</?(?:a|b|em|i|s|span|strong|sub|sup|u)\b[^<>]*>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def _plain_text(text: object) -> str | None:
    """Returns a title without HTML, in one line. None if it is empty."""
    plain = _TAG.sub("", _BREAK.sub(" ", str(text or "")))
    return " ".join(html.unescape(plain).split()) or None


def _of_subplots(fig: BaseFigure) -> str | None:
    """Returns the first title of `make_subplots`, which is an annotation at the top of its plot."""
    found = (
        _plain_text(one.text)
        for one in fig.layout.annotations or ()
        if one.showarrow is False and one.yanchor == "bottom" and one.yref == "paper"
    )
    return next((text for text in found if text), None)
