"""Data of a revision: images, code, text, tables, files."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from gofigr.http.content import INLINE_LIMIT, Content, MemoryContent, content_of_file
from gofigr.models.base import ModelMixin, checked_id
from gofigr.models.enums import DataType
from gofigr.models.fields import Base64Field, Field, JSONField, MetadataProxyField
from gofigr.models.formats import HEAD_BYTES, NamedDatum, format_named, format_of
from gofigr.models.parquet import read_parquet, write_parquet

if TYPE_CHECKING:
    import os

    import pandas as pd
    from PIL import Image
    from typing_extensions import Self

    from gofigr.models.formats.format import Format

#: Separators of tables as text that don't use commas.
_SEPARATORS: dict[str | None, str] = {"tsv": "\t"}


class gf_Data(ModelMixin):  # noqa: N801 -- the published name, as below
    """Bytes with a name and a type. Large data stay on disk until `data` is read."""

    DATA_TYPE: ClassVar[str | None] = None
    endpoint = "data/"
    fields: ClassVar[list[Field | str]] = [
        *("api_id", "name", "type", "hash", "size_bytes", "is_clean_room"),
        JSONField("metadata"),
        Base64Field("data"),
    ]
    metadata_fields: ClassVar[list[MetadataProxyField]] = []
    #: The client's class for each type.
    SPECIALIZED_TYPES: ClassVar[dict[str, str]] = {
        DataType.IMAGE: "ImageData",
        DataType.CODE: "CodeData",
        DataType.TEXT: "TextData",
        DataType.DATA_FRAME: "TableData",
        DataType.FILE: "FileData",
    }

    name: str | None = None
    type: str | None = None
    hash: str | None = None
    size_bytes: int | None = None
    is_clean_room: bool | None = None
    metadata: dict[str, Any] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._content: Content | None = None
        super().__init__(*args, **kwargs)
        if self.type is None:
            self.type = self.DATA_TYPE
        if self.is_clean_room is None:
            self.is_clean_room = False
        if self.metadata is None:
            self.metadata = {}
        if not kwargs.get("parse"):
            self._complete_metadata(kwargs)

    def _complete_metadata(self, given: dict[str, Any]) -> None:
        """Completes the metadata of a new datum. Metadata from a server stay unchanged."""
        metadata = dict(self.metadata or {})
        for field in self.metadata_fields:
            value = given.get(field.name)
            metadata[field.name] = metadata.get(field.name, field.default) if value is None else value
        # Used to match the data of an answer with those that were sent.
        metadata.setdefault("local_id", str(uuid4()))
        self.metadata = metadata

    @property
    def data(self) -> bytes | None:
        """The bytes; None if they haven't been fetched."""
        return None if self._content is None else self._content.read()

    @data.setter
    def data(self, value: bytes | None) -> None:
        self._content = None if value is None else MemoryContent(bytes(value))

    @property
    def content(self) -> Content | None:
        """The bytes, without reading them into memory; None if they haven't been fetched."""
        return self._content

    @content.setter
    def content(self, value: Content | None) -> None:
        self._content = value

    @property
    def is_shallow(self) -> bool:
        """Tells whether the bytes haven't been fetched."""
        return self._content is None

    @property
    def local_id(self) -> str | None:
        """The ID that this client gave the datum."""
        return (self.metadata or {}).get("local_id")

    @local_id.setter
    def local_id(self, value: str) -> None:
        self.metadata = {**(self.metadata or {}), "local_id": value}

    def specialize(self) -> gf_Data:
        """Returns this datum as an instance of the class for its type, e.g. `ImageData`."""
        name = self.SPECIALIZED_TYPES.get(str(self.type))
        kind: type[gf_Data] | None = getattr(self.client, name) if name else None
        if kind is None or isinstance(self, kind):
            return self
        special = kind.__new__(kind)
        special.__dict__.update(self.__dict__)
        return special

    def named(self) -> NamedDatum:
        """Returns what the file of this datum is named after, with the first bytes if they are here."""
        head = b""
        if self._content is not None:
            with self._content.open() as reader:
                head = reader.read(HEAD_BYTES)
        return NamedDatum(str(self.type), self.name or "", self.metadata or {}, head)

    def _found_format(self) -> Format | None:
        """Returns the format of the bytes: by their beginning if they are here, else by name and metadata."""
        type, name, metadata, head = self.named()
        declared, language = metadata.get("format"), metadata.get("language")
        return format_of(type, name=name, format=declared, language=language, head=head)

    def calculate_hash(self, hash_type: str = "blake3") -> str | None:
        """Returns the hash of the bytes in hex. None if they haven't been fetched."""
        if hash_type != "blake3":
            raise ValueError(f"Unsupported hash type: {hash_type}")
        return None if self._content is None else self._content.blake3()

    def get_storage_info(self) -> dict[str, Any]:
        """Returns where the bytes are stored: `vendor`, and a `path` if it is known."""
        info: dict[str, Any] = self.client.get(self._path("storage/")).json()
        return info

    def fetch(self) -> Self:
        """Reads the datum with its bytes. Large data go to a temporary file."""
        datum, content = self.client.fetch_datum(checked_id(self), self.size_bytes)
        self._update_properties(datum)
        self._content = content
        return self

    def body_item(self) -> dict[str, Any]:
        """Returns the JSON to send, like `to_json`. Large data are a `Content` that `gofigr.http.JsonBody` streams."""
        content = self._content
        if content is None or (isinstance(content, MemoryContent) and content.size <= INLINE_LIMIT):
            item = self.to_json()
        else:
            item = {field.name: getattr(self, field.name) for field in self._all_fields() if field.name != "data"}
            item = {name: value for name, value in item.items() if value is not None} | {"data": self._content}
        return {name: value for name, value in item.items() if name not in ("hash", "size_bytes")}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, gf_Data) and self.to_json() == other.to_json()

    __hash__ = None

    def __repr__(self) -> str:
        size = self.size_bytes if self._content is None else self._content.size
        return f"{type(self).__name__}(name={self.name!r}, api_id={self.api_id!r}, <{size} bytes>)"


