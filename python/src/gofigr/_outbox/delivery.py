"""Sends one parcel. However often it is tried, the server has it at most once."""

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
    """Client as far as sending needs it."""

    http: Session

    def post(self, endpoint: str, json: object, *, throw_exception: bool, attempts: int) -> Response:
        """POSTs JSON."""


def deliver(parcel: Parcel, gf: Sender, targets: Targets) -> dict[str, Any]:
    """Sends the parcel; gives the revision as the server has it. Raises `Refusal` or `NotNow`."""
    try:
        _sign_in(gf.http)
        try:
            return _deliver(parcel, gf, targets)
        except Refusal:
            # Perhaps the figure was deleted since it was found: find it again, once.
            targets.forget()
            return _deliver(parcel, gf, targets)
    except ServerUnreachableError as error:
        raise NotNow(str(error)) from error
    except (ValueError, KeyError) as error:
        # Not the server that it claims to be, a login page of the network for example.
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
    body = parcel.body(targets.place(parcel.target))
    # As user code that watches or replaces the client's own calls expects it.
    response = gf.post(endpoint, json=body, throw_exception=False, attempts=1)
    if response.status_code == HTTPStatus.CONFLICT or _is_nonsense(response, parcel):
        return _look_for(parcel, gf.http, response)
    if response.status_code == HTTPStatus.BAD_REQUEST and parcel.short_id is not None:
        # The prefix may be unknown, of a server that was set up again: the link by ID works without it.
        parcel.short_id = None
        return _deliver(parcel, gf, targets)
    check(response)
    return _as_object(response)


def _look_for(parcel: Parcel, session: Session, response: Response) -> dict[str, Any]:
    """The revision, if it has arrived before; else raises what the answer to this attempt means."""
    found = session.request("GET", f"revision/{parcel.revision}/", attempts=1)
    if found.ok and not _is_nonsense(found, parcel):
        return _as_object(found)
    if response.status_code == HTTPStatus.CONFLICT and response.code == "already_exists":
        # It arrived, and was deleted since. That is how its owner wants it.
        return {}
    if response.status_code == HTTPStatus.CONFLICT and parcel.short_id is not None:
        parcel.short_id = None
        raise NotNow("the short ID was taken", after=0.0)
    check(response)
    raise NotNow("the server's answer makes no sense")


def _is_nonsense(response: Response, parcel: Parcel) -> bool:
    """Whether a good status comes with anything but this revision."""
    if not response.ok:
        return False
    try:
        return _as_object(response).get("api_id") != parcel.revision
    except ValueError:
        return True


def _as_object(response: Response) -> dict[str, Any]:
    answer = response.json()
    if not isinstance(answer, dict):
        raise ValueError("no object")  # noqa: TRY004 -- the server's mistake, not ours
    return answer
