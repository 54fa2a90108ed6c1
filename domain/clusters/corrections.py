"""Slips of the keyboard and stretched words: an unknown word beside the known one it stands for.

Only a word that no dictionary and no list of names holds can be a slip, and only the inside of a
word is mended: first letters tell names apart, last letters tell languages and inflections apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from string import ascii_lowercase

from domain.gate.names import names
from domain.terms.dictionary import fold_plural, is_known, word_frequency
from domain.terms.lists import word_list

LEAST, LEAST_ALONE = 6, 8  # letters of a word that can be a slip, beside others and alone
LEAST_COUNT = 1_000_000  # occurrences of the right word: rarer ones are no better than the slip
_VOWELS = "aeiou"
_RUN = re.compile(r"(.)\1{2,}")


@lru_cache(maxsize=65_536)
def corrected(word: str, *, alone: bool) -> tuple[str, ...]:
    """Common words that differ from an unknown one by one slip inside it, in byte order.

    A slip: two letters swapped, one left out, one too many, or one vowel for another. In a term of
    one word only a swap is taken for a slip: made-up words differ from words by a letter.
    """
    if len(word) < (LEAST_ALONE if alone else LEAST) or not (word.isascii() and word.isalpha()):
        return ()
    if is_known(word) or is_known(fold_plural(word)) or _is_name(word):
        return ()
    return tuple(
        sorted(
            right
            for right in set(_swapped(word) if alone else _slips(word))
            if is_known(right) and word_frequency(right) >= LEAST_COUNT and not _is_name(right)
        )
    )


def _swapped(word: str) -> Iterator[str]:
    for place in range(1, len(word) - 2):
        yield word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _slips(word: str) -> Iterator[str]:
    yield from _swapped(word)
    last = len(word) - 1
    for place in range(1, last):
        before, here, after = word[:place], word[place], word[place + 1 :]
        yield before + after
        for letter in ascii_lowercase:
            yield before + letter + here + after
        if here in _VOWELS:
            for vowel in _VOWELS:
                yield before + vowel + after
    for letter in ascii_lowercase:
        yield word[:last] + letter + word[last]


def _is_name(word: str) -> bool:
    known = names()
    if word in known.proper:
        return True
    return (word in known.first or word in known.surnames) and word not in known.words


def squeezed(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """The words with runs of three and more equal letters cut to two, and to one; none: empty."""
    if not any(_RUN.search(word) for word in words):
        return ()
    two = tuple(_cut(word, 2) for word in words)
    one = tuple(_cut(word, 1) for word in words)
    return (two,) if two == one else (two, one)


def _cut(word: str, length: int) -> str:
    if any(char.isdecimal() for char in word) or word in word_list("coinages"):
        return word
    # A run at the beginning stays: BBBB is no stretched BB.
    return _RUN.sub(lambda run: run[1] * length if run.start() else run[0], word)
