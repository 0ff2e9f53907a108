"""A drawing library for tests whose copies another process may draw. That process imports it, too."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from gofigr.backends import GoFigrBackend

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: The library's setting.
STYLE = "plain"


class Figure(str):
    """A text that can be published."""

    __slots__ = ("__weakref__",)


class Backend(GoFigrBackend):
    """Draws texts. Some of them end the process that draws them."""

    background_formats = frozenset({"png", "svg", "eps"})

    def is_compatible(self, fig: object) -> bool:
        return isinstance(fig, str)

    def get_backend_name(self) -> str:
        return "elsewhere"

    def get_title(self, fig: str) -> str | None:
        return fig

    def is_interactive(self, fig: str) -> bool:  # noqa: ARG002 -- none is
        return False

    def get_supported_image_formats(self) -> list[str]:
        return ["png", "svg", "eps"]

    def figure_to_bytes(self, fig: str, fmt: str, params: dict[str, Any]) -> bytes:  # noqa: ARG002 -- it has none
        return f"{fmt} of {fig} in {STYLE}".encode()

    def captured_settings(self) -> bytes | None:
        return STYLE.encode()

    def draw_elsewhere(
        self,
        settings: bytes,
        copy: bytes,
        formats: Sequence[str],
        params: Mapping[str, Any],  # noqa: ARG002 -- it has none
    ) -> dict[str, bytes]:
        fig, style = self.unpickle(copy), settings.decode()
        if fig == "deadly":
            os._exit(3)
        if fig == "impossible":
            raise ValueError("not here")
        if fig == "printed":
            os.write(1, b"hello")
        if fig == "asked":
            return {"eps": f"{os.getpid()} {sorted(name for name in os.environ if name.startswith('GF_'))}".encode()}
        drawn = {fmt: f"{fmt} of {fig} in {style}".encode() for fmt in formats}
        if "check" in drawn:
            drawn["check"] = b"another picture" if fig == "different" else f"png of {fig} in {style}".encode()
        return drawn
