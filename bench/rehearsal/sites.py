"""Web pages as a browser meets them, and the API of Pinterest.

As the real ones do, a page is a frame whose script asks for the data; the shop alone sends its list
with the page.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import quote

from bench.rehearsal.answer import JSON, Answer, Asked, Route
from bench.rehearsal.terms import apart, hashtag, numbers, term

_FRAME = """<!doctype html><html lang="en-US"><head><title>{title}</title></head><body>
<header><a href="/">Home</a></header><main id="list">Loading</main><script>
fetch({address}).then((answer) => answer.json()).then((found) => {{
  const list = document.getElementById("list");
  list.textContent = "";
  for (const word of JSON.stringify(found).match(/rehearsal ?term ?[0-9]+/g) || []) {{
    const row = document.createElement("p");
    row.textContent = word;
    list.append(row);
  }}
}}).catch(() => {{ document.getElementById("list").textContent = "Something went wrong"; }});
</script></body></html>"""


def frame(title: str, address: str) -> str:
    """A page that asks for its data at an address of its own host."""
    return _FRAME.format(title=title, address=json.dumps(address))


def popular_hashtags(count: int = 10, first: int = 400, until: date | None = None) -> bytes:
    """The list of the Creative Center, with counts as texts and a curve of a week."""
    last = datetime.combine(until or datetime.now(UTC).date(), time(), UTC) - timedelta(days=1)
    days = [int((last - timedelta(days=back)).timestamp()) for back in range(6, -1, -1)]
    items = [
        {
            "hashtagID": str(1000 + number),
            "hashtagName": hashtag(number),
            "rankIndex": str(place),
            "publishCnt": str(1000 * place),
            "vv": str(900_000 - number),
            "popularityCurve": [
                {"timestamp": str(day), "value": (10 * place + step) % 101}
                for step, day in enumerate(days)
            ],
        }
        for place, number in enumerate(numbers(first, count), start=1)
    ]
    return json.dumps(
        {
            "items": items,
            "pagination": {"page": 1, "totalCount": count, "hasMore": False},
            "BaseResp": {"StatusCode": 0, "StatusMessage": ""},
        }
    ).encode()


def discover(count: int = 10, first: int = 420) -> bytes:
    """The cards of the discover page; a person and a sound beside the hashtags."""
    tags = [
        {
            "cardItem": {
                "id": str(number),
                "type": 3,
                "title": f"#{hashtag(number)}",
                "subTitle": "1.2B views",
                "link": f"/tag/{hashtag(number)}",
                "extraInfo": {"views": str(1_200_000_000 + number), "challengeId": str(number)},
            },
            "videoList": [],
        }
        for number in numbers(first, count)
    ]
    person = {"title": "Nobody", "link": "/@nobody", "extraInfo": {"fans": 5, "video": 7}}
    sound = {"title": "A Sound", "link": "/music/A-Sound-1", "extraInfo": {"musicId": "1"}}
    state = {"pageState": {"region": "US"}}
    body = [
        {**state, "exploreList": [{"cardItem": person}]},
        {**state, "exploreList": tags},
        {**state, "exploreList": [{"cardItem": sound, "videoList": []}]},
    ]
    return json.dumps({"statusCode": 0, "body": body}).encode()


def tag_page(asked: str, count: int = 8, first: int = 440) -> bytes:
    """The posts of a hashtag, counted, and posts that name further ones."""
    posts = [
        {
            "code": f"P{number}",
            "caption": {"text": f"Made up #{asked} #{hashtag(number)}"},
            "user": {"username": "nobody"},
        }
        for number in numbers(first, count)
    ]
    sections = [{"layout_content": {"medias": [{"media": post} for post in posts]}}]
    tag = {"name": asked, "media_count": 125_000, "top": {"sections": sections}}
    return json.dumps({"data": {"hashtag": tag}, "status": "ok"}).encode()


def explore(count: int = 10, first: int = 460) -> bytes:
    """The list of the explore page, with posts in `social_context`."""
    items = [
        {
            "entryId": f"trend-{number}",
            "content": {
                "itemContent": {
                    "itemType": "TimelineTrend",
                    "__typename": "TimelineTrend",
                    "name": term(number),
                    "social_context": {"text": f"{place} hours ago · Other · {place}.5K posts"},
                    "trend_url": {"url": f"twitter://trending/{number}"},
                }
            },
        }
        for place, number in enumerate(numbers(first, count), start=1)
    ]
    cursor = {"entryId": "cursor-top", "content": {"cursorType": "Top", "value": "x"}}
    instructions = [{"type": "TimelineAddEntries", "entries": [cursor, *items]}]
    return json.dumps({"data": {"timeline": {"timeline": {"instructions": instructions}}}}).encode()


def growing_searches(count: int = 10, first: int = 480) -> bytes:
    """The list that the page of Pinterest's trends asks for."""
    values = [
        {
            "term": term(number),
            "searchCount": 3,
            "normalizedCount": 101 - place,
            "mom_change": {"value": 0.75, "index": place},
            "yoy_change": {"value": None, "index": None},
        }
        for place, number in enumerate(numbers(first, count), start=1)
    ]
    end = datetime.now(UTC).date() - timedelta(days=3)
    return json.dumps({"values": values, "endDate": end.isoformat()}).encode()


