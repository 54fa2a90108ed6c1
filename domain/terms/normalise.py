"""The one normaliser: whatever a source shows as a term, in the form everybody here uses."""

from __future__ import annotations

import re
from functools import lru_cache

from domain.signals import Kind
from domain.terms.dictionary import fold_plural
from domain.terms.hashtags import split_hashtag
from domain.terms.language import language_of
from domain.terms.lists import word_list
from domain.terms.noise import is_weekday_tag, noise_reason
from domain.terms.term import LONGEST, Term, UnusableTerm
from domain.terms.text import canonical, words_of

_QUALIFIER = re.compile(r"^(?P<name>.+?)\s*\((?P<qualifier>[^()]+)\)$")


def normalise(text: str, *, kind: Kind) -> Term:
    """One term from the text a source shows.

    Raises UnusableTerm with code term_too_long (over 200 characters after trimming) or
    term_without_words (nothing but blanks, signs or emoji). The result depends on the text, the
    kind and RULES_VERSION alone; normalising its `display` again gives the same `key`.
    """
    trimmed = text.strip()
    if len(trimmed) > LONGEST:
        raise _too_long(trimmed)
    return _normalise(trimmed, kind)


@lru_cache(maxsize=131_072)
def _normalise(text: str, kind: Kind) -> Term:
    plain, emoji = canonical(text)
    if len(plain) > LONGEST:
        raise _too_long(plain)
    qualifier = None
    if kind is Kind.ARTICLE:
        plain = " ".join(plain.replace("_", " ").split())
        if found := _QUALIFIER.match(plain):
            plain, qualifier = found["name"], found["qualifier"]
    display, confidence = _display(plain, kind)
    words = words_of(display)
    if not words:
        raise UnusableTerm("term_without_words", text, "leave signs and emoji alone out")
    if len(display) > LONGEST:
        raise _too_long(display)
    key = key_of(display)
    reason = noise_reason(words, key)
    return Term(
        key=key,
        display=display,
        language=language_of(display),
        words=tuple(word.replace("'", "") for word in words),
        is_noise=reason is not None,
        noise_reason=reason,
        is_weekday=is_weekday_tag(words),
        emoji=emoji,
        segmentation_confidence=confidence,
        qualifier=qualifier,
    )


def key_of(text: str) -> str:
    """The match key of plain words: folded case, no apostrophes, English plurals singular."""
    return " ".join(key_words(words_of(text)))


def key_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """Each lower-case word as it stands in a key."""
    return tuple(_key_word(word) for word in words)


def _key_word(word: str) -> str:
    if "'" not in word:
        return fold_plural(word)
    if word in word_list("contractions"):
        return word.replace("'", "")
    bare = word.removesuffix("'s").replace("'", "")
    return fold_plural(bare) if bare else word.replace("'", "")


def _display(plain: str, kind: Kind) -> tuple[str, float]:
    """The words to show and the confidence in their borders; tags are split, the rest stays."""
    tokens = plain.replace("#", " #").split()
    confidence = 1.0
    shown: list[str] = []
    for token in tokens:
        is_tag = token.startswith("#") or (kind is Kind.HASHTAG and len(tokens) == 1)
        if not is_tag:
            shown.append(token)
            continue
        split = split_hashtag(token.lstrip("#"))
        confidence = min(confidence, split.confidence)
        shown.extend(split.pieces)
    return " ".join(shown), confidence


def _too_long(text: str) -> UnusableTerm:
    return UnusableTerm(
        "term_too_long", text, f"a term has at most {LONGEST} characters; send a title as a title"
    )
