"""Parcels to send, as `publish` makes them."""

from typing import Any

from gofigr._outbox import Account, ObjectRef, Parcel, Part, Target
from gofigr.http.content import MemoryContent

REVISION = "11111111-1111-4111-8111-111111111111"
SERVER = "http://server"
ACCOUNT = Account(SERVER, "ada", "a1b2")
BY_ID = Target(ObjectRef("default"), ObjectRef("id", "A"), ObjectRef("id", "F"))


def a_part(name: str = "figure", data: bytes = b"\x89PNG", **metadata: Any) -> Part:
    return Part(name, "image", {"local_id": f"local {name}", **metadata}, MemoryContent(data))


def a_parcel(revision: str = REVISION, **more: Any) -> Parcel:
    given: dict[str, Any] = {
        "account": ACCOUNT,
        "target": BY_ID,
        "title": "Lines",
        "metadata": {"slope": 2},
        "parts": [a_part()],
    }
    return Parcel(revision=revision, **{**given, **more})


def parcels(count: int, **more: Any) -> list[Parcel]:
    """Makes parcels with IDs that end in their number, starting at 0."""
    return [a_parcel(f"22222222-2222-4222-8222-{number:012d}", **more) for number in range(count)]
