"""The made-up words of the rehearsal. Nobody ever searched for them, and their names say so."""

from __future__ import annotations

from zlib import crc32


def term(number: int) -> str:
    """As a search, a title or an article writes it."""
    return f"rehearsal term {number}"


def hashtag(number: int) -> str:
    """The same as a hashtag, without `#`."""
    return f"rehearsalterm{number}"


def numbers(first: int, count: int) -> range:
    """Each source has its own: sources that repeat each other would hide a lost one."""
    return range(first, first + count)


def apart(question: str, first: int) -> int:
    """Where the terms of a question begin: another question, other terms."""
    return first + 10 * (crc32(question.encode()) % 100)
