"""A sample of the table that `npm run bench -- libraries` makes: five ways, each in another runner."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))

import libraries
import pytest

if TYPE_CHECKING:
    from support.server import Server

SAMPLE = {
    "matplotlib: objects": "multi- processing",
    "seaborn: jointplot": "stdin",
    "seaborn: objects": "IPython",
    "pandas: plot": "pytest",
    "plotnine": "script",
}


@pytest.mark.parametrize(("way", "runner"), SAMPLE.items(), ids=list(SAMPLE))
def test_a_figure_arrives_with_picture_and_name_and_nothing_is_printed(
    server: Server, tmp_path: Path, way: str, runner: str
) -> None:
    bench = libraries.Bench(server, {"ours": sys.executable}, tmp_path)
    assert str(bench.script("ours", runner, way)) == "✓"
