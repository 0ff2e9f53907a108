"""Destination of figures: server, account, workspace, analysis."""

from __future__ import annotations

import dataclasses
import logging
import os
import threading
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from gofigr._client.queries import ApiId, FindByName, NotebookName, is_notebook_name
from gofigr._ipython.shell import in_ipython
from gofigr._outbox import Account, ObjectRef, Target, default_outbox
from gofigr._publishing.resuming import resumed
from gofigr.http.by_name import shortened
from gofigr.utils import is_blank, try_parse_uuid4

if TYPE_CHECKING:
    from gofigr._client.client import GoFigr
    from gofigr._client.queries import AnalysisQuery, Query
    from gofigr.models import gf_Analysis, gf_Workspace

_log = logging.getLogger(__name__)

#: Modules that the sending threads import, with those that Python imports when it first resolves a host name.
_NEEDED_TO_CONNECT = ("urllib3", "urllib.request", "encodings.idna")


#: Longest time in seconds that the first figure waits for a short link.
FIRST_LINK_LIMIT = 1.0
#: Name of a figure without a title, as in the published package.
ANONYMOUS_FIGURE = "Anonymous Figure"
#: Name of an analysis that is named after a notebook whose name is unknown.
UNNAMED_NOTEBOOK = "Unnamed notebook"


class NotebookNaming(Protocol):
    """Names an analysis after the notebook."""

    def name(self) -> str | None:
        """Returns the name, if it is known."""

    def wait(self) -> None:
        """Waits until the name is known or can't be found."""


class ScriptNaming:
    """Names an analysis after the script."""

    def name(self) -> str | None:
        """Returns the script's name. None in IPython or if there is no script."""
        main = getattr(__import__("__main__"), "__file__", None)
        return None if main is None or in_ipython() else Path(main).stem

    def wait(self) -> None:
        """Returns at once, because the name is always known."""


