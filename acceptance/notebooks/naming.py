"""`configure` by names and by IDs, `publish` by hand, and what a notebook says when something is wrong."""

import base64
import io

from checks import check, contains, equal
from notebook import execute
from PIL import Image
from server import (
    KEY,
    URL,
    analysis_named,
    bytes_of,
    figure_names,
    get,
    images_of,
    only_revision,
    revision_behind,
    revisions_of,
    text_of,
)

LOAD = """\
%load_ext gofigr
import os
from gofigr.jupyter import *
from gofigr.widget import CompactWidget, MinimalWidget
import matplotlib.pyplot as plt
import pandas as pd

account = {"url": os.environ["URL"], "api_key": os.environ["KEY"]}
notebook = {"notebook_name": "naming", "notebook_path": os.path.abspath("naming.ipynb")}"""

WRONG_KEY = 'configure(url=account["url"], api_key="no-such-key", analysis=FindByName("Demo analysis", create=True))'

NOT_CONFIGURED = "publish(plt.figure())"

NOT_THERE = 'configure(**account, workspace=FindByName("Notebooks", create=True), analysis=FindByName("Not there"))'

NAMELESS = """\
configure(**account, workspace=FindByName("Notebooks", create=True))
publish(plt.figure())"""

BY_NAME = """\
configure(
    **account,
    **notebook,
    workspace=FindByName("Notebooks", create=True),
    analysis=FindByName("By name", description="found or made", create=True),
    default_metadata={"study": 7, "who": "é"},
    auto_publish=False)"""

NOT_PUBLISHED = """\
plt.plot([2, 1])
plt.title("Only shown")
plt.show()"""

PUBLISHED = """\
frame = pd.DataFrame({"x": [1, 2], "y": [0.5, None]})
frame.plot(title="A title of its own")
first = publish(
    target=FindByName("A target", create=True),
    metadata={"dose": 2.5},
    dataframes={"frame": frame},
    files=["notes.txt"])"""

BY_ID = """\
publisher = get_extension().publisher
configure(
    **account,
    **notebook,
    workspace=publisher.workspace.api_id,
    analysis=ApiId(publisher.analysis.api_id),
    widget_class=CompactWidget,
    auto_publish=False)
second = publish(plt.figure(), target=ApiId(first.figure.api_id))"""

BY_TEXT = """\
configure(
    **account,
    **notebook,
    workspace="Notebooks",
    analysis="By name",
    widget_class=MinimalWidget,
    show_watermark=False)
plt.plot([1, 2])
plt.title("Published by itself")
plt.show()"""

READ_BACK = """\
from gofigr.jupyter import download_all, download_file

os.mkdir("copies")
print(download_file(first.api_id, "notes.txt", "copy.txt"), open("copy.txt").read())
download_all(first.api_id, "copies")
print(sorted(os.listdir("copies")))"""

SOURCES = [
    LOAD,
    WRONG_KEY,
    NOT_CONFIGURED,
    NOT_THERE,
    NAMELESS,
    BY_NAME,
    NOT_PUBLISHED,
    PUBLISHED,
    BY_ID,
    BY_TEXT,
    READ_BACK,
]
NOTES = "written by hand: ü\n"


def height(png):
    return Image.open(io.BytesIO(png)).height


def run(folder):
    with open(f"{folder}/notes.txt", "w", encoding="utf-8") as file:
        file.write(NOTES)
    environment = {"URL": URL, "KEY": KEY, "GF_AUTO_CONFIGURE": "false"}
    done = execute(f"{folder}/naming.ipynb", SOURCES, environment, raising=[1, 2, 3, 4])
    (workspace,) = [one for one in get("workspace/") if one["name"] == "Notebooks"]
    analysis = analysis_named("By name", workspace["api_id"])

    with check("a wrong key ends in an error that says so and does not repeat the key"):
        kind, message = done.error(1)
        equal(kind, "RuntimeError")
        contains(message, "401", "key")
        assert "no-such-key" not in message
    with check("publishing before a good configure() is refused, and so is an analysis that isn't there"):
        contains(done.error(2)[1], "GoFigr not configured")
        contains(done.error(3)[1], "Could not find", "Not there")

    with check("without a page no analysis is named like the notebook, and the client says what to do"):
        contains(done.text(4), "Your analysis is set to the name of this notebook", "specify the analysis manually")
        assert done.error(4)

    with check("workspace and analysis are found by name, by ID and by text, and made once"):
        equal([one["name"] for one in get(f"workspace/{workspace['api_id']}/")["analyses"]], ["By name"])
        equal(analysis["description"], "found or made")
    with check("the startup widget links to workspace and analysis"):
        contains(done.html(5), "GoFigr active", "Notebooks", "By name", "Autopublish: False")
        equal(done.links(5), [f"{URL}/workspace/{workspace['api_id']}", f"{URL}/analysis/{analysis['api_id']}"])

    with check("auto_publish=False publishes nothing by itself"):
        equal(figure_names(analysis), ["A target", "Published by itself"])
    with check("publish() goes to the named figure, with metadata, table and file"):
        first, second = revisions_of(analysis, "A target")
        data = {one["name"]: one for one in first["data"]}
        contains(bytes_of(data["frame"]).decode(), "x,y", "0.5")
        equal(bytes_of(data["notes.txt"]).decode(), NOTES)
        equal((data["frame"]["type"], data["notes.txt"]["type"]), ("dataframe", "file"))
        wanted = {"study": 7, "who": "é", "dose": 2.5, "notebook_name": "naming", "notebook_path": done.path}
        equal({name: first["metadata"].get(name) for name in wanted}, wanted)
        equal(text_of(first, "Jupyter Cell"), PUBLISHED)
    with check("the notebook at the given path is kept with it"):
        (link,) = first["assets"]
        kept = get(f"asset_revision/{link['asset_revision']}/")
        equal(get(f"asset/{kept['asset']}/")["name"], done.name)
        with open(done.path, encoding="utf-8") as file:
            equal(bytes_of(kept["data"][0]).decode(), file.read())
    with check("by ID, the next revision goes to the same figure, without the other metadata"):
        assert "study" not in second["metadata"] and second["metadata"]["notebook_name"] == "naming"
        equal(set(images_of(second)), set(images_of(first)))

    with check("each kind of widget leads to its revision"):
        last = only_revision(analysis, "Published by itself")
        for index, revision in ((7, first), (8, second), (9, last)):
            contains(done.html(index), "View on GoFigr")
            (link,) = [one for one in done.links(index) if "/r/" in one]
            equal(revision_behind(link), revision["api_id"])
    with check("show_watermark=False shows the figure as it is, once; both pictures are kept"):
        (shown,) = done.pictures(9)
        images = images_of(last)
        assert height(base64.b64decode(shown["image/png"])) <= height(images["png", False]) < height(images["png", True])
    with check("files come back into the notebook"):
        contains(done.text(10), f"{len(NOTES.encode())} {NOTES}", "['notes.txt']")
