"""Cells show what they show without GoFigr: equal outputs but for our line and, where it is wanted, the watermark."""

from __future__ import annotations

import base64
import io
import re
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageChops

from support.notebooks import Executed, execute

if TYPE_CHECKING:
    from support.server import Server

# Without further formats: a browser would draw those of plotly.
CONFIGURE = """%load_ext gofigr
from gofigr.jupyter import *
configure(
    api_key={key!r}, analysis=FindByName({analysis!r}, create=True),
    show_watermark=False, annotators=[], image_formats=[], save_pickle=False,
)"""
SET_UP = """import os, warnings
import matplotlib.pyplot as plt, numpy as np, pandas as pd
from IPython.display import HTML, Markdown, clear_output, display
import matplotlib_inline.backend_inline
def formats(*names, **options):
    get_ipython().run_line_magic("config", f"InlineBackend.print_figure_kwargs = {options or dict(bbox_inches='tight')!r}")
    matplotlib_inline.backend_inline.set_matplotlib_formats(*names)
def draw(title="Lines", **options):
    fig, ax = plt.subplots(figsize=(5, 4), **options)
    ax.plot([1, 3, 2])
    ax.set_title(title)
    return fig
plt.close("all")
warnings.simplefilter("ignore")
warnings.filterwarnings("always", "careful")
os.environ["SOURCE_DATE_EPOCH"] = "0"
formats("png")"""
WITH_WATERMARK = "get_extension().publisher.show_watermark = True; formats('png')"
#: Cells by name. Each shows something.
CELLS = {
    "at the end of a cell": "draw();",
    "plt.show": "draw('Shown')\nplt.show()",
    "last value": "fig = draw('Last')\nplt.close(fig)\nfig",
    "display": "fig = draw('Displayed')\nplt.close(fig)\ndisplay(fig)",
    "three times": "fig = draw('Three')\nplt.close(fig)\nfor _ in range(3):\n    display(fig)",
    "displayed, then at the end": "fig = draw('Twice')\ndisplay(fig)",
    "again in another cell": "fig",
    "several": "draw('One'); print('between')\nplt.show()\ndraw('Two');",
    "retina": "formats('retina')\ndraw('Retina');",
    "svg": "formats('svg')\nplt.rcParams['svg.hashsalt'] = 'same'\ndraw('Vectors');",
    "jpeg": "formats('jpeg')\ndraw('Photo');",
    "pdf": "formats('pdf')\ndraw('Page');",
    "png and svg": "formats('png', 'svg')\ndraw('Both');",
    "not cropped": "formats('png', bbox_inches=None)\ndraw('Whole');",
    "other options": "formats('png', dpi=50, facecolor='yellow')\ndraw('Yellow');\nplt.show()\nformats('png')",
    "dark": "with plt.style.context('dark_background'):\n    draw('Dark')\n    plt.show()",
    "sub-figures": "fig = plt.figure(figsize=(4, 3))\nleft, right = fig.subfigures(1, 2)\nleft.subplots().plot([1])\nplt.show()",
    "artists": "plt.plot([1, 2])",
    "axes": "draw('Axes').axes[0]",
    "pandas": "pd.DataFrame({'a': [1, 2]}).plot(figsize=(4, 3));",
    "seaborn's value": "import seaborn as sns\nsns.relplot(pd.DataFrame({'a': [1, 2]}), x='a', y='a', height=3)",
    "seaborn.objects": "import seaborn.objects as so\nso.Plot(pd.DataFrame({'a': [1, 2]}), x='a', y='a').add(so.Line())",
    "plotnine": "from plotnine import ggplot, aes, geom_point\nplot = ggplot(pd.DataFrame({'a': [1, 2]}), aes('a', 'a')) + geom_point()\nplot",
    "plotnine shown": "plot.show()",
    "animation": """from matplotlib.animation import FuncAnimation
fig, ax = plt.subplots(figsize=(2, 2))
(line,) = ax.plot([0, 1])
made = FuncAnimation(fig, lambda n: line.set_ydata([n, 1]), frames=2).to_jshtml()
display(HTML('<b>animated</b>'))""",
    "update by ID": "fig = draw('First')\nplt.close(fig)\nhandle = display(fig, display_id='own')\nfig.axes[0].set_title('Second')\nhandle.update(fig)",
    "live": "fig = draw('Live')\nplt.close(fig)\nfor n in range(3):\n    fig.axes[0].plot([n, 2])\n    clear_output(wait=True)\n    display(fig)",
    "live, cleared after": "fig = draw('Live 2')\nplt.close(fig)\nfor n in range(3):\n    fig.axes[0].plot([n, 2])\n    display(fig)\n    clear_output(wait=True)",
    "text": "print('text')\n'value'",
    "frame": "pd.DataFrame({'a': [1]})",
    "markup": "display(HTML('<b>b</b>'), Markdown('*m*'))\n{'a': 1}",
    "error": "draw('Before')\n1 / 0",
    "warning": "import warnings\nwarnings.warn('careful')\ndraw('Warned')\nplt.show()",
    "picture of IPython": "from IPython.display import Image\nimport io\nbuffer = io.BytesIO()\ndraw('Saved').savefig(buffer)\nplt.close()\nImage(buffer.getvalue())",
    "plotly": "import plotly.graph_objects as go\nbars = go.Figure(go.Bar(y=[1, 2]))\nbars",
    "plotly shown": "bars.show()",
    "plotly with options": "bars.show(renderer='json', config={'staticPlot': True})",
}
ORDER = list(CELLS)
#: Changes with each run: addresses in memory, times, IDs, colors of tracebacks.
_VARYING = re.compile(
    r"0x[0-9a-f]+|\d{4}-\d\d-\d\dT[\d:.]+|/tmp/\S+|ipykernel_\d+/\d+|[0-9a-f]{8}-[0-9a-f-]{27}|In\[\d+\]"
)


