"""Organizations, workspaces, analyses, figures and assets."""

from __future__ import annotations

from base64 import b64decode
from io import BytesIO
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from gofigr.models.base import CHILD_TIMESTAMP_FIELDS, TIMESTAMP_FIELDS, ModelMixin
from gofigr.models.fields import Base64Field, Field, LinkedEntityCollection, LinkedEntityField
from gofigr.models.mixins import FlexibleStorageMixin, LogsMixin, MembersMixin, ShareableModelMixin, ThumbnailMixin
from gofigr.models.nested import Recents
from gofigr.users import png_base64

if TYPE_CHECKING:
    from PIL import Image
    from typing_extensions import Self

    from gofigr.models.invitations import gf_OrganizationInvitation, gf_WorkspaceInvitation
    from gofigr.models.revisions import gf_AssetRevision, gf_Revision


_M = TypeVar("_M", bound=ModelMixin)


class gf_Organization(LogsMixin, MembersMixin, FlexibleStorageMixin):  # noqa: N801 -- the published name, as below
    """An organization: its roles reach all its workspaces."""

    endpoint = "organization/"
    fields: ClassVar[list[Field | str]] = [
        *("api_id", "name", "email", "description", "allow_per_workspace_storage_settings"),
        Base64Field("logo"),
        LinkedEntityField("workspaces", lambda gf: gf.Workspace, many=True, derived=True),
        *TIMESTAMP_FIELDS,
    ]

    name: str | None = None
    email: str | None = None
    description: str | None = None
    allow_per_workspace_storage_settings: bool | None = None
    logo: bytes | None = None
    workspaces: LinkedEntityCollection[gf_Workspace] | None

    @property
    def logo_image(self) -> Image.Image | None:
        """The logo as a picture."""
        if self.logo is None:
            return None
        from PIL import Image  # noqa: PLC0415 -- only where there is a logo

        return Image.open(BytesIO(self.logo))

    @logo_image.setter
    def logo_image(self, image: Image.Image | None) -> None:
        self.logo = None if image is None else b64decode(png_base64(image))

    def get_invitations(self) -> list[gf_OrganizationInvitation]:
        """The invitations that are open."""
        items = self.client._get(self._path("invitations/")).json()
        return [self.client.OrganizationInvitation.from_json(item) for item in items]


class gf_Workspace(LogsMixin, MembersMixin, FlexibleStorageMixin):  # noqa: N801
    """A workspace: analyses and assets, and the people who may reach them."""

    endpoint = "workspace/"
    _parent_field = "organization"
    fields: ClassVar[list[Field | str]] = [
        *("api_id", "_shallow", "name", "description", "workspace_type", "size_bytes"),
        LinkedEntityField("organization", lambda gf: gf.Organization),
        LinkedEntityField("analyses", lambda gf: gf.Analysis, many=True, derived=True, backlink_property="workspace"),
        LinkedEntityField("assets", lambda gf: gf.Asset, many=True, derived=True, backlink_property="workspace"),
        *TIMESTAMP_FIELDS,
        *CHILD_TIMESTAMP_FIELDS,
    ]
    # None takes a workspace out of its organization.
    include_if_none: ClassVar[list[str]] = ["organization"]

    name: str | None = None
    description: str | None = None
    workspace_type: str | None = None
    size_bytes: int | None = None
    organization: gf_Organization | None = None
    analyses: LinkedEntityCollection[gf_Analysis] | None
    assets: LinkedEntityCollection[gf_Asset] | None

    def get_analysis(self, name: str, create: bool = True, **kwargs: Any) -> gf_Analysis:
        """The analysis of this name, made with `kwargs` (e.g. a description) if it isn't there and `create` is set."""
        if self.analyses is None:
            self.fetch()
        default = self.client.Analysis(name=name, **kwargs) if create else None
        return _found(self.analyses).find_or_create(name=name, default_obj=default)

    def get_recents(self, limit: int = 100) -> Recents:
        """What was created or changed last, at most `limit` of each kind."""
        data = self.client._get(self._path("recent/"), params={"limit": limit}).json()
        return Recents(
            [self.client.Analysis.from_json(one) for one in data["analyses"]],
            [self.client.Figure.from_json(one) for one in data["figures"]],
            [self.client.Asset.from_json(one) for one in data.get("assets") or []],
        )

    def get_invitations(self) -> list[gf_WorkspaceInvitation]:
        """The invitations that are open."""
        items = self.client._get(self._path("invitations/")).json()
        return [self.client.WorkspaceInvitation.from_json(item) for item in items]


