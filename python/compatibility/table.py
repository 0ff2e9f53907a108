"""Writes docs/python-compatibility.md: each public name of the published package, compared with this package."""

import re
import sys
from pathlib import Path

from compare import HERE, Finding, differences, findings, published, reason_for

ROOT = HERE.parent.parent
DOCUMENT = ROOT / "docs" / "python-compatibility.md"

HEAD = """# The Python package and the published one

<!-- Made by `python python/compatibility/table.py`. Reasons are kept in `python/compatibility/differences.json`. -->

`python/` has the public names of `gofigr` {version} from PyPI, so code for that package runs unchanged. A script inspects
both packages and writes this page; it compares only names and signatures. A test fails for a missing name, or one with
fewer arguments, without a reason below. It also fails for an outdated reason.

- **Signature**: _same_, or _more_ if the name accepts every published call and others. For a class, the number of public
  members with such a signature.
- **Tested**: a test in `python/tests` or `acceptance/published-client/tests` uses the name. The latter run with both
  packages without changes.

{behaviour}
## Names

This package has {present} of {total} names and members. {justified} differ, for these reasons:
"""


def tested_words() -> set[str]:
    """Returns all words in the tests."""
    folders = [ROOT / "python" / "tests", ROOT / "acceptance" / "published-client" / "tests"]
    files = [file for folder in folders for file in folder.glob("**/*.py")]
    return {word for file in files for word in re.findall(r"\w+", file.read_text(encoding="utf-8"))}


def render() -> str:
    """Returns the whole page."""
    found = list(findings())
    reasons = differences()
    bad = [one for one in found if not one.is_fine]
    head = HEAD.format(
        behaviour=(HERE / "behaviour.md").read_text(encoding="utf-8"),
        version=published()["version"],
        present=len(found) - len(bad),
        total=len(found),
        justified=len(bad),
    )
    return "\n".join([head, *differences_table(bad, reasons), *modules(found, tested_words()), ""])


def differences_table(bad: list[Finding], reasons: dict[str, str]) -> list[str]:
    """Returns a row for each reason, with the number of names it covers."""
    covered = [reason_for(one.name, reasons) for one in bad]
    rows = [[f"`{name}`", str(covered.count(name)), reasons[name]] for name in sorted(reasons)]
    rows += [
        [f"`{one.name}`", "1", "**no reason given**"] for one, why in zip(bad, covered, strict=True) if why is None
    ]
    return aligned([["Name", "Covers", "Reason"], *rows])


def modules(found: list[Finding], words: set[str]) -> list[str]:
    """Returns a section for each module."""
    lines = []
    for name in [one.name for one in found if one.name in published()["modules"]]:
        inside = [one for one in found if one.name.startswith(f"{name}.")]
        names = [one for one in inside if is_directly_in(one.name, name)]
        rows = [row(one, [item for item in inside if item.name.startswith(f"{one.name}.")], words) for one in names]
        if rows:
            lines += ["", f"## `{name}`", "", *aligned([["Name", "Present", "Signature", "Tested"], *rows])]
    return lines


def is_directly_in(name: str, module: str) -> bool:
    """Tells whether this is a name of the module itself, not of a module below it or a member of a class."""
    rest = name.removeprefix(f"{module}.")
    return "." not in rest and name not in published()["modules"]


def row(one: Finding, members: list[Finding], words: set[str]) -> list[str]:
    """Returns the row of a name."""
    short = one.name.rpartition(".")[2]
    signature = "same" if one.is_same else "more" if one.is_compatible else "differs"
    if members:
        signature += f"; {sum(item.is_fine for item in members)} of {len(members)} members"
    is_tested = bool({short, short.removeprefix("gf_")} & words)
    yes_no = {True: "yes", False: "no"}
    return [f"`{short}`", yes_no[one.is_present], signature if one.is_present else "", yes_no[is_tested]]


def aligned(rows: list[list[str]]) -> list[str]:
    """Formats a Markdown table with aligned columns."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [f"| {' | '.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))} |" for row in rows]
    return [lines[0], f"| {' | '.join('-' * width for width in widths)} |", *lines[1:]]


if __name__ == "__main__":
    DOCUMENT.write_text(render(), encoding="utf-8")
    sys.stdout.write(f"{Path(DOCUMENT).relative_to(ROOT)} was written.\n")
