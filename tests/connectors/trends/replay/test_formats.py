"""Recorded formats: recognised by columns and content, never by name; read as documented."""

# ruff: noqa: DTZ001  (naive UTC, as the tables hold it)
from __future__ import annotations

import io
from datetime import date, datetime

import polars as pl
import pytest

from connectors.errors import UnusableInput
from connectors.trends.base import SIGNAL_SCHEMA
from connectors.trends.replay.reader import FORMATS, parse, recognise
from domain.signals import Kind, Metric, Origin, Period

PINTEREST = """"Pinterest Trends tool"
Selected Filters
Trends Type,Growing trends
Date Range,90 days before 2025-08-04
{extra}Interests,"All"

,,,,,Data in the date columns reflects the normalized search volume for this trend type
Rank,Trend,Weekly change,Monthly change,Yearly change,2025-07-28,2025-08-04
1,fall outfits,"30%","400%","10%",77,100
2,zucchini bread,"1%","200%","4%",{cell},100
"""


def parquet(**columns) -> bytes:
    sink = io.BytesIO()
    pl.DataFrame(columns).write_parquet(sink)
    return sink.getvalue()


def only(frame: pl.DataFrame, *columns: str) -> list[tuple]:
    return frame.select(columns).rows()


def test_a_daily_counter_is_known_at_the_end_of_its_day():
    payload = parquet(tag=["BookTok"], date=[date(2024, 12, 31)], views=[1_200_000])
    parsed = parse(payload)
    end = datetime(2024, 12, 31, 23, 59, 59, 999999)
    assert parsed.format == "tiktok_counter"
    assert parsed.frame.to_dicts() == [
        {
            "source": "tiktok_hashtag_views",
            "origin": "replay",
            "region": "WW",
            "term": "BookTok",
            "kind": Kind.HASHTAG,
            "metric": Metric.VIEWS_TOTAL,
            "period": Period.DAY,
            "value": 1_200_000.0,
            "rank": None,
            "observed_at": end,
            "captured_at": end,
            "is_partial": False,
            "url": None,
            "platform": "tiktok",
            "line": 1,
        }
    ]


def test_a_counter_with_times_is_known_at_each_time():
    moment = datetime(2024, 11, 1, 1, 9, 42)
    frame = parse(parquet(tag=["a"], ts=[moment], views=[5])).frame
    assert only(frame, "period", "observed_at", "captured_at") == [("instant", moment, moment)]


def test_a_counter_as_csv_with_displayed_counts_and_both_spellings_of_time():
    text = "hashtag,date,views\n#tea,2024-12-31,18.4B\n#tea,2024-12-31T06:00:00+02:00,1.2M\n"
    frame = parse(text.encode()).frame
    assert only(frame, "term", "period", "value", "observed_at") == [
        ("#tea", "day", 18_400_000_000.0, datetime(2024, 12, 31, 23, 59, 59, 999999)),
        ("#tea", "instant", 1_200_000.0, datetime(2024, 12, 31, 4, 0)),
    ]


def test_cells_of_a_counter_that_cannot_be_read_are_refused():
    text = "tag,date,views\na,31/12/2024,5\nb,2024-12-31,many\nc,2024-12-31,\nd,2024-12-31,7\n"
    parsed = parse(text.encode())
    assert parsed.frame["term"].to_list() == ["d"]
    assert sorted(parsed.quarantine.select("line", "reason").rows()) == [
        (2, "bad_date"),
        (3, "bad_number"),
        (4, "missing_value"),
    ]
    assert parsed.rows_read == 4


def test_creative_center():
    text = (
        "hashtag_id,hashtag_name,country,rank,video_views,publish_count,industry_value,"
        "crawl_date,crawl_time\n"
        "1,prompt,Malaysia,9,20968778,1528,,2025-09-24,18:11:30\n"
        "2,lost,Atlantis,10,5,5,,2025-09-24,18:11:30\n"
    )
    parsed = parse(text.encode())
    moment = datetime(2025, 9, 24, 18, 11, 30)
    assert only(parsed.frame, "region", "metric", "period", "value", "rank", "captured_at") == [
        ("MY", "rank", "instant", None, 9, moment),
        ("MY", "views", "week", 20968778.0, None, moment),
        ("MY", "mentions", "week", 1528.0, None, moment),
    ]
    assert parsed.quarantine["reason"].to_list() == ["bad_region"]


