import os
import subprocess
import sys
from pathlib import Path

import pytest

import gofigr

QUIET = "import sys, {module}; print([name for name in {heavy!r} if name in sys.modules])"
HEAVY = ["urllib3", "ssl", "pandas", "numpy", "PIL", "qrcode", "IPython", "matplotlib", "blake3"]


def run(code: str, **more: str) -> str:
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, check=True, capture_output=True, text=True, env={**os.environ, **more}
    ).stdout.strip()


@pytest.mark.parametrize("module", ["gofigr", "gofigr._client.client, gofigr.models", "gofigr.gfconfig"])
def test_importing_loads_no_slow_module(module: str) -> None:
    assert run(QUIET.format(module=module, heavy=HEAVY)) == "[]"


@pytest.mark.parametrize("statement", ["import gofigr", "from gofigr import GoFigr"])
def test_importing_takes_less_than_100_milliseconds(statement: str, tmp_path: Path) -> None:
    # The first run compiles, regardless of the environment.
    warm = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(tmp_path)}

    def quickest(imported: str) -> float:
        # Processor time does not depend on other programs.
        code = f"import time; started = time.process_time(); {imported}; print(time.process_time() - started)"
        return min(float(run(code, **warm)) for _ in range(10))

    took = quickest(statement)
    # A slow machine is one that takes more than 50 milliseconds for a part of Python itself.
    assert took < 0.1 or took < 2 * quickest("import asyncio")


def test_all_public_names_exist() -> None:
    assert [name for name in gofigr.__all__ if not hasattr(gofigr, name)] == []
    assert set(gofigr.__all__) <= set(dir(gofigr))
    assert gofigr.__version__ == gofigr.__version__.strip()


def test_a_star_import_imports_all_public_names() -> None:
    names = run("from gofigr import *; print(GoFigr.__name__, FindByName.__name__, gf_Figure.__name__)")
    assert names == "GoFigr FindByName gf_Figure"


def test_modules_can_be_used_without_importing_them() -> None:
    assert run("import gofigr; print(gofigr.short_id.base62_encode(62))") == "10"
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = gofigr.nonsense  # type: ignore[attr-defined]
