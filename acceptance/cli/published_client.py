"""Configures the published client from nothing but the `.gofigr` in HOME, as its users do, and publishes with it.

Prints one JSON object: url, username, and the ID of the revision.
"""

import contextlib
import json
import multiprocessing
import os
import sys
import traceback

os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ.get("PATH", "")

import matplotlib

matplotlib.use("Agg")

import gofigr
import matplotlib.pyplot as plt


def publish():
    """In a notebook's shell: of all the client's parts, only the extension reads the workspace from the file."""
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    shell.run_line_magic("load_ext", "gofigr")
    from gofigr import jupyter

    by_name = getattr(gofigr, "FindByName", None) or jupyter.FindByName
    jupyter.configure(
        analysis=by_name("Set up by gfconfig", create=True),
        auto_publish=False,
        notebook_name="test.ipynb",
        notebook_path="test.ipynb",
    )
    extension = jupyter.get_extension()
    options = {"fig": plt.gcf(), "target": by_name("Line", create=True)}
    shell.user_ns.update(extension=extension, options=options)
    shell.run_cell("revision = extension.publisher.publish(**options)").raise_error()
    return extension.gf, shell.user_ns["revision"]


def stop_listening():
    """The extension's listener would stay behind, and keep this process."""
    for listener in multiprocessing.active_children():
        listener.kill()


try:
    with contextlib.redirect_stdout(sys.stderr):
        plt.plot([1, 2, 4])
        gf, revision = publish()
        [user] = gf._get("user/").json()
    json.dump({"url": gf.service_url, "username": user["username"], "revision": revision.api_id}, sys.stdout)
    sys.stdout.flush()
except Exception:
    traceback.print_exc()
    stop_listening()
    os._exit(1)
stop_listening()
os._exit(0)
