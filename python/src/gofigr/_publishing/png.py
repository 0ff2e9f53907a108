"""Adds rows to a PNG without decoding it, which would take several times as long."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from PIL import Image

from gofigr.watermarks import stack_vertically

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: Width, height, and then: 8 bits, red, green, blue and opacity, the usual compression and filters, not interlaced.
_HEADER = struct.Struct(">II5s")
_USUAL = bytes([8, 6, 0, 0, 0])
#: Parts that stay true when the picture grows: its pixels, its resolution and texts.
_KEPT = frozenset({b"IHDR", b"IDAT", b"IEND", b"pHYs", b"tEXt", b"iTXt"})
_UNFILTERED = b"\x00"


def with_strip_below(png: bytes, strip: Image.Image) -> bytes | None:
    """Returns a PNG with an image below it, centered on white. None if it must be decoded for that."""
    parts = list(_parts(png))
    width, height, kind = _HEADER.unpack(parts[0][1])
    if kind != _USUAL or strip.width > width or any(name not in _KEPT for name, _ in parts):
        return None
    # The empty image gives the width.
    rows = stack_vertically(Image.new("RGBA", (width, 0)), strip).tobytes()
    size = 4 * width
    added = b"".join(_UNFILTERED + rows[start : start + size] for start in range(0, len(rows), size))
    filtered = zlib.decompress(b"".join(data for name, data in parts if name == b"IDAT"))
    # Runs suffice for drawings, and take the least time.
    packer = zlib.compressobj(1, strategy=zlib.Z_RLE)
    pixels = packer.compress(filtered) + packer.compress(added) + packer.flush()
    header = _HEADER.pack(width, height + strip.height, kind)
    others = [part for part in parts[1:-1] if part[0] != b"IDAT"]
    written = [(b"IHDR", header), *others, (b"IDAT", pixels), parts[-1]]
    return _SIGNATURE + b"".join(_packed(name, data) for name, data in written)


def _parts(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yields the name and the bytes of each part."""
    at, name = len(_SIGNATURE), b""
    while name != b"IEND":
        size, name = struct.unpack_from(">I4s", png, at)
        yield name, png[at + 8 : at + 8 + size]
        at += size + 12


def _packed(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
