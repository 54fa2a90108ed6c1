"""Terms shaped like a person's name or a title, on no list; both parts must give evidence."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from domain.gate.matching import AFFIXES, Hit
from domain.gate.names import (
    is_place,
    is_plain_word,
    is_subject,
    is_sure_first_name,
    is_sure_surname,
    names,
)
from domain.gate.reading import Reading
from domain.ideas.risk import RiskCategory
from domain.terms.dictionary import is_known

KNOWN_FIRST = 0.004  # percent of people: an English word below it is hardly used as a first name
COMMON_SURNAME = 5_000  # rank
LONGEST_PERSON = 4  # words
# Two letters that begin a term without being anybody's initials.
_NO_INITIALS = frozenset(
    """
    ad ai am an ar as at ax be by cd dc de di dj do dr dm ed el em en eu ex fa fb fc fm fx gm go ha
    he hi hm hr hs id if ig in ip is it iv jr la le li lo ma me mi mr ms mu mv my na no nu nz oc of
    oh ok om on op or os ow ox pa pc pe pi pr ps re sf so st ta tb ti to tt tv ugh uh uk um un up us
    uv vr vs we wi xl xx ya ye yo yt
    """.split()
)
_TITLE_NOUNS = frozenset(
    """
    king queen prince princess kingdom throne crown court curse cursed cruel blood bone bones shadow
    shadows ash ashes flame flames fate fury gods god goddess monster monsters thorn thorns crow
    crows raven ravens saint saints sinner sinners empire serpent serpents veil veiled starlight
    darkness ruin ruins wrath war sword swords blade blades steel gilded wicked ruthless savage
    vicious twisted broken shattered fallen assassin assassins alchemist heir heirs dynasty realm
    storm storms midnight ember embers bride daughter sister wife widow healer keeper thief
    bound bonded crystal bloom hercules persephone hades lore shards fables poison nectar
    """.split()
)


def shape_hits(reading: Reading, *, is_tag: bool) -> Iterator[Hit]:
    """Shapes of a person's name, or, in a tag, of a title."""
    person = person_in(_without_affixes(reading.words)) or _pair_inside(reading.words)
    if not person and not reading.is_sure and len(reading.tokens) == 1:
        person = compact_person(reading.compact)
        for affix in AFFIXES if not person else ():
            if reading.compact.endswith(affix):
                person = compact_person(reading.compact.removesuffix(affix))
    if person:
        yield Hit(RiskCategory.PERSON, person, "census-names", "shape")
    elif is_tag and is_title(reading.words):
        yield Hit(RiskCategory.BOOK, " ".join(reading.words), "title-shapes", "shape")


def _without_affixes(words: tuple[str, ...]) -> tuple[str, ...]:
    while len(words) > 2 and words[-1] in AFFIXES:
        words = words[:-1]
    return words


def person_in(words: tuple[str, ...]) -> str | None:
    """The term, if the whole of it is first names or initials before a surname."""
    if not 2 <= len(words) <= LONGEST_PERSON or any(is_subject(word) for word in words[1:]):
        return None
    first, last = words[0], words[-1]
    middles = words[1:-1]
    named = " ".join(words)
    if all(_is_initial(word) for word in words[:-1]) and sum(map(len, words[:-1])) <= 3:
        return named if is_sure_surname(last) or _is_rare(last) else None
    if any(
        not (len(word) == 1 or word in names().first or is_sure_surname(word)) for word in middles
    ):
        return None
    if is_sure_first_name(first):
        return named if _may_be_surname(last) else None
    if names().first.get(first, 0) >= KNOWN_FIRST and not is_place(first):
        return named if is_sure_surname(last) or is_sure_first_name(last) else None
    return None


def _pair_inside(words: tuple[str, ...]) -> str | None:
    """A sure first name beside a sure, common surname anywhere in a longer text."""
    for first, last in zip(words, words[1:], strict=False):
        if (
            is_sure_first_name(first)
            and is_sure_surname(last)
            and names().surnames[last] <= COMMON_SURNAME
        ):
            return f"{first} {last}"
    return None


def _is_initial(word: str) -> bool:
    return len(word) == 1 or (len(word) == 2 and word.isalpha() and word not in _NO_INITIALS)


def _is_rare(word: str) -> bool:
    return len(word) > 3 and word.isalpha() and not is_known(word) and not is_place(word)


def _may_be_surname(word: str) -> bool:
    if len(word) < 2 or is_place(word) or is_subject(word):
        return False
    return word in names().surnames or word in names().first or _is_rare(word)


@lru_cache(maxsize=16_384)
def compact_person(tag: str) -> str | None:
    """A split of an unsplit tag into a first name, or initials, and a surname."""
    if not tag.isascii() or not tag.isalpha() or not 6 <= len(tag) <= 24 or is_plain_word(tag):
        return None
    best: tuple[float, str] | None = None
    known = names()
    for cut in range(3, len(tag) - 2):
        first, rest = tag[:cut], tag[cut:]
        share = known.first.get(first, 0.0)
        if share == 0 or is_place(first) or is_subject(rest):
            continue
        is_sure = is_sure_first_name(first)
        weight = 0.0
        if rest in known.surnames:
            weight = (2.0 if is_sure else 1.0) + (1.0 if not is_plain_word(rest) else 0.0)
            weight += 0.5 if known.surnames[rest] <= COMMON_SURNAME else 0.0
        elif rest in known.first and not is_plain_word(rest):
            weight = 2.0 if is_sure else 1.5
        elif is_sure and len(first) >= 4 and len(rest) >= 4 and share >= KNOWN_FIRST:
            weight = 1.6  # a known first name and a rest that no list knows
        weight += min(share, 0.5) + 0.02 * cut
        if weight >= 2.0 and (best is None or weight > best[0]):
            best = (weight, f"{first} {rest}")
    if best:
        return best[1]
    for cut in (1, 2):
        initials, rest = tag[:cut], tag[cut:]
        if (
            len(rest) >= 5
            and (cut == 1 or initials not in _NO_INITIALS)
            and is_sure_surname(rest)
            and (cut == 2 or known.surnames[rest] <= COMMON_SURNAME)
        ):
            return f"{initials} {rest}"
    return None


def is_title(words: tuple[str, ...]) -> bool:
    """Whether the words of a tag read like a title: "the …", "a … of … and …", grim nouns."""
    if len(words) < 2 or all(is_subject(word) for word in words):
        return False
    telling = [word for word in words if word not in _SMALL]
    grim = sum(word in _TITLE_NOUNS for word in telling)
    has_subject = any(is_subject(word) and word not in _TITLE_NOUNS for word in telling)
    if words[0] == "the":
        return len(telling) > 0 and (grim > 0 or not has_subject)
    if words[0] in {"a", "an"} and len(words) > 3 and "of" in words:
        return True
    if grim and not has_subject and ("of" in words or "and" in words):
        return True
    return grim > 1 and not has_subject


_SMALL = frozenset("the a an of and to in on for with from by at is are".split())
