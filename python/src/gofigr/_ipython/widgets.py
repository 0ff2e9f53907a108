"""Widgets: something shown in a notebook that can change later."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from gofigr._ipython.display import not_published
from gofigr._ipython.shell import in_ipython

if TYPE_CHECKING:
    from gofigr.models import ModelMixin, gf_AssetRevision

BOX = (
    "font-family:system-ui,sans-serif;font-size:13px;line-height:1.5;margin:6px 0;padding:6px 10px;"
    "border:1px solid rgba(127,127,127,.35);border-radius:6px;display:flex;flex-wrap:wrap;gap:4px 14px;align-items:center"
)


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


class AssetWidget(WidgetBase):
    """Shown when a file was versioned."""

    def __init__(self, rev: gf_AssetRevision) -> None:
        super().__init__()
        self.revision = rev

    def get_link(self, obj: ModelMixin) -> str:
        """A link to an object's page."""
        return f'<a href="{escape(obj.app_url)}" target="_blank" rel="noopener">{escape(str(_name(obj)))}</a>'

    def html(self) -> str:
        return f'<div id="{self.id}" style="{BOX}"><span>✓ File versioned</span>{self.get_link(self.revision)}</div>'

    def text(self) -> str:
        return f"GoFigr: file versioned: {self.revision.app_url}"


def _name(obj: ModelMixin) -> str:
    asset = getattr(obj, "asset", None)
    return str(getattr(asset, "name", None) or getattr(obj, "name", None) or obj.api_id)


def announce_asset(revision: gf_AssetRevision) -> None:
    """Says in a notebook that a file was versioned."""
    AssetWidget(revision).show()
