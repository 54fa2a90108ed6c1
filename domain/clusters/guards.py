"""What keeps two terms apart although they share a form: accents, borders, numbers, families."""

from __future__ import annotations

import re
from collections import Counter

from domain.clusters.belonging import RANK, Belonging, Reason
from domain.clusters.forms import Forms
from domain.clusters.letters import plain
from domain.clusters.tables import families
from domain.gate.names import names
from domain.terms.dictionary import is_known

_DIGITS = re.compile(r"\d+")
_NEGATIONS = frozenset(
    {
        "no", "not", "never", "without", "anti", "non", "none", "nothing", "stop", "dont", "cant",
        "wont", "isnt", "arent", "doesnt", "didnt", "aint", "against", "unfollow", "ban", "boycott",
    }
)  # fmt: skip
_PLAIN_TOO = frozenset({"cafe", "decor", "fiance", "cliche", "facade", "pinata", "puree", "maori"})
LEAST_ACCENTED = 4
SHORT_PART = 3
LEAST_JOINED = 12  # letters from which a phrase in one word is surely that phrase


def belonging(one: Forms, other: Forms) -> Belonging | None:
    """Why two terms are one, None when they are not. Symmetric but for the words of the detail.

    The surest shared form decides. Two slips of the keyboard do not meet: one of the two must be
    written right.
    """
    best: Belonging | None = None
    for form in one.of.keys() & other.of.keys():
        mine, theirs = one.of[form], other.of[form]
        if mine.reason is theirs.reason is Reason.TYPING:
            continue
        weaker = max(mine, theirs, key=lambda each: RANK[each.reason])
        if best is None or (RANK[weaker.reason], weaker.detail) < (RANK[best.reason], best.detail):
            best = Belonging(weaker.reason, _said(mine, theirs))
    if best is None or conflict(one, other, best.reason):
        return None
    return best


def _said(mine: Belonging, theirs: Belonging) -> str:
    return ", ".join(dict.fromkeys(filter(None, (mine.detail, theirs.detail))))


def conflict(one: Forms, other: Forms, reason: Reason | None = None) -> bool:
    """Whether two terms must stay apart. Without a reason only what holds for all members."""
    if one.plain_letters == other.plain_letters:
        return _accents_matter(one, other) or _borders_matter(one, other)
    if reason is Reason.TRANSLATION:
        return False  # the table says they are the same; families hold English words only
    if _numbers(one) != _numbers(other):
        return True
    mine, theirs = Counter(one.canonical), Counter(other.canonical)
    left, right = mine - theirs, theirs - mine
    if (_NEGATIONS & left.keys()) != (_NEGATIONS & right.keys()):
        return len(one.words) > 1 and len(other.words) > 1
    known = families()
    for word in left:
        for rival in right:
            if known.get(word, frozenset()) & known.get(rival, frozenset()):
                return True
    return reason is Reason.PLURAL and (_accents_matter(one, other) or _borders_matter(one, other))


def _numbers(forms: Forms) -> list[str]:
    return sorted(_DIGITS.findall(" ".join(forms.canonical)))


def _accents_matter(one: Forms, other: Forms) -> bool:
    """Whether a lone word means something else without its accent (rose, rosé; angels, ángel)."""
    if len(one.written) != 1 or len(other.written) != 1:
        return False
    (word,), (rival,) = one.written, other.written
    bare, bare_rival = plain(word), plain(rival)
    if (word == bare) == (rival == bare_rival) or {bare, bare_rival} & _PLAIN_TOO:
        return False
    return bare != bare_rival or len(bare) < LEAST_ACCENTED or is_known(bare)


def _borders_matter(one: Forms, other: Forms) -> bool:
    """Whether a word falls apart into words that mean something else (disease, dis ease)."""
    short, split = sorted((one, other), key=lambda forms: len(forms.words))
    if len(short.words) != 1 or len(split.words) < 2:
        return False
    (word,) = short.words
    if short.plain_letters != split.plain_letters:
        return len(word) < LEAST_JOINED  # watchdog, watch dogs; youngboy, young boys
    if not is_known(word) and word not in names().surnames:
        return False
    return all(is_known(part) for part in split.words) and any(
        len(part) <= SHORT_PART for part in split.words
    )