class Destination:
    """Destination of a publisher's figures. Sends no request in the user's thread."""

    def __init__(self, gf: GoFigr, workspace: Query, analysis: AnalysisQuery, notebook: NotebookNaming) -> None:
        self.gf = gf
        self._process = os.getpid()
        self.workspace_query = None if is_blank(workspace) else workspace
        self.analysis_query = NotebookName if analysis is None else analysis
        self._notebook = notebook
        # Files read before the analysis is known are versioned later.
        gf.files.analysis = self.analysis_query
        #: Set when short links can be made, or can't be made for now.
        self.links = threading.Event()
        #: Set when the server has answered or the attempt has failed.
        self.connected = threading.Event()
        self.connection_problem: Exception | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles what was asked for. Another process has another name of the script, and no notebook."""
        workspace, analysis = (
            one if one is None or isinstance(one, str | ApiId | FindByName) else ApiId(ref_of(one).value)
            for one in (self.workspace_query, self._named_analysis())
        )
        return _connected, (self.gf, workspace, analysis)

    def _named_analysis(self) -> Query:
        if is_notebook_name(self.analysis_query):
            return FindByName(self._notebook.name() or UNNAMED_NOTEBOOK, create=True)
        return self.analysis_query

    @property
    def workspace(self) -> gf_Workspace:
        """The workspace. Asks the server."""
        return self.gf.find_workspace(self.workspace_query or self.gf.workspace_id)

    @property
    def analysis(self) -> gf_Analysis:
        """The analysis, which may be created. Asks the server."""
        query = self.analysis_query
        if is_notebook_name(query):
            name = self._notebook.name() or UNNAMED_NOTEBOOK
            return self.workspace.get_analysis(name, create=True)
        return self.gf.find_analysis(self.workspace, query)

    def account(self) -> Account:
        """Returns the account of the figures."""
        return Account.of(self.gf.service_url, self.gf.username, self.gf.api_key)

    def connect(self) -> None:
        """Prepares in the background: username, the server's public address, a prefix for short links."""
        # Otherwise the first link would wait for the server's answer.
        self.gf.server.ask_later()
        # Imported here: after a fork during another thread's import, the child can't import that module.
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
            self.links.set()
            if not self.is_named_after_notebook:
                self.find_analysis()
        except Exception as error:  # noqa: BLE001 -- notebooks show it; sending reports it again
            _log.debug("not connected", exc_info=True)
            self.connection_problem = error
        finally:
            self.links.set()
            self.connected.set()

    def can_make_short_link(self) -> bool:
        """Tells whether a short link can be made now. The first figure waits for a moment, because all links are printed."""
        if self._process != os.getpid():
            # A worker that was forked needs a prefix of its own.
            self._process, self.links, self.connected = os.getpid(), threading.Event(), threading.Event()
            self.connect()
        if not self.gf.short_ids.is_reserved:
            self.links.wait(FIRST_LINK_LIMIT)
            # Later figures don't wait again.
            self.links.set()
        return self.gf.short_ids.is_reserved

    def find_analysis(self) -> None:
        """Finds or creates the analysis. Then versions the files that were read before."""
        target = Target(self._workspace_ref(), self._analysis_ref(), None)
        found = default_outbox().lane(self.account(), self.gf).analysis(target)
        self.gf.files.analysis = self.gf.Analysis(api_id=found)
        self.gf.files.version_deferred()

    def _workspace_ref(self) -> ObjectRef:
        query = self.workspace_query or self.gf.workspace_id
        if query is None:
            return ObjectRef("default")
        # A plain name creates analyses and figures but no workspace, because the name may be misspelled.
        return dataclasses.replace(ref_of(query), create=isinstance(query, FindByName) and query.create)

    def _send_leftovers(self) -> None:
        outbox = default_outbox()
        outbox.resume = resumed
        try:
            outbox.lane(self.account(), self.gf).look_for_leftovers()
        except OSError:
            _log.debug("no leftovers", exc_info=True)

    def target(self, title: str | None, query: Query, *, auto_assign: bool) -> Target:
        """Returns the target of a figure: the given figure, the one of its title, or the server's choice."""
        named = ObjectRef("name", shortened(title or ANONYMOUS_FIGURE), create=True)
        figure = named if query is None else ref_of(query)
        return Target(
            workspace=self._workspace_ref(),
            analysis=self._analysis_ref(),
            figure=None if auto_assign else figure,
        )

    def _analysis_ref(self) -> ObjectRef:
        if is_notebook_name(self.analysis_query):
            return ObjectRef("name", self._notebook.name() or UNNAMED_NOTEBOOK, create=True)
        return ref_of(self.analysis_query)

    @property
    def is_named_after_notebook(self) -> bool:
        """Tells whether the analysis is named after the notebook."""
        return is_notebook_name(self.analysis_query)

    def final_target(self, target: Target) -> Target:
        """Returns the target with the notebook's name. Called in the background; it may wait."""
        if self.is_named_after_notebook:
            self._notebook.wait()
        if self.is_named_after_notebook and target.analysis.value == UNNAMED_NOTEBOOK:
            return dataclasses.replace(target, analysis=self._analysis_ref())
        return target


def _connected(gf: GoFigr, workspace: Query, analysis: Query) -> Destination:
    destination = Destination(gf, workspace, analysis, ScriptNaming())
    destination.connect()
    return destination


def ref_of(query: object) -> ObjectRef:
    """Returns a reference for an object, an ID, `ApiId`, `FindByName` or a plain name, which may be created.

    Raises `ValueError` for anything else.
    """
    if isinstance(query, ApiId):
        return ObjectRef("id", query.api_id)
    if isinstance(query, FindByName):
        return ObjectRef("name", shortened(query.name), query.description, query.create)
    if isinstance(query, str):
        return (
            ObjectRef("id", query)
            if try_parse_uuid4(query) is not None
            else ObjectRef("name", shortened(query), create=True)
        )
    api_id = getattr(query, "api_id", None)
    if isinstance(api_id, str):
        return ObjectRef("id", api_id)
    raise ValueError(f"Unsupported query type {query!r}")