class gf_Analysis(ShareableModelMixin, LogsMixin, ThumbnailMixin):  # noqa: N801
    """An analysis: figures that belong together."""

    endpoint = "analysis/"
    _parent_field = "workspace"
    fields: ClassVar[list[Field | str]] = [
        *("api_id", "_shallow", "name", "description", "size_bytes"),
        LinkedEntityField("workspace", lambda gf: gf.Workspace),
        LinkedEntityField("figures", lambda gf: gf.Figure, many=True, derived=True, backlink_property="analysis"),
        *TIMESTAMP_FIELDS,
        *CHILD_TIMESTAMP_FIELDS,
    ]

    name: str | None = None
    description: str | None = None
    size_bytes: int | None = None
    workspace: gf_Workspace | None = None
    figures: LinkedEntityCollection[gf_Figure] | None

    def get_figure(self, name: str, create: bool = True, **kwargs: Any) -> gf_Figure:
        """The figure of this name, made with `kwargs` (e.g. a description) if it isn't there and `create` is set."""
        if self.figures is None:
            self.fetch()
        default = self.client.Figure(name=name, **kwargs) if create else None
        return _found(self.figures).find_or_create(name=name, default_obj=default)


class gf_Figure(ShareableModelMixin, ThumbnailMixin):  # noqa: N801
    """A figure: its revisions are what was published."""

    endpoint = "figure/"
    _parent_field = "analysis"
    fields: ClassVar[list[Field | str]] = [
        *("api_id", "_shallow", "name", "description", "size_bytes"),
        LinkedEntityField("analysis", lambda gf: gf.Analysis),
        LinkedEntityField("revisions", lambda gf: gf.Revision, many=True, derived=True, backlink_property="figure"),
        *TIMESTAMP_FIELDS,
        *CHILD_TIMESTAMP_FIELDS,
    ]

    name: str | None = None
    description: str | None = None
    size_bytes: int | None = None
    analysis: gf_Analysis | None = None
    revisions: LinkedEntityCollection[gf_Revision] | None


class gf_Asset(ShareableModelMixin, ThumbnailMixin):  # noqa: N801
    """A file that figures are made from, through all its revisions."""

    endpoint = "asset/"
    _parent_field = "workspace"
    fields: ClassVar[list[Field | str]] = [
        *("api_id", "name", "description", "size_bytes"),
        LinkedEntityField("workspace", lambda gf: gf.Workspace),
        LinkedEntityField("analysis", lambda gf: gf.Analysis),
        LinkedEntityField("revisions", lambda gf: gf.AssetRevision, many=True, derived=True, backlink_property="asset"),
        *TIMESTAMP_FIELDS,
        *CHILD_TIMESTAMP_FIELDS,
    ]

    name: str | None = None
    description: str | None = None
    size_bytes: int | None = None
    workspace: gf_Workspace | None = None
    analysis: gf_Analysis | None = None
    revisions: LinkedEntityCollection[gf_AssetRevision] | None

    @classmethod
    def find_by_name(cls, name: str, analysis: str | None = None) -> list[Self]:
        """The assets of exactly this name, oldest first; those of one analysis if its ID is given."""
        body = {"name": name} if analysis is None else {"name": name, "analysis": analysis}
        found = cls._client()._post(f"{cls.endpoint}find_by_name/", json=body).json()
        return [cls.from_json(item) for item in found]


def _found(collection: LinkedEntityCollection[_M] | None) -> LinkedEntityCollection[_M]:
    if collection is None:
        raise RuntimeError("The server sent no list of children.")
    return collection
