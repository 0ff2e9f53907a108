"""Reads objects of the server over its HTTP API, without the published client."""

import base64
import os

import requests

URL = os.environ["GOFIGR_TEST_URL"]
KEY = os.environ["GOFIGR_TEST_KEY"]
API = f"{URL}/api/v1.4.1"


def get(path):
    answer = requests.get(f"{API}/{path}", headers={"Authorization": f"Token {KEY}"}, timeout=30)
    assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
    return answer.json()


def post(path, body):
    answer = requests.post(f"{API}/{path}", json=body, headers={"Authorization": f"Token {KEY}"}, timeout=30)
    assert answer.ok, f"{path}: {answer.status_code} {answer.text}"
    return answer.json()


def primary_workspace():
    (primary,) = [one for one in get("workspace/") if one["workspace_type"] == "primary"]
    return get(f"workspace/{primary['api_id']}/")


def analysis_named(name, workspace=None):
    workspace = get(f"workspace/{workspace}/") if workspace else primary_workspace()
    found = [one for one in workspace["analyses"] if one["name"] == name]
    assert len(found) == 1, f"{len(found)} analyses named {name}: {[one['name'] for one in workspace['analyses']]}"
    return get(f"analysis/{found[0]['api_id']}/")


def figure_names(analysis):
    return [one["name"] for one in analysis["figures"]]


def revisions_of(analysis, figure_name):
    """Complete revisions of the figure with this name, oldest first."""
    (figure,) = [one for one in analysis["figures"] if one["name"] == figure_name]
    return [get(f"revision/{one['api_id']}/") for one in get(f"figure/{figure['api_id']}/")["revisions"]]


def only_revision(analysis, figure_name):
    (revision,) = revisions_of(analysis, figure_name)
    return revision


def bytes_of(datum):
    held = base64.b64decode(get(f"data/{datum['api_id']}/")["data"])
    assert len(held) == datum["size_bytes"]
    return held


def text_of(revision, name):
    """Text of the datum with this name."""
    (datum,) = [one for one in revision["data"] if one["name"] == name]
    return bytes_of(datum).decode()


def images_of(revision):
    """Bytes of the images by (format, is_watermarked)."""
    images = [one for one in revision["data"] if one["type"] == "image"]
    return {(one["metadata"]["format"], one["metadata"]["is_watermarked"]): bytes_of(one) for one in images}


def opens(link):
    """Checks that a link leads to a page of this server."""
    assert link.startswith(f"{URL}/"), f"{link} is not on {URL}"
    answer = requests.get(link, timeout=30)
    assert answer.status_code == 200 and "text/html" in answer.headers["content-type"], f"{link}: {answer.status_code}"


def revision_behind(link):
    """ID of the revision that a link `/r/…` leads to."""
    opens(link)
    short_id = link.removeprefix(f"{URL}/r/")
    return get(f"short_id/{short_id}/")["revision"]
