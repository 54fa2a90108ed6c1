"""Key phrases of a sentence: what a headline is about, in words that can be matched elsewhere.

A headline is cut at its punctuation, its function words and its verbs; what is left between two
cuts is a noun group or a name. Nothing is added: every phrase stands in the sentence as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.terms.phrase_words import empty_alone, stops_of, verbs
from domain.terms.text import canonical

MOST_PHRASES = 3
MOST_WORDS = 4
_LONGEST_SENTENCE = 1000  # characters looked at
_LONGEST_UNSPACED = 12  # characters of a run in a script without spaces; longer is a clause
_MOSTLY = 0.6  # share of capitals from which a sentence is in title case: capitals say nothing

_KANA, _HAN = "\u3041-\u309f", "\u30a1-\u30ff\u4e00-\u9fff\u3005"
_LETTER = rf"(?:[^\W_{_KANA}{_HAN}]|[\u0300-\u036f\u0900-\u097f\u0e30-\u0e4e])"
_TOKEN = re.compile(rf"#\w+|{_LETTER}+(?:[-&.'+]{_LETTER}+)*|[{_HAN}]+|[{_KANA}]+")
_POSSESSIVE = re.compile(r"'s$", re.IGNORECASE)
_CUT = re.compile(rf"\d+-\d+|.*n't|[{_KANA}]+", re.IGNORECASE)  # scores, denials, kana particles
_OF_A_DAY = frozenset({"day", "days", "eve", "night", "week", "month", "year"})  # Mother's Day
_AUXILIARY = frozenset({"to", "will", "would", "can", "could", "should", "must", "may", "and"})
_LINKS = frozenset({"of", "the"})  # Return of the King


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int
    capital: bool

    @property
    def folded(self) -> str:
        return self.text.casefold()


def key_phrases(sentence: str) -> tuple[str, ...]:
    """At most three phrases of one to four words, in the order of the sentence.

    Names and noun groups of several words come before single words, capitals before small letters.
    Each phrase is a piece of the sentence (in Unicode's compatibility form, without emoji). Pure;
    empty when nothing but function words and numbers is left.
    """
    plain, _ = canonical(sentence[:_LONGEST_SENTENCE])
    words = [
        _Word(found[0], found.start(), found.end(), any(char.isupper() for char in found[0]))
        for found in _TOKEN.finditer(plain)
    ]
    stops = stops_of(frozenset(word.folded for word in words))
    content = [word for word in words if word.folded not in stops and word.text[0].isalpha()]
    titled = sum(word.capital for word in content) >= _MOSTLY * max(len(content), 1)
    found: dict[str, tuple[int, str]] = {}
    for run in _runs(plain, words, stops, titled=titled):
        phrase = plain[run[0].start : _end(run[-1])]
        if _says_something(run, phrase):
            found.setdefault(phrase.casefold(), (_preference(run, phrase), phrase))
    best = sorted(found.values(), key=lambda each: each[0])[:MOST_PHRASES]
    return tuple(phrase for _, phrase in sorted(best, key=lambda each: plain.index(each[1])))


def _runs(
    plain: str, words: list[_Word], stops: frozenset[str], *, titled: bool
) -> list[list[_Word]]:
    """Maximal runs of content words, cut to the longest length a phrase may have."""
    runs: list[list[_Word]] = [[]]
    for index, word in enumerate(words):
        before, later = words[index - 1] if index else None, words[index + 1 :]
        if runs[-1] and _parted(plain, runs[-1][-1], word):
            runs.append([])
        if _links(word, runs[-1], later):
            runs[-1].append(word)
            continue
        small = titled and word.text.islower() and word.text.isascii()  # no name among capitals
        function = word.folded in stops or bool(_CUT.fullmatch(word.text))
        if function or small or _is_verb(plain, word, before, later, stops):
            runs.append([])
        elif runs[-1] and not titled and _cased_apart(runs[-1][0], word):
            runs.append([word])
        else:
            runs[-1].append(word)
    return [piece for run in runs for piece in _pieces(_trimmed(run))]


def _parted(plain: str, left: _Word, right: _Word) -> bool:
    """Whether two words in a row belong to different groups: a sign, a tag or a possessive."""
    if plain[left.end : right.start].strip() or "#" in (left.text[0], right.text[0]):
        return True
    return bool(_POSSESSIVE.search(left.text)) and right.folded not in _OF_A_DAY


def _cased_apart(left: _Word, right: _Word) -> bool:
    """Whether one is a name and the other a common word; a number is either."""
    return left.capital != right.capital and not right.text[0].isdigit()


def _links(word: _Word, run: list[_Word], later: list[_Word]) -> bool:
    """Whether "of" or "of the" stands between two names."""
    if word.folded not in _LINKS or not run or not run[0].capital:
        return False
    if word.folded == "the":
        return run[-1].folded == "of" and later[:1] != [] and later[0].capital
    rest = later[1:] if later and later[0].folded == "the" else later
    return run[-1].folded not in _LINKS and rest[:1] != [] and rest[0].capital


def _is_verb(
    plain: str, word: _Word, before: _Word | None, later: list[_Word], stops: frozenset[str]
) -> bool:
    forms, ambiguous = verbs()
    if word.folded in forms:
        return True
    if word.folded not in ambiguous or before is None:
        return False
    if before.folded in _AUXILIARY or "," in plain[before.end : word.start]:
        return True
    return word.folded.endswith("s") and before.folded not in stops and later != []


def _trimmed(run: list[_Word]) -> list[_Word]:
    """The run from its first word that is no number, year or length of time."""
    for index, word in enumerate(run):
        if not word.text[0].isdigit() and word.folded not in _LINKS:
            return run[index:]
    return []


def _pieces(run: list[_Word]) -> list[list[_Word]]:
    """A long run in pieces: what stands first is named first."""
    pieces: list[list[_Word]] = []
    while run:
        piece, run = run[:MOST_WORDS], _trimmed(run[MOST_WORDS:])
        while piece and piece[-1].folded in _LINKS:
            piece.pop()
        pieces.append(piece)
    return [piece for piece in pieces if piece]


def _end(word: _Word) -> int:
    """Where a phrase that ends with the word ends: a possessive's "'s" is not part of it."""
    return word.end - 2 if _POSSESSIVE.search(word.text) else word.end


def _says_something(run: list[_Word], phrase: str) -> bool:
    if _is_unspaced(phrase):
        return 2 <= len(phrase) <= _LONGEST_UNSPACED and not re.fullmatch(f"[{_KANA}]+", phrase)
    if len(run) > 1 or phrase.startswith("#"):
        return any(char.isalpha() for char in phrase)
    letters = sum(char.isalpha() for char in phrase)
    acronym = phrase.isupper() and letters >= 2
    return (letters >= 3 or acronym) and phrase.casefold() not in empty_alone()


def _preference(run: list[_Word], phrase: str) -> int:
    several = len(run) > 1 or phrase.startswith("#") or _is_unspaced(phrase)
    capital = run[0].capital or not phrase.isascii()
    return (0 if several else 2) + (0 if capital else 1)


def _is_unspaced(phrase: str) -> bool:
    return bool(re.search(f"[{_KANA}{_HAN}]", phrase))
