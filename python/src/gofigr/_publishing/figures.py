"""Finds the figure that the user means: a figure, or an object that has or shows one."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from gofigr.backends import get_backend, loaded_class

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gofigr.backends import GoFigrBackend

#: Attributes in which objects of plotting libraries hold their figure.
_ATTRIBUTES = ("figure", "fig", "figure_", "_figure", "_fig")
#: Libraries that no backend draws yet, with the advice for their objects.
_IMAGE = "To publish it, draw it: plt.imshow(image)."
_CHART = (
    'To publish one, save it as a PNG and draw that: plt.imshow(plt.imread("chart.png")). '
    "A GoFigrBackend of your own works too."
)
_ADVICE = {
    **dict.fromkeys(("PIL", "wordcloud"), _IMAGE),
    **dict.fromkeys(
        ("altair", "bokeh", "bqplot", "folium", "graphviz", "holoviews", "hvplot", "ipyleaflet", "lets_plot"), _CHART
    ),
    **dict.fromkeys(("py3Dmol", "pydeck", "pyecharts", "pygal", "pyvista", "vispy"), _CHART),
}


def advice(obj: object) -> str | None:
    """Returns one line about an object of a library that isn't supported yet. None for other objects."""
    library = type(obj).__module__.partition(".")[0]
    return advice_on(library, type(obj).__name__)


def advice_on(library: str, kind: str) -> str | None:
    """Returns one line about a library that isn't supported yet. None for others."""
    found = _ADVICE.get(library)
    return None if found is None else f"GoFigr doesn't publish objects of {library} yet ({kind}). {found}"


def figure_in(obj: object, backends: Sequence[GoFigrBackend]) -> Any:
    """Returns the figure itself, or the one that an object belongs to or holds. None if there is none."""
    for candidate in _candidates(obj):
        if _is_figure(candidate, backends):
            return candidate
    return None


def known_figure(obj: object, backends: Sequence[GoFigrBackend]) -> tuple[Any, GoFigrBackend]:
    """Returns the figure and its backend. Raises `ValueError` with advice if there is none."""
    figure = figure_in(obj, backends)
    if figure is None:
        if isinstance(obj, ModuleType):
            raise ValueError(f"{obj.__name__} has no current figure. Please pass the figure to publish.")
        raise ValueError(advice(obj) or _unknown(obj, backends))
    return figure, get_backend(figure, backends)


def _unknown(obj: object, backends: Iterable[GoFigrBackend]) -> str:
    libraries = ", ".join(dict.fromkeys(backend.get_backend_name() for backend in backends))
    return f"No backend draws figures of type {type(obj).__name__}. Please pass a figure of: {libraries}."


def _is_figure(obj: object, backends: Iterable[GoFigrBackend]) -> bool:
    return any(backend.is_compatible(obj) for backend in backends)


def _candidates(obj: object) -> Iterator[object]:
    yield obj
    if isinstance(obj, ModuleType):
        pyplot = sys.modules.get("matplotlib.pyplot")
        if obj.__name__ in ("matplotlib.pyplot", "pylab", "matplotlib.pylab") and pyplot and pyplot.get_fignums():
            yield pyplot.gcf()
        return
    for one in _items(obj):
        yield one
        yield from _held(one)


def _items(obj: object) -> Iterator[object]:
    """Yields the first of several objects, such as the axes of `plt.subplots` and the lines of `plt.plot`."""
    if type(obj).__module__ == "numpy":
        obj = list(getattr(obj, "flat", ()))
    if isinstance(obj, list | tuple):
        # Others of them belong to the same figure.
        yield from list(obj)[:2]
    elif isinstance(obj, dict):
        yield from list(obj.values())[:1]
    else:
        yield obj


def _held(obj: object) -> Iterator[object]:
    if _is_artist(obj):
        yield getattr(obj, "figure", None)
        return
    own = vars(obj) if hasattr(obj, "__dict__") and not isinstance(obj, type) else {}
    for name in _ATTRIBUTES:
        # Properties of unknown classes may do anything, so only those of plotting libraries are read.
        if name in own or (name in ("figure", "fig") and type(obj).__module__.startswith("seaborn.")):
            yield own.get(name) if name in own else getattr(obj, name, None)
    yield from own.values()


def _is_artist(obj: object) -> bool:
    kind = loaded_class("matplotlib.artist", "Artist")
    return kind is not None and isinstance(obj, kind)
