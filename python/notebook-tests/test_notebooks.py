"""Notebooks executed in real kernels against a real server."""

from __future__ import annotations

import base64
import io
import re
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from support.notebooks import execute

if TYPE_CHECKING:
    from pathlib import Path

    from support.fault_proxy import FaultProxy
    from support.server import Server

#: The first cell of the announcement's notebook, word for word but for the values.
SEED = """%load_ext gofigr
from gofigr.jupyter import *
configure(
api_key="{key}",
analysis=FindByName("{analysis}", create=True))"""


@pytest.fixture(autouse=True)
def at_this_server(monkeypatch: pytest.MonkeyPatch, server: Server) -> None:
    monkeypatch.setenv("GF_URL", server.url)
    # The kernel's own choice.
    monkeypatch.delenv("MPLBACKEND")


def seed(server: Server, analysis: str) -> str:
    return SEED.format(key=server.key, analysis=analysis)


def by_figure(server: Server, analysis: str) -> dict[str, int]:
    return {figure["name"]: len(figure["revisions"]) for figure in server.figures(analysis)}


def notes(revision: dict[str, Any], server: Server) -> dict[str, str]:
    return {
        datum["name"]: base64.b64decode(server.get(f"data/{datum['api_id']}/")["data"]).decode()
        for datum in revision["data"]
        if datum["type"] in ("code", "text")
    }


def test_the_notebook_of_the_announcement_publishes_what_it_shows(
    server: Server, analysis: str, tmp_path: Path
) -> None:
    cell = "import matplotlib.pyplot as plt\nplt.plot([1, 2, 4])\nplt.title('My first figure');"
    done = execute(tmp_path, seed(server, analysis), cell, "flush(60)")
    assert done.errors() == []
    assert "as ada" in done.html(0)
    (picture,) = done.pictures(1)
    with Image.open(io.BytesIO(base64.b64decode(picture))) as image:
        assert image.format == "PNG"
    assert "published" in done.html(1)
    assert "being published" not in done.html(1)
    (revision,) = server.revisions(analysis)
    assert f"{server.url}/r/{revision['short_id']}" in done.html(1)
    found = notes(revision, server)
    assert found["Jupyter Cell"] == cell
    assert "FindByName" in found["IPython history"]
    assert server.key not in "".join(found.values())
    assert by_figure(server, analysis) == {"My first figure": 1}


GALLERY = [
    "import matplotlib.pyplot as plt, numpy as np, pandas as pd",
    "fig, axes = plt.subplots(2, 2)\naxes[0, 0].plot([1, 2])\nfig.suptitle('Subplots');",
    "fig = plt.figure()\nleft, right = fig.subfigures(1, 2)\nleft.subplots().plot([1])\nfig.suptitle('Sub-figures');",
    "for n in (1, 2):\n    plt.figure()\n    plt.plot([n, 2])\n    plt.title(f'Two in a cell {n}')\nplt.show()",
    """import seaborn as sns
frame = pd.DataFrame({'x': [1, 2, 3], 'y': [2, 1, 3]})
grid = sns.relplot(frame, x='x', y='y')
grid.figure.suptitle('Seaborn');""",
    "frame.plot(title='Pandas');",
    "fig, ax = plt.subplots()\nax.plot([3, 1])\nax.set_title('Last line')\nplt.close(fig)\nfig",
    "from plotnine import ggplot, aes, geom_point, labs\nggplot(frame, aes('x', 'y')) + geom_point() + labs(title='Plotnine')",
    "(ggplot(frame, aes('x', 'y')) + geom_point() + labs(title='Plotnine shown')).show()",
    "import plotly.express as px\npx.line(frame, x='x', y='y', title='Plotly')",
    "px.line(frame, x='x', y='y', title='Plotly shown').show()",
    """from IPython.display import HTML, display
from matplotlib.animation import FuncAnimation
fig, ax = plt.subplots()
(line,) = ax.plot([0, 1])
ax.set_title('Animation')
moving = FuncAnimation(fig, lambda n: line.set_ydata([n, 1]), frames=2)
display(HTML(moving.to_jshtml()))""",
    "with plt.style.context('dark_background'):\n    plt.plot([1, 2])\n    plt.title('Dark')\n    plt.show()",
    "fig, ax = plt.subplots()\nax.set_title('Suppressed')\nsuppress(fig);",
]


