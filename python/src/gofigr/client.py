"""The client: signs in, gives the classes of objects, and sends their requests."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from gofigr import models
from gofigr.account import Account
from gofigr.api_key_format import check_api_key
from gofigr.config import API_VERSION
from gofigr.connection import resolve_connection
from gofigr.datum import fetch_datum
from gofigr.finding import Finding
from gofigr.http import Body, BytesBody, JsonBody, Response, Session
from gofigr.http.session import Credentials
from gofigr.own_figures import wait_for_own_figures
from gofigr.reading import Reading
from gofigr.refusals import raise_refusal
from gofigr.short_id import ShortIds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from gofigr.assets import AssetSync
    from gofigr.content import Content
    from gofigr.models import gf_AssetRevision

_METHODS = ("DELETE", "GET", "PATCH", "POST", "PUT")

#: Attributes of a client that are classes bound to it, and what they are made from.
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


class GoFigr(Finding, Account, Reading):
    """A connection to a GoFigr server. Threads may share it.

    What isn't given comes from `GF_*` variables, else from the nearest `.gofigr` file. `authenticate=False` asks
    nothing of the server until it is needed; `anonymous=True` sees what is shared by link.
    """

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

    def __init__(
        self,
        username: str | None = None,
        password: str | None = None,
        api_key: str | None = None,
        url: str | None = None,
        authenticate: bool = True,
        workspace_id: str | None = None,
        anonymous: bool = False,
        asset_log: dict[str, gf_AssetRevision] | None = None,
    ) -> None:
        found = resolve_connection(username, password, api_key, url, workspace_id)
        key = check_api_key(found.api_key) if found.api_key and not anonymous else None
        who = Credentials(key, found.username, found.password, anonymous=anonymous)
        #: Sends requests without judging the answers: for code that decides itself what a failure means.
        self.http = Session(found.url, API_VERSION, who)
        self.service_url = self.http.service_url
        self.workspace_id = found.workspace_id
        #: The revisions of assets that were used, by the ID of the asset.
        self.asset_log: dict[str, gf_AssetRevision] = {} if asset_log is None else asset_log
        #: What figures are published to: an analysis, or `NotebookName` until the notebook's name is known.
        self._analysis: Any = None
        self._sync: AssetSync | None = None
        self._primary_workspace: models.gf_Workspace | None = None
        self.short_ids = ShortIds(self.reserve_short_id_prefix)
        for name, kind in _PLAIN.items():
            setattr(self, name, kind)
        for name, kind in _BOUND.items():
            setattr(self, name, type(name, (kind,), {"_gf": self, "__module__": "gofigr", "__doc__": kind.__doc__}))
        if authenticate and not anonymous:
            self.authenticate()

    # -- who and where --

    @property
    def username(self) -> str | None:
        """Who is signed in, as far as known."""
        return self.http.credentials.username

    @property
    def password(self) -> str | None:
        """The password, where that is how this client signs in."""
        return self.http.credentials.password

    @property
    def api_key(self) -> str | None:
        """The API key, where that is how this client signs in."""
        return self.http.credentials.api_key

    @property
    def anonymous(self) -> bool:
        """Whether this client signs in at all."""
        return self.http.credentials.anonymous

    @property
    def _access_token(self) -> str | None:
        return self.http.credentials.access_token

    @_access_token.setter
    def _access_token(self, value: str | None) -> None:
        self.http.credentials.access_token = value

    @property
    def _refresh_token(self) -> str | None:
        return self.http.credentials.refresh_token

    @_refresh_token.setter
    def _refresh_token(self, value: str | None) -> None:
        self.http.credentials.refresh_token = value

    @property
    def api_url(self) -> str:
        """Where the API begins."""
        return self.http.api_url

    @property
    def jwt_url(self) -> str:
        """Where tokens are got for a password."""
        return self.http.jwt_url

    @property
    def app_url(self) -> str:
        """Where the web app is, without a slash at the end: what links and watermarks begin with.

        A server that is reached as localhost may know the address that others use for it.
        """
        parts = urlsplit(self.service_url)
        if parts.hostname in _LOCAL:
            public = urlsplit(str(self.server_info().get("public_url") or ""))
            if public.scheme and public.hostname not in _LOCAL:
                return urlunsplit(public).rstrip("/")
        host = parts.netloc.replace(":8000", ":5173").replace(":9090", ":5173")
        if host.startswith("api."):
            host = f"app.{host.removeprefix('api.')}"
        return urlunsplit((parts.scheme, host, parts.path, "", "")).rstrip("/")

    def authenticate(self) -> bool:
        """Signs in, or checks the API key; raises `RuntimeError` where that fails."""
        who = self.http.credentials
        if who.api_key:
            who.username = self.user_info().username
        elif who.access_token is None and not self.http.login():
            given = "username and password" if who.username and who.password else "no API key and no password"
            raise RuntimeError(f"Authentication failed ({given}). Please run gfconfig, or see {self.service_url}.")
        if urlsplit(self.service_url).hostname in _LOCAL:
            # `app_url` will need it, perhaps when a figure is drawn.
            self.server_info()
        return True

    def set_access_token(self, token: str) -> None:
        """Signs in by a token that was got elsewhere."""
        self.http.credentials.access_token = token
        self.http.credentials.refresh_token = None

    # -- requests --

    def _request(
        self,
        method: str | Callable[..., Any],
        endpoint: str,
        throw_exception: bool = True,
        expected_status: Iterable[int] | None = None,
        absolute_url: bool = False,
        *,
        json: Any = None,
        data: bytes | None = None,
        client_id: str | None = None,
        **kwargs: Any,
    ) -> Response:
        """Sends a request; raises for a status that isn't expected (2xx where nothing is said)."""
        name = method if isinstance(method, str) else method.__name__
        if name.upper() == "GET":
            wait_for_own_figures(self.service_url, endpoint)
        body: Body | None = None
        if data is not None:
            body = BytesBody(data, "application/octet-stream")
        if json is not None:
            body = JsonBody(json)
        if client_id is not None and body is not None:
            response = self.http.create(endpoint, body, client_id, **kwargs)
        else:
            response = self.http.request(name.upper(), endpoint, body=body, absolute_url=absolute_url, **kwargs)
        if throw_exception:
            raise_refusal(response, expected_status)
        return response

    def _get(self, endpoint: str, throw_exception: bool = True, **kwargs: Any) -> Response:
        return self._request("GET", endpoint, throw_exception, **kwargs)

    def _post(self, endpoint: str, json: Any, throw_exception: bool = True, **kwargs: Any) -> Response:
        return self._request("POST", endpoint, throw_exception, json=json, **kwargs)

    def _put(self, endpoint: str, json: Any, throw_exception: bool = True, **kwargs: Any) -> Response:
        return self._request("PUT", endpoint, throw_exception, json=json, **kwargs)

    def _patch(self, endpoint: str, json: Any, throw_exception: bool = True, **kwargs: Any) -> Response:
        return self._request("PATCH", endpoint, throw_exception, json=json, **kwargs)

    def _delete(self, endpoint: str, throw_exception: bool = True, **kwargs: Any) -> Response:
        return self._request("DELETE", endpoint, throw_exception, **kwargs)

    def _fetch_datum(self, api_id: str, size: int | None) -> tuple[dict[str, Any], Content | None]:
        return fetch_datum(self, api_id, size)

    def request(
        self,
        method: str,
        endpoint: str,
        *,
        body: Any = None,
        params: dict[str, Any] | None = None,
        response_type: type[Any] | None = None,
        expected_status: int | Iterable[int] | None = None,
        throw_exception: bool = True,
    ) -> Any:
        """Any call of the API: JSON or a data class in, JSON (None for 204) or a `response_type` out.

        `endpoint` is relative, e.g. `workspace/`. 204 is expected of DELETE and 200 of all others unless
        `expected_status` says otherwise.
        """
        name = method.upper()
        if name not in _METHODS:
            raise ValueError(f"Unsupported HTTP method: {method!r}. Expected one of {list(_METHODS)}.")
        if expected_status is None:
            expected_status = 204 if name == "DELETE" else 200
        expected = (expected_status,) if isinstance(expected_status, int) else tuple(expected_status)
        if dataclasses.is_dataclass(body) and not isinstance(body, type):
            body = dataclasses.asdict(body)
        sent = None if name in ("GET", "DELETE") else body
        response = self._request(name, endpoint, throw_exception, expected, json=sent, params=params)
        if response.status_code == 204 or not response.content:
            return None
        answer = response.json()
        return answer if response_type is None else response_type(**answer)

    def __repr__(self) -> str:
        return f"GoFigr(url={self.service_url!r}, username={self.username!r})"


_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
