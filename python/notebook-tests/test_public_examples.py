"""The public tutorial of the published package (page on PyPI, guide of version 0.13), run with our package.

The calls are the tutorial's; names and values are these tests' own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from support.notebooks import execute

if TYPE_CHECKING:
    from pathlib import Path

    from support.server import Server


@pytest.fixture(autouse=True)
def configured(monkeypatch: pytest.MonkeyPatch, server: Server, tmp_path: Path) -> None:
    """As after `gfconfig`."""
    (tmp_path / ".gofigr").write_text(json.dumps({"api_key": server.key, "url": server.url}))
    monkeypatch.delenv("MPLBACKEND")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "results.csv").write_text("time,value\n0,1\n1,3\n2,9\n")
    (folder / "config.json").write_text('[{"experiment_id": 7}]')
    (folder / "raw.txt").write_text("raw")
    return folder


def names(server: Server, analysis: str) -> set[str]:
    return {figure["name"] for figure in server.figures(analysis)}


def assets_of(server: Server, revision: dict[str, Any]) -> set[str]:
    ids = [link["asset_revision"] for link in revision["assets"]]
    parents = [server.get(f"asset_revision/{one}/")["asset"] for one in ids]
    return {server.get(f"asset/{one}/")["name"] for one in parents}


def test_a_notebook_that_only_loads_the_extension(
    server: Server, analysis: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / f"{analysis}.ipynb"))
    draw = """import matplotlib.pyplot as plt
import pandas as pd
import numpy as np
df = pd.DataFrame({'x': np.random.randn(100), 'y': np.random.randn(100)})
plt.scatter(df['x'], df['y'])
plt.title('Scattered')"""
    done = execute(tmp_path, "%load_ext gofigr", draw, "from gofigr.jupyter import flush\nflush(60)")
    assert done.errors() == []
    assert names(server, analysis) == {"Scattered"}


def test_a_notebook_with_a_configuration_of_its_own(server: Server, analysis: str, tmp_path: Path) -> None:
    configure = f"""%load_ext gofigr
from gofigr.jupyter import configure, FindByName, ApiId, NotebookName
configure(
    workspace=FindByName("Primary Workspace", create=False),
    analysis=FindByName("{analysis}", create=True),
    auto_publish=True,
    default_metadata={{'requested_by': "Alyssa", 'study': 'Pivotal Trial 1'}}
)"""
    draw = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('Configured')"
    done = execute(tmp_path, configure, draw, "from gofigr.jupyter import flush\nflush(60)")
    assert done.errors() == []
    (revision,) = server.revisions(analysis)
    assert revision["metadata"]["requested_by"] == "Alyssa"
    assert revision["metadata"]["study"] == "Pivotal Trial 1"


def test_a_notebook_as_in_the_guide_of_an_older_version(server: Server, analysis: str, tmp_path: Path) -> None:
    configure = f"""%load_ext gofigr
from gofigr.jupyter import *
configure(auto_publish=True,
          workspace=FindByName("Primary Workspace", create=False),
          analysis=FindByName("{analysis}", create=True),
          default_metadata={{'requested_by': "Alyssa"}},
          annotators=DEFAULT_ANNOTATORS)"""
    draw = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('Older')\nplt.show()"
    done = execute(tmp_path, configure, draw, "flush(60)")
    assert done.errors() == []
    assert names(server, analysis) == {"Older"}


def test_publishing_by_hand_into_a_workspace_named_by_its_id(server: Server, analysis: str, tmp_path: Path) -> None:
    workspace = server.get("workspace/")[0]["api_id"]
    configure = f"""%load_ext gofigr
from gofigr.jupyter import configure, FindByName, ApiId
configure(auto_publish=False, workspace=ApiId("{workspace}"), analysis=FindByName("{analysis}", create=True))"""
    draw = """import matplotlib.pyplot as plt
plt.plot([1, 2, 3, 4], [1, 4, 9, 16])
plt.title('By hand')
from gofigr.jupyter import publish
publish(fig=plt.gcf(), target=FindByName("My Figure", create=True))"""
    done = execute(tmp_path, configure, draw, "from gofigr.jupyter import flush\nflush(60)")
    assert done.errors() == []
    assert names(server, analysis) == {"My Figure"}


def test_a_script_with_names_as_plain_text(server: Server, analysis: str, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(f"""import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import pandas as pd
import plotly.express as px
import seaborn as sns
from gofigr.publisher import Publisher

pub = Publisher(workspace="Primary Workspace", analysis="{analysis}")
frame = pd.DataFrame({{"flipper": [181, 186, 195], "bill": [39.1, 39.5, 40.3], "species": ["a", "a", "b"]}})
sns.scatterplot(data=frame, x="flipper", y="bill", hue="species")
plt.title("Bills (Seaborn)")
pub.publish(plt.gcf())
fig = px.scatter(frame, x="flipper", y="bill", color="species", title="Bills (Plotly)")
pub.publish(fig)
print("Figure published!")
""")
    subprocess.run([sys.executable, str(script)], cwd=tmp_path, check=True, timeout=120)
    assert names(server, analysis) == {"Bills (Seaborn)", "Bills (Plotly)"}


def test_files_that_are_read_are_kept_and_linked(server: Server, analysis: str, data: Path) -> None:
    configure = f"""%load_ext gofigr
from gofigr.jupyter import configure, FindByName
import matplotlib.pyplot as plt
configure(workspace=FindByName("Primary Workspace"), analysis=FindByName("{analysis}", create=True))"""
    read = """df = gf.read_csv('data/results.csv')
metadata = gf.read_json('data/config.json')
ids = [df.attrs.get('_gofigr_revision'), metadata.attrs.get('_gofigr_revision')]
assert all(ids), ids
gf.sync.sync('data/results.csv')
with gf.sync.open('data/raw.txt', 'r') as f:
    content = f.read()
assert content == 'raw'
for revision in gf.sync.revisions:
    print(revision.asset.name, revision.api_id in str(ids))"""
    draw = """plt.figure(figsize=(10, 6))
plt.plot(df['time'], df['value'])
plt.title(f"Experiment {metadata.get('experiment_id')[0]}")"""
    done = execute(data.parent, configure, read, draw, "from gofigr.jupyter import flush\nflush(60)")
    assert done.errors() == []
    assert {line.split()[0] for line in done.text(1).splitlines()} == {"results.csv", "config.json", "raw.txt"}
    (revision,) = server.revisions(analysis)
    assert assets_of(server, revision) >= {"results.csv", "config.json"}


def test_a_script_that_only_reads_files(server: Server, data: Path) -> None:
    script = data.parent / "read.py"
    script.write_text("""from gofigr import GoFigr
gf = GoFigr()
df = gf.read_csv('data/results.csv')
assert list(df.columns) == ['time', 'value']
gf.sync.sync('data/raw.txt')
with gf.sync.open('data/raw.txt', 'r') as f:
    assert f.read() == 'raw'
""")
    subprocess.run([sys.executable, str(script)], cwd=data.parent, check=True, timeout=120)
    kept = {asset["name"] for asset in server.get("asset/")}
    assert {"results.csv", "raw.txt"} <= kept
