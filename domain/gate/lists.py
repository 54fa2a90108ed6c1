"""The committed lists of names and blocked words, folded once and searched by word and compact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from domain.gate.folding import compact, fold
from domain.gate.names import (
    data_lines,
    is_place,
    is_plain_word,
    is_subject,
    names,
    word_set,
)
from domain.gate.risk import RiskCategory
from domain.gate.title_shapes import SMALL
from domain.terms.dictionary import fold_plural, word_frequency

NSI = "name-suggestion-index"
LONGEST_NAME = 8  # words
LEAST_COMPACT = 6  # letters: a shorter compact form collides with ordinary words
COMMON_SURNAME = 5_000  # rank
COMMON_WORD = 100_000  # occurrences from which a lone brand word is taken for the word

OWN_CATEGORIES = {
    "authors": RiskCategory.PERSON,
    "people": RiskCategory.PERSON,
    "books": RiskCategory.BOOK,
    "franchises": RiskCategory.FRANCHISE,
    "teams": RiskCategory.TEAM,
    "music": RiskCategory.MUSIC,
    "brands": RiskCategory.BRAND,
    "struck": RiskCategory.BRAND,
    "slogans": RiskCategory.BRAND,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One listed name. `is_anywhere`: it also counts inside a longer text."""

    category: RiskCategory
    list_name: str
    is_anywhere: bool


@dataclass(frozen=True, slots=True)
class Lists:
    """Entries by folded phrase and by compact phrase; where two lists agree the first stands."""

    phrases: dict[str, Entry]
    compacts: dict[str, Entry]


@lru_cache(maxsize=1)
def lists() -> Lists:
    """Every list, read once per process: profanity, sensitive words, our names, brand names."""
    phrases: dict[str, Entry] = {}
    for phrase, entry in _entries():
        known = phrases.get(phrase)
        if known is None or (entry.is_anywhere and not known.is_anywhere):
            phrases[phrase] = entry
    compacts: dict[str, Entry] = {}
    for phrase, entry in phrases.items():
        short = compact(phrase)
        if len(short) >= LEAST_COMPACT and (" " not in phrase or not is_plain_word(short)):
            compacts.setdefault(short, entry)
    return Lists(phrases, compacts)


def own_names(stem: str) -> Iterator[str]:
    """Folded names of one of our own files, e.g. "authors"; nothing if the file is absent."""
    if resources.files("domain.gate").joinpath("data", "own", f"{stem}.txt").is_file():
        for line in data_lines(f"own/{stem}.txt"):
            if folded := fold(line):
                yield folded


def _entries() -> Iterator[tuple[str, Entry]]:
    yield from _profanity()
    for line in data_lines("sensitive.txt"):
        entry = Entry(RiskCategory.SENSITIVE, "sensitive", line.endswith("*"))
        yield fold(line.rstrip("*")), entry
    for stem, category in OWN_CATEGORIES.items():
        for name in own_names(stem):
            for form in _forms(name):
                yield form, Entry(category, stem, _own_is_anywhere(form))
    yield from _brands()


def _profanity() -> Iterator[tuple[str, Entry]]:
    allowed = {fold(line) for line in data_lines("profanity_allowed.txt")}
    for line in data_lines("profanity_cuss.txt.gz"):
        word, _, rating = line.partition("\t")
        if (folded := fold(word)) and folded not in allowed:
            yield folded, Entry(RiskCategory.PROFANITY, "cuss", rating == "2")
    for line in data_lines("profanity_naughty_words.txt.gz"):
        if (folded := fold(line)) and folded not in allowed and len(folded) > 2:
            yield folded, Entry(RiskCategory.PROFANITY, "naughty-words", True)


def _forms(name: str) -> Iterator[str]:
    """The name, and without its article where something distinct remains."""
    yield name
    bare = name.removeprefix("the ")
    if bare != name and (bare.count(" ") > 0 or not is_plain_word(bare)):
        yield bare


def _own_is_anywhere(name: str) -> bool:
    """Whether one of our names counts inside a text: not a lone word, not an everyday phrase."""
    words = name.removeprefix("the ").split()
    if any(not is_plain_word(word) and not is_place(word) for word in words):
        return len(name) > 3
    return len(words) > 1 and " ".join(words) not in word_set("everyday_phrases")


def _brands() -> Iterator[tuple[str, Entry]]:
    """Brand names; those that a text may hold without meaning the brand count alone or not at all.

    A single ordinary word, place or first name is left out unless it stands among the famous
    words; a name made of nothing but such words counts only as the whole term.
    """
    famous = {fold(line) for line in data_lines("famous_words.txt")}
    for word in sorted(famous):
        yield word, Entry(RiskCategory.BRAND, "famous-words", False)
    for line in data_lines("brands_nsi.txt.gz"):
        folded = fold(line)
        words = folded.split()
        if not words or len(words) > LONGEST_NAME or len(compact(folded)) < 3:
            continue
        usual = [word for word in words if _is_usual(word)]
        if len(words) == 1:
            is_short = folded.isascii() and len(folded) < 4
            if is_short or (_is_lone_word(folded) and not _is_possessor(line)):
                continue
            yield folded, Entry(RiskCategory.BRAND, NSI, not usual and not is_plain_word(folded))
        elif all(is_subject(word) or is_place(word) or word in _JOINERS for word in words):
            continue  # "pet home", "american book": a description
        else:
            is_anywhere = len(usual) < len(words)
            yield folded, Entry(RiskCategory.BRAND, NSI, is_anywhere)


_JOINERS = SMALL | {"your", "my", "1", "2", "3", "4", "5"}


def _is_lone_word(word: str) -> bool:
    """Whether a brand's one word means something else first: a word, a place, a first name."""
    known = names()
    if is_place(word) or is_subject(word) or word in known.first:
        return True
    return is_plain_word(word) and _is_common(word)


def _is_possessor(name: str) -> bool:
    """Whether a one-word brand is somebody's: "Carter's" is no plural anybody else writes."""
    bare = fold(name).removesuffix("s")
    known = names()
    is_name = bare in known.first or known.surnames.get(bare, COMMON_SURNAME) < COMMON_SURNAME
    return name.endswith(("'s", "’s")) and is_name and not is_subject(bare) and not is_place(bare)


def _is_common(word: str) -> bool:
    return max(word_frequency(word), word_frequency(fold_plural(word))) >= COMMON_WORD


def _is_usual(word: str) -> bool:
    if word.isdigit() or is_place(word) or word in names().first or word in names().surnames:
        return True
    if len(word) < 3 or not is_plain_word(word):
        return len(word) < 3
    return _is_common(word) or is_subject(word)
