"""Finds workspaces, analyses and figures by a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from gofigr._client.queries import ApiId, FindByName
from gofigr.http.by_name import near_names, unique_named
from gofigr.models import ModelMixin, WorkspaceType, gf_Analysis, gf_Figure, gf_Workspace
from gofigr.utils import assert_one, is_blank, try_parse_uuid4

if TYPE_CHECKING:
    from gofigr._client.queries import Query

_M = TypeVar("_M", bound=ModelMixin)


class _Client(Protocol):
    """Methods of the client that finding needs."""

    @property
    def username(self) -> str | None: ...
    @property
    def workspaces(self) -> list[gf_Workspace]: ...
    @property
    def primary_workspace(self) -> gf_Workspace: ...
    def bound(self, kind: type[_M]) -> type[_M]: ...


class Finder:
    """Finds objects for a client. A query is an object, an ID, a name, `ApiId` or `FindByName`."""

    def __init__(self, client: _Client) -> None:
        self._client = client
        self._primary_workspace: gf_Workspace | None = None

    def primary_workspace(self) -> gf_Workspace:
        """The workspace that was created with the account."""
        if self._primary_workspace is None:
            primary = [one for one in self._client.workspaces if one.workspace_type == WorkspaceType.PRIMARY]
            if len(primary) > 1:
                # The list also holds other users' primary workspaces in which you are a member.
                primary = [one for one in primary if self._owns(one)]
            self._primary_workspace = assert_one(
                primary, "No primary workspace found. Please contact support.", "Multiple primary workspaces found."
            )
        return self._primary_workspace

    def _owns(self, workspace: gf_Workspace) -> bool:
        members = workspace.get_members(unauthorized_error=False)
        return any(one.username == self._client.username and one.membership_type == "owner" for one in members)

    def find_workspace(self, query: Query) -> gf_Workspace:
        """Finds a workspace. Without a query, returns the primary one, or the only one that a key can access."""
        if query is None or is_blank(query):
            return self._usual_workspace()
        found = _given(query, self._client.bound(gf_Workspace))
        if found is not None:
            return found
        by_name = _by_name(query)
        return self._find_workspace_by_name(by_name.name, by_name.create, by_name.description)

    def _usual_workspace(self) -> gf_Workspace:
        try:
            return self._client.primary_workspace
        except ValueError:
            # A key for one workspace can access only that one.
            accessible = self._client.workspaces
            if len(accessible) != 1:
                raise
            return accessible[0]

    def _find_workspace_by_name(self, name: str, create: bool, description: str | None = None) -> gf_Workspace:
        accessible = self._client.workspaces
        try:
            found = unique_named(accessible, name, lambda one: one.name)
        except LookupError:
            raise RuntimeError(f'Multiple workspaces match name "{name}". Please use an API ID instead.') from None
        if found is not None:
            return found
        if not create:
            near = near_names(name, [one.name for one in accessible])
            raise RuntimeError(f'Could not find workspace named "{name}".{near}')
        return self._client.bound(gf_Workspace)(name=name, description=description).find_or_create()

    def find_analysis(self, workspace: gf_Workspace, query: Query) -> gf_Analysis:
        """Finds an analysis of a workspace."""
        found = _given(query, self._client.bound(gf_Analysis))
        if found is not None:
            return found
        by_name = _by_name(query)
        return workspace.get_analysis(by_name.name, by_name.create, **_description(by_name))

    def find_figure(self, analysis: gf_Analysis, query: Query) -> gf_Figure:
        """Finds a figure of an analysis."""
        found = _given(query, self._client.bound(gf_Figure))
        if found is not None:
            return found
        by_name = _by_name(query)
        return analysis.get_figure(by_name.name, by_name.create, **_description(by_name))


def _given(query: Query, kind: type[_M]) -> _M | None:
    """Returns the object if the query is an object or an ID, else None."""
    if isinstance(query, kind):
        return query
    if isinstance(query, ModelMixin) and query.endpoint == kind.endpoint:
        # The object belongs to another client.
        return kind(api_id=query.api_id)
    if isinstance(query, ApiId):
        return kind(api_id=query.api_id)
    if not isinstance(query, FindByName) and try_parse_uuid4(query) is not None:
        return kind(api_id=str(query))
    return None


def _by_name(query: Query) -> FindByName:
    if isinstance(query, FindByName):
        return query
    if isinstance(query, str):
        return FindByName(query)
    raise ValueError(f"Unsupported query type {query!r}")


def _description(query: FindByName) -> dict[str, str]:
    return {} if query.description is None else {"description": query.description}