class gf_ImageData(gf_Data):  # noqa: N801
    """An image in one format: png, svg, eps, html, pickle and so on."""

    DATA_TYPE = DataType.IMAGE

    is_watermarked = MetadataProxyField("is_watermarked", default=False)
    format = MetadataProxyField("format")
    metadata_fields: ClassVar[list[MetadataProxyField]] = [is_watermarked, format]

    @property
    def is_interactive(self) -> bool:
        """Tells whether this is an HTML page instead of an image."""
        found = self._found_format()
        return found is not None and found.name == "html"

    @property
    def image(self) -> Image.Image | None:
        """The image if Pillow can read its format, else None."""
        found = self._found_format()
        if self._content is None or found is None or found.kind != "image" or found.vector:
            return None
        from PIL import Image  # noqa: PLC0415 -- only if the image is read

        readable = Image.registered_extensions()
        return Image.open(self._content.open()) if any(f".{one}" in readable for one in found.endings) else None


class gf_FileData(gf_Data):  # noqa: N801
    """Any file."""

    DATA_TYPE = DataType.FILE

    path = MetadataProxyField("path")
    metadata_fields: ClassVar[list[MetadataProxyField]] = [path]

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Self:
        """Reads a file of this computer. A large file is read only when it is sent, and must not change before."""
        datum = cls(name=Path(path).name, path=str(path))
        datum.content = content_of_file(path)
        return datum

    def write(self, path: str | os.PathLike[str]) -> None:
        """Writes the bytes to a file."""
        if self._content is None:
            raise RuntimeError("This is a shallow Data object without any data. Please call fetch() first.")
        self._content.copy_to(path)


class _Text(gf_Data):
    """Text, stored as bytes."""

    encoding = MetadataProxyField("encoding", default="utf-8")

    def __init__(self, contents: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if contents is not None:
            self.contents = contents

    @property
    def contents(self) -> str | None:
        """The text; None if it hasn't been fetched."""
        data = self.data
        return None if data is None else data.decode(self.encoding or "utf-8")

    @contents.setter
    def contents(self, value: str | None) -> None:
        self.data = None if value is None else value.encode(self.encoding or "utf-8")


class gf_CodeData(_Text):  # noqa: N801
    """Code."""

    DATA_TYPE = DataType.CODE

    language = MetadataProxyField("language")
    format = MetadataProxyField("format", default="text")
    encoding = _Text.encoding
    metadata_fields: ClassVar[list[MetadataProxyField]] = [language, format, encoding]


class gf_TextData(_Text):  # noqa: N801
    """Text."""

    DATA_TYPE = DataType.TEXT

    format = MetadataProxyField("format")
    encoding = _Text.encoding
    metadata_fields: ClassVar[list[MetadataProxyField]] = [format, encoding]


class gf_TableData(gf_Data):  # noqa: N801
    """A data frame, as CSV or, with `format="parquet"`, as Parquet."""

    DATA_TYPE = DataType.DATA_FRAME

    format = MetadataProxyField("format", default="csv")
    encoding = MetadataProxyField("encoding", default="utf-8")
    metadata_fields: ClassVar[list[MetadataProxyField]] = [format, encoding]

    def __init__(self, dataframe: pd.DataFrame | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if dataframe is not None:
            self.dataframe = dataframe

    @property
    def dataframe(self) -> pd.DataFrame | None:
        """The data frame; None if it hasn't been fetched."""
        if self._content is None:
            return None
        import pandas as pd  # noqa: PLC0415 -- takes half a second, and isn't needed to publish figures

        with self._content.open() as reader:
            name = getattr(self._found_format(), "name", None)
            if name == "parquet":
                return read_parquet(reader)
            index = list(range((self.metadata or {}).get("index_columns") or 0))
            separator = _SEPARATORS.get(name, ",")
            return pd.read_csv(reader, sep=separator, encoding=self.encoding or "utf-8", index_col=index or None)

    @dataframe.setter
    def dataframe(self, frame: pd.DataFrame | None) -> None:
        if frame is None:
            self.data = None
            return
        buffer = BytesIO()
        name = getattr(format_named(self.format), "name", None)
        if name == "parquet":
            write_parquet(frame, buffer)
        else:
            # A default index holds no information. Any other index is stored in the first columns.
            columns = 0 if _is_plain(frame.index) else frame.index.nlevels
            if columns:
                self.metadata = {**(self.metadata or {}), "index_columns": columns}
            separator = _SEPARATORS.get(name, ",")
            frame.to_csv(buffer, sep=separator, encoding=self.encoding or "utf-8", index=columns > 0)
        self.data = buffer.getvalue()


def _is_plain(index: pd.Index[Any]) -> bool:
    return type(index).__name__ == "RangeIndex" and index.name is None
