"""The built package: its license, its extras, and a page that works anywhere."""

import re
import subprocess
import sys
import tarfile
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    for kind in ("wheel", "sdist"):
        code = f"import sys; from hatchling.build import build_{kind}; build_{kind}(sys.argv[1])"
        subprocess.run([sys.executable, "-c", code, str(folder)], cwd=PROJECT, check=True, capture_output=True)
    return folder


def test_wheel_and_source_hold_the_license_of_the_project(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    (source,) = built.glob("*.tar.gz")
    text = (PROJECT.parent / "LICENSE").read_bytes()
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [one for one in archive.namelist() if one.endswith("LICENSE")]
        assert archive.read(name) == text
    with tarfile.open(source) as archive:
        (name,) = [one for one in archive.getnames() if one.endswith("/LICENSE")]
        reader = archive.extractfile(name)
        assert reader is not None and reader.read() == text


def test_the_extra_all_has_all_others() -> None:
    extras = set(metadata.metadata("gofigr").get_all("Provides-Extra") or [])
    assert extras >= {"all", "jupyter", "plotly", "pandas", "matplotlib"}


def test_the_page_of_the_package_has_no_relative_links() -> None:
    links = re.findall(r"\]\(([^)]+)\)", (PROJECT / "README.md").read_text())
    assert links != []
    assert [link for link in links if not link.startswith("https://")] == []