#: Cells that are run once more with a watermark.
MARKED = ("plt.show", "last value", "retina", "png and svg", "jpeg", "plotnine", "plotly")


@pytest.fixture(scope="module")
def runs(server: Server, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Executed]:
    """The same cells without GoFigr and with it, some of them also with a watermark."""
    folder = tmp_path_factory.mktemp("outputs")
    patch = pytest.MonkeyPatch()
    patch.setenv("GF_URL", server.url)
    patch.setenv("GF_OUTBOX", str(folder / "outbox"))
    patch.delenv("MPLBACKEND", raising=False)
    cells = list(CELLS.values())
    again = [CELLS[name] for name in MARKED]
    first = CONFIGURE.format(key=server.key, analysis="Outputs")
    try:
        # In one kernel, because the libraries take longest to load.
        done = execute(folder, SET_UP, *cells, first, SET_UP, *cells, WITH_WATERMARK, *again).cells
    finally:
        patch.undo()
    marked = dict(zip(MARKED, done[2 * len(cells) + 4 :], strict=True))
    return {
        "plain": Executed(done[1 : len(cells) + 1]),
        "quiet": Executed(done[len(cells) + 3 : 2 * len(cells) + 3]),
        "marked": Executed([marked.get(name) for name in CELLS]),
    }


def outputs(run: Executed, name: str) -> list[dict[str, Any]]:
    """Outputs of a cell without our line."""
    return [
        one for one in run.outputs(ORDER.index(name)) if "gf-widget" not in str(one.get("data", {}).get("text/html"))
    ]


def plain(output: dict[str, Any]) -> str:
    """An output as text, without what differs between two runs."""
    return _VARYING.sub("", str(dict(sorted({**output, "execution_count": None}.items()))))


@pytest.mark.xdist_group("outputs")
@pytest.mark.parametrize("name", ORDER)
def test_without_a_watermark_a_cell_shows_exactly_what_it_shows_without_us(
    runs: dict[str, Executed], name: str
) -> None:
    before, after = outputs(runs["plain"], name), outputs(runs["quiet"], name)
    assert before
    assert [plain(one) for one in after] == [plain(one) for one in before]


@pytest.mark.xdist_group("outputs")
@pytest.mark.parametrize("name", MARKED)
def test_with_a_watermark_only_the_pictures_have_a_strip_more(runs: dict[str, Executed], name: str) -> None:
    before, after = outputs(runs["plain"], name), outputs(runs["marked"], name)
    assert [shape(one) for one in after] == [shape(one) for one in before]
    for one, other in zip(before, after, strict=True):
        if "image/png" in one.get("data", {}) and name != "picture of IPython":
            assert_same_above(picture(one), picture(other))


def shape(output: dict[str, Any]) -> Any:
    """Everything about an output but its pictures."""
    data = {mime: value for mime, value in output.get("data", {}).items() if mime == "text/plain"}
    kinds = sorted(output.get("data", {}))
    return plain(
        {
            **output,
            "data": data,
            "kinds": kinds,
            "metadata": sorted(output.get("metadata", {})),
        }
    )


def picture(output: dict[str, Any]) -> Image.Image:
    with Image.open(io.BytesIO(base64.b64decode(output["data"]["image/png"]))) as image:
        return image.convert("RGBA")


def assert_same_above(before: Image.Image, after: Image.Image) -> None:
    left = (after.width - before.width) // 2
    assert after.height > before.height
    part = after.crop((left, 0, left + before.width, before.height))
    white = Image.new("RGBA", before.size, "white")
    pairs = (Image.alpha_composite(white, one).convert("RGB") for one in (before, part))
    assert ImageChops.difference(*pairs).getbbox() is None


@pytest.mark.xdist_group("outputs")
def test_a_retina_picture_keeps_its_pixels_and_its_size_on_the_page(runs: dict[str, Executed]) -> None:
    (before,), (after,) = (outputs(runs[name], "retina") for name in ("plain", "marked"))
    assert picture(after).width >= picture(before).width
    size = after["metadata"]["image/png"]
    # The page has whole pixels.
    assert abs(picture(after).width - 2 * size["width"]) <= 1
    assert abs(picture(after).height - 2 * size["height"]) <= 1
