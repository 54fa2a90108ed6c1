"""The forms of a term: strings on which two terms that mean the same agree.

A form is made by one chain of steps. Each step is a fact or a rule that keeps the meaning; the
weakest step of the chain is the form's reason. Two terms share a form or they do not: finding
partners is a look-up, never a comparison of all with all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from domain.clusters.belonging import RANK, Belonging, Candidate, Reason
from domain.clusters.corrections import corrected, squeezed
from domain.clusters.letters import letters
from domain.clusters.tables import (
    Words,
    longest_synonym,
    meanings,
    spellings,
    synonyms,
)
from domain.gate.names import names
from domain.terms.dictionary import is_known
from domain.terms.normalise import key_words
from domain.terms.text import words_of

LEAST_LETTERS = 4  # of a form: shorter ones agree by chance
_YEAR = re.compile(r"(?:19|20)\d\d")
_EPISODE = re.compile(r"ep\.?(\d+)")
_BETWEEN = {"and", "vs", "or"}  # what stands on either side may change places
LEAST_TO_REORDER = 4  # words: shorter phrases mean something else in another order
LEAST_BESIDE_ARTICLE = 3
LEAST_TAG = 12  # letters of a tag in one piece that is surely a phrase
_ARTICLES = {"the", "a", "an"}
_DAYS = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
_ISE = re.compile(r"(.{3,}[iy])s(e|ed|er|ing|ation|able)")
_OUR = re.compile(r"(.{3,})our(|ed|er|ing|ful|ite|able|hood|less)")
_NO_OUR = frozenset({"labour", "velour", "glamour", "contour", "detour", "devour", "seymour"})


@dataclass(frozen=True, slots=True)
class Forms:
    """What is compared: `written` and `words` (key words), and every form with its belonging."""

    candidate: Candidate
    written: Words
    words: Words
    canonical: Words
    of: dict[str, Belonging]

    @property
    def plain_letters(self) -> str:
        """The letters as written."""
        return letters(self.written)


def forms_of(candidate: Candidate) -> Forms:
    """All forms of a term, the surest reason where two chains meet. Pure."""
    written = tuple(word.replace("'", "") for word in words_of(candidate.display))
    words = tuple(candidate.key.split())
    found: dict[str, Belonging] = {}

    def add(form: str, belonging: Belonging) -> None:
        known = found.get(form)
        if len(form) >= LEAST_LETTERS and (
            known is None or RANK[belonging.reason] < RANK[known.reason]
        ):
            found[form] = belonging

    add(letters(written), Belonging(Reason.LETTERS))
    canonical = _chain(words, add, Belonging(Reason.PLURAL))
    for other, belonging in _mended(written):
        _chain(key_words(other), add, belonging)
    for form in (letters(written), letters(words), letters(canonical)):
        bare = _YEAR.sub("", form) if _YEAR.fullmatch(form[-4:]) else form
        if meaning := meanings().get(bare):
            english, shown = meaning
            add(f"={english}{form[len(bare) :]}", Belonging(Reason.TRANSLATION, shown))
    return Forms(candidate, written, words, canonical, found)


def _chain(words: Words, add: Callable[[str, Belonging], None], start: Belonging) -> Words:
    """Fold the last plural, map spellings and synonyms, drop the article, sort what may move."""
    steps = start
    folded = _last_singular(words)
    add(letters(folded), steps)
    spelt, said = _spelt(folded)
    if said:
        steps = _weaker(steps, Belonging(Reason.SPELLING, said))
        add(letters(spelt), steps)
    usual, said = _usual(spelt)
    if said:
        steps = _weaker(steps, Belonging(Reason.SYNONYM, said))
        add(letters(usual), steps)
    bare = tuple(word for word in usual if word not in _ARTICLES)
    if bare != usual and len(bare) >= LEAST_BESIDE_ARTICLE:
        add(letters(bare), _weaker(steps, Belonging(Reason.ARTICLE)))
    for moved in _orders(usual):
        add("~" + letters(moved), _weaker(steps, Belonging(Reason.ORDER)))
    return usual


def _weaker(one: Belonging, other: Belonging) -> Belonging:
    """The weaker of two reasons with what both rest on."""
    said = ", ".join(filter(None, (one.detail, other.detail)))
    return Belonging(max(one.reason, other.reason, key=RANK.__getitem__), said)


def _last_singular(words: Words) -> Words:
    """The last word without its s where the dictionary could not say so; names keep theirs.

    That is an unknown word that ends a phrase ("new zealanders"), a long tag in one piece, or a
    people ("hindus").
    """
    stem = words[-1].removesuffix("s") if words else ""
    if not words or stem == words[-1] or len(stem) < LEAST_LETTERS or not _is_plain(stem):
        return words
    known = names()
    if stem in known.surnames or stem in known.first:
        return words
    if stem.endswith(("u", "i")):
        return (*words[:-1], stem) if stem in known.proper else words
    unsure = stem.endswith("s") or is_known(words[-1]) or is_known(stem)
    if unsure or (len(words) < 2 and len(stem) < LEAST_TAG):
        return words
    return (*words[:-1], stem)


def _is_plain(word: str) -> bool:
    return word.isascii() and word.isalpha()


def _spelt(words: Words) -> tuple[Words, str]:
    said: list[str] = []
    out: list[str] = []
    for position, word in enumerate(words):
        usual = _usual_spelling(word)
        inside = 0 < position < len(words) - 1
        if word == "4" and inside and not words[position + 1].isdecimal():
            usual = "for"
        if len(words) == 1 and len(word) < LEAST_LETTERS - 1:
            usual = word
        if usual != word:
            said.append(f"{word} = {usual}")
        out.extend(usual.split())
    return tuple(out), ", ".join(said)


@lru_cache(maxsize=65_536)
def _usual_spelling(word: str) -> str:
    known = spellings().get(word)
    if known:
        return known
    if found := _EPISODE.fullmatch(word):
        return f"episode {int(found[1])}"
    if found := _ISE.fullmatch(word):
        american = f"{found[1]}z{found[2]}"
        return american if not is_known(word) or is_known(american) or len(word) > 7 else word
    if word not in _NO_OUR and (found := _OUR.fullmatch(word)):
        return f"{found[1]}or{found[2]}"
    return word


def _usual(words: Words) -> tuple[Words, str]:
    """Synonyms and abbreviations replaced, the longest left side first."""
    table = synonyms()
    out: list[str] = []
    said: list[str] = []
    position = 0
    while position < len(words):
        for length in range(min(longest_synonym(), len(words) - position), 0, -1):
            part = words[position : position + length]
            if part in table:
                out.extend(table[part])
                said.append(f"{' '.join(part)} = {' '.join(table[part])}")
                position += length
                break
        else:
            out.append(words[position])
            position += 1
    return tuple(out), ", ".join(said)


def _orders(words: Words) -> Iterator[Words]:
    """The same words in the one order that stands for all orders with this meaning."""
    joiners = [place for place, word in enumerate(words) if word in _BETWEEN]
    if len(joiners) == 1 and 0 < joiners[0] < len(words) - 1:
        place = joiners[0]
        sides = sorted((words[:place], words[place + 1 :]))
        yield (*sides[0], words[place], *sides[1])
    years = [word for word in words if _YEAR.fullmatch(word)]
    if len(years) == 1 and len(words) > 1 and years[0] in (words[0], words[-1]):
        yield (*(word for word in words if word != years[0]), years[0])
    days = [word for word in words if word in _DAYS]
    if len(words) == 2 and len(days) == 1:
        yield tuple(sorted(words))
    if len(words) >= LEAST_TO_REORDER and not joiners:
        yield tuple(sorted(words))


def _mended(written: Words) -> Iterator[tuple[Words, Belonging]]:
    """The words with a stretched or mistyped one put right, one kind of fault at a time."""
    for short in squeezed(written):
        yield short, Belonging(Reason.STRETCHED)
    for position, word in enumerate(written):
        for right in corrected(word, alone=len(written) == 1):
            said = f"{word} = {right}"
            mended = (*written[:position], right, *written[position + 1 :])
            yield mended, Belonging(Reason.TYPING, said)
