"""Publishes the demonstration figures with the published client, from data sets that matplotlib and plotly ship.

The server and the key come from GOFIGR_DEMO_URL and GOFIGR_DEMO_KEY. Writes one line of JSON to the given file
descriptor for each revision: its number, how many there are, the figure, and what went wrong, if anything.
"""

import contextlib
import inspect
import io
import json
import os
import sys
import tempfile

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import plotly.express as px
import seaborn as sns
from gofigr import FindByName, GoFigr
from gofigr.annotators import Annotator, BackendAnnotator, PipFreezeAnnotator, SystemAnnotator
from gofigr.backends.matplotlib import MatplotlibBackend
from gofigr.backends.plotly import PlotlyBackend
from gofigr.publisher import Publisher
from matplotlib import cbook
from matplotlib.colors import LightSource
from plotly import data as plotly_data

DESCRIPTIONS = {
    "Iris morphology": "Sepals and petals of 150 irises of three species (Fisher, 1936). Which measures tell them apart?",
    "World development": "Life expectancy, income and population of 142 countries from 1952 to 2007.",
    "Restaurant tips": "244 bills of one waiter: who tips, when, and how much.",
    "Stock prices": "Six technology companies from 2018 to 2019, every price relative to the first week.",
    "Wind and car sharing": "Wind directions and strengths, and where shared cars stood in Montreal over a month.",
    "Terrain and signals": "An elevation model of Jacksboro, Tennessee, and a stretch of EEG.",
}

FIGURES = []


def figure(analysis, name, *steps, formats=("png", "svg")):
    """A function that draws a figure; each step is a revision: the arguments it is drawn with."""

    def register(draw):
        FIGURES.append((analysis, name, draw, steps, formats))
        return draw

    return register


def axes(**options):
    return plt.subplots(figsize=(7, 4.8), layout="constrained", **options)


# --- Iris -------------------------------------------------------------------------------------------------------------

IRIS = "Iris morphology"
iris = plotly_data.iris().drop(columns="species_id")
MEASURES = ["sepal_length", "sepal_width", "petal_length", "petal_width"]


@figure(IRIS, "Petal length against width", {}, {"hue": "species"}, {"hue": "species", "alpha": 0.6}, {"hue": "species", "alpha": 0.6, "fit": True})
def petals(hue=None, alpha=1.0, fit=False):
    fig, ax = axes()
    sns.scatterplot(iris, x="petal_length", y="petal_width", hue=hue, alpha=alpha, ax=ax)
    if fit:
        slope, offset = np.polyfit(iris.petal_length, iris.petal_width, 1)
        ax.axline((0, offset), slope=slope, color="0.4", linestyle="--", label=f"{slope:.2f} x {offset:+.2f}")
        ax.legend()
    ax.set(title="Petal length against width", xlabel="Length (cm)", ylabel="Width (cm)")
    return fig, {"iris": iris}


@figure(IRIS, "Sepal length against width", {}, {"hue": "species"}, {"hue": "species", "style": "species"})
def sepals(hue=None, style=None):
    fig, ax = axes()
    sns.scatterplot(iris, x="sepal_length", y="sepal_width", hue=hue, style=style, ax=ax)
    ax.set(title="Sepal length against width", xlabel="Length (cm)", ylabel="Width (cm)")
    return fig, {"iris": iris}


@figure(IRIS, "Petal length by species", {"bins": 10}, {"bins": 25}, {"bins": 25, "kde": True})
def petal_histogram(bins, kde=False):
    fig, ax = axes()
    sns.histplot(iris, x="petal_length", hue="species", bins=bins, kde=kde, ax=ax)
    ax.set(title="Petal length by species", xlabel="Petal length (cm)")
    return fig, {"iris": iris}


@figure(IRIS, "All measures by species", {"kind": "box"}, {"kind": "violin"})
def all_measures(kind):
    fig, grid = plt.subplots(1, 4, figsize=(10, 4), layout="constrained")
    for measure, ax in zip(MEASURES, grid):
        draw = sns.boxplot if kind == "box" else sns.violinplot
        draw(iris, x="species", y=measure, hue="species", ax=ax)
        ax.set(title=measure.replace("_", " "), xlabel="", ylabel="cm")
        ax.tick_params(axis="x", rotation=45)
    return fig, {"summary": iris.groupby("species").describe().T.reset_index()}


