"""Every public name of the published package exists here, or its absence has a reason."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "compatibility"))

import compare
import table


@pytest.fixture(scope="module")
def found() -> list[compare.Finding]:
    return list(compare.findings())


def test_missing_names_and_arguments_have_a_reason(found: list[compare.Finding]) -> None:
    reasons = compare.differences()
    assert [one.name for one in found if not one.is_fine and compare.reason_for(one.name, reasons) is None] == []


def test_no_reason_is_out_of_date(found: list[compare.Finding]) -> None:
    reasons = compare.differences()
    needed = {compare.reason_for(one.name, reasons) for one in found if not one.is_fine}
    assert set(reasons) - needed == set()


def test_the_page_in_the_docs_is_generated_from_the_installed_package() -> None:
    message = "please run: python python/compatibility/table.py"
    assert table.DOCUMENT.read_text(encoding="utf-8") == table.render(), message


def test_a_signature_that_refuses_a_published_call_is_found() -> None:
    theirs = [["self", "", False], ["name", "", False], ["create", "", True]]
    same_and_more = [*theirs, ["extra", "", True]]
    assert compare.accepts(same_and_more, theirs)
    assert compare.accepts([["args", "*", False], ["kwargs", "**", False]], theirs)
    assert not compare.accepts(theirs[:2], theirs), "an argument less"
    assert not compare.accepts([theirs[0], theirs[2], theirs[1]], theirs), "another order"
    assert not compare.accepts([*theirs[:2], ["create", "", False]], theirs), "a default less"
    assert not compare.accepts([*theirs, ["extra", "", False]], theirs), "an argument that must be given"
    assert not compare.accepts([theirs[0], ["kwargs", "**", False]], theirs), "by name only"
