"""The extension loaded in a shell: tracks cells, detects figures and publishes them."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Any

from gofigr._capture.seeds import seeds_in
from gofigr._ipython.extension import current_extension, extension_of, remember
from gofigr._ipython.shell import is_run_by_program
from gofigr._notebook.connecting import Connecting, first_line_of, quietly
from gofigr._notebook.display import DisplayHooks, Shown
from gofigr._notebook.live import CellFigures
from gofigr._publishing.marks import look_of_figure, marks
from gofigr.backends import get_backend

if TYPE_CHECKING:
    from collections.abc import Callable

    from IPython.core.interactiveshell import InteractiveShell

    from gofigr._capture.notebook import Notebook
    from gofigr._client.client import GoFigr
    from gofigr._notebook.memory import Remembered
    from gofigr._publishing.output import Output
    from gofigr._publishing.publisher import Publisher
    from gofigr._publishing.showing import Showing
    from gofigr.models import gf_Analysis, gf_Workspace

_log = logging.getLogger(__name__)


class GoFigrExtension:
    """Extension of a shell. `get_extension()` returns it."""

    def __init__(self, shell: InteractiveShell) -> None:
        self.shell = shell
        #: IPython's information about the running cell; None before the first cell.
        self.cell: Any = None
        self.publisher: Publisher | None = None
        self.auto_publish = False
        #: Random seeds set by cells, newest last.
        self.seeds: dict[str, object] = {}
        self.is_batch = False
        self.at_cell_end: list[Callable[[], None]] = []
        self._connecting = Connecting(self)
        self._hooks = DisplayHooks(self)
        self._figures = CellFigures()

    # -- loading --

    def register_hooks(self) -> None:
        """Listens to cells and output."""
        self.is_batch = is_run_by_program()
        self.shell.events.register("pre_run_cell", self.pre_run_cell)
        self.shell.events.register("post_run_cell", self.post_run_cell)
        self._hooks.install()

    def unregister(self) -> None:
        """Undoes `register_hooks`."""
        for event, function in (("pre_run_cell", self.pre_run_cell), ("post_run_cell", self.post_run_cell)):
            try:
                self.shell.events.unregister(event, function)
            except ValueError:
                _log.debug("wasn't registered")
        self._hooks.remove()

    def pre_run_cell(self, info: object) -> None:
        """Runs before each cell. IPython calls it."""
        self.cell = info
        self.is_batch = is_run_by_program()
        self.at_cell_end.clear()
        self._figures.begin()
        self.seeds.update(seeds_in(getattr(info, "raw_cell", "") or ""))

    def post_run_cell(self, _: object) -> None:
        """Runs after each cell. If a program runs the notebook, ends the cell when its output is final."""
        self._figures.end()
        waiting, self.at_cell_end = self.at_cell_end, []
        if self.is_batch:
            for finish in waiting:
                quietly(finish)

    # -- settings --

    @property
    def is_ready(self) -> bool:
        """Tells whether `configure` was called."""
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
            self._connecting.name_notebook(notebook_name, notebook_path or f"{notebook_name}")

    def connect(self, *, show: bool) -> None:
        """Finds the notebook and tests the connection in the background. Shows the result."""
        self.at_cell_end.append(self._connecting.start(show=show))

    def connection_status(self) -> str:
        """Describes the state of the connection to the server."""
        return self._connecting.connection_status()

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
    def notebook(self) -> Notebook | None:
        """The notebook, as far as it is known."""
        return self._connecting.notebook

    @property
    def remembered(self) -> Remembered | None:
        """The analysis that the notebook had before, perhaps under another name."""
        return self._connecting.remembered

    @property
    def notebook_metadata(self) -> dict[str, Any]:
        """Returns the metadata of the notebook that are known now."""
        return self._connecting.notebook_metadata()

    def wait_for_notebook_metadata(self) -> dict[str, Any]:
        """Returns the metadata of the notebook after all finders have been asked."""
        return self._connecting.wait_for_notebook_metadata()

    # -- figures --

    def on_figure(self, fig: object, output: Output) -> Shown:
        """Handles a figure that is about to be shown by this output. Returns what is shown instead."""
        publisher = self.publisher
        mark = marks.of(fig)
        if publisher is None or not self.auto_publish or mark.is_suppressed:
            return Shown(output)
        try:
            backend = get_backend(fig, publisher.backends)
            if mark.published is not None and mark.published == look_of_figure(fig, backend, output):
                # The figure is unchanged, so it isn't published again.
                is_shown = mark.published_by_hand == self.shell.execution_count
                return Shown(None) if is_shown else Shown(mark.shown or output)
            showing = publisher.publish_shown(fig, backend, output if backend.is_static(fig) else None)
            shown = showing.output()
            if shown is None:
                showing.show_figure()
            return Shown(shown, showing)
        except Exception as error:
            if publisher.sync:
                raise
            _log.debug("not published", exc_info=True)
            print(f"GoFigr: this figure was not published: {first_line_of(error)}", file=sys.stderr)  # noqa: T201
            return Shown(output)

    def on_shown(self, showing: Showing, *, is_update: bool) -> None:
        """Shows the line below a figure that was published and is shown now."""
        showing.show_line(self._figures.add(showing, is_update=is_update))

    def on_cleared(self) -> None:
        """Notes that the output of the cell is cleared."""
        self._figures.clear()


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