@figure(IRIS, "Pairs of measures", {}, {"hue": "species"})
def pairs(hue=None):
    return sns.pairplot(iris, hue=hue, corner=True, height=1.7).figure, {"iris": iris}


@figure(IRIS, "Correlation of the measures", {"cmap": "viridis"}, {"cmap": "RdBu_r", "vmin": -1}, {"cmap": "RdBu_r", "vmin": -1, "annot": True})
def correlation(cmap, vmin=None, annot=False):
    fig, ax = axes()
    table = iris[MEASURES].corr()
    sns.heatmap(table, cmap=cmap, vmin=vmin, vmax=1, annot=annot, square=True, ax=ax)
    ax.set_title("Correlation of the measures")
    return fig, {"correlation": table.reset_index()}


@figure(IRIS, "Species in three dimensions", {}, {"size": "petal_width"})
def iris_3d(size=None):
    figure_ = px.scatter_3d(iris, x="sepal_length", y="sepal_width", z="petal_length", color="species", size=size)
    figure_.update_layout(title="Species in three dimensions", height=520)
    return figure_, {"iris": iris}


# --- World ------------------------------------------------------------------------------------------------------------

WORLD = "World development"
world = plotly_data.gapminder()


@figure(WORLD, "Life expectancy against income", {"year": 1952}, {"year": 2007}, {"year": 2007, "log": True}, {"year": 2007, "log": True, "sized": True})
def income(year, log=False, sized=False):
    fig, ax = axes()
    then = world[world.year == year]
    size = {"size": "pop", "sizes": (10, 800)} if sized else {}
    sns.scatterplot(then, x="gdpPercap", y="lifeExp", hue="continent", alpha=0.7, ax=ax, **size)
    ax.set(title=f"Life expectancy against income, {year}", xlabel="GDP per person (US$)", ylabel="Years")
    if log:
        ax.set_xscale("log")
    handles, labels = ax.get_legend_handles_labels()
    ax.legend(handles[:6], labels[:6], fontsize="small")
    return fig, {"countries": then}


@figure(WORLD, "Life expectancy of continents", {}, {"errorbar": ("pi", 80)}, {"errorbar": ("pi", 80), "marker": "o"})
def continents(errorbar=None, marker=None):
    fig, ax = axes()
    sns.lineplot(world, x="year", y="lifeExp", hue="continent", errorbar=errorbar, marker=marker, ax=ax)
    ax.set(title="Life expectancy of continents", ylabel="Years", xlabel="")
    return fig, {"world": world}


@figure(WORLD, "Population by continent", {"share": False}, {"share": True})
def population(share):
    fig, ax = axes()
    table = world.pivot_table(index="year", columns="continent", values="pop", aggfunc="sum") / 1e9
    if share:
        table = table.div(table.sum(axis=1), axis=0) * 100
    ax.stackplot(table.index, table.T, labels=table.columns, alpha=0.85)
    ax.legend(loc="upper left", fontsize="small")
    ax.set(title="Population by continent", ylabel="Percent" if share else "Billions")
    return fig, {"population": table.reset_index()}


@figure(WORLD, "Income over the years", {}, {"log": True})
def income_boxes(log=False):
    fig, ax = axes()
    sns.boxplot(world, x="year", y="gdpPercap", fliersize=2, color="#78bfc0", log_scale=(False, log), ax=ax)
    ax.set(title="Income over the years", ylabel="GDP per person (US$)", xlabel="")
    return fig, {"world": world}


@figure(WORLD, "Greatest gains in life expectancy", {"count": 10}, {"count": 15}, {"count": 15, "color": "#0f7173"})
def gains(count, color="#888888"):
    fig, ax = axes()
    table = world.pivot(index="country", columns="year", values="lifeExp")
    gained = (table[2007] - table[1952]).nlargest(count).sort_values()
    ax.barh(gained.index, gained, color=color)
    ax.set(title="Greatest gains in life expectancy, 1952 to 2007", xlabel="Years")
    return fig, {"gains": gained.rename("years").reset_index()}


@figure(WORLD, "Every country, every year", {}, {"log": True})
def animated(log=False):
    figure_ = px.scatter(world, x="gdpPercap", y="lifeExp", animation_frame="year", animation_group="country",
                         size="pop", color="continent", hover_name="country", log_x=log, size_max=45,
                         range_y=[25, 90], title="Every country, every year", height=520)
    return figure_, {"world": world}


