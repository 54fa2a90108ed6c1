"""Our own list of niches and the occasions due, as signals that nobody measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

import orjson

from connectors.trends.base import Parsed, Payload, naive_utc, no_quarantine, signal_frame
from domain.signals import Kind, Metric, Origin, Period

FORMAT = "curated/1"


def curated_payload(as_of: date, countries: Sequence[str]) -> Payload:
    """The niches and the occasions due at a day, as the bytes that are landed.

    The same day, countries and lists always give the same bytes.
    """
    from domain.calendar import occasions_due
    from domain.niches.loader import niches

    body = {
        "format": FORMAT,
        "as_of": as_of.isoformat(),
        "niches": [niche.term for niche in niches()],
        "occasions": [
            {"name": occasion.name, "country": occasion.country}
            for occasion in occasions_due(as_of, tuple(countries))
        ],
    }
    captured = datetime.combine(as_of, time.min, tzinfo=UTC)
    return Payload(orjson.dumps(body, option=orjson.OPT_INDENT_2), ".json", captured)


def parse_curated(payload: bytes, _meta: Mapping[str, Any] | None = None) -> Parsed:
    """Niches and occasions as listed signals, known from the first moment of their day."""
    body = orjson.loads(payload)
    if body.get("format") != FORMAT:
        raise ValueError(f"not a curated list of {FORMAT}; land it again")
    moment = naive_utc(datetime.combine(date.fromisoformat(body["as_of"]), time.min, tzinfo=UTC))
    rows = [_row("curated_niches", Kind.NICHE, term, "WW", moment) for term in body["niches"]]
    rows += [
        _row("curated_occasions", Kind.OCCASION, due["name"], due["country"], moment)
        for due in body["occasions"]
    ]
    for line, row in enumerate(rows, start=1):
        row["line"] = line
    return Parsed(signal_frame(rows), no_quarantine(), "curated", len(rows))


def _row(source: str, kind: Kind, term: str, region: str, moment: datetime) -> dict[str, Any]:
    return {
        "source": source,
        "origin": Origin.CURATED.value,
        "region": region,
        "term": term,
        "kind": kind.value,
        "metric": Metric.LISTED.value,
        "period": Period.INSTANT.value,
        "value": None,
        "rank": None,
        "observed_at": moment,
        "captured_at": moment,
        "is_partial": False,
        "url": None,
        "platform": "curated",
        "line": 0,
    }
