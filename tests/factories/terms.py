"""Scored terms for the tests of ideas."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from domain.ideas.brief import ScoredTerm
from domain.ideas.subject import Subject, understand
from domain.signals import Kind
from domain.terms.normalise import normalise


def make_term(text: str, **changes: Any) -> tuple[ScoredTerm, Subject]:
    """A curated term nobody measured, and its subject."""
    term = normalise(text, kind=Kind.SEARCH)
    subject = understand(term.words, term.display, None)
    assert subject is not None, text
    scored = ScoredTerm(
        term_id=term.term_id,
        term=term.key,
        display=term.display,
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
        as_of=datetime(2024, 12, 31, 12, tzinfo=UTC),
    )
    return replace(scored, **changes), subject
