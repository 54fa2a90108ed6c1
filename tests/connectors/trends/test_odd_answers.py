"""Whatever JSON comes, X's and Pinterest's readers give rows or a named error, and no crash."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.errors import ConnectorError
from connectors.trends import pinterest, twitter
from connectors.trends.base import SIGNAL_SCHEMA

META = {"captured_at": "2026-03-02T09:30:00+00:00", "region": "US"}
KEYS = st.sampled_from(
    [
        *("name", "trend_name", "trend_metadata", "meta_description", "social_context", "text"),
        *("rank", "trend_url", "url", "tweet_volume", "locations", "trends", "woeid", "as_of"),
        *("errors", "instructions", "entries", "itemType", "promoted_metadata", "is_ai_trend"),
        *("data", "code", "keyword", "term", "title", "time_series", "counts", "normalizedCount"),
        *("date", "values", "mom_change", "pct_growth_wow", "growth_rates", "value"),
        *("2026-02-22", "2026-02-15", "status"),
    ]
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(
        ["tea day", "5 posts", "1 · 2K posts", "TimelineTrend", "", "2026-02-22", "🎃"]
    ),
    st.text(max_size=12),
)
ANSWERS = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=30,
)
SOURCES = [*twitter.CONNECTORS.values(), *pinterest.CONNECTORS.values()]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.id)
@settings(max_examples=60, deadline=None)
@given(answer=ANSWERS)
def test_rows_or_a_named_error(source: Any, answer: Any) -> None:
    body = json.dumps(answer).encode()
    try:
        parsed = source().parse(body, META)
    except ConnectorError:
        return
    assert list(parsed.frame.schema) == list(SIGNAL_SCHEMA)
    assert parsed.frame["term"].null_count() == 0
    assert parsed.frame["line"].is_between(1, max(parsed.rows_read, 1)).all()
