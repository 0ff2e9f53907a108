"""The client: signs in, offers the classes of objects, and sends their requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, overload

from gofigr._client import options as of_request
from gofigr._client.account import Account
from gofigr._client.classes import BoundClasses, bind
from gofigr._client.datum import fetch_datum
from gofigr._client.finding import Finder
from gofigr._client.own_figures import wait_for_own_figures
from gofigr._client.pickled import Identity, check_identity, identity_for
from gofigr._client.queries import is_notebook_name
from gofigr._client.search import SearchResult, saved_text, search
from gofigr._client.server import ServerInfo, is_local, public_address, usual_app_url
from gofigr._client.whence import whence
from gofigr._files.readers import PandasReaders
from gofigr._files.reading import Files
from gofigr._ipython.widgets import announce_asset
from gofigr._settings.api_key_format import check_api_key
from gofigr._settings.config import API_VERSION
from gofigr._settings.connection import resolve_connection
from gofigr._settings.server_url import check_url
from gofigr.http import Response, Session
from gofigr.http.body import body_of
from gofigr.http.by_name import find_or_create
from gofigr.http.refusals import raise_refusal
from gofigr.http.session import Credentials
from gofigr.http.uploads import with_uploads
from gofigr.models import ModelMixin
from gofigr.short_id import ShortIds

if TYPE_CHECKING:
    import builtins
    import os
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from typing_extensions import Unpack

    from gofigr._client.options import Options
    from gofigr._client.queries import AnalysisQuery, Query
    from gofigr._client.whence import FoundPicture
    from gofigr._files.assets import AssetSync
    from gofigr.http.content import Content
    from gofigr.models import gf_Analysis, gf_ApiKey, gf_AssetRevision, gf_Figure, gf_Organization, gf_Workspace
    from gofigr.models.users import UserInfo

_T = TypeVar("_T")


class GoFigr(BoundClasses, PandasReaders):
    """A connection to a GoFigr server. Threads may share it.

    Missing arguments come from `GF_*` variables, then from the nearest `.gofigr` file. With `authenticate=False`, no
    request is sent until one is needed. With `anonymous=True`, only objects shared by link are visible.
    """

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
        address = check_url(found.url)
        key = check_api_key(found.api_key) if found.api_key and not anonymous else None
        who = Credentials(key, found.username, found.password, anonymous=anonymous)
        #: Sends requests and returns all answers, without raising for a status.
        self.http = Session(address, API_VERSION, who)
        self.service_url = self.http.service_url
        self.workspace_id = found.workspace_id
        #: The asset revisions that were used, by the ID of the asset.
        self.asset_log: dict[str, gf_AssetRevision] = {} if asset_log is None else asset_log
        #: Called with the revision of each file that was read. In a notebook, shows a line about it.
        self.on_file_versioned: Callable[[gf_AssetRevision], None] = announce_asset
        #: The files that are read through this client.
        self.files = Files(self)
        #: The server's version and public address.
        self.server = ServerInfo(self.get)
        self.short_ids = ShortIds(self.reserve_short_id_prefix)
        self._account = Account(self)
        self._finder = Finder(self)
        bind(self)
        if authenticate and not anonymous:
            self.authenticate()

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles the connection without its key or password, which a worker process finds as this one did."""
        identity = identity_for(self.service_url, self.http.credentials)
        return _connection, (type(self), self.service_url, self.workspace_id, identity)

    # -- account and addresses --

    @property
    def username(self) -> str | None:
        """The username, if known."""
        return self.http.credentials.username

    @property
    def password(self) -> str | None:
        """The password, if this client signs in with one."""
        return self.http.credentials.password

    @property
    def api_key(self) -> str | None:
        """The API key, if this client signs in with one."""
        return self.http.credentials.api_key

    @property
    def anonymous(self) -> bool:
        """Tells whether this client doesn't sign in."""
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
        """Address of the API."""
        return self.http.api_url

    @property
    def jwt_url(self) -> str:
        """Address that gives tokens for a password."""
        return self.http.jwt_url

    @property
    def app_url(self) -> str:
        """Address of the web app, without a final slash. Links and watermarks begin with it.

        A server opened as localhost may know its public address.
        """
        public = public_address(self.server_info()) if is_local(self.service_url) else None
        return public or usual_app_url(self.service_url)

    def authenticate(self) -> bool:
        """Signs in or checks the API key. Raises `RuntimeError` if that fails."""
        who = self.http.credentials
        if who.api_key:
            who.username = self.user_info().username
        elif who.access_token is None and not self.http.login():
            given = "username and password" if who.username and who.password else "no API key and no password"
            raise RuntimeError(f"Authentication failed ({given}). Please run gfconfig, or see {self.service_url}.")
        if is_local(self.service_url):
            # `app_url` needs it later, perhaps while a figure is drawn.
            self.server_info()
        return True

    def set_access_token(self, token: str) -> None:
        """Signs in with an access token from elsewhere."""
        self.http.credentials.access_token = token
        self.http.credentials.refresh_token = None

    # -- requests --

    def request(
        self,
        method: str,
        endpoint: str,
        *,
        body: object = None,
        params: Mapping[str, object] | None = None,
        response_type: type[Any] | None = None,
        expected_status: int | Iterable[int] | None = None,
        throw_exception: bool = True,
    ) -> Any:
        """Calls any operation of the API with JSON or a data class. Returns JSON (None for 204) or a `response_type`.

        `endpoint` is relative, e.g. `workspace/`. The default of `expected_status` is 204 for DELETE and 200 for other
        methods.
        """
        name = method.upper()
        if name not in of_request.METHODS:
            raise ValueError(f"Unsupported HTTP method: {method!r}. Expected one of {list(of_request.METHODS)}.")
        if expected_status is None:
            expected_status = of_request.usual_status(name)
        expected = (expected_status,) if isinstance(expected_status, int) else tuple(expected_status)
        sent = None if name in ("GET", "DELETE") else of_request.plain_body(body)
        response = self._request(name, endpoint, throw_exception, expected, json=sent, params=params)
        if response.status_code == 204 or not response.content:
            return None
        answer = response.json()
        return answer if response_type is None else response_type(**answer)

    def get(self, endpoint: str, **options: Unpack[Options]) -> Response:
        """GETs a path of the API. Options: `params`, `throw_exception`, `expected_status`, `timeout`, `attempts`."""
        return self._get(endpoint, **options)

    def post(self, endpoint: str, json: object, **options: Unpack[Options]) -> Response:
        """POSTs JSON to a path of the API."""
        return self._post(endpoint, json=json, **options)

    def put(self, endpoint: str, json: object, **options: Unpack[Options]) -> Response:
        """PUTs JSON to a path of the API."""
        return self._put(endpoint, json=json, **options)

    def patch(self, endpoint: str, json: object, **options: Unpack[Options]) -> Response:
        """PATCHes a path of the API with JSON."""
        return self._patch(endpoint, json=json, **options)

    def delete(self, endpoint: str, **options: Unpack[Options]) -> Response:
        """DELETEs a path of the API."""
        return self._delete(endpoint, **options)

    # Code for the published package calls these, watches them and replaces them.

    def _request(
        self,
        method: str | Callable[..., Any],
        endpoint: str,
        throw_exception: bool = True,
        expected_status: Iterable[int] | None = None,
        absolute_url: bool = False,
        *,
        json: object = None,
        data: bytes | None = None,
        client_id: str | None = None,
        **kwargs: Any,
    ) -> Response:
        name = method if isinstance(method, str) else method.__name__
        if name.upper() == "GET":
            wait_for_own_figures(self.service_url, endpoint)

        def send(value: object) -> Response:
            body = body_of(value, data)
            if client_id is not None and body is not None:
                return self.http.create(endpoint, body, client_id, **kwargs)
            return self.http.request(name.upper(), endpoint, body=body, absolute_url=absolute_url, **kwargs)

        response = with_uploads(self.http, json, send)
        if throw_exception:
            raise_refusal(response, expected_status)
        return response

    def _get(self, endpoint: str, throw_exception: bool = True, **kwargs: Any) -> Response:
        return self._request("GET", endpoint, throw_exception, **kwargs)

    def _post(self, endpoint: str, json: object, throw_exception: bool = True, **kwargs: Any) -> Response:
        return self._request("POST", endpoint, throw_exception, json=json, **kwargs)

    def _put(self, endpoint: str, json: object, throw_exception: bool = True, **kwargs: Any) -> Response:
        return self._request("PUT", endpoint, throw_exception, json=json, **kwargs)

    def _patch(self, endpoint: str, json: object, throw_exception: bool = True, **kwargs: Any) -> Response:
        return self._request("PATCH", endpoint, throw_exception, json=json, **kwargs)

    def _delete(self, endpoint: str, throw_exception: bool = True, **kwargs: Any) -> Response:
        return self._request("DELETE", endpoint, throw_exception, **kwargs)

    # -- further methods for objects --

    def find_or_create(self, endpoint: str, fields: Mapping[str, object]) -> Response | None:
        """Finds an object by name in its parent, or creates it. None if the server lacks this operation."""
        # A figure that this process is publishing may create it.
        wait_for_own_figures(self.service_url, endpoint)
        response = find_or_create(self.http, endpoint, fields)
        if response is not None:
            raise_refusal(response, (200, 201))
        return response

    def fetch_datum(self, api_id: str, size: int | None) -> tuple[dict[str, Any], Content | None]:
        """Returns a datum without its bytes, and its bytes."""
        return fetch_datum(self.http, self.get, api_id, size)

    def bound(self, kind: type[_T]) -> type[_T]:
        """Returns this client's class for a kind of object, e.g. `gf.Figure` for `gf_Figure`."""
        own: type[_T] = getattr(self, kind.__name__.removeprefix("gf_"))
        return own

    # -- finding --

    @property
    def workspaces(self) -> list[gf_Workspace]:
        """The workspaces that you can access, without their contents."""
        return self.Workspace.list()

    @property
    def organizations(self) -> list[gf_Organization]:
        """The organizations that you are a member of."""
        return self.Organization.list()

    @property
    def primary_workspace(self) -> gf_Workspace:
        """The workspace that was created with your account."""
        return self._finder.primary_workspace()

    def find_workspace(self, query: Query) -> gf_Workspace:
        """Finds a workspace. Without a query, returns the primary one, or the only one that a key can access."""
        return self._finder.find_workspace(query)

    @overload
    def find_analysis(self, workspace: gf_Workspace, query: Query) -> gf_Analysis: ...
    @overload
    def find_analysis(self, workspace: gf_Workspace, query: AnalysisQuery) -> gf_Analysis | AnalysisQuery: ...
    def find_analysis(self, workspace: gf_Workspace, query: AnalysisQuery) -> gf_Analysis | AnalysisQuery:
        """Finds an analysis of a workspace. Returns a `NotebookName` unchanged, because the name is unknown here."""
        if is_notebook_name(query):
            return query
        return self._finder.find_analysis(workspace, query)

    def find_figure(self, analysis: gf_Analysis, query: Query) -> gf_Figure:
        """Finds a figure of an analysis."""
        return self._finder.find_figure(analysis, query)

    def search(
        self, text: str = "", limit: int = 20, time_zone: str = "UTC", *, saved: str | None = None
    ) -> list[SearchResult]:
        """Searches everything that you may view by words and operators, best match first.

        `author:ada on:"last tuesday" fit_hill -draft` has examples. `time_zone` is that of days. `saved` is the name of
        a search that you saved in the web app; `text` then narrows it.
        """
        return search(self, text if saved is None else f"{saved_text(self, saved)} {text}", limit, time_zone)

    def whence(self, picture: bytes | str | os.PathLike[str]) -> list[FoundPicture]:
        """Finds the revisions that a picture shows, the most certain first. Empty if the picture is unknown.

        `picture` is the path or the bytes of a screenshot, a photo, a slide or a PDF. The server keeps nothing of it.
        """
        return whence(self._request, picture)

    # -- the account and the server --

    def heartbeat(self, throw_exception: bool = True) -> Response:
        """Checks that the server answers."""
        return self.get("info/", throw_exception=throw_exception)

    def server_info(self) -> dict[str, Any]:
        """Returns the server's information, which is fetched once. Without an answer, it is empty for a minute."""
        return self.server.ask()

    def user_info(self, username: str | None = None) -> UserInfo:
        """Returns a user, by default the signed-in one."""
        return self._account.user_info(username)

    def update_user_info(self, user_info: UserInfo, username: str | None = None) -> UserInfo:
        """Changes your names, avatar and profile. Changes to other users are refused."""
        return self._account.update_user_info(user_info, username)

    def reserve_short_id_prefix(self) -> str:
        """Reserves a prefix with which only this client makes short IDs."""
        return self._account.reserve_short_id_prefix()

    def make_short_id(self) -> str:
        """Makes a short ID for a revision. Asks the server for a prefix first, unless `short_ids.is_reserved`."""
        return self.short_ids.next()

    def create_api_key(
        self,
        name: str,
        expiry: datetime | None = None,
        workspace: gf_Workspace | None = None,
        *,
        permission: str | None = None,
        workspaces: list[str] | None = None,
        addresses: list[str] | None = None,
        manages_people: bool | None = None,
    ) -> gf_ApiKey:
        """Creates an API key, for one workspace if one is given. Only this answer holds its `token`.

        `permission` is `full`, `read` or `publish`. `workspaces` are IDs, instead of `workspace`. `addresses` are the
        only addresses and networks that it works from.
        """
        rights = {
            "permission": permission,
            "workspaces": workspaces,
            "addresses": addresses,
            "manages_people": manages_people,
        }
        return self._account.create_api_key(name, expiry, workspace, **rights)

    def current_api_key(self) -> gf_ApiKey:
        """Returns the API key that this client uses, without its token."""
        return self._account.current_api_key()

    def rotate_api_key(self, api_id: str | gf_ApiKey, grace_hours: float | None = None) -> gf_ApiKey:
        """Gives an API key a new `token`. The one before stays valid for the hours, at most 168."""
        return self.ApiKey(api_id=api_id).rotate(grace_hours)

    def revoke_current_api_key(self) -> Response:
        """Revokes the API key that this client uses. This can't be undone."""
        return self._account.revoke_current_api_key()

    def list_api_keys(self) -> list[gf_ApiKey]:
        """Lists your API keys without their tokens."""
        return self._account.list_api_keys()

    def get_api_key(self, api_id: str) -> gf_ApiKey:
        """Returns one of your API keys without its token."""
        return self._account.get_api_key(api_id)

    def revoke_api_key(self, api_id: str | gf_ApiKey) -> Response:
        """Revokes an API key, given as an object or an ID. This can't be undone."""
        return self._account.revoke_api_key(api_id)

    # -- files --

    @property
    def sync(self) -> AssetSync:
        """Object that versions the files read through this client."""
        return self.files.sync

    def reader(self, name: str) -> Callable[..., Any]:
        """Returns a pandas reader that versions the file, e.g. `read_csv`."""
        return self.sync.reader(name)

    if TYPE_CHECKING:
        open = staticmethod(builtins.open)
    else:

        def open(self, *args: Any, **kwargs: Any) -> Any:
            """Opens a file like the built-in `open` and versions it."""
            return self.sync.open(*args, **kwargs)

    @property
    def analysis_pending(self) -> bool:
        """Tells whether the analysis gets the name of a notebook that is still unknown."""
        return self._analysis is not None and not isinstance(self._analysis, ModelMixin)

    @property
    def analysis_id(self) -> str | None:
        """ID of the analysis that figures are published to, or None."""
        return self._analysis.api_id if isinstance(self._analysis, ModelMixin) else None

    @property
    def _analysis(self) -> object:
        return self.files.analysis

    @_analysis.setter
    def _analysis(self, value: object) -> None:
        self.files.analysis = value

    def __repr__(self) -> str:
        return f"GoFigr(url={self.service_url!r}, username={self.username!r})"


def _connection(kind: type[GoFigr], url: str, workspace_id: str | None, identity: Identity) -> GoFigr:
    gf = kind(url=url, anonymous=not identity, authenticate=False)
    check_identity(gf.http.credentials, identity)
    gf.workspace_id = workspace_id
    return gf
