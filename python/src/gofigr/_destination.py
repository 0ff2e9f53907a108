"""Where figures go: server, account, workspace, analysis."""

from __future__ import annotations

import dataclasses
import logging
import threading
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gofigr._files_used import FilesUsed
from gofigr._outbox import Account, Place, Target, default_outbox
from gofigr._places import ANONYMOUS_FIGURE, UNNAMED_NOTEBOOK, is_notebook_name, place_of
from gofigr._shell import in_ipython
from gofigr.queries import FindByName, NotebookName
from gofigr.utils import is_blank

if TYPE_CHECKING:
    from gofigr.client import GoFigr

_log = logging.getLogger(__name__)

#: What the threads that talk to the server import; Python's own among them when it first resolves a name.
_NEEDED_TO_CONNECT = ("urllib3", "urllib.request", "encodings.idna")


class Destination:
    """The part of a publisher that knows where figures go. Nothing is asked of the server in the user's thread."""

    def __init__(self, gf: GoFigr, workspace: Any, analysis: Any) -> None:
        self.gf = gf
        self.workspace_query = None if is_blank(workspace) else workspace
        self.analysis_query = NotebookName if analysis is None else analysis
        self._files_used = FilesUsed(gf)
        # Files that are read before the analysis is known are versioned later.
        gf._analysis = self.analysis_query
        #: Set once the server has answered, or hasn't.
        self.connected = threading.Event()
        self.connection_problem: Exception | None = None

    @property
    def workspace(self) -> Any:
        """The workspace. Asks the server."""
        return self.gf.find_workspace(self.workspace_query or self.gf.workspace_id)

    @property
    def analysis(self) -> Any:
        """The analysis, made if that was wished. Asks the server."""
        query = self.analysis_query
        if is_notebook_name(query):
            name = self.notebook_name() or UNNAMED_NOTEBOOK
            return self.workspace.get_analysis(name, create=True)
        return self.gf.find_analysis(self.workspace, query)

    def notebook_name(self) -> str | None:
        """What an analysis is called that has the notebook's name: in a script, the script's."""
        main = getattr(__import__("__main__"), "__file__", None)
        return None if main is None or in_ipython() else Path(main).stem

    def account(self) -> Account:
        """Whose figures these are."""
        return Account.of(self.gf.service_url, self.gf.username, self.gf.api_key)

    def connect(self) -> None:
        """Gets ready in the background: who we are, the server's own address, a prefix for short links."""
        if not self.gf._server_info:
            # Else the first link would ask the server for its address, and wait for it.
            self.gf._server_info = {}
        # Here: a process that forks while another thread imports something can't import it any more.
        for module in _NEEDED_TO_CONNECT:
            import_module(module)
        self._send_leftovers()
        threading.Thread(target=self._connect, name="gofigr-connect", daemon=True).start()

    def _connect(self) -> None:
        try:
            self.gf.authenticate()
            default_outbox().sign_in_instead(self.account(), self.gf)
            if not self.gf._server_info:
                self.gf._server_info = self.gf.http.request("GET", "info/", attempts=1, timeout=10.0).json()
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
        self.gf._analysis = self.gf.Analysis(api_id=found)
        self._files_used.version_deferred()

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

    def target(self, title: str | None, query: Any, *, auto_assign: bool) -> Target:
        """Where a figure of this title goes, unless the user names a figure or lets the server pick one."""
        figure = Place("name", title or ANONYMOUS_FIGURE, create=True) if query is None else place_of(query)
        return Target(
            workspace=self._workspace_place(),
            analysis=self._analysis_place(),
            figure=None if auto_assign else figure,
        )

    def _analysis_place(self) -> Place:
        if is_notebook_name(self.analysis_query):
            return Place("name", self.notebook_name() or UNNAMED_NOTEBOOK, create=True)
        return place_of(self.analysis_query)

    @property
    def is_named_after_notebook(self) -> bool:
        """Whether the analysis has the name of the notebook."""
        return is_notebook_name(self.analysis_query)

    def retarget(self, target: Target) -> Target:
        """The target with what is known of the notebook now, if nothing was known when the figure was published."""
        if self.is_named_after_notebook and target.analysis.value == UNNAMED_NOTEBOOK:
            return dataclasses.replace(target, analysis=self._analysis_place())
        return target

    def final_target(self, target: Target) -> Target:
        """The target once the notebook's name is known. Called in the background, and may wait."""
        return self.retarget(target)
