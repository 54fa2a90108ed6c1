"""What the pageviews API of Wikimedia says: top lists, and histories of articles."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import quote

import polars as pl

from connectors.errors import BadAnswer, ConnectorError, UnknownMarkup
from connectors.http.client import json_body
from connectors.trends.base import Parsed, quarantine_frame, signal_frame
from connectors.trends.figures import whole
from connectors.trends.pages import refuse_pages
from connectors.trends.walk import objects
from domain.signals import Kind, Metric, Origin, Period

PROJECT = "en.wikipedia"
# Pages that everybody passes through, and names that are not articles.
_NAMESPACES = frozenset(
    {"special", "wikipedia", "portal", "file", "help", "user", "talk", "category", "template"}
    | {"draft", "module", "mediawiki", "book", "timedtext", "wp", "project"}
)
_PASSAGES = frozenset(
    {"main_page", "-", "undefined", "search", "wikipedia", "index.php", "404.php"}
)


def is_article(title: str) -> bool:
    """Whether a title of a top list is an article and not a passage or a service page."""
    folded = title.strip().casefold().replace(" ", "_")
    namespace, colon, _ = folded.partition(":")
    space = namespace.removesuffix("_talk")
    return bool(folded) and folded not in _PASSAGES and not (colon and space in _NAMESPACES)


def parse_pageviews(payload: bytes, source: str) -> Parsed:
    """Rows of a top list (rank and views), or of histories (views), one answer a line.

    A value was known when its day or month had ended. Raises UnknownMarkup and BadAnswer.
    """
    refuse_pages(payload, source)
    lines = payload.strip().split(b"\n")
    try:
        body = json_body(payload, source)
    except BadAnswer:
        if len(lines) > 1:
            return _parse_bundle(lines, source)
        raise
    for holder in objects(body):
        if isinstance(holder.get("articles"), list):
            return _parse_top(holder, source)
    for holder in objects({"": body}):
        for inner in holder.values():
            if isinstance(inner, list) and any(_is_reading(each) for each in inner):
                return _parse_history(inner)
    if isinstance(body, dict) and body.get("items") == []:
        return Parsed(signal_frame([]), quarantine_frame([]), "wikimedia", 0)
    raise UnknownMarkup(f"{source}: neither a top list nor a history. The API changed; report it.")


def _parse_bundle(lines: list[bytes], source: str) -> Parsed:
    parts, refused = [], []
    for number, line in enumerate(lines, start=1):
        try:
            parts.append(parse_pageviews(line, source))
        except ConnectorError as error:
            refused.append(_refusal(number, "bad_json", error.message))
    if not parts:
        raise BadAnswer(f"{source}: no history could be read. They were kept; report it.")
    return Parsed(
        pl.concat([part.frame for part in parts]),
        pl.concat([*(part.quarantine for part in parts), quarantine_frame(refused)]),
        "wikimedia_article",
        sum(part.rows_read for part in parts) + len(refused),
    )


def _parse_top(listing: dict[str, Any], source: str) -> Parsed:
    articles: list[Any] = listing["articles"]
    try:
        observed, period = _span(listing)
    except (KeyError, TypeError, ValueError) as error:
        raise BadAnswer(f"{source}: the list names no day. Report it.") from error
    country = str(listing.get("country") or "").upper()
    region = country if len(country) == 2 else "WW"
    rows: list[dict[str, Any]] = []
    refused = []
    place = 0  # among articles: service pages leave no gaps
    for line, entry in enumerate(articles, start=1):
        entry = entry if isinstance(entry, dict) else {}
        title = entry.get("article")
        if not isinstance(title, str) or not title.strip():
            refused.append(_refusal(line, "missing_term", "an entry without a title"))
            continue
        if not is_article(title):
            continue
        shown = entry.get("views", entry.get("views_ceil"))
        views = whole(shown)
        if views is None:
            refused.append(_refusal(line, "bad_number", f"views {str(shown)[:60]!r}", title))
            continue
        place += 1
        project = str(entry.get("project") or listing.get("project") or PROJECT)
        row = {
            **_row(title, project, line, observed, period),
            "source": "wikimedia_top",
            "region": region,
        }
        rows.append({**row, "metric": Metric.RANK.value, "rank": place})
        rows.append({**row, "metric": Metric.VIEWS.value, "value": float(views)})
    if (
        articles
        and not rows
        and all(each["reason"] == "missing_term" for each in refused)
        and refused
    ):
        raise UnknownMarkup(f"{source}: a list without titles. The API changed; report it.")
    return Parsed(signal_frame(rows), quarantine_frame(refused), "wikimedia_top", len(articles))


def _parse_history(items: list[Any]) -> Parsed:
    rows, refused = [], []
    for line, entry in enumerate(items, start=1):
        entry = entry if isinstance(entry, dict) else {}
        title, stamp = entry.get("article"), str(entry.get("timestamp") or "")
        if not isinstance(title, str) or not title:
            refused.append(_refusal(line, "missing_term", "an entry without a title"))
            continue
        try:
            start = datetime.strptime(stamp[:8], "%Y%m%d").replace(tzinfo=UTC).date()
        except ValueError:
            refused.append(_refusal(line, "bad_date", f"timestamp {stamp[:40]!r}", title))
            continue
        views = whole(entry.get("views"))
        if views is None:
            shown = str(entry.get("views"))[:60]
            refused.append(_refusal(line, "bad_number", f"views {shown!r}", title))
            continue
        monthly = entry.get("granularity") == "monthly"
        observed = _end(start, monthly)
        period = Period.MONTH if monthly else Period.DAY
        row = _row(title, str(entry.get("project") or PROJECT), line, observed, period)
        rows.append(
            {
                **row,
                "source": "wikimedia_article",
                "metric": Metric.VIEWS.value,
                "value": float(views),
            }
        )
    return Parsed(signal_frame(rows), quarantine_frame(refused), "wikimedia_article", len(items))


def _is_reading(value: Any) -> bool:
    return isinstance(value, dict) and {"article", "timestamp"} <= value.keys()


def _span(listing: Mapping[str, Any]) -> tuple[datetime, Period]:
    """End of the day, or of the month, that a list is of. Raises KeyError or ValueError."""
    monthly = listing["day"] == "all-days"
    day = date(int(listing["year"]), int(listing["month"]), 1 if monthly else int(listing["day"]))
    return _end(day, monthly), Period.MONTH if monthly else Period.DAY


def _end(start: date, monthly: bool) -> datetime:
    """The last moment of a day, or of its month; naive UTC."""
    if monthly:
        start = start.replace(day=monthrange(start.year, start.month)[1])
    return datetime.combine(start, time.max)


def _row(title: str, project: str, line: int, observed: datetime, period: Period) -> dict[str, Any]:
    return {
        "origin": Origin.LIVE.value,
        "region": "WW",
        "term": title.replace("_", " "),
        "kind": Kind.ARTICLE.value,
        "period": period.value,
        "value": None,
        "rank": None,
        "observed_at": observed,
        "captured_at": observed,
        "is_partial": False,
        "url": f"https://{project}.org/wiki/{quote(title.replace(' ', '_'), safe='/:(),')}",
        "platform": "wikimedia",
        "line": line,
    }


def _refusal(line: int, reason: str, detail: str, term: str | None = None) -> dict[str, Any]:
    return {
        "platform": "wikimedia",
        "line": line,
        "reason": reason,
        "detail": detail,
        "term": term,
    }
