"""What is known about a single word: an ordinary word, a first name, a surname, a place."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from domain.gate.folding import fold
from domain.niches.loader import niche_phrases
from domain.terms.dictionary import fold_plural, is_ordinary_word

RARE = 50  # SCOWL's size from which a word is rarely met as a word
USUAL_SHARE, USUAL_RANK = 0.02, 5_000  # of first names (percent) and of surnames
MORE_SHARE = 0.01  # percent, standing for names the census of 1990 does not count


@dataclass(frozen=True, slots=True)
class Names:
    """Census names and the words that only look like them, all in folded form.

    `first`: share of the population in percent. `surnames`: rank, 1 the commonest. `words`: names
    that are also English words, with SCOWL's size (10 the commonest words, 70 rare ones).
    `proper`: dictionary words that English writes with a capital only.
    """

    first: dict[str, float]
    surnames: dict[str, int]
    words: dict[str, int]
    proper: frozenset[str]
    places: frozenset[str]
    subjects: frozenset[str]
    subject_phrases: frozenset[str]
    plain: frozenset[str]


def data_lines(name: str) -> Iterator[str]:
    """Lines of a file of domain/gate/data, plain or gzipped, without blanks and comments."""
    source = resources.files("domain.gate").joinpath("data", name)
    raw = source.read_bytes()
    text = (gzip.decompress(raw) if name.endswith(".gz") else raw).decode("utf-8")
    for line in text.splitlines():
        bare = line.split(" #")[0].strip()
        if bare and not bare.startswith("#"):
            yield bare


@lru_cache(maxsize=8)
def word_set(name: str) -> frozenset[str]:
    """A small file of data as a set of lines."""
    return frozenset(data_lines(f"{name}.txt"))


def _pairs(name: str) -> Iterator[tuple[str, str]]:
    for line in data_lines(name):
        word, _, figure = line.partition("\t")
        yield word, figure


@lru_cache(maxsize=1)
def names() -> Names:
    """All name data, read once per process."""
    subjects = [fold(line) for line in data_lines("subjects.txt")]
    phrases = {fold(phrase) for phrase in niche_phrases()}
    phrases |= {fold(line) for line in data_lines("subject_phrases.txt")}
    singles = {word for word in (*subjects, *phrases) if " " not in word}
    first = dict.fromkeys(data_lines("first_names_more.txt"), MORE_SHARE)
    first |= {word: float(share) for word, share in _pairs("first_names_census.txt.gz")}
    return Names(
        first=first,
        surnames={word: int(rank) for word, rank in _pairs("surnames_census.txt.gz")},
        words={word: int(size) for word, size in _pairs("names_that_are_words.txt.gz")},
        proper=frozenset(data_lines("proper_words.txt.gz")),
        places=frozenset(fold(line) for line in data_lines("places.txt")),
        subjects=frozenset(singles),
        subject_phrases=frozenset(phrases | {word for word in subjects if " " in word}),
        plain=frozenset(fold(line) for line in data_lines("plain_words.txt")),
    )


@lru_cache(maxsize=65_536)
def is_subject(word: str) -> bool:
    """Whether a folded word, or its singular, is known vocabulary of our subjects."""
    known = names().subjects
    return word in known or fold_plural(word) in known


@lru_cache(maxsize=65_536)
def is_plain_word(word: str) -> bool:
    """Whether English writes the word in lower case: no name by itself."""
    known = names()
    if word.isdigit() or word in known.plain or is_subject(word):
        return True
    if word in known.proper and word not in known.words:
        singular = fold_plural(word)
        return singular != word and is_plain_word(singular)
    return is_ordinary_word(word)


@lru_cache(maxsize=65_536)
def is_strong_subject(word: str) -> bool:
    """Whether the word alone makes a tag's subject plain; "love" and "wolf" do not."""
    weak = word_set("weak_subjects")
    return is_subject(word) and word not in weak and fold_plural(word) not in weak


def is_known_subject(phrase: str) -> bool:
    """Whether a whole folded phrase, or a lone word, stands in our vocabulary."""
    return phrase in names().subject_phrases or (" " not in phrase and is_subject(phrase))


def is_place(word: str) -> bool:
    """Whether the folded word names a place or a people of a place."""
    return word in names().places


@lru_cache(maxsize=65_536)
def is_known_word(word: str) -> bool:
    """Whether anybody knows the word: plain, a place, a month or another capitalised word."""
    return is_plain_word(word) or is_place(word) or is_ordinary_word(word)


@lru_cache(maxsize=65_536)
def is_sure_first_name(word: str) -> bool:
    """A first name that is no place and no English word, or rarely used as one ("ruth")."""
    known = names()
    share = known.first.get(word, 0.0)
    if not share or word in known.places or is_subject(word):
        return False
    return not is_plain_word(word) or (known.words.get(word, 0) >= RARE and share >= USUAL_SHARE)


@lru_cache(maxsize=65_536)
def is_sure_surname(word: str) -> bool:
    """A surname that is no place and no English word, or rarely used as one ("hoover")."""
    known = names()
    rank = known.surnames.get(word, 0)
    if not rank or word in known.places or is_subject(word):
        return False
    return not is_plain_word(word) or (known.words.get(word, 0) >= RARE and rank <= USUAL_RANK)
