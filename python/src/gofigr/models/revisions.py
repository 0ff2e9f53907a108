"""Revisions of figures and of assets: what was published, with its bytes."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from gofigr.models.base import TIMESTAMP_FIELDS, ModelMixin
from gofigr.models.enums import DataType
from gofigr.models.fields import DataField, Field, JSONField, LinkedEntityCollection, LinkedEntityField
from gofigr.models.mixins import ShareableModelMixin, ThumbnailMixin

if TYPE_CHECKING:
    import builtins
    from collections.abc import Iterable

    from typing_extensions import Self

    from gofigr.models.data import gf_CodeData, gf_Data, gf_FileData, gf_ImageData, gf_TableData, gf_TextData
    from gofigr.models.tree import gf_Analysis, gf_Asset, gf_Figure


class gf_AssetLinkedToFigure(ModelMixin):  # noqa: N801 -- the published name, as below
    """Says that a figure's revision was made from an asset's revision."""

    fields: ClassVar[list[Field | str]] = [
        "use_type",
        LinkedEntityField("figure_revision", lambda gf: gf.Revision),
        LinkedEntityField("asset_revision", lambda gf: gf.AssetRevision),
    ]

    #: `direct` or `indirect`
    use_type: str | None = None
    figure_revision: gf_Revision | None = None
    asset_revision: gf_AssetRevision | None = None


class RevisionMixin(ShareableModelMixin):
    """A revision: metadata and data."""

    revision_index: int | None = None
    size_bytes: int | None = None
    is_processing: bool | None = None
    metadata: dict[str, Any] | None = None
    data: list[gf_Data]

    #: The ID that this client chooses. With it a creation can be repeated safely; the server makes it the API ID.
    client_id: str | None = None
    _is_draft = False

    def __init__(self, api_id: Any = None, parse: bool = False, **kwargs: Any) -> None:
        self.data = []
        self._data_as_stored: list[Any] | None = None
        self.client_id = kwargs.pop("client_id", None)
        super().__init__(api_id=api_id, parse=parse, **kwargs)

    def assign_ids(self) -> Self:
        """Gives this revision its API ID before the server knows it, for links that are needed at once."""
        if self.api_id is None:
            self.api_id = self.client_id = self.client_id or str(uuid4())
            self._is_draft = True
        return self

    def creation_body(self) -> dict[str, Any]:
        """What `create` sends. `gofigr.http.JsonBody` makes bytes of it, which may be sent later, elsewhere, once.

        Calls `assign_ids`: the ID in the body is what makes sending it again harmless.
        """
        self.assign_ids()
        body = self._body()
        body.pop("api_id", None)
        return body | {"client_id": self.client_id}

    def create(self, update: bool = False) -> Self:
        """Creates this revision on the server, with its data. Repeated after a broken connection, never twice."""
        if self.api_id is not None and not self._is_draft:
            return super().create(update)
        return self._create_at(str(self.endpoint), {})

    def _create_at(self, endpoint: str, more: dict[str, Any]) -> Self:
        # A failure leaves a draft behind: `create` may be called again, and makes no second one.
        body = self.creation_body() | more
        response = self.client._post(endpoint, json=body, client_id=self.client_id, expected_status=(200, 201))
        self._is_draft = False
        return self._take_answer(response.json())

    def fetch(self, fetch_data: bool = True) -> Self:
        """Reads this revision, with all bytes unless `fetch_data` is False; many bytes go to temporary files."""
        super().fetch()
        return self.fetch_data() if fetch_data else self

    def fetch_data(self) -> Self:
        """Reads the bytes of all data."""
        for datum in self.data:
            datum.fetch()
        self._data_as_stored = self._data_now()
        return self

    def save(self, create: bool = False, patch: bool = False, silent: bool = False) -> Self:
        """Saves this revision. Data that are as the server has them aren't sent again."""
        if self.api_id is None or self._is_draft:
            if create:
                return self.create()
            self._check_api_id()
        body = self._body()
        if self._data_now() == self._data_as_stored:
            body.pop("data", None)
        else:
            for datum in self.data:
                # A list without some bytes would replace the bytes that the server has.
                if datum.is_shallow and datum.api_id is not None:
                    datum.fetch()
            body = self._body()
        send = self.client._patch if patch else self.client._put
        return self._take_answer(send(self._path("?silent=true" if silent else ""), json=body).json())

    def _take_answer(self, answer: dict[str, Any]) -> Self:
        """Takes what the server made of this revision. Its data come without bytes: ours are kept."""
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
        return self

    def _update_properties(self, props: dict[str, Any], parse: bool = True) -> Self:
        super()._update_properties(props, parse)
        if parse and "data" in props:
            self._data_as_stored = self._data_now()
        return self

    def _data_now(self) -> list[Any]:
        """What decides whether the data must be sent: order, names, metadata, and which bytes.

        It holds the contents themselves: an address alone may soon be that of other bytes.
        """
        return [
            (one.api_id, one.name, one.type, one.is_clean_room, json.dumps(one.metadata, default=str), one.content)
            for one in self.data
        ]

    def wait_for_processing(self, timeout: float = 60.0, poll_interval: float = 0.5) -> Self:
        """Waits until the server has done its background work; raises `TimeoutError` after `timeout` seconds."""
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
        """The pictures."""
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


