"""Widgets below a published figure: its state and its link."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Protocol

from gofigr._ipython.extension import current_extension
from gofigr._ipython.widgets import BOX, WidgetBase
from gofigr._ipython.widgets import AssetWidget as AssetWidget  # noqa: PLC0414 -- also exported here
from gofigr._outbox import Job, State

if TYPE_CHECKING:
    from collections.abc import Callable

    from gofigr.models import gf_Revision

_MUTED = "opacity:.7"
#: Shown with a figure whose name comes from the code.
HOW_TO_NAME = 'To name a figure, give it a title, or call publish(target="its name").'
_BUTTON = "cursor:pointer;border:1px solid currentColor;border-radius:4px;padding:0 8px;background:none;color:inherit;font:inherit"


class RevisionWidgetBase(WidgetBase):
    """Widget below a figure. Override `body` for your own widget."""

    def __init__(self, revision: gf_Revision) -> None:
        """`revision` is the result of `publish`. Its `job` has the state."""
        super().__init__()
        self.revision = revision

    @property
    def job(self) -> Job | None:
        """Job that sends the revision. None if the server already has it."""
        job = getattr(self.revision, "publish_job", None)
        return job if isinstance(job, Job) else None

    @property
    def title(self) -> str:
        """The figure's name."""
        job = self.job
        return job.parcel.title if job is not None else str(getattr(self.revision.figure, "name", None) or "Figure")

    @property
    def link(self) -> str:
        """Address of the revision's page."""
        return str(self.revision.revision_url)

    def html(self) -> str:
        return f'<div id="{self.id}" style="{BOX}">{self.body()}</div>'

    def body(self) -> str:
        """Returns the HTML inside the frame."""
        raise NotImplementedError

    def text(self) -> str:
        return f"GoFigr: {self.title}: {self.status_text()} {self.link}"

    def status_text(self) -> str:
        """Describes the state in words."""
        job = self.job
        if job is not None and job.unchanged_since is not None:
            return f"unchanged since revision #{job.unchanged_since}"
        if job is None or job.state is State.SENT:
            return "published"
        if job.state is State.REFUSED:
            return f"not published: {job.reason}"
        where = "kept on this computer" if job.spooled is not None else "kept in memory"
        if job.state is State.KEPT:
            return f"{where}, will be sent later ({job.reason})"
        extension = current_extension()
        # A program saves the notebook, where this text stays.
        return "not confirmed yet" if extension is not None and extension.is_batch else "being published …"

    def status_html(self) -> str:
        """Describes the state in words with a symbol."""
        state = State.SENT if self.job is None else self.job.state
        mark = {State.SENT: "✓", State.SENDING: "↑", State.KEPT: "⏳", State.REFUSED: "⚠"}[state]
        return f"<span>{mark} {escape(self.status_text())}</span>"

    def link_html(self, label: str = "View on GoFigr") -> str:
        """Returns the link to the revision."""
        return f'<a href="{escape(self.link)}" target="_blank" rel="noopener">{escape(label)}</a>'

    def get_text_copy_link(self, label: str, text: str) -> str:
        """Returns a button that copies a text."""
        # The text is in a data attribute, escaped for HTML. So JavaScript gets it as a string.
        return (
            f'<button type="button" style="{_BUTTON}" data-copy="{escape(text)}" '
            f'onclick="navigator.clipboard.writeText(this.dataset.copy)">{escape(label)}</button>'
        )


class DetailedWidget(RevisionWidgetBase):
    """Shows title, destination, state and link."""

    def body(self) -> str:
        target = self.job.parcel.target if self.job is not None else None
        analysis = target.analysis.value if target is not None and target.analysis.kind == "name" else ""
        location = f'<span style="{_MUTED}">in {escape(analysis)}</span>' if analysis else ""
        return (
            f"<strong>{escape(self.title)}</strong>{location}{self.status_html()}{self.link_html()}"
            f"{self.get_text_copy_link('Copy link', self.link)}"
            f'<span style="{_MUTED};flex-basis:100%;font-size:11px">Revision {escape(str(self.revision.api_id))}{self._hint()}'
            "</span>"
        )

    def _hint(self) -> str:
        return f" · {escape(HOW_TO_NAME)}" if getattr(self.revision, "is_untitled", False) else ""


class CompactWidget(RevisionWidgetBase):
    """Shows state, title and link in one line."""

    def body(self) -> str:
        return f"{self.status_html()}<strong>{escape(self.title)}</strong>{self.link_html()}"


class MinimalWidget(RevisionWidgetBase):
    """Shows the link, and the state only if the figure isn't published."""

    def html(self) -> str:
        job = self.job
        status = "" if job is None or job.state in (State.SENT, State.SENDING) else f" {self.status_html()}"
        return f'<div id="{self.id}" style="font-size:12px">{self.link_html(self.title)}{status}</div>'

    def body(self) -> str:
        return self.link_html(self.title)


class _Connecting(Protocol):
    def connection_status(self) -> str: ...


class StartupWidget(WidgetBase):
    """Shown by `configure`: server, user and destination of figures, or an error."""

    def __init__(self, extension: _Connecting) -> None:
        super().__init__()
        self.extension = extension

    def html(self) -> str:
        return f'<div id="{self.id}" style="{BOX}"><strong>GoFigr</strong><span>{escape(self._status())}</span></div>'

    def text(self) -> str:
        return f"GoFigr: {self._status()}"

    def _status(self) -> str:
        return str(self.extension.connection_status())


def updater(widget: WidgetBase) -> Callable[[Job], None]:
    """Returns a listener that updates the widget when the job's state changes."""
    return lambda _: widget.update()
