"""Charts as Vega-Lite dictionaries: small, cached by the browser, with fixed heights."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Any

from api.schemas.terms import (
    Contribution,
    ScorePoint,
    Season,
    Series,
)
from app.words import day, named, percent, t

BRAND, TEAL, SOFT, GOLD = "#b4472e", "#23605f", "#8b7f70", "#d19a2b"
Spec = dict[str, Any]


def _axis(title: str | None = None, **more: Any) -> Spec:
    return {"title": title, "grid": True, "gridColor": "#ebe3d6", "domain": False, **more}


# Days are days in UTC: read in the browser's zone, they would move by one west of Greenwich.
UTC: Spec = {"type": "utc"}
UNITS = {"week": "utcyearweek", "month": "utcyearmonth"}
DAY_UNIT = "utcyearmonthdate"


def _days(unit: str | None = None) -> Spec:
    found: Spec = {
        "field": "on",
        "type": "temporal",
        "scale": UTC,
        "axis": _axis(grid=False, tickCount=6, labelOverlap=True),
    }
    return {**found, "timeUnit": unit} if unit else found


def _day_tip() -> Spec:
    return {"field": "on", "type": "temporal", "timeUnit": DAY_UNIT, "title": t("chart.day")}


def history(series: Series) -> Spec:
    """The series' values with their seven-day line. Places on a list count from the top."""
    ranked = series.metric == "rank"
    field = "best_rank" if ranked else "value"
    values = [
        {
            "on": point.on.isoformat(),
            "value": point.value,
            "smoothed": point.smoothed,
            "best_rank": point.best_rank,
        }
        for point in series.points
    ]
    title = named("series", series.metric)
    y: Spec = {
        "field": field,
        "type": "quantitative",
        "axis": _axis(title, format="d" if ranked else "~s", tickCount=5),
        "scale": {"reverse": ranked, "zero": not ranked},
    }
    tips = [
        _day_tip(),
        {"field": field, "type": "quantitative", "title": title, "format": ","},
    ]
    layers: list[Spec] = [
        {
            "mark": {"type": "bar", "color": GOLD, "opacity": 0.5}
            if not ranked
            else {"type": "point", "color": BRAND, "filled": True, "size": 34},
            "encoding": {"x": _days(UNITS.get(series.period, DAY_UNIT)), "y": y, "tooltip": tips},
        }
    ]
    if not ranked:
        smooth = {"field": "smoothed", "type": "quantitative", "title": t("chart.smoothed")}
        layers.append(
            {
                "mark": {
                    "type": "line",
                    "color": BRAND,
                    "strokeWidth": 2.4,
                    "invalid": "break-paths-show-path-domains",
                },
                "encoding": {
                    "x": _days(),
                    "y": {**y, "field": "smoothed"},
                    "tooltip": [tips[0], {**smooth, "format": ",.0f"}],
                },
            }
        )
    return {"data": {"values": values}, "height": 260, "layer": layers}


def score_history(points: Sequence[ScorePoint]) -> Spec:
    """The score of each day with the span down to its lower bound."""
    values = [
        {
            "on": point.on.isoformat(),
            "score": point.score,
            "low": point.score_low,
            "stage": named("stage", point.stage),
        }
        for point in points
    ]
    score: Spec = {
        "field": "score",
        "type": "quantitative",
        "axis": _axis(t("column.score"), tickCount=5),
        "scale": {"domainMin": 0},
    }
    tips = [
        _day_tip(),
        {"field": "score", "type": "quantitative", "title": t("column.score"), "format": ".0f"},
        {"field": "low", "type": "quantitative", "title": t("column.low"), "format": ".0f"},
        {"field": "stage", "type": "nominal", "title": t("column.stage")},
    ]
    return {
        "data": {"values": values},
        "height": 220,
        "layer": [
            {
                "mark": {"type": "area", "color": TEAL, "opacity": 0.16},
                "encoding": {"x": _days(), "y": score, "y2": {"field": "low"}},
            },
            {
                "mark": {
                    "type": "line",
                    "color": TEAL,
                    "strokeWidth": 2.2,
                    "point": {"size": 22, "color": TEAL},
                },
                "encoding": {"x": _days(), "y": score, "tooltip": tips},
            },
        ],
    }


def waterfall_rows(parts: Sequence[Contribution]) -> list[dict[str, Any]]:
    """From 100 down to the score: what each known part leaves of it. Contributions add up as logs.

    A row: label, start and end on the scale of the score, share kept (0-1).
    """
    rows = []
    total = 0.0
    for part in parts:
        if not part.is_known or (part.component == "crowding" and not part.contribution):
            continue  # unknown, or nothing is crowded
        before, total = total, total + part.contribution
        rows.append(
            {
                "label": named("component", part.component),
                "start": 100 * math.exp(before),
                "end": 100 * math.exp(total),
                "kept": math.exp(part.contribution),
            }
        )
    return rows


