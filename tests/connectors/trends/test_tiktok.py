"""The TikTok pages: every shape met so far, recomputed from the documents themselves."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as tuned
from hypothesis import strategies as st

from connectors.errors import (
    BadAnswer,
    Blocked,
    ConnectorError,
    LoginWall,
    NotConfigured,
    RateLimited,
    Unavailable,
    UnknownMarkup,
)
from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from connectors.settings import ConnectorSettings
from connectors.trends.base import Parsed, Visit
from connectors.trends.tiktok import CONNECTORS, TikTokDiscoverPage, TikTokTrendsPage
from tests.connectors.trends.case import KEYS, NOW, TODAY
from tests.connectors.trends.cases.tiktok import FIRST_DAY, discover_page, trends_page
from tests.fakes.browser import ScriptedBrowser
from tests.fakes.http import FakeClock, Reply, ScriptedTransport

META = {"captured_at": NOW.isoformat(), "region": "US"}
DAY = 86_400


def parse(document: Any, **meta: str) -> Parsed:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return TikTokTrendsPage().parse(body, {**META, **meta})


def values(parsed: Parsed, metric: str) -> dict[str, float]:
    rows = parsed.frame.filter(pl.col("metric") == metric)
    return dict(zip(rows["term"], rows["value"], strict=True))


def ranks(parsed: Parsed) -> dict[str, int]:
    rows = parsed.frame.filter(pl.col("metric") == "rank")
    return dict(zip(rows["term"], rows["rank"], strict=True))


def naive(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)


def listed(*items: Any, key: str = "items") -> dict[str, Any]:
    return {key: list(items), "BaseResp": {"StatusCode": 0, "StatusMessage": ""}}


def item(name: Any = "slowmorning", **more: Any) -> dict[str, Any]:
    return {"hashtagID": "7", "hashtagName": name, "rankIndex": "1", **more}


KEYS_OF_ANSWERS = st.sampled_from(
    [
        "hashtagName",
        "hashtag_id",
        "items",
        "list",
        "rankIndex",
        "vv",
        "publishCnt",
        "country_info",
        "popularityCurve",
        "timestamp",
        "value",
        "challengeInfo",
        "challenges",
        "stats",
        "viewCount",
        "link",
        "title",
        "cardItem",
        "BaseResp",
        "StatusCode",
        "code",
        "id",
        "createTime",
        "desc",
        "keyword",
        "post",
        "data",
        "user",
        "region",
        "pageState",
    ]
)
VALUES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
ANSWERS = st.recursive(
    VALUES | st.sampled_from(["/tag/craft", "1.2M", "2026-02-30", "9999-12-31", "#craft", "US"]),
    lambda inner: st.lists(inner) | st.dictionaries(KEYS_OF_ANSWERS, inner),
    max_leaves=30,
)


def visit(browser: ScriptedBrowser | None, regions: str = "US") -> Visit:
    clock = FakeClock()
    return Visit(
        http=HttpClient(user_agent="PODPusher/test", transport=ScriptedTransport([Reply(500)])),
        deadline=Deadline(20, clock=clock),
        today=TODAY,
        settings=ConnectorSettings(_env_file=None, live_regions=regions),
        keys=KEYS,
        browser=browser,
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


class TestBadRows:
    def reasons(self, *items: Any) -> list[str]:
        parsed = parse(listed(item("fine", publishCnt=1, rankIndex=9), *items))
        assert values(parsed, "mentions")["fine"] == 1
        return parsed.quarantine["reason"].to_list()

    @pytest.mark.parametrize(
        ("bad", "reason"),
        [
            (item(None), "missing_term"),
            (item("  "), "missing_term"),
            (None, "missing_term"),
            ({"rankIndex": 4, "publishCnt": 3}, "missing_term"),
            (item("two words"), "bad_term"),
            (item("x" * 400), "bad_term"),
            (item(publishCnt="many"), "bad_number"),
            (item(publishCnt=-3), "bad_number"),
            (item(vv=1.5), "bad_number"),
            (item(rankIndex="first"), "bad_rank"),
            (item(rankIndex=0), "bad_rank"),
            (item(popularityCurve=[{"timestamp": "soon", "value": 1}]), "bad_date"),
            (item(popularityCurve=[{"timestamp": FIRST_DAY, "value": "high"}]), "bad_number"),
            (item(popularityCurve=[{"timestamp": FIRST_DAY, "value": 101}]), "bad_number"),
        ],
    )
    def test_they_are_refused_with_a_reason(self, bad, reason):
        assert self.reasons(bad) == [reason]

    def test_the_rest_of_a_bad_row_is_kept(self):
        parsed = parse(listed(item(publishCnt="many", vv=12)))
        assert values(parsed, "views") == {"slowmorning": 12}
        assert ranks(parsed) == {"slowmorning": 1}


class TestDiscover:
    def test_cards_of_hashtags_are_read_and_those_of_people_and_sounds_are_not(self):
        parsed = TikTokDiscoverPage().parse(discover_page(3), {**META, "region": "VN"})
        names = [f"#handmade{number}" for number in (1, 2, 3)]
        assert values(parsed, "views_total") == dict.fromkeys(names, 1_200_000_000)
        assert ranks(parsed) == {name: place for place, name in enumerate(names, start=1)}
        by_metric = dict(zip(parsed.frame["metric"], parsed.frame["region"], strict=True))
        assert by_metric == {"rank": "US", "views_total": "WW"}  # the page names its country

    def test_a_list_without_counts(self):
        cards = [
            {"type": 3, "title": "slowmorning", "link": "https://www.tiktok.com/tag/slowmorning"},
            {"type": 4, "title": "A Song", "link": "https://www.tiktok.com/music/A-Song-1"},
            {"type": 2, "title": "Some Body", "link": "https://www.tiktok.com/@somebody"},
            {"type": 3, "title": "quilting", "link": "https://www.tiktok.com/tag/quilting"},
        ]
        parsed = parse({"statusCode": 0, "errMsg": "", "body": {"discoverList": cards}})
        assert ranks(parsed) == {"slowmorning": 1, "quilting": 2}
        assert parsed.frame.height == 2

    @pytest.mark.parametrize(
        "hand_over",
        [
            '<script id="__UNIVERSAL_DATA_FOR_REHYDRATION__" type="application/json">%s</script>',
            '<script id="SIGI_STATE" type="application/json">%s</script>',
            "<script>window['SIGI_STATE']=%s;window['SIGI_RETRY']={\"retry\": false};</script>",
        ],
    )
    def test_todays_page_of_a_hashtag(self, hand_over):
        state = {
            "webapp.app-context": {"region": "DE", "user": {"nickname": "Some Body"}},
            "webapp.challenge-detail": {
                "statusCode": 0,
                "shareMeta": {"title": "#diy | TikTok", "desc": "1B views"},
                "challengeInfo": {
                    "challenge": {"id": "18121", "title": "diy", "desc": "captcha"},
                    "stats": {"videoCount": -1, "viewCount": 7},
                    "statsV2": {"videoCount": "45600000", "viewCount": "190700000000"},
                },
            },
        }
        page = f"<!DOCTYPE html><html>{hand_over % json.dumps(state)}</html>"
        parsed = TikTokDiscoverPage().parse(page.encode(), META)
        assert values(parsed, "posts_total") == {"diy": 45_600_000}
        assert values(parsed, "views_total") == {"diy": 190_700_000_000}
        assert set(parsed.frame["region"]) == {"WW"}
        assert parsed.frame.height == 2

    def test_hashtags_of_the_posts_on_a_page_are_counted(self):
        posts = [
            {"id": "1", "createTime": 1, "desc": "#a #b", "challenges": [{"title": "a"}]},
            {"id": "2", "createTime": 2, "desc": "see #A and #cafe\u0301, not x#y", "author": {}},
            {
                "id": "3",
                "createTime": 3,
                "desc": "",
                "author": {"nickname": "Some Body", "title": "z"},
                "textExtra": [{"hashtagName": "a"}, {"hashtagName": "", "userUniqueId": "who"}],
                "music": {"title": "song", "id": "9"},
            },
        ]
        parsed = parse({"itemList": posts, "statusCode": 0})
        assert values(parsed, "mentions") == {"a": 3, "cafe\u0301": 1}
        assert "3 posts" in parsed.notes[0]

    def test_no_more_than_fifty_of_them(self):
        posts = [{"id": "1", "createTime": 1, "desc": " ".join(f"#tag{n}" for n in range(80))}]
        assert parse({"itemList": posts}).frame.height == 50


class TestRefusals:
    @pytest.mark.parametrize(
        ("answer", "error"),
        [
            ({"code": 40101, "msg": "no permission"}, LoginWall),
            ({"BaseResp": {"StatusCode": 38001001, "StatusMessage": "InvalidLogin"}}, LoginWall),
            ({"code": 0, "data": {"base_resp": {"status_code": 7, "msg": "x"}}}, Blocked),
            ({"code": "50004", "msg": "captcha required", "data": None}, Blocked),
            ({"statusCode": 10000, "statusMsg": "verify"}, Blocked),
            ({"code": 40100, "message": "Too many requests"}, RateLimited),
            ({"code": 51000, "msg": "internal error"}, Unavailable),
            ({"code": 12, "msg": "something else"}, Blocked),
            ({"code": 12}, Blocked),
        ],
    )
    def test_codes_are_read_by_their_meaning(self, answer, error):
        with pytest.raises(error):
            parse(answer)

    def test_a_code_inside_a_page(self):
        page = b'<html><script type="application/json">{"a": {"statusCode": 10000,'
        page += b' "statusMsg": "verify"}}</script></html>'
        with pytest.raises(Blocked):
            parse(page)

    @pytest.mark.parametrize(
        "answer",
        [
            {"code": 0, "msg": "OK", "data": {"list": [], "pagination": {"total": 0}}},
            {"BaseResp": {"StatusCode": 0}, "items": None},
            {"BaseResp": {"StatusCode": 0}, "pagination": {"totalCount": 0}},
            {"user": [{"id": "@p", "name": "P", "userId": "1"}], "hashtag": [], "music": []},
            {"code": 0, "msg": "OK", "data": {"keyword_list": []}},
        ],
    )
    def test_an_empty_list_is_no_error(self, answer):
        parsed = parse(answer)
        assert parsed.frame.is_empty()
        assert parsed.quarantine.is_empty()

    @pytest.mark.parametrize("answer", [b"null", b"[]", b"7", b'{"code": 0, "msg": "OK"}'])
    def test_an_answer_that_says_nothing(self, answer):
        with pytest.raises(UnknownMarkup):
            parse(answer)

    def test_only_people(self):
        with pytest.raises(UnknownMarkup):
            parse({"users": [{"uniqueId": "p", "nickname": "P", "title": "P"}]})

    def test_programs_that_speak_of_captchas_are_no_block_page(self):
        page = b"<!doctype html><html><script>var captcha = 'password';" + b"/" * 30_000
        with pytest.raises(UnknownMarkup):
            parse(page + b"</script><h1>Nothing here</h1></html>")


class TestAnyAnswer:
    @tuned(deadline=None)  # the first answer pays for imports
    @given(ANSWERS)
    def test_is_read_or_refused_by_name(self, answer):
        try:
            parsed = parse(answer)
        except ConnectorError:
            return
        assert all(term.strip("#").strip() for term in parsed.frame["term"])
        assert parsed.frame.filter(pl.col("rank").is_null() & pl.col("value").is_null()).is_empty()
        assert not (parsed.frame["value"] < 0).any()


class TestFetch:
    def test_without_a_browser_it_says_what_to_set(self):
        for source in CONNECTORS.values():
            with pytest.raises(NotConfigured, match="PODPUSHER_PAGES"):
                source().fetch(visit(None))

    def test_a_page_a_country(self):
        browser = ScriptedBrowser([Reply(200, trends_page(2))])
        payloads = TikTokTrendsPage().fetch(visit(browser, "US,GB"))
        assert [each.meta["region"] for each in payloads] == ["US", "GB"]
        assert [request.region for request in browser.requests] == ["US", "GB"]
        assert all(f"region={each.region}" in each.url for each in browser.requests)
        assert all("period=7" in each.meta["url"] for each in payloads)
        assert {each.suffix for each in payloads} == {".json"}

    def test_a_country_that_fails_does_not_cost_the_others(self):
        browser = ScriptedBrowser([Reply(502), Reply(200, trends_page(2))])
        payloads = TikTokTrendsPage().fetch(visit(browser, "US,GB"))
        assert [each.meta["region"] for each in payloads] == ["GB"]

    def test_who_shuts_the_door_is_not_asked_again(self):
        browser = ScriptedBrowser([Reply(200, trends_page(1)), Reply(403), Reply(200)])
        payloads = TikTokTrendsPage().fetch(visit(browser, "US,GB,DE"))
        assert len(payloads) == 1
        assert len(browser.requests) == 2

    def test_a_page_that_holds_its_own_data_is_kept_itself(self):
        page = b'<html><script type="application/json">' + trends_page(2) + b"</script></html>"
        payload = TikTokTrendsPage().fetch(visit(ScriptedBrowser([Reply(200, page)])))[0]
        assert (payload.body, payload.suffix) == (page, ".html")

    def test_a_refusal_is_kept_where_there_is_nothing_else(self):
        refusal = b'{"code": 40101, "msg": "no permission"}'
        source = TikTokTrendsPage()
        payload = source.fetch(visit(ScriptedBrowser([Reply(200, refusal)])))[0]
        with pytest.raises(LoginWall):
            source.parse(payload.body, payload.meta)

    def test_the_discover_page_is_opened_once(self):
        browser = ScriptedBrowser([Reply(200, discover_page(2))])
        assert len(TikTokDiscoverPage().fetch(visit(browser, "US,GB"))) == 1
        assert len(browser.requests) == 1
