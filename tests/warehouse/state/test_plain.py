"""Briefs are kept without loss; other values become plain JSON or are refused."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ideas.brief import Brief, Evidence
from domain.money import Money
from domain.vocabulary import Motif, NicheCategory, ProductType, Style
from warehouse.state.plain import brief_from_json, brief_to_json, plain

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
TEXTS = st.lists(TEXT, max_size=4).map(tuple)
NUMBER = st.floats(allow_nan=False, allow_infinity=False)
EVIDENCE = st.builds(
    Evidence,
    source=TEXT,
    origin=TEXT,
    region=TEXT,
    metric=TEXT,
    value=st.none() | NUMBER,
    rank=st.none() | st.integers(1, 10**6),
    observed_on=st.dates(),
    captured_at=st.datetimes(timezones=st.just(UTC)),
    url=st.none() | TEXT,
)
BRIEF = st.builds(
    Brief,
    idea_id=TEXT,
    term_id=TEXT,
    term=TEXT,
    concept=TEXT,
    audience=TEXT,
    occasion=st.none() | TEXT,
    phrase=TEXTS,
    emphasis=TEXT,
    style=st.sampled_from(Style),
    palette=TEXT,
    motif=st.sampled_from(Motif),
    product_types=st.lists(st.sampled_from(ProductType), max_size=3).map(tuple),
    keywords=TEXTS,
    why_now=TEXT,
    category=st.sampled_from(NicheCategory),
    origin=TEXT,
    seed=st.integers(0, 2**63 - 1),
    writer=TEXT,
    evidence=st.lists(EVIDENCE, max_size=3).map(tuple),
)


@given(BRIEF)
def test_a_brief_comes_back_as_it_was(brief: Brief) -> None:
    text = json.dumps(brief_to_json(brief), allow_nan=False)
    again = brief_from_json(json.loads(text))
    assert again == brief
    assert [type(value) for value in (again.style, again.motif, again.category, again.phrase)] == [
        type(value) for value in (brief.style, brief.motif, brief.category, brief.phrase)
    ]
    assert brief_to_json(again) == brief_to_json(brief)


def test_what_is_no_brief_is_refused() -> None:
    with pytest.raises(ValueError, match="idea_id"):
        brief_from_json({"term": "x"})


@dataclass
class Inner:
    price: Money
    kind: Style


def test_plain_values() -> None:
    value = {
        "a": Inner(Money(Decimal("1.5")), Style.RETRO),
        2: (date(2024, 2, 29), datetime(2024, 2, 29, tzinfo=UTC)),
        "set": {"b", "a"},
        "n": None,
        "d": Decimal("0.10"),
    }
    assert plain(value) == {
        "a": {"price": {"amount": "1.50", "currency": "USD"}, "kind": "retro"},
        "2": ["2024-02-29", "2024-02-29T00:00:00+00:00"],
        "set": ["a", "b"],
        "n": None,
        "d": "0.10",
    }
    json.dumps(plain(value))


@pytest.mark.parametrize("value", [object(), b"bytes", Inner, 1j])
def test_anything_else_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="JSON"):
        plain({"deep": [value]})
