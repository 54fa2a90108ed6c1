"""Google Trends: interest over time and related searches of named terms, from the explore page.

The page asks for its widgets first; each comes with the question to ask next and a token for it. No
part of this is documented by Google, and many are answered 429; it is asked lightly, for five terms
compared in one question and in one country. The parser reads the answers of every widget and of the
trending pages, whose shapes have changed over the years, by what stands in them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from connectors.errors import Blocked, ConnectorError, NoData, RateLimited, UnknownMarkup
from connectors.http.client import Answer, json_body
from connectors.trends.base import Parsed, Payload, Visit, captured_at
from connectors.trends.google_trends_interest import read_map, read_timeline, unfinished_until
from connectors.trends.google_trends_lists import read_lists, said_on
from connectors.trends.google_trends_question import Question, question
from connectors.trends.pages import refuse_pages
from connectors.trends.rows import RowGatherer
from connectors.trends.walk import objects
from domain.signals import Kind

API = "https://trends.google.com/trends/api"
COMPARED = 5  # terms in one question, as many as the page allows
RANGE = "today 12-m"  # a point a week
_WIDGETS = {"TIMESERIES": "multiline", "RELATED_QUERIES": "relatedsearches"}
_GUARD = re.compile(rb"^\)\]\}'?,?\s*")  # keeps the answer from being run as a script
_CHUNK = re.compile(rb"(?:^|\n)\d+\r?\n(?=\[)")  # lengths between the parts of a longer answer
_ERROR_PAGE = re.compile(rb"<title>\s*Error \d{3} \(", re.IGNORECASE)


class GoogleTrendsWidgets:
    """What the explore page shows about the named terms."""

    id = "google_trends_widgets"
    version = "1"

    def fetch(self, visit: Visit) -> list[Payload]:
        """One payload a widget. Raises NoData without named terms."""
        terms = visit.terms[:COMPARED]
        if not terms:
            raise NoData(
                f"{self.id}: no named terms to ask about. Set PODPUSHER_WATCH_TERMS, or score once."
            )
        region = next(iter(visit.settings.regions), "")
        payloads: list[Payload] = []
        failure: ConnectorError | None = None
        for kind, widget in self._widgets(visit, terms, region):
            try:
                answer = self._get(
                    visit, f"widgetdata/{kind}", widget["request"], token=str(widget["token"])
                )
            except ConnectorError as error:
                failure = error
                if isinstance(error, RateLimited | Blocked):
                    break  # asking on would be answered alike
                continue
            meta: dict[str, Any] = {
                "url": answer.url,
                "region": region or None,
                "captured_at": answer.received_at.astimezone(UTC).isoformat(),
            }
            if kind == "multiline":
                meta["terms"] = list(terms)
            payloads.append(Payload(answer.body, ".json", answer.received_at, meta))
        if not payloads and failure:
            raise failure
        return payloads

    def parse(self, payload: bytes, meta: Mapping[str, Any]) -> Parsed:
        """Rows of one answer: an index 0-100, or the places of a list.

        The answer does not name the terms of its values: they are taken from the address in
        `meta["url"]` or from `meta["terms"]`, and rows without a term are refused. Raises
        UnknownMarkup when nothing else stands in the answer.
        """
        _refuse(payload, self.id)
        answer = _document(payload, self.id)
        asked = question(meta)
        captured = _known_by(answer, asked, captured_at(meta))
        rows = RowGatherer(self.id, "google_trends", Kind.SEARCH, captured)
        entries = _read(answer, asked, rows, captured)
        if entries is None:
            raise UnknownMarkup(f"{self.id}: a shape nobody knows. The page changed; report it.")
        if rows.refused and not rows.rows:
            raise UnknownMarkup(f"{self.id}: {_reason(rows)}")
        return rows.parsed(self.id, entries)

    def _widgets(
        self, visit: Visit, terms: tuple[str, ...], region: str
    ) -> list[tuple[str, dict[str, Any]]]:
        """The widgets worth asking for, by the last part of their address; the chart first."""
        compared = [{"keyword": term, "geo": region, "time": RANGE} for term in terms]
        answer = self._get(
            visit, "explore", {"comparisonItem": compared, "category": 0, "property": ""}
        )
        _refuse(answer.body, self.id)
        offered = [
            each
            for each in objects(_document(answer.body, self.id))
            if isinstance(each.get("request"), dict) and each.get("token")
        ]
        chosen = [
            (last, widget)
            for name, last in _WIDGETS.items()
            for widget in offered
            if str(widget.get("id", "")).startswith(name)
        ]
        if not chosen:
            raise UnknownMarkup(
                f"{self.id}: the explore page offers no known widget. It changed; report it."
            )
        return chosen

    def _get(
        self, visit: Visit, path: str, request: Mapping[str, Any], *, token: str | None = None
    ) -> Answer:
        import orjson

        params = {"hl": "en-US", "tz": "0", "req": orjson.dumps(request).decode()}
        if token:
            params["token"] = token
        return visit.http.get(
            f"{API}/{path}", params=params, deadline=visit.deadline, source=self.id
        )


def _refuse(payload: bytes, source: str) -> None:
    """Raise what a page instead of data means. An error page of theirs turns programs away."""
    if _ERROR_PAGE.search(payload[:2000]):
        raise Blocked(
            f"{source}: an error page of Google's instead of data. Wait a day, or import an export "
            "of your own."
        )
    refuse_pages(payload, source)


def _document(payload: bytes, source: str) -> Any:
    """The JSON of an answer without its guard; the parts of a longer answer joined to one list."""
    body = _GUARD.sub(b"", payload.lstrip(b"\xef\xbb\xbf \t\r\n"), count=1)
    if not re.match(rb"\d+\r?\n\[", body):
        return json_body(body, source)
    parts = [part for part in _CHUNK.split(b"\n" + body) if part.strip()]
    return [line for part in parts for line in json_body(part, source)]


def _known_by(answer: Any, asked: Question, captured: datetime) -> datetime:
    """When the answer was given at the latest: as written down, or earlier when it says so."""
    charts = [each.get("timelineData") for each in objects(answer)]
    said = [
        said_on(answer, asked),
        asked.until,
        *(unfinished_until(points, asked) for points in charts if isinstance(points, list)),
    ]
    return min([captured, *(moment for moment in said if moment)])


def _read(answer: Any, asked: Question, rows: RowGatherer, captured: datetime) -> int | None:
    """Rows of whatever the answer holds; how many entries, None when nothing is known."""
    entries: int | None = read_lists(answer, asked, rows)
    for each in objects(answer):
        points, places = each.get("timelineData"), each.get("geoMapData")
        if isinstance(points, list):
            read_timeline(points, asked, rows, captured)
            entries = (entries or 0) + len(points)
        if isinstance(places, list):
            read_map(places, asked, rows)
            entries = (entries or 0) + len(places)
        if isinstance(each.get("widgets"), list):  # what may be asked next; no trend
            entries = entries or 0
    return entries


def _reason(rows: RowGatherer) -> str:
    """Why nothing could be used, and what to do."""
    first = rows.refused[0]
    if first["reason"] == "missing_term":
        return "the answer does not name the terms it is about. Give the address it was asked at."
    return f"no row could be read ({first['detail']}). The page changed; report it."
