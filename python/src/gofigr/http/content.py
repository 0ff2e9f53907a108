"""Bytes of a datum, in memory or on disk. A large file is never completely in memory."""

import os
import shutil
import tempfile
import weakref
from abc import ABC, abstractmethod
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

#: Bytes up to which data are kept in memory. Larger data stay in a file. Figures are smaller, data sets larger.
IN_MEMORY_LIMIT = 4 * 1024 * 1024
#: Bytes up to which data in memory become text in a body's JSON, where programs that watch requests look for them. Larger
#: data and files are streamed, as they are or in base64.
INLINE_LIMIT = 8 * 1024 * 1024


class Content(ABC):
    """Immutable bytes that can be read several times."""

    size: int

    @abstractmethod
    def open(self) -> BinaryIO:
        """Returns a new reader at the first byte."""

    def read(self) -> bytes:
        """Returns all bytes."""
        with self.open() as reader:
            return reader.read()

    def copy_to(self, path: str | os.PathLike[str]) -> None:
        """Writes the bytes to a file."""
        with Path(path).open("wb") as writer:
            self.write_to(writer)

    def write_to(self, writer: BinaryIO) -> None:
        """Writes the bytes to an open file."""
        with self.open() as reader:
            shutil.copyfileobj(reader, writer, 1024 * 1024)

    def blake3(self) -> str:
        """Returns the BLAKE3 hash in the server's format."""
        # Imported here because most figures never need it.
        from blake3 import blake3  # noqa: PLC0415

        hasher = blake3()
        with self.open() as reader:
            while block := reader.read(1024 * 1024):
                hasher.update(block)
        return hasher.hexdigest()


class MemoryContent(Content):
    """Bytes in memory."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)

    def open(self) -> BinaryIO:
        return BytesIO(self._data)

    def read(self) -> bytes:
        return self._data

    def write_to(self, writer: BinaryIO) -> None:
        writer.write(self._data)


class FileContent(Content):
    """Bytes of a user's file. Reading them fails after the file has changed."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self._stamp = self._now()
        self.size = self._stamp[0]

    def _now(self) -> tuple[int, int]:
        status = self.path.stat()
        return status.st_size, status.st_mtime_ns

    def open(self) -> BinaryIO:
        reader = self.path.open("rb")
        if self._now() != self._stamp:
            reader.close()
            raise RuntimeError(
                f"{self.path} has changed since it was read. Read it again to publish its current content."
            )
        return reader


class PartOfFile(Content):
    """Some bytes of a file that holds those of several data, each small enough for the memory."""

    def __init__(self, file: FileContent, start: int, size: int) -> None:
        self._file = file
        self._start = start
        self.size = size

    def open(self) -> BinaryIO:
        with self._file.open() as reader:
            reader.seek(self._start)
            return BytesIO(reader.read(self.size))


class TemporaryContent(Content):
    """Bytes in a temporary file, which is removed with this object."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = path.stat().st_size
        self._remove = weakref.finalize(self, _unlink, path)

    def open(self) -> BinaryIO:
        return self.path.open("rb")


def _unlink(path: Path) -> None:
    path.unlink(missing_ok=True)


def content_of_file(path: str | os.PathLike[str]) -> Content:
    """Returns the content of a file. Reads small files; keeps only the path of large ones.

    A pipe or a device is refused: it may never end, or nobody may write to it.
    """
    content = FileContent(path)
    if not content.path.is_file() and not content.path.is_dir():
        raise ValueError(f"{path} is no regular file.")
    return content if content.size > IN_MEMORY_LIMIT else MemoryContent(content.read())


class ContentWriter:
    """Collects bytes that arrive in pieces, at first in memory, then in a temporary file."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._size = 0
        self._path: Path | None = None
        self._file: BinaryIO | None = None

    def write(self, data: bytes) -> None:
        """Adds bytes."""
        self._size += len(data)
        if self._file is None and self._size > IN_MEMORY_LIMIT:
            # The file is readable by this user only.
            handle, name = tempfile.mkstemp(prefix="gofigr-")
            self._path, self._file = Path(name), os.fdopen(handle, "wb")
            self._file.writelines(self._pieces)
            self._pieces = []
        if self._file is None:
            self._pieces.append(data)
        else:
            self._file.write(data)

    def finish(self) -> Content:
        """Returns the written bytes. No more can be added."""
        if self._path is None or self._file is None:
            return MemoryContent(b"".join(self._pieces))
        self._file.close()
        return TemporaryContent(self._path)

    def discard(self) -> None:
        """Discards the written bytes."""
        if self._path is not None and self._file is not None:
            self._file.close()
            _unlink(self._path)
