"""The figures of the demonstration, drawn from sample data of matplotlib and plotly."""

from collections.abc import Callable
from typing import NamedTuple

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import plotly.express as px
import seaborn as sns
from matplotlib import cbook
from matplotlib.colors import LightSource
from plotly import data as shipped

iris = shipped.iris().drop(columns="species_id")
world = shipped.gapminder()
life = world.pivot(index="country", columns="year", values="lifeExp")
eeg = np.fromfile(cbook.get_sample_data("eeg.dat", asfileobj=False), dtype=float).reshape(800, 4)

ANALYSES = {
    "Iris morphology": "Sepals and petals of 150 irises of three species (Fisher, 1936). Which measures tell them apart?",
    "World development": "Life expectancy, income and population of 142 countries from 1952 to 2007.",
    "Restaurant tips": "244 bills of one waiter: who tips, when, and how much.",
    "Stock prices": "Six technology companies from 2018 to 2019, every price relative to the first week.",
    "Wind and car sharing": "Wind directions and strengths, and where shared cars stood in Montreal over a month.",
    "Terrain and signals": "An elevation model of Jacksboro, Tennessee, and a stretch of EEG.",
}

DATA = {
    "iris": iris,
    "gapminder": world,
    "population": world.pivot_table(index="year", columns="continent", values="pop", aggfunc="sum"),
    "gains": (life[2007] - life[1952]).nlargest(15).rename("years").reset_index(),
    "decades": world[world.year.isin([1952, 1977, 2007])],
    "tips": shipped.tips(),
    "prices": shipped.stocks(indexed=True, datetimes=True),
    "cars": shipped.carshare(),
    "wind": shipped.wind(),
    "elevation": pd.DataFrame(cbook.get_sample_data("jacksboro_fault_dem.npz")["elevation"][::2, ::2]).rename(columns=str),
    "eeg": pd.DataFrame(eeg, columns=["PG3", "PG5", "PG7", "PG9"], index=pd.Index(np.arange(800) / 80, name="seconds")),
}


def petals(data, hue=None, alpha=1, fit=False):
    ax = sns.scatterplot(data, x="petal_length", y="petal_width", hue=hue, alpha=alpha)
    if fit:
        slope, offset = np.polyfit(data.petal_length, data.petal_width, 1)
        ax.axline((0, offset), slope=slope, color="0.4", linestyle="--", label=f"{slope:.2f} x {offset:+.2f}")
        ax.legend()


def income(data, year=1952, log=False, size=None):
    then = data[data.year == year]
    ax = sns.scatterplot(then, x="gdpPercap", y="lifeExp", hue="continent", alpha=0.7, size=size, sizes=(10, 800))
    ax.set(title=f"Life expectancy against income, {year}", xscale="log" if log else "linear")
    handles, labels = ax.get_legend_handles_labels()
    ax.legend(handles[:6], labels[:6], fontsize="small")


def population(data, share=False):
    table = 100 * data.div(data.sum(axis=1), axis=0) if share else data / 1e9
    table.plot.area(ax=plt.gca(), alpha=0.85, linewidth=0, ylabel="Percent" if share else "Billions")


def explore(data, names=("AAPL", "GOOG")):
    return px.line(data, y=list(names)).update_xaxes(rangeslider_visible=True)


def density(data, gridsize=15):
    plt.hexbin(data.centroid_lon, data.centroid_lat, C=data.car_hours, gridsize=gridsize, cmap="magma_r")
    plt.colorbar(label="Car hours")


def relief(data, cmap="gray", exaggeration=1):
    how = dict(blend_mode="soft", vert_exag=exaggeration, dx=180, dy=180)
    plt.imshow(LightSource().shade(data.to_numpy(), plt.get_cmap(cmap), **how))


def contours(data, levels=6, filled=False):
    draw = plt.contourf if filled else plt.contour
    plt.colorbar(draw(data.to_numpy()[::-1], levels=levels, cmap="gist_earth"), label="Metres")


def signals(data, channels=2, seconds=10):
    shown = data.iloc[:, :channels]
    (shown / np.ptp(shown, axis=0) + range(channels)).plot(ax=plt.gca(), linewidth=0.8, legend=False)
    plt.gca().set(xlim=(0, seconds), yticks=range(channels), yticklabels=shown.columns)


