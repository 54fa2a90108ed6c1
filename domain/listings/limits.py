"""Etsy's limits on listing text, as rules that build text inside them and rules that check it.

Source of the limits: Etsy Open API v3, createDraftListing and updateListing (2026-05-30).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

TITLE_MAX = 140
TAGS_MAX = 13
TAG_MAX = 20
MATERIALS_MAX = 13
MATERIAL_MAX = 45

# Allowed at most once each in a title.
ONCE_IN_TITLE = "%:&+"
MARKS = "™©®"
_NOT_TAG = re.compile(r"[^\w \-'™©®]|_")
_NOT_MATERIAL = re.compile(r"[^\w ]|_")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class LimitBreach:
    """One broken limit: what, where, and what to do."""

    code: str
    field: str
    message: str


def tidy(text: str) -> str:
    """Compatibility forms folded, control characters gone, white space single."""
    folded = unicodedata.normalize("NFKC", text).replace("’", "'")
    kept = "".join(
        " " if character.isspace() else character
        for character in folded
        if character.isspace() or unicodedata.category(character)[0] != "C"
    )
    return _SPACES.sub(" ", kept).strip()


def title_character_allowed(character: str) -> bool:
    """Letters, marks of letters, digits, punctuation, maths signs, white space, ™ © ®."""
    category = unicodedata.category(character)
    return category[0] in "LNPZM" or category == "Sm" or character in MARKS


def clean_title(parts: Iterable[str], separator: str = ", ", limit: int = TITLE_MAX) -> str:
    """Join parts while they fit whole; forbidden characters dropped, single-use ones kept once.

    A part that repeats what stands already is left out. The first part alone may be cut, at a
    word's end.
    """
    title = ""
    for part in parts:
        clean = "".join(c for c in tidy(part) if title_character_allowed(c)).strip(" ,")
        if not clean or clean.casefold() in title.casefold():
            continue
        candidate = _once(f"{title}{separator}{clean}" if title else clean)
        if len(candidate) <= limit:
            title = candidate
        elif not title:
            title = _cut(candidate, limit)
    return title


def _once(text: str) -> str:
    seen: set[str] = set()
    kept = []
    for character in text:
        if character in ONCE_IN_TITLE:
            if character in seen:
                character = "and" if character == "&" else ""
            else:
                seen.add(character)
        kept.append(character)
    return _SPACES.sub(" ", "".join(kept)).strip()


def _cut(text: str, limit: int) -> str:
    shortened = text[:limit]
    if len(text) > limit and " " in shortened:
        shortened = shortened.rsplit(" ", 1)[0]
    return shortened.strip(" ,-")


def clean_tag(text: str) -> str | None:
    """The tag inside Etsy's limits, lower case; None when it would need a word cut."""
    tag = _SPACES.sub(" ", _NOT_TAG.sub(" ", tidy(text))).strip(" -'").lower()
    # Lowering can lengthen a text (İ), so the limit is held last.
    return tag if 0 < len(tag) <= TAG_MAX and any(c.isalnum() for c in tag) else None


def clean_material(text: str) -> str | None:
    """The material inside Etsy's limits, or None."""
    material = _SPACES.sub(" ", _NOT_MATERIAL.sub(" ", tidy(text))).strip()
    return material if 0 < len(material) <= MATERIAL_MAX else None


def same_tag(left: str, right: str) -> bool:
    """Whether Etsy would call the two tags duplicates: case and spaces do not count."""
    return _fold(left) == _fold(right)


def _fold(tag: str) -> str:
    return _SPACES.sub(" ", tag).strip().casefold()


def breaches(
    title: str, tags: Sequence[str], materials: Sequence[str] = ()
) -> tuple[LimitBreach, ...]:
    """Every limit the text breaks; empty when Etsy would take it."""
    found: list[LimitBreach] = []

    def broken(code: str, field: str, message: str) -> None:
        found.append(LimitBreach(f"limits.{code}", field, message))

    if not title.strip():
        broken("title_empty", "title", "Write a title.")
    if len(title) > TITLE_MAX:
        broken("title_long", "title", f"Shorten the title to {TITLE_MAX} characters.")
    odd = sorted({c for c in title if not title_character_allowed(c)})
    if odd:
        broken("title_characters", "title", f"Remove {' '.join(odd)} from the title.")
    for character in ONCE_IN_TITLE:
        if title.count(character) > 1:
            broken("title_repeats", "title", f"Use {character} at most once in the title.")
    if len(tags) > TAGS_MAX:
        broken("tags_many", "tags", f"Keep {TAGS_MAX} tags at most.")
    for tag in tags:
        if len(tag) > TAG_MAX or not tag.strip():
            broken("tag_length", "tags", f"{tag!r}: a tag has 1 to {TAG_MAX} characters.")
        if _NOT_TAG.search(tag):
            broken("tag_characters", "tags", f"{tag!r}: letters, digits, spaces, - and ' only.")
    if len({_fold(tag) for tag in tags}) < len(tags):
        broken("tags_duplicate", "tags", "Two tags are the same.")
    if len(materials) > MATERIALS_MAX:
        broken("materials_many", "materials", f"Keep {MATERIALS_MAX} materials at most.")
    for material in materials:
        if clean_material(material) != material:
            broken("material", "materials", f"{material!r}: letters, digits and spaces only.")
    return tuple(found)
