"""What appears below a published figure: how far it is, and where it can be seen."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from gofigr._outbox import Job, State
from gofigr._shell import in_ipython
from gofigr._showing import not_published

if TYPE_CHECKING:
    from collections.abc import Callable

_BOX = (
    "font-family:system-ui,sans-serif;font-size:13px;line-height:1.5;margin:6px 0;padding:6px 10px;"
    "border:1px solid rgba(127,127,127,.35);border-radius:6px;display:flex;flex-wrap:wrap;gap:4px 14px;align-items:center"
)
_MUTED = "opacity:.7"
_BUTTON = "cursor:pointer;border:1px solid currentColor;border-radius:4px;padding:0 8px;background:none;color:inherit;font:inherit"


class WidgetBase:
    """Something shown in a notebook, which can change later: also in the saved notebook, and without `ipywidgets`."""

    def __init__(self) -> None:
        self.id = f"gf-widget-{uuid4()}"
        self._handle: Any = None

    def html(self) -> str:
        """The HTML to show now."""
        raise NotImplementedError

    def text(self) -> str:
        """The same where there is no HTML, in a terminal."""
        raise NotImplementedError

    def show(self) -> None:
        """Shows the widget. Outside of IPython nothing is shown."""
        if not in_ipython():
            return
        from IPython.display import display  # noqa: PLC0415 -- only where it is loaded

        # Else it could be taken for the figure that is being published.
        with not_published():
            self._handle = display(self._bundle(), raw=True, display_id=self.id)

    def update(self) -> None:
        """Shows what is true now in the place of what was shown."""
        if self._handle is not None:
            self._handle.update(self._bundle(), raw=True)

    def run_script(self, script: str) -> bool:
        """Lets the page run a script in the place of this widget, until the next `update`; says whether it can."""
        if self._handle is None:
            return False
        self._handle.update({"application/javascript": script, "text/plain": self.text()}, raw=True)
        return True

    def _bundle(self) -> dict[str, str]:
        return {"text/html": self.html(), "text/plain": self.text()}


class RevisionWidgetBase(WidgetBase):
    """Shown below a figure. Override `body` for a widget of your own."""

    def __init__(self, revision: Any) -> None:
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
        return f'<div id="{self.id}" style="{_BOX}">{self.body()}</div>'

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


class StartupWidget(WidgetBase):
    """Shown by `configure`: which server, who, where figures go; or what is wrong."""

    def __init__(self, extension: Any) -> None:
        super().__init__()
        self.extension = extension

    def html(self) -> str:
        return f'<div id="{self.id}" style="{_BOX}"><strong>GoFigr</strong><span>{escape(self._status())}</span></div>'

    def text(self) -> str:
        return f"GoFigr: {self._status()}"

    def _status(self) -> str:
        return str(self.extension.connection_status())


class AssetWidget(WidgetBase):
    """Shown when a file was versioned."""

    def __init__(self, rev: Any) -> None:
        super().__init__()
        self.revision = rev

    def get_link(self, obj: Any) -> str:
        """A link to an object's page."""
        return f'<a href="{escape(obj.app_url)}" target="_blank" rel="noopener">{escape(str(_name(obj)))}</a>'

    def html(self) -> str:
        return f'<div id="{self.id}" style="{_BOX}"><span>✓ File versioned</span>{self.get_link(self.revision)}</div>'

    def text(self) -> str:
        return f"GoFigr: file versioned: {self.revision.app_url}"


def _name(obj: Any) -> str:
    asset = getattr(obj, "asset", None)
    return str(getattr(asset, "name", None) or getattr(obj, "name", None) or obj.api_id)


def updater(widget: WidgetBase) -> Callable[[Job], None]:
    """Changes the widget as its figure gets on."""
    return lambda _: widget.update()