def twitter(**changes) -> bytes:
    columns = {
        "as_of": [datetime(2020, 7, 15, 18, 36, 17)] * 3,
        "location": ["Worldwide", "SanFrancisco", "UnitedKingdom"],
        "country": ["WW", "US", "UK"],
        "rank": [1, 2, 3],
        "name": ["#tea", "coffee", "rain"],
        "tweet_volume": [12_000, None, 0],
        "snapshot": ["x"] * 3,
    }
    return parquet(**(columns | changes))


def test_twitter_lists():
    parsed = parse(twitter())
    ranked = parsed.frame.filter(pl.col("metric") == "rank")
    assert only(ranked, "region", "term", "kind", "rank", "period") == [
        ("WW", "#tea", "topic", 1, "instant"),
        ("US-SanFrancisco", "coffee", "topic", 2, "instant"),
        ("GB", "rain", "topic", 3, "instant"),
    ]
    volume = parsed.frame.filter(pl.col("metric") == "mentions")
    assert only(volume, "term", "value", "period") == [
        ("#tea", 12_000.0, "day"),
        ("rain", 0.0, "day"),
    ]


def test_twitter_rows_without_a_known_country_or_rank_are_refused():
    parsed = parse(twitter(country=["WW", "Atlantis", None], rank=[None, 2, 3]))
    assert parsed.frame.height == 0
    assert sorted(parsed.quarantine["reason"]) == ["bad_region", "bad_region", "missing_rank"]


def test_twitter_without_volumes():
    payload = pl.read_parquet(io.BytesIO(twitter())).drop("tweet_volume")
    sink = io.BytesIO()
    payload.write_parquet(sink)
    assert set(parse(sink.getvalue()).frame["metric"]) == {"rank"}


def test_youtube_lists():
    payload = parquet(
        trending_date=[datetime(2024, 12, 31)] * 2,
        rank=[1, 2],
        videoId=["abc", None],
        title=["A cosy winter", "Nobody saw this"],
        views=[826_990.0, 0.0],
    )
    parsed = parse(payload)
    end = datetime(2024, 12, 31, 23, 59, 59, 999999)
    assert only(parsed.frame, "term", "kind", "metric", "value", "rank", "captured_at", "url") == [
        ("A cosy winter", "title", "rank", None, 1, end, "https://www.youtube.com/watch?v=abc"),
        ("Nobody saw this", "title", "rank", None, 2, end, None),
        (
            "A cosy winter",
            "title",
            "views_total",
            826_990.0,
            None,
            end,
            "https://www.youtube.com/watch?v=abc",
        ),
    ]
    assert "zero views" in parsed.notes[0]


@pytest.mark.parametrize(
    ("header", "first", "second", "period", "end"),
    [
        ("month", "2020-12", "2021-01", "month", datetime(2020, 12, 31, 23, 59, 59, 999999)),
        ("date", "2020-02-01", "2020-03-01", "month", datetime(2020, 2, 29, 23, 59, 59, 999999)),
        ("week", "2020-12-06", "2020-12-13", "week", datetime(2020, 12, 12, 23, 59, 59, 999999)),
        ("date", "2020-12-06", "2020-12-07", "day", datetime(2020, 12, 6, 23, 59, 59, 999999)),
    ],
)
def test_google_interest_by_month_week_or_day(header, first, second, period, end):
    text = f"keyword,{header},interest\nmug,{first},30\nmug,{second},26\n"
    frame = parse(text.encode()).frame
    assert only(frame, "term", "period", "value", "observed_at", "captured_at")[0] == (
        "mug",
        period,
        30.0,
        end,
        end,
    )


