"""The revision that `publish` returns while it is being sent."""

from __future__ import annotations

import threading
import warnings
from typing import TYPE_CHECKING, Any

from gofigr._outbox import Job, State
from gofigr.models import gf_Revision

if TYPE_CHECKING:
    from typing_extensions import Self

    from gofigr.http import Response
    from gofigr.models.client import Client

#: Attributes that only the server knows. Reading them waits for the server.
_SERVERS = frozenset(
    {"figure", "revision_index", "size_bytes", "created_on", "created_by", "unchanged_since"}
    | {"fetch", "fetch_data", "save", "delete", "share", "unshare", "set_link_sharing", "get_link_sharing"}
    | {"get_sharing_users", "get_thumbnail", "wait_for_processing"}
)
#: Attributes that change if an earlier revision equals this one. Reading them waits until the server has said so.
_OF_EARLIER = frozenset({"api_id", "short_id"})
#: Attributes that are final later than `publish` returns: "data" when all formats are drawn.
_LATER = _OF_EARLIER | {"data"}
#: Seconds that reading such an attribute waits.
WAIT_LIMIT = 30.0
#: Seconds that reading a link waits for a server that doesn't answer.
LINK_LIMIT = 10.0


class PublishedRevision(gf_Revision):
    """A revision that is being sent. Its links and ID are there at once unless an earlier revision may equal it."""

    publish_job: Job | None = None
    #: Tells whether the figure has no title, so that its name comes from the code.
    is_untitled = False
    #: Number of the earlier revision that this one equals, so that it wasn't sent and stands for that revision.
    unchanged_since: int | None = None
    #: Tells whether `publish` has returned it, so that its links must be final. Before, the cell doesn't wait.
    is_returned = False

    def wait(self, timeout: float | None = None) -> Self:
        """Waits until the revision is published and returns it.

        Raises `RuntimeError` if the server refused it, and `TimeoutError` after `timeout` seconds.
        """
        job = self.publish_job
        if job is None:
            return self
        if not job.done.wait(timeout):
            reason = f": {job.reason}" if job.reason else ""
            raise TimeoutError(f"The figure isn't published yet after {timeout} seconds{reason}")
        if job.state is State.REFUSED:
            raise RuntimeError(f"The figure was not published: {job.reason}")
        self._take(job)
        return self

    @property
    def is_published(self) -> bool:
        """Tells whether the server has it."""
        return self.publish_job is None or self.publish_job.state is State.SENT

    def _take(self, job: Job) -> None:
        if job.answer is not None:
            answer, job.answer = job.answer, None
            self.take_published(answer)

    def take_published(self, answer: dict[str, Any]) -> None:
        """Takes the server's revision, which may be an earlier one that this one equals."""
        if answer and answer.get("api_id") != self.api_id:
            self.short_id = None
            self.unchanged_since = int(answer.get("revision_index") or 0) + 1
        self.take_answer(answer)

    def delete(self, **kwargs: object) -> Response:
        """Deletes this revision. Needs `delete=True`.

        Raises `RuntimeError` if this figure was unchanged: the revision is an earlier one, perhaps the only one.
        """
        if self.unchanged_since is not None:
            raise RuntimeError(
                f"Nothing was published, because the figure is unchanged since revision #{self.unchanged_since}. So "
                f'delete() would delete that one. If you want this: gf.Revision("{self.api_id}").delete(delete=True)'
            )
        return super().delete(**kwargs)

    def save(self, create: bool = False, patch: bool = False, silent: bool = False) -> Self:
        """Saves changes of this revision. Warns if they change an earlier one, because this figure was unchanged."""
        saved = super().save(create, patch, silent)
        if self.unchanged_since is not None:
            warnings.warn(
                f"The figure is unchanged since revision #{self.unchanged_since}, so save() has changed that one. "
                "publish(…, always=True) makes one of its own.",
                stacklevel=2,
            )
        return saved

    def __getattribute__(self, name: str) -> Any:
        if name in _SERVERS or (name in _LATER and object.__getattribute__(self, "is_returned")):
            self._await(name)
        return super().__getattribute__(name)

    def _await(self, name: str) -> None:
        """Waits for an attribute, unless this is a thread that others wait for."""
        job = object.__getattribute__(self, "publish_job")
        if job is None or threading.current_thread().name.startswith("gofigr-"):
            return
        if name in _SERVERS:
            self._wait_quietly(job)
        elif name in _OF_EARLIER:
            job.wait_for_same(LINK_LIMIT)
            self._wait_quietly(job, 0.0)
        else:
            job.wait_until_ready(WAIT_LIMIT)

    def _wait_quietly(self, job: Job, seconds: float = WAIT_LIMIT) -> None:
        if job.done.wait(seconds) and job.state is State.SENT:
            self._take(job)

    def _repr_html_(self) -> str:
        # A cell that ends in `publish(fig)` doesn't wait.
        return super()._repr_html_() if self.is_published else "Revision <strong>is being published</strong>"


def new_revision(client: Client, metadata: dict[str, Any]) -> PublishedRevision:
    """Makes a revision of this client that can be sent in the background."""
    own = client.bound(gf_Revision)
    kind: type[PublishedRevision] = type(
        "Revision", (PublishedRevision, own), {"_gf": client, "__module__": "gofigr", "__doc__": own.__doc__}
    )
    return kind(metadata=metadata).assign_ids()
