"""Reading pictures back: PNGs as the pixels they are, and the QR codes in them by a reader that is not ours."""

import struct
import zlib
from collections.abc import Iterator

import numpy as np
import zxingcpp
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


def grey(png: bytes) -> Pixels:
    """The picture in shades of grey; only what we make ourselves is read: palettes, rows plain or as the one above."""
    parts = dict(_chunks(png))
    width, height, depth, colours = struct.unpack(">IIBB", parts[b"IHDR"][:10])
    assert colours == 3, "a palette"
    rows = np.frombuffer(zlib.decompress(parts[b"IDAT"]), np.uint8).reshape(height, -1)
    kinds, lines = rows[:, 0], rows[:, 1:].copy()
    assert set(kinds.tolist()) <= {0, 2}, "no other filters"
    for line in np.flatnonzero(kinds == 2):
        lines[line] += lines[line - 1]
    bits = np.unpackbits(lines, axis=1).reshape(height, -1, depth)[:, :width]
    places = np.packbits(bits, axis=2)[:, :, 0] >> (8 - depth)
    palette = np.frombuffer(parts[b"PLTE"], np.uint8).reshape(-1, 3)
    shades: Pixels = (palette @ np.array([0.299, 0.587, 0.114])).astype(np.uint8)
    found: Pixels = shades[places]
    return found


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 8
    while place < len(png):
        (size,) = struct.unpack(">I", png[place : place + 4])
        yield png[place + 4 : place + 8], png[place + 8 : place + 8 + size]
        place += size + 12


def qr_text(pixels: Pixels) -> str | None:
    """What a phone reads there; None when it finds no code."""
    found = zxingcpp.read_barcodes(pixels, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return found[0].text if found else None
