"""Plots of `seaborn.objects`. Other functions of seaborn draw figures of matplotlib."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from gofigr.backends import GoFigrBackend, loaded_class

if TYPE_CHECKING:
    from collections.abc import Iterator

    from IPython.core.interactiveshell import InteractiveShell
    from seaborn.objects import Plot


class SeabornBackend(GoFigrBackend):
    """Plots of `seaborn.objects`. They are drawn in the user's thread, because drawing changes matplotlib's settings."""

    def is_compatible(self, fig: object) -> bool:
        kind = loaded_class("seaborn._core.plot", "Plot")
        return kind is not None and isinstance(fig, kind)

    def get_backend_name(self) -> str:
        return "seaborn"

    def is_interactive(self, fig: Plot) -> bool:  # noqa: ARG002 -- none is
        return False

    def get_supported_image_formats(self) -> list[str]:
        return ["png", "svg", "eps", "pdf", "jpg", "jpeg", "tiff"]

    def find_figures(self, shell: InteractiveShell, data: dict[str, Any]) -> Iterator[Any]:  # noqa: ARG002
        # A plot that is shown goes through IPython's formatters, which get the plot itself.
        yield from ()

    def get_default_figure(self, silent: bool = False) -> Any:
        if silent:
            return None
        raise ValueError("seaborn.objects has no current plot. Please pass the plot to publish.")

    def get_title(self, fig: Plot) -> str | None:
        # Seaborn has no public way to ask for it.
        title = getattr(fig, "_labels", {}).get("title")
        return " ".join(str(title).split()) or None if title else None

    def figure_to_bytes(self, fig: Plot, fmt: str, params: dict[str, Any]) -> bytes:
        buffer = io.BytesIO()
        fig.save(buffer, format=fmt, **{"bbox_inches": "tight", **params})
        return buffer.getvalue()

    def close(self, fig: Plot) -> None:
        pass
