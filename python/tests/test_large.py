"""Large files are streamed and never completely in memory."""

import subprocess
import sys
from pathlib import Path

import pytest

from conftest import of_server

SIZE = 200_000_000
#: Python with this package is about 40 MB; two thirds of the file in base64 would be more than this alone.
ALLOWED = 60_000_000

SCRIPT = """
import hashlib, resource, sys
from gofigr import GoFigr
key, url, source, target, size = *sys.argv[1:5], int(sys.argv[5])
gf = GoFigr(url=url, api_key=key)
gf.server_info()

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

before = peak()
revision = gf.sync.sync_revision(source)
up = peak() - before
read = gf.AssetRevision(api_id=revision.api_id).fetch()
read.file_data[0].write(target)
assert read.size_bytes == size
read.asset.delete(delete=True)
print(up, peak() - before)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="memory is measured by what Unix says")
def test_an_asset_of_200_mb_takes_a_fraction_of_that_in_memory(server_url: str, tmp_path: Path) -> None:
    source, target = tmp_path / "large.bin", tmp_path / "back.bin"
    block = bytes(range(256)) * 4000
    with source.open("wb") as writer:
        for number in range(-(-SIZE // len(block))):
            writer.write(number.to_bytes(4, "big") + block[4:])
    size = source.stat().st_size
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, of_server("KEY"), server_url, str(source), str(target), str(size)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    up, both = map(int, done.stdout.split())
    assert up < ALLOWED and both < ALLOWED, f"{up / 1e6:.0f} MB to send, {both / 1e6:.0f} MB to send and to fetch"
    with source.open("rb") as one, target.open("rb") as two:
        while block := one.read(1_000_000):
            assert block == two.read(1_000_000)
        assert two.read(1) == b""
