"""How fast each live source is parsed: `python -m bench.parsing`.

Each source parses a made-up answer of the size its platform sends. Beside it stands what must be
done at least: reading the same bytes as JSON (orjson), HTML (selectolax) or XML (expat through
ElementTree). The share tells how much of the time is that reading; no goal is set for it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bench.rehearsal import search, sites, social
from bench.rehearsal.installation import ALL
from bench.rehearsal.terms import hashtag, numbers
from bench.report import Figure, emit
from connectors.trends.loading import connector

SECONDS = 0.5  # of each measurement
ROUNDS = 3  # the best one counts: whatever else the machine does only slows
NOW = datetime.now(UTC)


@dataclass(frozen=True)
class Sample:
    """An answer, what its parser is told beside it, and the named limit of reading it."""

    body: bytes
    limit: str
    meta: dict[str, Any] = field(default_factory=dict)


def window(tags: int = 3000) -> bytes:
    """The counts that an hour's listening leaves."""
    counts = {hashtag(number): 1 + number % 90 for number in numbers(0, tags)}
    span = {"from": (NOW - timedelta(seconds=8)).isoformat(), "to": NOW.isoformat()}
    return json.dumps({**span, "posts": 9000, "counts": counts, "complete": True}).encode()


def histories(articles: int = 100, days: int = 120) -> bytes:
    """Daily views of articles, one answer a line."""
    last = date(2026, 3, 1)
    first = last - timedelta(days=days - 1)
    return b"\n".join(
        search.article_views(f"Rehearsal_term_{number}", first, last) for number in range(articles)
    )


def samples() -> dict[str, Sample]:
    """One answer of each live source, of the size that its platform sends."""
    compared = [f"rehearsal term {number}" for number in range(5)]
    place = {"region": "US"}
    return {
        "wikimedia_top": Sample(search.top_articles(date(2026, 3, 1), 1000), "orjson"),
        "wikimedia_article": Sample(histories(), "orjson"),
        "google_trends_rss": Sample(search.trending_feed(20), "ElementTree", place),
        "google_trends_widgets": Sample(search.interest(5), "orjson", {**place, "terms": compared}),
        "google_trends_api": Sample(
            search.operation(120), "orjson", {**place, "terms": compared[:1]}
        ),
        "tiktok_trends_page": Sample(sites.popular_hashtags(20), "orjson", place),
        "tiktok_discover_page": Sample(sites.discover(100), "orjson", place),
        "instagram_hashtag_page": Sample(sites.tag_page("rehearsalcraft", 60), "orjson"),
        "twitter_explore_page": Sample(sites.explore(50), "orjson", place),
        "twitter_trends_api": Sample(social.by_place(50), "orjson", place),
        "youtube_data_api": Sample(social.videos(50), "orjson", place),
        "pinterest_trends_api": Sample(
            sites.display_only(50), "orjson", {**place, "trend_type": "growing"}
        ),
        "pinterest_trends_page": Sample(sites.growing_searches(50), "orjson", place),
        "etsy_trending_page": Sample(sites.shop_page(64).encode(), "selectolax", place),
        "reddit_listing": Sample(social.listing(50), "orjson"),
        "reddit_api": Sample(social.listing(50), "orjson"),
        "bluesky_jetstream": Sample(window(), "orjson"),
        "hacker_news": Sample(social.front_page(50), "orjson"),
    }


def reading(sample: Sample) -> Callable[[], object]:
    """What any parser must do at least with these bytes."""
    import orjson
    from defusedxml.ElementTree import fromstring
    from selectolax.lexbor import LexborHTMLParser

    body = sample.body
    if sample.limit == "selectolax":
        return lambda: LexborHTMLParser(body)
    if sample.limit == "ElementTree":
        return lambda: fromstring(body)
    lines = body[body.index(b"{") :].split(b"\n")  # without the guard of Google's answers
    return lambda: [orjson.loads(line) for line in lines]


def pace(work: Callable[[], object]) -> float:
    """Times a second, the best of the rounds."""
    work()
    best = 0.0
    for _ in range(ROUNDS):
        done, began = 0, time.perf_counter()
        while (spent := time.perf_counter() - began) < SECONDS / ROUNDS:
            work()
            done += 1
        best = max(best, done / spent)
    return best


def measure(source: str, sample: Sample) -> list[Figure]:
    parser = connector(source)
    meta = {"captured_at": NOW.isoformat(), **sample.meta}
    parsed = parser.parse(sample.body, meta)
    if not parsed.frame.height or parsed.quarantine.height:
        raise SystemExit(
            f"{source}: {parsed.frame.height} rows, {parsed.quarantine.height} refused"
        )
    parses = pace(lambda: parser.parse(sample.body, meta))
    reads = pace(reading(sample))
    megabytes = len(sample.body) / 1_000_000
    return [
        Figure(f"{source}: entries", parses * parsed.rows_read, "/s"),
        Figure(f"{source}: bytes", parses * megabytes, "MB/s"),
        Figure(f"{source}: share of {sample.limit}", 100 * parses / reads, "%"),
    ]


def main() -> int:
    known = samples()
    if missing := set(ALL) - known.keys():
        raise SystemExit(f"no made-up answer of {', '.join(sorted(missing))}; add it here")
    print(f"{'source':24} {'answer':>10} {'entries/s':>11} {'MB/s':>7}  of the reading alone")
    found = []
    for source, sample in known.items():
        figures = measure(source, sample)
        entries, size, share = (figure.figure for figure in figures)
        print(
            f"{source:24} {len(sample.body):8,} B {entries:11,.0f} {size:7.1f}  "
            f"{share:5.1f} % of {sample.limit}"
        )
        found += figures
    emit(found)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
