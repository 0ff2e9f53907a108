"""Organizations, workspaces, analyses, figures, assets, and the revisions and invitations that link to them."""

from __future__ import annotations

from base64 import b64decode
from io import BytesIO
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar

from gofigr.http.by_name import shortened
from gofigr.models.base import CHILD_TIMESTAMP_FIELDS, TIMESTAMP_FIELDS, ModelMixin, checked_id
from gofigr.models.comparison import Comparison, compare, revision_before, revision_id_of
from gofigr.models.data import gf_Data
from gofigr.models.fields import (
    Base64Field,
    DataField,
    Field,
    JSONField,
    LinkedEntityCollection,
    LinkedEntityField,
)
from gofigr.models.invitations import INVITATION_FIELDS, InvitationMixin
from gofigr.models.mixins import FlexibleStorageMixin, LogsMixin, MembersMixin, ShareableModelMixin, ThumbnailMixin
from gofigr.models.revisions import RevisionMixin
from gofigr.models.users import png_base64

if TYPE_CHECKING:
    import builtins
    from uuid import UUID

    from PIL import Image
    from typing_extensions import Self

    from gofigr.models.base import HasApiId

_M = TypeVar("_M", bound=ModelMixin)


class gf_Organization(LogsMixin, MembersMixin, FlexibleStorageMixin):  # noqa: N801 -- the published name, as below
    """An organization. Its roles apply to all its workspaces."""

    endpoint = "organization/"
    fields: ClassVar[list[Field | str]] = [
        *("api_id", "name", "email", "description", "allow_per_workspace_storage_settings"),
        Base64Field("logo"),
        LinkedEntityField("workspaces", lambda gf: gf.bound(gf_Workspace), many=True, derived=True),
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
        """The logo as an image."""
        if self.logo is None:
            return None
        from PIL import Image  # noqa: PLC0415 -- only if there is a logo

        return Image.open(BytesIO(self.logo))

    @logo_image.setter
    def logo_image(self, image: Image.Image | None) -> None:
        self.logo = None if image is None else b64decode(png_base64(image))

    def get_invitations(self) -> list[gf_OrganizationInvitation]:
        """Lists the open invitations."""
        items = self.client.get(self._path("invitations/")).json()
        return [self.client.bound(gf_OrganizationInvitation).from_json(item) for item in items]


class gf_Workspace(LogsMixin, MembersMixin, FlexibleStorageMixin):  # noqa: N801
    """A workspace: analyses, assets and members."""

    endpoint = "workspace/"
    _has_page = True
    _parent_field = "organization"
    fields: ClassVar[list[Field | str]] = [
        *("api_id", "_shallow", "name", "description", "workspace_type", "size_bytes"),
        LinkedEntityField("organization", lambda gf: gf.bound(gf_Organization)),
        LinkedEntityField(
            "analyses", lambda gf: gf.bound(gf_Analysis), many=True, derived=True, backlink_property="workspace"
        ),
        LinkedEntityField(
            "assets", lambda gf: gf.bound(gf_Asset), many=True, derived=True, backlink_property="workspace"
        ),
        *TIMESTAMP_FIELDS,
        *CHILD_TIMESTAMP_FIELDS,
    ]
    # None removes a workspace from its organization.
    include_if_none: ClassVar[list[str]] = ["organization"]

    name: str | None = None
    description: str | None = None
    workspace_type: str | None = None
    size_bytes: int | None = None
    organization: gf_Organization | None = None
    analyses: LinkedEntityCollection[gf_Analysis] | None
    assets: LinkedEntityCollection[gf_Asset] | None

    def get_analysis(self, name: str, create: bool = True, **kwargs: Any) -> gf_Analysis:
        """Finds an analysis by name. With `create`, creates it with `kwargs` (e.g. a description) if it is missing."""
        name = shortened(name)
        if self.analyses is None:
            self.fetch()
        default = self.client.bound(gf_Analysis)(name=name, **kwargs) if create else None
        return _found(self.analyses).find_or_create(name=name, default_obj=default)

    def get_recents(self, limit: int = 100) -> Recents:
        """Returns the objects created or changed last, at most `limit` of each kind."""
        data = self.client.get(self._path("recent/"), params={"limit": limit}).json()
        return Recents(
            [self.client.bound(gf_Analysis).from_json(one) for one in data["analyses"]],
            [self.client.bound(gf_Figure).from_json(one) for one in data["figures"]],
            [self.client.bound(gf_Asset).from_json(one) for one in data.get("assets") or []],
        )

    def get_invitations(self) -> list[gf_WorkspaceInvitation]:
        """Lists the open invitations."""
        items = self.client.get(self._path("invitations/")).json()
        return [self.client.bound(gf_WorkspaceInvitation).from_json(item) for item in items]


class gf_Analysis(ShareableModelMixin, LogsMixin, ThumbnailMixin):  # noqa: N801
    """An analysis: figures that belong together."""

    endpoint = "analysis/"
    _has_page = True
    _parent_field = "workspace"
    fields: ClassVar[list[Field | str]] = [
        *("api_id", "_shallow", "name", "description", "size_bytes"),
        LinkedEntityField("workspace", lambda gf: gf.bound(gf_Workspace)),
        LinkedEntityField(
            "figures", lambda gf: gf.bound(gf_Figure), many=True, derived=True, backlink_property="analysis"
        ),
        *TIMESTAMP_FIELDS,
        *CHILD_TIMESTAMP_FIELDS,
    ]

    name: str | None = None
    description: str | None = None
    size_bytes: int | None = None
    workspace: gf_Workspace | None = None
    figures: LinkedEntityCollection[gf_Figure] | None

    def get_figure(self, name: str, create: bool = True, **kwargs: Any) -> gf_Figure:
        """Finds a figure by name. With `create`, creates it with `kwargs` (e.g. a description) if it is missing."""
        name = shortened(name)
        if self.figures is None:
            self.fetch()
        default = self.client.bound(gf_Figure)(name=name, **kwargs) if create else None
        return _found(self.figures).find_or_create(name=name, default_obj=default)


class gf_Figure(ShareableModelMixin, ThumbnailMixin):  # noqa: N801
    """A figure. Each publish adds a revision."""

    endpoint = "figure/"
    _has_page = True
    _parent_field = "analysis"
    fields: ClassVar[list[Field | str]] = [
        *("api_id", "_shallow", "name", "description", "size_bytes"),
        LinkedEntityField("analysis", lambda gf: gf.bound(gf_Analysis)),
        LinkedEntityField(
            "revisions", lambda gf: gf.bound(gf_Revision), many=True, derived=True, backlink_property="figure"
        ),
        *TIMESTAMP_FIELDS,
        *CHILD_TIMESTAMP_FIELDS,
    ]

    name: str | None = None
    description: str | None = None
    size_bytes: int | None = None
    analysis: gf_Analysis | None = None
    revisions: LinkedEntityCollection[gf_Revision] | None


class gf_Asset(ShareableModelMixin, ThumbnailMixin):  # noqa: N801
    """A file that figures are made from, with its revisions."""

    endpoint = "asset/"
    _parent_field = "workspace"
    fields: ClassVar[list[Field | str]] = [
        *("api_id", "name", "description", "size_bytes"),
        LinkedEntityField("workspace", lambda gf: gf.bound(gf_Workspace)),
        LinkedEntityField("analysis", lambda gf: gf.bound(gf_Analysis)),
        LinkedEntityField(
            "revisions", lambda gf: gf.bound(gf_AssetRevision), many=True, derived=True, backlink_property="asset"
        ),
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
        """Finds assets with exactly this name, oldest first; only those of one analysis if its ID is given."""
        body = {"name": name} if analysis is None else {"name": name, "analysis": analysis}
        found = cls._client().post(f"{cls.endpoint}find_by_name/", json=body).json()
        return [cls.from_json(item) for item in found]


class gf_AssetLinkedToFigure(ModelMixin):  # noqa: N801
    """A link: a figure's revision was made from an asset's revision."""

    fields: ClassVar[list[Field | str]] = [
        "use_type",
        LinkedEntityField("figure_revision", lambda gf: gf.bound(gf_Revision)),
        LinkedEntityField("asset_revision", lambda gf: gf.bound(gf_AssetRevision)),
    ]

    #: `direct` or `indirect`
    use_type: str | None = None
    figure_revision: gf_Revision | None = None
    asset_revision: gf_AssetRevision | None = None


class gf_Revision(RevisionMixin, ThumbnailMixin):  # noqa: N801
    """A revision of a figure."""

    endpoint = "revision/"
    _has_page = True
    fields: ClassVar[list[Field | str]] = [
        *("api_id", "revision_index", "size_bytes", "is_processing", "is_clean_room", "short_id"),
        JSONField("metadata"),
        LinkedEntityField("figure", lambda gf: gf.bound(gf_Figure)),
        LinkedEntityField("assets", lambda gf: gf.bound(gf_AssetLinkedToFigure), many=True, nested=True),
        DataField("data", lambda gf: gf.bound(gf_Data), many=True),
        *TIMESTAMP_FIELDS,
    ]

    is_clean_room: bool | None = None
    #: Short ID for links, made by `gf.make_short_id()` and stored by the server.
    short_id: str | None = None
    figure: gf_Figure | None = None
    assets: LinkedEntityCollection[gf_AssetLinkedToFigure] | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        #: Backend that drew the figure, while it is being published.
        self.backend: Any = None
        super().__init__(*args, **kwargs)

    @property
    def _short_id(self) -> str | None:
        return self.short_id

    @_short_id.setter
    def _short_id(self, value: str | None) -> None:
        self.short_id = value

    @property
    def revision_url(self) -> str:
        """Link that is printed on figures."""
        return f"{self.client.app_url}/r/{self.short_id or self.api_id}"

    def diff(self, other: str | UUID | HasApiId | None = None) -> Comparison:
        """Returns the differences from this revision to another one, as `gofigr diff` does.

        `other` is a revision, an ID, a short ID or a link. Without it, returns those from the revision before to this
        one. The server compares, so changes must be saved.
        """
        own = checked_id(self)
        if other is None:
            return compare(self.client, revision_before(self.client, own), own)
        return compare(self.client, own, revision_id_of(self.client, other))

    def _create_auto_assign(self, analysis: gf_Analysis) -> Self:
        """Creates this revision in an analysis. The server chooses the figure."""
        return self._create_at("revision/auto-assign/", {"analysis": analysis.api_id})


class gf_AssetRevision(RevisionMixin, ThumbnailMixin):  # noqa: N801
    """A revision of an asset."""

    endpoint = "asset_revision/"
    fields: ClassVar[list[Field | str]] = [
        *("api_id", "revision_index", "size_bytes", "is_processing"),
        JSONField("metadata"),
        LinkedEntityField("asset", lambda gf: gf.bound(gf_Asset)),
        LinkedEntityField(
            "figure_revisions", lambda gf: gf.bound(gf_AssetLinkedToFigure), many=True, nested=True, derived=True
        ),
        DataField("data", lambda gf: gf.bound(gf_Data), many=True),
        *TIMESTAMP_FIELDS,
    ]

    asset: gf_Asset | None = None
    figure_revisions: LinkedEntityCollection[gf_AssetLinkedToFigure] | None

    @classmethod
    def find_by_hash(cls, digest: str, hash_type: str = "blake3", analysis: str | None = None) -> builtins.list[Self]:
        """Finds revisions by the hash of their bytes, oldest first; only those of one analysis if its ID is given."""
        body = {"digest": digest, "hash_type": hash_type}
        if analysis is not None:
            body["analysis"] = analysis
        found = cls._client().post(f"{cls.endpoint}find_by_hash/", json=body).json()
        return [cls.from_json(item) for item in found]


class gf_WorkspaceInvitation(InvitationMixin):  # noqa: N801
    """An invitation to a workspace."""

    endpoint = "invitations/workspace/"
    fields: ClassVar[list[Field | str]] = [
        *INVITATION_FIELDS,
        LinkedEntityField("workspace", lambda gf: gf.bound(gf_Workspace)),
    ]

    workspace: gf_Workspace | None = None


class gf_OrganizationInvitation(InvitationMixin):  # noqa: N801
    """An invitation to an organization."""

    endpoint = "invitations/organization/"
    fields: ClassVar[list[Field | str]] = [
        *INVITATION_FIELDS,
        LinkedEntityField("organization", lambda gf: gf.bound(gf_Organization)),
    ]

    organization: gf_Organization | None = None


class Recents(NamedTuple):
    """The objects created or changed last in a workspace, newest first."""

    analyses: list[gf_Analysis]
    figures: list[gf_Figure]
    assets: list[gf_Asset]


def _found(collection: LinkedEntityCollection[_M] | None) -> LinkedEntityCollection[_M]:
    if collection is None:
        raise RuntimeError("The server sent no list of children.")
    return collection
