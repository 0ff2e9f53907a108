"""The revision that `publish` returns while it is being sent."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from gofigr._outbox import Job, State
from gofigr.models import gf_Revision

if TYPE_CHECKING:
    from typing_extensions import Self

    from gofigr.models.client import Client

#: Attributes that only the server knows. Reading them waits for the server.
_SERVERS = frozenset(
    {"figure", "revision_index", "size_bytes", "created_on", "created_by"}
    | {"fetch", "fetch_data", "save", "delete", "share", "unshare", "set_link_sharing", "get_link_sharing"}
    | {"get_sharing_users", "get_thumbnail", "wait_for_processing"}
)
#: Seconds that reading such an attribute waits for the revision to be published.
WAIT_LIMIT = 30.0


class PublishedRevision(gf_Revision):
    """A revision that is being sent. It has links and IDs at once, and the server's fields after `wait`."""

    publish_job: Job | None = None

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
        """Whether the server has it."""
        return self.publish_job is None or self.publish_job.state is State.SENT

    def _take(self, job: Job) -> None:
        if job.answer is not None:
            answer, job.answer = job.answer, None
            self.take_answer(answer)

    def __getattribute__(self, name: str) -> Any:
        if name in _SERVERS:
            job = object.__getattribute__(self, "publish_job")
            if job is not None and not threading.current_thread().name.startswith("gofigr-"):
                self._wait_quietly(job)
        return super().__getattribute__(name)

    def _wait_quietly(self, job: Job) -> None:
        if job.done.wait(WAIT_LIMIT) and job.state is State.SENT:
            self._take(job)


def new_revision(client: Client, metadata: dict[str, Any]) -> PublishedRevision:
    """Makes a revision of this client that can be sent in the background."""
    own = client.bound(gf_Revision)
    kind: type[PublishedRevision] = type(
        "Revision", (PublishedRevision, own), {"_gf": client, "__module__": "gofigr", "__doc__": own.__doc__}
    )
    return kind(metadata=metadata).assign_ids()
