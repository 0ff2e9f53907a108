"""Figures of plotnine."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from gofigr.backends import GoFigrBackend, figures_on_stack, loaded_class

if TYPE_CHECKING:
    from collections.abc import Iterator

    from IPython.core.interactiveshell import InteractiveShell
    from plotnine import ggplot


class PlotnineBackend(GoFigrBackend):
    """Figures of plotnine. They are drawn in the user's thread, because drawing changes matplotlib's settings."""

    def is_compatible(self, fig: object) -> bool:
        kind = loaded_class("plotnine.ggplot", "ggplot")
        return kind is not None and isinstance(fig, kind)

    def get_backend_name(self) -> str:
        return "plotnine"

    def is_interactive(self, fig: ggplot) -> bool:  # noqa: ARG002 -- none is
        return False

    def get_supported_image_formats(self) -> list[str]:
        return ["png", "svg", "eps", "pdf", "jpg", "jpeg", "tiff"]

    def find_figures(self, shell: InteractiveShell, data: dict[str, Any]) -> Iterator[Any]:  # noqa: ARG002
        if any(mime.startswith("image/") for mime in data):
            yield from figures_on_stack(self, "plotnine")

    def get_default_figure(self, silent: bool = False) -> Any:
        if silent:
            return None
        raise ValueError("Plotnine has no current figure. Please pass the figure to publish.")

    def get_title(self, fig: ggplot) -> str | None:
        title = getattr(fig.labels, "title", None)
        if title is None and hasattr(fig.labels, "get"):
            title = fig.labels.get("title", None)
        return " ".join(str(title).split()) or None if title else None

    def figure_to_bytes(self, fig: ggplot, fmt: str, params: dict[str, Any]) -> bytes:
        buffer = io.BytesIO()
        fig.save(buffer, format=fmt, verbose=False, **params)
        return buffer.getvalue()

    def close(self, fig: ggplot) -> None:
        pass
