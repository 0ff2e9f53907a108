"""Shows a figure in a notebook."""

from __future__ import annotations

import copy
import io
import logging
import sys
from typing import TYPE_CHECKING, Any

from PIL import Image

from gofigr._ipython.display import not_published, show_plainly
from gofigr._ipython.shell import is_kernel

if TYPE_CHECKING:
    from gofigr._publishing.drawing import Drawing
    from gofigr._publishing.revision import PublishedRevision
    from gofigr.backends import GoFigrBackend
    from gofigr.watermarks import Watermark

_log = logging.getLogger(__name__)
_RETINA = 2


def picture_options(backend: GoFigrBackend) -> dict[str, Any]:
    """Returns the options for matplotlib figures in notebooks: cropped to the content unless the user set others."""
    inline = _inline_backend()
    if inline is None or backend.get_backend_name() != "matplotlib":
        return {}
    return {"bbox_inches": "tight", **inline.print_figure_kwargs}


def _inline_backend() -> Any:
    """Returns matplotlib's settings for notebooks, if it draws in one."""
    module = sys.modules.get("matplotlib_inline.config")
    matplotlib = sys.modules.get("matplotlib")
    if module is None or matplotlib is None or not is_kernel() or "inline" not in matplotlib.get_backend().lower():
        return None
    return module.InlineBackend.instance()


def show_drawing(drawing: Drawing, fig: object, revision: PublishedRevision, watermark: Watermark | None) -> None:
    """Shows a drawn figure, with its watermark if there is one."""
    if drawing.backend.is_interactive(fig) and not drawing.backend.is_static(fig):
        shown = copy.copy(fig)
        if watermark is not None:
            shown = drawing.backend.add_interactive_watermark(fig, revision, watermark)
        show_plainly(shown)
        return
    picture = drawing.shown() if watermark is not None else drawing.plain()
    if picture is not None:
        show_picture(picture)


def show_picture(png: bytes) -> None:
    """Shows a PNG."""
    if not is_kernel():
        return
    from IPython.display import display  # noqa: PLC0415 -- only if it is loaded

    with Image.open(io.BytesIO(png)) as image:
        text = f"<Figure of {image.width}x{image.height} pixels>"
    with not_published():
        display({"image/png": png, "text/plain": text}, raw=True)
