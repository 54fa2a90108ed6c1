"""The verdict of the name gate: a status apart from the score."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RiskStatus(StrEnum):
    """clear: may become an idea. review: not understood, so no idea. block: names somebody's."""

    CLEAR = "clear"
    REVIEW = "review"
    BLOCK = "block"


class RiskCategory(StrEnum):
    """Whose it is, or why it may not be printed."""

    NONE = "none"
    PERSON = "person"
    BOOK = "book"  # a title
    BRAND = "brand"
    FRANCHISE = "franchise"  # film, series, game, character
    TEAM = "team"  # club, league, university
    MUSIC = "music"  # artist or band, song
    PROFANITY = "profanity"
    SENSITIVE = "sensitive"  # tragedy, politics, slurs, medical claims
    UNKNOWN = "unknown"  # no list knows it and the words are not ordinary ones


@dataclass(frozen=True, slots=True)
class RiskEvidence:
    """What matched: the matched text, the list it stands on, and how it matched."""

    matched: str
    list_name: str
    how: str  # exact, words, compact, pattern, shape


@dataclass(frozen=True, slots=True)
class Risk:
    """The gate's verdict on one term. Not legal advice."""

    status: RiskStatus
    category: RiskCategory
    reason: str  # an English sentence
    code: str  # message code, e.g. "risk.brand"
    evidence: tuple[RiskEvidence, ...]
    gate_version: str
