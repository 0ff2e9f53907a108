"""Publishes the demonstration figures with the published client.

The server and the key come from GOFIGR_DEMO_URL and GOFIGR_DEMO_KEY. For each revision it writes one line of JSON to the
given file descriptor: the number, the total, the figure, and the error, if any.
"""

import contextlib
import inspect
import io
import json
import os
import re
import sys
import tempfile

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
from figures import ANALYSES, DATA, FIGURES
from gofigr import FindByName, GoFigr
from gofigr.annotators import Annotator, PipFreezeAnnotator, SystemAnnotator
from gofigr.backends.matplotlib import MatplotlibBackend
from gofigr.backends.plotly import PlotlyBackend
from gofigr.exceptions import UnauthorizedError
from gofigr.publisher import Publisher

IN_R = """library(ggplot2)

ggplot(iris, aes(Petal.Length, Petal.Width, colour = Species)) + geom_point()
"""
PROTOCOL = b"# Protocol\n\n1. Load the data.\n2. Draw.\n3. Look again.\n"
NOTE = "Drawn for the demonstration. Data: the sample data sets that come with matplotlib and plotly.\n"


class DrawnBy(Annotator):
    """Adds the code of the figure, all earlier code as the history, and examples of other kinds of data."""

    def __init__(self, code, history):
        self.code, self.history = code, json.dumps(history)

    def annotate(self, revision):
        code, text, file = revision.client.CodeData, revision.client.TextData, revision.client.FileData
        revision.data += [
            code(name="figure.py", language="python", contents=self.code),
            code(name="IPython history", language="python", format="jupyter-history/json", contents=self.history),
            text(name="Note", contents=NOTE),
        ]
        if "petals" in self.code:
            revision.data += [code(name="petals.R", language="r", contents=IN_R), file(name="protocol.md", data=PROTOCOL)]
        return revision


class WholePlotly(PlotlyBackend):
    """Makes interactive figures that need no internet, because they contain the library."""

    def figure_to_html(self, fig):
        return fig.to_html(include_plotlyjs=True)


def drawn(figure, options):
    """Returns the picture and the code that draws it."""
    picture, ax = plt.subplots(figsize=(7, 4.8), layout="constrained")
    ax.set_title(figure.name)
    plotly = figure.draw(DATA[figure.data], **options)
    ax.set(**figure.labels)
    arguments = [figure.data, *(f"{name}={value!r}" for name, value in options.items())]
    source = f"{inspect.getsource(figure.draw)}\n\n" if figure.draw.__module__ == "figures" else ""
    code = f"{source}{figure.draw.__name__}({', '.join(arguments)})\n"
    return plotly.update_layout(title=figure.name, height=520) if hasattr(plotly, "update_layout") else picture, code


def new_publisher(gf, analysis):
    """Creates a publisher, and reads the data from a file. The client stores the file and links its figures."""
    publisher = Publisher(
        gf=gf,
        analysis=FindByName(analysis, description=ANALYSES[analysis], create=True),
        backends=[MatplotlibBackend, WholePlotly],
        image_formats=("png", "svg"),
        show_watermark=False,
    )
    gf.sync.clear_revisions()
    with tempfile.TemporaryDirectory() as folder:
        data = FIGURES[analysis][0].data
        path = os.path.join(folder, f"{data}.csv")
        DATA[data].to_csv(path, index=DATA[data].index.name is not None)
        gf.read_csv(path)
    return publisher


def reason(error):
    """Returns what went wrong, in the words of the server if it said so."""
    said = re.search(r'"detail":"((?:[^"\\\\]|\\\\.)*)"', str(error))
    return said.group(1) if said else f"{type(error).__name__}: {error}"


def main(report):
    gf = GoFigr(url=os.environ["GOFIGR_DEMO_URL"], api_key=os.environ["GOFIGR_DEMO_KEY"])
    total = sum(len(figure.changes) for figures in FIGURES.values() for figure in figures)
    done, history, about = 0, ["", "from figures import *"], [PipFreezeAnnotator(), SystemAnnotator()]
    for analysis, figures in FIGURES.items():
        publisher = new_publisher(gf, analysis)
        for figure in figures:
            options = {}
            for change in figure.changes:
                options |= change
                problem = None
                try:
                    picture, code = drawn(figure, options)
                    history.append(code)
                    publisher.publish(
                        fig=picture,
                        target=FindByName(figure.name, create=True),
                        dataframes={figure.data: DATA[figure.data]},
                        metadata={"parameters": dict(options), "study": "demonstration", "python_version": sys.version},
                        annotators=[DrawnBy(code, history), *about],
                    )
                except UnauthorizedError:  # No figure will do better.
                    raise
                except Exception as error:  # Reports the figure, and continues with the others.
                    problem = reason(error)
                plt.close("all")
                done += 1
                line = {"done": done, "total": total, "figure": f"{analysis} / {figure.name}", "problem": problem}
                print(json.dumps(line), file=report, flush=True)


if __name__ == "__main__":
    with os.fdopen(int(sys.argv[1]), "w", encoding="utf-8") as lines, contextlib.redirect_stdout(io.StringIO()):
        try:
            main(lines)
        except Exception as error:  # A traceback would not help.
            sys.exit(reason(error))
