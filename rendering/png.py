"""A PNG writer for prints: "up" filter, ISA-L deflate, 300 DPI, written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import struct
import tempfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rendering.errors import CannotWrite, UnreadablePrint

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_METRE_IN_INCHES = 1 / 0.0254
_PERCEPTUAL = b"\x00"
_LEVEL = 1  # level 3 takes ten times as long on flat art and gains nothing


@dataclass(frozen=True, slots=True)
class Written:
    """A file on disk: where, its hash and its length in bytes."""

    path: Path
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class PngFacts:
    """What a PNG file says of itself. `dpi` is none without a physical size.

    `colour_space` is "srgb" when the sRGB chunk is there, "icc" or "gamma" when only those are,
    else "unspecified". `has_alpha` is true for RGBA and grey with alpha.
    """

    width: int
    height: int
    bit_depth: int
    colour_type: int
    dpi: tuple[float, float] | None
    colour_space: str
    text: dict[str, str]
    size: int

    @property
    def has_alpha(self) -> bool:
        """Whether each pixel has an alpha of its own."""
        return self.colour_type in (4, 6)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _head(width: int, height: int, dpi: int, text: Mapping[str, str]) -> bytes:
    per_metre = round(dpi * _METRE_IN_INCHES)
    parts = [
        _SIGNATURE,
        _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)),
        _chunk(b"sRGB", _PERCEPTUAL),
        _chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1)),
    ]
    for key, value in text.items():
        keyword = key.encode("latin-1")
        if not 1 <= len(keyword) <= 79 or "\0" in key + value:
            raise ValueError(f"{key!r} cannot be a PNG keyword of a text without zero characters")
        try:
            parts.append(_chunk(b"tEXt", keyword + b"\0" + value.encode("latin-1")))
        except UnicodeEncodeError:
            parts.append(_chunk(b"iTXt", keyword + b"\0\0\0\0\0" + value.encode()))
    return b"".join(parts)


def encode(
    strips: Iterable[NDArray[np.uint8]],
    width: int,
    height: int,
    *,
    dpi: int = 300,
    text: Mapping[str, str] | None = None,
) -> Iterable[bytes]:
    """The pieces of a PNG file of RGBA strips (rows, width, 4), from top to bottom.

    Lossless. The strips' rows must add up to `height`, otherwise `ValueError`. The same pixels
    give the same bytes on one machine; ISA-L may pack otherwise on another processor.
    """
    from isal import isal_zlib

    yield _head(width, height, dpi, text or {})
    packer = isal_zlib.compressobj(_LEVEL)
    stride = width * 4
    above = np.zeros(stride, np.uint8)
    filtered = np.empty((0, stride + 1), np.uint8)
    seen = 0
    for strip in strips:
        rows = np.ascontiguousarray(strip).reshape(len(strip), -1)
        if rows.shape[1] != stride:
            raise ValueError(f"a strip is {rows.shape[1] / 4:g} pixels wide, not {width}")
        count = len(rows)
        if len(filtered) < count:
            filtered = np.empty((count, stride + 1), np.uint8)
            filtered[:, 0] = 2  # the "up" filter
        np.subtract(rows[0], above, out=filtered[0, 1:])
        np.subtract(rows[1:], rows[:-1], out=filtered[1:count, 1:])
        above = rows[-1].copy()
        seen += count
        packed = packer.compress(filtered[:count])
        if packed:
            yield _chunk(b"IDAT", packed)
    if seen != height:
        raise ValueError(f"the strips hold {seen} rows, not {height}")
    yield _chunk(b"IDAT", packer.flush())
    yield _chunk(b"IEND", b"")


def write_atomically(path: Path, pieces: Iterable[bytes]) -> Written:
    """Write pieces to a file that appears whole or not at all. Raises `CannotWrite`."""
    digest = hashlib.sha256()
    size = 0
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                file.write(piece)
                digest.update(piece)
                size += len(piece)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
        temporary = None
    except OSError as error:
        raise CannotWrite(
            f"{path} could not be written ({error.strerror or error}); free some space or allow "
            "writing to its folder, then run again"
        ) from error
    finally:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
    return Written(path, digest.hexdigest(), size)


def write_png(
    path: Path,
    strips: Iterable[NDArray[np.uint8]],
    width: int,
    height: int,
    *,
    dpi: int = 300,
    text: Mapping[str, str] | None = None,
) -> Written:
    """Encode strips (see `encode`) into a file that appears whole or not at all."""
    return write_atomically(path, encode(strips, width, height, dpi=dpi, text=text))


def read_facts(path: Path) -> PngFacts:
    """What a PNG's own chunks say, each checked by its CRC. Raises `UnreadablePrint`."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadablePrint(f"{path} cannot be read ({error.strerror}); draw it again") from error
    try:
        return _facts(data)
    except (ValueError, struct.error, zlib.error) as error:
        raise UnreadablePrint(f"{path} is not a sound PNG file ({error}); draw it again") from error


def _facts(data: bytes) -> PngFacts:
    if data[:8] != _SIGNATURE:
        raise ValueError("it does not start as one")
    header: tuple[int, ...] | None = None
    dpi: tuple[float, float] | None = None
    spaces: set[bytes] = set()
    text: dict[str, str] = {}
    position, kind = 8, b""
    view = memoryview(data)
    while kind != b"IEND":
        length, kind = struct.unpack(">I4s", data[position : position + 8])
        body = view[position + 8 : position + 8 + length]
        (crc,) = struct.unpack(">I", data[position + 8 + length : position + 12 + length])
        if crc != zlib.crc32(view[position + 4 : position + 8 + length]):
            raise ValueError(f"its {kind.decode('latin-1')} part is damaged")
        position += 12 + length
        if kind == b"IHDR":
            header = struct.unpack(">IIBBBBB", body)
        elif kind == b"pHYs":
            x, y, unit = struct.unpack(">IIB", body)
            if unit == 1:
                dpi = (round(x * 0.0254, 2), round(y * 0.0254, 2))
        elif kind in (b"sRGB", b"iCCP", b"gAMA"):
            spaces.add(kind)
        elif kind == b"tEXt":
            keyword, _, value = bytes(body).partition(b"\0")
            text[keyword.decode("latin-1")] = value.decode("latin-1")
        elif kind == b"iTXt":
            keyword, _, rest = bytes(body).partition(b"\0")
            value = rest[2:].split(b"\0", 2)[2]
            text[keyword.decode("latin-1")] = value.decode()
    if header is None:
        raise ValueError("it has no header")
    names = ((b"sRGB", "srgb"), (b"iCCP", "icc"), (b"gAMA", "gamma"))
    space = next((name for kind, name in names if kind in spaces), "unspecified")
    return PngFacts(header[0], header[1], header[2], header[3], dpi, space, text, len(data))
