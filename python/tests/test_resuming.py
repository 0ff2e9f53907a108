"""Formats that an earlier process didn't draw are drawn by the next one."""

from typing import Any

import pytest

from gofigr import GoFigr
from gofigr._outbox import Parcel, Part, Rest
from gofigr._publishing.resuming import resumed
from gofigr.backends.plotly import PlotlyBackend
from gofigr.http.content import MemoryContent
from parcels import a_parcel, a_part

ENDED = {"svg": "Python ended before it was drawn", "png": "Python ended before it was drawn", "eps": "never worked"}


@pytest.fixture
def gf() -> GoFigr:
    return GoFigr(url="http://server", api_key="key", authenticate=False)


def a_killed_one(**more: Any) -> Parcel:
    copy = Part("Lines.pickle", "file", {"local_id": "copy"}, MemoryContent(b"the figure"))
    rest = {"backend": "plotly", "formats": ["png", "svg"], "options": {"scale": 2}, "copy": "copy", **more}
    return a_parcel(parts=[copy], rest=Rest(**rest), metadata={"formats_not_drawn": dict(ENDED), "slope": 2})


def drawn(fig: str, fmt: str, params: dict[str, Any]) -> bytes:
    if fmt == "svg":
        raise RuntimeError("\nno browser")
    assert (fig, params) == ("the figure", {"scale": 2})
    from io import BytesIO  # noqa: PLC0415 -- here only

    from PIL import Image  # noqa: PLC0415 -- here only

    buffer = BytesIO()
    Image.new("RGB", (200, 100)).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def plotly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PlotlyBackend, "unpickle", lambda _, data: data.decode())
    monkeypatch.setattr(PlotlyBackend, "figure_to_bytes", lambda _, *args: drawn(*args))


@pytest.mark.usefixtures("plotly")
def test_missing_formats_are_drawn_from_the_copy_and_the_others_keep_a_reason(gf: GoFigr) -> None:
    parcel = a_killed_one()
    draw = resumed(parcel, gf)
    assert draw is not None
    draw()
    pictures = [part.metadata for part in parcel.parts if part.type == "image"]
    assert [(one["format"], one["is_watermarked"]) for one in pictures] == [("png", False), ("png", True)]
    assert parcel.metadata == {
        "slope": 2,
        "formats_not_drawn": {"svg": "RuntimeError: no browser", "eps": "never worked"},
    }
    assert parcel.rest is None


@pytest.mark.parametrize("more", [{"backend": "a library of the future"}, {"copy": "gone"}])
def test_what_cannot_be_drawn_is_sent_with_the_reason(gf: GoFigr, more: dict[str, str]) -> None:
    parcel = a_killed_one(**more)
    draw = resumed(parcel, gf)
    assert draw is not None
    draw()
    assert parcel.metadata["formats_not_drawn"] == ENDED
    assert len(parcel.parts) == 1


def test_a_copy_that_cannot_be_read_is_noted(gf: GoFigr) -> None:
    parcel = a_killed_one()
    draw = resumed(parcel, gf)
    assert draw is not None
    draw()
    assert parcel.metadata["formats_not_drawn"]["svg"].startswith("UnpicklingError")


def test_a_complete_parcel_needs_no_work(gf: GoFigr) -> None:
    assert resumed(a_parcel(parts=[a_part()]), gf) is None
