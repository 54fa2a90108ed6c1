"""Google Trends and Wikipedia as they answer."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta

from bench.rehearsal.answer import JSON, XML, Answer, Asked, Route
from bench.rehearsal.terms import numbers, term

GUARD = b")]}'\n"  # before the explore page's list of widgets
GUARD_OF_WIDGETS = b")]}',\n"
WEEKS = 52
_SPACE = "https://trends.google.com/trending/rss"


def trending_feed(count: int = 10, first: int = 100, region: str = "US") -> bytes:
    """The feed of trending searches as it is since 2024."""
    items = "".join(
        f"<item><title>{term(number)}</title>"
        f"<ht:approx_traffic>{1000 * place}+</ht:approx_traffic></item>"
        for place, number in enumerate(numbers(first, count), start=1)
    )
    link = f"<link>{_SPACE}?geo={region}</link>"
    return f'<rss xmlns:ht="{_SPACE}"><channel>{link}{items}</channel></rss>'.encode()


def widgets(terms: list[str], region: str) -> bytes:
    """What the explore page offers to ask next, each with its token."""
    restriction = {"geo": {"country": region}, "time": "2026-01-01 2026-12-31"}
    compared = [
        {
            "geo": {"country": region},
            "complexKeywordsRestriction": {"keyword": [{"type": "BROAD", "value": each}]},
        }
        for each in terms
    ]
    offered = [
        {
            "id": "TIMESERIES",
            "request": {"comparisonItem": compared, "resolution": "WEEK"},
            "token": "rehearsal-chart",
        },
        {
            "id": "RELATED_QUERIES",
            "request": {"restriction": {**restriction, **compared[0]}, "language": "en"},
            "token": "rehearsal-related",
        },
    ]
    return GUARD + json.dumps({"widgets": offered}).encode()


def interest(columns: int, points: int = WEEKS, until: date | None = None) -> bytes:
    """The chart: an index of 0-100 a week for each compared term."""
    last = until or datetime.now(UTC).date()
    start = datetime.combine(last, time(), UTC) - timedelta(weeks=points)
    data = [
        {
            "time": str(int((start + timedelta(weeks=number)).timestamp())),
            "formattedTime": f"week {number}",
            "value": [(7 * number + column) % 101 for column in range(columns)],
            "hasData": [True] * columns,
        }
        for number in range(points)
    ]
    return GUARD_OF_WIDGETS + json.dumps({"default": {"timelineData": data}}).encode()


def related(count: int = 8, first: int = 120) -> bytes:
    """The searches that people make as well, best first."""
    ranked = [
        {
            "query": term(number),
            "value": 100 - 5 * place,
            "formattedValue": str(100 - 5 * place),
            "hasData": True,
            "link": f"/trends/explore?q={number}",
        }
        for place, number in enumerate(numbers(first, count))
    ]
    lists = [{"rankedKeyword": ranked}, {"rankedKeyword": []}]
    return GUARD_OF_WIDGETS + json.dumps({"default": {"rankedList": lists}}).encode()


def operation(points: int = 30, until: date | None = None, name: str = "1") -> bytes:
    """A finished operation of the API: a point a day."""
    end = (until or datetime.now(UTC).date()) - timedelta(days=3)
    days = [end - timedelta(days=points - number) for number in range(points)]
    series = [
        {
            "timeRange": {
                "startTime": f"{day}T00:00:00Z",
                "endTime": f"{day + timedelta(days=1)}T00:00:00Z",
            },
            "searchInterest": 1.5 * number,
            "scaledSearchInterest": number % 101,
        }
        for number, day in enumerate(days)
    ]
    response = {"timeSeries": {"points": series}}
    done = {"name": f"operations/{name}", "done": True}
    return json.dumps({**done, "response": response}).encode()


def top_articles(day: date, count: int = 20, first: int = 140) -> bytes:
    """The most read articles of a day."""
    articles = [
        {
            "article": term(number).capitalize().replace(" ", "_"),
            "views": 100_000 - 10 * place,
            "rank": place,
        }
        for place, number in enumerate(numbers(first, count), start=1)
    ]
    about = {"project": "en.wikipedia", "access": "all-access"}
    when = {"year": f"{day:%Y}", "month": f"{day:%m}", "day": f"{day:%d}"}
    return json.dumps({"items": [{**about, **when, "articles": articles}]}).encode()


def article_views(article: str, first: date, last: date) -> bytes:
    """Views of one article, a figure a day."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    about = {"project": "en.wikipedia", "article": article, "granularity": "daily"}
    about |= {"access": "all-access", "agent": "user"}
    items = [
        {**about, "timestamp": f"{day:%Y%m%d}00", "views": 100 + day.toordinal() % 50}
        for day in days
    ]
    return json.dumps({"items": items}).encode()


