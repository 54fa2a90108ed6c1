"""The TikTok pages: every shape met so far, recomputed from the documents themselves."""

from __future__ import annotations

import json
from datetime import timedelta

import polars as pl
import pytest

from connectors.errors import (
    BadAnswer,
    UnknownMarkup,
)
from connectors.trends.tiktok import TikTokDiscoverPage, TikTokTrendsPage
from tests.connectors.trends.case import NOW
from tests.connectors.trends.cases.tiktok import FIRST_DAY, trends_page
from tests.connectors.trends.tiktok_samples import (
    DAY,
    META,
    item,
    listed,
    naive,
    parse,
    ranks,
    values,
)


class TestRecordedAnswers:
    @pytest.fixture
    def folder(self, shared_data):
        return shared_data / "pages/tiktok"

    def test_the_list_of_2025(self, folder):
        body = (folder / "creative_radar_hashtag_list_2025-10-21_sample1.json").read_bytes()
        hashtags = json.loads(body)["data"]["list"]
        parsed = parse(body)
        assert ranks(parsed) == {each["hashtag_name"]: each["rank"] for each in hashtags}
        assert values(parsed, "mentions") == {
            each["hashtag_name"]: each["publish_cnt"] for each in hashtags
        }
        assert values(parsed, "views") == {
            each["hashtag_name"]: each["video_views"] for each in hashtags
        }
        assert parsed.quarantine.is_empty()
        week = parsed.frame.filter(pl.col("metric").is_in(["mentions", "views"]))
        assert set(week["period"]) == {"week"}
        assert set(parsed.frame["region"]) == {each["country_info"]["id"] for each in hashtags}

    def test_its_curve(self, folder):
        body = (folder / "creative_radar_hashtag_list_2025-10-21_sample1.json").read_bytes()
        points = json.loads(body)["data"]["list"][0]["trend"]
        interest = parse(body).frame.filter(pl.col("metric") == "interest")
        assert interest["value"].to_list() == [round(100 * each["value"], 6) for each in points]
        assert interest["observed_at"].to_list() == [naive(each["time"] + DAY) for each in points]
        assert set(interest["period"]) == {"day"}
        assert interest["captured_at"].to_list() == interest["observed_at"].to_list()

    def test_a_hashtag_of_2025(self, folder):
        body = (folder / "creative_radar_hashtag_detail_2025-10-21_sample.json").read_bytes()
        info = json.loads(body)["data"]["info"]
        parsed = parse(body)
        assert set(parsed.frame["term"]) == {info["hashtag_name"]}
        for metric, key in {
            "mentions": "publish_cnt",
            "views": "video_views",
            "posts_total": "publish_cnt_all",
            "views_total": "video_views_all",
        }.items():
            assert values(parsed, metric) == {info["hashtag_name"]: info[key]}
        assert set(parsed.frame["region"]) == {"WW"}  # its country is ALL
        assert not ranks(parsed)

    def test_keywords(self, folder):
        body = (folder / "creative_radar_keyword_insights_sample.json").read_bytes()
        keywords = json.loads(body)["data"]["keyword_list"]
        parsed = parse(body)
        assert values(parsed, "mentions") == {each["keyword"]: each["post"] for each in keywords}
        assert parsed.frame.height == len(keywords)  # what advertisements cost is no trend
        assert set(parsed.frame["kind"]) == {"keyword"}

    def test_the_discover_page_of_2022(self, folder):
        body = (folder / "discover_www-2022-06-22.json").read_bytes()
        page = json.loads(body)
        parsed = TikTokDiscoverPage().parse(body, META)
        tags = {each["name"]: each["stats"]["views"] for each in page["hashtag"]}
        assert values(parsed, "views_total") == tags
        assert ranks(parsed) == {name: place for place, name in enumerate(tags, start=1)}
        assert set(parsed.frame["term"]) == set(tags)
        people = {each[key] for each in page["user"] for key in ("name", "id")}
        assert not people & set(parsed.frame["term"])
        assert parsed.quarantine.is_empty()

    @pytest.mark.parametrize("part", ["country", "industry"])
    def test_choices_of_a_filter_are_no_trends(self, folder, part):
        body = (folder / f"creative_center_hashtags_{part}.json").read_bytes()
        with pytest.raises(UnknownMarkup, match="filter"):
            parse(body)


