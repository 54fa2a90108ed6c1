"""Google Trends API (alpha): daily interest in named terms, for testers whom Google let in.

What Google has published (developers.google.com/search/apis/trends): five years of data in days,
weeks, months and years, countries and parts of them, and figures on one scale across questions. The
reference itself is for testers only. The addresses and fields used here are those that several
programs of testers agree on, and could not be checked against the reference: a `fetchTimeSeries`
question is answered with an operation, which is read again until it is `done` and then holds
`response.timeSeries.points` with `timeRange`, `searchInterest` and `scaledSearchInterest`.

Kept is the scaled figure, an index of 0-100 within one answer; the other has no upper end, and no
metric of ours is measured so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.errors import (
    BadAnswer,
    ConnectorError,
    NoData,
    NotConfigured,
    RateLimited,
    Refused,
    Unavailable,
    UnknownMarkup,
)
from connectors.http.client import Answer, json_body
from connectors.settings import ProviderKeys
from connectors.trends.base import Parsed, Payload, Visit, captured_at, naive_utc
from connectors.trends.google_trends_question import question
from connectors.trends.pages import refuse_pages
from connectors.trends.rows import RowGatherer
from connectors.trends.walk import objects
from domain.signals import Kind, Metric, Period

BASE = "https://searchtrends.googleapis.com/v1alpha"
TERMS = 10  # questions a visit; testers may ask 100 a day
DAYS = 120
LATE_DAYS = 3  # the newest days are not counted yet
READS = 8  # of one operation; the client's pace lies between them
_OPERATION = re.compile(r"^(?:operations/)?(?P<name>[\w.-]+)$")
_TOO_OFTEN = 8  # code of a used-up quota
_SPANS = ((1, 1, Period.DAY), (7, 7, Period.WEEK), (28, 31, Period.MONTH))


class GoogleTrendsApi:
    """One time series a term, in the first country that is asked."""

    id = "google_trends_api"
    version = "1"

    def fetch(self, visit: Visit) -> list[Payload]:
        """One payload a term that is answered; the last error when none is.

        Raises NotConfigured without a token and NoData without named terms.
        """
        token = visit.keys.get("google_trends_token")
        if not token:
            name = ProviderKeys.variable("google_trends_token")
            raise NotConfigured(f"{self.id}: no token. Set {name}; Google lets testers in.")
        if not visit.terms:
            raise NoData(
                f"{self.id}: no named terms to ask about. Set PODPUSHER_WATCH_TERMS, or score once."
            )
        region = next(iter(visit.settings.regions), "US")
        headers = {"authorization": f"Bearer {token}"}
        payloads: list[Payload] = []
        failure: ConnectorError | None = None
        for term in visit.terms[:TERMS]:
            try:
                answer = self._series(visit, term, region, headers)
            except ConnectorError as error:
                failure = error
                if isinstance(error, NoData):
                    continue
                break  # the next term would be answered alike
            meta = {
                "url": answer.url,
                "terms": [term],
                "region": region,
                "captured_at": answer.received_at.astimezone(UTC).isoformat(),
            }
            payloads.append(Payload(answer.body, ".json", answer.received_at, meta))
        if not payloads and failure:
            raise failure
        return payloads

    def parse(self, payload: bytes, meta: Mapping[str, Any]) -> Parsed:
        """Rows of one operation that is done. `meta["terms"]` names the term.

        Raises Refused or RateLimited for an operation that failed, UnknownMarkup for one that holds
        no time series, BadAnswer for one that is not done.
        """
        refuse_pages(payload, self.id)
        operation = json_body(payload, self.id)
        _refuse_failure(operation, self.id)
        if isinstance(operation, dict) and "response" not in operation and operation.get("name"):
            raise BadAnswer(f"{self.id}: the operation was not done yet. Ask again.")
        series = next(
            (each["timeSeries"] for each in objects(operation) if "timeSeries" in each), None
        )
        points = series.get("points", []) if isinstance(series, dict) else None
        if not isinstance(points, list):
            raise UnknownMarkup(f"{self.id}: no time series. The API changed; report it.")
        item = question(meta).item(0)
        captured = captured_at(meta)
        rows = RowGatherer(self.id, "google_trends", Kind.SEARCH, captured)
        for line, point in enumerate(points, start=1):
            _read_point(point, line, item.term, item.region or "WW", rows, captured)
        if rows.refused and not rows.rows:
            raise UnknownMarkup(
                f"{self.id}: no point could be read ({rows.refused[0]['detail']}). Report it."
            )
        return rows.parsed(self.id, len(points))

    def _series(self, visit: Visit, term: str, region: str, headers: Mapping[str, str]) -> Answer:
        """The operation of a term, once it is done."""
        end = visit.today - timedelta(days=LATE_DAYS)
        start = end - timedelta(days=DAYS)
        answer = visit.http.post(
            f"{BASE}:fetchTimeSeries",
            json={
                "spec": {
                    "expression": {"terms": [{"value": term, "type": "BROAD"}]},
                    "geo": {"type": "GEO_TYPE_COUNTRY_OR_REGION", "code": region},
                    "timeRange": {
                        "startTime": f"{start.isoformat()}T00:00:00Z",
                        "endTime": f"{end.isoformat()}T00:00:00Z",
                    },
                    "timeResolution": "DAY",
                }
            },
            deadline=visit.deadline,
            source=self.id,
            headers=headers,
            idempotent=True,  # it changes nothing there
        )
        for _ in range(READS):
            refuse_pages(answer.body, self.id)
            operation = json_body(answer, self.id)
            _refuse_failure(operation, self.id)
            if not isinstance(operation, dict) or operation.get("done") or "response" in operation:
                return answer  # parsing will name what is wrong
            name = _OPERATION.match(str(operation.get("name", "")))
            if not name:
                return answer
            answer = visit.http.get(
                f"{BASE}/operations/{name['name']}",
                deadline=visit.deadline,
                source=self.id,
                headers=headers,
            )
        raise Unavailable(f"{self.id}: the series was not ready in time. It is asked again later.")


def _refuse_failure(operation: Any, source: str) -> None:
    error = operation.get("error") if isinstance(operation, dict) else None
    if not isinstance(error, dict):
        return
    if error.get("code") in (_TOO_OFTEN, 429) or error.get("status") == "RESOURCE_EXHAUSTED":
        raise RateLimited(f"{source}: the quota of the day is used up. It is asked again later.")
    raise Refused(
        f"{source}: the question was refused ({str(error.get('message', 'no reason'))[:120]}). "
        "Check that the project was let in and the token is fresh."
    )


def _read_point(
    point: Any,
    line: int,
    term: str | None,
    region: str,
    rows: RowGatherer,
    captured: datetime,
) -> None:
    span = point.get("timeRange") if isinstance(point, dict) else None
    start, end = (
        (_moment(span.get("startTime")), _moment(span.get("endTime")))
        if isinstance(span, dict)
        else (None, None)
    )
    if term is None:
        rows.refuse(line, "missing_term", "nothing says which term the series is about")
        return
    if start is None or end is None:
        rows.refuse(line, "bad_time", "a point without the time it covers", term)
        return
    days = round((end - start) / timedelta(days=1))
    period = next((name for low, high, name in _SPANS if low <= days <= high), None)
    if period is None:
        rows.refuse(line, "bad_period", f"{days} days are no day, week or month", term)
        return
    value = point.get("scaledSearchInterest")
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 100:
        rows.refuse(line, "bad_number", f"no index of 0-100: {str(value)[:60]!r}", term)
        return
    rows.value(
        term,
        Metric.INTEREST,
        float(value),
        period=period,
        region=region,
        line=line,
        observed=end,
        partial=point.get("isPartial") is True or end > captured,
    )


def _moment(value: Any) -> datetime | None:
    """A moment as they write it, naive UTC: text, or an object with seconds."""
    try:
        if isinstance(value, dict):
            return naive_utc(datetime.fromtimestamp(int(value["seconds"]), UTC))
        return naive_utc(datetime.fromisoformat(str(value)))
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return None
