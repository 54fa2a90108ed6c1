"""Who writes briefs: the interface a language model may answer one day, and our own composer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Protocol

from domain.ideas.brief import Brief, ScoredTerm
from domain.ideas.compose import COMPOSER_VERSION, compose_many
from domain.ideas.subject import Subject


@dataclass(frozen=True, slots=True)
class WriteRequest:
    """What a writer is asked for: up to `count` briefs, none of whose phrases is in `taken`."""

    scored: ScoredTerm
    subject: Subject
    count: int
    seed: int
    taken: Collection[str] = field(default=())


class Writer(Protocol):
    """Writes briefs for one term. What it gives is checked and gated by the caller."""

    @property
    def name(self) -> str:
        """Name and version, stored with every brief."""

    def write(self, request: WriteRequest) -> list[Brief]:
        """Up to `request.count` briefs; fewer where it has no more to say."""


class EmbeddedWriter:
    """The composer of this package: no network, no model, the same for the same seed."""

    @property
    def name(self) -> str:
        """Name and version, stored with every brief."""
        return COMPOSER_VERSION

    def write(self, request: WriteRequest) -> list[Brief]:
        """Briefs from grammar, lexicon and stock."""
        return compose_many(
            request.scored, request.subject, request.count, request.seed, request.taken
        )
