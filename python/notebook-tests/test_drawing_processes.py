"""Pictures of matplotlib that other processes draw equal those of this process, byte for byte."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from fontTools.ttLib import TTFont
from matplotlib import font_manager
from matplotlib.spines import Spine
from matplotlib.ticker import FuncFormatter

from gofigr._publishing import drawing as drawing_module
from gofigr._publishing.drawing import Drawing
from gofigr.backends.matplotlib import MatplotlibBackend
from gofigr.backends.processes import DrawingProcesses
from gofigr.watermarks import DefaultWatermark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from matplotlib.figure import Figure


SOON = 60.0


class Revision:
    """All that a watermark needs."""

    revision_url = "https://example.org/r/1"


@pytest.fixture(scope="module")
def one_process() -> Iterator[DrawingProcesses]:
    """Starts it once, which takes a second."""
    made = DrawingProcesses(1)
    yield made
    for process in list(made._pipes):
        process.kill()


@pytest.fixture
def processes(one_process: DrawingProcesses, monkeypatch: pytest.MonkeyPatch) -> Iterator[DrawingProcesses]:
    # Otherwise pictures hold the time and random names.
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.setitem(mpl.rcParams, "svg.hashsalt", "salt")
    monkeypatch.setattr(drawing_module, "drawing_processes", lambda: one_process)
    one_process._are_same.clear()
    yield one_process
    plt.close("all")


def line() -> Figure:
    figure, axes = plt.subplots()
    axes.plot([1, 3, 2], label="é")
    axes.legend()
    axes.set_title("Line")
    return figure


def laid_out() -> Figure:
    figure, axes = plt.subplots(2, 2, layout="constrained")
    for one in axes.flat:
        one.imshow(np.arange(12).reshape(3, 4), cmap="magma")
        one.set_ylabel("$\\alpha^2$")
    figure.suptitle("Grid")
    return figure


def dated() -> Figure:
    days = pd.Series(range(40), index=pd.date_range("2026-01-01", periods=40, tz="Europe/Berlin"))
    return days.plot(ax=plt.figure().add_subplot()).figure


def parted() -> Figure:
    figure = plt.figure()
    left, right = figure.subfigures(1, 2)
    left.subplots().hist(np.random.default_rng(1).normal(size=200))
    right.add_subplot(projection="3d").scatter([1, 2], [2, 1], [0, 1])
    return figure


def drawing_of(figure: Figure, *formats: str, wholly: bool = False, everything: bool = False) -> Drawing:
    made = Drawing(
        MatplotlibBackend(), figure, Revision(), DefaultWatermark(), (*formats, "png"), {}, interactive=False
    )
    if wholly:
        made.begin_all()
    made.draw_now(everything=everything)
    return made


def pictures(made: Drawing) -> dict[tuple[str, bool], bytes]:
    assert not made.problems
    return {(one.format, one.is_watermarked): one.data for one in made.pictures}


@pytest.mark.parametrize("make", [line, laid_out, dated, parted])
def test_all_formats_are_equal_byte_for_byte(processes: DrawingProcesses, make: Callable[[], Figure]) -> None:
    formats = ("eps", "svg", "pdf")
    with plt.style.context("dark_background"):
        here = drawing_of(make(), *formats)
        here.draw_rest()
        there = drawing_of(make(), *formats)
        done = there.begin_rest()
        assert done is not None and done.wait(SOON)
    # Its own settings count, not the current ones.
    there.draw_rest()
    assert set(processes._are_same.values()) == {True}
    drawn, expected = pictures(there), pictures(here)
    # The watermark of a PDF is drawn by this process.
    for kept in (drawn, expected):
        kept.pop(("pdf", True))
    assert drawn == expected


@pytest.mark.parametrize("make", [line, laid_out, dated, parted])
def test_whole_figures_are_equal_byte_for_byte(processes: DrawingProcesses, make: Callable[[], Figure]) -> None:
    formats = ("eps", "svg")
    first = drawing_of(line(), *formats)
    done = first.begin_rest()
    assert done is not None and done.wait(SOON)
    # The PNG comes first, whatever their order: a layout may depend on earlier ones.
    there = drawing_of(make(), *formats, wholly=True)
    assert not there.pictures
    there.draw_rest()
    here = drawing_of(make(), *formats, everything=True)
    assert pictures(there) == pictures(here)


def test_a_font_of_the_user_is_used_there_too(
    processes: DrawingProcesses, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fonts = font_manager.fontManager
    monkeypatch.setattr(fonts, "ttflist", list(fonts.ttflist))
    with TTFont(Path(mpl.get_data_path(), "fonts", "ttf", "cmr10.ttf")) as font:
        for number in (1, 4, 6):
            font["name"].setName("Ownfont", number, 1, 0, 0)
        font.save(tmp_path / "own.ttf")
    fonts.addfont(tmp_path / "own.ttf")
    figure = line()
    figure.axes[0].set_title("Own", fontname="Ownfont")
    made = drawing_of(figure, "svg")
    assert made.begin_rest() is not None
    made.draw_rest()
    assert set(processes._are_same.values()) == {True}
    expected = drawing_of(figure, "svg")
    expected.draw_rest()
    assert pictures(made) == pictures(expected)


def formatted(value: float, _: int) -> str:
    return f"<{value:g}>"


def test_what_depends_on_the_users_code_is_drawn_here(processes: DrawingProcesses) -> None:
    figure = line()
    figure.axes[0].xaxis.set_major_formatter(FuncFormatter(formatted))
    made = drawing_of(figure, "svg")
    assert made.begin_rest() is not None
    made.draw_rest()
    assert b"svg" in pictures(made)["svg", False]
    assert True not in processes._are_same.values()


def test_a_class_of_the_user_and_a_changed_matplotlib_draw_here(
    processes: DrawingProcesses, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Own(MatplotlibBackend):
        """Draws in its own way."""

    assert Own().captured_settings() is None
    monkeypatch.setattr(Spine, "draw", lambda *_: None)
    made = drawing_of(line(), "svg")
    assert made.begin_rest() is not None
    made.draw_rest()
    expected = drawing_of(line(), "svg")
    assert expected.begin_rest() is None
    expected.draw_rest()
    assert pictures(made) == pictures(expected)
    assert True not in processes._are_same.values()


def test_the_users_figure_and_settings_stay(processes: DrawingProcesses) -> None:
    figure, before = line(), dict(mpl.rcParams)
    made = drawing_of(figure, "svg", "eps")
    assert made.begin_rest() is not None
    made.draw_rest()
    assert set(processes._are_same.values()) == {True}
    assert plt.get_fignums() == [figure.number]
    assert dict(mpl.rcParams) == before


def test_a_format_that_nobody_asked_for_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """The log of matplotlib goes to the terminal. What the user draws still says it."""
    figure = line()
    figure.axes[0].plot([1, 2], alpha=0.5)
    MatplotlibBackend().figure_to_bytes(figure, "eps", {})
    assert caplog.messages == []
    figure.savefig(io.BytesIO(), format="eps")
    assert "transparency" in caplog.text
    plt.close("all")
