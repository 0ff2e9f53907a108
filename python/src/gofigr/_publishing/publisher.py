"""Publishes figures: draws them, annotates them and sends them in the background."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from gofigr._client.client import GoFigr
from gofigr._files.used import UsedFiles
from gofigr._ipython.shell import current_shell, in_ipython
from gofigr._outbox import Job, Parcel, default_outbox
from gofigr._publishing.destination import ANONYMOUS_FIGURE, Destination, ScriptNaming
from gofigr._publishing.drawing import Drawing
from gofigr._publishing.marks import look_of_drawing, marks
from gofigr._publishing.parts import PartsOf
from gofigr._publishing.revision import PublishedRevision, new_revision
from gofigr._publishing.showing import picture_options, show_drawing, show_picture
from gofigr.annotators import DEFAULT_ANNOTATORS, Annotator
from gofigr.backends import GoFigrBackend, get_backend
from gofigr.backends.matplotlib import MatplotlibBackend
from gofigr.backends.plotly import PlotlyBackend
from gofigr.backends.plotnine import PlotnineBackend
from gofigr.http.notices import show_notice
from gofigr.watermarks import DefaultWatermark, Watermark
from gofigr.widget import DetailedWidget, RevisionWidgetBase, updater

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterable, Sequence
    from os import PathLike

    import pandas as pd

    from gofigr._client.queries import AnalysisQuery, Query
    from gofigr._outbox import Target
    from gofigr._publishing.destination import NotebookNaming
    from gofigr._publishing.parts import File
    from gofigr.models import gf_Analysis, gf_Revision, gf_Workspace


_log = logging.getLogger(__name__)

DEFAULT_BACKENDS: tuple[type[GoFigrBackend], ...] = (PlotnineBackend, MatplotlibBackend, PlotlyBackend)


def infer_figure_and_backend(
    fig: object, backend: GoFigrBackend | None, enabled_backends: Iterable[GoFigrBackend]
) -> tuple[Any, GoFigrBackend]:
    """Returns the figure, by default the current one, and its backend. Raises `ValueError` if there is none."""
    backends = list(enabled_backends)
    if fig is not None:
        return fig, backend or get_backend(fig, backends)
    for one in [backend] if backend is not None else backends:
        found = one.get_default_figure(silent=True)
        if found is not None:
            return found, one
    raise ValueError("There is no current figure. Please pass the figure to publish.")


class Publisher:
    """Publishes figures to one analysis."""

    #: Finds the name of the notebook.
    naming: ClassVar[type[NotebookNaming]] = ScriptNaming

    def __init__(
        self,
        gf: GoFigr | None = None,
        workspace: Query = None,
        analysis: AnalysisQuery = None,
        annotators: Sequence[Annotator | type[Annotator]] | None = None,
        backends: Sequence[GoFigrBackend | type[GoFigrBackend]] | None = None,
        watermark: Watermark | None = None,
        show_watermark: bool = True,
        image_formats: Sequence[str] = ("png", "eps", "svg"),
        interactive: bool = True,
        default_metadata: Mapping[str, Any] | None = None,
        clear: bool = False,
        save_pickle: bool = True,
        widget_class: type[RevisionWidgetBase] | None = DetailedWidget,
        auto_assign: bool = False,
        sync: bool = False,
    ) -> None:
        """Sends no request. The analysis is found or created when a figure is sent.

        `clear` closes figures after they are published. `sync` waits for the server and raises its errors.
        """
        self.gf = gf if gf is not None else GoFigr(authenticate=False)
        self.destination = Destination(self.gf, workspace, analysis, self.naming())
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
        self.destination.connect()

    @property
    def workspace(self) -> gf_Workspace:
        """The workspace. Asks the server."""
        return self.destination.workspace

    @property
    def analysis(self) -> gf_Analysis:
        """The analysis, which may be created. Asks the server."""
        return self.destination.analysis

    def find_analysis(self) -> None:
        """Finds or creates the analysis. Then versions the files that were read before."""
        self.destination.find_analysis()

    @property
    def connected(self) -> threading.Event:
        """Event that is set when the server has answered or the attempt has failed."""
        return self.destination.connected

    def annotate(self, rev: gf_Revision, annotators: Iterable[Annotator] | None = None) -> gf_Revision:
        """Runs the annotators on a revision and returns it."""
        for annotator in self.annotators if annotators is None else annotators:
            annotator.annotate(rev)
        return rev

    def publish(
        self,
        fig: object = None,
        target: Query = None,
        dataframes: Mapping[str, pd.DataFrame] | None = None,
        metadata: Mapping[str, Any] | None = None,
        backend: GoFigrBackend | None = None,
        image_options: Mapping[str, Any] | None = None,
        suppress_display: Callable[[], None] | None = None,
        files: Mapping[str, File] | Iterable[str | PathLike[str]] | None = None,
        annotators: Sequence[Annotator | type[Annotator]] | None = None,
        auto_assign: bool | None = None,
        sync: bool | None = None,
    ) -> PublishedRevision:
        """Publishes a figure, by default the current one. Returns its revision.

        The revision has its IDs and links at once. `revision.wait()` waits until the server has it. `target` is a
        figure, its ID or `FindByName`. Without it, the figure's title decides. `dataframes` and `files` are published
        too; files are a list of paths or a dictionary by name. `image_options` are passed to the plotting library.
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
        parts = PartsOf(
            *(self.gf, revision, drawing, dataframes or {}, _named_files(files)), self._pickle_name(backend, fig)
        )
        later = self._begin_annotations(revision, annotators)
        parts.collect()
        wants_server_pick = self.auto_assign if auto_assign is None else auto_assign
        parcel = self._parcel(
            revision, parts, self.destination.target(backend.get_title(fig), target, auto_assign=wants_server_pick)
        )
        self._show(drawing, revision, fig)
        job = self._send(parcel, parts, later, revision, waits=waits)
        revision.publish_job = job
        if self.clear:
            backend.close(fig)
        show_notice(self.gf.http)
        return revision

    def _mark(self, fig: object, drawing: Drawing) -> None:
        mark = marks.of(fig)
        mark.published = look_of_drawing(drawing)
        mark.picture = drawing.shown() if self.show_watermark else drawing.plain()
        mark.execution = getattr(current_shell(), "execution_count", None)

    def _begin_annotations(
        self, revision: PublishedRevision, annotators: Sequence[Annotator | type[Annotator]] | None
    ) -> list[Callable[[], None]]:
        chosen = (
            self.annotators if annotators is None else [one() if isinstance(one, type) else one for one in annotators]
        )
        later = []
        for annotator in chosen:
            try:
                rest = annotator.begin(revision)
            except Exception as error:  # noqa: BLE001 -- an annotator that fails must not stop the figure
                _log.warning("GoFigr: %s failed: %s", type(annotator).__name__, error)
                continue
            if rest is not None:
                later.append(rest)
        return later

    def _parcel(self, revision: PublishedRevision, parts: PartsOf, target: Target) -> Parcel:
        figure = target.figure
        return Parcel(
            revision=str(revision.api_id),
            short_id=revision.short_id,
            account=self.destination.account(),
            target=target,
            title=figure.value if figure is not None and figure.kind == "name" else parts.title or ANONYMOUS_FIGURE,
            metadata=parts.metadata(),
            parts=parts.parts(),
            created=datetime.now(timezone.utc).isoformat(),
        )

    def _show(self, drawing: Drawing, revision: PublishedRevision, fig: object) -> None:
        if not in_ipython():
            return
        show_drawing(drawing, fig, revision, self.watermark if self.show_watermark else None)

    def _send(
        self,
        parcel: Parcel,
        parts: PartsOf,
        later: list[Callable[[], None]],
        revision: PublishedRevision,
        *,
        waits: bool,
    ) -> Job | None:
        def prepare() -> None:
            for rest in later:
                try:
                    rest()
                except Exception:  # noqa: BLE001 -- an annotator that fails must not stop the figure
                    _log.debug("an annotator failed", exc_info=True)
            parts.drawing.draw_rest()
            parts.collect()
            parcel.metadata, parcel.parts = parts.metadata(), parts.parts()
            parcel.target = self.destination.final_target(parcel.target)
            # The username is known now. It identifies the account if the key is replaced.
            parcel.account = self.destination.account()

        outbox = default_outbox()
        used = UsedFiles(self.gf.files, self.gf.asset_log, parts.dataframes)
        parcel.assets = used.links()

        def link() -> None:
            if used.is_unfinished:
                used.finish()
                parcel.assets = used.links()

        if waits:
            prepare()
            link()
            revision.take_answer(outbox.send_now(parcel, self.gf))
            self._show_widget(revision)
            return None
        job = Job(parcel, prepare, before_send=link)
        revision.publish_job = job
        widget = self._show_widget(revision)
        if widget is not None:
            job.on_change = updater(widget)
        outbox.submit(job, self.gf)
        return job

    def _show_widget(self, revision: PublishedRevision) -> RevisionWidgetBase | None:
        if self.widget_class is None or not in_ipython():
            return None
        widget = self.widget_class(revision)
        try:
            widget.show()
        except Exception:  # noqa: BLE001 -- the figure is published anyway
            _log.debug("the widget can't be shown", exc_info=True)
            return None
        return widget

    def _pickle_name(self, backend: GoFigrBackend, fig: object) -> str | None:
        return f"{backend.get_title(fig) or 'figure'}.pickle" if self.save_pickle else None

    def show_again(self, fig: object, show_plainly: Callable[[], None]) -> None:
        """Shows an unchanged figure that was published before, with the image shown then."""
        picture = marks.of(fig).picture
        if picture is None:
            show_plainly()
        else:
            show_picture(picture)


def _named_files(files: Mapping[str, File] | Iterable[str | PathLike[str]] | None) -> dict[str, File]:
    if files is None:
        return {}
    if isinstance(files, Mapping):
        return dict(files)
    return {Path(file).name: file for file in files}
