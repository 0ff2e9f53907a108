"""Figures published from a script, against a real server."""

from __future__ import annotations

import io
import json
import pickle
import time
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from PIL import Image

from gofigr import ApiId, FindByName, GoFigr
from gofigr._outbox import default_outbox
from gofigr.annotators import Annotator
from gofigr.publisher import Publisher, is_published, is_suppressed, suppress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from support.fault_proxy import FaultProxy
    from support.server import Server


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture
def gf(server: Server) -> GoFigr:
    return GoFigr(url=server.url, api_key=server.key)


def a_figure(title: str = "Lines") -> Any:
    figure, axes = plt.subplots(figsize=(4, 3))
    axes.plot([1, 3, 2])
    axes.set_title(title)
    return figure


def formats(revision: Any) -> set[tuple[str, bool]]:
    return {(datum.metadata["format"], datum.metadata["is_watermarked"]) for datum in revision.image_data}


def test_a_figure_arrives_in_all_formats_with_what_it_was_made_by(gf: GoFigr, analysis: str, server: Server) -> None:
    publisher = Publisher(gf=gf, analysis=FindByName(analysis, create=True), default_metadata={"study": "X"})
    revision = publisher.publish(a_figure(), metadata={"slope": 2, "list": [1, None], "nan": float("nan")})
    fetched = gf.Revision(api_id=revision.wait(60).api_id).fetch()
    assert formats(fetched) == {("png", False), ("png", True), ("svg", False), ("svg", True), ("eps", False)}
    assert fetched.metadata["slope"] == 2
    assert fetched.metadata["list"] == [1, None]
    assert fetched.metadata["nan"] == "NaN"
    assert fetched.metadata["study"] == "X"
    assert fetched.metadata["backend"] == "matplotlib"
    texts = {datum.name: datum.contents for datum in fetched.text_data}
    assert "matplotlib==" in texts["pip freeze"]
    assert {"System Info", "pip freeze"} <= set(texts)
    (figure,) = server.figures(analysis)
    assert figure["name"] == "Lines"


def test_the_bytes_that_arrive_are_those_of_the_figure(gf: GoFigr, analysis: str) -> None:
    revision = Publisher(gf=gf, analysis=FindByName(analysis, create=True)).publish(a_figure()).wait(60)
    fetched = gf.Revision(api_id=revision.api_id).fetch()
    ours = {datum.local_id: datum.data for datum in revision.data}
    assert {datum.local_id: datum.data for datum in fetched.data} == ours
    plain, marked = (
        next(one for one in fetched.image_data if one.format == "png" and one.is_watermarked is is_marked).image
        for is_marked in (False, True)
    )
    assert marked.size[1] > plain.size[1]
    (pickled,) = fetched.file_data
    assert pickled.name == "Lines.pickle"
    assert pickle.loads(pickled.data).axes[0].get_title() == "Lines"


def test_ids_and_links_are_there_at_once_and_what_the_server_adds_is_waited_for(
    gf: GoFigr, proxy: FaultProxy, analysis: str
) -> None:
    slow = GoFigr(url=proxy.url, api_key=gf.api_key, authenticate=False)
    publisher = Publisher(gf=slow, analysis=FindByName(analysis, create=True), always=True)
    publisher.connected.wait(10)
    proxy.delay_seconds = 5.0
    figure = a_figure()
    started = time.perf_counter()
    revision = publisher.publish(figure)
    # Not as long as a single request takes.
    assert time.perf_counter() - started < 5
    proxy.delay_seconds = 0.2
    assert revision.api_id
    assert revision.api_id in revision.revision_url or revision.short_id in revision.revision_url
    assert not revision.is_published
    assert revision.figure.fetch().name == "Lines"
    assert revision.revision_index == 0
    assert revision.is_published


def test_what_was_just_published_can_be_read_by_any_client_at_once(
    server: Server, proxy: FaultProxy, analysis: str
) -> None:
    slow = GoFigr(url=proxy.url, api_key=server.key, authenticate=False)
    proxy.delay_seconds = 0.1
    publisher = Publisher(gf=slow, analysis=FindByName(analysis, create=True))
    revision = publisher.publish(a_figure())
    assert GoFigr(url=proxy.url, api_key=server.key).Revision(api_id=revision.api_id).fetch().metadata


