"""Scored terms for the tests of ideas."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from domain.ideas.brief import ScoredTerm
from domain.ideas.fit import product_fit
from domain.ideas.products import products_of
from domain.ideas.subject import Subject, understand
from domain.signals import Kind
from domain.terms.normalise import normalise
from domain.terms.term import Term
from domain.vocabulary import ProductType


def suiting(term: Term, subject: Subject) -> tuple[ProductType, ...]:
    """The products of the term, as the pipeline finds them."""
    fit = product_fit(
        term.words, display=term.display, language="en", is_noise=False, category=None
    )
    return tuple(one.product for one in products_of(term.words, term.display, fit, subject))


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
        products=suiting(term, subject),
    )
    return replace(scored, **changes), subject
