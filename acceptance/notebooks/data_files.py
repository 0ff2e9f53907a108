"""A `.gofigr` file instead of arguments, and files that the notebook reads through the client."""

import json
import os

from checks import check, contains, equal
from notebook import execute
from server import KEY, URL, analysis_named, bytes_of, get, only_revision, opens, post, revisions_of

LOAD = "%load_ext gofigr"

READ = """\
frame = gf.read_csv("rain.csv")
print(frame["mm"].sum())"""

OPEN = """\
with gf.open("notes.txt") as file:
    print(file.read())"""

PLOT = """\
frame.plot(title="Rain");"""

CHANGE = """\
with open("rain.csv", "a") as file:
    file.write("wed,7\\n")
frame = gf.read_csv("rain.csv")"""

SOURCES = [LOAD, READ, OPEN, READ, PLOT, CHANGE, PLOT]
FILES = {"rain.csv": "day,mm\nmon,3\ntue,4\n", "notes.txt": "dry until Sunday: ü\n"}
CHANGED = FILES["rain.csv"] + "wed,7\n"


def asset_named(name, analysis):
    (asset,) = post("asset/find_by_name/", {"name": name, "analysis": analysis["api_id"]})
    return get(f"asset/{asset['api_id']}/")


def held_text(asset_revision):
    (datum,) = asset_revision["data"]
    return bytes_of(datum).decode()


def asset_revisions(asset):
    return [get(f"asset_revision/{one['api_id']}/") for one in asset["revisions"]]


def links_of(thing, name):
    """The links of a figure revision or an asset revision as a set, to compare both ends."""
    return {(one["figure_revision"], one["asset_revision"], one["use_type"]) for one in thing[name]}


def run(folder):
    for name, text in FILES.items():
        with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
            file.write(text)
    workspace = post("workspace/", {"name": "From a file"})
    with open(f"{folder}/.gofigr", "w", encoding="utf-8") as file:
        json.dump({"url": URL, "api_key": KEY, "workspace": workspace["api_id"]}, file)
    path = f"{folder}/Rain in May.ipynb"
    # What Jupyter's own server tells a kernel that it starts for a notebook.
    done = execute(path, SOURCES, {"JPY_SESSION_NAME": path})
    analysis = analysis_named("Rain in May", workspace["api_id"])

    with check("with a .gofigr file, %load_ext alone connects, and the analysis is named like the notebook"):
        contains(done.html(0), "GoFigr active", "From a file", "Rain in May", "Autopublish: True")
        for link in done.links(0):
            opens(link)
        equal(len(done.links(0)), 2)

    rain, notes, notebook = (asset_named(name, analysis) for name in ("rain.csv", "notes.txt", os.path.basename(path)))
    before, after = asset_revisions(rain)
    (noted,), (kept,) = asset_revisions(notes), asset_revisions(notebook)
    with check("gf.read_csv and gf.open hand over the data, and keep the files byte for byte"):
        contains(done.text(1), "7")
        contains(done.text(2), FILES["notes.txt"])
        equal([held_text(one) for one in (before, after, noted)], [FILES["rain.csv"], CHANGED, FILES["notes.txt"]])
        equal((rain["workspace"], rain["analysis"]), (workspace["api_id"], analysis["api_id"]))
        for one in (before, after, noted):
            (datum,) = one["data"]
            wish = {"digest": datum["hash"], "hash_type": "blake3", "analysis": analysis["api_id"]}
            (found,) = post("asset_revision/find_by_hash/", wish)
            equal(found["api_id"], one["api_id"])
    with check("the same file again is the same revision, and the widget says so; a changed one is the next"):
        contains(done.html(1), "rain.csv", "(new revision)")
        contains(done.html(3), "rain.csv", "(existing revision)")
        contains(done.html(5), "rain.csv", "(new revision)")
        equal([before["revision_index"], after["revision_index"]], [0, 1])
    with check("the asset widgets open the asset revisions"):
        shown = [done.links(index) for index in (1, 2, 3, 5)]
        equal(shown, [[f"{URL}/asset_revision/{one['api_id']}"] for one in (before, noted, before, after)])
        for (link,) in shown:
            opens(link)

    first, second = revisions_of(analysis, "Rain")
    with check("each figure is linked to the files as they were, and to its notebook"):
        for figure, data in ((first, before), (second, after)):
            wanted = {(figure["api_id"], one["api_id"], "indirect") for one in (data, noted, kept)}
            equal(links_of(figure, "assets"), wanted)
    with check("each file knows its figures: the same links from the other side"):
        both = [first, second]
        for asset_revision, figures in ((before, [first]), (after, [second]), (noted, both), (kept, both)):
            wanted = {(one["api_id"], asset_revision["api_id"], "indirect") for one in figures}
            equal(links_of(asset_revision, "figure_revisions"), wanted)
    with check("the notebook itself is kept once, as it lies on the disk, and its name and path are in the metadata"):
        with open(path, encoding="utf-8") as file:
            equal(held_text(kept), file.read())
        for figure in (first, second):
            equal((figure["metadata"]["notebook_name"], figure["metadata"]["notebook_path"]), (done.name, path))
