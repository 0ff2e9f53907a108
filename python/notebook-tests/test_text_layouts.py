"""Figures that are saved with remembered layouts equal those of matplotlib, byte for byte, in half of the computations."""

from __future__ import annotations

import io
import threading
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.text import Text

from gofigr.backends._text_layouts import remembered

if TYPE_CHECKING:
    from collections.abc import Callable


def simple(figure: Any) -> None:
    axes = figure.add_subplot(title="Größe", xlabel="time $t$", ylabel="$\\frac{a}{b}$\nof two lines")
    axes.plot([1e6, 3e6, 2e6], label="Ωμέγα")
    axes.legend(title="Legend")


def rotated(figure: Any) -> None:
    axes = figure.add_subplot(projection="polar")
    for angle in (0, 33, 90, 271):
        axes.text(angle / 60, 1, f"turned\nby {angle}°", rotation=angle, rotation_mode="anchor", multialignment="right")
    figure.add_subplot(332).text(0.2, 0.2, "along", rotation=30, transform_rotates_text=True)
    figure.suptitle("a long title that is wrapped, because it is longer than the figure is wide " * 3, wrap=True)


def annotated(figure: Any) -> None:
    upper, lower = figure.subplots(2, sharex=True)
    upper.annotate("here", (0.5, 0.5), (0.1, 0.9), arrowprops={"arrowstyle": "->"}, bbox={"boxstyle": "round"})
    lower.twinx().semilogy([1, 1e9])
    lower.tick_params(axis="x", rotation=45)
    figure.align_labels()


def with_images(figure: Any) -> None:
    axes = figure.add_subplot()
    image = axes.imshow(np.arange(12).reshape(3, 4))
    figure.colorbar(image, label="a bar")
    axes.text(1, 1, "of pixels", rasterized=True, fontsize=20, family="serif", weight="bold")
    axes.text(1, 2, "monospaced 漢字", family="monospace", style="italic")


def nested(figure: Any) -> None:
    for number, part in enumerate(figure.subfigures(1, 2)):
        part.suptitle(f"part {number}")
        part.add_subplot(projection="3d" if number else None).plot([1, 2], [2, 1])


class Changing(Artist):
    """Changes texts while the figure is drawn."""

    def draw(self, renderer: Any) -> None:
        axes = self.axes
        assert axes is not None
        for size in (8, 12):
            for label in axes.get_xticklabels():
                label.set(fontsize=size, text=f"{size}", rotation=size, ha="right", linespacing=size)
                label.get_window_extent(renderer)
                label.get_fontproperties().set_size(size + 1)
                label.draw(renderer)


def changing(figure: Any) -> None:
    axes = figure.add_subplot()
    axes.plot([1, 2])
    axes.add_artist(Changing())


DRAWINGS = [simple, rotated, annotated, with_images, nested, changing]
SETTINGS: dict[str, dict[str, Any]] = {
    "usual": {},
    "of text": {"svg.fonttype": "none", "ps.fonttype": 42, "pdf.fonttype": 42, "figure.constrained_layout.use": True},
}


@pytest.fixture(autouse=True)
def _same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    monkeypatch.setitem(mpl.rcParams, "svg.hashsalt", "same")


def saved(draw: Callable[[Any], None], fmt: str, context: Any, **options: Any) -> bytes:
    figure = Figure()
    draw(figure)
    buffer = io.BytesIO()
    with context:
        figure.savefig(buffer, format=fmt, **options)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("fmt", "settings"),
    [("png", "usual"), ("svg", "usual"), ("eps", "usual"), ("pdf", "of text"), ("svg", "of text"), ("eps", "of text")],
)
@pytest.mark.parametrize("draw", DRAWINGS)
@pytest.mark.filterwarnings("ignore:Glyph")
def test_each_figure_is_the_same_byte_for_byte(draw: Callable[[Any], None], fmt: str, settings: str) -> None:
    options = {"bbox_inches": "tight", "dpi": 72} if settings == "of text" else {}
    with mpl.rc_context(SETTINGS[settings]):
        assert saved(draw, fmt, remembered(), **options) == saved(draw, fmt, nullcontext(), **options)


def test_most_layouts_are_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compute, computed = Text._get_layout, []  # type: ignore[attr-defined]  # not declared

    def counted(self: Text, renderer: Any) -> Any:
        computed.append(self)
        return compute(self, renderer)

    monkeypatch.setattr(Text, "_get_layout", counted)
    saved(simple, "svg", nullcontext())
    before = len(computed)
    computed.clear()
    saved(simple, "svg", remembered())
    assert 0 < len(computed) < before / 2


def test_matplotlib_is_as_before_after_the_last_block_even_if_saving_fails() -> None:
    own = Text._get_layout  # type: ignore[attr-defined]  # not declared
    with remembered():
        assert Text._get_layout is not own  # type: ignore[attr-defined]  # as above
        with pytest.raises(ZeroDivisionError), remembered():
            _ = 1 / 0
        with pytest.raises(ValueError, match="format"):
            saved(simple, "no format", remembered())
        other = threading.Thread(target=saved, args=(simple, "svg", remembered()))
        other.start()
        other.join()
        assert Text._get_layout is not own  # type: ignore[attr-defined]  # as above
    assert Text._get_layout is own  # type: ignore[attr-defined]  # as above


def test_other_threads_and_classes_of_users_compute_each_layout() -> None:
    figure = Figure()
    renderer = figure._get_renderer()  # type: ignore[attr-defined]  # not declared

    class Growing(Text):
        size = 0

        def get_rotation(self) -> float:
            self.size += 10
            return float(self.size)

    text, own = figure.text(0, 0, "a text"), Growing(0, 0, "a text")
    own.set_figure(figure)
    heights: list[float] = []
    with remembered():
        one, two = (own.get_window_extent(renderer).height for _ in range(2))
        assert one != two
        first = text._get_layout(renderer)  # type: ignore[attr-defined]  # as above
        assert text._get_layout(renderer) is first  # type: ignore[attr-defined]  # as above
        thread = threading.Thread(target=lambda: heights.append(text._get_layout(renderer) is first))  # type: ignore[attr-defined]  # as above
        thread.start()
        thread.join()
    assert heights == [False]


def test_texts_whose_layout_depends_on_their_place_are_computed_each_time() -> None:
    figure = Figure()
    renderer = figure._get_renderer()  # type: ignore[attr-defined]  # not declared
    wrapped = figure.text(0, 0.5, "words and more words " * 8, wrap=True)
    axes = figure.add_subplot(xlim=(0, 10), ylim=(0, 10))
    along = axes.text(1, 1, "along a line", rotation=45, transform_rotates_text=True)
    # A wrapped text needs its own renderer.
    wrapped.get_window_extent(renderer)
    with remembered():
        before = [text._get_layout(renderer)[0].height for text in (wrapped, along)]  # type: ignore[attr-defined]  # as above
        wrapped.set_x(0.8)
        axes.set_ylim(0, 1)
        after = [text._get_layout(renderer)[0].height for text in (wrapped, along)]  # type: ignore[attr-defined]  # as above
    assert after[0] > before[0]
    assert after[1] > before[1]
