"""What some objects can do besides: sharing, members, log, thumbnail, storage."""

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
    """What can be shared: analyses, figures, revisions, assets. Sharing a thing shares what is below it."""

    def share(self, username: str) -> SharingUserData:
        """Lets a user view this."""
        return _share(self, username, enabled=True)

    def unshare(self, username: str) -> SharingUserData:
        """Ends what `share` began."""
        return _share(self, username, enabled=False)

    def get_sharing_users(self) -> list[SharingUserData]:
        """The users with whom this is shared."""
        return [SharingUserData.from_json(one) for one in self.client.get(self._path("share/user/")).json()]

    def set_link_sharing(self, enabled: bool) -> LinkSharingStatus:
        """Lets anyone with the link view this, or ends that."""
        response = self.client.post(self._path("share/link/"), json={"enabled": enabled})
        return LinkSharingStatus.from_json(response.json())

    def get_link_sharing(self) -> bool:
        """Whether anyone with the link can view this."""
        return LinkSharingStatus.from_json(self.client.get(self._path("share/link/")).json()).enabled


def _share(thing: ModelMixin, username: str, *, enabled: bool) -> SharingUserData:
    # Code may call it with things that can't be shared: the server refuses.
    body = {"username": username, "sharing_enabled": enabled}
    return SharingUserData.from_json(thing.client.post(path_of(thing, "share/user/"), json=body).json())


class MembersMixin(ModelMixin):
    """What has members: workspaces and organizations."""

    def get_members(self, unauthorized_error: bool = True) -> list[MembershipInfo]:
        """The members; none instead of an error for who may not know, unless `unauthorized_error` is set."""
        try:
            response = self.client.get(self._path("members/"))
        except UnauthorizedError:
            if unauthorized_error:
                raise
            return []
        return [MembershipInfo.from_json(one) for one in response.json()]

    def add_member(self, username: str, membership_type: str) -> MembershipInfo:
        """Adds a user in a role, e.g. `WorkspaceMembership.CREATOR`."""
        return self._member("add", {"username": username, "membership_type": membership_type})

    def change_membership(self, username: str, membership_type: str) -> MembershipInfo:
        """Gives a member another role."""
        return self._member("change", {"username": username, "membership_type": membership_type})

    def remove_member(self, username: str) -> MembershipInfo:
        """Ends a membership."""
        return self._member("remove", {"username": username})

    def _member(self, action: str, body: dict[str, Any]) -> MembershipInfo:
        return MembershipInfo.from_json(self.client.post(self._path(f"members/{action}/"), json=body).json())


class LogsMixin(ModelMixin):
    """What has a log."""

    def get_logs(self) -> list[LogItem]:
        """What happened here and below, newest first."""
        items = self.client.get(self._path("log/")).json()
        return [LogItem.from_json(item, gf=self.client, parent=self) for item in items]


class ThumbnailMixin(ModelMixin):
    """What has a small picture."""

    def get_thumbnail(self, size: int) -> Image.Image | None:
        """A picture in the next of the sizes 64, 128, 256, 512, 1024 and 2048 pixels, or None."""
        data = self.client.get(self._path(f"thumbnail/{size}")).json()["thumbnail"]
        if not data:
            return None
        from PIL import Image  # noqa: PLC0415 -- only where there is a picture

        return Image.open(BytesIO(b64decode(data)))


class FlexibleStorageMixin(ModelMixin):
    """What can have a storage of its own."""

    def get_storage_info(self) -> FlexibleStorageInfo:
        """Where the bytes are kept."""
        return FlexibleStorageInfo.from_json(self.client.get(self._path("storage/")).json())

    def set_storage_info(self, vendor: str, params: dict[str, Any] | None) -> FlexibleStorageInfo:
        """Keeps new bytes elsewhere."""
        return self._storage("storage/", vendor, params)

    def test_storage(self, vendor: str, params: dict[str, Any] | None) -> FlexibleStorageInfo:
        """Finds out whether a storage can be written and read; changes nothing."""
        return self._storage("storage/test/", vendor, params)

    def _storage(self, path: str, vendor: str, params: dict[str, Any] | None) -> FlexibleStorageInfo:
        body = {"vendor": vendor, "params": params}
        return FlexibleStorageInfo.from_json(self.client.post(self._path(path), json=body).json())
