"""The extension loaded in a shell: tracks cells, detects figures and publishes them."""

from __future__ import annotations

import logging
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gofigr._capture.notebook import Notebook, find_notebook, notebook_of_path
from gofigr._capture.seeds import seeds_in
from gofigr._ipython.extension import current_extension, extension_of, remember
from gofigr._notebook.display import DisplayHooks
from gofigr._notebook.page import PageProxy
from gofigr._outbox import default_outbox
from gofigr._publishing.marks import look_of_figure, marks
from gofigr.annotators import notebook_metadata
from gofigr.backends import get_backend
from gofigr.widget import StartupWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from IPython.core.interactiveshell import InteractiveShell

    from gofigr._client.client import GoFigr
    from gofigr._publishing.publisher import Publisher
    from gofigr.models import gf_Analysis, gf_Workspace

_log = logging.getLogger(__name__)

#: Seconds that a figure, in the background, waits for the notebook's page to name the notebook.
_PAGE_LIMIT = 8.0
_NO_NAME = (
    "; couldn't find out which notebook this is: to name it, call "
    'configure(…, notebook_name="…", notebook_path="….ipynb")'
)


class GoFigrExtension:
    """Extension of a shell. `get_extension()` returns it."""

    def __init__(self, shell: InteractiveShell) -> None:
        self.shell = shell
        #: IPython's information about the running cell; None before the first cell.
        self.cell: Any = None
        self.publisher: Publisher | None = None
        self.auto_publish = False
        self.notebook: Notebook | None = None
        self.page_url: str | None = None
        #: Random seeds set by cells, newest last.
        self.seeds: dict[str, object] = {}
        self._startup: StartupWidget | None = None
        self._connection = ""
        self._found = threading.Event()
        self._hooks = DisplayHooks(self)

    # -- loading --

    def register_hooks(self) -> None:
        """Listens to cells and output."""
        self.shell.events.register("pre_run_cell", self.pre_run_cell)
        self._hooks.install()

    def unregister(self) -> None:
        """Undoes `register_hooks`."""
        try:
            self.shell.events.unregister("pre_run_cell", self.pre_run_cell)
        except ValueError:
            _log.debug("wasn't registered")
        self._hooks.remove()

    def pre_run_cell(self, info: object) -> None:
        """Runs before each cell. IPython calls it."""
        self.cell = info
        self.seeds.update(seeds_in(getattr(info, "raw_cell", "") or ""))

    # -- settings --

    @property
    def is_ready(self) -> bool:
        """Whether `configure` was called."""
        return self.publisher is not None

    @property
    def gf(self) -> GoFigr:
        """The client."""
        return self.ready_publisher().gf

    @property
    def analysis(self) -> gf_Analysis:
        """Analysis of the figures. Asks the server."""
        return self.ready_publisher().analysis

    @property
    def workspace(self) -> gf_Workspace:
        """Workspace of the figures. Asks the server."""
        return self.ready_publisher().workspace

    def ready_publisher(self) -> Publisher:
        """Returns the publisher. Raises `RuntimeError` before `configure`."""
        if self.publisher is None:
            raise RuntimeError("GoFigr isn't configured yet. Please call configure() first.")
        return self.publisher

    def check_config(self) -> None:
        """Raises `RuntimeError` before `configure`."""
        self.ready_publisher()

    def configure(
        self, publisher: Publisher, *, auto_publish: bool, notebook_name: str | None, notebook_path: str | None
    ) -> None:
        """Uses this publisher from now on."""
        self.publisher = publisher
        self.auto_publish = auto_publish
        if notebook_name is not None or notebook_path is not None:
            path = notebook_path or f"{notebook_name}"
            named = notebook_of_path(path, "configure")
            self.notebook = Notebook(notebook_name or (named.name if named else path), path, "configure")
            self._found.set()

    def connect(self, *, show: bool) -> None:
        """Finds the notebook and tests the connection in the background. Shows the result."""
        self._connection = f"connecting to {self.ready_publisher().gf.service_url} …"
        self._startup = StartupWidget(self) if show else None
        if self._startup is not None:
            self._startup.show()
        if not self._found.is_set():
            self._find_notebook()
        threading.Thread(target=self._connect, name="gofigr-notebook", daemon=True).start()

    def _find_notebook(self) -> bool:
        """Asks the finders that answer at once."""
        return self._set_notebook(find_notebook(self.shell.user_ns, quick=True))

    def _set_notebook(self, notebook: Notebook | None) -> bool:
        if notebook is None:
            return False
        self.notebook = notebook.located(Path.cwd())
        self._found.set()
        return True

    def _connect(self) -> None:
        self._connection = self._greeting()
        self._update_startup()
        if self._found.is_set():
            self._find_analysis()
            return
        if not self._set_notebook(find_notebook(self.shell.user_ns)) and self._startup is not None:
            self.page_url, notebook = PageProxy(self.ready_publisher().gf, self._startup).ask(_PAGE_LIMIT)
            self._set_notebook(notebook)
        self._found.set()
        self._find_analysis()
        if self.notebook is None:
            self._connection += _NO_NAME
            self._update_startup()

    def _find_analysis(self) -> None:
        publisher = self.ready_publisher()
        # Without the start-up line, the analysis is not created before the first figure.
        is_announced = self._startup is not None
        if (
            is_announced
            and publisher.destination.is_named_after_notebook
            and publisher.destination.connection_problem is None
        ):
            _quietly(publisher.find_analysis)

    def _update_startup(self) -> None:
        if self._startup is not None:
            _quietly(self._startup.update)

    def _greeting(self) -> str:
        publisher = self.ready_publisher()
        publisher.destination.connected.wait()
        if publisher.destination.connection_problem is not None:
            reason = _first_line(publisher.destination.connection_problem)
            return f"not connected: {reason} Figures are kept on this computer and sent later."
        left = len(default_outbox().waiting())
        more = f"; sending {left} figures of an earlier session" if left else ""
        return f"connected to {publisher.gf.service_url} as {publisher.gf.username}{more}"

    def connection_status(self) -> str:
        """Describes the state of the connection to the server."""
        return self._connection

    # -- the cell and the notebook --

    @property
    def cell_id(self) -> str | None:
        """ID of the running cell, if the front end gives cells an ID."""
        given = getattr(self.cell, "cell_id", None)
        if given is not None:
            return str(given)
        parent = getattr(self.shell, "parent_header", None) or {}
        found = parent.get("metadata", {}).get("cellId") if isinstance(parent, dict) else None
        return None if found is None else str(found)

    @property
    def cell_code(self) -> str | None:
        """Code of the running cell, also of the one that loaded the extension."""
        code = getattr(self.cell, "raw_cell", None)
        if code is None:
            cells = self.history()
            code = cells[-1] if cells else None
        return code

    def history(self) -> list[str]:
        """Returns the code of all cells of this session. The first is empty, as in IPython's `In`."""
        manager = getattr(self.shell, "history_manager", None)
        return [] if manager is None else list(manager.input_hist_raw)

    @property
    def notebook_metadata(self) -> dict[str, Any]:
        """Returns the metadata of the notebook that are known now."""
        return notebook_metadata(self.notebook, self.page_url)

    def wait_for_notebook_metadata(self) -> dict[str, Any]:
        """Returns the metadata of the notebook after all finders have been asked."""
        self._found.wait(2 * _PAGE_LIMIT)
        return self.notebook_metadata

    # -- figures --

    def on_figure(self, fig: object, show_plainly: Callable[[], None]) -> None:
        """Handles a figure that is about to be shown. `show_plainly` shows it without GoFigr."""
        publisher = self.publisher
        mark = marks.of(fig)
        if publisher is None or not self.auto_publish or mark.is_suppressed:
            show_plainly()
            return
        try:
            backend = get_backend(fig, publisher.backends)
            if mark.published is not None and mark.published == look_of_figure(fig, backend):
                # The figure is unchanged, so it isn't published again. In the same cell it is already shown.
                if mark.execution != self.shell.execution_count:
                    publisher.show_again(fig, show_plainly)
                return
            publisher.publish(fig, backend=backend)
        except Exception as error:
            if publisher.sync:
                raise
            _log.debug("not published", exc_info=True)
            print(f"GoFigr: this figure was not published: {_first_line(error)}", file=sys.stderr)  # noqa: T201
            show_plainly()


def load_extension(shell: InteractiveShell) -> GoFigrExtension:
    """Loads the extension into a shell. Loading it again keeps the configuration."""
    found = extension_of(shell)
    if isinstance(found, GoFigrExtension):
        return found
    loaded = GoFigrExtension(shell)
    remember(loaded)
    loaded.register_hooks()
    return loaded


def loaded_extension() -> GoFigrExtension | None:
    """Returns the extension of the running shell. None if it isn't loaded."""
    found = current_extension()
    return found if isinstance(found, GoFigrExtension) else None


def _first_line(error: Exception) -> str:
    text = str(error).strip().splitlines()
    return text[0][:300] if text else type(error).__name__


def _quietly(function: Callable[[], None]) -> None:
    try:
        function()
    except Exception:  # noqa: BLE001 -- the widget is only information
        _log.debug("%s failed", function, exc_info=True)
