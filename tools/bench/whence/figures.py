"""Draws families of figures: ``figures.py FOLDER SEED FAMILIES SIBLINGS [KINDS]``.

Siblings of a family share kind, style, labels and size. They differ in their data or in one parameter, such as the
number of bins. The file ``FAMILY-SIBLING.png`` tells which figures belong together.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.random import Generator

Draw = Callable[[Axes, Generator, "Style", float], None]

PALETTES = ["tab10", "Set2", "Dark2", "Accent", "tab20b", "Paired"]
MAPS = ["viridis", "magma", "coolwarm", "Blues", "cividis", "RdYlGn"]
NOUNS = ["dose", "time", "depth", "distance", "temperature", "expression", "count", "weight", "age", "signal"]
UNITS = ["mg", "s", "m", "mm", "K", "a.u.", "n", "kg", "years", "mV"]


class Style:
    """Properties that the siblings of a family share."""

    def __init__(self, rng: Generator) -> None:
        self.size = rng.choice([[6.4, 4.8], [8, 5], [5, 5], [7, 4], [9, 6], [4.5, 6]])
        self.palette = matplotlib.colormaps[rng.choice(PALETTES)].colors
        self.map = str(rng.choice(MAPS))
        self.grid = bool(rng.random() < 0.4)
        self.spines = bool(rng.random() < 0.6)
        self.dark = bool(rng.random() < 0.06)
        words = rng.permutation(len(NOUNS))
        self.x, self.y = (f"{NOUNS[word]} [{UNITS[word]}]" for word in words[:2])
        self.title = f"{NOUNS[words[2]].title()} of {NOUNS[words[3]]}, batch {rng.integers(100)}"
        self.groups = int(rng.integers(2, 6))
        self.base = rng.uniform(1, 5, self.groups)
        self.seed = int(rng.integers(2**31))

    def color(self, index: int) -> tuple[float, ...]:
        return self.palette[index % len(self.palette)]


def line(ax: Axes, rng: Generator, style: Style, parameter: float) -> None:
    x = np.linspace(0, 10, 120)
    for group in range(style.groups):
        wave = np.sin(x * style.base[group] * 0.4 + group) * style.base[group]
        y = wave + np.cumsum(rng.normal(0, 0.15, x.size)) + parameter * 0.1 * x
        ax.plot(x, y, color=style.color(group), label=f"group {group + 1}")
    ax.legend(loc="upper left", fontsize=8)


def scatter(ax: Axes, rng: Generator, style: Style, parameter: float) -> None:
    for group in range(min(3, style.groups)):
        points = rng.normal(0, 1, (60, 2)) * [1, style.base[group] * 0.4] + [group * (1 + 0.2 * parameter), group]
        ax.scatter(*points.T, s=18, color=style.color(group), alpha=0.8, label=f"cluster {group}")
    ax.legend(fontsize=8)


def regression(ax: Axes, rng: Generator, style: Style, parameter: float) -> None:
    x = rng.uniform(0, 10, 80)
    y = style.base[0] * x + rng.normal(0, 2 + parameter, x.size)
    ax.scatter(x, y, s=12, color=style.color(0))
    slope, shift = np.polyfit(x, y, 1)
    ends = np.array([0, 10])
    ax.plot(ends, slope * ends + shift, color=style.color(1), lw=2)
    ax.text(0.05, 0.92, f"y = {slope:.2f} x + {shift:.2f}", transform=ax.transAxes)


def bars(ax: Axes, rng: Generator, style: Style, parameter: float) -> None:
    names = [f"S{index + 1}" for index in range(style.groups + 2)]
    values = rng.uniform(1, 9, len(names)) + parameter * 0.1
    ax.bar(names, values, yerr=rng.uniform(0.2, 0.9, len(names)), capsize=3, color=style.color(0))


def grouped_bars(ax: Axes, rng: Generator, style: Style, parameter: float) -> None:
    x = np.arange(style.groups)
    for series in range(3):
        ax.bar(x + series * 0.26, rng.uniform(1, 9 + parameter, x.size), 0.25, color=style.color(series), label=f"run {series}")
    ax.legend(fontsize=8)


def histogram(ax: Axes, rng: Generator, style: Style, parameter: float) -> None:
    values = np.concatenate([rng.normal(base, 0.7, 200) for base in style.base])
    ax.hist(values, bins=int(14 + 2 * parameter), color=style.color(0), edgecolor="white")
    ax.axvline(float(values.mean()), color=style.color(1), ls="--")


def boxes(ax: Axes, rng: Generator, style: Style, parameter: float) -> None:
    drawn = ax.boxplot([rng.normal(base, 1 + 0.1 * parameter, 50) for base in style.base], patch_artist=True)
    for index, patch in enumerate(drawn["boxes"]):
        patch.set_facecolor(style.color(index))


def violins(ax: Axes, rng: Generator, style: Style, parameter: float) -> None:
    drawn = ax.violinplot([rng.normal(base, 1 + 0.1 * parameter, 60) for base in style.base], showmedians=True)
    for body in drawn["bodies"]:
        body.set_facecolor(style.color(2))


def heatmap(ax: Axes, rng: Generator, style: Style, parameter: float) -> None:
    side = 8 + 2 * style.groups
    shown = ax.imshow(rng.normal(0, 1, (side, side)).cumsum(0) + parameter, cmap=style.map, aspect="auto")
    ax.figure.colorbar(shown)


def contours(ax: Axes, rng: Generator, style: Style, parameter: float) -> None:
    x, y = np.meshgrid(np.linspace(-3, 3, 80), np.linspace(-3, 3, 80))
    centers = rng.normal(0, 1.2, (4, 2))
    z = sum(np.exp(-((x - a) ** 2 + (y - b) ** 2) / (0.8 + 0.05 * parameter)) for a, b in centers)
    shown = ax.contourf(x, y, z, 10, cmap=style.map)
    ax.figure.colorbar(shown)


def errors(ax: Axes, rng: Generator, style: Style, parameter: float) -> None:
    x = np.arange(10)
    for group in range(2):
        y = style.base[group] * np.exp(-x / (3 + 0.3 * parameter)) + rng.normal(0, 0.15, x.size)
        ax.errorbar(x, y, rng.uniform(0.1, 0.4, x.size), marker="o", capsize=3, color=style.color(group))


def survival(ax: Axes, rng: Generator, style: Style, parameter: float) -> None:
    for group in range(2):
        times = np.sort(rng.exponential(10 + 2 * group + parameter, 40))
        ax.step(times, 1 - np.arange(40) / 40, where="post", color=style.color(group), label=f"arm {group}")
    ax.set_xlim(0, 50)
    ax.legend()


def volcano(ax: Axes, rng: Generator, style: Style, parameter: float) -> None:
    change = rng.normal(0, 1.3, 900)
    p = np.abs(change) * rng.exponential(1.2, change.size)
    hit = (p > 2 + 0.1 * parameter) & (np.abs(change) > 1)
    ax.scatter(change[~hit], p[~hit], s=4, color="0.7")
    ax.scatter(change[hit], p[hit], s=6, color=style.color(0))
    ax.axhline(2 + 0.1 * parameter, color="0.4", lw=0.8, ls=":")


def hill(ax: Axes, rng: Generator, style: Style, parameter: float) -> None:
    x = np.logspace(-3, 2, 100)
    for group in range(min(3, style.groups)):
        half = style.base[group] * 10.0 ** (group - 2) * rng.uniform(0.5, 2)
        ax.semilogx(x, 100 / (1 + (half / x) ** (0.8 + 0.15 * parameter)), color=style.color(group))
        dots = np.logspace(-3, 2, 9)
        response = 100 / (1 + (half / dots) ** (0.8 + 0.15 * parameter))
        ax.plot(dots, response + rng.normal(0, 4, 9), "o", ms=4, color=style.color(group))


def area(ax: Axes, rng: Generator, style: Style, parameter: float) -> None:
    x = np.arange(40)
    parts = np.abs(rng.normal(0, 1, (style.groups, x.size)).cumsum(1)) + 1 + 0.1 * parameter
    ax.stackplot(x, parts, colors=[style.color(index) for index in range(style.groups)])


def spectrum(ax: Axes, rng: Generator, style: Style, parameter: float) -> None:
    at = rng.uniform(100, 900, 30)
    ax.vlines(at, 0, rng.exponential(30 + parameter, at.size), color=style.color(0), lw=1)
    ax.set_ylim(0, None)


def pie(ax: Axes, rng: Generator, style: Style, parameter: float) -> None:
    shares = rng.uniform(1, 5 + 0.2 * parameter, style.groups + 1)
    ax.pie(shares, labels=[f"part {index}" for index in range(shares.size)], autopct="%.0f%%", colors=style.palette)


def polar(ax: Axes, rng: Generator, style: Style, parameter: float) -> None:
    turn = np.linspace(0, 12, 300)
    radius = np.abs(np.sin(turn * style.base[0])) + 0.1 * parameter + rng.normal(0, 0.05)
    ax.plot(radius * np.cos(turn), radius * np.sin(turn), color=style.color(3))
    ax.set_aspect("equal")


def field(ax: Axes, rng: Generator, style: Style, parameter: float) -> None:
    x, y = np.meshgrid(np.linspace(-2, 2, 14), np.linspace(-2, 2, 14))
    a, b = rng.normal(0, 1, 2)
    ax.quiver(x, y, np.cos(y + a) + 0.1 * parameter, np.sin(x * b), color=style.color(1))


def noise(ax: Axes, rng: Generator, style: Style, parameter: float) -> None:
    picture = rng.normal(0, 1, (160, 160))
    wave = np.fft.ifft2(np.fft.fft2(picture) / (1 + np.add.outer(np.arange(160.0) ** 1.5, np.arange(160.0) ** 1.5)))
    ax.imshow(np.abs(wave) + 0 * parameter, cmap=style.map)
    ax.axis("off")


USUAL: list[Draw] = [
    line, scatter, regression, bars, grouped_bars, histogram, boxes, violins,
    heatmap, contours, errors, survival, volcano, hill, area, spectrum,
]  # fmt: skip
FOREIGN: list[Draw] = [*USUAL, pie, polar, field, noise]


def draw(kind: Draw, style: Style, sibling: int) -> Figure:
    """Draws one sibling: even ones have other data, odd ones another parameter."""
    fig, ax = plt.subplots(figsize=style.size, dpi=100, layout="tight")
    data = np.random.default_rng(style.seed + sibling // 2 * 7919)
    if style.dark:
        fig.set_facecolor("0.15")
        ax.set_facecolor("0.25")
    kind(ax, data, style, float(sibling % 2 * (1 + sibling // 2 % 3)))
    ax.set_title(style.title)
    ax.set_xlabel(style.x)
    ax.set_ylabel(style.y)
    ax.grid(style.grid)
    ax.spines[["top", "right"]].set_visible(style.spines)
    return fig


def main() -> None:
    folder, seed, families, siblings = Path(sys.argv[1]), *map(int, sys.argv[2:5])
    kinds = FOREIGN if "foreign" in sys.argv else USUAL
    folder.mkdir(parents=True, exist_ok=True)
    for family in range(families):
        style = Style(np.random.default_rng([seed, family]))
        for sibling in range(siblings):
            path = folder / f"{family:04}-{sibling:02}.png"
            if path.exists():
                continue
            fig = draw(kinds[family % len(kinds)], style, sibling)
            fig.savefig(path)
            plt.close(fig)


main()
