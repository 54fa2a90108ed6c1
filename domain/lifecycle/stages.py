"""The stage of a term's life on a day: the reference of the rule in int_term_day."""

from __future__ import annotations

from dataclasses import dataclass

from domain.lifecycle.rises import RISING

DORMANT_DAYS = 45
YOUNG = 7  # days: the oldest rise that is emerging
HIGH = 2.0  # burst of what is at its peak without growing


@dataclass(frozen=True, slots=True)
class Standing:
    """What the stage is told from; None is unknown.

    days_unseen: days since somebody measured it, None after 90. season_growth: the velocity that
    its yearly shape explains.
    """

    is_curated: bool
    days_unseen: int | None
    burst: float | None
    velocity: float | None
    acceleration: float | None
    onset_age: int | None
    season_is_due: bool
    season_growth: float | None
    is_lasting: bool


def stage(term: Standing) -> str:
    """The first that fits: what is due, then what nobody measures, then how it grows."""
    if term.season_is_due and not _beyond_season(term):
        return "seasonal"
    if term.days_unseen is None:
        return "evergreen" if term.is_curated else "dormant"
    if term.days_unseen >= DORMANT_DAYS:
        return "dormant"
    if term.burst is None or term.velocity is None:
        return "too_little_history"
    return _growing(term, term.burst, term.velocity)


def _beyond_season(term: Standing) -> bool:
    """Growth beyond what the season of other years explains is a rise of its own."""
    if term.velocity is None or term.season_growth is None:
        return False
    return term.velocity - term.season_growth > RISING


def _growing(term: Standing, burst: float, velocity: float) -> str:
    if velocity > RISING:
        if term.acceleration is not None and term.acceleration < 0:
            return "peak"
        young = term.onset_age is not None and term.onset_age <= YOUNG
        return "emerging" if young else "rising"
    if velocity < -RISING:
        return "fading"
    if burst >= HIGH:
        return "peak"
    return "evergreen" if term.is_lasting else "steady"
