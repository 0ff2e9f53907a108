"""Publishes figures: draws them, notes what they were made by, and sends them in the background."""

from __future__ import annotations

import logging
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gofigr._destination import Destination
from gofigr._drawing import Drawing
from gofigr._looks import look_of_drawing
from gofigr._marks import is_published, is_suppressed, marks, suppress
from gofigr._outbox import Job, Parcel, Target, default_outbox
from gofigr._parts import PartsOf
from gofigr._places import ANONYMOUS_FIGURE
from gofigr._published import new_revision
from gofigr._shell import current_shell, in_ipython
from gofigr._showing import picture_options, show_drawing, show_picture
from gofigr.annotators import (
    DEFAULT_ANNOTATORS,
    Annotator,
    BackendAnnotator,
    CellCodeAnnotator,
    CellIdAnnotator,
    EnvironmentAnnotator,
    GitAnnotator,
    HistoryAnnotator,
    IPythonAnnotator,
    NotebookMetadataAnnotator,
    PipFreezeAnnotator,
    ScriptAnnotator,
    SystemAnnotator,
)
from gofigr.backends import GoFigrBackend, get_backend
from gofigr.backends.matplotlib import MatplotlibBackend
from gofigr.backends.plotly import PlotlyBackend
from gofigr.backends.plotnine import PlotnineBackend
from gofigr.client import GoFigr
from gofigr.queries import NotebookName
from gofigr.watermarks import DefaultWatermark, Watermark
from gofigr.widget import DetailedWidget, updater

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

_log = logging.getLogger(__name__)

DEFAULT_BACKENDS: tuple[type[GoFigrBackend], ...] = (PlotnineBackend, MatplotlibBackend, PlotlyBackend)


def infer_figure_and_backend(
    fig: Any, backend: GoFigrBackend | None, enabled_backends: Iterable[GoFigrBackend]
) -> tuple[Any, GoFigrBackend]:
    """The figure and what drew it; the current figure where none is given. Raises `ValueError` where there is none."""
    backends = list(enabled_backends)
    if fig is not None:
        return fig, backend or get_backend(fig, backends)
    for one in [backend] if backend is not None else backends:
        found = one.get_default_figure(silent=True)
        if found is not None:
            return found, one
    raise ValueError("There is no current figure. Please say which one to publish.")


