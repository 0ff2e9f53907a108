"""Executes notebooks that use the published client's Jupyter extension, and checks on the server what came of them.

GOFIGR_TEST_URL and GOFIGR_TEST_KEY are needed: a server and a key of an account that has nothing yet.
Prints `ok …` or `not ok …` for each check and `N passed, N failed` at the end.
"""

import os
import platform
import tempfile
import traceback
from importlib.metadata import version

import data_files
import naming
import seed
from checks import counts

PACKAGES = ("gofigr", "nbclient", "ipykernel", "matplotlib", "seaborn", "plotly")


def main():
    print(f"Python {platform.python_version()}, " + ", ".join(f"{name} {version(name)}" for name in PACKAGES), flush=True)
    for scenario in (seed, naming, data_files):
        with tempfile.TemporaryDirectory() as folder:
            try:
                scenario.run(os.path.realpath(folder))
            except Exception:
                counts["failed"] += 1
                print(f"not ok the notebook of {scenario.__name__} stopped\n{traceback.format_exc()}", flush=True)
    print(f"{counts['passed']} passed, {counts['failed']} failed", flush=True)
    return 1 if counts["failed"] else 0


raise SystemExit(main())
