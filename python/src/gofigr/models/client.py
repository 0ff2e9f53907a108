"""Methods of the client that objects need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gofigr.http import Response
    from gofigr.http.content import Content

_T = TypeVar("_T")


class Client(Protocol):
    """Sends requests for objects. `gofigr.GoFigr` is one.

    Requests raise unless the status is in `expected_status`, by default 2xx.
    """

    @property
    def app_url(self) -> str:
        """Address of the web app, without a final slash."""

    def get(
        self,
        endpoint: str,
        *,
        params: Mapping[str, object] | None = None,
        expected_status: Iterable[int] | None = None,
    ) -> Response:
        """Reads an object."""

    def post(
        self,
        endpoint: str,
        json: object,
        *,
        expected_status: Iterable[int] | None = None,
        client_id: str | None = None,
    ) -> Response:
        """Creates an object or runs an action. With a `client_id`, it is safe to repeat."""

    def put(self, endpoint: str, json: object) -> Response:
        """Replaces an object."""

    def patch(self, endpoint: str, json: object) -> Response:
        """Changes fields of an object."""

    def delete(self, endpoint: str) -> Response:
        """Deletes an object."""

    def find_or_create(self, endpoint: str, fields: Mapping[str, object]) -> Response | None:
        """Finds an object by name in its parent, or creates it. None if the server lacks this operation."""

    def fetch_datum(self, api_id: str, size: int | None) -> tuple[dict[str, Any], Content | None]:
        """Returns a datum without its bytes, and its bytes."""

    def bound(self, kind: type[_T]) -> type[_T]:
        """Returns this client's class for a kind of object, e.g. `gf.Figure` for `gf_Figure`."""