def test_figures_are_revisions_of_what_has_their_title_or_was_named(gf: GoFigr, server: Server, analysis: str) -> None:
    publisher = Publisher(gf=gf, analysis=FindByName(analysis, create=True), always=True)
    for _ in range(2):
        publisher.publish(a_figure("Twice"))
    named = publisher.publish(a_figure("Ignored"), target=FindByName("Named", create=True)).wait(60)
    publisher.publish(a_figure(), target=named.figure)
    publisher.publish(a_figure(), target=ApiId(named.figure.api_id))
    publisher.publish(a_figure(), target=named.figure.api_id)
    figure, _ = plt.subplots()
    publisher.publish(figure).wait(60)
    counts = {figure["name"]: len(figure["revisions"]) for figure in server.figures(analysis)}
    assert counts == {"Twice": 2, "Named": 4, "Anonymous Figure": 1}


def test_data_frames_and_files_come_with_it(gf: GoFigr, analysis: str, tmp_path: Path) -> None:
    frame = pd.DataFrame({"x": [1, 2], "name": ["ü", 'q"']})
    (tmp_path / "a.bin").write_bytes(bytes(range(256)))
    publisher = Publisher(gf=gf, analysis=FindByName(analysis, create=True), save_pickle=False)
    revision = publisher.publish(a_figure(), dataframes={"frame": frame}, files=[tmp_path / "a.bin"]).wait(60)
    second = publisher.publish(a_figure(), files={"named": str(tmp_path / "a.bin"), "open": io.BytesIO(b"12")}).wait(60)
    fetched = gf.Revision(api_id=revision.api_id).fetch()
    pd.testing.assert_frame_equal(fetched.table_data[0].dataframe, frame)
    assert [(one.name, one.data) for one in fetched.file_data] == [("a.bin", bytes(range(256)))]
    fetched = gf.Revision(api_id=second.api_id).fetch()
    assert [(one.name, one.data) for one in fetched.file_data] == [("named", bytes(range(256))), ("open", b"12")]


def test_an_annotator_of_ones_own_adds_what_it_likes_and_one_that_fails_keeps_nothing(
    gf: GoFigr, analysis: str, caplog: pytest.LogCaptureFixture
) -> None:
    class Notes(Annotator):
        def annotate(self, revision: Any) -> Any:
            revision.metadata["noted"] = True
            revision.data.append(revision.client.CodeData(name="a.R", language="r", contents="plot(1)"))
            return revision

    class Fails(Annotator):
        def annotate(self, revision: Any) -> Any:
            raise RuntimeError("no")

    publisher = Publisher(gf=gf, analysis=FindByName(analysis, create=True), annotators=[Fails, Notes])
    fetched = gf.Revision(api_id=publisher.publish(a_figure()).wait(60).api_id).fetch()
    assert fetched.metadata["noted"] is True
    assert [(one.name, one.contents) for one in fetched.code_data] == [("a.R", "plot(1)")]
    assert "Fails" in caplog.text


def test_no_secret_leaves_this_computer_or_stays_in_the_outbox(
    gf: GoFigr, analysis: str, server: Server, proxy: FaultProxy, tmp_path: Path
) -> None:
    class Leaks(Annotator):
        def annotate(self, revision: Any) -> Any:
            code = f'configure(api_key="{server.key}")\nlogin(password="{server.password}")'
            revision.data.append(revision.client.CodeData(name="cell", contents=code))
            revision.metadata["url"] = f"https://me:{server.password}@example.org/"
            return revision

    proxy.fault = lambda _, exchange: (exchange.answer(503), True)[1]
    down = GoFigr(url=proxy.url, api_key=server.key, authenticate=False)
    publisher = Publisher(gf=down, analysis=FindByName(analysis, create=True), annotators=[Leaks])
    revision = publisher.publish(a_figure())
    default_outbox().flush(0.5)
    kept = b"".join(file.read_bytes() for file in (tmp_path / "outbox").rglob("*") if file.is_file())
    assert revision.api_id.encode() in kept
    assert server.key.encode() not in kept
    assert server.password.encode() not in kept
    proxy.fault = None
    default_outbox().flush(60)
    (sent,) = server.revisions(analysis)
    assert server.password not in json.dumps(sent)
    for datum in sent["data"]:
        if datum["type"] == "code":
            bytes_ = gf.Data(api_id=datum["api_id"]).fetch().data
            assert server.key.encode() not in bytes_
            assert server.password.encode() not in bytes_


def test_sync_waits_and_raises(server: Server, proxy: FaultProxy, analysis: str) -> None:
    client = GoFigr(url=proxy.url, api_key=server.key, authenticate=False)
    publisher = Publisher(gf=client, analysis=FindByName(analysis, create=True), sync=True, always=True)
    revision = publisher.publish(a_figure())
    assert revision.is_published
    assert revision.short_id
    assert revision.figure.api_id
    proxy.fault = lambda seen, exchange: seen.method == "POST" and (exchange.answer(503), True)[1]
    with pytest.raises(RuntimeError, match="503"):
        publisher.publish(a_figure())
    proxy.fault = None
    assert len(server.revisions(analysis)) == 1


