"""Google Trends: the public feed of trending searches, in both of its generations.

The feed of 2024 and later shows "2000+", the daily feed before it "200K+"; the parser reads both.
It answers only "now", so a landed answer is stamped with the time it was received.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from connectors.errors import BadAnswer, ConnectorError, UnknownMarkup
from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from connectors.trends.base import Parsed, Payload, naive_utc, quarantine_frame, signal_frame
from connectors.trends.pages import refuse_pages
from domain.signals import Kind, Metric, Origin, Period

FEED = "https://trends.google.com/trending/rss"
REGIONS = ("US", "GB")


class GoogleTrendsSource:
    """One feed a country: place on the list and approximate searches."""

    id = "google_trends_rss"
    platform = "google_trends"

    def __init__(self, *, regions: Sequence[str] = REGIONS, feed: str = FEED) -> None:
        self._regions = tuple(regions)
        self._feed = feed

    def fetch(self, client: HttpClient, deadline: Deadline) -> list[Payload]:
        """One payload a country that answers; the last error is raised when none does."""
        payloads: list[Payload] = []
        failure: ConnectorError | None = None
        for region in self._regions:
            try:
                answer = client.get(
                    self._feed, params={"geo": region}, deadline=deadline, source=self.id
                )
            except ConnectorError as error:
                failure = error
                continue
            meta = {"url": answer.url, "region": region, "captured_at": _iso(answer.received_at)}
            payloads.append(Payload(answer.body, ".xml", answer.received_at, meta))
        if not payloads and failure:
            raise failure
        return payloads

    def parse(self, payload: bytes, meta: Mapping[str, Any]) -> Parsed:
        """Rows of one feed. `meta` gives `captured_at` (ISO 8601) and `region`.

        A feed without items is an empty list, not an error.
        """
        refuse_pages(payload, self.id)
        channel = _channel(payload)
        captured = naive_utc(datetime.fromisoformat(str(meta["captured_at"])))
        region = str(meta.get("region") or "WW")
        rows: list[dict[str, Any]] = []
        refused: list[dict[str, Any]] = []
        place = 0
        items = [child for child in channel if _local(child.tag) == "item"]
        for line, item in enumerate(items, start=1):
            fields = {_local(child.tag): (child.text or "").strip() for child in item}
            title = fields.get("title", "")
            if not title:
                refused.append(_refusal(line, "missing_term", "an item without a title", None))
                continue
            place += 1
            rows.append(_row(title, region, line, captured, rank=place))
            shown = fields.get("approx_traffic", "")
            searches = _searches(shown)
            if searches is not None:
                rows.append(_row(title, region, line, captured, searches=searches))
            elif shown:
                refused.append(
                    _refusal(line, "bad_number", f"approx_traffic {shown[:60]!r}", title)
                )
        if items and not rows:
            raise UnknownMarkup(f"{self.id}: items without titles. The feed changed; report it.")
        if items and not any("approx_traffic" in {_local(c.tag) for c in i} for i in items):
            raise UnknownMarkup(
                f"{self.id}: items without approx_traffic. The feed changed; report it."
            )
        return Parsed(signal_frame(rows), quarantine_frame(refused), self.id, len(items))


def _channel(payload: bytes) -> Any:
    from xml.etree.ElementTree import ParseError  # the class only: defusedxml parses

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(payload, forbid_dtd=True)
    except DefusedXmlException as error:
        raise BadAnswer(
            "google_trends_rss: the feed declares entities, which no feed of theirs does. "
            "It was refused; report it."
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise BadAnswer(
            "google_trends_rss: the answer is not complete XML. It was kept; try again later."
        ) from error
    channel = next((child for child in root if _local(child.tag) == "channel"), None)
    if _local(root.tag) != "rss" or channel is None:
        raise UnknownMarkup("google_trends_rss: no RSS channel. The feed changed; report it.")
    return channel


def _local(tag: Any) -> str:
    """The name without its namespace, which differs between the generations."""
    return str(tag).rpartition("}")[2]


def _searches(shown: str) -> float | None:
    from domain.counts import parse_count

    try:
        return float(parse_count(shown).value)
    except ValueError:
        return None


def _row(
    title: str,
    region: str,
    line: int,
    captured: datetime,
    *,
    rank: int | None = None,
    searches: float | None = None,
) -> dict[str, Any]:
    ranked = rank is not None
    return {
        "source": "google_trends_rss",
        "origin": Origin.LIVE.value,
        "region": region,
        "term": title,
        "kind": Kind.SEARCH.value,
        "metric": Metric.RANK.value if ranked else Metric.SEARCHES.value,
        "period": Period.INSTANT.value if ranked else Period.DAY.value,
        "value": searches,
        "rank": rank,
        "observed_at": captured,
        "captured_at": captured,
        "is_partial": False,
        "url": f"https://trends.google.com/trending?geo={region}" if region != "WW" else None,
        "platform": "google_trends",
        "line": line,
    }


def _refusal(line: int, reason: str, detail: str, term: str | None) -> dict[str, Any]:
    return {
        "platform": "google_trends",
        "line": line,
        "reason": reason,
        "detail": detail,
        "term": term,
    }


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
