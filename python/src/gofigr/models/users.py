"""Users."""

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from gofigr.models.times import format_time, parse_time

if TYPE_CHECKING:
    from PIL import Image


@dataclass
class UserInfo:
    """A user, as far as the caller may see."""

    username: str
    first_name: str | None
    last_name: str | None
    email: str | None
    date_joined: datetime | None
    is_active: bool | None
    avatar: "Image.Image | None"
    is_staff: bool | None = None
    user_profile: dict[str, Any] = field(default_factory=dict)

    def __eq__(self, other: object) -> bool:
        # Images are equal if their bytes are equal.
        return isinstance(other, UserInfo) and self.to_json() == other.to_json()

    __hash__ = None  # type: ignore[assignment]  # it is mutable

    @staticmethod
    def from_json(obj: dict[str, Any]) -> "UserInfo":
        """Makes a user from the server's JSON."""
        return UserInfo(
            username=obj["username"],
            first_name=obj.get("first_name"),
            last_name=obj.get("last_name"),
            email=obj.get("email"),
            date_joined=parse_time(obj.get("date_joined")),
            is_active=obj.get("is_active"),
            avatar=_picture(obj.get("avatar")),
            is_staff=obj.get("is_staff"),
            user_profile=obj.get("user_profile") or {},
        )

    def to_json(self) -> dict[str, Any]:
        """Returns the JSON to send."""
        return {
            "username": self.username,
            "first_name": self.first_name,
            "last_name": self.last_name,
            "email": self.email,
            "date_joined": None if self.date_joined is None else format_time(self.date_joined),
            "is_active": self.is_active,
            "is_staff": self.is_staff,
            "user_profile": self.user_profile,
            "avatar": None if self.avatar is None else png_base64(self.avatar),
        }

    def __str__(self) -> str:
        return json.dumps(self.to_json())


def _picture(data: str | None) -> "Image.Image | None":
    if data is None:
        return None
    from PIL import Image  # noqa: PLC0415 -- only if there is an avatar

    return Image.open(BytesIO(b64decode(data)))


def png_base64(image: "Image.Image") -> str:
    """Encodes an image as PNG in base64."""
    buffer = BytesIO()
    image.save(buffer, format="png")
    return b64encode(buffer.getvalue()).decode("ascii")
