"""Etsy Marketplace Insights, in every shape that a seller brings it in."""

# ruff: noqa: DTZ001  (naive UTC, as the tables hold it)
from __future__ import annotations

from datetime import datetime

import pytest

from connectors.errors import UnusableInput
from domain.signals import Metric, Period
from tests.connectors.trends.replay.reading import NAIVE, read, reasons, values

ETSY = {
    "commas": 'Search term,Searches,Competition,Trend\nfern mug,"12,345","3,400",▲ 35%\n'
    'old barn,1.2K,"10,000+",-4%\n',
    "other names": "Keyword;Monthly searches;Listings;Change\nfern mug;12,345;3,400;35%\n"
    "old barn;1.2K;10,000+;-4%\n",
    "another order": "Results\tQuery\tSearch volume (30 days)\n3,400\tfern mug\t12,345\n"
    "10,000+\told barn\t1.2K\n",
    "preamble": "Marketplace Insights\n\nKeyword,Searches,Results\n"
    'fern mug,"12,345","3,400"\nold barn,1.2K,"10,000+"\n',
    "tabs without a header": "fern mug\t12,345\t3,400\t▲ 35%\nold barn\t1.2K\t10,000+\t▼ 4%\n",
    "gaps without a header": "fern mug   12,345   3,400\nold barn  1.2K    10,000+\n",
    "gaps and a header": "Search term   Listings   Searches\nfern mug   3,400   12,345\n"
    "old barn   10,000+   1.2K\n",
    "with places": "1  fern mug  12,345  3,400\n2  old barn  1.2K  10,000+\n",
    "one cell a line": "Marketplace Insights\nfern mug\n12,345 searches\n3,400 results\n▲ 35%\n"
    "old barn\n1.2K searches\n10,000+ results\n▼ 4%\n",
    "nouns in another order": "fern mug\n3,400 listings\n12,345 searches\n"
    "old barn\n10,000+ listings\n1.2K searches\n",
}


@pytest.mark.parametrize("text", ETSY.values(), ids=ETSY)
def test_searches_and_listings_in_every_shape(text):
    parsed = read(text)
    assert parsed.format == "etsy_marketplace_insights"
    assert parsed.platforms == ("etsy_trending",)
    assert values(parsed, Metric.SEARCHES) == {"fern mug": 12345, "old barn": 1200}
    assert values(parsed, Metric.LISTINGS) == {"fern mug": 3400, "old barn": 10000}
    assert set(parsed.frame["metric"]) == {"searches", "listings"}
    assert set(parsed.frame["source"]) == {"etsy_marketplace_insights"}
    assert set(parsed.frame["origin"]) == {"import"}
    assert parsed.quarantine.height == 0


def test_what_a_row_of_insights_says():
    parsed = read("Search term,Searches,Listings\nfern mug,30,4\n", region="GB")
    searches, listings = parsed.frame.sort("metric", descending=True).to_dicts()
    assert (searches["period"], listings["period"]) == (Period.MONTH, Period.INSTANT)
    for row in (searches, listings):
        assert (row["region"], row["kind"], row["line"]) == ("GB", "search", 2)
        assert row["observed_at"] == row["captured_at"] == NAIVE
        assert row["is_partial"] is False


def test_bad_rows_of_a_csv_are_refused_with_their_lines():
    parsed = read(
        "Search term,Searches,Listings,Country\nfern mug,many,4,\n,5,5,\nold barn,,,\n"
        "pond,7,8,Atlantis\noak,9,10,Germany\n"
    )
    assert reasons(parsed) == [
        (2, "bad_number"),
        (3, "missing_term"),
        (4, "missing_value"),
        (5, "bad_region"),
    ]
    assert values(parsed, Metric.LISTINGS) == {"fern mug": 4, "oak": 10}
    assert values(parsed, Metric.SEARCHES, "region") == {"oak": "DE"}


def test_a_line_of_a_paste_without_numbers_is_refused():
    parsed = read("fern mug\t12,345\t3,400\nold barn\t1.2K\t10\nhollow\noak\t5,5,5\t3\n")
    assert reasons(parsed) == [(3, "missing_value"), (4, "bad_number")]
    assert values(parsed, Metric.LISTINGS) == {"fern mug": 3400, "old barn": 10, "oak": 3}


def test_competition_in_words_is_told_and_not_kept():
    parsed = read("Keyword,Searches,Competition\nfern mug,30,Very high\nold barn,20,low\n")
    assert set(parsed.frame["metric"]) == {"searches"}
    assert parsed.notes == ("2 rows give the competition in words, which is not kept",)
    assert parsed.quarantine.height == 0


def test_a_column_of_months_is_known_at_its_end_and_a_running_month_is_partial():
    parsed = read("Month,Keyword,Searches,Listings\n2026-02,fern mug,30,4\n2026-03,oak,7,8\n")
    searches = parsed.frame.filter(parsed.frame["metric"] == "searches").to_dicts()
    assert searches[0]["observed_at"] == datetime(2026, 2, 28, 23, 59, 59, 999999)
    assert searches[0]["is_partial"] is False
    assert searches[1]["observed_at"] == searches[1]["captured_at"] == NAIVE
    assert searches[1]["is_partial"] is True


@pytest.mark.parametrize(
    "header",
    [
        "Keyword,Search volume,CPC,Competition",
        "Keyword,Search volume,Keyword difficulty,Trend",
        "Keyword,Searches",
        "Product  Qty  Price\nfern mug  3  4",
        "Item\tSold\tLeft\nfern mug\t3\t4",
    ],
)
def test_lists_of_others_are_not_taken_for_etsys(header):
    with pytest.raises(UnusableInput) as caught:
        read(f"{header}\nold barn,1,2,3\n")
    assert caught.value.reason == "unknown_format"
