"""Titles of videos and posts: the hashtags in them and the phrases we know."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from domain.niches.loader import niches
from domain.signals import Kind
from domain.terms.lists import word_list
from domain.terms.normalise import key_words, normalise
from domain.terms.term import Term, UnusableTerm
from domain.terms.text import canonical, words_of

LONGEST_TITLE = 1000  # characters
_TAG = re.compile(r"#([^\s#.,;:!?|/\\()\[\]{}\"“”«»<>]+)")
_CLAUSE = re.compile(r"[.,;:!?|/\\()\[\]{}\"“”«»<>–—•]+|\s-\s")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Known phrases, found by the key words they begin with; longest first."""

    phrases: dict[str, tuple[tuple[tuple[str, ...], Term], ...]]

    @classmethod
    def of(cls, phrases: Iterable[str]) -> Vocabulary:
        """A vocabulary of phrases in plain words; UnusableTerm if one of them is none."""
        found: dict[str, dict[tuple[str, ...], Term]] = {}
        for phrase in phrases:
            term = normalise(phrase, kind=Kind.KEYWORD)
            key = tuple(term.key.split())
            found.setdefault(key[0], {}).setdefault(key, term)
        return cls(
            {
                first: tuple(sorted(known.items(), key=lambda item: (-len(item[0]), item[0])))
                for first, known in found.items()
            }
        )


def terms_in_title(title: str, vocabulary: Vocabulary) -> tuple[Term, ...]:
    """Terms a title holds: its hashtags, then known phrases, each once, noise left out.

    Phrases match whole words with plurals folded, the longest first, never across a comma, a
    bar or another sign that ends a clause. UnusableTerm (title_too_long) over 1000 characters.
    """
    trimmed = title.strip()
    if len(trimmed) > LONGEST_TITLE:
        raise UnusableTerm("title_too_long", trimmed, "send the title without its description")
    plain, _ = canonical(trimmed)
    found: dict[str, Term] = {}
    for tag in _TAG.findall(plain):
        try:
            term = normalise(f"#{tag}", kind=Kind.HASHTAG)
        except UnusableTerm:
            continue  # "#1", "#🎃": a number or an emoji after the sign
        if not term.is_noise:
            found.setdefault(term.key, term)
    for clause in _CLAUSE.split(_TAG.sub(" | ", plain)):
        for term in _phrases_in(key_words(words_of(clause)), vocabulary):
            if not term.is_noise:
                found.setdefault(term.key, term)
    return tuple(found.values())


def _phrases_in(words: tuple[str, ...], vocabulary: Vocabulary) -> Iterable[Term]:
    position = 0
    while position < len(words):
        for key, term in vocabulary.phrases.get(words[position], ()):
            if words[position : position + len(key)] == key:
                yield term
                position += len(key)
                break
        else:
            position += 1


@lru_cache(maxsize=1)
def curated_vocabulary() -> Vocabulary:
    """The niches' terms and keywords, without single words that mislead in titles."""
    phrases = [phrase for niche in niches() for phrase in (niche.term, *niche.keywords)]
    misleading = word_list("ambiguous_in_titles")
    return Vocabulary.of(phrase for phrase in phrases if phrase not in misleading)