class TestTheShapeOf2026:
    def test_counts_are_texts_and_the_curve_runs_to_a_hundred(self):
        points = [{"timestamp": str(FIRST_DAY + DAY * day), "value": 100 - day} for day in range(7)]
        parsed = parse(
            listed(item(publishCnt="52400", vv="120500000", popularityCurve=points)), region="GB"
        )
        assert values(parsed, "mentions") == {"slowmorning": 52_400}
        assert values(parsed, "views") == {"slowmorning": 120_500_000}
        interest = parsed.frame.filter(pl.col("metric") == "interest")
        assert interest["value"].to_list() == [each["value"] for each in points]
        assert set(parsed.frame["region"]) == {"GB"}
        assert set(parsed.frame["url"]) == {"https://www.tiktok.com/tag/slowmorning"}

    @pytest.mark.parametrize(
        ("posts", "views"),
        [("1.2M", "18.4B"), (1_200_000, 18_400_000_000), ("1,200,000", "18,400,000,000 views")],
    )
    def test_displayed_counts(self, posts, views):
        parsed = parse(listed(item(publishCnt=posts, videoViews=views)))
        assert values(parsed, "mentions") == {"slowmorning": 1_200_000}
        assert values(parsed, "views") == {"slowmorning": 18_400_000_000}

    @pytest.mark.parametrize(
        "renamed",
        [
            {"hashtag_id": "7", "hashtag_name": "slowmorning", "rank": 1, "publish_cnt": 5},
            {"HashtagID": 7, "HashtagName": "slowmorning", "RankIndex": 1, "PublishCnt": "5"},
            {"hashtagID": "7", "hashtagTitle": "slowmorning", "rankIndex": 1.0, "postCount": 5},
            {"hashtagID": "7", "title": "slowmorning", "ranking": None, "publishCount": "5"},
            {"item": {"hashtagName": "slowmorning", "rankIndex": "1"}, "stats": {"publishCnt": 5}},
            {"hashtag": {"name": "slowmorning"}, "rank": "1", "metrics": {"publish_cnt": "5"}},
        ],
    )
    def test_names_of_fields_may_differ(self, renamed):
        parsed = parse(listed(renamed))
        assert values(parsed, "mentions") == {"slowmorning": 5}
        assert ranks(parsed) == {"slowmorning": 1}
        assert parsed.quarantine.is_empty()

    @pytest.mark.parametrize(
        "wrap",
        [
            lambda page: {"data": page},
            lambda page: {"result": {"response": [page]}, "code": 0},
            lambda page: [page],
            lambda page: {"results": page["items"]},
            lambda page: page["items"],
        ],
    )
    def test_wrappers_may_differ(self, wrap):
        page = json.loads(trends_page(3))
        assert parse(wrap(page)).frame.equals(parse(page).frame)

    def test_missing_and_null_fields_leave_their_rows_out(self):
        parsed = parse(listed(item(publishCnt=None, vv="", popularityCurve=None, rankIndex=None)))
        assert parsed.frame["metric"].to_list() == ["rank"]
        assert ranks(parsed) == {"slowmorning": 1}  # its place on the list
        assert parsed.quarantine.is_empty()

    def test_a_stated_rank_counts_more_than_the_place(self):
        parsed = parse(listed(item("second", rankIndex=2), item("first", rankIndex=1)))
        assert ranks(parsed) == {"second": 2, "first": 1}

    def test_the_page_carries_the_answer_in_a_script(self):
        state = {"loaderData": {"page": {"queries": [{"state": {"data": {"pages": [{}]}}}]}}}
        query = state["loaderData"]["page"]["queries"][0]
        query["state"]["data"]["pages"][0]["data"] = json.loads(trends_page(3))["items"]
        wording = {"hashtag_name": "Hashtag", "hashtag": "captcha", "challenge_title": "Challenge"}
        page = (
            "<!DOCTYPE html><html><script>var a = {b: 1}; window.words = "
            f"{json.dumps(wording)};</script><script>window._ROUTER_DATA = {json.dumps(state)};"
            "window.other = {};</script></html>"
        )
        parsed = parse(page.encode())
        assert parsed.frame.equals(parse(trends_page(3)).frame)

    def test_a_page_cut_off_inside_its_script(self):
        page = b'<html><script>window.x = {"items": [{"hashtagName": "a"'
        with pytest.raises(BadAnswer):
            parse(page)

    def test_creators_are_never_read(self):
        parsed = parse(trends_page(20))
        shown = json.dumps(parsed.frame.rows() + parsed.quarantine.rows(), default=str).lower()
        assert "some body" not in shown
        assert "somebody" not in shown


