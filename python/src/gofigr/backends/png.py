"""Encodes simple pictures of matplotlib as PNG in half of Pillow's time, with the same pixels and hardly more bytes."""

from __future__ import annotations

import io
import struct
import sys
import zlib
from typing import TYPE_CHECKING, Any

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Name of this encoder in Pillow. It stands for no extension of a file.
_FORMAT = "GOFIGR-PNG"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: Width, height, and then: 8 bits, red, green, blue and opacity, the usual compression and filters, not interlaced.
_HEADER = struct.Struct(">II5s")
_USUAL = bytes([8, 6, 0, 0, 0])
#: Filters of rows: the bytes themselves, and their differences to the row above.
_NONE, _UP = b"\x00", b"\x02"
#: Pixels for each byte of a simple picture. Pillow tries all filters, which makes other pictures smaller.
_SIMPLE = 16
#: End of compressed bytes to which others can be added, and an empty last block.
_OPEN, _EMPTY = b"\x00\x00\xff\xff", b"\x03\x00"
_ADLER = 65521


def options_for(figure: Any, params: dict[str, Any]) -> dict[str, Any]:
    """Returns the options to save a figure as PNG, with this encoder unless the user or the canvas has another one."""
    if "pil_kwargs" in params:
        return params
    canvas = type(figure.canvas)
    if not hasattr(canvas, "print_png"):
        canvas = sys.modules["matplotlib.backend_bases"].get_registered_canvas_class("png")
    agg = getattr(sys.modules.get("matplotlib.backends.backend_agg"), "FigureCanvasAgg", None)
    if agg is None or getattr(canvas, "print_png", None) is not agg.print_png:
        return params
    Image.register_save(_FORMAT, _save)
    return {**params, "pil_kwargs": {"format": _FORMAT}}


def _save(image: Image.Image, file: Any, name: str | bytes) -> None:
    """Writes a picture to a file that Pillow has opened, with the options that Pillow has noted."""
    pixels = _pixels(image) if image.mode == "RGBA" else None
    if pixels is None:
        Image.SAVE["PNG"](image, file, name)
        return
    # Pillow writes the rest, such as the resolution and texts.
    frame = io.BytesIO()
    Image.new("RGBA", (1, 1)).save(frame, "PNG", **getattr(image, "encoderinfo", {}))
    others = [part for part in parts_of(frame.getvalue())[1:-1] if part[0] != b"IDAT"]
    data = ((b"IDAT", piece) for piece in (pixels[:-6], pixels[-6:]))
    file.write(joined([(b"IHDR", _HEADER.pack(*image.size, _USUAL)), *others, *data, (b"IEND", b"")]))


def _pixels(image: Image.Image) -> bytes | None:
    """Returns the compressed rows. None if the picture isn't simple. The last six bytes may be replaced by more rows."""
    (width, height), pixels = image.size, image.tobytes()
    size, above, repeated = 4 * width, b"", _UP + bytes(4 * width)
    packer, most, packed = zlib.compressobj(6), width * height // _SIMPLE, []
    for start in range(0, len(pixels), size):
        row = pixels[start : start + size]
        packed.append(packer.compress(repeated if row == above else _NONE + row))
        above, most = row, most - len(packed[-1])
        if most < 0:
            return None
    return b"".join([*packed, packer.flush(zlib.Z_FULL_FLUSH), packer.flush()])


def with_rows(png: bytes, rows: bytes, height: int) -> bytes | None:
    """Returns a PNG of this encoder with further rows, which aren't compressed yet. None for another PNG."""
    parts = parts_of(png)
    data = [number for number, (name, _) in enumerate(parts) if name == b"IDAT"]
    if len(data) < 2 or not parts[data[-2]][1].endswith(_OPEN):
        return None
    last = parts[data[-1]][1]
    if len(last) != 6 or not last.startswith(_EMPTY):
        return None
    packer = zlib.compressobj(6, wbits=-zlib.MAX_WBITS)
    more = packer.compress(rows) + packer.flush()
    parts[data[-1]] = (b"IDAT", more + struct.pack(">I", _sum_of_both(int.from_bytes(last[2:], "big"), rows)))
    width, old, kind = _HEADER.unpack(parts[0][1])
    parts[0] = (b"IHDR", _HEADER.pack(width, old + height, kind))
    return joined(parts)


def _sum_of_both(first: int, rows: bytes) -> int:
    """Returns Adler-32 of some bytes, of which only this sum is known, with further bytes."""
    second = zlib.adler32(rows)
    low = first & 0xFFFF
    return (((first >> 16) + (second >> 16) + len(rows) * (low - 1)) % _ADLER) << 16 | (
        low + (second & 0xFFFF) - 1
    ) % _ADLER


def parts_of(png: bytes) -> list[tuple[bytes, bytes]]:
    """Returns the name and the bytes of each part."""
    return list(_parts(png))


def _parts(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, name = len(_SIGNATURE), b""
    while name != b"IEND":
        size, name = struct.unpack_from(">I4s", png, at)
        yield name, png[at + 8 : at + 8 + size]
        at += size + 12


def joined(parts: list[tuple[bytes, bytes]]) -> bytes:
    """Returns the PNG of these parts."""
    return _SIGNATURE + b"".join(_packed(name, data) for name, data in parts)


def _packed(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