@figure(WORLD, "Distribution of life expectancy", {"years": [1952, 2007]}, {"years": [1952, 1977, 2007]}, formats=("svg", "eps"))
def distribution(years):
    fig, ax = axes()
    sns.kdeplot(world[world.year.isin(years)], x="lifeExp", hue="year", palette="crest", ax=ax)
    ax.set(title="Distribution of life expectancy", xlabel="Years")
    return fig, {}


# --- Tips -------------------------------------------------------------------------------------------------------------

TIPS = "Restaurant tips"
tips = plotly_data.tips()
tips["percent"] = 100 * tips.tip / tips.total_bill


@figure(TIPS, "Tip against bill", {}, {"order": 1}, {"order": 2})
def tip_bill(order=None):
    fig, ax = axes()
    sns.regplot(tips, x="total_bill", y="tip", fit_reg=order is not None, order=order or 1, ax=ax, seed=1)
    ax.set(title="Tip against bill", xlabel="Bill (US$)", ylabel="Tip (US$)")
    return fig, {"tips": tips}


@figure(TIPS, "Tips by day", {}, {"hue": "time"}, {"hue": "time", "points": True})
def tips_by_day(hue=None, points=False):
    fig, ax = axes()
    days = ["Thur", "Fri", "Sat", "Sun"]
    sns.boxplot(tips, x="day", y="percent", hue=hue, order=days, showfliers=not points, ax=ax)
    if points:
        sns.stripplot(tips, x="day", y="percent", hue=hue, order=days, dodge=True, size=3, color="0.3", legend=False, ax=ax)
    ax.set(title="Tips by day", ylabel="Percent of the bill", xlabel="", ylim=(0, 40))
    return fig, {"tips": tips}


@figure(TIPS, "Size of the party", {"measure": "total_bill"}, {"measure": "percent"})
def party(measure):
    fig, ax = axes()
    sns.barplot(tips, x="size", y=measure, color="#349fa1", seed=1, ax=ax)
    ax.set(title="Size of the party", xlabel="Guests", ylabel="Bill (US$)" if measure == "total_bill" else "Percent")
    return fig, {"tips": tips}


@figure(TIPS, "Who pays how much", {"kind": "violin"}, {"kind": "violin", "split": True}, {"kind": "swarm"})
def payers(kind, split=False):
    fig, ax = axes()
    if kind == "violin":
        sns.violinplot(tips, x="day", y="total_bill", hue="smoker", split=split, inner="quart", ax=ax)
    else:
        sns.swarmplot(tips, x="day", y="total_bill", hue="smoker", size=3.5, ax=ax)
    ax.set(title="Who pays how much", ylabel="Bill (US$)", xlabel="")
    return fig, {"tips": tips}


@figure(TIPS, "Average tip by day and time", {}, {"annot": True})
def tip_table(annot=False):
    fig, ax = axes()
    table = tips.pivot_table(index="day", columns="time", values="percent")
    sns.heatmap(table, annot=annot, fmt=".1f", cmap="crest", ax=ax)
    ax.set(title="Average tip by day and time (percent)", xlabel="", ylabel="")
    return fig, {"averages": table.reset_index()}


@figure(TIPS, "Bills and tips together", {"kind": "scatter"}, {"kind": "hex"})
def joint(kind):
    return sns.jointplot(tips, x="total_bill", y="tip", kind=kind, height=5.2, color="#0f7173").figure, {"tips": tips}


# --- Stocks -----------------------------------------------------------------------------------------------------------

STOCKS = "Stock prices"
stocks = plotly_data.stocks()
stocks["date"] = pd.to_datetime(stocks.date)
prices = stocks.set_index("date")
returns = prices.pct_change().dropna()


@figure(STOCKS, "Prices", {}, {"log": True}, {"log": True, "only": ["AAPL", "GOOG", "MSFT"]})
def price_lines(log=False, only=None):
    fig, ax = axes()
    prices[only or prices.columns].plot(ax=ax, logy=log, xlabel="", ylabel="Relative to January 2018", title="Prices")
    return fig, {"stocks": stocks}


@figure(STOCKS, "Weekly returns", {"bins": 20}, {"bins": 40})
def weekly(bins):
    fig, ax = axes()
    sns.histplot(100 * returns, bins=bins, element="step", alpha=0.25, ax=ax)
    ax.set(title="Weekly returns", xlabel="Percent")
    return fig, {"returns": returns.reset_index()}


