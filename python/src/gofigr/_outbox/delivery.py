"""Sends a parcel. It may be sent several times, but the server stores it at most once."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Protocol

from gofigr._outbox.replies import NotNow, Refusal, SignInRefused, check
from gofigr.exceptions import ServerUnreachableError

if TYPE_CHECKING:
    from gofigr._outbox.parcel import Parcel
    from gofigr._outbox.targets import Targets
    from gofigr.http import Response, Session


class Sender(Protocol):
    """Methods of the client that sending needs."""

    http: Session

    def post(self, endpoint: str, json: object, *, throw_exception: bool, attempts: int) -> Response:
        """POSTs JSON."""


def deliver(parcel: Parcel, gf: Sender, targets: Targets) -> dict[str, Any]:
    """Sends the parcel and returns the server's revision. Raises `Refusal` or `NotNow`.

    If it equals the newest revision of its figure, it isn't sent, and this is that revision.
    """
    try:
        _sign_in(gf.http)
        try:
            return _deliver(parcel, gf, targets)
        except Refusal:
            # The figure may have been deleted since it was found, so it is searched once more.
            targets.forget()
            return _deliver(parcel, gf, targets)
    except ServerUnreachableError as error:
        raise NotNow(str(error)) from error
    except (ValueError, KeyError) as error:
        # The answer may come from another server, such as a login page of the network.
        raise NotNow(f"the server's answer makes no sense ({error})") from error


def _sign_in(session: Session) -> None:
    who = session.credentials
    if who.api_key or who.access_token or who.anonymous:
        return
    if not who.username or not who.password:
        raise SignInRefused("there is no API key: run gfconfig, or call configure(api_key=…)", after=60.0)
    if not session.login():
        raise SignInRefused("the server doesn't accept this password", after=60.0)


def _deliver(parcel: Parcel, gf: Sender, targets: Targets) -> dict[str, Any]:
    endpoint = "revision/" if parcel.target.figure is not None else "revision/auto-assign/"
    parent = targets.parent(parcel.target)
    figure = parent.get("figure")
    unchanged = None if figure is None else targets.newest.equal_to(parcel, figure)
    if unchanged is not None:
        _add_tags(parcel, gf, f"figure/{figure}/tags/")
        return unchanged
    body = parcel.body(parent)
    # Uses the client's own method, because user code may watch or replace it.
    response = gf.post(endpoint, json=body, throw_exception=False, attempts=1)
    if response.status_code == HTTPStatus.CONFLICT or _is_nonsense(response, parcel):
        return _look_for(parcel, gf.http, response)
    if response.status_code == HTTPStatus.BAD_REQUEST and parcel.short_id is not None:
        # The prefix may be unknown, for example after a new set-up of the server. The link by ID works without it.
        parcel.short_id = None
        return _deliver(parcel, gf, targets)
    check(response)
    answer = _as_object(response)
    if figure is not None:
        targets.newest.sent(figure, answer)
    return answer


def _add_tags(parcel: Parcel, gf: Sender, endpoint: str) -> None:
    """Adds the tags to a figure that isn't sent because nothing has changed. Servers without tags ignore them."""
    if not parcel.tags:
        return
    response = gf.post(endpoint, json={"add": parcel.tags}, throw_exception=False, attempts=1)
    if response.status_code not in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.FORBIDDEN):
        check(response)


def _look_for(parcel: Parcel, session: Session, response: Response) -> dict[str, Any]:
    """Returns the revision if it has arrived before. Otherwise raises the error of this attempt's answer."""
    found = session.request("GET", f"revision/{parcel.revision}/", attempts=1)
    if found.ok and not _is_nonsense(found, parcel):
        return _as_object(found)
    if response.status_code == HTTPStatus.CONFLICT and response.code == "already_exists":
        # It arrived and was deleted since, so it is not sent again.
        return {}
    if response.status_code == HTTPStatus.CONFLICT and parcel.short_id is not None:
        parcel.short_id = None
        raise NotNow("the short ID was taken", after=0.0)
    check(response)
    raise NotNow("the server's answer makes no sense")


def _is_nonsense(response: Response, parcel: Parcel) -> bool:
    """Tells whether a successful answer holds anything else than this revision."""
    if not response.ok:
        return False
    try:
        return _as_object(response).get("api_id") != parcel.revision
    except ValueError:
        return True


def _as_object(response: Response) -> dict[str, Any]:
    answer = response.json()
    if not isinstance(answer, dict):
        raise ValueError("no object")  # noqa: TRY004 -- an error of the server
    return answer
