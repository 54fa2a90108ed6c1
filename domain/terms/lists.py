"""The word lists of the term rules, read once from the data file beside this module."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=64)
def word_list(name: str) -> frozenset[str]:
    """The words of one section of words.txt; KeyError for a section that is not there."""
    return _sections()[name]


@lru_cache(maxsize=1)
def _sections() -> dict[str, frozenset[str]]:
    text = resources.files("domain.terms").joinpath("words.txt").read_text(encoding="utf-8")
    sections: dict[str, set[str]] = {}
    current: set[str] = set()
    for line in text.splitlines():
        if line.startswith("["):
            current = sections.setdefault(line.strip("[]"), set())
        elif not line.startswith("#"):
            current.update(line.split())
    return {name: frozenset(words) for name, words in sections.items()}
