"""Bootstrap over blocks of time: neighbouring days are one observation, not seven.

Rows of a week overlap with each other, so single rows would make every interval too narrow. Blocks
are drawn with repetition; measures of two rules are compared on the same draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.backtest.ranking import Flags, Floats

DRAWS = 2000
SEED = 20260101
LOW, HIGH = 0.025, 0.975
LINES = 300  # at which recall is counted


@dataclass(frozen=True, slots=True)
class Interval:
    """A measure with its 95 % interval; the ends are None with fewer than two blocks."""

    value: float
    low: float | None
    high: float | None


def draws(blocks: int, count: int = DRAWS, seed: int = SEED) -> Floats:
    """How often each block is drawn: shape (count, blocks), each row sums to `blocks`."""
    chance = np.random.default_rng(seed)
    return chance.multinomial(blocks, np.full(blocks, 1 / blocks), size=count).astype(np.float64)


def interval(value: float, resampled: Floats) -> Interval:
    """The middle 95 % of what the draws gave; draws without an answer are left out."""
    known = resampled[np.isfinite(resampled)]
    if len(known) < 2:
        return Interval(value, None, None)
    low, high = np.quantile(known, [LOW, HIGH])
    return Interval(value, float(low), float(high))


def numbered(blocks: NDArray[np.int64]) -> NDArray[np.int64]:
    """Block labels as 0 .. n-1."""
    found: NDArray[np.int64] = np.unique(blocks, return_inverse=True)[1]
    return found


@dataclass(frozen=True, slots=True)
class AucByBlocks:
    """The pairs behind an AUC, counted by block of the hit and block of the miss.

    With them, the AUC of any draw is a product of matrices instead of a new ranking.
    """

    won: Floats  # (blocks, blocks): hits of a block placed above misses of a block
    hits: Floats  # (blocks,)
    misses: Floats  # (blocks,)

    @staticmethod
    def of(outcome: Flags, score: Floats, block: NDArray[np.int64]) -> AucByBlocks:
        """Count them; `block` is numbered from 0."""
        count = int(block.max()) + 1 if len(block) else 0
        won = np.zeros((count, count))
        hit_scores, hit_blocks = score[outcome], block[outcome]
        for other in range(count):
            misses = np.sort(score[~outcome & (block == other)])
            below = np.searchsorted(misses, hit_scores, side="left")
            level = np.searchsorted(misses, hit_scores, side="right")
            won[:, other] = np.bincount(hit_blocks, (below + level) / 2, minlength=count)
        return AucByBlocks(
            won,
            np.bincount(block[outcome], minlength=count).astype(np.float64),
            np.bincount(block[~outcome], minlength=count).astype(np.float64),
        )

    def auc(self, weights: Floats) -> Floats:
        """AUC of each draw; `weights` as from `draws`, or one row of ones for the whole."""
        pairs = (weights @ self.hits) * (weights @ self.misses)
        won = ((weights @ self.won) * weights).sum(axis=1)
        return np.divide(won, pairs, out=np.full(len(won), np.nan), where=pairs > 0)


@dataclass(frozen=True, slots=True)
class RecallByBlocks:
    """Hits and misses above each of a few hundred lines, by block.

    With them, recall at a false-alarm rate of any draw needs no new order; each draw has a line of
    its own, which is exact for the whole and as fine as the lines for a draw.
    """

    hits_above: Floats  # (blocks, lines), the highest line first
    misses_above: Floats
    hits: Floats  # (blocks,)
    misses: Floats

    @staticmethod
    def of(outcome: Flags, score: Floats, block: NDArray[np.int64], rate: float) -> RecallByBlocks:
        """Count them around the line for `rate`; `block` is numbered from 0."""
        blocks = int(block.max()) + 1 if len(block) else 0
        rest = np.sort(score[~outcome])[::-1]
        allowed = int(np.floor(rate * len(rest)))
        last = min(len(rest), 3 * allowed + 50)
        places = np.linspace(0, last - 1, min(last, LINES)).round().astype(np.int64)
        if last:
            places = np.union1d(places, [min(allowed, len(rest) - 1)])
        lines = np.unique(rest[places])  # ascending
        above = np.searchsorted(lines, score, side="left")  # lines below each score

        def counted(chosen: Flags) -> Floats:
            width = len(lines) + 1
            cells = np.bincount(block[chosen] * width + above[chosen], minlength=blocks * width)
            return cells.reshape(blocks, width)[:, :0:-1].cumsum(axis=1).astype(np.float64)

        return RecallByBlocks(
            counted(outcome),
            counted(~outcome),
            np.bincount(block[outcome], minlength=blocks).astype(np.float64),
            np.bincount(block[~outcome], minlength=blocks).astype(np.float64),
        )

    def recall(self, weights: Floats, rate: float) -> Floats:
        """Recall of each draw at the lowest line that at most `rate` of its misses lie above."""
        hits, misses = weights @ self.hits, weights @ self.misses
        if not self.hits_above.shape[1]:
            return np.full(len(weights), np.nan)
        allowed = np.floor(rate * misses + 1e-9)
        within = (weights @ self.misses_above) <= allowed[:, None]
        lowest = np.maximum(within.sum(axis=1) - 1, 0)
        found = np.take_along_axis(weights @ self.hits_above, lowest[:, None], axis=1)[:, 0]
        known = (hits > 0) & (misses > 0)
        return np.divide(found, hits, out=np.full(len(hits), np.nan), where=known)


def shares(total: NDArray[Any], count: NDArray[Any], weights: Floats) -> Floats:
    """Sum over sum of each draw: a mean in which every row counts alike. By block."""
    below = weights @ count
    return np.divide(weights @ total, below, out=np.full(len(below), np.nan), where=below > 0)


def weighted_means(values: Floats, weights: Floats) -> Floats:
    """Mean over the blocks of each draw; blocks without a value do not count."""
    known = np.isfinite(values)
    total = weights[:, known].sum(axis=1)
    summed = weights[:, known] @ values[known]
    return np.divide(summed, total, out=np.full(len(total), np.nan), where=total > 0)
