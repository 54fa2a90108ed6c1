"""Terms shaped like a person's name, on no list: both parts must give evidence."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from domain.gate.matching import Hit
from domain.gate.names import (
    is_known_word,
    is_place,
    is_plain_word,
    is_strong_subject,
    is_subject,
    is_sure_first_name,
    is_sure_surname,
    names,
    word_set,
)
from domain.gate.reading import Reading
from domain.gate.risk import RiskCategory
from domain.gate.title_shapes import is_title

KNOWN_FIRST = 0.004  # percent of people: below it an English word is hardly used as a first name
COMMON_FIRST = 0.05  # percent: names that even as a lone word are taken for the name
COMMON_SURNAME = 5_000  # rank
RARE_WORD = 35  # SCOWL's size from which a name is more a name than a word
LONGEST_PERSON = 4  # words
SHORTEST_TAG, LONGEST_TAG = 6, 26  # letters of a tag that may be a whole name
VOWELS = "aeiouy"
ENOUGH = 2.0  # weight of evidence for a name in an unsplit tag


def shape_hits(reading: Reading, *, is_tag: bool, is_topic: bool) -> Iterator[Hit]:
    """Shapes of a person's name; in a tag also of a title; in a topic also of a lone name."""
    words = _without_affixes(reading.words)
    person = person_in(words, is_tag=is_tag) or _pair_inside(reading.words)
    if not person and len(reading.tokens) == 1 and not reading.is_sure:
        person = _person_in_tag(reading.compact)
    if not person and is_tag and _stands_for_name(words, is_topic=is_topic):
        person = " ".join(words)
    if person:
        yield Hit(RiskCategory.PERSON, person, "census-names", "shape")
    elif is_tag and is_title(reading.words):
        yield Hit(RiskCategory.BOOK, " ".join(reading.words), "title-shapes", "shape")


def _stands_for_name(words: tuple[str, ...], *, is_topic: bool) -> bool:
    """Whether a lone word of a tag, or two unknown words of a topic, are somebody's name."""
    if len(words) == 1:
        return is_lone_name(words[0]) and (is_topic or _is_any_name(words[0]))
    unknown = all(_is_rare(word) and word.isascii() for word in words)
    return is_topic and len(words) == 2 and unknown


def _without_affixes(words: tuple[str, ...]) -> tuple[str, ...]:
    while len(words) > 1 and words[-1] in word_set("affixes"):
        words = words[:-1]
    return words


def person_in(words: tuple[str, ...], *, is_tag: bool = False) -> str | None:
    """The term, if the whole of it is first names or initials before a surname.

    In a tag an ordinary word counts as a surname too where it is a common one ("holly black").
    """
    if not 2 <= len(words) <= LONGEST_PERSON:
        return None
    first, last = words[0], words[-1]
    if is_tag and is_sure_first_name(first) and len(words) == 2 and _is_common_surname(last):
        return " ".join(words)
    if any(is_strong_subject(word) if is_tag else is_subject(word) for word in words[1:]):
        return None
    named = " ".join(words)
    if all(_is_initial(word) for word in words[:-1]) and len("".join(words[:-1])) <= 3:
        return named if is_sure_surname(last) or _is_rare(last) else None
    if not all(len(word) == 1 or _is_any_name(word) for word in words[1:-1]):
        return None
    if is_sure_first_name(first) or (is_sure_surname(first) and is_sure_surname(last)):
        return named if _may_be_surname(last) or (is_tag and _is_common_surname(last)) else None
    share, is_common = names().first.get(first, 0.0), _is_common_surname(last)
    if share >= KNOWN_FIRST and (is_sure_surname(last) or is_sure_first_name(last)):
        return named if is_tag or not is_place(first) else None
    is_name_first = share >= COMMON_FIRST and names().words.get(first, RARE_WORD) >= RARE_WORD
    return named if is_tag and is_common and is_name_first and not is_subject(first) else None


def is_lone_name(word: str) -> bool:
    """Whether a lone trending word is a name: a known one, or no word that anybody knows.

    Among topics an unknown word in Latin letters is nearly always somebody's name.
    """
    if not word.isascii() or not word.isalpha() or len(word) < 4 or is_subject(word):
        return False
    known = names()
    size = known.words.get(word)
    if is_place(word) or word in known.plain:
        return False
    if known.first.get(word, 0) >= COMMON_FIRST and (size is None or size > 10):
        return True
    if size is not None:
        return size >= RARE_WORD and known.surnames.get(word, COMMON_SURNAME) < COMMON_SURNAME
    return _is_any_name(word) or (not is_known_word(word) and len(set(word)) > 2)


def _pair_inside(words: tuple[str, ...]) -> str | None:
    """A sure first name beside a sure, common surname anywhere in a longer text."""
    for first, last in pairwise(words):
        if (
            is_sure_first_name(first)
            and is_sure_surname(last)
            and names().surnames[last] <= COMMON_SURNAME
        ):
            return f"{first} {last}"
    return None