def test_a_figure_that_cannot_be_copied_is_published_all_the_same(gf: GoFigr, analysis: str) -> None:
    figure = a_figure()
    figure.axes[0].xaxis.set_major_formatter(lambda value, _: f"<{value}>")
    publisher = Publisher(gf=gf, analysis=FindByName(analysis, create=True))
    fetched = gf.Revision(api_id=publisher.publish(figure).wait(60).api_id).fetch()
    assert {("png", True), ("svg", False), ("eps", False)} <= formats(fetched)
    assert fetched.file_data == []


def test_a_figure_may_be_changed_and_closed_while_it_is_on_its_way(
    gf: GoFigr, analysis: str, proxy: FaultProxy
) -> None:
    proxy.delay_seconds = 0.1
    slow = GoFigr(url=proxy.url, api_key=gf.api_key, authenticate=False)
    figure = a_figure("Before")
    revision = Publisher(gf=slow, analysis=FindByName(analysis, create=True)).publish(figure)
    figure.axes[0].set_title("After")
    plt.close(figure)
    fetched = gf.Revision(api_id=revision.wait(60).api_id).fetch()
    svg = next(one for one in fetched.image_data if one.format == "svg" and not one.is_watermarked)
    assert b"<!-- Before -->" in svg.data
    assert plt.get_fignums() == []


def test_many_figures_with_formulas_are_drawn_in_the_background_while_others_are_drawn(
    gf: GoFigr, analysis: str, server: Server
) -> None:
    publisher = Publisher(gf=gf, analysis=FindByName(analysis, create=True), annotators=[])
    for number in range(12):
        figure = a_figure(rf"$\frac{{{number}}}{{\sqrt{{x^{number}}}}}$ {number}")
        figure.axes[0].set_yscale("log")
        publisher.publish(figure)
        plt.close(figure)
    assert default_outbox().flush(60)
    sent = server.revisions(analysis)
    assert len(sent) == 12
    assert all("formats_not_drawn" not in one["metadata"] for one in sent)
    assert all(len(one["data"]) == 6 for one in sent)


def test_figures_are_marked(gf: GoFigr, analysis: str) -> None:
    figure, other = a_figure(), a_figure()
    assert not is_published(figure)
    Publisher(gf=gf, analysis=FindByName(analysis, create=True)).publish(suppress(figure)).wait(60)
    assert is_suppressed(figure)
    assert is_published(figure)
    assert not is_suppressed(other)
    assert not is_published(other)


def test_pdf_and_svg_get_a_watermark_in_vectors(gf: GoFigr, analysis: str) -> None:
    publisher = Publisher(gf=gf, analysis=FindByName(analysis, create=True), image_formats=["pdf", "svg"])
    fetched = gf.Revision(api_id=publisher.publish(a_figure()).wait(60).api_id).fetch()
    assert formats(fetched) == {("pdf", False), ("pdf", True), ("svg", False), ("svg", True)}
    assert b"gofigr-watermark" in next(
        one.data for one in fetched.image_data if one.format == "svg" and one.is_watermarked
    )


def test_without_a_figure_there_is_a_plain_word(gf: GoFigr, analysis: str) -> None:
    publisher = Publisher(gf=gf, analysis=FindByName(analysis, create=True))
    with pytest.raises(ValueError, match="no current figure"):
        publisher.publish()
    with pytest.raises(ValueError, match="No backend"):
        publisher.publish(object())
    a_figure("Current")
    assert publisher.publish().wait(60).figure.fetch().name == "Current"


def test_the_picture_shown_is_a_png(gf: GoFigr, analysis: str) -> None:
    revision = Publisher(gf=gf, analysis=FindByName(analysis, create=True)).publish(a_figure())
    (picture,) = [one for one in revision.image_data if one.format == "png" and one.is_watermarked]
    with Image.open(io.BytesIO(picture.data)) as image:
        assert image.format == "PNG"


def test_nobody_waits_for_the_server_when_the_publisher_is_made(
    server: Server, proxy: FaultProxy, analysis: str, eventually: Callable[..., None]
) -> None:
    proxy.delay_seconds = 5.0
    started = time.perf_counter()
    Publisher(
        gf=GoFigr(url=proxy.url, api_key=server.key, authenticate=False), analysis=FindByName(analysis, create=True)
    )
    # Not as long as a single request takes.
    assert time.perf_counter() - started < 5
    proxy.delay_seconds = 0.0
    eventually(lambda: len(proxy.requests("POST", "short_id_prefix")) == 1)