@figure(STOCKS, "Volatility", {"weeks": 4}, {"weeks": 8}, {"weeks": 12})
def volatility(weeks):
    fig, ax = axes()
    (100 * returns.rolling(weeks).std()).plot(ax=ax, xlabel="", ylabel="Percent", title=f"Volatility over {weeks} weeks")
    return fig, {"returns": returns.reset_index()}


@figure(STOCKS, "Correlation of returns", {}, {"annot": True})
def returns_correlation(annot=False):
    fig, ax = axes()
    table = returns.corr()
    sns.heatmap(table, annot=annot, fmt=".2f", cmap="crest", square=True, ax=ax)
    ax.set_title("Correlation of returns")
    return fig, {"correlation": table.reset_index()}


@figure(STOCKS, "Falls from the peak", {"name": "FB"}, {"name": "NFLX"}, {"name": "NFLX", "color": "#c92a2a"})
def drawdown(name, color="#868e96"):
    fig, ax = axes()
    fall = 100 * (prices[name] / prices[name].cummax() - 1)
    ax.fill_between(fall.index, fall, color=color, alpha=0.6)
    ax.set(title=f"Falls from the peak: {name}", ylabel="Percent")
    return fig, {"falls": fall.reset_index()}


@figure(STOCKS, "Prices to explore", {"names": ["AAPL", "GOOG"]}, {"names": ["AAPL", "GOOG", "AMZN", "NFLX"]})
def explore(names):
    figure_ = px.line(stocks, x="date", y=names, title="Prices to explore", height=480)
    figure_.update_xaxes(rangeslider_visible=True)
    return figure_, {"stocks": stocks}


# --- Wind and cars ----------------------------------------------------------------------------------------------------

CITY = "Wind and car sharing"
wind = plotly_data.wind()
cars = plotly_data.carshare()


@figure(CITY, "Wind rose", {"cmap": "Greys"}, {"cmap": "viridis"})
def wind_rose(cmap):
    fig, ax = plt.subplots(figsize=(6, 6), subplot_kw={"projection": "polar"}, layout="constrained")
    table = wind.pivot_table(index="direction", columns="strength", values="frequency", sort=False)
    angles = np.linspace(0, 2 * np.pi, len(table), endpoint=False)
    bottom = np.zeros(len(table))
    for color, strength in zip(plt.get_cmap(cmap)(np.linspace(0.2, 0.95, table.shape[1])), table.columns):
        ax.bar(angles, table[strength], width=0.36, bottom=bottom, color=color, label=strength)
        bottom += table[strength].fillna(0).to_numpy()
    ax.set_xticks(angles, table.index)
    ax.set_theta_zero_location("N")
    ax.set_theta_direction(-1)
    ax.legend(title="Strength", loc="lower left", bbox_to_anchor=(0.95, 0.9), fontsize="small")
    return fig, {"wind": wind}


@figure(CITY, "Wind rose to explore", {})
def wind_explore():
    return px.bar_polar(wind, r="frequency", theta="direction", color="strength", title="Wind rose", height=520), {"wind": wind}


@figure(CITY, "Where cars stand", {"hue": None}, {"hue": "car_hours"}, {"hue": "peak_hour"})
def where(hue):
    fig, ax = axes()
    sns.scatterplot(cars, x="centroid_lon", y="centroid_lat", hue=hue, size="car_hours", sizes=(5, 250), palette=hue and "viridis", alpha=0.7, ax=ax)
    ax.legend(fontsize="x-small")
    ax.set(title="Where cars stand", xlabel="Longitude", ylabel="Latitude", aspect=1.4)
    return fig, {"cars": cars}


@figure(CITY, "Peak hours", {}, {"color": "#0f7173"})
def peaks(color="0.6"):
    fig, ax = axes()
    sns.countplot(cars, x="peak_hour", color=color, ax=ax)
    ax.set(title="Peak hours", xlabel="Hour of the day", ylabel="Places")
    return fig, {"cars": cars}


@figure(CITY, "Density of cars", {"gridsize": 15}, {"gridsize": 30})
def density(gridsize):
    fig, ax = axes()
    drawn = ax.hexbin(cars.centroid_lon, cars.centroid_lat, C=cars.car_hours, gridsize=gridsize, cmap="magma_r")
    fig.colorbar(drawn, label="Car hours")
    ax.set(title="Density of cars", xlabel="Longitude", ylabel="Latitude")
    return fig, {"cars": cars}


