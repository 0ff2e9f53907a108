"""Objects that are figures, hold one, belong to one, or are none that can be published."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from support.notebooks import execute

if TYPE_CHECKING:
    from pathlib import Path

    from support.server import Server

#: Cells whose last value shows a figure, by the figure's name.
SHOWN = {
    "Live": "import plotly.graph_objects as go\ngo.FigureWidget(go.Scatter(y=[1, 2]), layout={'title': {'text': 'Live'}})",
    "Objects": (
        "import pandas as pd, seaborn.objects as so\n"
        "so.Plot(pd.DataFrame({'a': [1, 2], 'b': [2, 1]}), x='a', y='b').add(so.Line()).label(title='Objects')"
    ),
    "Grammar": (
        "import pandas as pd\nfrom plotnine import aes, geom_line, ggplot, labs\n"
        "ggplot(pd.DataFrame({'a': [1, 2], 'b': [2, 1]}), aes('a', 'b')) + geom_line() + labs(title='Grammar')"
    ),
    "Report": (
        "import plotly.graph_objects as go\nclass Report:\n"
        "    chart = None\n"
        "    def __init__(self): self.chart = go.Figure(layout={'title': {'text': 'Report'}})\n"
        "    def _repr_mimebundle_(self, **options): return self.chart._repr_mimebundle_(**options)\n"
        "Report()"
    ),
    "Axes": (
        "import matplotlib.pyplot as plt\nfig, axes = plt.subplots(1, 2)\nfig.suptitle('Axes')\nplt.close(fig)\n"
        "publish(axes);"
    ),
    "Current": "import matplotlib.pyplot as plt\nplt.title('Current')\npublish(plt)\nplt.close('all')",
}


@pytest.fixture
def configure(server: Server, analysis: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.delenv("MPLBACKEND")
    return (
        f"%load_ext gofigr\nfrom gofigr.jupyter import *\nconfigure(api_key='{server.key}', url='{server.url}', "
        f"analysis=FindByName('{analysis}', create=True), notebook_name='n')"
    )


def test_each_object_that_is_or_holds_a_figure_is_published_once(
    server: Server, analysis: str, tmp_path: Path, configure: str
) -> None:
    done = execute(tmp_path, configure, *SHOWN.values())
    assert done.errors() == []
    assert {figure["name"]: len(figure["revisions"]) for figure in server.figures(analysis)} == dict.fromkeys(SHOWN, 1)
    for number, name in enumerate(SHOWN, 1):
        assert f"<strong>{name}</strong>" in done.html(number)
    live = server.revisions(analysis)[0]
    formats = {datum["metadata"]["format"] for datum in live["data"] if datum["type"] == "image"}
    assert formats == {"html", "png", "svg"}
    assert any("application/vnd.jupyter.widget-view+json" in one.get("data", {}) for one in done.outputs(1))


def test_objects_that_cannot_be_published_say_once_what_to_do(tmp_path: Path, configure: str) -> None:
    image = "from PIL import Image\nImage.new('RGB', (20, 20))"
    done = execute(tmp_path, configure, image, image, "publish(Image.new('RGB', (20, 20)))")
    assert done.text(1).count("plt.imshow(image)") == 1
    assert done.text(1).count("\n") == 1
    assert "image/png" in done.outputs(1)[-1].data
    assert done.text(2) == ""
    assert done.errors() == ["ValueError"]


def test_data_frames_of_polars_are_published(server: Server, analysis: str, tmp_path: Path, configure: str) -> None:
    cell = (
        "import matplotlib.pyplot as plt, polars as pl\nplt.title('With data')\n"
        "publish(dataframes={'one': pl.DataFrame({'a': [1, 2]}), 'lazy': pl.LazyFrame({'b': ['x']})})\nplt.close('all')"
    )
    assert execute(tmp_path, configure, cell).errors() == []
    (revision,) = server.revisions(analysis)
    assert {datum["name"] for datum in revision["data"]} >= {"one", "lazy"}


def test_wrong_arguments_leave_a_figure_as_it_was(
    server: Server, analysis: str, tmp_path: Path, configure: str
) -> None:
    wrong = "import matplotlib.pyplot as plt\nplt.title('Data')\npublish(dataframes=7)"
    done = execute(tmp_path, configure, wrong, "plt.title('File')\npublish(files='gone.txt')", "plt.title('Right');")
    assert done.errors() == ["TypeError", "FileNotFoundError"]
    # The figure that the cell shows in the end is published as any other.
    assert [figure["name"] for figure in server.figures(analysis)] == ["Data", "File", "Right"]


def test_a_script_that_ends_with_a_plotly_figure_has_its_pictures(
    server: Server, analysis: str, tmp_path: Path
) -> None:
    script = (
        "import plotly.graph_objects as go\nfrom gofigr import FindByName, GoFigr\n"
        "from gofigr.publisher import Publisher\n"
        f"gf = GoFigr(url='{server.url}', api_key='{server.key}')\n"
        f"made = Publisher(gf=gf, analysis=FindByName('{analysis}', create=True))\n"
        "for number in range(2):\n    made.publish(go.Figure(layout={'title': {'text': f'Figure {number}'}}))\n"
    )
    variables = {**os.environ, "GF_STRICT": "1"}
    variables.pop("GF_FLUSH_SECONDS")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, env=variables)
    assert done.returncode == 0, done.stderr
    for revision in server.revisions(analysis):
        formats = {datum["metadata"]["format"] for datum in revision["data"] if datum["type"] == "image"}
        assert formats == {"html", "png", "svg"}, revision["metadata"]
