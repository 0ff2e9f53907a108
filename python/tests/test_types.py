"""Types of the public names, checked by mypy. A run only shows that the module can be imported."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from gofigr import ApiId, FindByName, GoFigr
from gofigr._publishing.revision import PublishedRevision
from gofigr.models import (
    LinkedEntityCollection,
    gf_Analysis,
    gf_ApiKey,
    gf_Figure,
    gf_ImageData,
    gf_Revision,
    gf_Workspace,
)
from gofigr.publisher import Publisher

if TYPE_CHECKING:
    from typing_extensions import assert_type  # noqa: TC004 -- what uses it is never called


def what_is_checked(gf: GoFigr) -> None:
    assert_type(gf.Workspace(name="w").create(), gf_Workspace)
    assert_type(gf.find_workspace(FindByName("w", create=True)), gf_Workspace)
    assert_type(gf.workspaces, list[gf_Workspace])
    workspace = gf.primary_workspace
    analysis = workspace.get_analysis("a", description="d")
    assert_type(analysis, gf_Analysis)
    assert_type(analysis.figures, LinkedEntityCollection[gf_Figure] | None)
    assert_type(gf.find_analysis(workspace, "a"), gf_Analysis)
    assert_type(Publisher(gf).publish(target=FindByName("f", create=True)).wait(), PublishedRevision)
    gf.post("info/", {}, no_such_option=1)  # type: ignore[call-arg]  # a mistake must be one
    figure = gf.find_figure(analysis, ApiId("id"))
    assert_type(figure.fetch(), gf_Figure)
    assert_type(figure.name, str | None)
    assert_type(figure.created_on, datetime | None)
    revision = gf.Revision(figure=figure, data=[gf.ImageData(name="i", format="png", data=b"")])
    assert_type(revision.create().save(patch=True, silent=True), gf_Revision)
    assert_type(revision.image_data, list[gf_ImageData])
    assert_type(revision.metadata, dict[str, Any] | None)
    assert_type(gf.create_api_key("k", expiry=datetime.now().astimezone()), gf_ApiKey)
    assert_type([key.token for key in gf.list_api_keys()], list[str | None])
    gf.Workspace(name="w").no_such_method()  # type: ignore[attr-defined]  # a mistake must be one
    workspace.get_analysis(1)  # type: ignore[arg-type]  # so must this


def test_the_client_is_typed() -> None:
    assert "py.typed" in [file.name for file in _package_files()]


def _package_files() -> list[Any]:
    from importlib.resources import files  # noqa: PLC0415 -- here only

    return list(files("gofigr").iterdir())
