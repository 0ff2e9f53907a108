"""What appears below a published figure: how far it is, and where it can be seen."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Protocol

from gofigr._ipython.widgets import BOX, WidgetBase
from gofigr._ipython.widgets import AssetWidget as AssetWidget  # noqa: PLC0414 -- offered here too
from gofigr._outbox import Job, State

if TYPE_CHECKING:
    from collections.abc import Callable

    from gofigr.models import gf_Revision

_MUTED = "opacity:.7"
_BUTTON = "cursor:pointer;border:1px solid currentColor;border-radius:4px;padding:0 8px;background:none;color:inherit;font:inherit"


class RevisionWidgetBase(WidgetBase):
    """Shown below a figure. Override `body` for a widget of your own."""

    def __init__(self, revision: gf_Revision) -> None:
        """`revision` is what `publish` gives; its `job` says how far it is."""
        super().__init__()
        self.revision = revision

    @property
    def job(self) -> Job | None:
        """The way of the revision to the server; None where it is there already."""
        job = getattr(self.revision, "publish_job", None)
        return job if isinstance(job, Job) else None

    @property
    def title(self) -> str:
        """The figure's name."""
        job = self.job
        return job.parcel.title if job is not None else str(getattr(self.revision.figure, "name", None) or "Figure")

    @property
    def link(self) -> str:
        """Where the revision is shown."""
        return str(self.revision.revision_url)

    def html(self) -> str:
        return f'<div id="{self.id}" style="{BOX}">{self.body()}</div>'

    def body(self) -> str:
        """What is inside of the frame."""
        raise NotImplementedError

    def text(self) -> str:
        return f"GoFigr: {self.title}: {self.status_text()} {self.link}"

    def status_text(self) -> str:
        """How far it is, in words."""
        job = self.job
        if job is None or job.state is State.SENT:
            return "published"
        if job.state is State.REFUSED:
            return f"not published: {job.reason}"
        where = "kept on this computer" if job.spooled is not None else "kept in memory"
        if job.state is State.KEPT:
            return f"{where}, will be sent later ({job.reason})"
        return "being published …"

    def status_html(self) -> str:
        """How far it is, with a mark."""
        state = State.SENT if self.job is None else self.job.state
        mark = {State.SENT: "✓", State.SENDING: "↑", State.KEPT: "⏳", State.REFUSED: "⚠"}[state]
        return f"<span>{mark} {escape(self.status_text())}</span>"

    def link_html(self, label: str = "View on GoFigr") -> str:
        """The link to the revision."""
        return f'<a href="{escape(self.link)}" target="_blank" rel="noopener">{escape(label)}</a>'

    def get_text_copy_link(self, label: str, text: str) -> str:
        """A button that copies a text."""
        # In an attribute: escaped for HTML, after it was made a JavaScript string by way of a data attribute.
        return (
            f'<button type="button" style="{_BUTTON}" data-copy="{escape(text)}" '
            f'onclick="navigator.clipboard.writeText(this.dataset.copy)">{escape(label)}</button>'
        )


class DetailedWidget(RevisionWidgetBase):
    """Title, state, link, and where it went."""

    def body(self) -> str:
        target = self.job.parcel.target if self.job is not None else None
        place = target.analysis.value if target is not None and target.analysis.kind == "name" else ""
        where = f'<span style="{_MUTED}">in {escape(place)}</span>' if place else ""
        return (
            f"<strong>{escape(self.title)}</strong>{where}{self.status_html()}{self.link_html()}"
            f"{self.get_text_copy_link('Copy link', self.link)}"
            f'<span style="{_MUTED};flex-basis:100%;font-size:11px">Revision {escape(str(self.revision.api_id))}</span>'
        )


class CompactWidget(RevisionWidgetBase):
    """State, title and link in one line."""

    def body(self) -> str:
        return f"{self.status_html()}<strong>{escape(self.title)}</strong>{self.link_html()}"


class MinimalWidget(RevisionWidgetBase):
    """The link; the state only where it isn't published."""

    def html(self) -> str:
        job = self.job
        status = "" if job is None or job.state in (State.SENT, State.SENDING) else f" {self.status_html()}"
        return f'<div id="{self.id}" style="font-size:12px">{self.link_html(self.title)}{status}</div>'

    def body(self) -> str:
        return self.link_html(self.title)


class _Connecting(Protocol):
    def connection_status(self) -> str: ...


class StartupWidget(WidgetBase):
    """Shown by `configure`: which server, who, where figures go; or what is wrong."""

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
    """Changes the widget as its figure gets on."""
    return lambda _: widget.update()