def test_a_gallery_of_all_libraries_arrives_each_figure_once(server: Server, analysis: str, tmp_path: Path) -> None:
    done = execute(tmp_path, seed(server, analysis), *GALLERY, "flush(90)")
    assert done.errors() == []
    once = [
        "Subplots",
        "Sub-figures",
        "Two in a cell 1",
        "Two in a cell 2",
        "Seaborn",
        "Pandas",
        "Last line",
        "Plotnine",
    ]
    once += ["Plotnine shown", "Plotly", "Plotly shown", "Animation", "Dark"]
    assert by_figure(server, analysis) == dict.fromkeys(once, 1)
    assert [len(done.pictures(cell)) for cell in range(2, 10)] == [1, 1, 2, 1, 1, 1, 1, 1]
    published_by = [cell for cell in range(2, len(GALLERY)) if "View on GoFigr" in done.html(cell)]
    assert published_by == list(range(2, len(GALLERY)))
    # The suppressed one is shown without a widget.
    assert len(done.pictures(len(GALLERY))) == 1
    assert done.html(len(GALLERY)) == ""
    for revision in server.revisions(analysis):
        problems = set(revision["metadata"].get("formats_not_drawn", {}))
        # Without a browser plotly draws no pictures; its page is there.
        assert not problems or revision["metadata"]["backend"] == "plotly"


def test_a_figure_shown_again_is_published_again_only_if_it_has_changed(
    server: Server, analysis: str, tmp_path: Path
) -> None:
    done = execute(
        tmp_path,
        seed(server, analysis),
        "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1, 2])\nax.set_title('Again')\n"
        "display(fig)\ndisplay(fig)\nplt.show()",
        "fig",
        "publish(fig)\nfig",
        "ax.plot([2, 1])\nfig",
        "import plotly.graph_objects as go\nfigure = go.Figure(go.Bar(y=[1, 2]), layout_title_text='Bars')\nfigure.show()",
        "figure",
        "def report(figure):\n    from IPython.display import HTML\n    display(HTML('shown by the user'))\nreport(figure)",
        "flush(60)",
    )
    assert done.errors() == []
    # Shown; shown again in another cell; published by hand, which is meant; changed.
    assert by_figure(server, analysis) == {"Again": 3, "Bars": 1}
    assert len(done.pictures(1)) == 3
    assert len(done.pictures(2)) == 1
    assert len(done.pictures(4)) == 1
    assert len(done.outputs(6)) == 1
    assert "shown by the user" in done.html(7)


def test_a_cell_that_fails_publishes_what_it_drew_and_shows_its_own_error_only(
    server: Server, analysis: str, tmp_path: Path
) -> None:
    done = execute(
        tmp_path,
        seed(server, analysis),
        "import matplotlib.pyplot as plt\nplt.plot([1])\nplt.title('Before the error')\n1 / 0",
        "fig, ax = plt.subplots()\nax.set_title('$\\\\unknown{$')\nplt.show()",
        "print('goes on'); flush(60)",
    )
    assert done.errors()[0] == "ZeroDivisionError"
    assert len(done.pictures(1)) == 1
    assert "goes on" in done.text(3)
    assert by_figure(server, analysis) == {"Before the error": 1}


def test_configured_and_loaded_several_times_it_still_publishes_once(
    server: Server, analysis: str, tmp_path: Path
) -> None:
    other = f"{analysis} second"
    done = execute(
        tmp_path,
        seed(server, analysis),
        "%load_ext gofigr\n%reload_ext gofigr\n" + seed(server, other).split("\n", 1)[1],
        "import matplotlib.pyplot as plt\nplt.title('Once');",
        f"configure(analysis=FindByName('x', create=True), auto_publish=False, api_key='{server.key}')",
        "plt.title('Not by itself');",
        "plt.title('By hand'); r = publish(target=FindByName('By hand', create=True))",
        "flush(60)",
    )
    assert done.errors() == []
    assert by_figure(server, analysis) == {}
    assert by_figure(server, other) == {"Once": 1}
    assert by_figure(server, "x") == {"By hand": 1}


def test_a_figure_in_the_cell_that_configures_is_published_with_its_code(
    server: Server, analysis: str, tmp_path: Path
) -> None:
    cell = seed(server, analysis) + "\nimport matplotlib.pyplot as plt\nimport numpy as np\n"
    cell += "np.random.seed(42)\nplt.title('All in one');"
    done = execute(tmp_path, cell, "flush(60)")
    assert done.errors() == []
    (revision,) = server.revisions(analysis)
    assert "All in one" in notes(revision, server)["Jupyter Cell"]


