"""Exports and pastes: what is written is read back, and nothing else comes of anything."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from connectors.errors import UnusableInput
from connectors.trends.replay import google, marketplace, tiktok_list
from connectors.trends.replay.reader import parse
from domain.signals import Metric, Origin

NOTED = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
WORD = st.text("abcdefghijklmnopqrstuvwxyzäé", min_size=2, max_size=8)
TERM = st.lists(WORD, min_size=1, max_size=3).map(" ".join).filter(lambda term: term != "new")
COUNT = st.integers(0, 10**9)
ROWS = st.dictionaries(TERM, st.tuples(COUNT, COUNT), min_size=1, max_size=8)
TAGS = st.dictionaries(WORD, st.tuples(COUNT, COUNT), min_size=1, max_size=8)
GAP = st.sampled_from(["\t", "   ", " \t ", " | "])
PIECE = st.sampled_from(
    ["TOP", "RISING", "#", "#oak", "fern mug", "Rank", "Searches", "Keyword", "1", "17K", "5%",
     "Breakout", "<1", "2026-03-01", "Week", "oak: (US)", ",", "\t", "  ", "\n", "\n", '"', "▲"]
)  # fmt: skip


def values(text: str, metric: Metric) -> dict[str, float]:
    frame = parse(text.encode(), Origin.IMPORT, noted_at=NOTED).frame
    return dict(frame.filter(pl.col("metric") == metric.value).select("term", "value").iter_rows())


@given(rows=ROWS, gap=GAP, header=st.booleans(), grouped=st.booleans())
@settings(max_examples=60, deadline=None)
def test_a_pasted_list_of_searches_is_read_back(rows, gap, header, grouped):
    shown = "{:,}" if grouped else "{}"
    lines = [gap.join(("Search term", "Searches", "Listings"))] if header else []
    lines += [
        gap.join((term, shown.format(searches), shown.format(listings)))
        for term, (searches, listings) in rows.items()
    ]
    text = "\n".join(lines)
    assert values(text, Metric.SEARCHES) == {term: pair[0] for term, pair in rows.items()}
    assert values(text, Metric.LISTINGS) == {term: pair[1] for term, pair in rows.items()}


@example(tags={"oak": (0, 2), "elm": (3, 0), "ash": (0, 0)}, between="\n")
@given(tags=TAGS, between=st.sampled_from([" ", "\t", "\n"]))
@settings(max_examples=60, deadline=None)
def test_a_pasted_list_of_hashtags_is_read_back(tags, between):
    text = "\n".join(
        between.join((str(rank), f"#{tag}", f"{posts:,}", f"{views:,}"))
        for rank, (tag, (posts, views)) in enumerate(tags.items(), start=1)
    )
    assert values(text, Metric.MENTIONS) == {f"#{tag}": pair[0] for tag, pair in tags.items()}
    assert values(text, Metric.VIEWS) == {f"#{tag}": pair[1] for tag, pair in tags.items()}
    frame = parse(text.encode(), noted_at=NOTED).frame
    ranks = frame.filter(pl.col("metric") == "rank")
    assert ranks["rank"].to_list() == list(range(1, len(tags) + 1))


@given(
    rows=st.dictionaries(TERM, st.lists(st.integers(0, 100), min_size=3, max_size=3), min_size=1)
)
@settings(max_examples=40, deadline=None)
def test_interest_over_time_is_read_back(rows):
    lines = [",".join(["Month", *(f"{term}: (United States)" for term in rows)])]
    for month in range(3):
        cells = [series[month] for series in rows.values()]
        lines.append(",".join([f"2025-0{month + 1}", *("<1" if c == 0 else str(c) for c in cells)]))
    frame = parse("\n".join(lines).encode()).frame
    found = {
        term: frame.filter(pl.col("term") == term).sort("observed_at")["value"].to_list()
        for term in rows
    }
    assert found == rows


@given(pieces=st.lists(PIECE, max_size=60))
@example(pieces=["TOP", "\n", '"', "\n", "RISING"])
@example(pieces=["TOP", "\n", "TOP", '"', "\n", '"'])
@example(pieces=["Keyword", ",", "oak: (US)", "\n", "1", ",", "5%"])
@settings(max_examples=300, deadline=None)
def test_no_text_does_more_than_be_refused(pieces):
    text = "".join(pieces)
    for shape in (google.related, tiktok_list.paste, marketplace.paste):
        shape(text)
    with suppress(UnusableInput):
        parsed = parse(text.encode(), Origin.IMPORT, noted_at=NOTED)
        bare = text.replace('"', "")
        assert all(term.lstrip("#").replace('"', "") in bare for term in parsed.frame["term"])
