"""The lists of Google Trends: related and rising queries, trending stories, charts of a year.

Each is found by what its entries hold, in answers of every generation: the widgets, the trending
pages of 2016-2024 (daily, realtime, by country) and the one since (`batchexecute`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from connectors.trends.figures import whole
from connectors.trends.google_trends_question import Question
from connectors.trends.regions import WORLD, region_code
from connectors.trends.rows import RowGatherer
from connectors.trends.walk import objects
from domain.signals import Kind, Metric, Period

TRENDING_CALL = "i0OFE"  # the trending page's own request since 2024
_NO_TERM = "an entry without its words"


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of a list as it stands there."""

    term: Any
    place: int
    region: str | None
    kind: Kind
    searches: Any = None  # as shown, or a number
    interest: Any = None  # 0-100, of a list that is ordered by it
    ranked: bool = True


Reader = Callable[[Any, Question], Iterator[Listed] | None]
_Key = tuple[str | None, str, Kind]
# Names of their lists of countries that are no country's name in English today.
_OLD_NAMES = {"hong_kong": "HK", "turkey": "TR", "czech_republic": "CZ"}


def read_lists(answer: Any, asked: Question, rows: RowGatherer) -> int | None:
    """Rows of every list in an answer; how many entries there were, None without a list.

    What stands on several lists of one place, or on one twice, has its best place.
    """
    entries: list[Listed] = []
    found = False
    for read in _READERS:
        listed = read(answer, asked)
        if listed is not None:
            found = True
            entries.extend(listed)
    best: dict[_Key, int] = {}
    for each in entries:
        if each.ranked:
            best[_key(each)] = min(each.place, best.get(_key(each), each.place))
    for line, each in enumerate(entries, start=1):
        if each.ranked and best.get(_key(each)) != each.place:
            continue
        if each.ranked:
            del best[_key(each)]
        _write(each, line, rows)
    return len(entries) if found else None


def said_on(answer: Any, asked: Question) -> datetime | None:
    """The end of the day or year that the lists are of (naive UTC), when the answer says so."""
    if any("topCharts" in each for each in objects(answer)):
        return datetime(asked.year + 1, 1, 1) if asked.year else None  # noqa: DTZ001  # naive UTC, as the tables hold it
    for each in objects(answer):
        if "storySummaries" in each or "trendingSearches" in each:
            for form in ("%b %d, %Y", "%Y%m%d"):
                try:
                    day = datetime.strptime(str(each.get("date")), form)  # noqa: DTZ007  # a day has no zone
                except ValueError:
                    continue
                return day + timedelta(days=1)
    return None


def _key(each: Listed) -> _Key:
    return each.region, str(each.term).strip(), each.kind


def _write(each: Listed, line: int, rows: RowGatherer) -> None:
    term = each.term.strip() if isinstance(each.term, str) else ""
    if not term:
        rows.refuse(line, "missing_term", _NO_TERM)
        return
    if each.region is None:
        rows.refuse(line, "bad_region", "a list of a place that has no code", term)
        return
    if each.ranked:
        rows.rank(term, each.place, region=each.region, line=line, kind=each.kind)
    for metric, shown, period in (
        (Metric.SEARCHES, each.searches, Period.DAY),
        (Metric.INTEREST, each.interest, Period.INSTANT),
    ):
        if shown is None:
            continue
        number = whole(shown)
        if number is None or (metric is Metric.INTEREST and number > 100):
            rows.refuse(line, "bad_number", f"{metric.value} {str(shown)[:60]!r}", term)
            continue
        rows.value(
            term, metric, number, period=period, region=each.region, line=line, kind=each.kind
        )


def _related(answer: Any, asked: Question) -> Iterator[Listed] | None:
    """Related queries or topics: the top ones carry an index, the rising ones a growth."""
    lists = _lists(answer, "rankedKeyword")
    if not lists and not any(isinstance(o.get("rankedList"), list) for o in objects(answer)):
        return None
    return (entry for ranked in lists for entry in _related_list(ranked, asked))


def _related_list(ranked: Sequence[Any], asked: Question) -> Iterator[Listed]:
    entries = [each for each in ranked if isinstance(each, dict)]
    top = _is_top(entries)
    for place, each in enumerate(entries, start=1):
        if each.get("hasData") is False:
            continue
        topic = each.get("topic")
        term = topic.get("title") if isinstance(topic, dict) else each.get("query")
        kind = Kind.TOPIC if isinstance(topic, dict) else Kind.SEARCH
        value = each.get("value") if top else None
        yield Listed(term, place, asked.region, kind, interest=value, ranked=not top)


