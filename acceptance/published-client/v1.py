"""Drives the published GoFigr client of version 0.12, the last one of API v1, against a running server.

GOFIGR_TEST_URL, GOFIGR_TEST_USERNAME and GOFIGR_TEST_PASSWORD are needed: it knows no keys. Prints as run.py does.
"""

import os
import sys
import traceback
import uuid
from importlib.metadata import version

import pandas as pd
from gofigr import API_VERSION, GoFigr

PNG = b"\x89PNG\r\n\x1a\n\0\0"
failed = 0


def check(what):
    """Counts a function as one check, and runs it."""

    def run(function):
        global failed
        try:
            function()
            print(f"ok {what}", flush=True)
        except Exception:
            failed += 1
            print(f"not ok {what}\n{traceback.format_exc()}", flush=True)

    return run


def client():
    env = os.environ
    return GoFigr(env["GOFIGR_TEST_USERNAME"], env["GOFIGR_TEST_PASSWORD"], url=env["GOFIGR_TEST_URL"])


print(f"gofigr {version('gofigr')}, API {API_VERSION}, Python {sys.version.split()[0]}", flush=True)
gf = client()
workspace = gf.Workspace(name=f"v1 {uuid.uuid4()}").create()
analysis = workspace.get_analysis("Analysis", create=True)
figure = analysis.get_figure("Figure", create=True)


@check("two revisions are published in two calls each, and their bytes come back")
def _():
    for index in range(2):
        revision = gf.Revision(figure=figure, metadata={"index": index})
        figure.revisions.create(revision)
        revision.image_data = [gf.ImageData(name="figure", format="png", data=PNG, is_watermarked=False)]
        revision.code_data = [gf.CodeData(name="cell", language="Python", contents=f"plot({index})")]
        revision.table_data = [gf.TableData(name="table", dataframe=pd.DataFrame({"x": [1, 2]}))]
        revision.save(silent=True)
        read = client().Revision(api_id=revision.api_id).fetch()
        assert read.image_data[0].data == PNG and read.code_data[0].contents == f"plot({index})"
        assert list(read.table_data[0].dataframe["x"]) == [1, 2]
        assert read.metadata == {"index": index} and read.figure.name == "Figure"


@check("a figure holds its revisions, which can be fetched and saved")
def _():
    read = client().Figure(api_id=figure.api_id).fetch()
    assert [(one.revision_index, one.metadata["index"]) for one in read.revisions] == [(0, 0), (1, 1)]
    assert read.revisions[0].figure.api_id == figure.api_id
    changed = read.revisions[1].fetch()
    changed.metadata["note"] = "later"
    changed.save()
    assert client().Revision(api_id=changed.api_id).fetch().image_data[0].data == PNG
    read.description = "described"
    read.save()
    assert len(read.revisions) == 2


@check("names and lists lead from the workspace to the revisions")
def _():
    again = client().Workspace(api_id=workspace.api_id).fetch()
    assert again.get_analysis("Analysis", create=False).api_id == analysis.api_id
    assert again.analyses[0].get_figure("Figure", create=False).api_id == figure.api_id
    assert len(again.analyses[0].figures[0].revisions) == 2
    assert figure.api_id in [one.api_id for one in client().Figure.list()]
    assert again.get_recents().figures[0].api_id == figure.api_id


@check("the workspace is deleted with everything in it")
def _():
    workspace.delete(delete=True)


sys.exit(1 if failed else 0)
