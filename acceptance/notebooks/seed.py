"""The notebook that people know from GoFigr's own pages, run where no page is open: figures of three libraries."""

import base64
import json
import os

from checks import check, contains, equal
from notebook import execute
from server import (
    KEY,
    URL,
    analysis_named,
    bytes_of,
    figure_names,
    get,
    images_of,
    only_revision,
    opens,
    revision_behind,
    revisions_of,
    text_of,
)

CONFIGURE = f"""\
%load_ext gofigr
from gofigr.jupyter import *

configure(
    api_key="{KEY}",
    analysis=FindByName("Demo analysis", create=True))"""

MATPLOTLIB = """\
import matplotlib.pyplot as plt

plt.plot([1, 2, 4, 8])
plt.title("Growth")
plt.show()"""

SEABORN = """\
import seaborn as sns

sns.barplot(x=["a", "b"], y=[3, 5]).set_title("Bars");"""

# Without a browser that stays, each of the three pictures that are sent starts one.
PLOTLY = """\
import kaleido
import plotly.graph_objects as go

kaleido.start_sync_server(silence_warnings=True)
go.Figure(go.Scatter(x=[0, 1], y=[2, 3]), layout={"title": "Points"}).show()"""

TWICE = """\
figure, axes = plt.subplots()
axes.plot([3, 1, 2])
axes.set_title("Shown twice")
display(figure)
display(figure)"""

UNTITLED = """\
plt.plot([1, 1])
plt.show()"""

SOURCES = [CONFIGURE, MATPLOTLIB, SEABORN, PLOTLY, TWICE, UNTITLED]
STATIC = {("png", False), ("png", True), ("eps", False), ("svg", False)}
INTERACTIVE = {("png", False), ("png", True), ("svg", False), ("html", False), ("html", True)}


def looks_right(kind, held):
    signs = {"png": b"\x89PNG\r\n", "eps": b"%!PS-Adobe", "svg": b"<svg", "html": b"<!doctype html>"}
    return signs[kind[0]] in held[:1000] and len(held) > 1000


def run(folder):
    done = execute(f"{folder}/demo.ipynb", SOURCES, {"GF_URL": URL}, again=[1])
    analysis = analysis_named("Demo analysis")

    with check("each figure that was shown is published once, under its title"):
        equal(figure_names(analysis), ["Growth", "Bars", "Points", "Shown twice", "Anonymous Figure"])
        for name in ("Bars", "Points", "Shown twice", "Anonymous Figure"):
            only_revision(analysis, name)
        equal(len(done.pictures(4)), 2)
        contains(done.text(5), "doesn't have a title")

    with check("a cell that runs again makes a second revision"):
        first, second = revisions_of(analysis, "Growth")
        equal([first["revision_index"], second["revision_index"]], [0, 1])
        equal(revision_behind(done.links(1)[0]), second["api_id"])

    for name, index, formats in (("Growth", 1, STATIC), ("Bars", 2, STATIC), ("Points", 3, INTERACTIVE)):
        with check(f"{name}: all pictures are there, and what the cell shows is what is held"):
            revision = revisions_of(analysis, name)[-1]
            images = images_of(revision)
            equal(set(images), formats)
            assert all(looks_right(kind, held) for kind, held in images.items())
            equal(revision["size_bytes"], sum(datum["size_bytes"] for datum in revision["data"]))
            for watermarked in (True, False):
                contains(done.html(index), base64.b64encode(images["png", watermarked]).decode())

        with check(f"{name}: the widget says so and leads to the revision"):
            contains(done.html(index), "Successfully published", name, "View on GoFigr", "Download")
            equal([revision_behind(link) for link in done.links(index)], [revision["api_id"]])

        with check(f"{name}: cell, history, packages and system came with it"):
            equal(text_of(revision, "Jupyter Cell"), SOURCES[index])
            contains(text_of(revision, "pip freeze"), "gofigr==", "seaborn==")
            contains(text_of(revision, "System Info"), os.uname().sysname)
            history = json.loads(text_of(revision, "IPython history"))
            assert history.index(CONFIGURE) < history.index(SOURCES[index])
            (pickled,) = [one for one in revision["data"] if one["type"] == "file"]
            assert pickled["name"] == f"{name}.pickle" and bytes_of(pickled).startswith(b"\x80")
            equal(revision["metadata"]["backend"], "plotly" if name == "Points" else "matplotlib")

    with check("without a page the client says that it has no notebook name, and publishes without"):
        contains(done.text(0), "Unable to retrieve metadata from the GoFigr proxy")
        contains(done.text(1), "could not automatically obtain the name", "specify the notebook name & path")
        assert "notebook_name" not in only_revision(analysis, "Bars")["metadata"]

    with check("loading the extension without a key says what to do"):
        contains(done.text(0), "GoFigr authentication failed. Please manually call configure")

    with check("what the page would run is addressed to this server"):
        (script,) = [data["application/javascript"] for data in done.shown(0) if "application/javascript" in data]
        contains(script, f'const endpoint="{URL}/api/v1.4.1/metadata/')

    with check("the analysis' log has one line for each revision"):
        log = [(one["action"], one["target_type"]) for one in get(f"analysis/{analysis['api_id']}/log/")]
        equal(log.count(("create", "revision")), 6)
        opens(f"{URL}/analysis/{analysis['api_id']}")
