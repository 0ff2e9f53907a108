"""Asks the notebook's page in the browser for its path, through the server, if the kernel can't find it out."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from gofigr._capture.notebook import Notebook, notebook_of_path

if TYPE_CHECKING:
    from gofigr._client.client import GoFigr
    from gofigr._ipython.widgets import WidgetBase

_POLL_SECONDS = 0.25

# The page can't talk to the kernel, but both can talk to the server.
_SCRIPT = """(function () {
  var tab = document.querySelector("li[data-type='document-title'][aria-selected='true']");
  fetch(%s, {
    method: "POST",
    headers: {"Content-Type": "application/json", "Accept": "application/json"},
    credentials: "omit",
    body: JSON.stringify({metadata: {url: document.URL, active_tab_title: tab ? tab.getAttribute("title") : null}})
  }).catch(function () {});
})();"""


class PageProxy:
    """A question to the page."""

    def __init__(self, gf: GoFigr, widget: WidgetBase) -> None:
        self._gf = gf
        self._widget = widget

    def ask(self, seconds: float) -> tuple[str | None, Notebook | None]:
        """Returns the page's address without secrets, and its notebook. Waits at most `seconds`."""
        try:
            proxy = self._gf.MetadataProxy(expiry=None).create()
            if not self._widget.run_script(_SCRIPT % json.dumps(f"{self._gf.api_url}metadata/{proxy.token}")):
                return None, None
            deadline = time.monotonic() + seconds
            while time.monotonic() < deadline:
                time.sleep(_POLL_SECONDS)
                proxy.fetch()
                if proxy.metadata:
                    return _understood(proxy.metadata)
        except (RuntimeError, OSError, ValueError):
            return None, None
        finally:
            # Removes the script from the saved notebook.
            self._widget.update()
        return None, None


def _understood(metadata: dict[str, object]) -> tuple[str | None, Notebook | None]:
    url = str(metadata.get("url") or "")
    title = str(metadata.get("active_tab_title") or "")
    for line in title.splitlines():
        # The title of JupyterLab's tab holds `Name: …` and `Path: …`.
        if line.startswith("Path: "):
            return _plain(url), notebook_of_path(line.removeprefix("Path: "), "page")
    path = unquote(urlsplit(url).path)
    return _plain(url), notebook_of_path(path, "page") if path.endswith(".ipynb") else None


def _plain(url: str) -> str | None:
    """Removes the query from an address, because Jupyter puts its token there."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}" if parts.scheme else None
