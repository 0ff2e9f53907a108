"""Makes the parcel of a figure and hands it to the outbox, with the work that is left for the background."""

from __future__ import annotations

import logging
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from gofigr._ipython.shell import in_ipython
from gofigr._outbox import Job, Parcel, default_outbox, finish_in_pool
from gofigr._publishing.destination import ANONYMOUS_FIGURE
from gofigr.http.by_name import shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from gofigr._client.client import GoFigr
    from gofigr._files.used import UsedFiles
    from gofigr._outbox import Target
    from gofigr._publishing.destination import Destination
    from gofigr._publishing.parts import PartsOf
    from gofigr._publishing.revision import PublishedRevision
    from gofigr.annotators import Annotator

_log = logging.getLogger(__name__)


def begin_annotations(revision: PublishedRevision, annotators: Iterable[Annotator]) -> list[Callable[[], None]]:
    """Runs the annotators on a revision. Returns the work that they leave for the background."""
    later = []
    for annotator in annotators:
        try:
            rest = annotator.begin(revision)
        except Exception as error:  # noqa: BLE001 -- an annotator that fails must not stop the figure
            _log.warning("GoFigr: %s failed: %s", type(annotator).__name__, error)
            continue
        if rest is not None:
            later.append(rest)
    return later


def parcel_of(
    destination: Destination, parts: PartsOf, target: Target, title: str | None, given: dict[str, Any] | None
) -> Parcel:
    """Returns a figure as a parcel. The whole title stays in the metadata if the figure's name is shorter.

    `given` are the user's metadata if the figure isn't sent unchanged.
    """
    revision, figure = parts.revision, target.figure
    name = figure.value if figure is not None and figure.kind == "name" else shortened(title or ANONYMOUS_FIGURE)
    if title is not None and name != title and shortened(title) == name:
        revision.metadata = {**(revision.metadata or {}), "title": title}
    return Parcel(
        revision=str(revision.api_id),
        short_id=revision.short_id,
        account=destination.account(),
        target=target,
        title=name,
        metadata=parts.metadata(),
        parts=parts.parts(),
        created=datetime.now(timezone.utc).isoformat(),
        rest=parts.rest(),
        given=given,
        copy=parts.copy_id,
    )


class Sending:
    """A figure on its way."""

    def __init__(
        self,
        destination: Destination,
        parcel: Parcel,
        parts: PartsOf,
        later: list[Callable[[], None]],
        used: UsedFiles,
    ) -> None:
        self._destination = destination
        self._parcel = parcel
        self._parts = parts
        self._later = later
        self._used = used
        parcel.assets = used.links()

    def send_now(self, gf: GoFigr) -> None:
        """Sends it in this thread. Raises the errors."""
        self._prepare()
        self._link()
        self._parts.revision.take_published(default_outbox().send_now(self._parcel, gf))

    def send_later(self, gf: GoFigr, *, is_told: bool, is_held: bool) -> None:
        """Sends it in the background, if it is held only when the outbox releases it.

        `is_told` says that a line below the figure tells whether the server refused it.
        """
        self._parts.revision.publish_job = job = Job(
            self._parcel, self._prepare, begin=self._parts.drawing.begin_elsewhere, before_send=self._link
        )
        if is_told and in_ipython():
            # Until the line is shown.
            job.on_change = _ignore
        default_outbox().submit(job, gf, is_held=is_held)
        finish_in_pool()

    def _prepare(self) -> None:
        for rest in self._later:
            try:
                rest()
            except Exception:  # noqa: BLE001 -- an annotator that fails must not stop the figure
                _log.debug("an annotator failed", exc_info=True)
        parcel, parts = self._parcel, self._parts
        parts.drawing.draw_rest()
        parts.write_tables()
        parts.collect()
        parcel.metadata, parcel.parts, parcel.rest = parts.metadata(), parts.parts(), None
        parcel.target = self._destination.final_target(parcel.target)
        # The username is known now. It identifies the account if the key is replaced.
        parcel.account = self._destination.account()

    def _link(self) -> None:
        if self._used.is_unfinished:
            self._used.finish()
            self._parcel.assets = self._used.links()


def _ignore(job: Job) -> None:
    """Ignores a change."""
