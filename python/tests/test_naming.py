"""Names of figures: from titles, else from the code."""

import json
from pathlib import Path
from types import FunctionType, SimpleNamespace
from typing import Any

import pytest

from fake_ipython import FakeIPython
from gofigr._capture.notebook import Notebook
from gofigr._ipython.extension import remember
from gofigr._publishing.naming import name_from_code
from gofigr._publishing.parts import part_name
from gofigr.backends.plotly import PlotlyBackend
from gofigr.http.by_name import shortened


class Figure:
    """A figure without a title."""


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("<b>Growth</b><br>of <i>E.&nbsp;coli</i>", "Growth of E. coli"),
        ("A &amp; B &lt; C", "A & B < C"),
        ("p < 0.05 and n > 3", "p < 0.05 and n > 3"),
        ("H<sub>2</sub>O<br/>x", "H2O x"),
        ('<span style="color:red">Red</span>', "Red"),
        ("<br>", None),
        (None, None),
    ],
)
def test_a_title_of_plotly_becomes_plain_text(text: str | None, title: str | None) -> None:
    layout = SimpleNamespace(title=SimpleNamespace(text=text), annotations=())
    assert PlotlyBackend().get_title(SimpleNamespace(layout=layout)) == title


def test_without_a_title_that_of_the_first_subplot_counts() -> None:
    def note(text: str, **more: Any) -> SimpleNamespace:
        return SimpleNamespace(**{"text": text, "showarrow": False, "yanchor": "bottom", "yref": "paper", **more})

    notes = (note("An arrow", showarrow=True), note("A label", yref="y"), note("<b>First</b>"), note("Second"))
    layout = SimpleNamespace(title=SimpleNamespace(text=None), annotations=notes)
    assert PlotlyBackend().get_title(SimpleNamespace(layout=layout)) == "First"


def test_a_figure_is_named_after_its_variable() -> None:
    fig = volcano = Figure()
    assert name_from_code(fig) == name_from_code(None, volcano) == "volcano"


def test_a_figure_is_named_after_the_function_that_draws_it() -> None:
    def survival_by_age() -> str | None:
        fig = Figure()
        return name_from_code(fig)

    assert survival_by_age() == "survival_by_age"
    assert name_from_code(Figure()) is None, "a test says nothing about the figure"


@pytest.mark.parametrize(
    "file", ["/env/lib/python3.12/site-packages/runner/run.py", "C:\\Lib\\site-packages\\runner.py", "<frozen runner>"]
)
def test_a_figure_is_not_named_after_the_package_that_runs_the_code(file: str) -> None:
    def run_every_case() -> str | None:
        return name_from_code(Figure())

    installed = FunctionType(run_every_case.__code__.replace(co_filename=file), globals())
    assert installed() is None


@pytest.fixture
def notebook(ipython: FakeIPython, tmp_path: Path) -> SimpleNamespace:
    """A loaded extension in a saved notebook."""
    cells = [
        {"cell_type": "markdown", "source": ["# Ages\n", "text"]},
        {"cell_type": "code", "source": "plt.plot(1)"},
        {"cell_type": "markdown", "source": "## Weights ##"},
        {"cell_type": "code", "source": ["plt.plot(2)\n", "plt.show()"]},
    ]
    path = tmp_path / "n.ipynb"
    path.write_text(json.dumps({"cells": cells}))
    ipython.shell.user_ns = {}
    extension = SimpleNamespace(
        shell=ipython.shell, notebook=Notebook("n", str(path), "test"), cell_code="plt.plot(2)\nplt.show()"
    )
    remember(extension)
    return extension


def test_a_figure_of_a_notebook_is_named_after_the_heading_above_its_cell(notebook: SimpleNamespace) -> None:
    assert name_from_code(Figure()) == "Weights"
    notebook.cell_code = "plt.plot(1)"
    assert name_from_code(Figure()) == "Ages"
    notebook.cell_code = "not saved yet"
    assert name_from_code(Figure()) is None
    notebook.notebook = Notebook("n", "n.ipynb", "test")
    assert name_from_code(Figure()) is None


def test_a_figure_of_a_notebook_is_named_after_its_variable_or_the_called_function(notebook: SimpleNamespace) -> None:
    figure = Figure()
    notebook.shell.user_ns["fig"] = figure
    notebook.shell.user_ns["dose_response"] = figure
    assert name_from_code(figure) == "dose_response"

    def kaplan_meier() -> None: ...

    kaplan_meier.__module__ = "__main__"
    notebook.shell.user_ns["kaplan_meier"] = kaplan_meier
    notebook.cell_code = "kaplan_meier()"
    assert name_from_code(Figure()) == "kaplan_meier"
    notebook.cell_code = "print(1)"
    assert name_from_code(Figure()) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("short", "short"),
        ("x" * 1024, "x" * 1024),
        ("x" * 1025, "x" * 1023 + "…"),
        ("a " + "x" * 2000, "a " + "x" * 1021 + "…"),
        ("😀" * 600, "😀" * 511 + "…"),
        ("e\u0301" * 1024, "é" * 1024),
    ],
)
def test_a_long_name_is_shortened_to_what_servers_accept(name: str, expected: str) -> None:
    assert shortened(name) == expected
    assert shortened(shortened(name)) == shortened(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Growth.pickle", "Growth.pickle"),
        ("x" * 1017 + ".pickle", "x" * 1017 + ".pickle"),
        ("x" * 1018 + ".pickle", "x" * 1016 + "….pickle"),
        ("dose 0.5 " + "x" * 2000 + ".csv", "dose 0.5 " + "x" * 1010 + "….csv"),
        ("at 3.5 " + "x" * 2000, "at 3.5 " + "x" * 1016 + "…"),
    ],
)
def test_a_long_name_of_a_datum_keeps_its_ending(name: str, expected: str) -> None:
    assert part_name(name) == expected
    assert len(part_name(name)) <= 1024
