"""Output of a cell that shows a figure: the bundle of formats that IPython made, with or without a watermark."""

from __future__ import annotations

import io
import sys
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PIL import Image

from gofigr._ipython.display import not_published
from gofigr._ipython.shell import current_shell, is_kernel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gofigr.backends import GoFigrBackend

_PNG = "image/png"
_SVG = "image/svg+xml"
_FORMATS = {_PNG: "png", _SVG: "svg", "image/jpeg": "jpg", "application/pdf": "pdf"}


@dataclass
class Output:
    """Content by MIME type, with the metadata of the output."""

    data: dict[str, Any]
    metadata: dict[str, Any]

    def pictures(self) -> dict[str, bytes]:
        """Returns the pictures by format."""
        return {fmt: _bytes(self.data[mime]) for mime, fmt in _FORMATS.items() if mime in self.data}

    @property
    def density(self) -> float:
        """Pixels of the picture for each pixel of the page: 2 for "retina"."""
        width = self._size().get("width")
        if not width or _PNG not in self.data:
            return 1.0
        with Image.open(io.BytesIO(_bytes(self.data[_PNG]))) as image:
            density: float = image.width / width
        return max(1.0, density)

    def _size(self) -> dict[str, Any]:
        found = self.metadata.get(_PNG)
        return found if isinstance(found, dict) else {}

    def with_pictures(self, pictures: Mapping[str, bytes]) -> Output:
        """Returns this output with other pictures in some of its formats, in the same density."""
        data, metadata = dict(self.data), dict(self.metadata)
        for mime, fmt in _FORMATS.items():
            picture = pictures.get(fmt)
            if mime in data and picture is not None:
                data[mime] = _like(self.data[mime], picture)
                if mime == _PNG and "width" in self._size():
                    with Image.open(io.BytesIO(picture)) as image:
                        density = self.density
                        size = {"width": round(image.width / density), "height": round(image.height / density)}
                        metadata[mime] = {**self._size(), **size}
        return Output(data, metadata)


def _bytes(value: object) -> bytes:
    """Returns a picture of a bundle, where it may be bytes, base64, or the text of an SVG."""
    if isinstance(value, bytes):
        return value
    text = str(value)
    return text.encode() if text.lstrip().startswith("<") else b64decode(text)


def _like(original: object, picture: bytes) -> bytes | str:
    """Returns a picture in the form of the one that it replaces."""
    if isinstance(original, bytes):
        return picture
    text = str(original)
    if text.lstrip().startswith("<"):
        return picture.decode()
    encoded = b64encode(picture).decode()
    # IPython's own base64 ends with a line break.
    return f"{encoded}\n" if text.endswith("\n") else encoded


def output_of(fig: object, backend: GoFigrBackend) -> Output | None:
    """Returns the output of `display(fig)` without GoFigr. None if it has no picture."""
    formatter = getattr(current_shell(), "display_formatter", None)
    if formatter is None or not is_kernel() or not backend.is_static(fig):
        return None
    with not_published():
        output = Output(*formatter.format(fig))
    return output if output.pictures() else None


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
