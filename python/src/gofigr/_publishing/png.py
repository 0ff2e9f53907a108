"""Adds rows to a PNG without decoding it, which would take several times as long."""

from __future__ import annotations

import struct
import zlib

from PIL import Image

from gofigr.backends.png import joined, parts_of, with_rows
from gofigr.watermarks import stack_vertically

#: Width, height, and then: 8 bits, red, green, blue and opacity, the usual compression and filters, not interlaced.
_HEADER = struct.Struct(">II5s")
_USUAL = bytes([8, 6, 0, 0, 0])
#: Parts that stay true when the picture grows: its pixels, its resolution and texts.
_KEPT = frozenset({b"IHDR", b"IDAT", b"IEND", b"pHYs", b"tEXt", b"iTXt"})
_UNFILTERED = b"\x00"


def with_strip_below(png: bytes, strip: Image.Image) -> bytes | None:
    """Returns a PNG with an image below it, centered on white. None if it must be decoded for that."""
    parts = parts_of(png)
    width, height, kind = _HEADER.unpack(parts[0][1])
    if kind != _USUAL or strip.width > width or any(name not in _KEPT for name, _ in parts):
        return None
    # The empty image gives the width.
    rows = stack_vertically(Image.new("RGBA", (width, 0)), strip).tobytes()
    size = 4 * width
    added = b"".join(_UNFILTERED + rows[start : start + size] for start in range(0, len(rows), size))
    if (quickly := with_rows(png, added, strip.height)) is not None:
        return quickly
    filtered = zlib.decompress(b"".join(data for name, data in parts if name == b"IDAT"))
    # Runs suffice for drawings, and take the least time.
    packer = zlib.compressobj(1, strategy=zlib.Z_RLE)
    pixels = packer.compress(filtered) + packer.compress(added) + packer.flush()
    header = _HEADER.pack(width, height + strip.height, kind)
    others = [part for part in parts[1:-1] if part[0] != b"IDAT"]
    return joined([(b"IHDR", header), *others, (b"IDAT", pixels), parts[-1]])
