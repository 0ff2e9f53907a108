"""Widgets: output in a notebook that can change later."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from gofigr._ipython.display import not_published
from gofigr._ipython.shell import shows_lines

if TYPE_CHECKING:
    from gofigr.models import ModelMixin, gf_AssetRevision

BOX = (
    "font-family:system-ui,sans-serif;font-size:13px;line-height:1.5;margin:6px 0;padding:6px 10px;"
    "border:1px solid rgba(127,127,127,.35);border-radius:6px;display:flex;flex-wrap:wrap;gap:4px 14px;align-items:center"
)


class WidgetBase:
    """Output in a notebook that can change later. It stays in the saved notebook and needs no `ipywidgets`."""

    def __init__(self) -> None:
        self.id = f"gf-widget-{uuid4()}"
        self._handle: Any = None

    def html(self) -> str:
        """Returns the current HTML."""
        raise NotImplementedError

    def text(self) -> str:
        """Returns the current text, for terminals."""
        raise NotImplementedError

    def show(self) -> None:
        """Shows the widget. Shows nothing outside of IPython, and nothing in the output of a script."""
        if not shows_lines():
            return
        from IPython.display import display  # noqa: PLC0415 -- only if it is loaded

        # Otherwise it could be taken for the figure that is being published.
        with not_published():
            self._handle = display(self._bundle(), raw=True, display_id=self.id)

    def update(self) -> None:
        """Replaces the shown output by the current one."""
        if self._handle is not None:
            self._handle.update(self._bundle(), raw=True)

    def replace(self, other: WidgetBase) -> None:
        """Takes the place of a widget that is shown, which never changes again."""
        self.id, self._handle, other._handle = other.id, other._handle, None
        self.update()

    def run_script(self, script: str) -> bool:
        """Replaces this widget by a script that the page runs, until the next `update`. Returns whether this works."""
        if self._handle is None:
            return False
        self._handle.update({"application/javascript": script, "text/plain": self.text()}, raw=True)
        return True

    def _bundle(self) -> dict[str, str]:
        return {"text/html": self.html(), "text/plain": self.text()}


class AssetWidget(WidgetBase):
    """Shows that a file was versioned."""

    def __init__(self, rev: gf_AssetRevision) -> None:
        super().__init__()
        self.revision = rev

    def get_link(self, obj: ModelMixin) -> str:
        """Returns a link to an object's page."""
        return f'<a href="{escape(obj.app_url)}" target="_blank" rel="noopener">{escape(str(_name(obj)))}</a>'

    def html(self) -> str:
        return f'<div id="{self.id}" style="{BOX}"><span>✓ File versioned</span>{self.get_link(self.revision)}</div>'

    def text(self) -> str:
        return f"GoFigr: file versioned: {self.revision.app_url}"


def _name(obj: ModelMixin) -> str:
    asset = getattr(obj, "asset", None)
    return str(getattr(asset, "name", None) or getattr(obj, "name", None) or obj.api_id)


def announce_asset(revision: gf_AssetRevision) -> None:
    """Shows in a notebook that a file was versioned."""
    AssetWidget(revision).show()
