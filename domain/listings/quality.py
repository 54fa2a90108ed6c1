"""An explainable quality score of a draft: points for what search and buyers reward."""

from __future__ import annotations

from collections.abc import Sequence

from domain.ideas.brief import Brief
from domain.listings.draft import Quality, QualityPart
from domain.listings.limits import TAGS_MAX
from domain.listings.text import PLAIN_TAGS, TITLE_TARGET
from domain.vocabulary import ProductType

FIRST_CHARACTERS = 40  # of the title, seen in search results on a phone


def grade(
    brief: Brief,
    *,
    product: ProductType,
    title: str,
    tags: Sequence[str],
    description: str,
    margin: float,
) -> Quality:
    """Points with reasons; the score is their sum scaled to 100."""
    folded = title.casefold()
    multiword = sum(" " in tag for tag in tags)
    specific = [tag for tag in tags if tag not in PLAIN_TAGS[product]]
    in_title = [tag for tag in tags if tag in folded]
    words = [word for tag in tags for word in tag.split()]
    variety = len(set(words)) / len(words) if words else 0.0
    parts = (
        _part(
            "subject_first",
            20 if brief.term.casefold() in folded[:FIRST_CHARACTERS] else 0,
            20,
            f"the subject stands in the first {FIRST_CHARACTERS} characters of the title",
        ),
        _part(
            "title_length",
            _band(len(title), 40, 120, 15),
            15,
            f"the title has {len(title)} characters; 40 to 120 read best, {TITLE_TARGET} is ideal",
        ),
        _part("tags_used", round(15 * len(tags) / TAGS_MAX), 15, f"{len(tags)} of 13 tags used"),
        _part(
            "tags_phrases",
            round(10 * multiword / max(len(tags), 1)),
            10,
            f"{multiword} tags are phrases; buyers search in phrases",
        ),
        _part(
            "tags_specific",
            round(15 * len(specific) / max(len(tags), 1)),
            15,
            f"{len(specific)} tags are about this subject, {len(tags) - len(specific)} are plain",
        ),
        _part(
            "tags_variety",
            round(10 * min(1.0, variety / 0.6)),
            10,
            f"{variety:.0%} of the words in the tags are different",
        ),
        _part(
            "tags_in_title",
            min(5, len(in_title)),
            5,
            f"{len(in_title)} tags stand word for word in the title",
        ),
        _part(
            "description",
            5 if len(description) >= 300 and brief.term.casefold() in description.casefold() else 2,
            5,
            "the description names the subject and says what the piece is",
        ),
        _part(
            "margin",
            round(5 * min(1.0, max(0.0, margin) / 0.25)),
            5,
            f"{margin:.0%} of the price is left after fees",
        ),
    )
    earned = sum(part.points for part in parts)
    possible = sum(part.possible for part in parts)
    return Quality(round(100 * earned / possible), parts)


def _part(code: str, points: int, possible: int, message: str) -> QualityPart:
    return QualityPart(f"quality.{code}", points, possible, message)


def _band(value: int, low: int, high: int, points: int) -> int:
    if low <= value <= high:
        return points
    distance = low - value if value < low else value - high
    return max(0, points - distance // 4)
