"""The windows of the models again, as plain loops over one series: slow, and easy to believe."""

from __future__ import annotations

import math
from collections.abc import Mapping

from domain import scoring

LAMBDA = math.log(2.0) / scoring.EWMA_HALF_LIFE


def mean(values: list[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None


def smoothed(series: Mapping[int, float], day: int) -> tuple[float, float] | None:
    """Mean of the stabilised and of the plain values of the 7 days up to `day`."""
    known = [series[back] for back in range(day - 6, day + 1) if back in series]
    if not known:
        return None
    return (
        math.fsum(scoring.anscombe(value) for value in known) / len(known),
        math.fsum(known) / len(known),
    )


def baseline(series: Mapping[int, float], day: int) -> tuple[float, float, int]:
    """Weighted mean and deviation of the smoothed values of days -90 to -7, and their number."""
    rows = []
    for back in range(day - 90, day - 6):
        if back in series:
            week = smoothed(series, back)
            assert week is not None
            rows.append((math.exp(LAMBDA * (back - day)), week[0]))
    if not rows:
        return math.nan, math.nan, 0
    total = math.fsum(weight for weight, _ in rows)
    centre = math.fsum(weight * value for weight, value in rows) / total
    spread = math.fsum(weight * (value - centre) ** 2 for weight, value in rows) / total
    square = math.fsum(weight * value**2 for weight, value in rows) / total
    return centre, math.sqrt(spread) if spread > 1e-6 * square else 0.0, len(rows)


def measures(
    series: Mapping[int, float], step: Mapping[int, float], day: int
) -> tuple[float, float, float] | None:
    """z7, velocity and persistence of a day, or None when too little is known."""
    recent = [back for back in range(day - 6, day + 1) if back in series]
    centre, spread, known = baseline(series, day)
    if known < 56 or len(recent) < 3:
        return None
    week = smoothed(series, day)
    before = mean([series[back] for back in range(day - 34, day - 6) if back in series])
    assert week is not None
    assert before is not None
    rounding = max(step.get(back, 0.0) for back in range(day - 6, day + 1))
    above = []
    for back in recent:
        own = mean([series[one] for one in range(back - 34, back - 6) if one in series])
        if own is not None:
            above.append(1.0 if series[back] > 1.15 * own else 0.0)
    persistence = mean(above)
    assert persistence is not None
    return (
        scoring.burst(week[0], centre, spread, before, rounding),
        scoring.velocity(week[1], before, rounding),
        persistence,
    )
