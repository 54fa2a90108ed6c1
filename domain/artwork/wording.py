"""The printed words and their order of importance."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

SMALL_WORDS = frozenset(
    word
    for line in (
        "a an and the of in on at to for by or but my our your with from is are",
        "i it its be as so & + this that than then",
    )
    for word in line.split()
)
_LINKS = frozenset(("before", "after", "because", "while", "not", "just"))
_EDGE = re.compile(r"^\W+|\W+$")


def _key(word: str) -> str:
    return _EDGE.sub("", word).casefold()


@dataclass(frozen=True, slots=True)
class Copy:
    """The phrase as lines, with the emphasised words (`hero`) and what stands around them.

    `before` and `after` are lines; joined with the hero they give the whole phrase again.
    """

    lines: tuple[str, ...]
    before: tuple[str, ...]
    hero: str
    after: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """All words in reading order."""
        return tuple(" ".join(self.lines).split())

    @property
    def longest(self) -> int:
        """Characters of the longest word."""
        return max(len(word) for word in self.words)

    @property
    def hero_at(self) -> int:
        """Index of the line in which the hero starts."""
        first = len(" ".join(self.before).split())
        ends = accumulate(len(line.split()) for line in self.lines)
        return next(i for i, end in enumerate(ends) if first < end)


def _find(words: Sequence[str], wanted: Sequence[str]) -> int | None:
    keys, target = [_key(word) for word in words], [_key(word) for word in wanted]
    if not any(target):
        return None
    for i in range(len(keys) - len(target), -1, -1):
        if keys[i : i + len(target)] == target:
            return i
    return None


def read(lines: Sequence[str], emphasis: str) -> Copy:
    """Order the phrase around its emphasis; without a match the longest line is the hero."""
    kept = tuple(" ".join(line.split()) for line in lines if line.strip())
    if not kept:
        raise ValueError("the phrase is empty; a design needs at least one printed word")
    words = " ".join(kept).split()
    owner = [i for i, line in enumerate(kept) for _ in line.split()]
    count = len(emphasis.split())
    start = _find(words, emphasis.split())
    if start is None:
        best = max(range(len(kept)), key=lambda i: len(kept[i]))
        start, count = owner.index(best), len(kept[best].split())

    def grouped(first: int, last: int) -> tuple[str, ...]:
        groups: dict[int, list[str]] = {}
        for i in range(first, last):
            groups.setdefault(owner[i], []).append(words[i])
        return tuple(" ".join(group) for group in groups.values())

    return Copy(
        kept,
        grouped(0, start),
        " ".join(words[start : start + count]),
        grouped(start + count, len(words)),
    )


def _small(word: str) -> bool:
    return _key(word) in SMALL_WORDS


@lru_cache(maxsize=512)
def _split(
    words: tuple[str, ...], ends: frozenset[int], count: int
) -> tuple[float, tuple[int, ...]]:
    """The least ugly places to break `words` into `count` lines, and how ugly they are.

    `ends` are the word counts after which the phrase itself breaks.
    """
    widths = [len(word) for word in words]
    target = (sum(widths) + len(words) - count) / count

    def line_cost(first: int, last: int) -> float:
        length = sum(widths[first:last]) + last - first - 1
        cost = ((length - target) / target) ** 2 * 30
        if last < len(words):
            # a line that ends on "the" or "my" reads badly, so does a cut inside a line
            cost += (9 if _small(words[last - 1]) else 0) + (0 if last in ends else 7)
        return cost

    best: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {(0, 0): (0.0, ())}
    for number in range(1, count + 1):
        for last in range(number, len(words) - (count - number) + 1):
            options = [
                (best[(number - 1, first)][0] + line_cost(first, last), first)
                for first in range(number - 1, last)
                if (number - 1, first) in best
            ]
            cost, first = min(options)
            best[(number, last)] = (cost, (*best[(number - 1, first)][1], last))
    return best[(count, len(words))]


def broken(lines: str | Sequence[str], count: int) -> tuple[str, ...]:
    """The words in `count` lines of even widths (fewer when there are fewer words).

    Given lines, their own breaks are kept where they serve; small words do not end a line.
    """
    parts = (lines,) if isinstance(lines, str) else tuple(lines)
    words = tuple(" ".join(parts).split())
    if not words:
        return ()
    ends = frozenset(accumulate(len(part.split()) for part in parts))
    _, cuts = _split(words, ends, max(1, min(count, len(words))))
    return tuple(" ".join(words[a:b]) for a, b in pairwise((0, *cuts)))


def within(lines: str | Sequence[str], longest: int) -> tuple[str, ...]:
    """The words in the fewest lines of at most `longest` characters, as far as words allow."""
    words = " ".join((lines,) if isinstance(lines, str) else lines).split()
    for count in range(1, len(words) + 1):
        made = broken(lines, count)
        if max(len(line) for line in made) <= longest:
            return made
    return tuple(words)


def is_small(line: str) -> bool:
    """Whether a line holds only joining words, to be set small between rules."""
    return len(line) <= 12 and all(_small(word) for word in line.split())


def stands_alone(line: str) -> bool:
    """Whether a line makes sense by itself: no joining word at its start or its end."""
    words = line.split()
    ends = {words[0], words[-1]}
    return not any(_small(word) or _key(word) in _LINKS for word in ends)
