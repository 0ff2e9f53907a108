"""Differences of two revisions of figures."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import UUID

from gofigr.models.base import ModelMixin, checked_id
from gofigr.models.comparison_text import Section, sections_of, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gofigr.models.base import HasApiId
    from gofigr.models.client import Client

_PAGE = re.compile(r"/(?:r|revision)/([\w-]+)/?")
_NAME = re.compile(r"[\w-]+")


class Comparison:
    """Differences of two revisions, as the server found them.

    The parts are plain JSON, as `GET compare/` answers them. A part that was not compared is `{"skipped": reason}`, and
    never equal.
    """

    def __init__(self, answer: Mapping[str, Any], app_url: str) -> None:
        self._answer = dict(answer)
        #: IDs of the revisions: from `a` to `b`.
        self.a: str = answer["a"]
        self.b: str = answer["b"]
        #: All differences in one line.
        self.line: str = answer["line"]
        #: Tells whether nothing differs.
        self.equal: bool = answer["equal"]
        #: Metadata that you gave, and metadata that clients record about the run.
        self.parameters: dict[str, Any] = answer["parameters"]
        self.metadata: dict[str, Any] = answer["metadata"]
        #: Packages, interpreter, system and git commit.
        self.environment: dict[str, Any] = answer["environment"]
        self.pictures: list[dict[str, Any]] = answer["pictures"]
        self.code: list[dict[str, Any]] = answer["code"]
        self.tables: list[dict[str, Any]] = answer["tables"]
        self.texts: list[dict[str, Any]] = answer["texts"]
        self.files: list[dict[str, Any]] = answer["files"]
        #: Used assets that differ, as far as you may view them.
        self.assets: list[dict[str, Any]] = answer["assets"]
        #: Address of the page that shows both revisions.
        self.app_url = f"{app_url}/compare/{self.a}...{self.b}"

    def to_dict(self) -> dict[str, Any]:
        """Returns the whole answer of the server."""
        return dict(self._answer)

    def __repr__(self) -> str:
        return f"Comparison({shown(self.line)!r})"

    def __str__(self) -> str:
        parts = [f"{title}\n" + "\n".join(f"  {row}" for row in rows) for title, rows in self._sections()]
        return "\n\n".join([shown(self.line), *parts])

    def _repr_html_(self) -> str:
        """Shows the differences in notebooks."""
        line = re.sub(r"`([^`]*)`", r"<code>\1</code>", escape(shown(self.line)))
        link = f'<a href="{escape(self.app_url)}" target="_blank" rel="noopener">Compare on GoFigr</a>'
        parts = [
            f"<details><summary>{escape(title)}</summary><pre>{escape(chr(10).join(rows))}</pre></details>"
            for title, rows in self._sections()
        ]
        return f"<p><strong>{line}</strong> {link}</p>{''.join(parts)}"

    def _sections(self) -> list[Section]:
        return sections_of(self._answer)


def compare(client: Client, a: str, b: str) -> Comparison:
    """Compares two revisions by their IDs. Raises `RuntimeError` if the server can't."""
    response = client.get("compare/", params={"a": a, "b": b}, expected_status=(200, 404))
    if response.status_code == 200:
        return Comparison(response.json(), client.app_url)
    # A 404 without a code comes from a server that doesn't have this operation, such as the hosted product.
    if response.code is None:
        raise RuntimeError("This server can't compare revisions. It needs a newer GoFigr server.")
    raise RuntimeError(f"Revision {a} or {b} doesn't exist, or you may not see it (404).")


def revision_before(client: Client, revision: str) -> str:
    """Returns the ID of the revision before another one of the same figure. Raises `ValueError` if it is the first."""
    figure = client.get(f"revision/{revision}/").json()["figure"]
    revisions = client.get(f"figure/{figure}/").json()["revisions"]
    own = next(one["revision_index"] for one in revisions if one["api_id"] == revision)
    before = [one for one in revisions if one["revision_index"] < own]
    if not before:
        raise ValueError("This is the first revision of its figure. Give the revision to compare with.")
    return str(max(before, key=lambda one: one["revision_index"])["api_id"])


def revision_id_of(client: Client, given: str | UUID | HasApiId) -> str:
    """Returns the ID of a revision that is given as an object, an ID, a short ID or a link."""
    if isinstance(given, ModelMixin):
        if given.endpoint != "revision/":
            raise TypeError(f"{given!r} is not a revision of a figure.")
        return checked_id(given)
    text = str(getattr(given, "api_id", given)).strip()
    name = _name_in(client, text) if "/" in text else text
    if _is_uuid(name):
        return name.lower()
    if not _NAME.fullmatch(name):
        raise ValueError(f"{text!r} is not the ID, the short ID or the link of a revision.")
    response = client.get(f"short_id/{name}/", expected_status=(200, 404))
    if response.status_code == 200:
        return str(response.json()["revision"])
    raise RuntimeError(f"No revision has the short ID {name!r}, or you may not see it (404).")


def _name_in(client: Client, link: str) -> str:
    parts = urlsplit(link)
    page = _PAGE.fullmatch(parts.path)
    if page is None or parts.scheme not in ("http", "https"):
        raise ValueError(f"{link!r} is not the link of a revision.")
    here = urlsplit(client.app_url).netloc
    if parts.netloc != here:
        # The same short ID may name another revision here.
        raise ValueError(f"This link leads to {parts.netloc}, not to {here}. Give the revision's ID instead.")
    return page[1]


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False
