"""A renamed notebook keeps its analysis. A copy gets one of its own."""

import json
import shutil
from pathlib import Path

import pytest

from gofigr._capture.notebook import Notebook
from gofigr._notebook.memory import Remembered, remembered


class Person:
    """Writes notebooks and runs them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, *cells: str, have_ids: bool = True) -> None:
        written = [{"cell_type": "code", "source": [one], **({"id": one} if have_ids else {})} for one in cells]
        (self.folder / name).parent.mkdir(exist_ok=True)
        (self.folder / name).write_text(json.dumps({"cells": written}), encoding="utf-8")

    def run(self, name: str, source: str = "jupyter") -> Remembered:
        path = self.folder / name
        return remembered(Notebook(path.stem, str(path), source), self.folder / "outbox")


@pytest.fixture
def person(tmp_path: Path) -> Person:
    return Person(tmp_path)


@pytest.mark.parametrize("have_ids", [True, False])
def test_a_renamed_notebook_keeps_its_analysis_and_says_so(person: Person, have_ids: bool) -> None:
    person.write("draft.ipynb", "a", "b", "c", have_ids=have_ids)
    assert person.run("draft.ipynb") == Remembered("draft")
    (person.folder / "draft.ipynb").rename(person.folder / "final.ipynb")
    assert person.run("final.ipynb").analysis == "draft"
    assert person.run("final.ipynb").note == "keeps the analysis “draft”, because this notebook was final.ipynb"
    person.write("final.ipynb", "a", "d", have_ids=have_ids)
    (person.folder / "final.ipynb").rename(person.folder / "paper.ipynb")
    assert person.run("paper.ipynb").analysis == "draft"


def test_a_moved_notebook_whose_file_was_written_anew_is_known_by_its_cells(person: Person) -> None:
    person.write("draft.ipynb", *"abcdefghij")
    person.run("draft.ipynb")
    (person.folder / "draft.ipynb").unlink()
    (person.folder / "other").write_text("takes the number of the file")
    person.write("sub/final.ipynb", *"abcdefghi")
    assert person.run("sub/final.ipynb").analysis == "draft"
    person.write("new.ipynb", *"abcxyz")
    assert person.run("new.ipynb") == Remembered("new")


def test_a_copy_gets_an_analysis_of_its_own_also_after_a_rename(person: Person) -> None:
    person.write("draft.ipynb", "a", "b")
    person.run("draft.ipynb")
    shutil.copy(person.folder / "draft.ipynb", person.folder / "copy.ipynb")
    assert person.run("copy.ipynb") == Remembered("copy")
    (person.folder / "draft.ipynb").rename(person.folder / "final.ipynb")
    shutil.copy(person.folder / "final.ipynb", person.folder / "another.ipynb")
    assert person.run("final.ipynb").analysis == "draft"
    assert person.run("another.ipynb") == Remembered("another")
    assert person.run("copy.ipynb") == Remembered("copy")


def test_of_several_that_could_have_been_renamed_none_is_taken(person: Person) -> None:
    names = ("one.ipynb", "two.ipynb")
    for name in names:
        person.write(name, "a", "b")
        person.run(name)
    for name in names:
        (person.folder / name).unlink()
    (person.folder / "other").write_text("takes the number of the file")
    person.write("three.ipynb", "a", "b")
    assert person.run("three.ipynb") == Remembered("three")


def test_a_new_notebook_of_an_old_name_does_not_hide_the_renamed_one(person: Person) -> None:
    person.write("draft.ipynb", "a", "b")
    person.run("draft.ipynb")
    (person.folder / "draft.ipynb").rename(person.folder / "final.ipynb")
    person.write("draft.ipynb", "x", "y")
    person.run("draft.ipynb")
    assert person.run("final.ipynb").analysis == "draft"
    assert "is also that of" in person.run("draft.ipynb").note


def test_notebooks_of_one_name_share_an_analysis_and_are_told(person: Person) -> None:
    person.write("one/report.ipynb", "a")
    person.write("two/report.ipynb", "b")
    assert person.run("one/report.ipynb").note == ""
    assert f"is also that of {person.folder / 'one' / 'report.ipynb'}" in person.run("two/report.ipynb").note


@pytest.mark.parametrize("source", ["papermill", "configure", "colab"])
def test_only_notebooks_that_persons_keep_are_remembered(person: Person, source: str) -> None:
    person.write("draft.ipynb", "a")
    person.run("draft.ipynb", source)
    (person.folder / "draft.ipynb").rename(person.folder / "final.ipynb")
    assert person.run("final.ipynb") == Remembered("final")


def test_a_folder_that_cannot_be_written_and_files_that_are_no_notebooks_change_nothing(person: Person) -> None:
    (person.folder / "outbox").write_text("a file")
    person.write("draft.ipynb", "a")
    assert person.run("draft.ipynb") == Remembered("draft")
    (person.folder / "outbox").unlink()
    (person.folder / "broken.ipynb").write_text("{")
    assert person.run("broken.ipynb") == Remembered("broken")
    assert person.run("missing.ipynb") == Remembered("missing")
    person.run("draft.ipynb")
    (person.folder / "outbox" / "notebooks.json").write_text("[7]")
    assert person.run("draft.ipynb") == Remembered("draft")
