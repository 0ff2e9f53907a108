"""Chooses the figure and the library that draws it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gofigr._publishing.figures import figure_in, known_figure
from gofigr.backends.matplotlib import MatplotlibBackend
from gofigr.backends.plotly import PlotlyBackend
from gofigr.backends.plotnine import PlotnineBackend
from gofigr.backends.seaborn import SeabornBackend

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gofigr.backends import GoFigrBackend

DEFAULT_BACKENDS: tuple[type[GoFigrBackend], ...] = (PlotnineBackend, MatplotlibBackend, PlotlyBackend, SeabornBackend)


def infer_figure_and_backend(
    fig: object, backend: GoFigrBackend | None, enabled_backends: Iterable[GoFigrBackend]
) -> tuple[Any, GoFigrBackend]:
    """Returns the figure, by default the current one, and its backend. Raises `ValueError` if there is none.

    Objects that belong to a figure or hold one stand for it, such as axes and `matplotlib.pyplot`.
    """
    backends = list(enabled_backends)
    if fig is not None and backend is not None:
        found = figure_in(fig, [backend])
        return (fig if found is None else found), backend
    if fig is not None:
        return known_figure(fig, backends)
    for one in [backend] if backend is not None else backends:
        found = one.get_default_figure(silent=True)
        if found is not None:
            return found, one
    raise ValueError("There is no current figure. Please pass the figure to publish.")
