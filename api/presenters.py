"""Stored rows turned into what goes over the wire."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from api.schemas.common import utc
from api.schemas.forecasts import Chance, ForecastPart, Growth, TermForecast
from api.schemas.terms import ProductReason, SeenEvidence, SourceEvidence
from api.schemas.trends import (
    RiskMatch,
    SeriesRef,
    Trend,
    TrendRisk,
)
from domain.expiry import Lost
from domain.ideas.products import REASONS
from domain.vocabulary import ProductType

SPARKLINE_LENGTH = 30
PERIODS = ("day", "week", "month")
Row = Mapping[str, Any]


def risk(row: Row) -> TrendRisk:
    """The gate's verdict of a term's row."""
    matches = json.loads(row["risk_evidence"] or "[]")
    return TrendRisk(
        status=row["risk_status"],
        category=row["risk_category"],
        code=row["risk_code"],
        reason=row["risk_reason"],
        evidence=[RiskMatch.model_validate(match) for match in matches],
    )


def regions(row: Row) -> list[str] | None:
    """Regions of a scored row; None when they were not kept then."""
    kept = row["regions"]
    return None if kept is None else listed(kept)


def listed(cell: str | None) -> list[str]:
    """The entries of a cell that holds several, with commas."""
    return [name for name in (cell or "").split(",") if name]


def product_reasons(row: Row) -> list[ProductReason]:
    """Why each product suits the term of a row."""
    told = zip(listed(row["products"]), listed(row["product_reasons"]), strict=True)
    return [
        ProductReason(product=ProductType(name), code=code, reason=REASONS.get(code, code))
        for name, code in told
    ]


def trend_fields(row: Row) -> dict[str, Any]:
    """Fields of a trend that stand in its row."""
    fields = {name: row[name] for name in Trend.model_fields if name in row}
    fields["sources"] = listed(row["sources"])
    fields["regions"] = regions(row)
    fields["products"] = listed(row["products"])
    fields["risk"] = risk(row)
    return fields


def forecast(row: Row, parts: Iterable[Row]) -> TermForecast:
    """What is forecast of a term, from its row and the rows of its parts."""

    def chance(name: str, column: str) -> Chance | None:
        stated = row[column]
        if stated is None:
            return None
        return Chance(chance=stated, low=row[f"{name}_low"], high=row[f"{name}_high"])

    place = row["growth_place"]
    return TermForecast.model_validate(
        {
            "made_on": row["made_on"],
            "version": row["forecast_version"],
            "rise": chance("rise", "rise"),
            "growth": None if place is None else Growth(place=place, of=row["n_placed"]),
            "return": chance("return", "return_chance"),
            "sustain": chance("sustain", "sustain"),
            "parts": [ForecastPart.model_validate(part) for part in parts],
        }
    )


def line_start(period: str, until: date) -> date:
    """The day before the first of a line, as the sparkline queries take it."""
    return _window(period, until)[0] - timedelta(days=1)


def sparklines(rows: Iterable[Row], until: date) -> dict[str, tuple[list[float | None], SeriesRef]]:
    """For each term its main series ending `until`; gaps are None.

    Daily series come before weekly and monthly ones, then the one with most values. Rows are
    ordered by term, source, metric, period and day; of two equals the first is taken.
    """
    series: dict[str, dict[tuple[str, str, str], dict[int, float]]] = {}
    for row in rows:
        period = row["period"]
        slot = _slot(period, row["observed_on"], until)
        of_term = series.setdefault(row["term_id"], {})
        of_term.setdefault((row["source_id"], row["metric"], period), {})[slot] = row["value"]
    drawn = {}
    for term_id, candidates in series.items():
        chosen = max(candidates, key=lambda name: (-PERIODS.index(name[2]), len(candidates[name])))
        values = candidates[chosen]
        source_id, metric, period = chosen
        window = _window(period, until)
        reference = SeriesRef(
            source_id=source_id,
            metric=metric,
            period=period,
            first_on=window[0],
            last_on=window[1],
        )
        line = [values.get(slot) for slot in range(SPARKLINE_LENGTH - 1, -1, -1)]
        drawn[term_id] = (line, reference)
    return drawn


def _slot(period: str, day: date, until: date) -> int:
    """How many periods before the last one."""
    if period == "month":
        return (until.year - day.year) * 12 + until.month - day.month
    return (until - day).days // (7 if period == "week" else 1)


def _window(period: str, until: date) -> tuple[date, date]:
    """First and last day of a line."""
    if period == "month":
        months = until.year * 12 + until.month - 1 - (SPARKLINE_LENGTH - 1)
        return date(months // 12, months % 12 + 1, 1), until
    days = SPARKLINE_LENGTH * (7 if period == "week" else 1)
    return until - timedelta(days=days - 1), until


def evidence(row: Row) -> SeenEvidence:
    """An evidence row of the snapshot."""
    moments = {name: utc(row[name]) for name in ("observed_at", "captured_at")}
    return SeenEvidence.model_validate({**row, **moments})


def evidence_sources(
    sources: Iterable[str], shown: Iterable[SeenEvidence], lost: Mapping[str, Lost]
) -> list[SourceEvidence]:
    """For each source that speaks for a term, whether its evidence is here; by id."""
    counts = Counter(row.source_id for row in shown)
    found = []
    for source in sorted({*sources, *counts}):
        gone, rows = lost.get(source), counts[source]
        state = "shown" if rows else "not_shown"
        if gone:
            state = "expired" if gone.whole else "partly_expired"
        found.append(
            SourceEvidence(
                source_id=source,
                state=state,
                rows=rows,
                retention_days=gone.retention_days if gone else None,
                ended_on=gone.ended_on if gone else None,
            )
        )
    return found