def _is_common_surname(word: str) -> bool:
    return 0 < names().surnames.get(word, 0) <= COMMON_SURNAME and not is_place(word)


def _is_initial(word: str) -> bool:
    if len(word) == 1:
        return word.isalpha()
    return len(word) == 2 and word.isalpha() and word not in word_set("no_initials")


def _is_rare(word: str) -> bool:
    return len(word) > 3 and word.isalpha() and not is_known_word(word)


def _is_any_name(word: str) -> bool:
    return (word in names().surnames or word in names().first) and not is_plain_word(word)


def _may_be_surname(word: str) -> bool:
    if len(word) < 2 or is_place(word) or is_subject(word):
        return False
    return word in names().surnames or word in names().first or not is_plain_word(word)


def _person_in_tag(tag: str) -> str | None:
    for affix in ("", *sorted(word_set("affixes"))):
        if tag.endswith(affix) and (person := compact_person(tag.removesuffix(affix))):
            return person
    return None


@lru_cache(maxsize=16_384)
def compact_person(tag: str) -> str | None:
    """A split of an unsplit tag into a first name, or initials, and a surname; the likeliest."""
    if not tag.isascii() or not tag.isalpha() or not SHORTEST_TAG <= len(tag) <= LONGEST_TAG:
        return None
    if is_known_word(tag):
        return None
    best: tuple[float, str] | None = None
    for cut in range(3, len(tag) - 2):
        weight = _weight(tag[:cut], tag[cut:])
        if weight >= ENOUGH and (best is None or weight > best[0]):
            best = (weight, f"{tag[:cut]} {tag[cut:]}")
    return best[1] if best else _initials_in(tag) or _surname_in(tag)


def _weight(first: str, rest: str) -> float:
    """Evidence that a first name and a surname, perhaps with an initial between, were joined."""
    known = names()
    share = known.first.get(first, 0.0)
    if share == 0 or is_place(first):
        return 0.0
    is_sure = is_sure_first_name(first)
    common = min(share, 0.5) + 0.02 * len(first)
    if is_subject(rest):
        return 0.0
    if rank := known.surnames.get(rest, 0):
        is_word = is_plain_word(rest)
        weight = (2.0 if is_sure else 1.0) + (0.0 if is_word else 1.0)
        return weight + (0.5 if rank <= COMMON_SURNAME else 0.0) + common
    if rest in known.first and not is_plain_word(rest):
        return (2.0 if is_sure else 1.5) + common
    middle = known.surnames.get(rest[1:], 0)
    if 0 < middle <= COMMON_SURNAME and len(rest) > 4 and share >= KNOWN_FIRST:
        return 1.9 + common  # "erinacraig": a middle initial
    if len(first) > 3 and len(rest) > 3 and share >= KNOWN_FIRST:
        if is_sure:
            return 1.9 + common  # a known first name and a rest that no list knows
        if known.words.get(first, 0) >= RARE_WORD and not _holds_words(rest):
            return 1.9 + common
    return 0.0


def _holds_words(rest: str) -> bool:
    """Whether a rest is ordinary words joined, as in "violet|flowershop"."""
    from domain.terms.hashtags import ACCEPTED, split_hashtag

    return split_hashtag(rest).confidence >= ACCEPTED


def _surname_in(tag: str) -> str | None:
    """A sure and usual surname at the end of a tag whose beginning nobody knows."""
    for cut in range(4, min(len(tag) - 4, 9)):
        first, rest = tag[:cut], tag[cut:]
        rank = names().surnames.get(rest, 0)
        if 0 < rank <= COMMON_SURNAME and is_sure_surname(rest) and not is_known_word(first):
            return f"{first} {rest}"
    return None


def _initials_in(tag: str) -> str | None:
    """Initials before a surname: a known one, or letters that no word begins with ("kfbreene")."""
    surnames = names().surnames
    for cut in (2, 1):
        initials, rest = tag[:cut], tag[cut:]
        rank = surnames.get(rest, 0)
        if len(rest) < 5 or initials in word_set("no_initials"):
            continue
        is_rare_word = names().words.get(rest, 0) >= RARE_WORD and rank <= COMMON_SURNAME
        is_surname = bool(rank) and (is_sure_surname(rest) or is_rare_word)
        if is_surname and (cut == 2 or rank < 1_000):
            return f"{initials} {rest}"
    is_onset = tag[:2] in word_set("onsets") or set(tag[:2]) & set(VOWELS)
    is_word_like = tag[2:4] in word_set("onsets") or set(tag[2:4]) & set(VOWELS)
    if not is_onset and is_word_like and len(tag) > 6 and not _holds_words(tag[2:]):
        return f"{tag[:2]} {tag[2:]}"
    return None
