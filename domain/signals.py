"""The canonical trend signal: what every source, recorded or live, is turned into."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Origin(StrEnum):
    """How a row came to us. It travels with every figure made from the row."""

    LIVE = "live"  # asked of the platform by this installation
    REPLAY = "replay"  # recorded by somebody earlier and replayed
    IMPORT = "import"  # a person's own file
    CURATED = "curated"  # our own list; nobody measured it


class Kind(StrEnum):
    """What the platform calls the thing that trends."""

    HASHTAG = "hashtag"
    SEARCH = "search"  # a search query
    TOPIC = "topic"  # a trending topic, hashtag or words
    TITLE = "title"  # a video's or post's title: holds terms, is not one
    ARTICLE = "article"  # an encyclopaedia article
    KEYWORD = "keyword"  # words chosen by whoever recorded the file
    NICHE = "niche"  # curated
    OCCASION = "occasion"  # curated, from the calendar


class Metric(StrEnum):
    """What was measured. The metric decides how a series is read."""

    VIEWS_TOTAL = "views_total"  # cumulative counter; differenced before use
    VIEWS = "views"  # count in the period
    POSTS_TOTAL = "posts_total"  # cumulative counter
    MENTIONS = "mentions"  # posts in the period, as displayed
    SEARCHES = "searches"  # approximate searches in the period, as displayed
    INTEREST = "interest"  # index 0-100 within one export
    LISTINGS = "listings"  # active listings that compete, as the marketplace shows
    RANK = "rank"  # place on a list; `value` is empty
    LISTED = "listed"  # curated: present, not measured; `value` is empty


CUMULATIVE = frozenset({Metric.VIEWS_TOTAL, Metric.POSTS_TOTAL})


class Period(StrEnum):
    """How long one value covers. `observed_at` is the end of that span."""

    INSTANT = "instant"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Signal:
    """One observation, as seen. Times are aware UTC.

    `term` is the text as the source shows it (with its `#`, case and emoji).
    `region` is an ISO 3166 alpha-2 code, `WW` for the world, or `CC-Place` for a city.
    `captured_at` is when somebody could first have known the value: the snapshot's time, or the
    end of the period for daily, weekly and monthly values. It is never the time of loading.
    """

    source: str
    origin: Origin
    region: str
    term: str
    kind: Kind
    metric: Metric
    period: Period
    value: float | None
    rank: int | None
    observed_at: datetime
    captured_at: datetime
    is_partial: bool
    url: str | None
    run_id: str
