"""Posts and talk as they answer: Reddit, Hacker News, Bluesky, YouTube, the API of X."""

from __future__ import annotations

import json

from bench.rehearsal.answer import JSON, XML, Answer, Asked, Route
from bench.rehearsal.terms import apart, hashtag, numbers, term

TOKEN = "rehearsal-token"


def listing(count: int = 10, first: int = 200, subreddit: str = "crafts", more: int = 0) -> bytes:
    """The hot posts of a subreddit, with so many more comments each."""
    posts = [
        {
            "kind": "t3",
            "data": {
                "subreddit": subreddit,
                "author": "nobody",
                "title": term(number).capitalize(),
                "stickied": False,
                "over_18": False,
                "score": 10 * place,
                "num_comments": 3 * place + more,
                "permalink": f"/r/{subreddit}/comments/a{number}/rehearsal/",
            },
        }
        for place, number in enumerate(numbers(first, count), start=1)
    ]
    data = {"after": None, "before": None, "dist": count, "children": posts}
    return json.dumps({"kind": "Listing", "data": data}).encode()


def feed(count: int = 10, first: int = 200, subreddit: str = "crafts") -> bytes:
    """The same as a feed."""
    entries = "".join(
        f"<entry><title>{term(number).capitalize()}</title>"
        f'<link href="https://www.reddit.com/r/{subreddit}/comments/a{number}/rehearsal/"/></entry>'
        for number in numbers(first, count)
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'.encode()


def front_page(count: int = 15, first: int = 240, more: int = 0) -> bytes:
    """The stories of the front page, with so many more comments each."""
    hits = [
        {
            "objectID": str(40_000_000 + number),
            "title": term(number).capitalize(),
            "author": "nobody",
            "url": f"https://site.example/{number}",
            "points": 100 - place,
            "num_comments": 2 * place + more,
            "created_at_i": 1_770_000_000,
        }
        for place, number in enumerate(numbers(first, count), start=1)
    ]
    return json.dumps({"hits": hits, "nbHits": count, "page": 0, "hitsPerPage": 50}).encode()


def events(count: int = 12, first: int = 260) -> tuple[bytes, ...]:
    """Posts of which the first tag is used most, one post that is deleted, one without a tag."""
    said = [_post("plain", "plain")]
    for place, number in enumerate(numbers(first, count), start=1):
        users = count - place + 1
        said += [
            _post(f"{user}of{place}", f"{place}k{user}", hashtag(number)) for user in range(users)
        ]
    said.append(_post("regretful", "regretted", "rehearsalregret"))
    said.append(_event("regretful", {"operation": "delete", "rkey": "regretted"}))
    return tuple(said)


def videos(count: int = 10, first: int = 280) -> bytes:
    """A list of videos with our choice of fields."""
    items = [
        {
            "id": f"rehears{number:04}",
            "snippet": {"title": term(number).capitalize(), "tags": [f"{term(number)} tag"]},
            "statistics": {"viewCount": str(1_000 * place)},
        }
        for place, number in enumerate(numbers(first, count), start=1)
    ]
    return json.dumps({"kind": "youtube#videoListResponse", "items": items}).encode()


def by_place(count: int = 10, first: int = 320) -> bytes:
    """The trends of one place from the API of X."""
    trends = [
        {"trend_name": term(number), "tweet_count": 100_000 - number}
        for number in numbers(first, count)
    ]
    return json.dumps({"data": trends}).encode()


def _post(author: str, key: str, *tags: str) -> bytes:
    features = [{"$type": "app.bsky.richtext.facet#tag", "tag": tag} for tag in tags]
    record = {
        "$type": "app.bsky.feed.post",
        "text": "made-up words",
        "facets": [{"index": {"byteStart": 0, "byteEnd": 1}, "features": features}],
    }
    return _event(author, {"operation": "create", "rkey": key, "record": record})


def _event(author: str, commit: dict[str, object]) -> bytes:
    event = {"did": f"did:plc:{author}", "time_us": 1_770_000_000_000_000, "kind": "commit"}
    shown = {"rev": "3l", "collection": "app.bsky.feed.post", **commit}
    return json.dumps({**event, "commit": shown}).encode()


def _token(asked: Asked) -> Answer:
    if not asked.headers.get("authorization", "").startswith("Basic "):
        return Answer(b'{"error": 401}', 401, JSON)
    return Answer.json({"access_token": TOKEN, "token_type": "bearer", "expires_in": 86_400})


def _app_listing(asked: Asked) -> Answer:
    if asked.headers.get("authorization") != f"Bearer {TOKEN}":
        return Answer(b'{"error": 401}', 401, JSON)
    subreddit = asked.path.split("/")[2]
    return Answer(listing(first=220, subreddit=subreddit, more=asked.edition), content_type=JSON)


def _public(asked: Asked) -> Answer:
    subreddit = asked.path.split("/")[2]
    if asked.path.endswith(".rss"):
        return Answer(feed(subreddit=subreddit), content_type=XML)
    return Answer(listing(subreddit=subreddit, more=asked.edition), content_type=JSON)


def _stories(asked: Asked) -> Answer:
    return Answer(front_page(more=asked.edition), content_type=JSON)


def _stream(asked: Asked) -> Answer:
    return Answer(content_type=JSON, messages=events())


def _videos(asked: Asked) -> Answer:
    """The list of a country, or the videos looked up by name that a search found."""
    found = asked.query.get("id", "").split(",")[0]
    first = int(found.removeprefix("rehears")) if found else 280
    return Answer(videos(first=first), content_type=JSON)


def _search(asked: Asked) -> Answer:
    first = apart(asked.query["q"], 1000)
    found = [{"id": {"videoId": f"rehears{number:04}"}} for number in numbers(first, 10)]
    return Answer.json({"items": found})


def _trends(asked: Asked) -> Answer:
    return Answer(by_place(), content_type=JSON)


ROUTES = (
    Route("www.reddit.com", "/r/", _public),
    Route("www.reddit.com", "/api/v1/access_token", _token),
    Route("oauth.reddit.com", "/r/", _app_listing),
    Route("hn.algolia.com", "/api/v1/search", _stories),
    Route("jetstream2.us-east.bsky.network", "/subscribe", _stream),
    Route("www.googleapis.com", "/youtube/v3/videos", _videos),
    Route("www.googleapis.com", "/youtube/v3/search", _search),
    Route("api.x.com", "/2/trends/by/woeid/", _trends),
)
