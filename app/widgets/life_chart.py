"""The timeline of a term: today, the days a listing needs, and the end of the rise or the peak."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from api.schemas.terms import TrendDetail
from app.widgets.charts import BRAND, SOFT, TEAL, UTC, Spec
from app.widgets.markup import chips, swatch
from app.words import day, t

BEYOND = 14  # days drawn where nobody saw the end
# What was, what is likely, and what may be.
ROSE, PINK, SAND = "#c9705a", "#e3b3a7", "#e5c283"


def timeline(found: TrendDetail) -> Spec:
    """Two lanes over one axis of days: what a listing needs above, what is left below."""
    today, spans, season = found.as_of, _spans(found), found.left_basis == "season"
    moment = found.peak_on if season else _after(today, found.days_left)
    mark = {
        "lane": _lane(season=season),
        "on": str(moment),
        "what": t("left.peak") if season else t("left.middle"),
        "tip": day(moment),
    }
    lanes = [_listing(), _lane(season=season)]
    y: Spec = {
        "field": "lane",
        "type": "nominal",
        "sort": lanes,
        "axis": {"title": None, "domain": False, "ticks": False, "labelPadding": 8},
    }
    x: Spec = {
        "type": "temporal",
        "axis": {
            "title": None,
            "grid": False,
            "domain": False,
            "tickCount": 5,
            "labelOverlap": True,
        },
        "scale": UTC,
    }
    tips = [
        {"field": "what", "type": "nominal", "title": " "},
        {"field": "tip", "type": "nominal", "title": t("chart.day")},
    ]
    return {
        "height": 120,
        "layer": [
            {
                "data": {"values": spans},
                "mark": {"type": "bar", "height": 22, "cornerRadius": 3},
                "encoding": {
                    "y": y,
                    "x": {**x, "field": "from"},
                    "x2": {"field": "to"},
                    "color": {
                        "field": "what",
                        "type": "nominal",
                        "scale": {
                            "domain": [span["what"] for span in spans],
                            "range": [span["colour"] for span in spans],
                        },
                        "legend": None,
                    },
                    "tooltip": tips,
                },
            },
            {
                "data": {"values": [mark]},
                "mark": {"type": "tick", "thickness": 4, "size": 34, "color": BRAND, "opacity": 1},
                "encoding": {"y": y, "x": {**x, "field": "on"}, "tooltip": tips},
            },
            {
                "data": {"values": [mark]},
                "mark": {"type": "text", "align": "right", "dx": -7, "color": "#2a2521"},
                "encoding": {
                    "y": y,
                    "x": {**x, "field": "on"},
                    "text": {"field": "tip", "type": "nominal"},
                },
            },
            {
                "data": {"values": [{"on": str(today), "label": t("left.today")}]},
                "layer": [
                    {
                        "mark": {"type": "rule", "strokeDash": [4, 3], "color": SOFT},
                        "encoding": {"x": {**x, "field": "on"}},
                    },
                    {
                        "mark": {
                            "type": "text",
                            "y": -6,
                            "align": "left",
                            "color": "#2a2521",
                        },
                        "encoding": {
                            "x": {**x, "field": "on"},
                            "text": {"field": "label", "type": "nominal"},
                        },
                    },
                ],
            },
        ],
    }


def legend(found: TrendDetail) -> str:
    """What the colours mean, as HTML: on a phone the chart's own legend would take its room."""
    season = found.left_basis == "season"
    marks = [(span["what"], span["colour"]) for span in _spans(found)]
    marks.append((t("left.peak") if season else t("left.middle"), BRAND))
    return chips(swatch(what, colour) for what, colour in marks)


def _spans(found: TrendDetail) -> list[dict[str, Any]]:
    listing = _after(found.as_of, found.lead_days)
    spans = [_span(t("left.lead"), _listing(), found.as_of, listing, TEAL)]
    return spans + (_season(found) if found.left_basis == "season" else _rise(found))


def _rise(found: TrendDetail) -> list[dict[str, Any]]:
    today, lane = found.as_of, t("left.row_rise")
    low = found.days_left_low or 0
    high = found.days_left_high
    if high is None:
        high = max(found.days_left or 0, low) + BEYOND
    spans = [
        _span(t("left.likely"), lane, today, _after(today, low), PINK),
        _span(t("left.may_end"), lane, _after(today, low), _after(today, high), SAND),
    ]
    if found.rise is not None:
        began = today - timedelta(days=found.rise.age)
        spans.insert(0, _span(t("left.so_far"), lane, began, today, ROSE))
    return spans


def _season(found: TrendDetail) -> list[dict[str, Any]]:
    """The window to publish in, where it belongs to this peak and not to the next."""
    opens, closes, peak = found.season.publish_from, found.season.publish_by, found.peak_on
    if opens is None or closes is None or peak is None or closes > peak:
        return []
    return [_span(t("left.window"), t("left.row_season"), opens, closes, SAND)]


def _span(
    what: str, lane: str, first: date | None, last: date | None, colour: str
) -> dict[str, Any]:
    return {
        "lane": lane,
        "from": str(first),
        "to": str(last),
        "what": what,
        "tip": f"{day(first)} – {day(last)}",
        "colour": colour,
    }


def _listing() -> str:
    return t("left.row_listing")


def _lane(*, season: bool) -> str:
    return t("left.row_season") if season else t("left.row_rise")


def _after(today: date, days: int | None) -> date:
    return today + timedelta(days=days or 0)
