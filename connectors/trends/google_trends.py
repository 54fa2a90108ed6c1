"""Google Trends: the public feed of trending searches, in both of its generations.

The feed of 2024 and later shows "2000+", the daily feed before it "200K+"; the parser reads both.
It answers only "now", so a landed answer is stamped with the time it was received. The widgets of
the explore page and the API for testers are in files of their own beside this one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any
from urllib.parse import parse_qs, urlsplit

from connectors.errors import BadAnswer, ConnectorError, UnknownMarkup
from connectors.trends.base import Parsed, Payload, TrendSource, Visit, captured_at
from connectors.trends.google_trends_api import GoogleTrendsApi
from connectors.trends.google_trends_explore import GoogleTrendsWidgets
from connectors.trends.pages import refuse_pages
from connectors.trends.regions import region_code
from connectors.trends.rows import RowGatherer
from domain.signals import Kind, Metric, Period

FEED = "https://trends.google.com/trending/rss"


class GoogleTrendsSource:
    """One feed a country: place on the list and approximate searches."""

    id = "google_trends_rss"
    version = "1"

    def fetch(self, visit: Visit) -> list[Payload]:
        """One payload a country that answers; the last error is raised when none does."""
        payloads: list[Payload] = []
        failure: ConnectorError | None = None
        for region in visit.settings.regions:
            try:
                answer = visit.http.get(
                    FEED, params={"geo": region}, deadline=visit.deadline, source=self.id
                )
            except ConnectorError as error:
                failure = error
                continue
            received = answer.received_at.astimezone(UTC).isoformat()
            meta = {"url": answer.url, "region": region, "captured_at": received}
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
        region = _region(channel) or str(meta.get("region") or "WW")
        url = f"https://trends.google.com/trending?geo={region}" if region != "WW" else None
        rows = RowGatherer(self.id, "google_trends", Kind.SEARCH, captured_at(meta))
        place = 0
        items = [child for child in channel if _local(child.tag) == "item"]
        for line, item in enumerate(items, start=1):
            fields = {_local(child.tag): (child.text or "").strip() for child in item}
            title = fields.get("title", "")
            if not title:
                rows.refuse(line, "missing_term", "an item without a title")
                continue
            place += 1
            rows.rank(title, place, region=region, line=line, url=url)
            shown = fields.get("approx_traffic", "")
            searches = _searches(shown)
            if searches is not None:
                rows.value(
                    title,
                    Metric.SEARCHES,
                    searches,
                    period=Period.DAY,
                    region=region,
                    line=line,
                    url=url,
                )
            elif shown:
                rows.refuse(line, "bad_number", f"approx_traffic {shown[:60]!r}", title)
        if items and not rows.rows:
            raise UnknownMarkup(f"{self.id}: items without titles. The feed changed; report it.")
        if items and not any("approx_traffic" in {_local(c.tag) for c in i} for i in items):
            raise UnknownMarkup(
                f"{self.id}: items without approx_traffic. The feed changed; report it."
            )
        return rows.parsed(self.id, len(items))


CONNECTORS: dict[str, type[TrendSource]] = {
    source.id: source for source in (GoogleTrendsSource, GoogleTrendsWidgets, GoogleTrendsApi)
}


def _channel(payload: bytes) -> Any:
    from xml.etree.ElementTree import ParseError  # the class only: defusedxml parses

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(payload.lstrip(b" \t\r\n"), forbid_dtd=True)
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


def _region(channel: Any) -> str | None:
    """The country that the feed says it is of, in the address it gives for itself."""
    for child in channel:
        address = (child.text or child.get("href") or "").strip()
        if _local(child.tag) == "link" and "geo=" in address:
            return region_code(parse_qs(urlsplit(address).query).get("geo", [""])[-1])
    return None


def _local(tag: Any) -> str:
    """The name without its namespace, which differs between the generations."""
    return str(tag).rpartition("}")[2]


def _searches(shown: str) -> float | None:
    from domain.counts import parse_count

    try:
        return float(parse_count(shown).value)
    except ValueError:
        return None