def display_only(count: int = 10, first: int = 900) -> bytes:
    """The API of Pinterest. Its terms are 900 and on: none of them may ever be stored."""
    last = datetime.now(UTC).date() - timedelta(days=7)
    weeks = [(last - timedelta(weeks=back)).isoformat() for back in range(2, -1, -1)]
    trends = [
        {
            "keyword": term(number),
            "pct_growth_wow": 50,
            "pct_growth_mom": 400,
            "pct_growth_yoy": -5,
            "time_series": {week: (number + place) % 101 for place, week in enumerate(weeks)},
        }
        for number in numbers(first, count)
    ]
    return json.dumps({"trends": trends}).encode()


def shop_page(count: int = 10, first: int = 500) -> str:
    """A page of the shop: a header with a sign-in, a grid of cards, a footer."""
    cards = "".join(
        f'<li><div class="v2-listing-card" data-listing-id="{number}">'
        f'<a class="listing-link" data-listing-id="{number}" title="{term(number)} mug" '
        f'href="https://www.etsy.com/listing/{number}/x?ls=s">'
        f'<h3 class="v2-listing-card__title">{term(number)} mug</h3></a></div></li>'
        for number in numbers(first, count)
    )
    header = "<header><a href='/signin'>Sign in</a><a href='/search?q=gifts'>Gifts</a></header>"
    footer = "<footer><a href='/market/all_gifts'>All gifts</a></footer>"
    grid = f"<ul data-results-grid-container>{cards}</ul>"
    head = "<head><title>Trending - Etsy</title></head>"
    return f'<!DOCTYPE html><html lang="en-US">{head}<body>{header}{grid}{footer}</body></html>'


def _said(body: bytes) -> Answer:
    return Answer(body, content_type=JSON)


def _tag_frame(asked: Asked) -> Answer:
    tag = asked.path.rstrip("/").rsplit("/", 1)[1]
    return Answer.page(frame(f"#{tag}", f"/api/v1/tags/web_info/?tag_name={quote(tag)}"))


def _tag(asked: Asked) -> Answer:
    return _said(tag_page(asked.query["tag_name"]))


def _shop(asked: Asked) -> Answer:
    return Answer.page(shop_page(first=apart(asked.path, 2000)))


_PINS = "/top_trends_filtered/?country=US"
_CENTER = "/KnowledgeAPI/GetHashtagList?page=1&limit=20"
ROUTES = (
    Route(
        "ads.tiktok.com",
        "/creative/creativeCenter/",
        lambda _: Answer.page(frame("Popular hashtags", _CENTER)),
    ),
    Route("ads.tiktok.com", "/KnowledgeAPI/", lambda _: _said(popular_hashtags())),
    Route(
        "www.tiktok.com", "/discover", lambda _: Answer.page(frame("Discover", "/api/discover/"))
    ),
    Route("www.tiktok.com", "/api/discover/", lambda _: _said(discover())),
    Route("www.instagram.com", "/explore/tags/", _tag_frame),
    Route("www.instagram.com", "/api/v1/tags/", _tag),
    Route(
        "x.com",
        "/explore/",
        lambda _: Answer.page(frame("Explore", "/i/api/graphql/made-up/ExplorePage?variables={}")),
    ),
    Route("x.com", "/i/api/graphql/", lambda _: _said(explore())),
    Route("trends.pinterest.com", "/", lambda _: Answer.page(frame("Pinterest Trends", _PINS))),
    Route("trends.pinterest.com", "/top_trends_filtered/", lambda _: _said(growing_searches())),
    Route("api.pinterest.com", "/v5/trends/keywords/", lambda _: _said(display_only())),
    Route("www.etsy.com", "/market/", _shop),
    Route("www.etsy.com", "/c/", _shop),
)