def test_seeds_files_and_data_frames_that_were_used_are_noted(server: Server, analysis: str, tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_text("x,y\n1,2\n2,4\n")
    done = execute(
        tmp_path,
        seed(server, analysis),
        "import random, numpy as np, matplotlib.pyplot as plt\nrandom.seed(7)\nrng = np.random.default_rng(11)",
        "gf = get_gofigr()\nframe = gf.read_csv('points.csv')\nplt.plot(frame.x, frame.y)\nplt.title('Points');",
        "flush(60)",
    )
    assert done.errors() == []
    (revision,) = server.revisions(analysis)
    assert revision["metadata"]["random_seeds"] == {"random.seed": 7, "np.random.default_rng": 11}
    (link,) = revision["assets"]
    asset = server.get(f"asset_revision/{link['asset_revision']}/")
    assert [datum["name"] for datum in asset["data"]] == ["points.csv"]


def test_with_a_server_that_is_away_cells_go_on_and_say_where_the_figure_is(
    server: Server, proxy: FaultProxy, analysis: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GF_URL", proxy.url)
    proxy.fault = lambda _, exchange: (exchange.cut(), True)[1]
    done = execute(
        tmp_path,
        seed(server, analysis),
        "import time, matplotlib.pyplot as plt\nplt.title('Kept');",
        "from gofigr._outbox import default_outbox\n"
        "while not all(job.reason for job in default_outbox().waiting()):\n    time.sleep(0.1)\n"
        # The line that says so is shown by this thread.
        "import threading\n"
        "[thread.join() for thread in threading.enumerate() if thread.name == 'gofigr-notebook']",
        "plt.title('Kept too')\nplt.show()\nprint('goes on')",
    )
    assert done.errors() == []
    assert "not connected" in done.html(0)
    assert len(done.pictures(1)) == 1
    assert "kept on this computer" in done.html(1)
    assert "goes on" in done.text(3)
    proxy.fault = None
    done = execute(tmp_path, seed(server, analysis), "flush(60)")
    assert by_figure(server, analysis) == {"Kept": 1, "Kept too": 1}


def test_a_pickled_figure_and_files_come_back(server: Server, analysis: str, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    done = execute(
        tmp_path,
        seed(server, analysis),
        "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.set_title('Kept whole')\n"
        "r = publish(fig, files=['notes.txt'], target=FindByName('Kept whole', create=True))",
        "again = suppress(load_pickled_figure(r.api_id))\nprint(type(again).__name__, again.axes[0].get_title())",
        "import os\nos.mkdir('out')\nprint(download_file(r.api_id, 'notes.txt', 'out'), download_all(r.api_id, 'out') > 5)\n"
        "print(sorted(os.listdir('out')), open('out/notes.txt').read())",
    )
    assert done.errors() == []
    assert "Figure Kept whole" in done.text(2)
    assert "5 True\n['Kept whole.pickle', 'notes.txt'] hello" in done.text(3)


def test_the_analysis_has_the_name_of_the_notebook(server: Server, analysis: str, tmp_path: Path) -> None:
    cell = '%load_ext gofigr\nfrom gofigr.jupyter import *\nconfigure(api_key="{}", {})'
    done = execute(
        tmp_path,
        f"__vsc_ipynb_file__ = '/home/ada/{analysis}.ipynb'",
        cell.format(server.key, ""),
        "import matplotlib.pyplot as plt\nplt.title('Named');",
        cell.format(server.key, f"notebook_name='{analysis} given', notebook_path='/x/y.ipynb'").split("\n")[-1],
        "plt.title('Named');",
        "flush(60)",
    )
    assert done.errors() == []
    (revision,) = server.revisions(analysis)
    assert revision["metadata"]["notebook_name"] == f"{analysis}.ipynb"
    assert revision["metadata"]["notebook_path"] == f"/home/ada/{analysis}.ipynb"
    (revision,) = server.revisions(f"{analysis} given")
    assert revision["metadata"]["notebook_path"] == "/x/y.ipynb"


def test_run_all_with_equal_results_makes_no_revision_and_shows_the_link_of_the_first(
    server: Server, analysis: str, tmp_path: Path
) -> None:
    live = (
        "import matplotlib.pyplot as plt\nfrom IPython.display import clear_output, display\nfig, ax = plt.subplots()\n"
        "ax.set_title('Live')\nplt.close(fig)\nfor n in range(3):\n    ax.plot([n, 2])\n    clear_output(wait=True)\n"
        "    display(fig)"
    )
    cells = [
        seed(server, analysis),
        live,
        "import pandas as pd\nplt.plot([1])\nplt.title('Table')\npublish(dataframes=pd.DataFrame({'a': [1]}));",
    ]
    first, second = (execute(tmp_path, *cells) for _ in range(2))
    assert first.errors() == second.errors() == []
    assert by_figure(server, analysis) == {"Live": 1, "Table": 1}
    for cell in (1, 2):
        assert "unchanged since revision #1" in second.html(cell)
        links = [re.findall(r"href=\"([^\"]+)\"", one.html(cell)) for one in (first, second)]
        assert links[0] == links[1]
        # Both pictures have the code of the only revision.
        assert first.pictures(cell)[0] == second.pictures(cell)[0]
