"""The tables of facts: spellings, synonyms, translations and families of words that never meet."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib import resources

from domain.clusters.letters import letters
from domain.terms.normalise import key_of

Words = tuple[str, ...]


def _lines(name: str) -> Iterator[str]:
    text = resources.files("domain.clusters").joinpath("data", name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()


@lru_cache(maxsize=1)
def spellings() -> dict[str, str]:
    """Word to its usual spelling."""
    return dict(_pair(line) for line in _lines("spellings.txt"))


@lru_cache(maxsize=1)
def synonyms() -> dict[Words, Words]:
    """Word or phrase to the usual one, as key words."""
    pairs = (_pair(line) for line in _lines("synonyms.txt"))
    return {tuple(other.split()): tuple(usual.split()) for other, usual in pairs}


@lru_cache(maxsize=1)
def longest_synonym() -> int:
    """Words of the longest left side."""
    return max(len(other) for other in synonyms())


@lru_cache(maxsize=1)
def meanings() -> dict[str, tuple[str, str]]:
    """Letters of a phrase to its meaning and the phrase as the table writes it.

    The meaning is the English phrase. No phrase may have two meanings: ValueError.
    """
    found: dict[str, tuple[str, str]] = {}
    for line in _lines("phrases.txt"):
        english, _, others = line.partition(":")
        for phrase in (english, *others.split(";")):
            shown = phrase.strip()
            for form in {letters(shown.split()), letters(key_of(shown).split())}:
                known = found.setdefault(form, (english, shown))
                if known[0] != english:
                    raise ValueError(f"{shown!r} stands for {known[0]!r} and for {english!r}")
    return found


@lru_cache(maxsize=1)
def families() -> dict[str, frozenset[int]]:
    """Word to the numbers of its families (lines of siblings.txt)."""
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_lines("siblings.txt")):
        for word in line.split():
            found.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def _pair(line: str) -> tuple[str, str]:
    other, _, usual = line.partition("=")
    return other.strip(), usual.strip()
