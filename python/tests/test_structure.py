"""Structure of the package: one-way imports, few top-level modules, no private access, meaningful types."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import gofigr
from gofigr._settings import reference
from gofigr._settings.register import ENV_PREFIX, SETTINGS

ROOT = Path(gofigr.__file__).parent
SOURCES = sorted(ROOT.rglob("*.py"))
SETTINGS_PAGE = Path(__file__).parents[2] / "docs" / "python-settings.md"
#: Files and packages of the top folder. A new one needs its own purpose.
MOST_ENTRIES = 23
#: Share of parameters that are annotated with nothing but `Any`.
MOST_ANY = 0.05


def lint_imports(config: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(sys.argv[1], no_cache=True))"
    return subprocess.run(
        [sys.executable, "-c", code, str(config)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_no_module_is_part_of_an_import_cycle_even_for_types() -> None:
    done = lint_imports(ROOT.parents[1] / "pyproject.toml", ROOT.parent)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_cycle_of_type_imports_is_found(tmp_path: Path) -> None:
    package = tmp_path / "gofigr"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "one.py").write_text("from gofigr import two\n")
    (package / "two.py").write_text("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from gofigr import one\n")
    done = lint_imports(ROOT.parents[1] / "pyproject.toml", tmp_path)
    assert "No cycles are allowed" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 1


def test_the_top_folder_has_few_entries() -> None:
    entries = [entry.name for entry in ROOT.iterdir() if entry.suffix == ".py" or (entry / "__init__.py").is_file()]
    assert len(entries) <= MOST_ENTRIES, sorted(entries)


def test_few_parameters_have_the_type_any() -> None:
    annotations = list(parameters())
    bare = [where for where, annotation in annotations if annotation == "Any"]
    assert len(bare) <= MOST_ANY * len(annotations), "\n".join(bare)


def parameters() -> Iterator[tuple[str, str | None]]:
    """Lists all parameters except `self` and `cls`, with their annotations."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            given = node.args
            for one in [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]:
                if one is not None and one.arg not in ("self", "cls"):
                    annotation = None if one.annotation is None else ast.unparse(one.annotation)
                    yield f"{path.relative_to(ROOT)}:{one.lineno}: {one.arg}", annotation


def test_every_variable_is_declared_in_the_register() -> None:
    """No other module spells or composes the name of a variable."""
    register = ROOT / "_settings" / "register.py"
    names = {setting.variable for setting in SETTINGS}
    assert len(names) == len(SETTINGS)
    spelled = [
        f"{path.relative_to(ROOT)}: {node.value}"
        for path in SOURCES
        if path != register
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if node.value == ENV_PREFIX or node.value in names
    ]
    assert spelled == []


def test_the_page_of_settings_is_generated_from_the_register() -> None:
    message = "please run, in python/: python -m gofigr._settings.reference > ../docs/python-settings.md"
    assert SETTINGS_PAGE.read_text(encoding="utf-8") == reference.render(), message


if __name__ == "__main__":
    # Prints the numbers for comparison.
    lines = sorted(len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES)
    annotations = list(parameters())
    bare = sum(annotation == "Any" for _, annotation in annotations)
    sys.stdout.write(
        f"{len(lines)} files, lines: {lines[len(lines) // 2]} median, {lines[len(lines) * 95 // 100]} p95, {lines[-1]} most\n"
        f"{bare} of {len(annotations)} parameters are bare Any ({bare / len(annotations):.1%})\n"
    )