def _is_top(entries: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a list is ordered by an index of 0-100: growth is shown with its sign or in words."""
    shown = [str(each.get("formattedValue", each.get("value", ""))).strip() for each in entries]
    return bool(shown) and all(text.lstrip("<").isdecimal() for text in shown)


def _stories(answer: Any, asked: Question) -> Iterator[Listed] | None:
    """Trending stories: the names of what they are about. Headlines of articles are not read."""
    held = list(objects(answer))
    stories = [each for each in held if isinstance(each.get("entityNames"), list)]
    if not stories and not any("storySummaries" in each for each in held):
        return None
    return (
        Listed(name, place, _shared_region(story) or asked.region, Kind.TOPIC)
        for place, story in enumerate(stories, start=1)
        for name in story["entityNames"] or [story.get("title")]
    )


def _daily(answer: Any, asked: Question) -> Iterator[Listed] | None:
    """The trending searches of days; only the newest day, which stands on top, is the list now."""
    if not any("trendingSearchesDays" in each for each in objects(answer)):
        return None
    return (entry for day in _lists(answer, "trendingSearches")[:1] for entry in _day(day, asked))


def _day(day: Sequence[Any], asked: Question) -> Iterator[Listed]:
    for place, each in enumerate(day, start=1):
        title = each.get("title") if isinstance(each, dict) else None
        term = title.get("query") if isinstance(title, dict) else title
        searches = each.get("formattedTraffic") if isinstance(each, dict) else None
        yield Listed(term, place, asked.region, Kind.SEARCH, searches=searches)


def _charts(answer: Any, asked: Question) -> Iterator[Listed] | None:
    """The charts of a year, each with its own places."""
    held = any("topCharts" in each for each in objects(answer))
    charts = _lists(answer, "listItems")
    if not held and not charts:
        return None
    return (
        Listed(each.get("title"), place, asked.region, Kind.SEARCH)
        for chart in charts
        for place, each in enumerate((c for c in chart if isinstance(c, dict)), start=1)
    )


def _suggestions(answer: Any, asked: Question) -> Iterator[Listed] | None:
    """Topics that complete a word, in their order."""
    lists = [
        topics
        for topics in _lists(answer, "topics")
        if all(isinstance(each, dict) and "mid" in each for each in topics)
    ]
    if not lists:
        return None
    return (
        Listed(each.get("title"), place, asked.region, Kind.TOPIC)
        for topics in lists
        for place, each in enumerate(topics, start=1)
    )


def _countries(answer: Any, asked: Question) -> Iterator[Listed] | None:
    """Lists of words by the name of their country."""
    if not isinstance(answer, dict) or not answer:
        return None
    lists = {name: held for name, held in answer.items() if isinstance(held, list)}
    if len(lists) != len(answer) or not any(map(_country, lists)):
        return None
    if not all(isinstance(term, str) for terms in lists.values() for term in terms):
        return None
    return (
        Listed(term, place, _country(name), Kind.SEARCH)
        for name, terms in lists.items()
        for place, term in enumerate(terms, start=1)
    )


def _trending_now(answer: Any, asked: Question) -> Iterator[Listed] | None:
    """Searches that trend now: [words, news, country, …, approximate searches at place 6, …]."""
    import orjson

    if not isinstance(answer, list):
        return None
    for call in (each for each in answer if isinstance(each, list) and len(each) > 2):
        if call[0] != "wrb.fr" or call[1] != TRENDING_CALL or not isinstance(call[2], str):
            continue
        try:
            held = orjson.loads(call[2])
        except orjson.JSONDecodeError:
            return None
        entries = held[1] if isinstance(held, list) and len(held) > 1 else None
        return _now(entries or [], asked) if entries is None or isinstance(entries, list) else None
    return None


def _now(entries: Sequence[Any], asked: Question) -> Iterator[Listed]:
    for place, each in enumerate(entries, start=1):
        fields = each if isinstance(each, list) else []
        country = fields[2] if len(fields) > 2 and isinstance(fields[2], str) else ""
        searches = fields[6] if len(fields) > 6 else None
        region = region_code(country) or asked.region
        term = fields[0] if fields else None
        yield Listed(term, place, region, Kind.SEARCH, searches=searches)


_READERS: tuple[Reader, ...] = (
    _related,
    _stories,
    _daily,
    _charts,
    _suggestions,
    _countries,
    _trending_now,
)


def _lists(answer: Any, name: str) -> list[list[Any]]:
    return [each[name] for each in objects(answer) if isinstance(each.get(name), list)]


def _country(name: str) -> str | None:
    return _OLD_NAMES.get(name) or region_code(name.replace("_", " "))


def _shared_region(story: Mapping[str, Any]) -> str | None:
    geo = parse_qs(urlsplit(str(story.get("shareUrl") or "")).query).get("geo", [""])[-1]
    code = region_code(geo)
    return code if code != WORLD else None
