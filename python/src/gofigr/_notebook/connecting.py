"""Finds out which notebook this is and tests the connection, in the background."""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from gofigr._capture.notebook import Notebook, find_notebook, notebook_of_path
from gofigr._notebook.memory import Remembered, remembered
from gofigr._notebook.page import PageProxy
from gofigr._outbox import default_outbox
from gofigr.annotators import notebook_metadata
from gofigr.widget import StartupWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from IPython.core.interactiveshell import InteractiveShell

    from gofigr._publishing.publisher import Publisher

_log = logging.getLogger(__name__)

#: Seconds that a figure, in the background, waits for the notebook's page to name the notebook.
_PAGE_LIMIT = 8.0
#: Longest time in seconds that a cell with `configure` takes if a program runs the notebook.
_CONNECT_LIMIT = 30.0
_NO_NAME = (
    "; couldn't find out which notebook this is: to name it, call "
    'configure(…, notebook_name="…", notebook_path="….ipynb")'
)


class _Session(Protocol):
    """The extension."""

    shell: InteractiveShell
    publisher: Publisher | None
    is_batch: bool

    def ready_publisher(self) -> Publisher:
        """Returns the publisher. Raises `RuntimeError` before `configure`."""


class Connecting:
    """The notebook and the state of the connection, as far as they are known."""

    def __init__(self, session: _Session) -> None:
        self._session = session
        self.notebook: Notebook | None = None
        #: The analysis that the notebook had before, perhaps under another name.
        self.remembered: Remembered | None = None
        self._page_url: str | None = None
        self._startup: StartupWidget | None = None
        self._connection = ""
        self._found = threading.Event()

    def name_notebook(self, name: str | None, path: str) -> None:
        """Takes the notebook's name and path from the user."""
        named = notebook_of_path(path, "configure")
        self.notebook = Notebook(name or (named.name if named else path), path, "configure")
        self.remembered = None
        self._found.set()

    def start(self, *, show: bool) -> Callable[[], None]:
        """Begins, and shows the result if wanted. Returns what waits for the end if a program runs the notebook."""
        self._connection = f"connecting to {self._session.ready_publisher().gf.service_url} …"
        self._startup = StartupWidget(self) if show else None
        if self._startup is not None:
            self._startup.show()
        if not self._found.is_set():
            self._find_notebook()
        connecting = threading.Thread(target=self._connect, name="gofigr-notebook", daemon=True)
        connecting.start()

        def finish() -> None:
            connecting.join(_CONNECT_LIMIT)
            self._update_startup()

        return finish

    def _find_notebook(self) -> bool:
        """Asks the finders that answer at once."""
        return self._set_notebook(find_notebook(self._session.shell.user_ns, quick=True))

    def _set_notebook(self, notebook: Notebook | None) -> bool:
        if notebook is None:
            return False
        self.notebook = notebook.located(Path.cwd())
        self.remembered = remembered(self.notebook, default_outbox().spool.folder)
        self._found.set()
        return True

    def _connect(self) -> None:
        self._connection = self._greeting()
        self._update_startup()
        if self._found.is_set():
            self._find_analysis()
            return
        found = self._set_notebook(find_notebook(self._session.shell.user_ns))
        # A program has no page.
        if not found and self._startup is not None and not self._session.is_batch:
            self._page_url, notebook = PageProxy(self._session.ready_publisher().gf, self._startup).ask(_PAGE_LIMIT)
            self._set_notebook(notebook)
        self._found.set()
        self._find_analysis()
        self._update_startup()

    def _find_analysis(self) -> None:
        publisher = self._session.ready_publisher()
        # Without the start-up line, the analysis is not created before the first figure.
        is_announced = self._startup is not None
        if (
            is_announced
            and publisher.destination.is_named_after_notebook
            and publisher.destination.connection_problem is None
        ):
            quietly(publisher.find_analysis)

    def _update_startup(self) -> None:
        if self._startup is not None:
            quietly(self._startup.update)

    def _greeting(self) -> str:
        publisher = self._session.ready_publisher()
        publisher.destination.connected.wait()
        if publisher.destination.connection_problem is not None:
            reason = first_line_of(publisher.destination.connection_problem)
            return f"not connected: {reason} Figures are kept on this computer and sent later."
        left = len(default_outbox().waiting())
        more = f"; sending {left} figures of an earlier session" if left else ""
        return f"connected to {publisher.gf.service_url} as {publisher.gf.username}{more}"

    def connection_status(self) -> str:
        """Describes the state of the connection to the server."""
        is_unknown = self._found.is_set() and self.notebook is None
        publisher = self._session.publisher
        is_named_after_it = publisher is not None and publisher.destination.is_named_after_notebook
        note = self.remembered.note if self.remembered is not None and is_named_after_it else ""
        return f"{self._connection}{_NO_NAME if is_unknown else ''}{f'; {note}' if note else ''}"

    def notebook_metadata(self) -> dict[str, Any]:
        """Returns the metadata of the notebook that are known now."""
        return notebook_metadata(self.notebook, self._page_url)

    def wait_for_notebook_metadata(self) -> dict[str, Any]:
        """Returns the metadata of the notebook after all finders have been asked."""
        self._found.wait(2 * _PAGE_LIMIT)
        return self.notebook_metadata()


def first_line_of(error: Exception) -> str:
    """Returns the first line of an error, shortened."""
    text = str(error).strip().splitlines()
    return text[0][:300] if text else type(error).__name__


def quietly(function: Callable[[], None]) -> None:
    """Calls a function whose failure changes nothing else."""
    try:
        function()
    except Exception:  # noqa: BLE001 -- the widget is only information
        _log.debug("%s failed", function, exc_info=True)