class Publisher(Destination):
    """Publishes figures to one analysis."""

    def __init__(
        self,
        gf: GoFigr | None = None,
        workspace: Any = None,
        analysis: Any = None,
        annotators: Sequence[Annotator | type[Annotator]] | None = None,
        backends: Sequence[GoFigrBackend | type[GoFigrBackend]] | None = None,
        watermark: Watermark | None = None,
        show_watermark: bool = True,
        image_formats: Sequence[str] = ("png", "eps", "svg"),
        interactive: bool = True,
        default_metadata: Mapping[str, Any] | None = None,
        clear: bool = False,
        save_pickle: bool = True,
        widget_class: type[Any] | None = DetailedWidget,
        auto_assign: bool = False,
        sync: bool = False,
    ) -> None:
        """Nothing is asked of the server here; an analysis that is to be found or made is so when a figure is sent.

        `clear` closes figures once they are published; `sync` waits for the server, and raises what goes wrong.
        """
        super().__init__(gf if gf is not None else GoFigr(authenticate=False), workspace, analysis)
        self.annotators = [
            one() if isinstance(one, type) else one
            for one in (DEFAULT_ANNOTATORS if annotators is None else annotators)
        ]
        self.backends = [
            one() if isinstance(one, type) else one for one in (DEFAULT_BACKENDS if backends is None else backends)
        ]
        self.watermark = watermark if watermark is not None else DefaultWatermark()
        self.show_watermark = show_watermark
        self.image_formats = tuple(image_formats)
        self.interactive = interactive
        self.default_metadata = dict(default_metadata or {})
        self.clear = clear
        self.save_pickle = save_pickle
        self.widget_class = widget_class
        self.auto_assign = auto_assign
        self.sync = sync
        self.connect()

    def annotate(self, rev: Any, annotators: Iterable[Annotator] | None = None) -> Any:
        """Runs the annotators on a revision; gives it."""
        for annotator in self.annotators if annotators is None else annotators:
            annotator.annotate(rev)
        return rev

    def publish(
        self,
        fig: Any = None,
        target: Any = None,
        dataframes: Mapping[str, Any] | None = None,
        metadata: Mapping[str, Any] | None = None,
        backend: GoFigrBackend | None = None,
        image_options: Mapping[str, Any] | None = None,
        suppress_display: Callable[[], None] | None = None,
        files: Any = None,
        annotators: Sequence[Annotator | type[Annotator]] | None = None,
        auto_assign: bool | None = None,
        sync: bool | None = None,
    ) -> Any:
        """Publishes a figure, the current one where none is given; gives its revision.

        The revision has its IDs and links at once; `revision.wait()` waits until the server has it. `target` is a
        figure, its ID or `FindByName`; else the figure's title decides. `dataframes` and `files` are published with
        it: files as a list of paths, or by name. `image_options` go to the plotting library.
        """
        fig, backend = infer_figure_and_backend(fig, backend, self.backends)
        waits = self.sync if sync is None else sync
        revision = new_revision(self.gf, {**self.default_metadata, **(metadata or {})})
        revision.backend = backend
        if waits or self.gf.short_ids.is_reserved:
            revision.short_id = self.gf.make_short_id()
        drawing = Drawing(
            *(backend, fig, revision, self.watermark, self.image_formats),
            options=dict(image_options or {}) or picture_options(backend),
            interactive=self.interactive,
        )
        drawing.draw_now()
        if suppress_display is not None:
            suppress_display()
        self._mark(fig, drawing)
        parts = PartsOf(revision, drawing, dataframes or {}, _named_files(files), self._pickle_name(backend, fig))
        later = self._begin_annotations(revision, annotators)
        parts.collect()
        wants_server_pick = self.auto_assign if auto_assign is None else auto_assign
        parcel = self._parcel(
            revision, parts, self.target(backend.get_title(fig), target, auto_assign=wants_server_pick)
        )
        self._show(drawing, revision, fig)
        job = self._send(parcel, parts, later, revision, waits=waits)
        revision.publish_job = job
        if self.clear:
            backend.close(fig)
        return revision

    def _mark(self, fig: Any, drawing: Drawing) -> None:
        mark = marks.of(fig)
        mark.published = look_of_drawing(drawing)
        mark.picture = drawing.shown() if self.show_watermark else drawing.plain()
        mark.execution = getattr(current_shell(), "execution_count", None)

    def _begin_annotations(
        self, revision: Any, annotators: Sequence[Annotator | type[Annotator]] | None
    ) -> list[Callable[[], None]]:
        chosen = (
            self.annotators if annotators is None else [one() if isinstance(one, type) else one for one in annotators]
        )
        later = []
        for annotator in chosen:
            try:
                rest = annotator.begin(revision)
            except Exception as error:  # noqa: BLE001 -- a note that fails must not keep the figure
                _log.warning("GoFigr: %s failed: %s", type(annotator).__name__, error)
                continue
            if rest is not None:
                later.append(rest)
        return later

    def _parcel(self, revision: Any, parts: PartsOf, target: Target) -> Parcel:
        figure = target.figure
        return Parcel(
            revision=revision.api_id,
            short_id=revision.short_id,
            account=self.account(),
            target=target,
            title=figure.value if figure is not None and figure.kind == "name" else parts.title or ANONYMOUS_FIGURE,
            metadata=parts.metadata(),
            parts=parts.parts(),
            created=datetime.now(timezone.utc).isoformat(),
        )

    def _show(self, drawing: Drawing, revision: Any, fig: Any) -> None:
        if not in_ipython():
            return
        show_drawing(drawing, fig, revision, self.watermark if self.show_watermark else None)

    def _send(
        self, parcel: Parcel, parts: PartsOf, later: list[Callable[[], None]], revision: Any, *, waits: bool
    ) -> Job | None:
        def prepare() -> None:
            for rest in later:
                try:
                    rest()
                except Exception:  # noqa: BLE001 -- a note that fails must not keep the figure
                    _log.debug("an annotator failed", exc_info=True)
            parts.drawing.draw_rest()
            parts.collect()
            parcel.metadata, parcel.parts = parts.metadata(), parts.parts()
            parcel.target = self.final_target(parcel.target)
            # The name is known by now: it tells whose this is when the key is replaced.
            parcel.account = self.account()

        outbox = default_outbox()
        link = self._files_used.linker(parcel, parts.dataframes)
        if waits:
            prepare()
            link()
            revision._take_answer(outbox.send_now(parcel, self.gf))
            revision._is_draft = False
            self._show_widget(revision)
            return None
        job = Job(parcel, prepare, before_send=link)
        revision.publish_job = job
        widget = self._show_widget(revision)
        if widget is not None:
            job.on_change = updater(widget)
        outbox.submit(job, self.gf)
        return job

    def _show_widget(self, revision: Any) -> Any:
        if self.widget_class is None or not in_ipython():
            return None
        widget = self.widget_class(revision)
        try:
            widget.show()
        except Exception:  # noqa: BLE001 -- the figure is published all the same
            _log.debug("the widget can't be shown", exc_info=True)
            return None
        return widget

    def _pickle_name(self, backend: GoFigrBackend, fig: Any) -> str | None:
        return f"{backend.get_title(fig) or 'figure'}.pickle" if self.save_pickle else None

    def show_again(self, fig: Any, show_plainly: Callable[[], None]) -> None:
        """Shows a figure that was published as it is, as it was shown then."""
        picture = marks.of(fig).picture
        if picture is None:
            show_plainly()
        else:
            show_picture(picture)


def _named_files(files: Any) -> dict[str, Any]:
    if files is None:
        return {}
    if hasattr(files, "items"):
        return dict(files.items())
    return {Path(file).name: file for file in files}


# What the published package offers here too, and existing code imports from here.
__all__ = [
    "DEFAULT_ANNOTATORS",
    "DEFAULT_BACKENDS",
    "Annotator",
    "BackendAnnotator",
    "CellCodeAnnotator",
    "CellIdAnnotator",
    "EnvironmentAnnotator",
    "GitAnnotator",
    "GoFigr",
    "GoFigrBackend",
    "HistoryAnnotator",
    "IPythonAnnotator",
    "MatplotlibBackend",
    "NotebookMetadataAnnotator",
    "NotebookName",
    "PipFreezeAnnotator",
    "PlotlyBackend",
    "PlotnineBackend",
    "Publisher",
    "ScriptAnnotator",
    "SystemAnnotator",
    "get_backend",
    "infer_figure_and_backend",
    "is_published",
    "is_suppressed",
    "suppress",
]