def titles(asked: list[str]) -> bytes:
    """Where titles lead: each is written with a capital, and sent on to an article of that name."""
    normalised = [{"fromencoded": False, "from": each, "to": each.capitalize()} for each in asked]
    redirects = [
        {"from": each.capitalize(), "to": f"{each.capitalize()} (rehearsal)"} for each in asked
    ]
    pages = [
        {"pageid": number, "ns": 0, "title": f"{each.capitalize()} (rehearsal)"}
        for number, each in enumerate(asked, start=1)
    ]
    query = {"normalized": normalised, "redirects": redirects, "pages": pages}
    return json.dumps({"batchcomplete": True, "query": query}).encode()


def _feed(asked: Asked) -> Answer:
    return Answer(trending_feed(region=asked.query.get("geo", "US")), content_type=XML)


def _explore(asked: Asked) -> Answer:
    compared = json.loads(asked.query["req"])["comparisonItem"]
    terms = [each["keyword"] for each in compared]
    return _json(widgets(terms, compared[0]["geo"]))


def _chart(asked: Asked) -> Answer:
    return _json(interest(len(json.loads(asked.query["req"])["comparisonItem"])))


def _related(asked: Asked) -> Answer:
    return _json(related())


def _started(asked: Asked) -> Answer:
    asked_for = json.loads(asked.body)["spec"]["expression"]["terms"][0]["value"]
    return Answer.json({"name": f"operations/{asked_for.replace(' ', '-')}", "done": False})


def _finished(asked: Asked) -> Answer:
    return _json(operation(name=asked.path.rsplit("/", 1)[1]))


def _top(asked: Asked) -> Answer:
    year, month, day = asked.path.rsplit("/", 3)[1:]
    return _json(top_articles(date(int(year), int(month), int(day))))


def _views(asked: Asked) -> Answer:
    article, _, first, last = asked.path.rsplit("/", 4)[1:]
    return _json(article_views(article, _day(first), _day(last)))


def _titles(asked: Asked) -> Answer:
    return _json(titles(asked.query["titles"].split("|")))


def _day(text: str) -> date:
    return datetime.strptime(text, "%Y%m%d").replace(tzinfo=UTC).date()


def _json(body: bytes) -> Answer:
    return Answer(body, content_type=JSON)


_PAGEVIEWS = "/api/rest_v1/metrics/pageviews"
ROUTES = (
    Route("trends.google.com", "/trending/rss", _feed),
    Route("trends.google.com", "/trends/api/explore", _explore),
    Route("trends.google.com", "/trends/api/widgetdata/multiline", _chart),
    Route("trends.google.com", "/trends/api/widgetdata/relatedsearches", _related),
    Route("searchtrends.googleapis.com", "/v1alpha:fetchTimeSeries", _started),
    Route("searchtrends.googleapis.com", "/v1alpha/operations/", _finished),
    Route("wikimedia.org", f"{_PAGEVIEWS}/top/", _top),
    Route("wikimedia.org", f"{_PAGEVIEWS}/per-article/", _views),
    Route("en.wikipedia.org", "/w/api.php", _titles),
)
