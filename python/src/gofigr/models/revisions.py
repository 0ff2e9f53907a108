"""Common base of the revisions of figures and assets."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from gofigr.models.base import checked_id
from gofigr.models.enums import DataType
from gofigr.models.mixins import ShareableModelMixin

if TYPE_CHECKING:
    import builtins
    from collections.abc import Iterable

    from typing_extensions import Self

    from gofigr.models.base import ApiIdLike
    from gofigr.models.data import gf_CodeData, gf_Data, gf_FileData, gf_ImageData, gf_TableData, gf_TextData


class RevisionMixin(ShareableModelMixin):
    """A revision: metadata and data."""

    revision_index: int | None = None
    size_bytes: int | None = None
    is_processing: bool | None = None
    metadata: dict[str, Any] | None = None
    data: list[gf_Data]

    #: ID that this client chooses. It makes creation safe to repeat, and it becomes the API ID.
    client_id: str | None = None
    _is_draft = False

    def __init__(self, api_id: ApiIdLike = None, parse: bool = False, **kwargs: Any) -> None:
        self.data = []
        self._data_as_stored: list[Any] | None = None
        self.client_id = kwargs.pop("client_id", None)
        super().__init__(api_id=api_id, parse=parse, **kwargs)

    def assign_ids(self) -> Self:
        """Sets the API ID before the server knows the revision, for links that are needed at once."""
        if self.api_id is None:
            self.api_id = self.client_id = self.client_id or str(uuid4())
            self._is_draft = True
        return self

    def creation_body(self) -> dict[str, Any]:
        """Returns the body of `create`. `gofigr.http.JsonBody` encodes it, also to send it later in another process.

        Calls `assign_ids`, because the ID in the body makes it safe to send it again.
        """
        self.assign_ids()
        body = self._body()
        body.pop("api_id", None)
        return body | {"client_id": self.client_id}

    def create(self, update: bool = False) -> Self:
        """Creates this revision with its data on the server. Retries after a broken connection, but creates only one."""
        if self.api_id is not None and not self._is_draft:
            return super().create(update)
        return self._create_at(str(self.endpoint), {})

    def _create_at(self, endpoint: str, more: dict[str, Any]) -> Self:
        # After a failure, `create` may be called again: the ID stays, so no second revision is created.
        body = self.creation_body() | more
        response = self.client.post(endpoint, json=body, client_id=self.client_id, expected_status=(200, 201))
        return self.take_answer(response.json())

    def fetch(self, fetch_data: bool = True) -> Self:
        """Reads this revision, with all bytes unless `fetch_data` is False. Large data go to temporary files."""
        super().fetch()
        return self.fetch_data() if fetch_data else self

    def fetch_data(self) -> Self:
        """Reads the bytes of all data."""
        for datum in self.data:
            datum.fetch()
        self._data_as_stored = self._data_now()
        return self

    def save(self, create: bool = False, patch: bool = False, silent: bool = False) -> Self:
        """Saves this revision. Unchanged data aren't sent again."""
        if self.api_id is None or self._is_draft:
            if create:
                return self.create()
            checked_id(self)
        body = self._body()
        if self._data_now() == self._data_as_stored:
            body.pop("data", None)
        else:
            for datum in self.data:
                # Data without bytes would replace the server's bytes.
                if datum.is_shallow and datum.api_id is not None:
                    datum.fetch()
            body = self._body()
        send = self.client.patch if patch else self.client.put
        return self.take_answer(send(self._path("?silent=true" if silent else ""), json=body).json())

    def take_answer(self, answer: dict[str, Any]) -> Self:
        """Updates this revision from the server's answer. The answer has no bytes, so the local ones are kept."""
        ours = list(self.data)
        self._update_properties(answer)
        by_local_id = {datum.local_id: datum for datum in ours if datum.local_id}
        by_api_id = {datum.api_id: datum for datum in ours if datum.api_id}
        for datum in self.data:
            mine = by_api_id.get(datum.api_id or "") or by_local_id.get(datum.local_id or "")
            if mine is not None:
                datum.content = mine.content
        if all(not datum.is_shallow for datum in ours):
            self._data_as_stored = self._data_now()
        self._is_draft = False
        return self

    def _update_properties(self, props: dict[str, Any], parse: bool = True) -> Self:
        super()._update_properties(props, parse)
        if parse and "data" in props:
            self._data_as_stored = self._data_now()
        return self

    def _data_now(self) -> list[Any]:
        """Returns the state that decides whether the data must be sent: order, names, metadata and bytes.

        It holds the contents themselves, because an object's `id()` may be reused for other bytes.
        """
        return [
            (one.api_id, one.name, one.type, one.is_clean_room, json.dumps(one.metadata, default=str), one.content)
            for one in self.data
        ]

    def wait_for_processing(self, timeout: float = 60.0, poll_interval: float = 0.5) -> Self:
        """Waits until the server has done its background work. Raises `TimeoutError` after `timeout` seconds."""
        deadline = time.monotonic() + timeout
        while True:
            self.fetch(fetch_data=False)
            if not self.is_processing:
                return self
            if time.monotonic() >= deadline:
                raise TimeoutError(f"Revision {self.api_id} is still being processed after {timeout} seconds")
            time.sleep(poll_interval)

    def _of_type(self, data_type: str) -> list[Any]:
        return [datum for datum in self.data if datum.type == data_type]

    def _replace_data_type(self, data_type: str, value: Iterable[gf_Data]) -> None:
        self.data = [datum for datum in self.data if datum.type != data_type] + list(value)

    @property
    def image_data(self) -> builtins.list[gf_ImageData]:
        """The images."""
        return self._of_type(DataType.IMAGE)

    @image_data.setter
    def image_data(self, value: Iterable[gf_ImageData]) -> None:
        self._replace_data_type(DataType.IMAGE, value)

    @property
    def table_data(self) -> builtins.list[gf_TableData]:
        """The data frames."""
        return self._of_type(DataType.DATA_FRAME)

    @table_data.setter
    def table_data(self, value: Iterable[gf_TableData]) -> None:
        self._replace_data_type(DataType.DATA_FRAME, value)

    @property
    def code_data(self) -> builtins.list[gf_CodeData]:
        """The code."""
        return self._of_type(DataType.CODE)

    @code_data.setter
    def code_data(self, value: Iterable[gf_CodeData]) -> None:
        self._replace_data_type(DataType.CODE, value)

    @property
    def text_data(self) -> builtins.list[gf_TextData]:
        """The texts."""
        return self._of_type(DataType.TEXT)

    @text_data.setter
    def text_data(self, value: Iterable[gf_TextData]) -> None:
        self._replace_data_type(DataType.TEXT, value)

    @property
    def file_data(self) -> builtins.list[gf_FileData]:
        """The files."""
        return self._of_type(DataType.FILE)

    @file_data.setter
    def file_data(self, value: Iterable[gf_FileData]) -> None:
        self._replace_data_type(DataType.FILE, value)
