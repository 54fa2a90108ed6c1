"""What people wear although no pattern of the composer says it: places, descent, sky, seasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources

from domain.ideas.wording import word_set
from domain.terms.normalise import key_of

_FOLLOWS = "grown"  # the list of what may follow a place


def wearable(keys: Sequence[str]) -> str | None:
    """The class of a term by its key words, or None: place, people, nature or season.

    Words for products, gifts and their like at either end are left out, and so is what makes a
    place somebody's: "california grown".
    """
    if found := _classes().get(" ".join(keys)):
        return found
    words = [key for key in keys if not any(key in word_set(name) for name in ("product", "gift"))]
    whole = " ".join(words)
    if found := _classes().get(whole):
        return found
    place, _, last = whole.rpartition(" ")
    if last in _followers() and _classes().get(place) == "place":
        return "place"
    return None


@lru_cache(maxsize=1)
def _lines() -> tuple[tuple[str, tuple[str, ...]], ...]:
    source = resources.files("domain.ideas").joinpath("data", "wearable.txt")
    lines = []
    for line in source.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            name, _, terms = line.partition(":")
            lines.append((name, tuple(key_of(term.strip()) for term in terms.split(","))))
    return tuple(lines)


@lru_cache(maxsize=1)
def _classes() -> Mapping[str, str]:
    return {term: name for name, terms in _lines() if name != _FOLLOWS for term in terms}


@lru_cache(maxsize=1)
def _followers() -> frozenset[str]:
    return frozenset(term for name, terms in _lines() if name == _FOLLOWS for term in terms)
