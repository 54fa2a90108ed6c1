"""TikTok: bad rows, discover pages, refusals and the visit."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as tuned

from connectors.errors import (
    Blocked,
    ConnectorError,
    LoginWall,
    NotConfigured,
    RateLimited,
    Unavailable,
    UnknownMarkup,
)
from connectors.trends.tiktok import CONNECTORS, TikTokDiscoverPage, TikTokTrendsPage
from tests.connectors.trends.cases.tiktok import FIRST_DAY, discover_page, trends_page
from tests.connectors.trends.tiktok_samples import (
    ANSWERS,
    META,
    item,
    listed,
    parse,
    ranks,
    values,
    visit,
)
from tests.fakes.browser import ScriptedBrowser
from tests.fakes.http import Reply


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
