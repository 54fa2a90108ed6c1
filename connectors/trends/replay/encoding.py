"""Bytes to text without guessing more than the bytes allow."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from connectors.errors import UnusableInput

DAMAGED = "\ufffd"  # stands where a byte could not be read; its row is refused
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: it begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was read by, and how many lines hold unreadable bytes."""

    text: str
    encoding: str
    damaged_lines: int


def decode(payload: bytes) -> Decoded:
    """The text of a file.

    By its mark; else UTF-16 when every other byte is zero; else UTF-8; else Windows-1252 when no
    line holds valid UTF-8 beyond ASCII. A mixture is read as UTF-8, and the lines that are not keep
    a replacement character. Raises UnusableInput when it is no text at all.
    """
    for mark, name in _MARKS:
        if payload.startswith(mark):
            return _strict(payload[len(mark) :], name)
    head = payload[:4096]
    if head.count(0) > len(head) // 4:
        return _strict(
            payload, "utf-16-le" if 0 in head[1::2] and 0 not in head[::2] else "utf-16-be"
        )
    try:
        return Decoded(payload.decode("utf-8"), "utf-8", 0)
    except UnicodeDecodeError:
        return _by_line(payload)


def _strict(payload: bytes, name: str) -> Decoded:
    text = payload.decode(name, errors="replace")
    damaged = sum(DAMAGED in line for line in text.splitlines()) if DAMAGED in text else 0
    if damaged > 1 and damaged * 2 > text.count("\n") + 1:
        raise UnusableInput(
            f"the file claims to be {name} but most lines are not. Save it as UTF-8 and try again.",
            reason="bad_encoding",
        )
    return Decoded(text, name, damaged)


def _by_line(payload: bytes) -> Decoded:
    lines = payload.split(b"\n")
    damaged = [index for index, line in enumerate(lines) if not _is_utf8(line)]
    others = set(damaged)
    mixed = any(not line.isascii() for index, line in enumerate(lines) if index not in others)
    control = sum(byte < 32 and byte not in (9, 10, 13) for byte in payload[:4096])
    if control > len(payload[:4096]) // 20:
        raise UnusableInput(
            "the file is binary and no known format. Bring CSV, Parquet or JSON lines.",
            reason="unknown_format",
        )
    if not mixed:
        try:
            return Decoded(payload.decode("cp1252"), "cp1252", 0)
        except UnicodeDecodeError:
            pass  # bytes that Windows-1252 does not define: treat line by line
    return Decoded(payload.decode("utf-8", errors="replace"), "utf-8", len(damaged))


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
