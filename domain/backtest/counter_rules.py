"""Simple rules for counters: what every forecast has to beat. Greater means sooner.

Each takes a panel and gives a matrix (series, days) that knows nothing after its day; not a number
where the rule has nothing to go by. Sources: docs/science/backtest.md.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable

import numpy as np

from domain.backtest.counters import CounterPanel, display_step, gain, shifted
from domain.backtest.ranking import Floats

HALF_LIFE = 28.0  # days, of the weighted baseline
BIAS = 0.3  # keeps a series without variance from an endless z
BURST_RATE = 2.0  # times the usual rate
BURST_COST = 3.0  # of entering a burst, in nats
MOST_COST = 1e4


def volume(panel: CounterPanel) -> Floats:
    """The reading itself."""
    return panel.evidence


def absolute_gain(panel: CounterPanel) -> Floats:
    """This week's gain."""
    return gain(panel.evidence, 7)


def small_level(panel: CounterPanel) -> Floats:
    """The smaller the reading, the sooner."""
    return -_log(panel.evidence)


def relative_growth(panel: CounterPanel) -> Floats:
    """This week's gain over the reading."""
    return _over(gain(panel.evidence, 7), panel.evidence)


def week_on_week(panel: CounterPanel) -> Floats:
    """This week's gain over last week's, also told as acceleration."""
    return _over(gain(panel.evidence, 7), gain(panel.evidence, 7, 7))


def acceleration(panel: CounterPanel) -> Floats:
    """Change of the log growth within 14 days, as in section 4 of the method."""
    velocity = _velocity(panel)
    return velocity - shifted(velocity, 14)


def wikitrends(panel: CounterPanel) -> Floats:
    """abs(h2 - h1) * ln((h2+1) / (h1+1)); h1 is the mean of the two weeks before."""
    now = gain(panel.evidence, 7)
    before = (gain(panel.evidence, 7, 7) + gain(panel.evidence, 7, 14)) / 2
    return np.abs(now - before) * (_log1p(now) - _log1p(before))


def ratio_7_28(panel: CounterPanel) -> Floats:
    """This week's gain over the mean week of the last four."""
    return _over(gain(panel.evidence, 7), gain(panel.evidence, 28) / 4)


def mean_reversion_4w(panel: CounterPanel) -> Floats:
    """The mean week of the last four over this week: what rose will fall."""
    return _over(gain(panel.evidence, 28) / 4, gain(panel.evidence, 7))


def median_reversion_12w(panel: CounterPanel) -> Floats:
    """The median of the last twelve weekly gains over this week's; of those that are known."""
    weeks = np.stack([gain(panel.evidence, 7, 7 * back) for back in range(12)])
    return _over(_nan(np.nanmedian, weeks), weeks[0])


def mean_k_sigma(panel: CounterPanel) -> Floats:
    """Today's gain in standard deviations from the mean of the 28 days before."""
    today = gain(panel.evidence, 1)
    before = np.stack([shifted(today, back) for back in range(1, 29)])
    mean, spread = _nan(np.nanmean, before), _nan(np.nanstd, before)
    return _over(today - mean, spread + display_step(panel.evidence))


def ewma_z(panel: CounterPanel) -> Floats:
    """7-day mean of stabilised daily gains against the weighted baseline of days -90..-7."""
    smooth = _stabilised_week(panel)
    total, squares, weights = (np.zeros_like(smooth) for _ in range(3))
    for back in range(7, 91):
        value, weight = shifted(smooth, back), np.exp(-np.log(2) * back / HALF_LIFE)
        known = np.isfinite(value)
        total += np.where(known, value, 0) * weight
        squares += np.where(known, value**2, 0) * weight
        weights += known * weight
    mean = _over(total, weights)
    spread = np.sqrt(np.maximum(_over(squares, weights) - mean**2, 0))
    return _over(smooth - mean, spread + BIAS)


def poisson(panel: CounterPanel) -> Floats:
    """This week's gain in standard deviations of a count from the mean of the four before."""
    step = display_step(panel.evidence)
    now = gain(panel.evidence, 7) / step
    expected = gain(panel.evidence, 28, 7) / 4 / step
    return _over(now - expected, np.sqrt(np.maximum(expected, 1)))


