"""Executes notebooks that use the published client's Jupyter extension, and checks on the server what came of them.

GOFIGR_TEST_URL and GOFIGR_TEST_KEY are needed: a server and a key of an account that has nothing yet.
Prints `ok …` or `not ok …` for each check and `N passed, N failed` at the end.
"""

import contextlib
import importlib
import io
import os
import platform
import sys
import tempfile
import traceback
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version

from checks import counts

PACKAGES = ("gofigr", "nbclient", "ipykernel", "matplotlib", "seaborn", "plotly")
SCENARIOS = ("seed", "naming", "data_files")


def run_scenario(name):
    """Runs in a process of its own: gives what it printed, and how many checks passed and failed."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), tempfile.TemporaryDirectory() as folder:
        try:
            importlib.import_module(name).run(os.path.realpath(folder))
        except Exception:
            counts["failed"] += 1
            print(f"not ok the notebook of {name} stopped\n{traceback.format_exc()}")
    return printed.getvalue(), counts["passed"], counts["failed"]


def main():
    print(f"Python {platform.python_version()}, " + ", ".join(f"{name} {version(name)}" for name in PACKAGES))
    with ProcessPoolExecutor(max_workers=2, max_tasks_per_child=1) as pool:
        texts, passed, failed = zip(*pool.map(run_scenario, SCENARIOS))
    print("".join(texts), end="")
    print(f"{sum(passed)} passed, {sum(failed)} failed")
    return 1 if sum(failed) else 0


if __name__ == "__main__":
    sys.exit(main())
