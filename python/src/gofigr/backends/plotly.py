"""Figures of plotly."""

from __future__ import annotations

import copy
import io
import sys
from typing import TYPE_CHECKING, Any

from gofigr.backends import GoFigrBackend, figures_on_stack, loaded_class

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        text = fig.layout.title.text
        # The title may hold simple HTML.
        return " ".join(_without_tags(text).split()) or None if text else None

    def figure_to_bytes(self, fig: BaseFigure, fmt: str, params: dict[str, Any]) -> bytes:
        return bytes(fig.to_image(format=fmt, **params))

    def figure_to_html(self, fig: BaseFigure) -> str:
        buffer = io.StringIO()
        fig.write_html(buffer, include_plotlyjs="cdn")
        return buffer.getvalue()

    def add_interactive_watermark(self, fig: BaseFigure, rev: HasLink, watermark: Watermark) -> Any:  # noqa: ARG002 -- a link
        # A FigureWidget is bound to its view, so the copy is a plain figure.
        plain = sys.modules["plotly.graph_objs"].Figure(copy.deepcopy(fig.to_dict()))
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

    def close(self, fig: BaseFigure) -> None:
        pass


def _without_tags(text: str) -> str:
    return "".join(piece.partition(">")[2] if number else piece for number, piece in enumerate(text.split("<")))
