"""The folded form in which names and terms are compared."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ`´＇"))
_PLAIN = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i"})


def fold(text: str) -> str:
    """Lower case, no accents or apostrophes, "&" as "and", other signs as single spaces."""
    lower = text.translate(_APOSTROPHES).casefold().replace("&", " and ")
    if not lower.isascii():
        lower = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", lower)).casefold()
        lower = "".join(
            char for char in lower if unicodedata.category(char) not in {"Mn", "Cf"}
        ).translate(_APOSTROPHES | _PLAIN)
    if lower.isalpha():
        return lower
    return " ".join("".join(char if _is_kept(char) else " " for char in lower).split())


@lru_cache(maxsize=4096)
def _is_kept(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char)[0] == "M"


def compact(text: str) -> str:
    """A folded text without its spaces."""
    return text.replace(" ", "")
