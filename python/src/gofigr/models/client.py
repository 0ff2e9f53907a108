"""The little that objects need of the client that they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gofigr.http import Response
    from gofigr.http.content import Content

_T = TypeVar("_T")


class Client(Protocol):
    """Sends requests for objects. `gofigr.GoFigr` is one.

    Requests raise for a status outside of `expected_status`, by default 2xx.
    """

    @property
    def app_url(self) -> str:
        """Address of the web app, without a slash at the end."""

    def get(self, endpoint: str, *, params: Mapping[str, object] | None = None) -> Response:
        """Reads something."""

    def post(
        self,
        endpoint: str,
        json: object,
        *,
        expected_status: Iterable[int] | None = None,
        client_id: str | None = None,
    ) -> Response:
        """Creates something, or does it. With a `client_id` it is safe to repeat."""

    def put(self, endpoint: str, json: object) -> Response:
        """Replaces something."""

    def patch(self, endpoint: str, json: object) -> Response:
        """Changes a part of something."""

    def delete(self, endpoint: str) -> Response:
        """Deletes something."""

    def find_or_create(self, endpoint: str, wish: Mapping[str, object]) -> Response | None:
        """The object of a name in its parent, made if there is none; None if the server has no such call."""

    def fetch_datum(self, api_id: str, size: int | None) -> tuple[dict[str, Any], Content | None]:
        """A datum without its bytes, and its bytes."""

    def bound(self, kind: type[_T]) -> type[_T]:
        """This client's own class of a kind of object, e.g. `gf.Figure` for `gf_Figure`."""