def waterfall(parts: Sequence[Contribution]) -> Spec:
    """The known parts as steps on a log scale, so that a step is as long as its contribution."""
    rows = waterfall_rows(parts)
    floor = min([row["end"] for row in rows], default=1.0)
    low = max(1.0, floor * 0.8)
    best, end = t("chart.best_possible"), t("column.score")
    values: list[dict[str, Any]] = [
        {"label": best, "start": low, "end": 100.0, "kind": "ends", "text": "100"}
    ]
    values += [
        {**row, "kind": "step", "text": t("chart.less", share=percent(1 - row["kept"]))}
        for row in rows
    ]
    values.append(
        {"label": end, "start": low, "end": floor, "kind": "ends", "text": f"{floor:.0f}"}
    )
    for place, value in enumerate(values):
        value["place"] = place
    y: Spec = {
        "field": "label",
        "type": "nominal",
        "sort": {"field": "place"},
        "axis": {"title": None, "labelLimit": 150, "domain": False, "ticks": False},
    }
    x: Spec = {
        "field": "start",
        "type": "quantitative",
        "scale": {"type": "log", "domain": [low, 190]},
        "axis": _axis(t("column.score"), format="d", values=[1, 2, 5, 10, 20, 50, 100]),
    }
    return {
        "data": {"values": values},
        "height": 34 * len(values) + 40,
        "encoding": {"y": y},
        "layer": [
            {
                "mark": {"type": "bar", "cornerRadius": 3, "height": {"band": 0.62}},
                "encoding": {
                    "x": x,
                    "x2": {"field": "end"},
                    "color": {
                        "field": "kind",
                        "type": "nominal",
                        "legend": None,
                        "scale": {"domain": ["ends", "step"], "range": [TEAL, BRAND]},
                    },
                },
            },
            {
                "transform": [{"calculate": "max(datum.start, datum.end)", "as": "right"}],
                "mark": {"type": "text", "align": "left", "dx": 6, "color": "#2a2521"},
                "encoding": {
                    "x": {**x, "field": "right"},
                    "text": {"field": "text", "type": "nominal"},
                },
            },
        ],
    }


def waterfall_words(parts: Sequence[Contribution]) -> str:
    """The waterfall as a sentence, for those who cannot see it."""
    steps = "; ".join(
        f"{row['label']} {t('chart.less', share=percent(1 - row['kept']))}"
        for row in waterfall_rows(parts)
    )
    return t("chart.waterfall_alt", steps=steps)


def season(found: Season, today: date) -> Spec:
    """The publish window, the occasion and today on one line."""
    moments = [
        {"on": today.isoformat(), "label": t("season.today", day=day(today)), "kind": "today"}
    ]
    if found.falls_on is not None:
        moments.append(
            {
                "on": found.falls_on.isoformat(),
                "label": f"{found.occasion or ''}, {day(found.falls_on)}",
                "kind": "occasion",
            }
        )
    window = []
    if found.publish_from is not None and found.publish_by is not None:
        window.append({"from": found.publish_from.isoformat(), "to": found.publish_by.isoformat()})
    x: Spec = {
        "type": "temporal",
        "axis": _axis(grid=False, tickCount=6, labelOverlap=True),
        "scale": {**UTC, "padding": 50},
    }
    colour: Spec = {
        "field": "kind",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": ["today", "occasion"], "range": [TEAL, BRAND]},
    }
    return {
        "height": 120,
        "layer": [
            {
                "data": {"values": window},
                "mark": {"type": "bar", "color": GOLD, "opacity": 0.55, "height": 22},
                "encoding": {"x": {**x, "field": "from"}, "x2": {"field": "to"}},
            },
            {
                "data": {"values": moments},
                "mark": {"type": "rule", "strokeWidth": 2},
                "encoding": {"x": {**x, "field": "on"}, "color": colour},
            },
            *(
                {
                    "data": {"values": [moment for moment in moments if moment["kind"] == kind]},
                    "mark": {"type": "text", "y": height, "align": align, "dx": shift},
                    "encoding": {
                        "x": {**x, "field": "on"},
                        "text": {"field": "label", "type": "nominal"},
                        "color": colour,
                    },
                }
                for kind, height, align, shift in (
                    ("today", 8, "left", 6),
                    ("occasion", 24, "right", -6),
                )
            ),
        ],
    }
