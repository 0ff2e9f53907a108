"""The objects of GoFigr. Use the classes of a client, e.g. `gf.Figure`. Those here aren't bound to a server."""

from gofigr.exceptions import UnauthorizedError
from gofigr.models.api_keys import gf_ApiKey
from gofigr.models.base import CHILD_TIMESTAMP_FIELDS, TIMESTAMP_FIELDS, ModelMixin
from gofigr.models.client import Client as Client
from gofigr.models.comparison import Comparison
from gofigr.models.data import gf_CodeData, gf_Data, gf_FileData, gf_ImageData, gf_TableData, gf_TextData
from gofigr.models.enums import CodeLanguage, DataType, OrganizationMembership, WorkspaceMembership, WorkspaceType
from gofigr.models.fields import (
    Base64Field,
    DataField,
    Field,
    JSONField,
    LinkedEntityCollection,
    LinkedEntityField,
    MetadataProxyField,
    Timestamp,
)
from gofigr.models.invitations import InvitationMixin
from gofigr.models.metadata_proxy import gf_MetadataProxy
from gofigr.models.mixins import FlexibleStorageMixin, LogsMixin, MembersMixin, ShareableModelMixin, ThumbnailMixin
from gofigr.models.nested import (
    FlexibleStorageInfo,
    LinkSharingStatus,
    LogItem,
    MembershipInfo,
    NestedMixin,
    SharingUserData,
)
from gofigr.models.revisions import RevisionMixin
from gofigr.models.tree import (
    Recents,
    gf_Analysis,
    gf_Asset,
    gf_AssetLinkedToFigure,
    gf_AssetRevision,
    gf_Figure,
    gf_Organization,
    gf_OrganizationInvitation,
    gf_Revision,
    gf_Workspace,
    gf_WorkspaceInvitation,
)
from gofigr.profile import MeasureExecution

# Names of version 0.14, in which data needed no client.
CodeData = gf_CodeData
Data = gf_Data
ImageData = gf_ImageData
MetadataProxy = gf_MetadataProxy
TableData = gf_TableData
TextData = gf_TextData
WorkspaceMember = MembershipInfo

__all__ = [
    "CHILD_TIMESTAMP_FIELDS",
    "TIMESTAMP_FIELDS",
    "Base64Field",
    "CodeData",
    "CodeLanguage",
    "Comparison",
    "Data",
    "DataField",
    "DataType",
    "Field",
    "FlexibleStorageInfo",
    "FlexibleStorageMixin",
    "ImageData",
    "InvitationMixin",
    "JSONField",
    "LinkSharingStatus",
    "LinkedEntityCollection",
    "LinkedEntityField",
    "LogItem",
    "LogsMixin",
    "MeasureExecution",
    "MembersMixin",
    "MembershipInfo",
    "MetadataProxy",
    "MetadataProxyField",
    "ModelMixin",
    "NestedMixin",
    "OrganizationMembership",
    "Recents",
    "RevisionMixin",
    "ShareableModelMixin",
    "SharingUserData",
    "TableData",
    "TextData",
    "ThumbnailMixin",
    "Timestamp",
    "UnauthorizedError",
    "WorkspaceMember",
    "WorkspaceMembership",
    "WorkspaceType",
    "gf_Analysis",
    "gf_ApiKey",
    "gf_Asset",
    "gf_AssetLinkedToFigure",
    "gf_AssetRevision",
    "gf_CodeData",
    "gf_Data",
    "gf_Figure",
    "gf_FileData",
    "gf_ImageData",
    "gf_MetadataProxy",
    "gf_Organization",
    "gf_OrganizationInvitation",
    "gf_Revision",
    "gf_TableData",
    "gf_TextData",
    "gf_Workspace",
    "gf_WorkspaceInvitation",
]
