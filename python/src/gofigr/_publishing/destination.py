"""Where figures go: server, account, workspace, analysis."""

from __future__ import annotations

import dataclasses
import logging
import threading
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from gofigr._client.queries import ApiId, FindByName, NotebookName, is_notebook_name
from gofigr._ipython.shell import in_ipython
from gofigr._outbox import Account, Place, Target, default_outbox
from gofigr.utils import is_blank, try_parse_uuid4

if TYPE_CHECKING:
    from gofigr._client.client import GoFigr
    from gofigr._client.queries import AnalysisQuery, Query
    from gofigr.models import gf_Analysis, gf_Workspace

_log = logging.getLogger(__name__)

#: What the threads that talk to the server import; Python's own among them when it first resolves a name.
_NEEDED_TO_CONNECT = ("urllib3", "urllib.request", "encodings.idna")


#: What a figure without a title is called; the published package calls it so.
ANONYMOUS_FIGURE = "Anonymous Figure"
#: What an analysis is called that should have the name of a notebook which nobody knows.
UNNAMED_NOTEBOOK = "Unnamed notebook"


class NotebookNaming(Protocol):
    """Says what an analysis is called that has the notebook's name."""

    def name(self) -> str | None:
        """The name, if it is known by now."""

    def wait(self) -> None:
        """Waits until it is known, or nobody knows it."""


class ScriptNaming:
    """In a script the script's name counts."""

    def name(self) -> str | None:
        """The script's name; None in IPython, and where there is no script."""
        main = getattr(__import__("__main__"), "__file__", None)
        return None if main is None or in_ipython() else Path(main).stem

    def wait(self) -> None:
        """It is known from the start."""


class Destination:
    """Where the figures of one publisher go. Nothing is asked of the server in the user's thread."""

    def __init__(self, gf: GoFigr, workspace: Query, analysis: AnalysisQuery, notebook: NotebookNaming) -> None:
        self.gf = gf
        self.workspace_query = None if is_blank(workspace) else workspace
        self.analysis_query = NotebookName if analysis is None else analysis
        self._notebook = notebook
        # Files that are read before the analysis is known are versioned later.
        gf.files.analysis = self.analysis_query
        #: Set once the server has answered, or hasn't.
        self.connected = threading.Event()
        self.connection_problem: Exception | None = None

    @property
    def workspace(self) -> gf_Workspace:
        """The workspace. Asks the server."""
        return self.gf.find_workspace(self.workspace_query or self.gf.workspace_id)

    @property
    def analysis(self) -> gf_Analysis:
        """The analysis, made if that was wished. Asks the server."""
        query = self.analysis_query
        if is_notebook_name(query):
            name = self._notebook.name() or UNNAMED_NOTEBOOK
            return self.workspace.get_analysis(name, create=True)
        return self.gf.find_analysis(self.workspace, query)

    def account(self) -> Account:
        """Whose figures these are."""
        return Account.of(self.gf.service_url, self.gf.username, self.gf.api_key)

    def connect(self) -> None:
        """Gets ready in the background: who we are, the server's own address, a prefix for short links."""
        # Else the first link would ask the server for its address, and wait for it.
        self.gf.server.ask_later()
        # Here: a process that forks while another thread imports something can't import it any more.
        for module in _NEEDED_TO_CONNECT:
            import_module(module)
        self._send_leftovers()
        threading.Thread(target=self._connect, name="gofigr-connect", daemon=True).start()

    def _connect(self) -> None:
        try:
            self.gf.authenticate()
            default_outbox().sign_in_instead(self.account(), self.gf)
            self.gf.server.learn(self.gf.http)
            self.gf.short_ids.reserve()
            if not self.is_named_after_notebook:
                self.find_analysis()
        except Exception as error:  # noqa: BLE001 -- shown by notebooks; sending finds out by itself
            _log.debug("not connected", exc_info=True)
            self.connection_problem = error
        finally:
            self.connected.set()

    def find_analysis(self) -> None:
        """Finds the analysis, or makes it if that was wished; then versions the files that were read before."""
        target = Target(self._workspace_place(), self._analysis_place(), None)
        found = default_outbox().lane(self.account(), self.gf).analysis(target)
        self.gf.files.analysis = self.gf.Analysis(api_id=found)
        self.gf.files.version_deferred()

    def _workspace_place(self) -> Place:
        query = self.workspace_query or self.gf.workspace_id
        if query is None:
            return Place("default")
        # A name alone makes analyses and figures, as it always has, but no workspace: it may be misspelled.
        return dataclasses.replace(place_of(query), create=isinstance(query, FindByName) and query.create)

    def _send_leftovers(self) -> None:
        try:
            default_outbox().lane(self.account(), self.gf).look_for_leftovers()
        except OSError:
            _log.debug("no leftovers", exc_info=True)

    def target(self, title: str | None, query: Query, *, auto_assign: bool) -> Target:
        """Where a figure of this title goes, unless the user names a figure or lets the server pick one."""
        figure = Place("name", title or ANONYMOUS_FIGURE, create=True) if query is None else place_of(query)
        return Target(
            workspace=self._workspace_place(),
            analysis=self._analysis_place(),
            figure=None if auto_assign else figure,
        )

    def _analysis_place(self) -> Place:
        if is_notebook_name(self.analysis_query):
            return Place("name", self._notebook.name() or UNNAMED_NOTEBOOK, create=True)
        return place_of(self.analysis_query)

    @property
    def is_named_after_notebook(self) -> bool:
        """Whether the analysis has the name of the notebook."""
        return is_notebook_name(self.analysis_query)

    def final_target(self, target: Target) -> Target:
        """The target once the notebook's name is known. Called in the background, and may wait."""
        if self.is_named_after_notebook:
            self._notebook.wait()
        if self.is_named_after_notebook and target.analysis.value == UNNAMED_NOTEBOOK:
            return dataclasses.replace(target, analysis=self._analysis_place())
        return target


def place_of(query: object) -> Place:
    """A place by an object, an ID, `ApiId`, `FindByName`, or a plain name, which is made if there is none.

    Raises `ValueError` for anything else.
    """
    if isinstance(query, ApiId):
        return Place("id", query.api_id)
    if isinstance(query, FindByName):
        return Place("name", query.name, query.description, query.create)
    if isinstance(query, str):
        return Place("id", query) if try_parse_uuid4(query) is not None else Place("name", query, create=True)
    api_id = getattr(query, "api_id", None)
    if isinstance(api_id, str):
        return Place("id", api_id)
    raise ValueError(f"Unsupported query type {query!r}")
