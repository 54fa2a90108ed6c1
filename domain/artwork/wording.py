"""The printed words and their order of importance."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

SMALL_WORDS = frozenset(
    word
    for line in (
        "a an and the of in on at to for by or but my our your with from is are",
        "i it its be as so & + this that than then",
    )
    for word in line.split()
)
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
    def rest(self) -> tuple[str, ...]:
        """Words before and after the hero."""
        return tuple(" ".join((*self.before, *self.after)).split())

    @property
    def hero_at(self) -> int:
        """Index of the line in which the hero starts."""
        seen = len(" ".join(self.before).split())
        for i, line in enumerate(self.lines):
            if seen < len(line.split()):
                return i
            seen -= len(line.split())
        return 0


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


@lru_cache(maxsize=512)
def broken(text: str, count: int) -> tuple[str, ...]:
    """The words in `count` lines of widths as even as can be (fewer when there are fewer words)."""
    words = text.split()
    count = max(1, min(count, len(words)))
    if count == 1:
        return (" ".join(words),)
    best: tuple[float, tuple[str, ...]] | None = None
    for cut in range(1, len(words) - count + 2):
        head = " ".join(words[:cut])
        for tail in (broken(" ".join(words[cut:]), count - 1),):
            lines = (head, *tail)
            cost = max(len(line) for line in lines) * 10.0 - min(len(line) for line in lines)
            # a line that ends on "the" or "of" reads badly
            cost += sum(8 for line in lines[:-1] if _key(line.split()[-1]) in SMALL_WORDS)
            if best is None or cost < best[0]:
                best = (cost, lines)
    return best[1] if best else (text,)


def within(text: str, longest: int) -> tuple[str, ...]:
    """The words in the fewest even lines of at most `longest` characters, where words allow."""
    words = text.split()
    for count in range(1, len(words) + 1):
        lines = broken(text, count)
        if max(len(line) for line in lines) <= longest:
            return lines
    return tuple(words)


def is_small(line: str) -> bool:
    """Whether a line holds only joining words, to be set small between rules."""
    return len(line) <= 12 and all(_key(word) in SMALL_WORDS for word in line.split())