def test_google_interest_of_nothing_readable():
    parsed = parse(b"keyword,month,interest\nmug,someday,30\nmug,2020-12,\n")
    assert parsed.frame.height == 0
    assert sorted(parsed.quarantine["reason"]) == ["bad_date", "missing_value"]


def test_pinterest_export():
    parsed = parse(PINTEREST.format(extra="", cell=98).encode())
    captured = datetime(2025, 8, 4, 23, 59, 59, 999999)
    assert set(parsed.frame["captured_at"]) == {captured}
    first = parsed.frame.filter(pl.col("term") == "fall outfits")
    assert only(first, "metric", "period", "value", "rank", "observed_at", "region") == [
        ("rank", "instant", None, 1, captured, "WW"),
        ("interest", "week", 77.0, None, datetime(2025, 7, 28, 23, 59, 59, 999999), "WW"),
        ("interest", "week", 100.0, None, captured, "WW"),
    ]


def test_a_bad_cell_of_pinterest_costs_its_week_only():
    parsed = parse(PINTEREST.format(extra="Region,United Kingdom\n", cell="n/a").encode())
    mine = parsed.frame.filter(pl.col("term") == "zucchini bread")
    assert only(mine, "metric", "value", "region") == [
        ("rank", None, "GB"),
        ("interest", 100.0, "GB"),
    ]
    assert parsed.quarantine["reason"].to_list() == ["bad_number"]


def test_a_week_after_the_export_is_refused():
    text = PINTEREST.format(extra="", cell=1).replace("before 2025-08-04", "before 2025-08-01")
    parsed = parse(text.encode())
    assert set(parsed.frame.filter(pl.col("metric") == "interest")["observed_at"].dt.date()) == {
        date(2025, 7, 28)
    }
    assert parsed.quarantine["reason"].to_list() == ["captured_before_observed"]


def test_a_pinterest_table_without_preamble_is_dated_by_its_last_week():
    text = "Rank,Trend,2025-07-28,2025-08-04\n1,tea,5,6\n"
    assert set(parse(text.encode()).frame["captured_at"].dt.date()) == {date(2025, 8, 4)}


def test_origin_of_a_persons_own_recording():
    payload = parquet(tag=["a"], date=[date(2024, 1, 1)], views=[5])
    assert parse(payload, Origin.IMPORT).frame["origin"].to_list() == ["import"]


def test_column_names_are_read_in_any_case_and_order():
    frame = pl.DataFrame({"Views": [5], " DATE ": [date(2024, 1, 1)], "Tag": ["a"]})
    sink = io.BytesIO()
    frame.write_parquet(sink)
    assert recognise(sink.getvalue())[0].id == "tiktok_counter"


def test_all_formats_of_the_recorded_folder(shared_data):
    found = {}
    for path in sorted((shared_data / "signals").iterdir()):
        parsed = parse(path.read_bytes())
        assert parsed.quarantine.height == 0
        assert list(parsed.frame.schema) == list(SIGNAL_SCHEMA)
        found[parsed.format] = found.get(parsed.format, 0) + parsed.frame.height
    assert found == {
        "google_trends_explore": 777,
        "pinterest_trends_export": 140,
        "tiktok_counter": 29_152 + 34_357,
        "tiktok_creative_center": 1_800,
        "twitter_trends": 271_194 + 169_433,
        "youtube_trending": 17_173 + 17_168 - 283,
    }


def test_formats_have_different_ids():
    assert len({known.id for known in FORMATS}) == len(FORMATS)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("term,metrc,observed_at,value\na,views,2024-01-01,5\n", "metrc may be meant as metric"),
        ("tag,date,view_count\na,2024-01-01,5\n", "columns missing for TikTok"),
        ("alpha,beta\n1,2\n", "no known columns (found: alpha, beta)"),
        ("just some prose without any table in it\nand more of it\n", "no known columns"),
    ],
)
def test_a_wrong_header_says_what_is_missing(text, words):
    with pytest.raises(UnusableInput) as caught:
        parse(text.encode())
    assert caught.value.code == "input.unknown_format"
    assert words in caught.value.message
    assert "signals.md" in caught.value.message
