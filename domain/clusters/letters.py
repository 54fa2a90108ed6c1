"""The letters of a term: without blanks, signs and the accents that people leave out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Letters that carry no loose mark but are written plainly all the same.
_PLAIN = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ı": "i",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ё": "е",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ى": "ي",
        "ة": "ه",
        "ـ": None,
    }
)
_TILDE_N = "n\u0303"  # ñ is a letter of its own: ano is no año
_HARAKAT = frozenset("\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670")
BETWEEN_DIGITS = "."


@lru_cache(maxsize=65_536)
def plain(word: str) -> str:
    """A lower-case word without accents on Latin and Greek letters and without Arabic vowel signs.

    Marks of other scripts are letters there and stay.
    """
    if word.isascii():
        return word
    kept: list[str] = []
    for char in unicodedata.normalize("NFD", word.translate(_PLAIN)):
        if char in _HARAKAT:
            continue
        if unicodedata.category(char) == "Mn" and kept and _loses_marks(kept[-1]):
            if kept[-1] + char == _TILDE_N:
                kept[-1] = "ñ"
            continue
        kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))


def _loses_marks(char: str) -> bool:
    return char.isascii() or "\u0370" <= char <= "\u03ff" or char == "ñ"


def letters(words: Iterable[str]) -> str:
    """The words without blanks and accents; a full stop stays between digits, so 1 2 is not 12."""
    joined = ""
    for word in words:
        bare = plain(word)
        between = joined[-1:].isdecimal() and bare[:1].isdecimal()
        joined += (BETWEEN_DIGITS if between else "") + bare
    return joined
