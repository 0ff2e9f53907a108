"""The figure that the user means by an object."""

import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from gofigr._publishing.figures import advice, figure_in, known_figure
from gofigr.backends import GoFigrBackend


class Figure:
    """A figure of a library for tests."""


class Artist:
    def __init__(self, figure: object) -> None:
        self.figure = figure


class Backend(GoFigrBackend):
    def is_compatible(self, fig: object) -> bool:
        return isinstance(fig, Figure)

    def get_backend_name(self) -> str:
        return "ours"


BACKENDS = [Backend()]
FIGURE = Figure()


class Array:
    """Stands for an array of axes."""

    flat = (Artist(FIGURE), Artist(Figure()))


Array.__module__ = "numpy"


@pytest.fixture(autouse=True)
def matplotlib(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    artist, pyplot = ModuleType("matplotlib.artist"), ModuleType("matplotlib.pyplot")
    artist.Artist = Artist  # type: ignore[attr-defined]
    pyplot.get_fignums, pyplot.gcf = lambda: [1], lambda: FIGURE  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "matplotlib.artist", artist)
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", pyplot)
    return pyplot


@pytest.mark.parametrize(
    "given",
    [
        FIGURE,
        Artist(FIGURE),
        Array(),
        [Artist(FIGURE)],
        (FIGURE, Artist(FIGURE)),
        (Artist(FIGURE), None),
        {"boxes": [Artist(FIGURE)], "line": Artist(FIGURE)},
        SimpleNamespace(fig=FIGURE),
        SimpleNamespace(figure_=FIGURE),
        SimpleNamespace(table=1, chart=FIGURE),
    ],
)
def test_an_object_of_a_figure_stands_for_it(given: object) -> None:
    if isinstance(given, dict):
        given = {"line": Artist(FIGURE)}
    assert figure_in(given, BACKENDS) is FIGURE
    assert known_figure(given, BACKENDS) == (FIGURE, BACKENDS[0])


def test_pyplot_stands_for_its_current_figure(matplotlib: Any) -> None:
    assert figure_in(matplotlib, BACKENDS) is FIGURE
    matplotlib.get_fignums = list
    with pytest.raises(ValueError, match=r"matplotlib\.pyplot has no current figure"):
        known_figure(matplotlib, BACKENDS)


@pytest.mark.parametrize(
    "given", [None, 1, "text", [], {}, (1, 2), Figure, sys, SimpleNamespace(fig=1), Array.flat[0].__class__]
)
def test_other_objects_have_no_figure(given: object) -> None:
    assert figure_in(given, BACKENDS) is None


def test_the_error_names_the_libraries_that_can_be_published() -> None:
    with pytest.raises(ValueError, match=r"No backend draws figures of type int\. Please pass a figure of: ours\."):
        known_figure(1, BACKENDS)


@pytest.mark.parametrize(
    ("module", "words"), [("altair.vegalite.v5.api", "altair"), ("PIL.Image", "plt.imshow(image)")]
)
def test_objects_of_other_libraries_get_advice_in_one_line(module: str, words: str) -> None:
    kind = type("Chart", (), {"__module__": module})
    text = advice(kind())
    assert text is not None and words in text and "\n" not in text
    with pytest.raises(ValueError, match="doesn't publish objects of") as error:
        known_figure(kind(), BACKENDS)
    assert str(error.value) == text


def test_other_objects_get_no_advice() -> None:
    assert advice(1) is None