# --- Terrain and signals ----------------------------------------------------------------------------------------------

TERRAIN = "Terrain and signals"
terrain = cbook.get_sample_data("jacksboro_fault_dem.npz")["elevation"]
eeg = np.fromfile(cbook.get_sample_data("eeg.dat", asfileobj=False), dtype=float).reshape(800, 4)
points = pd.DataFrame(
    [(row, column, int(terrain[row, column])) for row in range(0, terrain.shape[0], 2) for column in range(0, terrain.shape[1], 2)],
    columns=["row", "column", "elevation"],
)


@figure(TERRAIN, "Shaded relief", {"cmap": "gray"}, {"cmap": "gist_earth"}, {"cmap": "gist_earth", "exaggeration": 3}, {"cmap": "terrain", "exaggeration": 3})
def relief(cmap, exaggeration=1):
    fig, ax = axes()
    light = LightSource(azdeg=315, altdeg=45)
    ax.imshow(light.shade(terrain, cmap=plt.get_cmap(cmap), vert_exag=exaggeration, dx=90, dy=90, blend_mode="soft"))
    ax.set(title="Shaded relief", xticks=[], yticks=[])
    return fig, {"elevation": points}


@figure(TERRAIN, "Contours", {"levels": 6}, {"levels": 14}, {"levels": 14, "filled": True})
def contours(levels, filled=False):
    fig, ax = axes()
    draw = ax.contourf if filled else ax.contour
    fig.colorbar(draw(terrain[::-1], levels=levels, cmap="gist_earth"), label="Metres")
    ax.set(title="Contours", aspect="equal")
    return fig, {"elevation": points}


@figure(TERRAIN, "Elevation profile", {"row": 100}, {"row": 200}, {"row": 200, "smooth": 9})
def profile(row, smooth=1):
    fig, ax = axes()
    line = np.convolve(terrain[row], np.ones(smooth) / smooth, mode="valid")
    ax.fill_between(range(len(line)), line, line.min() - 20, alpha=0.4)
    ax.plot(line)
    ax.set(title=f"Elevation along row {row}", ylabel="Metres", ylim=(line.min() - 20, None))
    return fig, {"profile": pd.DataFrame({"metres": line})}


@figure(TERRAIN, "Heights", {"bins": 40}, {"bins": 80})
def heights(bins):
    fig, ax = axes()
    ax.hist(terrain.ravel(), bins=bins, color="#8a6d3b")
    ax.set(title="Heights", xlabel="Metres", ylabel="Cells")
    return fig, {"elevation": points}


@figure(TERRAIN, "EEG", {"channels": 2}, {"channels": 4}, {"channels": 4, "seconds": 4})
def signals(channels, seconds=10):
    fig, ax = axes()
    time = np.arange(800) * 10 / 800
    for channel in range(channels):
        ax.plot(time, eeg[:, channel] / np.ptp(eeg[:, channel]) + channel, linewidth=0.8)
    ax.set(title="EEG", xlabel="Seconds", yticks=range(channels), yticklabels=["PG3", "PG5", "PG7", "PG9"][:channels], xlim=(0, seconds))
    return fig, {"eeg": pd.DataFrame(eeg, columns=["PG3", "PG5", "PG7", "PG9"])}


@figure(TERRAIN, "Spectrum of the EEG", {}, {"log": True})
def spectrum(log=False):
    fig, ax = axes()
    for channel in range(4):
        ax.psd(eeg[:, channel] - eeg[:, channel].mean(), Fs=80, NFFT=256, label=f"PG{2 * channel + 3}")
    ax.legend(fontsize="small")
    ax.set(title="Spectrum of the EEG", xscale="log" if log else "linear")
    return fig, {}


# --- Publishing -------------------------------------------------------------------------------------------------------

