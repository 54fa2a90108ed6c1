"""The score's arithmetic in Python: the reference that the warehouse's models are tested against.

The models compute every score; this says what each step means, one number at a time. Components
live in [0.02, 1], an unknown one is None and never a middle value. docs/api/score.md explains it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FLOOR = 0.02
# The order in which contributions are added, so that sums agree to the last digit.
COMPONENTS = (
    *("momentum", "outlook", "breadth", "freshness"),
    *("season", "fit", "intent", "competition"),
)
CROWDING = "crowding"  # the last term of the sum, beside the weights
SHRINK = 5.0  # k of the velocity, and the places added to a rank
BIAS = 0.3  # keeps a flat baseline from making every flutter a burst
SAMPLE_DAYS = 7.0
EWMA_HALF_LIFE = 28.0


@dataclass(frozen=True, slots=True)
class Score:
    """A score taken apart. `contributions` adds up to `log_score`.

    It holds every component that has a weight, and crowding where it is counted.
    """

    log_score: float
    contributions: Mapping[str, float]
    weights_used: Mapping[str, float]
    coverage: float

    @property
    def score(self) -> float:
        """2 to 100."""
        return 100.0 * math.exp(self.log_score)

    def low(self, standard_error: float) -> float:
        """The score one standard error down; the rank goes by it."""
        return 100.0 * math.exp(self.log_score - standard_error)


def anscombe(count: float) -> float:
    """A count with its variance stabilised."""
    return 2.0 * math.sqrt(count + 0.375)


def logistic(x: float) -> float:
    """1 / (1 + e^-x), x held within 30 either way."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, x))))


def component(value: float) -> float:
    """A value held within [0.02, 1]."""
    return max(FLOOR, min(1.0, value))


def list_value(rank: int) -> float:
    """What a place on a list is worth; 1 is the top."""
    return 1.0 / (rank + SHRINK)


def display_step(reading: float) -> float:
    """How finely a displayed counter was rounded: 1, 100 (K), 100,000 (M) or 100,000,000 (B)."""
    for above, step in ((1e9, 1e8), (1e6, 1e5), (1e4, 1e2)):
        if reading >= above and reading % step == 0:
            return step
    return 1.0


def burst(a7: float, base_mean: float, base_sd: float, m28: float, step: float = 0.0) -> float:
    """z7: the smoothed value against its own baseline, in baseline deviations.

    `step` is the rounding of a displayed counter: one step more in a week is no burst.
    """
    resolution = anscombe(m28 + step / 7.0) - anscombe(m28)
    return (a7 - base_mean) / (base_sd + BIAS + resolution)


def velocity(m7: float, m28: float, step: float = 0.0) -> float:
    """Log growth of the 7-day mean over the 28 days before it, shrunk for small bases."""
    shrink = max(SHRINK, step)
    return math.log((m7 + shrink) / (m28 + shrink))


def momentum(z7: float, growth: float, persistence: float) -> float:
    """Log of the momentum component: a geometric mean, so no leg buys another."""
    return (
        0.50 * math.log(logistic(1.7 * (z7 - 2.0)))
        + 0.35 * math.log(logistic(6.0 * (growth - 0.25)))
        + 0.15 * math.log(0.02 + 0.98 * persistence)
    )


def stouffer(z_of_families: Sequence[float]) -> float | None:
    """Combined z of independent families, each held within 4; None without any."""
    if not z_of_families:
        return None
    return sum(max(-4.0, min(4.0, z)) for z in z_of_families) / math.sqrt(len(z_of_families))


def wilson_low(successes: int, trials: int) -> float | None:
    """Lower end of the Wilson interval at one standard error; None without trials."""
    if not trials:
        return None
    share = successes / trials
    spread = math.sqrt(share * (1.0 - share) / trials + 0.25 / trials**2)
    return (share + 0.5 / trials - spread) / (1.0 + 1.0 / trials)


def breadth(z: float, rising_low: float) -> float:
    """Component: how surely, and over how many sources, a term rises."""
    return component(rising_low * logistic(1.702 * z))


def freshness(onset_age: float, half_life: float) -> float:
    """Halves with every half-life since the rise began; days."""
    return math.exp(-math.log(2.0) * onset_age / half_life)


def season(index: float) -> float:
    """Component from a measured yearly shape: 1/2 at the yearly mean, more in season."""
    return component(logistic(3.0 * math.log(max(0.001, min(1000.0, index)))))


def opportunity(days_to_window: int, days_past_window: int) -> float:
    """1 inside the publish window; halves every 28 days before it and every 14 after it."""
    if days_to_window > 0:
        return math.exp(-math.log(2.0) * days_to_window / 28.0)
    return math.exp(-math.log(2.0) * max(0, days_past_window) / 14.0)


def against_base(log_odds: float, base_rate: float) -> float:
    """A chance beside its base rate: odds ratio / (1 + odds ratio), 1/2 when as likely as ever."""
    return logistic(log_odds - math.log(base_rate / (1.0 - base_rate)))


def standing(place: int, of: int) -> float:
    """Where a place in an order of `of` stands: near 1 for the first, 1/2 in the middle."""
    return 1.0 - (place - 0.5) / of


def outlook(parts: Sequence[float]) -> float | None:
    """Component: the geometric mean of what is known of the days to come; None without any."""
    if not parts:
        return None
    return component(math.exp(math.fsum(math.log(part) for part in parts) / len(parts)))


def competition(listings: float, searches: float, centre: float) -> float:
    """Component: 1/2 where ln of listings a monthly search is `centre`, less with more of them."""
    return component(logistic(centre - math.log(1.0 + listings) + math.log(1.0 + searches)))


def crowding(drafts: int, capacity: float) -> float:
    """Factor: 1 up to the capacity of own drafts, then capacity over their number."""
    return component(capacity / max(drafts, 1))


def sample_size(days_seen: int) -> float:
    """How much the number of measured days of the last 28 says, 1/8 to 29/36."""
    return (days_seen + 1.0) / (days_seen + 1.0 + SAMPLE_DAYS)


def agreement(rising: int, known: int) -> float:
    """Share of sources that agree on the direction, shrunk to a half."""
    return (max(rising, known - rising) + 1.0) / (known + 2.0)


def combine(
    components: Mapping[str, float | None],
    weights: Mapping[str, float],
    crowded: float | None = None,
) -> Score:
    """The score of known components; an unknown one's weight is shared out over the known.

    A component without a weight in the version is left out. `crowded`: the factor that counts
    whole, None in a version without it. Raises ValueError when no component with a weight is known.
    """
    weighed = [name for name in COMPONENTS if name in weights]
    known = [name for name in weighed if components.get(name) is not None]
    total = math.fsum(weights[name] for name in known)
    if total <= 0:
        raise ValueError("no component is known, so there is no score")
    used = {name: weights[name] / total if name in known else 0.0 for name in weighed}
    contributions = {
        name: used[name] * math.log(value) if (value := components.get(name)) is not None else 0.0
        for name in weighed
    }
    if crowded is not None:
        used[CROWDING], contributions[CROWDING] = 1.0, math.log(crowded)
    return Score(
        log_score=sum(contributions.values()),
        contributions=contributions,
        weights_used=used,
        coverage=total / math.fsum(weights[name] for name in weighed),
    )
