"""Publishes one large file with the installed GoFigr client, fetches it again with a second one and compares the bytes.

It reads GOFIGR_TEST_URL, GOFIGR_TEST_KEY and GOFIGR_TEST_FIGURE. The argument is the size of the file in MB.
"""

import hashlib
import os
import random
import sys

# The client runs `pip freeze`, which must be that of this Python.
os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ.get("PATH", "")

from gofigr import GoFigr

BLOCK = 1_000_000


def client():
    return GoFigr(url=os.environ["GOFIGR_TEST_URL"], api_key=os.environ["GOFIGR_TEST_KEY"])


def digest(contents):
    return hashlib.sha256(contents).hexdigest()


size = int(sys.argv[1]) * 1_000_000
contents = b"".join(random.randbytes(BLOCK) for _ in range(size // BLOCK))
sent = digest(contents)

gf = client()
figure = gf.Figure(api_id=os.environ["GOFIGR_TEST_FIGURE"])
data = gf.FileData(name="large.bin", path="large.bin", data=contents)
revision = gf.Revision(figure=figure, metadata={}, data=[data]).create()
del contents, data
print(f"published {size} bytes", flush=True)

(datum,) = client().Revision(api_id=revision.api_id).fetch().data
datum.fetch()
assert len(datum.data) == size, f"{len(datum.data)} bytes came back, not {size}"
assert digest(datum.data) == sent, "the downloaded bytes differ"
print(f"fetched {size} bytes", flush=True)
