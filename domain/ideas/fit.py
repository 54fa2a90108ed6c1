"""How well a term suits a printed product, and whether its words ask to buy: from words alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.ideas.lexicon import Form
from domain.ideas.subject import LONGEST_CHARACTERS, LONGEST_WORDS, Subject, understand
from domain.ideas.wearable import wearable
from domain.ideas.wording import word_set
from domain.terms.dictionary import is_ordinary_word
from domain.terms.normalise import key_words
from domain.terms.text import words_of
from domain.vocabulary import NicheCategory

FIT_VERSION = "fit/3"  # raise it whenever a rule can change a value
LOWEST = 0.02  # the floor of every component, so that its logarithm stays finite


@dataclass(frozen=True, slots=True)
class Fit:
    """Product fit, 0.02 to 1, with the code of the rule that gave it and a sentence for people."""

    value: float
    reason: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Intent:
    """Buying intent, 0.02 to 1: what the words themselves ask for. `reason` is a code."""

    value: float
    reason: str


_FORMS: Mapping[Form, tuple[float, str, str]] = {
    Form.ROLE: (0.95, "fit.identity", "It says who somebody is, which people wear."),
    Form.IDENTITY: (0.95, "fit.identity", "It says who somebody is, which people wear."),
    Form.PET: (0.95, "fit.identity", "It says who somebody is, which people wear."),
    Form.ACTIVITY: (0.9, "fit.hobby", "It is a hobby people show and give gifts for."),
    Form.SPORT: (0.9, "fit.hobby", "It is a sport people show and give gifts for."),
    Form.MUSIC: (0.85, "fit.hobby", "It is music people play, love and wear."),
    Form.ANIMAL: (0.85, "fit.interest", "It is an animal people love to wear."),
    Form.THING: (0.75, "fit.interest", "It is something people collect or love."),
    Form.FOOD: (
        0.75,
        "fit.interest",
        "It is a food or drink people joke about.",
    ),
    Form.OCCASION: (0.9, "fit.occasion", "It is an occasion people dress and give gifts for."),
    Form.MILESTONE: (0.9, "fit.occasion", "It is a milestone people dress and give gifts for."),
    Form.GENRE: (0.85, "fit.genre", "It is a kind of book readers call their own."),
    Form.TROPE: (0.75, "fit.genre", "It is a story pattern readers call their own."),
    Form.STATE: (0.7, "fit.genre", "It is a reader's mood, good for a joke."),
    Form.TRAIT: (0.85, "fit.attitude", "It is an attitude people wear."),
    Form.MINDSET: (0.85, "fit.attitude", "It is an attitude people wear."),
    Form.STOCK: (0.85, "fit.attitude", "It is a feeling or an event people wear."),
    Form.PLACE: (0.8, "fit.place", "It is a place people miss and wear."),
}
_TAIL = 0.95  # a term that says the product too is a little less free to design for
_INFERRED = 0.85
_WORKER = 0.8  # "helicopter pilots": a job we know, with a word before it
_DEFINITE = 0.3  # "the artist": somebody or something that bears the name
_BY_CATEGORY = 0.6
# What people wear without any pattern of ours to say it: a little less sure than a subject.
_WEARABLE: Mapping[str, tuple[float, str, str]] = {
    "place": (0.6, "fit.place", "It is a place people miss and wear."),
    "people": (0.6, "fit.identity", "It says who somebody is, which people wear."),
    "nature": (0.65, "fit.interest", "It is something of nature people love to wear."),
    "season": (0.65, "fit.occasion", "It is a time of the year people dress for."),
}
_PLAIN = 0.2
_STRANGE = 0.08


def product_fit(
    words: Sequence[str],
    *,
    display: str,
    language: str,
    is_noise: bool,
    category: NicheCategory | None,
) -> Fit:
    """Fit of a term to a printed product. The same words always give the same answer.

    `words` are the term's words in lower case, `category` that of the curated niche, if any.
    `language` is an ISO 639-1 code or "und"; only English is designed for.
    """
    if is_noise:
        return Fit(LOWEST, "fit.noise", "It asks for reach or says nothing a person would wear.")
    if len(words) > LONGEST_WORDS or len(display) > LONGEST_CHARACTERS:
        return Fit(0.05, "fit.too_long", "It is too long to print as a phrase.")
    subject = understand(words, display, category)
    if subject is not None:
        if _is_definite(words, subject):
            return Fit(_DEFINITE, "fit.definite", "It reads as the name of one person or thing.")
        return _of_subject(subject)
    if language not in {"en", "und"}:
        return Fit(0.05, "fit.not_english", "It is not English, and the composer writes English.")
    if category is not None:
        return Fit(_BY_CATEGORY, "fit.niche", "It is one of our niches, but no pattern knows it.")
    keys = key_words(words_of(display) or tuple(words))
    if (kind := wearable(keys)) is not None:
        return Fit(*_WEARABLE[kind])
    if _is_worker(keys, category):
        value, reason, explanation = _FORMS[Form.ROLE]
        return Fit(round(value * _WORKER, 3), reason, explanation)
    if keys and all(key in word_set("product") or _is_filler(key) for key in keys):
        return Fit(0.15, "fit.product_only", "It names a product, and no one to make it for.")
    if all(is_ordinary_word(word) for word in words):
        return Fit(_PLAIN, "fit.unknown", "Plain words, but nothing we know how to put on a shirt.")
    return Fit(_STRANGE, "fit.unknown", "Words that no list of ours knows.")


def _of_subject(subject: Subject) -> Fit:
    value, reason, explanation = _FORMS[subject.form]
    if subject.how == "tail":
        value = round(value * _TAIL, 3)
    elif subject.how == "inferred":
        value = round(value * _INFERRED, 3)
    return Fit(value, reason, explanation)


def _is_definite(words: Sequence[str], subject: Subject) -> bool:
    """A lone word after "the", which no rule knows with its article."""
    return subject.how == "tail" and len(words) == 2 and words[0] == "the"


def _is_worker(keys: Sequence[str], category: NicheCategory | None) -> bool:
    """A job we know after one ordinary word that says which: "helicopter pilot"."""
    if len(keys) != 2 or not is_ordinary_word(keys[0]):
        return False
    head = understand(keys[1:], keys[1], category)
    return head is not None and head.form is Form.ROLE and head.how == "exact"


def _is_filler(key: str) -> bool:
    return key in word_set("filler") or key in word_set("gift")


def buying_intent(words: Sequence[str]) -> Intent:
    """Whether the words ask to buy: a gift, a product, a receiver, a custom make, a shop."""
    keys = key_words(tuple(words))
    found = set(keys)
    is_product = bool(found & word_set("asking")) or ("t", "shirt") in set(pairwise(keys))
    is_gift = bool(found & word_set("gift"))
    is_for = "for" in found and bool(found & word_set("receiver"))
    if (is_product or is_gift) and (is_for or found & word_set("custom")):
        return Intent(1.0, "intent.gift_for" if is_gift else "intent.product_for")
    if is_product:
        return Intent(0.9, "intent.product")
    if is_gift:
        return Intent(0.9, "intent.gift")
    if found & word_set("custom"):
        return Intent(0.8, "intent.custom")
    if is_for:
        return Intent(0.7, "intent.receiver")
    if found & word_set("shopping"):
        return Intent(0.6, "intent.shopping")
    if found & word_set("product"):
        return Intent(0.5, "intent.wearable")
    return Intent(0.3, "intent.none")
