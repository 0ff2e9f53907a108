"""`revision.diff` against a scripted server, and against a real one."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from gofigr import ApiId, GoFigr, UnauthorizedError
from gofigr.models import Comparison, gf_Revision
from scripted_server import Answer, Received, ScriptedServer

A, B, C, FIGURE = (str(uuid.UUID(int=number, version=4)) for number in range(1, 5))
NOTHING: dict[str, Any] = {"equal": True, "changes": [], "unlisted": 0}


def answer(**parts: Any) -> dict[str, Any]:
    environment = {"packages": {"changes": []}, "interpreter": NOTHING, "system": NOTHING, "git": NOTHING}
    empty: dict[str, list[Any]] = {"pictures": [], "code": [], "tables": [], "texts": [], "files": [], "assets": []}
    values = {"parameters": NOTHING, "metadata": NOTHING, "environment": environment}
    return {"a": A, "b": B, "line": "nothing changed", "equal": True, **values, **empty, **parts}


DIFFERENT = answer(
    line="`threshold` 0.5 → 0.7 · +1 package",
    equal=False,
    parameters={
        "equal": False,
        "changes": [
            {"path": ["threshold"], "kind": "changed", "a": 0.5, "b": 0.7, "difference": "+0.2"},
            {"path": ["<b>", 0], "kind": "added", "b": "\x1b[31m"},
        ],
        "unlisted": 3,
    },
    environment={
        "packages": {"changes": [{"name": "scipy", "kind": "added", "b": "1.0"}]},
        "interpreter": NOTHING,
        "system": NOTHING,
        "git": NOTHING,
    },
    code=[
        {
            "kind": "changed",
            "a": {"name": "fit.py"},
            "b": {"name": "fit.py"},
            "content": {
                "text": {
                    "blocks": [
                        {"kind": "folded", "count": 3},
                        {
                            "kind": "changed",
                            "removed": [{"text": f"x = {one}\n"} for one in range(30)],
                            "added": [{"text": "x = 1\n"}],
                        },
                    ]
                }
            },
        }
    ],
    tables=[
        {
            "kind": "changed",
            "a": {"name": "rates"},
            "b": {"name": "rates"},
            "content": {
                "table": {
                    "rows": {"a": 2, "b": 3, "added": 1, "removed": 0, "changed": 1, "moved": 0, "rewritten": 0},
                    "columns": {"added": ["new"], "removed": []},
                    "changes": [{"kind": "changed", "b": 1, "cells": [{"column": "rate", "a": "1", "b": None}]}],
                }
            },
        }
    ],
    pictures=[
        {"kind": "equal", "a": {"name": "same"}, "b": {"name": "same"}},
        {"kind": "changed", "a": {"name": "p"}, "b": {"name": "p"}, "content": {"skipped": "too large"}},
    ],
    files=[{"kind": "changed", "a": {"name": "f", "size": 1}, "b": {"name": "f", "size": 2}}],
    assets=[{"kind": "added", "b": {"asset": C, "name": "raw.csv", "revision": C, "index": 0}}],
)


@pytest.fixture
def client(scripted: ScriptedServer) -> GoFigr:
    return GoFigr(url=scripted.url, api_key="k", authenticate=False)


@pytest.fixture
def revision(client: GoFigr, scripted: ScriptedServer) -> gf_Revision:
    """A revision on a server that knows the revisions A and B of one figure, and C of another."""

    def script(received: Received) -> Answer:
        path = received.path.split("/v1", 1)[-1].partition("/")[2]
        if path.startswith("compare/"):
            ids = [one.partition("=")[2] for one in path.partition("?")[2].split("&")]
            return Answer(json=DIFFERENT | {"a": ids[0], "b": ids[1]})
        if path.startswith("short_id/"):
            found = path == "short_id/aaBB/"
            return Answer(json={"revision": C, "figure": FIGURE}) if found else Answer(404, {"code": "not_found"})
        if path == f"figure/{FIGURE}/":
            listed = [{"api_id": A, "revision_index": 0}, {"api_id": B, "revision_index": 4}]
            return Answer(json={"revisions": listed[::-1]})
        if path.startswith("revision/"):
            return Answer(json={"figure": FIGURE})
        return Answer(404)

    scripted.script = script
    return client.Revision(api_id=B)


def sides(comparison: Comparison) -> tuple[str, str]:
    return comparison.a, comparison.b


def test_revisions_are_given_as_objects_ids_short_ids_and_links(revision: gf_Revision, client: GoFigr) -> None:
    for given in (client.Revision(api_id=C), C, C.upper(), uuid.UUID(C), ApiId(C), f" {C} ", "aaBB"):
        assert sides(revision.diff(given)) == (B, C)
    for page in (f"/r/{C}", "/r/aaBB", f"/revision/{C}", f"/revision/{C}/?tab=code#top"):
        assert sides(revision.diff(client.app_url + page)) == (B, C)


def test_without_an_argument_the_one_before_is_compared(revision: gf_Revision, client: GoFigr) -> None:
    assert sides(revision.diff()) == (A, B)
    with pytest.raises(ValueError, match="first revision of its figure"):
        client.Revision(api_id=A).diff()


def test_anything_else_is_refused_in_plain_words(revision: gf_Revision, client: GoFigr) -> None:
    with pytest.raises(TypeError, match="not a revision of a figure"):
        revision.diff(client.Figure(api_id=C))
    for link in ("", "a b", "../user", f"{client.app_url}/figure/{C}", f"ftp://x/r/{C}"):
        with pytest.raises(ValueError, match="is not the"):
            revision.diff(link)
    with pytest.raises(ValueError, match=r"leads to other\.example, not to"):
        revision.diff(f"https://other.example/r/{C}")
    with pytest.raises(RuntimeError, match="No revision has the short ID 'unknown'"):
        revision.diff("unknown")
    with pytest.raises(RuntimeError, match="API ID is None"):
        client.Revision().diff(C)


@pytest.mark.parametrize(
    ("refusal", "message"),
    [
        (Answer(404, {"detail": "Not found."}), "This server can't compare revisions"),
        (Answer(404, raw=b"<html>"), "This server can't compare revisions"),
        (Answer(404, {"code": "not_found", "detail": "No revision"}), "doesn't exist, or you may not see it"),
        (Answer(500, {"detail": "broken"}), "returned 500: broken"),
    ],
)
def test_refusals_say_why(client: GoFigr, scripted: ScriptedServer, refusal: Answer, message: str) -> None:
    scripted.script = lambda received: refusal if "compare" in received.path else Answer(json={"access": "t"})
    with pytest.raises(RuntimeError, match=message):
        client.Revision(api_id=A).diff(B)


def test_the_parts_are_plain_json(revision: gf_Revision) -> None:
    found = revision.diff(C)
    assert (found.line, found.equal) == (DIFFERENT["line"], False)
    assert found.parameters["changes"][0]["difference"] == "+0.2"
    assert found.to_dict() == DIFFERENT | {"a": B, "b": C}
    assert repr(found) == "Comparison('`threshold` 0.5 → 0.7 · +1 package')"


def test_it_is_readable_as_text(revision: gf_Revision) -> None:
    lines = str(revision.diff(C)).split("\n")
    assert lines[:9] == [
        "`threshold` 0.5 → 0.7 · +1 package",
        "",
        "Parameters",
        "  ~ threshold: 0.5 → 0.7 (+0.2)",
        '  + <b>.0: "\\u001b[31m"',
        "  … and 3 more values",
        "",
        "Environment",
        "  + scipy 1.0",
    ]
    text = "\n".join(lines)
    assert "~ fit.py\n  -x = 0\n" in text and "  … and 11 more\n" in text
    assert "~ rates\n  2 → 3 rows: 1 added, 1 changed\n  + column new\n  ~ row 2, rate: 1 → (missing)\n" in text
    assert "~ p\n  not compared: too large\n" in text and "same" not in text
    assert "~ f\n  1 → 2 bytes\n" in text and "Assets\n  + raw.csv #1" in text


def test_text_of_others_changes_no_terminal_and_no_page() -> None:
    hostile = "\x1b]0;x\u202e<script>`</script>"
    found = Comparison(answer(line=hostile, files=[{"kind": "added", "b": {"name": hostile}}]), "https://x")
    for text in (str(found), repr(found), found._repr_html_()):
        assert "\x1b" not in text and "\u202e" not in text
    assert "<script>" not in found._repr_html_()


def test_notebooks_show_it_with_a_link(revision: gf_Revision, client: GoFigr) -> None:
    shown = revision.diff(C)._repr_html_()
    assert "<strong><code>threshold</code> 0.5 → 0.7 · +1 package</strong>" in shown
    assert f'href="{client.app_url}/compare/{B}...{C}"' in shown
    assert "<summary>Parameters</summary><pre>~ threshold: 0.5 → 0.7 (+0.2)\n+ &lt;b&gt;" in shown


def test_a_server_compares_revisions(gf: GoFigr, other: GoFigr) -> None:
    figure = gf.primary_workspace.get_analysis(f"Compared {uuid.uuid4()}").get_figure("F")
    first, second = (
        gf.Revision(
            figure=figure,
            metadata={"threshold": step / 10},
            data=[
                gf.CodeData(name="fit.py", language="Python", contents=f"x = {step}\n"),
                gf.FileData(name="raw.bin", data=b"x" * step),
            ],
        ).create()
        for step in (5, 7)
    )
    found = first.diff(second)
    assert found.line == "`threshold` 0.5 → 0.7 · code +1 line, \N{MINUS SIGN}1 line · file changed" and not found.equal
    assert "  -x = 5\n  +x = 7\n" in str(found) and "  5 → 7 bytes" in str(found)
    assert sides(second.diff()) == sides(found) == (first.api_id, second.api_id)
    assert first.diff(first.revision_url).equal
    with pytest.raises(UnauthorizedError):
        other.Revision(api_id=first.api_id).diff(second)
    with pytest.raises(RuntimeError, match="doesn't exist, or you may not see it"):
        first.diff(uuid.uuid4())
