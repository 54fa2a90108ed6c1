"""May a term be printed? Lists first, then patterns, then shapes, and doubt keeps it out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from domain.gate.matching import Hit, list_hits
from domain.gate.names import (
    is_known_subject,
    is_known_word,
    is_place,
    is_plain_word,
    is_strong_subject,
    is_subject,
    names,
    word_set,
)
from domain.gate.patterns import pattern_hits
from domain.gate.reading import Reading, read
from domain.gate.risk import Risk, RiskCategory, RiskEvidence, RiskStatus
from domain.gate.shapes import shape_hits
from domain.gate.title_shapes import JOINING, SMALL

GATE_VERSION = "gate/1"  # raise it whenever a list or a rule can change a verdict
MOST_EVIDENCE = 5
LONGEST_PHRASE = 5  # words
# Kinds in which people name things: a phrase without a word of our subjects is likelier a title.
TAG_KINDS = frozenset({"hashtag", "topic", "article"})
TOPIC_KINDS = frozenset({"topic", "article"})
STRICT_KINDS = TAG_KINDS | {"search"}

_NOUNS = {
    RiskCategory.PERSON: "a person",
    RiskCategory.BOOK: "a book",
    RiskCategory.BRAND: "a brand or a protected slogan",
    RiskCategory.FRANCHISE: "a film, series, game or character",
    RiskCategory.TEAM: "a team, club, league or university",
    RiskCategory.MUSIC: "a music artist or a song",
}
_ORDER = tuple(RiskCategory)


def assess(
    text: str,
    *,
    words: Sequence[str] = (),
    kind: str = "keyword",
    segmentation_confidence: float = 1.0,
    is_curated: bool = False,
) -> Risk:
    """The verdict on a term, or on a longer text such as a phrase, a title or a tag.

    `words` are the normaliser's words with their `segmentation_confidence`; without them the text
    is split here. `kind` is a Kind of domain.signals: tags, topics and articles are read more
    strictly. Curated terms meet the same lists but are never merely unknown. Never raises.
    """
    return _assess(text, tuple(words), str(kind), segmentation_confidence, is_curated)


@lru_cache(maxsize=65_536)
def _assess(
    text: str, words: tuple[str, ...], kind: str, confidence: float, is_curated: bool
) -> Risk:
    reading = read(text, words, confidence)
    if not reading.compact:
        return _verdict(RiskStatus.REVIEW, RiskCategory.UNKNOWN, ())
    hits = tuple(list_hits(reading, is_topic=kind in TOPIC_KINDS))
    if not hits and not is_curated and not _is_known_phrase(reading):
        hits = tuple(pattern_hits(reading, is_tag=kind in TAG_KINDS))
        if not hits:
            hits = tuple(shape_hits(reading, is_tag=kind in TAG_KINDS, is_topic=kind == "topic"))
    if hits:
        return _verdict(RiskStatus.BLOCK, hits[0].category, hits[:MOST_EVIDENCE])
    if is_curated or (doubt := _doubt(reading, kind)) is None:
        return _verdict(RiskStatus.CLEAR, RiskCategory.NONE, ())
    return _verdict(RiskStatus.REVIEW, RiskCategory.UNKNOWN, (doubt,))


def _is_known_phrase(reading: Reading) -> bool:
    phrase = " ".join(reading.words)
    return is_known_subject(phrase) or (" " in phrase and is_place(phrase))


def _doubt(reading: Reading, kind: str) -> Hit | None:
    """What in the term nobody here knows; None if all of it is ordinary."""
    if kind in TOPIC_KINDS and " ".join(reading.words) in word_set("team_nouns"):
        return Hit(RiskCategory.UNKNOWN, reading.words[0], "team_nouns", "exact")
    if _is_known_phrase(reading):
        return None
    for word in reading.words:
        if not is_known_word(word) or _is_only_a_name(word):
            return Hit(RiskCategory.UNKNOWN, word, "dictionary", "words")
    if kind not in STRICT_KINDS:
        return None
    words = _without_known_phrases(reading.words)
    small = {word for word in words if word in SMALL}
    telling = [word for word in words if word not in SMALL]
    subjects = [word for word in telling if is_subject(word) or is_place(word)]
    is_whole = len(subjects) + sum(map(_is_year, telling)) == len(telling)
    is_clause = bool(small) and not (is_whole and small <= JOINING)
    is_event = any(map(_is_year, telling)) and not is_whole
    is_plain = len(words) < len(reading.words) or any(map(is_strong_subject, telling))
    is_plain = is_plain or bool(subjects and is_whole)
    if kind in TAG_KINDS:
        is_plain = is_plain and not is_clause and not is_event
    if not is_plain:
        return Hit(RiskCategory.UNKNOWN, " ".join(reading.words), "subjects", "words")
    return None


def _without_known_phrases(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words outside the longest known phrases: "back to school nails" leaves "nails"."""
    left: list[str] = []
    start = 0
    while start < len(words):
        for stop in range(min(len(words), start + LONGEST_PHRASE), start + 1, -1):
            phrase = " ".join(words[start:stop])
            if phrase in names().subject_phrases or is_place(phrase):
                start = stop
                break
        else:
            left.append(words[start])
            start += 1
    return tuple(left)


def _is_year(word: str) -> bool:
    return word.isdigit() and len(word) in (2, 4)


def _is_only_a_name(word: str) -> bool:
    known = names()
    if is_plain_word(word) or is_place(word):
        return False
    return word in known.first or word in known.surnames


def _verdict(status: RiskStatus, category: RiskCategory, hits: tuple[Hit, ...]) -> Risk:
    return Risk(
        status=status,
        category=category,
        reason=_reason(category, hits),
        code=f"risk.{category.value}",
        evidence=tuple(RiskEvidence(hit.matched, hit.list_name, hit.how) for hit in hits),
        gate_version=GATE_VERSION,
    )


def _reason(category: RiskCategory, hits: tuple[Hit, ...]) -> str:
    matched = hits[0].matched if hits else ""
    if category is RiskCategory.NONE:
        return "No list knows it as a name and its words are ordinary ones."
    if category is RiskCategory.UNKNOWN:
        if not matched:
            return "There are no words in it that we could judge."
        if hits[0].list_name == "subjects":
            return f"We do not know this name: “{matched}” may be a title or a person."
        return f"We do not know this name: “{matched}” is no word of our dictionary."
    if category is RiskCategory.PROFANITY:
        return f"“{matched}” is a blocked word."
    if category is RiskCategory.SENSITIVE:
        return f"“{matched}” touches a tragedy, politics or health: not a subject for products."
    noun = _NOUNS[category]
    if hits[0].how == "shape":
        return f"“{matched}” looks like the name of {noun}."
    if hits[0].how == "pattern":
        return f"“{matched}” is how people speak of {noun}."
    return f"“{matched}” is the name of {noun}."
