"""Bytes of a datum, in memory or on disk, so that a large file never has to be in memory whole."""

import os
import shutil
import tempfile
import weakref
from abc import ABC, abstractmethod
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

#: Up to here bytes are kept in memory; what is larger stays in a file. Figures are smaller, data sets larger.
IN_MEMORY_LIMIT = 4 * 1024 * 1024
#: Bytes in memory up to here are text of a body's JSON; more of them, and files, are streamed.
INLINE_LIMIT = 8 * 1024 * 1024


class Content(ABC):
    """Bytes that don't change, to be read as often as needed."""

    size: int

    @abstractmethod
    def open(self) -> BinaryIO:
        """A new reader at the first byte."""

    def read(self) -> bytes:
        """All the bytes."""
        with self.open() as reader:
            return reader.read()

    def copy_to(self, path: str | os.PathLike[str]) -> None:
        """Writes the bytes to a file."""
        with self.open() as reader, Path(path).open("wb") as writer:
            shutil.copyfileobj(reader, writer, 1024 * 1024)

    def blake3(self) -> str:
        """The BLAKE3 hash, as the server states it."""
        # Not at the top: most figures never need it.
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


class FileContent(Content):
    """The bytes of a file that somebody else owns. They are refused once the file has changed."""

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
                f"{self.path} has changed since it was read. Read it again to publish what it holds now."
            )
        return reader


class TemporaryContent(Content):
    """Bytes in a temporary file, which goes when nobody holds this object any more."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = path.stat().st_size
        self._remove = weakref.finalize(self, _unlink, path)

    def open(self) -> BinaryIO:
        return self.path.open("rb")


def _unlink(path: Path) -> None:
    path.unlink(missing_ok=True)


def content_of_file(path: str | os.PathLike[str]) -> Content:
    """What a file holds now: small files are read, of large ones the path is kept."""
    content = FileContent(path)
    return content if content.size > IN_MEMORY_LIMIT else MemoryContent(content.read())


class ContentWriter:
    """Collects bytes that arrive in pieces: in memory while they are few, then in a temporary file."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._size = 0
        self._path: Path | None = None
        self._file: BinaryIO | None = None

    def write(self, data: bytes) -> None:
        """Adds bytes."""
        self._size += len(data)
        if self._file is None and self._size > IN_MEMORY_LIMIT:
            # Readable for nobody else.
            handle, name = tempfile.mkstemp(prefix="gofigr-")
            self._path, self._file = Path(name), os.fdopen(handle, "wb")
            self._file.writelines(self._pieces)
            self._pieces = []
        if self._file is None:
            self._pieces.append(data)
        else:
            self._file.write(data)

    def finish(self) -> Content:
        """What was written; nothing can be added afterwards."""
        if self._path is None or self._file is None:
            return MemoryContent(b"".join(self._pieces))
        self._file.close()
        return TemporaryContent(self._path)

    def discard(self) -> None:
        """Forgets what was written."""
        if self._path is not None and self._file is not None:
            self._file.close()
            _unlink(self._path)
