"""Features of some objects: sharing, members, log, thumbnail, storage."""

from __future__ import annotations

from base64 import b64decode
from io import BytesIO
from typing import TYPE_CHECKING, Any

from gofigr.exceptions import UnauthorizedError
from gofigr.models.base import ModelMixin, path_of
from gofigr.models.nested import FlexibleStorageInfo, LinkSharingStatus, LogItem, MembershipInfo, SharingUserData

if TYPE_CHECKING:
    from PIL import Image


class ShareableModelMixin(ModelMixin):
    """Objects that can be shared: analyses, figures, revisions, assets. Sharing includes everything below."""

    def share(self, username: str) -> SharingUserData:
        """Lets a user view this object."""
        return _share(self, username, enabled=True)

    def unshare(self, username: str) -> SharingUserData:
        """Stops sharing this object with a user."""
        return _share(self, username, enabled=False)

    def get_sharing_users(self) -> list[SharingUserData]:
        """Lists the users with whom this object is shared."""
        return [SharingUserData.from_json(one) for one in self.client.get(self._path("share/user/")).json()]

    def set_link_sharing(self, enabled: bool) -> LinkSharingStatus:
        """Lets anyone with the link view this object, or stops that."""
        response = self.client.post(self._path("share/link/"), json={"enabled": enabled})
        return LinkSharingStatus.from_json(response.json())

    def get_link_sharing(self) -> bool:
        """Tells whether anyone with the link can view this object."""
        return LinkSharingStatus.from_json(self.client.get(self._path("share/link/")).json()).enabled


def _share(obj: ModelMixin, username: str, *, enabled: bool) -> SharingUserData:
    # The server refuses objects that can't be shared.
    body = {"username": username, "sharing_enabled": enabled}
    return SharingUserData.from_json(obj.client.post(path_of(obj, "share/user/"), json=body).json())


class MembersMixin(ModelMixin):
    """Objects with members: workspaces and organizations."""

    def get_members(self, unauthorized_error: bool = True) -> list[MembershipInfo]:
        """Lists the members. Without the right to see them, raises if `unauthorized_error`, else lists none."""
        try:
            response = self.client.get(self._path("members/"))
        except UnauthorizedError:
            if unauthorized_error:
                raise
            return []
        return [MembershipInfo.from_json(one) for one in response.json()]

    def add_member(self, username: str, membership_type: str) -> MembershipInfo:
        """Adds a user with a role, e.g. `WorkspaceMembership.CREATOR`."""
        return self._member("add", {"username": username, "membership_type": membership_type})

    def change_membership(self, username: str, membership_type: str) -> MembershipInfo:
        """Changes a member's role."""
        return self._member("change", {"username": username, "membership_type": membership_type})

    def remove_member(self, username: str) -> MembershipInfo:
        """Removes a member."""
        return self._member("remove", {"username": username})

    def _member(self, action: str, body: dict[str, Any]) -> MembershipInfo:
        return MembershipInfo.from_json(self.client.post(self._path(f"members/{action}/"), json=body).json())


class LogsMixin(ModelMixin):
    """Objects with a log."""

    def get_logs(self) -> list[LogItem]:
        """Lists the activity on this object and below, newest first."""
        items = self.client.get(self._path("log/")).json()
        return [LogItem.from_json(item, gf=self.client, parent=self) for item in items]


class ThumbnailMixin(ModelMixin):
    """Objects with a thumbnail."""

    def get_thumbnail(self, size: int) -> Image.Image | None:
        """Returns a thumbnail in the next of the sizes 64, 128, 256, 512, 1024 and 2048 pixels, or None."""
        data = self.client.get(self._path(f"thumbnail/{size}")).json()["thumbnail"]
        if not data:
            return None
        from PIL import Image  # noqa: PLC0415 -- only if there is an image

        return Image.open(BytesIO(b64decode(data)))


class FlexibleStorageMixin(ModelMixin):
    """Objects that can have their own storage."""

    def get_storage_info(self) -> FlexibleStorageInfo:
        """Returns where the bytes are stored."""
        return FlexibleStorageInfo.from_json(self.client.get(self._path("storage/")).json())

    def set_storage_info(self, vendor: str, params: dict[str, Any] | None) -> FlexibleStorageInfo:
        """Sets the storage of new bytes."""
        return self._storage("storage/", vendor, params)

    def test_storage(self, vendor: str, params: dict[str, Any] | None) -> FlexibleStorageInfo:
        """Tests whether a storage can be written and read. Changes nothing."""
        return self._storage("storage/test/", vendor, params)

    def _storage(self, path: str, vendor: str, params: dict[str, Any] | None) -> FlexibleStorageInfo:
        body = {"vendor": vendor, "params": params}
        return FlexibleStorageInfo.from_json(self.client.post(self._path(path), json=body).json())
