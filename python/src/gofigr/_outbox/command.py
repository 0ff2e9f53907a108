"""`python -m gofigr outbox`: lists the figures that the server lacks, tells why, sends and drops them."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from gofigr._outbox.job import Job, State
from gofigr._outbox.outbox import Outbox
from gofigr._outbox.parcel import Account
from gofigr._outbox.stored import Stored, stored_parcels
from gofigr.http.network import CA_HELP, trust_only

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gofigr._client.client import GoFigr
    from gofigr._outbox.outbox import Resume

_ABOUT = "Figures on this computer that the server doesn't have yet."


def main(given: Sequence[str], resume: Resume | None = None) -> int:
    """Runs the command. Returns the exit code: 1 if a figure wasn't found, sent or dropped."""
    options = _parser().parse_args(given)
    trust_only(getattr(options, "ca", None))
    outbox = Outbox()
    outbox.resume = resume or outbox.resume
    found = stored_parcels(outbox.spool)
    chosen, unknown = _chosen(found, getattr(options, "id", []))
    for one in unknown:
        _say(f"There is no figure {one} in {outbox.spool.folder}.", error=True)
    if unknown:
        return 1
    if options.action == "show":
        for stored in chosen:
            _say(stored.details())
        return 0
    if options.action == "send":
        return _send(outbox, chosen)
    if options.action == "drop" and not (options.id or options.all or options.refused):
        _say("Name the figures to delete, or give --refused or --all.", error=True)
        return 2
    if options.action == "drop":
        return _drop(
            outbox, chosen if options.id else found if options.all else [one for one in found if one.is_refused]
        )
    return _list(outbox, found)


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    # It may stand at any place.
    common.add_argument("--ca", metavar="FILE", default=argparse.SUPPRESS, help=CA_HELP)
    parser = argparse.ArgumentParser(prog="python -m gofigr", parents=[common])
    commands = parser.add_subparsers(dest="command", required=True)
    outbox = commands.add_parser("outbox", help=_ABOUT, description=_ABOUT, parents=[common])
    actions = outbox.add_subparsers(dest="action")
    actions.add_parser("list", help="lists them (default)", parents=[common])
    show = actions.add_parser(
        "show", help="shows everything about some, with the reason why they are still here", parents=[common]
    )
    show.add_argument("id", nargs="*", help="the figure's ID or its first characters; all if there is none")
    send = actions.add_parser("send", help="sends them, also those that the server refused before", parents=[common])
    send.add_argument("id", nargs="*", help="the figure's ID or its first characters; all if there is none")
    drop = actions.add_parser("drop", help="deletes them from this computer without sending them", parents=[common])
    drop.add_argument("id", nargs="*", help="the figure's ID or its first characters")
    which = drop.add_mutually_exclusive_group()
    which.add_argument("--refused", action="store_true", help="those that the server refused")
    which.add_argument("--all", action="store_true", help="all of them")
    parser.set_defaults(id=[], all=False)
    return parser


def _chosen(found: list[Stored], wanted: Sequence[str]) -> tuple[list[Stored], list[str]]:
    """Returns the figures with these IDs, by default all, and the IDs of none."""
    if not wanted:
        return found, []
    chosen = [stored for stored in found if any(stored.id.startswith(one.lower()) for one in wanted)]
    return chosen, [one for one in wanted if not any(stored.id.startswith(one.lower()) for stored in found)]


def _list(outbox: Outbox, found: list[Stored]) -> int:
    if not found:
        _say(f"No figure waits in {outbox.spool.folder}.")
    for stored in found:
        _say(stored.line())
    return 0


def _send(outbox: Outbox, chosen: list[Stored]) -> int:
    from gofigr._client.client import GoFigr  # noqa: PLC0415 -- sending only

    if not chosen:
        return _list(outbox, chosen)
    gf = GoFigr(authenticate=False)
    try:
        gf.authenticate()
    except Exception as error:  # noqa: BLE001 -- the reason is all that helps
        _say(f"Not connected to {gf.service_url}: {error}", error=True)
        return 1
    account = Account.of(gf.service_url, gf.username, gf.api_key)
    jobs = [job for stored in chosen if (job := _job(outbox, stored, account, gf)) is not None]
    outbox.lane(account, gf).add(*jobs)
    outbox.flush(progress=True, give_up=True)
    outbox.prepare_waiting(float("inf"), progress=True)
    for job in jobs:
        state = "sent" if job.state is State.SENT else f"not sent: {job.reason or 'it waits for the one before it'}"
        _say(f"{job.parcel.revision[:8]}  “{job.parcel.title}” {state}", error=job.state is not State.SENT)
    return 0 if len(jobs) == len(chosen) and all(job.state is State.SENT for job in jobs) else 1


def _job(outbox: Outbox, stored: Stored, account: Account, gf: GoFigr) -> Job | None:
    if stored.parcel is not None and not stored.parcel.account.is_same(account):
        _say(f"{stored.short}  not sent: it belongs to {stored.owner()}. Sign in as that account.", error=True)
        return None
    taken = outbox.spool.take(stored.folder)
    if taken is None:
        _say(f"{stored.short}  not sent: {stored.problem or 'another program is sending it'}", error=True)
        return None
    spooled, parcel = taken
    parcel.refused = None
    # A listener of its own, because this command tells the result.
    return Job(parcel, outbox.resumed(parcel, gf), on_change=lambda _: None, spooled=spooled)


def _drop(outbox: Outbox, chosen: list[Stored]) -> int:
    code = 0
    for stored in chosen:
        if outbox.spool.drop(stored.folder):
            _say(f"{stored.short}  “{stored.title}” deleted")
        else:
            code = 1
            _say(f"{stored.short}  not deleted: another program is sending it", error=True)
    return code


def _say(text: str, *, error: bool = False) -> None:
    print(text, file=sys.stderr if error else sys.stdout)