def kleinberg(panel: CounterPanel) -> Floats:
    """Cost of the usual state less that of a burst, in a two-state automaton run forward.

    Daily gains in display steps are counts of a Poisson process; a burst has twice the rate known
    until the day before.
    """
    counts = np.maximum(gain(panel.evidence, 1), 0) / display_step(panel.evidence)
    usual, burst = np.zeros(len(panel.names)), np.full(len(panel.names), BURST_COST)
    total, seen = np.zeros(len(panel.names)), np.zeros(len(panel.names))
    found = np.full_like(counts, np.nan)
    for day in range(panel.days):
        count = counts[:, day]
        known = np.isfinite(count)
        rate = np.maximum(total / np.maximum(seen, 1), 0.1)
        step = np.where(known & (seen >= 7), 1.0, 0.0)
        value = np.where(known, count, 0)
        usual_next = np.minimum(usual, burst) + step * (rate - value * np.log(rate))
        burst_next = np.minimum(burst, usual + BURST_COST) + step * (
            BURST_RATE * rate - value * np.log(BURST_RATE * rate)
        )
        least = np.minimum(usual_next, burst_next)
        usual, burst = usual_next - least, burst_next - least
        total, seen = total + value, seen + known
        found[:, day] = np.where(seen > 7, np.clip(usual - burst, -MOST_COST, MOST_COST), np.nan)
    return found


def seasonal_naive(panel: CounterPanel) -> Floats:
    """The week after this one over this one, as both were 52 weeks ago."""
    return _over(gain(panel.evidence, 7, 357), gain(panel.evidence, 7, 364))


def random(panel: CounterPanel) -> Floats:
    """No knowledge at all, the same in every run."""
    seeds = [zlib.crc32(name.encode()) for name in panel.names]
    return np.stack([np.random.default_rng(seed).random(panel.days) for seed in seeds])


def predecessor(panel: CounterPanel) -> Floats:
    """What the earlier product ranked by: likes, shares and comments added up, hence volume."""
    return panel.evidence


RULES: dict[str, Callable[[CounterPanel], Floats]] = {
    rule.__name__: rule
    for rule in (
        volume,
        absolute_gain,
        small_level,
        relative_growth,
        week_on_week,
        acceleration,
        wikitrends,
        ratio_7_28,
        mean_reversion_4w,
        median_reversion_12w,
        mean_k_sigma,
        ewma_z,
        poisson,
        kleinberg,
        seasonal_naive,
        random,
        predecessor,
    )
}


def _over(above: Floats, below: Floats) -> Floats:
    known = np.isfinite(above) & np.isfinite(below) & (below != 0)
    return np.divide(above, below, out=np.full(above.shape, np.nan), where=known)


def _log(values: Floats) -> Floats:
    return np.log(values, out=np.full(values.shape, np.nan), where=values > 0)


def _log1p(values: Floats) -> Floats:
    return np.log1p(values, out=np.full(values.shape, np.nan), where=values > -1)


def _nan(summary: Callable[..., Floats], stacked: Floats) -> Floats:
    """A summary of what is known, over the first axis; not a number where nothing is."""
    known = np.isfinite(stacked).any(axis=0)
    found = summary(np.where(known, stacked, 0.0), axis=0)
    return np.where(known, found, np.nan)


def _stabilised_week(panel: CounterPanel) -> Floats:
    counts = np.maximum(gain(panel.evidence, 1), 0) / display_step(panel.evidence)
    days = np.stack([shifted(2 * np.sqrt(counts + 0.375), back) for back in range(7)])
    enough = np.isfinite(days).sum(axis=0) >= 3
    return np.where(enough, _nan(np.nanmean, days), np.nan)


def _velocity(panel: CounterPanel) -> Floats:
    step = display_step(panel.evidence)
    week, month = gain(panel.evidence, 7) / 7, gain(panel.evidence, 28, 7) / 28
    return _log((week / step + 5) / (month / step + 5))
