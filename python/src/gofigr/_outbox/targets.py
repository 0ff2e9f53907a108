"""Finds the target of a revision by names. Several processes at once create an object only once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gofigr._outbox.locks import locked
from gofigr._outbox.replies import Refusal, expect_json
from gofigr._outbox.unchanged import Newest
from gofigr.http import JsonBody
from gofigr.http.by_name import find_or_create, is_same_name, near_names, unique_named

if TYPE_CHECKING:
    from pathlib import Path

    from gofigr._outbox.parcel import ObjectRef, Target
    from gofigr.http import Response, Session

#: Seconds to wait while another process finds or creates an analysis or a figure.
_LOCK_LIMIT = 120.0


class Targets:
    """Finds objects for one account. Keeps the results until `forget`."""

    def __init__(self, session: Session, lock_folder: Path) -> None:
        self._session = session
        self._lock_file = lock_folder / "targets.lock"
        self._known: dict[tuple[Any, ...], str] = {}
        #: The newest revisions of the figures.
        self.newest = Newest(session)

    def forget(self) -> None:
        """Drops all results, because objects were deleted or renamed."""
        self._known.clear()
        self.newest = Newest(self._session)

    def parent(self, target: Target) -> dict[str, str]:
        """Returns `{"figure": ID}`, or `{"analysis": ID}` if the server chooses the figure."""
        if target.figure is None:
            return {"analysis": self.analysis(target)}
        if target.figure.kind == "id":
            return {"figure": target.figure.value}
        return {"figure": self._find("figure", target.figure, ("analysis", self.analysis(target)))}

    def analysis(self, target: Target) -> str:
        """Returns the ID of the analysis."""
        if target.analysis.kind == "id":
            return target.analysis.value
        return self._find("analysis", target.analysis, ("workspace", self._workspace(target.workspace)))

    def _workspace(self, ref: ObjectRef) -> str:
        if ref.kind == "id":
            return ref.value
        key = ("workspace", ref.kind, ref.value)
        found = self._known.get(key)
        if found is None:
            workspaces = self._list("workspace/")
            one = self._named_workspace(workspaces, ref) if ref.kind == "name" else self._usual_workspace(workspaces)
            found = self._known[key] = str(one["api_id"])
        return found

    def _named_workspace(self, workspaces: list[dict[str, Any]], ref: ObjectRef) -> dict[str, Any]:
        try:
            found = unique_named(workspaces, ref.value, lambda one: one.get("name"))
        except LookupError:
            raise Refusal(f"Several workspaces are called “{ref.value}”. Please use an API ID instead.") from None
        if found is None and ref.create:
            found = self._ask("workspace", ref, None) or self._create("workspace", ref, {})
        if found is None:
            near = near_names(ref.value, [one.get("name") for one in workspaces])
            raise Refusal(f"There is no workspace called “{ref.value}”.{near}")
        return found

    def _usual_workspace(self, workspaces: list[dict[str, Any]]) -> dict[str, Any]:
        matching = [one for one in workspaces if one.get("workspace_type") == "primary"]
        if len(matching) > 1:
            # The list also holds primary workspaces that other users share.
            matching = [one for one in matching if one.get("created_by") == self._session.credentials.username]
        if not matching and len(workspaces) == 1:
            # A key for one workspace can access only that one.
            matching = workspaces
        if not matching:
            raise Refusal("There is no workspace of your own.")
        return matching[0]

    def _find(self, kind: str, ref: ObjectRef, parent: tuple[str, str]) -> str:
        key = (kind, ref.value, parent)
        found = self._known.get(key)
        if found is None:
            # Only for servers without `find_or_create`. Others need no lock, and also see other computers' objects.
            with locked(self._lock_file, _LOCK_LIMIT):
                found = self._known[key] = self._find_or_create(kind, ref, parent)
        # Not read again: another thread may have called `forget` meanwhile.
        return found

    def _find_or_create(self, kind: str, ref: ObjectRef, parent: tuple[str, str]) -> str:
        parent_kind, parent_id = parent
        if ref.create:
            known = self._ask(kind, ref, parent_id)
            if known is not None:
                if kind == "figure":
                    self.newest.found(known)
                return str(known["api_id"])
        children = {"analysis": "analyses", "figure": "figures"}[kind]
        answer = self._object(self._session.request("GET", f"{parent_kind}/{parent_id}/", attempts=1))
        for child in answer.get(children) or []:
            if is_same_name(child.get("name"), ref.value):
                return str(child["api_id"])
        if not ref.create:
            raise Refusal(f"There is no {kind} called “{ref.value}”, and `create` wasn't set.")
        return str(self._create(kind, ref, {parent_kind: parent_id})["api_id"])

    def _ask(self, kind: str, ref: ObjectRef, parent: str | None) -> dict[str, Any] | None:
        """Asks the server to find or create an object. None if the server lacks this operation."""
        fields = {**_named(ref), "parent": parent}
        response = find_or_create(self._session, f"{kind}/", fields, attempts=1)
        return None if response is None else self._object(response)

    def _create(self, kind: str, ref: ObjectRef, parent: dict[str, str]) -> dict[str, Any]:
        body = JsonBody({**_named(ref), **parent})
        return self._object(self._session.request("POST", f"{kind}/", body=body, attempts=1))

    def _object(self, response: Response) -> dict[str, Any]:
        answer = expect_json(response)
        if not isinstance(answer, dict) or "api_id" not in answer:
            raise ValueError("an answer without an ID")
        return answer

    def _list(self, endpoint: str) -> list[dict[str, Any]]:
        answer = expect_json(self._session.request("GET", endpoint, attempts=1))
        if not isinstance(answer, list):
            raise ValueError("an answer that is no list")  # noqa: TRY004 -- an error of the server
        return answer


def _named(ref: ObjectRef) -> dict[str, str]:
    return {"name": ref.value} if ref.description is None else {"name": ref.value, "description": ref.description}
