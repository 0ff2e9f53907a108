"""Shows a published figure in a notebook: its output, and the line below it."""

from __future__ import annotations

import io
import logging
import threading
from typing import TYPE_CHECKING
from uuid import uuid4

from PIL import Image

from gofigr._ipython.display import not_published, show_plainly
from gofigr._ipython.shell import current_shell, in_ipython, is_kernel, shows_lines
from gofigr._outbox import State
from gofigr._publishing.cell_end import finish_with_cell
from gofigr._publishing.marks import marks
from gofigr._publishing.output import Output
from gofigr.widget import updater

if TYPE_CHECKING:
    from collections.abc import Callable

    from gofigr._outbox import Job
    from gofigr._publishing.drawing import Drawing
    from gofigr._publishing.revision import PublishedRevision
    from gofigr.watermarks import Watermark
    from gofigr.widget import RevisionWidgetBase

_log = logging.getLogger(__name__)


class Showing:
    """A published figure that is to be shown."""

    def __init__(
        self,
        drawing: Drawing,
        revision: PublishedRevision,
        watermark: Watermark | None,
        widget_class: type[RevisionWidgetBase] | None,
    ) -> None:
        self.drawing = drawing
        self.revision = revision
        self._watermark = watermark
        self._widget_class = widget_class
        self.widget: RevisionWidgetBase | None = None
        #: ID of the output of the picture, by which it can be replaced.
        self.display_id: str | None = None
        #: Tells whether the ID is the user's, whose code may replace the output.
        self.is_updatable = False
        #: Output with the link to the earlier revision.
        self._relinked: Output | None = None
        self._is_linked = False
        self._lock = threading.Lock()

    @property
    def job(self) -> Job | None:
        """Job that sends the figure."""
        return self.revision.publish_job

    def output(self) -> Output | None:
        """Returns the output with the picture, with its watermark if it has one. None if the figure is interactive."""
        drawing = self.drawing
        if not drawing.backend.is_static(drawing.figure):
            return None
        if drawing.output is not None:
            return drawing.output if self._watermark is None else drawing.output.with_pictures(drawing.marked())
        png = drawing.plain() if self._watermark is None else drawing.shown()
        return None if png is None else _output_of_png(png)

    def show(self) -> None:
        """Shows the figure and the line."""
        if not in_ipython():
            return
        try:
            self.show_figure()
        except Exception:  # noqa: BLE001 -- the figure is published anyway
            _log.debug("the figure can't be shown", exc_info=True)
            show_plainly(self.drawing.figure)
        self.show_line()

    def show_figure(self) -> None:
        """Shows the figure alone. A terminal would show it as text."""
        if not is_kernel():
            return
        drawing, output = self.drawing, self.output()
        if output is not None:
            self.display_id = uuid4().hex
            show_output(output, self.display_id)
        elif drawing.backend.is_interactive(drawing.figure) and not drawing.backend.is_static(drawing.figure):
            if self._watermark is None or drawing.backend.is_live(drawing.figure):
                drawing.backend.show(drawing.figure)
            else:
                backend = drawing.backend
                backend.show(backend.add_interactive_watermark(drawing.figure, self.revision, self._watermark))

    def show_line(self, replaced: Showing | None = None) -> None:
        """Shows the line below the figure, in place of another one if it replaces that figure."""
        if not in_ipython():
            return
        self._show_widget(None if replaced is None else replaced.widget)
        job = self.job
        if job is not None:
            job.on_change = None if self.widget is None else updater(self.widget)
            job.on_same = self._link_to_same
            if job.same is not None:
                self._link_to_same(job)
            if self.widget is not None and job.state is not State.SENDING:
                self.widget.update()
            finish_with_cell(job, self._finish)

    def _finish(self) -> None:
        """Shows the final state again, in the thread of the cell."""
        if self._relinked is not None and self.display_id is not None:
            replace_output(self._relinked, self.display_id)
        if self.widget is not None:
            self.widget.update()

    def _link_to_same(self, job: Job) -> None:
        """Takes the link of the earlier revision that this one equals, also in the picture."""
        with self._lock:
            if self._is_linked or job.same is None:
                return
            self._is_linked = True
            self.revision.take_published(job.same)
            if self._watermark is None:
                return
            self.drawing.mark_again()
            self._relinked = self.output()
            if self._relinked is not None:
                marks.of(self.drawing.figure).shown = self._relinked
                if self.display_id is not None:
                    replace_output(self._relinked, self.display_id)

    def _show_widget(self, replaced: RevisionWidgetBase | None) -> RevisionWidgetBase | None:
        if self._widget_class is None or not shows_lines():
            return None
        widget = self._widget_class(self.revision)
        try:
            if replaced is None:
                widget.show()
            else:
                widget.replace(replaced)
        except Exception:  # noqa: BLE001 -- the figure is published anyway
            _log.debug("the widget can't be shown", exc_info=True)
            return None
        self.widget = widget
        return widget


def _output_of_png(png: bytes) -> Output:
    with Image.open(io.BytesIO(png)) as image:
        text = f"<Figure of {image.width}x{image.height} pixels>"
    return Output({"image/png": png, "text/plain": text}, {})


def show_output(output: Output, display_id: str) -> None:
    """Shows an output of ours."""
    from IPython.display import display  # noqa: PLC0415 -- only if it is loaded

    with not_published():
        display(output.data, metadata=output.metadata, raw=True, display_id=display_id)


def replace_output(output: Output, display_id: str) -> None:
    """Replaces an output that is shown."""
    publish: Callable[..., object] | None = getattr(getattr(current_shell(), "display_pub", None), "publish", None)
    if publish is not None:
        with not_published():
            publish(output.data, output.metadata, transient={"display_id": display_id}, update=True)
