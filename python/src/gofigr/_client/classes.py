"""Classes of a client: those of `gofigr.models`, bound to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofigr import models

if TYPE_CHECKING:
    from gofigr.models.client import Client

#: Attributes of a client that are classes bound to it, with their base classes.
_BOUND = {
    name.removeprefix("gf_"): getattr(models, name)
    for name in models.__all__
    if name.startswith("gf_") or name in ("ModelMixin", "ShareableModelMixin", "RevisionMixin", "InvitationMixin")
}
_PLAIN = {
    name: getattr(models, name)
    for name in (
        "NestedMixin",
        "LinkSharingStatus",
        "SharingUserData",
        "MembershipInfo",
        "FlexibleStorageInfo",
        "LogItem",
    )
}


class BoundClasses:
    """Names of the classes that `bind` gives a client, for type checkers."""

    Organization: type[models.gf_Organization]
    Workspace: type[models.gf_Workspace]
    Analysis: type[models.gf_Analysis]
    Figure: type[models.gf_Figure]
    Revision: type[models.gf_Revision]
    Asset: type[models.gf_Asset]
    AssetRevision: type[models.gf_AssetRevision]
    AssetLinkedToFigure: type[models.gf_AssetLinkedToFigure]
    Data: type[models.gf_Data]
    ImageData: type[models.gf_ImageData]
    CodeData: type[models.gf_CodeData]
    TextData: type[models.gf_TextData]
    TableData: type[models.gf_TableData]
    FileData: type[models.gf_FileData]
    ApiKey: type[models.gf_ApiKey]
    WorkspaceInvitation: type[models.gf_WorkspaceInvitation]
    OrganizationInvitation: type[models.gf_OrganizationInvitation]
    MetadataProxy: type[models.gf_MetadataProxy]
    ModelMixin: type[models.ModelMixin]
    ShareableModelMixin: type[models.ShareableModelMixin]
    RevisionMixin: type[models.RevisionMixin]
    InvitationMixin: type[models.InvitationMixin]
    NestedMixin: type[models.NestedMixin]
    LinkSharingStatus: type[models.LinkSharingStatus]
    SharingUserData: type[models.SharingUserData]
    MembershipInfo: type[models.MembershipInfo]
    FlexibleStorageInfo: type[models.FlexibleStorageInfo]
    LogItem: type[models.LogItem]


def bind(client: Client) -> None:
    """Gives a client its classes."""
    for name, kind in _PLAIN.items():
        setattr(client, name, kind)
    for name, kind in _BOUND.items():
        own = type(name, (kind,), {"_gf": client, "__module__": "gofigr", "__doc__": kind.__doc__})
        setattr(client, name, own)