class gf_Revision(RevisionMixin, ThumbnailMixin):  # noqa: N801
    """A revision of a figure."""

    endpoint = "revision/"
    fields: ClassVar[list[Field | str]] = [
        *("api_id", "revision_index", "size_bytes", "is_processing", "is_clean_room", "short_id"),
        JSONField("metadata"),
        LinkedEntityField("figure", lambda gf: gf.Figure),
        LinkedEntityField("assets", lambda gf: gf.AssetLinkedToFigure, many=True, nested=True),
        DataField("data", lambda gf: gf.Data, many=True),
        *TIMESTAMP_FIELDS,
    ]

    is_clean_room: bool | None = None
    #: A short name for links, made by `gf.make_short_id()`; the server keeps it.
    short_id: str | None = None
    figure: gf_Figure | None = None
    assets: LinkedEntityCollection[gf_AssetLinkedToFigure] | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        #: What drew the figure, while it is being published.
        self.backend: Any = None
        super().__init__(*args, **kwargs)

    @property
    def _short_id(self) -> str | None:
        return self.short_id

    @_short_id.setter
    def _short_id(self, value: str | None) -> None:
        self.short_id = value

    @property
    def revision_url(self) -> str:
        """The link that is printed on figures."""
        return f"{self.client.app_url}/r/{self.short_id or self.api_id}"

    def _create_auto_assign(self, analysis: gf_Analysis) -> Self:
        """Creates this revision in an analysis; the server chooses the figure."""
        return self._create_at("revision/auto-assign/", {"analysis": analysis.api_id})


class gf_AssetRevision(RevisionMixin, ThumbnailMixin):  # noqa: N801
    """A revision of an asset."""

    endpoint = "asset_revision/"
    fields: ClassVar[list[Field | str]] = [
        *("api_id", "revision_index", "size_bytes", "is_processing"),
        JSONField("metadata"),
        LinkedEntityField("asset", lambda gf: gf.Asset),
        LinkedEntityField("figure_revisions", lambda gf: gf.AssetLinkedToFigure, many=True, nested=True, derived=True),
        DataField("data", lambda gf: gf.Data, many=True),
        *TIMESTAMP_FIELDS,
    ]

    asset: gf_Asset | None = None
    figure_revisions: LinkedEntityCollection[gf_AssetLinkedToFigure] | None

    @classmethod
    def find_by_hash(cls, digest: str, hash_type: str = "blake3", analysis: str | None = None) -> builtins.list[Self]:
        """The revisions that hold bytes with this hash, oldest first; those of one analysis if its ID is given."""
        body = {"digest": digest, "hash_type": hash_type}
        if analysis is not None:
            body["analysis"] = analysis
        found = cls._client()._post(f"{cls.endpoint}find_by_hash/", json=body).json()
        return [cls.from_json(item) for item in found]