class TestPeriods:
    @pytest.mark.parametrize(
        ("days", "period"), [(7, "week"), (30, "month"), (1, "week"), (120, None)]
    )
    def test_the_curve_tells_what_the_counts_cover(self, days, period):
        points = [{"timestamp": FIRST_DAY - DAY * day, "value": 50} for day in range(days)]
        parsed = parse(listed(item(vv=9, popularityCurve=points)))
        found = parsed.frame.filter(pl.col("metric") == "views")["period"].to_list()
        assert found == ([period] if period else [])
        assert bool(parsed.notes) == (period is None)

    @pytest.mark.parametrize(("stated", "period"), [("7", "week"), ("30", "month")])
    def test_without_a_curve_the_address_tells(self, stated, period):
        address = f"https://ads.tiktok.com/creative/trends/hashtag?region=US&period={stated}"
        parsed = parse(listed(item(vv=9)), url=address)
        views = parsed.frame.filter(pl.col("metric") == "views")
        assert views["period"].to_list() == [period]

    def test_a_day_that_is_not_over_is_partial(self):
        midnight = int(NOW.replace(hour=0, minute=0).timestamp())
        points = [{"timestamp": midnight - DAY * back, "value": 80 - back} for back in (1, 0)]
        interest = parse(listed(item(popularityCurve=points))).frame.filter(
            pl.col("metric") == "interest"
        )
        assert interest["is_partial"].to_list() == [False, True]
        running = interest.filter(pl.col("is_partial"))
        now = NOW.replace(tzinfo=None)
        assert running.select("observed_at", "captured_at").rows() == [(now, now)]

    def test_a_day_that_has_not_begun_is_refused(self):
        tomorrow = int(NOW.replace(hour=0, minute=0).timestamp()) + DAY
        parsed = parse(listed(item(popularityCurve=[{"timestamp": tomorrow, "value": 9}])))
        assert parsed.quarantine["reason"].to_list() == ["captured_before_observed"]

    def test_without_a_country_the_address_tells(self):
        address = "https://ads.tiktok.com/creative_radar_api/v1/hashtag/list?country_code=MY&page=1"
        body = json.dumps(listed(item(vv=9))).encode()
        meta = {"captured_at": NOW.isoformat(), "url": address}
        assert set(TikTokTrendsPage().parse(body, meta).frame["region"]) == {"MY"}
        assert set(TikTokTrendsPage().parse(body, {**meta, "url": ""}).frame["region"]) == {"WW"}

    def test_times_in_milliseconds_and_as_dates(self):
        points = [
            {"time": FIRST_DAY * 1000, "value": 0.5},
            {"time": naive(FIRST_DAY + DAY).date().isoformat(), "value": 1},
        ]
        interest = parse(listed(item(trend=points))).frame.filter(pl.col("metric") == "interest")
        assert interest["value"].to_list() == [50, 100]
        assert interest["observed_at"].diff()[1] == timedelta(days=1)