IN_R = """library(ggplot2)

ggplot(iris, aes(Petal.Length, Petal.Width, colour = Species)) +
  geom_point() +
  labs(x = "Length (cm)", y = "Width (cm)")
"""
IN_TYPESCRIPT = """import { mean } from "./statistics.ts";

interface Country { name: string; lifeExp: number; gdpPercap: number }

export const richest = (countries: readonly Country[]): Country[] =>
  countries.filter(({ gdpPercap }) => gdpPercap > mean(countries.map((one) => one.gdpPercap)));
"""
IN_SHELL = """#!/usr/bin/env bash
set -euo pipefail
python figures.py --analysis "World development" --year 2007
"""
OTHER_CODE = {petals: ("petals.R", "r", IN_R), income: ("richest.ts", "typescript", IN_TYPESCRIPT), continents: ("run.sh", "shell", IN_SHELL)}
NOTE = "Drawn for the demonstration. Data: the sample data sets that come with matplotlib and plotly.\n"


FILES = {IRIS: ("iris.csv", iris), WORLD: ("gapminder.csv", world), TIPS: ("tips.csv", tips)}


def read_file(gf, analysis, folder):
    """Reads what the analysis is made from as a file, so that the client versions it and says which figures used it."""
    gf.sync.clear_revisions()
    if analysis in FILES:
        name, frame = FILES[analysis]
        path = os.path.join(folder, name)
        frame.to_csv(path, index=False)
        gf.read_csv(path)


class DrawnBy(Annotator):
    """Adds the function that drew the figure, with the call that this revision is the result of."""

    def __init__(self, draw, step, history):
        self.draw, self.step, self.history = draw, step, history

    def annotate(self, revision):
        source = inspect.getsource(self.draw)
        source = source[source.index("def ") :]
        call = f"{self.draw.__name__}({', '.join(f'{key}={value!r}' for key, value in self.step.items())})"
        code = revision.client.CodeData
        revision.data.append(code(name=f"{self.draw.__name__}.py", language="python", contents=f"{source}\n\n{call}\n"))
        if self.draw in OTHER_CODE:
            name, language, contents = OTHER_CODE[self.draw]
            revision.data.append(code(name=name, language=language, contents=contents))
        self.history.append(call)
        revision.data.append(
            code(name="IPython history", language="python", format="jupyter-history/json", contents=json.dumps(self.history))
        )
        revision.data.append(revision.client.TextData(name="Note", contents=NOTE))
        return revision


class WholePlotly(PlotlyBackend):
    """Interactive figures that need nothing from the internet: the library is in the page."""

    def figure_to_html(self, fig):
        return fig.to_html(include_plotlyjs=True)


def main(report):
    gf = GoFigr(url=os.environ["GOFIGR_DEMO_URL"], api_key=os.environ["GOFIGR_DEMO_KEY"])
    pip_freeze, history = PipFreezeAnnotator(), ["", "from demo import *"]
    total = sum(len(steps) for _, _, _, steps, _ in FIGURES)
    folder = tempfile.mkdtemp()
    protocol = os.path.join(folder, "protocol.md")
    with open(protocol, "w", encoding="utf-8") as file:
        file.write("# Protocol\n\n1. Load the data.\n2. Draw.\n3. Look again.\n")
    done, at = 0, None
    for analysis, name, draw, steps, formats in FIGURES:
        publisher = None
        for step in steps:
            done += 1
            problem = None
            try:
                if publisher is None:
                    publisher = Publisher(
                        gf=gf,
                        analysis=FindByName(analysis, description=DESCRIPTIONS[analysis], create=True),
                        backends=[MatplotlibBackend, WholePlotly],
                        image_formats=formats,
                        show_watermark=False,
                    )
                if analysis != at:
                    read_file(gf, analysis, folder)
                    at = analysis
                drawn, tables = draw(**step)
                publisher.publish(
                    fig=drawn,
                    target=FindByName(name, create=True),
                    dataframes=tables,
                    metadata={"parameters": step, "study": "demonstration", "python_version": sys.version},
                    files={"protocol.md": protocol} if draw in OTHER_CODE else None,
                    annotators=[
                        DrawnBy(draw, step, history),
                        pip_freeze,
                        SystemAnnotator(),
                        BackendAnnotator(),
                    ],
                )
            except Exception as error:  # A figure that fails is named, and the others go on.
                problem = f"{type(error).__name__}: {error}"
            finally:
                plt.close("all")
            report.write(json.dumps({"done": done, "total": total, "figure": f"{analysis} / {name}", "problem": problem}) + "\n")
            report.flush()


if __name__ == "__main__":
    with os.fdopen(int(sys.argv[1]), "w", encoding="utf-8") as lines, contextlib.redirect_stdout(io.StringIO()):
        main(lines)
