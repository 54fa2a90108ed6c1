"""TikTok for the standard battery: the list of 2026, and the cards of the discover page."""

from __future__ import annotations

import json

from connectors.trends.tiktok import TikTokDiscoverPage, TikTokTrendsPage
from tests.connectors.trends.case import Case

FIRST_DAY = 1771804800  # 2026-02-23, midnight UTC


def trends_page(entries: int) -> bytes:
    """A list of popular hashtags with counts as texts and a curve of two days."""
    items = [
        {
            "hashtagID": str(1000 + number),
            "hashtagName": f"handmade{number}",
            "rankIndex": str(number),
            "publishCnt": str(1000 * number),
            "vv": str(900_000 - number),
            "popularityCurve": [
                {"timestamp": str(FIRST_DAY), "value": 40},
                {"timestamp": str(FIRST_DAY + 86_400), "value": 100},
            ],
            "topCreators": [{"handleName": "somebody", "nickname": "Some Body"}],
        }
        for number in range(1, entries + 1)
    ]
    return json.dumps(
        {
            "items": items,
            "pagination": {"page": 1, "totalCount": entries, "hasMore": False},
            "BaseResp": {"StatusCode": 0, "StatusMessage": ""},
        }
    ).encode()


def discover_page(entries: int) -> bytes:
    """Cards of people, hashtags and sounds."""
    tags = [
        {
            "cardItem": {
                "id": str(number),
                "type": 3,
                "title": f"#handmade{number}",
                "subTitle": "1.2B views",
                "link": f"/tag/handmade{number}",
                "extraInfo": {"views": "1200000000", "challengeId": str(number)},
            },
            "videoList": [],
        }
        for number in range(1, entries + 1)
    ]
    person = {"title": "Some Body", "link": "/@somebody", "extraInfo": {"fans": 5, "video": 7}}
    sound = {"title": "A Song", "link": "/music/A-Song-1", "extraInfo": {"musicId": "1"}}
    body = [
        {"pageState": {"region": "US"}, "exploreList": [{"cardItem": person}]},
        {"pageState": {"region": "US"}, "exploreList": tags},
        {"pageState": {"region": "US"}, "exploreList": [{"cardItem": sound, "videoList": []}]},
    ]
    return json.dumps({"statusCode": 0, "body": body}).encode()


CHANGED = b'{"code": 0, "msg": "OK", "data": {"cards": [{"label": "a", "heat": 3}]}}'

CASES = [
    Case(TikTokTrendsPage, trends_page, CHANGED, rows_per_entry=5),
    Case(TikTokDiscoverPage, discover_page, CHANGED, rows_per_entry=2),
]
