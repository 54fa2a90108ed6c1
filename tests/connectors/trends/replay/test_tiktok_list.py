"""TikTok Creative Center as people note and copy it."""

from __future__ import annotations

import pytest

from connectors.errors import UnusableInput
from domain.signals import Metric
from tests.connectors.trends.replay.reading import NAIVE, read, reasons, values

TIKTOK = {
    "a line each": "1 #Fern 17K 84.1M\n2 #oak 10,657 59,167,806\n",
    "tabs and a header": "Rank\tHashtag\tViews\tPosts\n1\t#Fern\t84.1M\t17K\n"
    "2\t#oak\t59,167,806\t10,657\n",
    "one cell a line": "Rank\nHashtags\nPosts\nTrend\n1\n# Fern\nTech & Electronics\n17K\nPosts\n"
    "84.1M\nViews\nSee analytics\n2\n# oak\n10,657\nPosts\n59,167,806\nViews\nSee analytics\n",
    "changes of place": "1\n-\n# Fern\n17K\nPosts\n84.1M\nViews\n2\n7\n# oak\n10,657\nPosts\n"
    "59,167,806\nViews\n",
    "a lone sign": "1\n#\nFern\n17K\n84.1M\n2\n#\noak\n10,657\n59,167,806\n",
    "words beside numbers": "1\n#Fern\n84.1M views\n17K posts\n2\n#oak\n59,167,806 views\n"
    "10,657 posts\n",
    "words before numbers": "1. #Fern Posts: 17K Views: 84.1M\n2. #oak Posts: 10,657 Views: "
    "59,167,806\n",
    "a header of another order": "Rank\nHashtag\nViews\nPosts\n1\n#Fern\n84.1M\n17K\n2\n#oak\n"
    "59,167,806\n10,657\n",
    "csv": 'Rank,Hashtag,Posts,Views\n1,#Fern,17K,84.1M\n2,#oak,"10,657","59,167,806"\n',
}


@pytest.mark.parametrize("text", TIKTOK.values(), ids=TIKTOK)
def test_a_hashtag_list_in_every_shape(text):
    parsed = read(text, region="US")
    assert parsed.format == "tiktok_creative_center_list"
    assert values(parsed, Metric.RANK, "rank") == {"#Fern": 1, "#oak": 2}
    assert values(parsed, Metric.MENTIONS) == {"#Fern": 17_000, "#oak": 10_657}
    assert values(parsed, Metric.VIEWS) == {"#Fern": 84_100_000, "#oak": 59_167_806}
    assert set(parsed.frame["region"]) == {"US"}
    assert set(parsed.frame["source"]) == {"tiktok_creative_center"}
    assert set(parsed.frame["captured_at"]) == {NAIVE}
    assert parsed.quarantine.height == 0


@pytest.mark.parametrize(
    ("span", "period"), [("Last 7 days", "week"), ("last 30 days", "month"), ("", "week")]
)
def test_the_span_above_a_list_counts(span, period):
    parsed = read(f"{span}\nGermany\n1 #fern 17K 84.1M\n")
    counts = parsed.frame.filter(parsed.frame["metric"] != "rank")
    assert set(counts["period"]) == {period}
    assert set(parsed.frame["region"]) == {"DE"}
    assert bool(parsed.notes) is not bool(span)


def test_counts_of_a_span_that_no_period_fits_are_told_and_not_kept():
    parsed = read("Last 120 days\n1 #fern 17K 84.1M\n")
    assert set(parsed.frame["metric"]) == {"rank"}
    assert "120 days" in parsed.notes[0]


def test_bad_rows_of_a_list():
    parsed = read("Rank,Hashtag,Posts\n1,#fern,many\nx,#oak,5\n,,6\n,#ash,\n2.5,#elm,4\n")
    assert reasons(parsed) == [
        (2, "bad_number"),
        (3, "bad_number"),
        (4, "missing_term"),
        (5, "missing_value"),
        (6, "bad_rank"),
    ]
    assert values(parsed, Metric.RANK, "rank") == {"#fern": 1}


def test_hashtags_without_places_and_counts_are_no_list():
    with pytest.raises(UnusableInput):
        read("I love #fern and #oak\n#ash\n#elm\n")