def spectrum(data, xscale="linear"):
    for name in data:
        plt.psd(data[name] - data[name].mean(), Fs=80, NFFT=256, label=name)
    plt.gca().set_xscale(xscale)
    plt.legend(fontsize="small")


class Figure(NamedTuple):
    """Each revision changes some options of the one before."""

    name: str
    draw: Callable
    data: str
    changes: list[dict]
    labels: dict = {}


PETALS = dict(x="petal_length", hue="species", bins=10)
SPACE = dict(x="sepal_length", y="sepal_width", z="petal_length", color="species")
YEARS = dict(x="year", y="lifeExp", hue="continent", errorbar=None)
BOXES = dict(x="year", y="gdpPercap", fliersize=2, color="#78bfc0")
GAINS = dict(x="years", y="country", color="#888888")
DECADES = dict(x="lifeExp", hue="year", palette="crest", fill=True)
BUBBLES = dict(x="gdpPercap", y="lifeExp", animation_frame="year", size="pop", color="continent", range_y=[25, 90])
BILLS = dict(x="total_bill", y="tip", color="#0f7173", bins=15)
DAYS = dict(x="day", y="tip", order=["Thur", "Fri", "Sat", "Sun"])
CM = dict(xlabel="Length (cm)", ylabel="Width (cm)")

FIGURES = {
    "Iris morphology": [
        Figure("Petal length against width", petals, "iris", [{}, dict(hue="species"), dict(alpha=0.6), dict(fit=True)], CM),
        Figure("Petal length by species", sns.histplot, "iris", [PETALS, dict(bins=25), dict(kde=True)]),
        Figure("Species in three dimensions", px.scatter_3d, "iris", [SPACE, dict(size="petal_width")]),
    ],
    "World development": [
        Figure("Life expectancy against income", income, "gapminder", [{}, dict(year=2007), dict(log=True), dict(size="pop")]),
        Figure("Life expectancy of continents", sns.lineplot, "gapminder", [YEARS, dict(errorbar=("pi", 80)), dict(marker="o")]),
        Figure("Population by continent", population, "population", [{}, dict(share=True)]),
        Figure("Income over the years", sns.boxplot, "gapminder", [BOXES, dict(log_scale=(False, True))]),
        Figure("Greatest gains in life expectancy", sns.barplot, "gains", [GAINS, dict(width=0.6), dict(color="#0f7173")]),
        Figure("Every country, every year", px.scatter, "gapminder", [BUBBLES, dict(log_x=True, size_max=45)]),
        Figure("Distribution of life expectancy", sns.kdeplot, "decades", [DECADES, dict(fill=False)]),
    ],
    "Restaurant tips": [
        Figure("Tips by day", sns.boxplot, "tips", [DAYS, dict(hue="time"), dict(showfliers=False)]),
        Figure("Bills and tips together", sns.histplot, "tips", [BILLS, dict(bins=25, cbar=True)]),
    ],
    "Stock prices": [
        Figure("Prices", sns.lineplot, "prices", [{}, dict(dashes=False), dict(linewidth=1)]),
        Figure("Prices to explore", explore, "prices", [{}, dict(names=["AAPL", "GOOG", "AMZN", "NFLX"])]),
    ],
    "Wind and car sharing": [
        Figure("Wind rose to explore", px.bar_polar, "wind", [dict(r="frequency", theta="direction"), dict(color="strength")]),
        Figure("Peak hours", sns.countplot, "cars", [dict(x="peak_hour", color="0.6"), dict(color="#0f7173")]),
        Figure("Density of cars", density, "cars", [{}, dict(gridsize=30)]),
    ],
    "Terrain and signals": [
        Figure("Shaded relief", relief, "elevation", [{}, dict(cmap="gist_earth"), dict(exaggeration=3), dict(cmap="terrain")]),
        Figure("Contours", contours, "elevation", [{}, dict(levels=14), dict(filled=True)], dict(aspect="equal")),
        Figure("EEG", signals, "eeg", [{}, dict(channels=4), dict(seconds=4)]),
        Figure("Spectrum of the EEG", spectrum, "eeg", [{}, dict(xscale="log")]),
    ],
}
