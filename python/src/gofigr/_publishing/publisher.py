"""Publishes figures: draws them, annotates them and sends them in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from gofigr._client.client import GoFigr
from gofigr._files.used import UsedFiles
from gofigr._ipython.shell import current_shell, in_ipython
from gofigr._outbox import default_outbox
from gofigr._publishing.choosing import DEFAULT_BACKENDS, infer_figure_and_backend
from gofigr._publishing.destination import ANONYMOUS_FIGURE, Destination, ScriptNaming
from gofigr._publishing.drawing import Drawing
from gofigr._publishing.formats import checked_formats
from gofigr._publishing.frames import named_frames
from gofigr._publishing.marks import look_of_drawing, marks
from gofigr._publishing.naming import name_from_code, tell_how_to_name
from gofigr._publishing.output import output_of, picture_options
from gofigr._publishing.parts import PartsOf, attached, named_files
from gofigr._publishing.revision import PublishedRevision, new_revision
from gofigr._publishing.sending import Sending, begin_annotations, parcel_of
from gofigr._publishing.showing import Showing
from gofigr._publishing.tags import named_tags
from gofigr.annotators import DEFAULT_ANNOTATORS, Annotator
from gofigr.http.notices import show_notice
from gofigr.watermarks import DefaultWatermark, Watermark
from gofigr.widget import DetailedWidget, RevisionWidgetBase

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from os import PathLike

    from gofigr._client.queries import AnalysisQuery, Query
    from gofigr._publishing.destination import NotebookNaming
    from gofigr._publishing.frames import Frames
    from gofigr._publishing.output import Output
    from gofigr._publishing.parts import File
    from gofigr.backends import GoFigrBackend
    from gofigr.models import gf_Analysis, gf_Revision, gf_Workspace


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
        always: bool = False,
        tags: Iterable[str] | str | None = None,
    ) -> None:
        """Sends no request. The analysis is found or created when a figure is sent.

        `clear` closes figures after they are published. `sync` waits for the server and raises its errors.
        `always` publishes a figure also if it equals the newest revision. `tags` are added to all figures.
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
        self.image_formats = checked_formats(image_formats, [*self.backends, *(one() for one in DEFAULT_BACKENDS)])
        self.interactive = interactive
        self.default_metadata = dict(default_metadata or {})
        self.clear = clear
        self.save_pickle = save_pickle
        self.widget_class = widget_class
        self.auto_assign = auto_assign
        self.sync = sync
        self.always = always
        self.tags = named_tags(tags)
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
        dataframes: Frames = None,
        metadata: Mapping[str, Any] | None = None,
        backend: GoFigrBackend | None = None,
        image_options: Mapping[str, Any] | None = None,
        suppress_display: Callable[[], None] | None = None,
        files: Mapping[str, File] | Iterable[str | PathLike[str]] | str | PathLike[str] | None = None,
        annotators: Sequence[Annotator | type[Annotator]] | None = None,
        auto_assign: bool | None = None,
        sync: bool | None = None,
        always: bool | None = None,
        tags: Iterable[str] | str | None = None,
    ) -> PublishedRevision:
        """Publishes a figure, by default the current one. Returns its revision.

        `revision.wait()` waits until the server has it. `target` is a figure, its ID or `FindByName`. Without it, the
        figure's title decides. `dataframes` and `files` are published too: one, a list, or a dictionary by name.
        `image_options` are passed to the plotting library. `tags` are added to those of the figure.

        If code, data, picture and given metadata equal those of the figure's newest revision, the result is that
        revision, unless `always` is true. So reading its ID or link waits for the server's first answer.
        """
        given = fig
        fig, backend = infer_figure_and_backend(fig, backend, self.backends)
        output = None if image_options else output_of(fig, backend)
        showing = self._begin(
            fig,
            given,
            backend,
            output,
            target=target,
            dataframes=dataframes,
            metadata=metadata,
            image_options=image_options,
            files=files,
            annotators=annotators,
            auto_assign=auto_assign,
            sync=sync,
            always=always,
            tags=tags,
        )
        # Only a figure that is on its way is shown with its link and counts as published.
        if suppress_display is not None:
            suppress_display()
        showing.show()
        self._mark(fig, showing)
        marks.of(fig).published_by_hand = getattr(current_shell(), "execution_count", None)
        if self.clear:
            backend.close(fig)
        if not in_ipython():
            showing.drawing.let_go()
        show_notice(self.gf.http)
        showing.revision.is_returned = True
        return showing.revision

    def publish_shown(self, fig: object, backend: GoFigrBackend, output: Output | None) -> Showing:
        """Publishes a figure that a cell is showing by this output. It is sent when the outbox releases it."""
        showing = self._begin(fig, fig, backend, output, is_held=True)
        self._mark(fig, showing)
        if self.clear:
            backend.close(fig)
        show_notice(self.gf.http)
        return showing

    def _begin(
        self,
        fig: object,
        given: object,
        backend: GoFigrBackend,
        output: Output | None,
        *,
        target: Query = None,
        dataframes: Frames = None,
        metadata: Mapping[str, Any] | None = None,
        image_options: Mapping[str, Any] | None = None,
        files: Mapping[str, File] | Iterable[str | PathLike[str]] | str | PathLike[str] | None = None,
        annotators: Sequence[Annotator | type[Annotator]] | None = None,
        auto_assign: bool | None = None,
        sync: bool | None = None,
        always: bool | None = None,
        tags: Iterable[str] | str | None = None,
        is_held: bool = False,
    ) -> Showing:
        # Wrong arguments are told before anything is drawn, shown or remembered.
        frames = named_frames(dataframes)
        attachments = attached(self.gf, frames, named_files(files))
        all_tags = named_tags([*self.tags, *named_tags(tags)])
        title, is_untitled = backend.get_title(fig), False
        if title is None and target is None:
            title = name_from_code(fig, given)
            is_untitled = True
        wants_server_pick = self.auto_assign if auto_assign is None else auto_assign
        destination = self.destination.target(title, target, auto_assign=wants_server_pick)
        notes = (
            self.annotators if annotators is None else [one() if isinstance(one, type) else one for one in annotators]
        )
        waits = self.sync if sync is None else sync
        revision = new_revision(self.gf, {**self.default_metadata, **(metadata or {})})
        revision.backend = backend
        revision.is_untitled = is_untitled
        if is_untitled and not in_ipython():
            tell_how_to_name(title or ANONYMOUS_FIGURE)
        if waits or self.destination.can_make_short_link():
            revision.short_id = self.gf.make_short_id()
        drawing = Drawing(
            *(backend, fig, revision, self.watermark, self.image_formats),
            options=dict(image_options or {}) or picture_options(backend),
            interactive=self.interactive,
            output=output,
        )
        parts = PartsOf(
            self.gf, revision, drawing, attachments, f"{title or 'figure'}.pickle" if self.save_pickle else None
        )
        # A cell shows the figure, and mustn't wait for the other formats.
        is_script = not (waits or in_ipython())
        if is_script and parts.rest() is not None:
            drawing.begin_all()
        # A script that is ahead of the background takes less time as a whole if it helps.
        is_ahead = is_script and default_outbox().is_behind and drawing.is_quicker_now
        drawing.draw_now(everything=waits or is_ahead)
        later = begin_annotations(revision, notes)
        parts.collect()
        is_always = self.always if always is None else always
        given_metadata = None if is_always else parts.clean({**self.default_metadata, **(metadata or {})})
        parcel = parcel_of(self.destination, parts, destination, title, given_metadata)
        parcel.tags = all_tags
        used = UsedFiles(self.gf.files, self.gf.asset_log, frames)
        sending = Sending(self.destination, parcel, parts, later, used)
        if waits:
            sending.send_now(self.gf)
        else:
            sending.send_later(self.gf, is_told=self.widget_class is not None, is_held=is_held)
        return Showing(drawing, revision, self.watermark if self.show_watermark else None, self.widget_class)

    def _mark(self, fig: object, showing: Showing) -> None:
        mark = marks.of(fig)
        mark.published = look_of_drawing(showing.drawing)
        mark.shown = showing.output()
