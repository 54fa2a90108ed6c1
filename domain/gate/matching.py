"""Where a term meets a listed name: exact, as words inside it, or with its spaces gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from domain.gate.lists import LONGEST_NAME, NSI, Entry, lists
from domain.gate.names import is_known_subject, is_plain_word, word_set
from domain.gate.reading import Reading
from domain.gate.risk import RiskCategory

LEAST_INSIDE = 8  # letters of a name that may be found inside an unsplit tag


@dataclass(frozen=True, slots=True)
class Hit:
    """One reason to keep a term out: what matched, where it stands, how, and whose it is."""

    category: RiskCategory
    matched: str
    list_name: str
    how: str


def list_hits(reading: Reading, *, is_topic: bool = False) -> Iterator[Hit]:
    """Listed names the term is or holds, the longest first at each place.

    A name that is also a subject of ours ("big brother") counts among topics only.
    """
    seen: set[str] = set()
    for words in reading.sequences:
        for hit in _phrase_hits(words, is_topic=is_topic):
            if hit.matched not in seen:
                seen.add(hit.matched)
                yield hit
    for hit in _compact_hits(reading):
        if hit.matched not in seen:
            seen.add(hit.matched)
            yield hit


def _phrase_hits(words: tuple[str, ...], *, is_topic: bool) -> Iterator[Hit]:
    phrases, beginnings = lists().phrases, _beginnings()
    for start, word in enumerate(words):
        longest = beginnings.get(word) or beginnings.get(word.removesuffix("s"), 0)
        for stop in range(min(len(words), start + longest), start, -1):
            phrase = " ".join(words[start:stop])
            is_whole = start == 0 and stop == len(words)
            found = phrases.get(phrase)
            if found is None and phrase.endswith("s") and not phrase.endswith("ss"):
                found = _singular_entry(phrase, is_whole=is_whole)
            if found and _counts(found, phrase, words, is_topic=is_topic):
                yield Hit(found.category, phrase, found.list_name, "exact" if is_whole else "words")
                break


def _counts(found: Entry, phrase: str, words: tuple[str, ...], *, is_topic: bool) -> bool:
    """Whether an entry found in a text is meant: inside only if it may be, and no plain subject."""
    text = " ".join(words)
    if found.category is RiskCategory.PROFANITY:
        masks = (mask for mask in word_set("profanity_allowed") if " " in mask and phrase in mask)
        return (text == phrase or found.is_anywhere) and not any(mask in text for mask in masks)
    if found.is_anywhere or found.category is RiskCategory.SENSITIVE:
        return found.is_anywhere or text == phrase
    return text == phrase and (is_topic or not is_known_subject(text))


def _singular_entry(phrase: str, *, is_whole: bool) -> Entry | None:
    """The entry a plural or a possessive stands for; a lone word's only where it is no word."""
    found = lists().phrases.get(phrase[:-1])
    if found is None or (" " not in phrase and is_plain_word(phrase)):
        return None
    return found if is_whole or found.is_anywhere else None


@lru_cache(maxsize=1)
def _beginnings() -> dict[str, int]:
    """First words of listed names, each with the number of words of its longest name."""
    found: dict[str, int] = {}
    for phrase in lists().phrases:
        words = phrase.split()
        if len(words) <= LONGEST_NAME:
            found[words[0]] = max(found.get(words[0], 0), len(words))
    return found


def _compact_hits(reading: Reading) -> Iterator[Hit]:
    compacts = lists().compacts
    whole = reading.compact
    is_one = len(reading.tokens) == 1
    for form in (whole, whole.removesuffix("s"), whole.removeprefix("the")):
        found = compacts.get(form)
        if found and (is_one or found.category is not RiskCategory.PROFANITY):
            if is_one and is_plain_word(whole):
                continue
            words = reading.words
            is_ours = found.list_name not in (NSI, "cuss", "naughty-words")
            if is_known_subject(" ".join(words)) and not (is_ours and found.is_anywhere):
                continue
            if len(words) > 1 and not is_ours and all(map(is_plain_word, words)) and not is_one:
                continue
            yield Hit(found.category, form, found.list_name, "compact")
            return
    for token in reading.tokens if not is_one else ():
        if len(token) >= LEAST_INSIDE and not is_plain_word(token):
            found = compacts.get(token) or compacts.get(token.removesuffix("s"))
            if found and found.is_anywhere:
                yield Hit(found.category, token, found.list_name, "compact")
    if is_one and not is_plain_word(whole):
        yield from _inside(whole, is_sure=reading.is_sure)


def _inside(whole: str, *, is_sure: bool) -> Iterator[Hit]:
    """A name with a fan's word around it, or beside another, in one unsplit tag."""
    compacts = lists().compacts
    for affix in sorted(word_set("affixes")):
        for rest in (whole.removesuffix(affix), whole.removeprefix(affix)):
            found = compacts.get(rest) if rest != whole else None
            if found and not is_plain_word(rest):
                yield Hit(found.category, rest, found.list_name, "compact")
                return
    if is_sure:
        return
    for cut in range(LEAST_INSIDE, len(whole) - 2):
        for part in (whole[:cut], whole[cut - LEAST_INSIDE + 3 :]):
            found = compacts.get(part) if len(part) >= LEAST_INSIDE else None
            if found and found.is_anywhere and not is_plain_word(part):
                yield Hit(found.category, part, found.list_name, "compact")
                return
