"""Print a sample of composed ideas, to be read as a picky buyer: python -m bench.ideas_sample."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from domain.ideas.brief import Brief, ScoredTerm
from domain.ideas.compose import compose_many
from domain.ideas.subject import understand
from domain.niches.loader import niches
from domain.signals import Kind
from domain.terms.normalise import normalise

# Shapes in which terms trend, beside the curated niches.
TRENDING = (
    *("dark romance", "bookish gifts", "christmas pajamas", "fantasy books", "spooky season"),
    *("labrador mom", "pickleball dad", "mothers day gift", "fall vibes", "teacher t shirt"),
    *("smut reader", "enemies to lovers", "cozy gaming", "iced coffee", "dog dad shirt"),
    *("banana bread", "game day", "dachshund", "easter egg", "snow day", "trail running"),
    *("happy halloween", "book hangover", "cowboy romance", "retro gamer", "highland cow"),
)


def sample(count: int, seed: int) -> Iterator[Brief]:
    """Up to `count` briefs: every so many niches, and each trending shape, none alike."""
    every = niches()
    step = max(1, len(every) // max(1, count - len(TRENDING)))
    terms = [*TRENDING, *(niche.term for niche in every[seed % step :: step])]
    taken: set[str] = set()
    for text in terms[:count]:
        term = normalise(text, kind=Kind.KEYWORD)
        subject = understand(term.words, term.display, None)
        if subject is None:
            print(f"  not understood: {text}")
            continue
        scored = _scored(term.term_id, term.key, term.display)
        for brief in compose_many(scored, subject, 1, seed, taken):
            taken.add(" ".join(brief.phrase))
            yield brief


def _scored(term_id: str, key: str, display: str) -> ScoredTerm:
    return ScoredTerm(
        term_id=term_id,
        term=key,
        display=display,
        kind="niche",
        origin="curated",
        is_curated=True,
        category=None,
        score=None,
        score_low=None,
        confidence=0.0,
        stage="unknown",
        rank=None,
        occasion=None,
        publish_by=None,
        as_of=datetime(2024, 12, 31, tzinfo=UTC),
    )


def main() -> None:
    """Print the sample and the time it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=80)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    start = time.perf_counter()
    shown = 0
    for brief in sample(options.count, options.seed):
        shown += 1
        look = f"{brief.style.value}/{brief.palette}/{brief.motif.value}"
        print(f"{brief.term:24} {' / '.join(brief.phrase):58} [{brief.emphasis}] {look}")
    seconds = time.perf_counter() - start
    print(f"{shown} ideas in {seconds:.2f} s")


if __name__ == "__main__":
    main()
