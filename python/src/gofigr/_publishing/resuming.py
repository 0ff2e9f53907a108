"""Draws the formats that an earlier process didn't get to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofigr._client.client import GoFigr
from gofigr._outbox import Part
from gofigr._publishing.drawing import Drawing
from gofigr._publishing.parts import NOT_DRAWN
from gofigr.backends.matplotlib import MatplotlibBackend
from gofigr.backends.plotly import PlotlyBackend
from gofigr.backends.plotnine import PlotnineBackend
from gofigr.http.content import MemoryContent
from gofigr.models import gf_ImageData
from gofigr.watermarks import DefaultWatermark

if TYPE_CHECKING:
    from collections.abc import Callable

    from gofigr._outbox import Parcel, Rest
    from gofigr._outbox.delivery import Sender

_BACKENDS = (MatplotlibBackend, PlotlyBackend, PlotnineBackend)


def resumed(parcel: Parcel, gf: Sender) -> Callable[[], None] | None:
    """Returns the work that is left for a parcel of an earlier process. None if there is none."""
    rest = parcel.rest
    if rest is None or not isinstance(gf, GoFigr):
        return None
    client = gf

    def draw() -> None:
        drawing = _drawing_of(parcel, rest, client)
        if drawing is None:
            return
        drawing.draw_rest()
        for picture in drawing.pictures:
            datum = client.bound(gf_ImageData)(
                name="figure", data=picture.data, format=picture.format, is_watermarked=picture.is_watermarked
            )
            parcel.parts.append(
                Part("figure", str(datum.type), dict(datum.metadata or {}), MemoryContent(picture.data))
            )
        parcel.rest = None
        problems = {**parcel.metadata.pop(NOT_DRAWN, {}), **drawing.problems}
        left = {fmt: why for fmt, why in problems.items() if fmt not in {one.format for one in drawing.pictures}}
        if left:
            parcel.metadata[NOT_DRAWN] = left

    return draw


def _drawing_of(parcel: Parcel, rest: Rest, gf: GoFigr) -> Drawing | None:
    backend = next((one() for one in _BACKENDS if one().get_backend_name() == rest.backend), None)
    copy = next((part for part in parcel.parts if part.metadata.get("local_id") == rest.copy), None)
    if backend is None or copy is None:
        return None
    revision = gf.Revision(api_id=parcel.revision, short_id=parcel.short_id)
    return Drawing(
        *(backend, None, revision, DefaultWatermark(), tuple(rest.formats), dict(rest.options)),
        interactive=False,
        copy=copy.content.read(),
    )
