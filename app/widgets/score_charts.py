"""Charts of the score card: hits of a hundred with their spans, and said against came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.schemas.score_card import Bin
from app.words import percent, t

BRAND, TEAL, INK, GRID = "#b4472e", "#23605f", "#2a2521", "#ebe3d6"
Spec = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reached:
    """What one way of telling reached, as a share, with its 95 % interval."""

    label: str
    value: float
    low: float | None
    high: float | None
    ours: bool = False


def beside(rows: Sequence[Reached], title: str, nothing: float | None) -> Spec:
    """Dots with whiskers on one scale; a dashed line where nothing is known."""
    values = [
        {
            "label": row.label,
            "value": row.value,
            "low": row.value if row.low is None else row.low,
            "high": row.value if row.high is None else row.high,
            "ours": row.ours,
        }
        for row in rows
    ]
    y: Spec = {
        "field": "label",
        "type": "nominal",
        "sort": None,
        "axis": {"title": None, "labelLimit": 150, "domain": False, "ticks": False},
    }
    colour: Spec = {
        "field": "ours",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": [True, False], "range": [BRAND, TEAL]},
    }
    x: Spec = {
        "field": "value",
        "type": "quantitative",
        "scale": {"zero": False, "nice": True},
        "axis": {
            "title": title,
            "format": ".0%",
            "tickCount": 5,
            "gridColor": GRID,
            "domain": False,
        },
    }
    layers: list[Spec] = [
        {
            "mark": {"type": "rule", "strokeWidth": 2.4},
            "encoding": {
                "y": y,
                "x": {**x, "field": "low"},
                "x2": {"field": "high"},
                "color": colour,
            },
        },
        {
            "mark": {"type": "point", "filled": True, "size": 110, "opacity": 1},
            "encoding": {
                "y": y,
                "x": x,
                "color": colour,
                "tooltip": [
                    {"field": "label", "type": "nominal", "title": t("proof.who")},
                    {"field": "value", "type": "quantitative", "title": title, "format": ".1%"},
                ],
            },
        },
    ]
    if nothing is not None:
        layers.append(
            {
                "data": {"values": [{"at": nothing}]},
                "mark": {"type": "rule", "strokeDash": [4, 4], "color": INK},
                "encoding": {"x": {**x, "field": "at"}},
            }
        )
    return {"data": {"values": values}, "height": 34 * len(values) + 50, "layer": layers}


def reliability(bins: Sequence[Bin]) -> Spec:
    """What was said against what came; on the dashed line the two agree."""
    values = [
        {
            "stated": one.stated,
            "came": one.came_true,
            "low": one.came_true if one.low is None else one.low,
            "high": one.came_true if one.high is None else one.high,
            "rows": one.rows,
        }
        for one in bins
    ]
    most = max(max(float(one["stated"]), float(one["high"])) for one in values)
    top = min(1.0, most + 0.05)
    axis: Spec = {"format": ".0%", "tickCount": 5, "gridColor": GRID, "domain": False}
    scale: Spec = {"domain": [0, top]}
    x: Spec = {
        "field": "stated",
        "type": "quantitative",
        "scale": scale,
        "axis": {**axis, "title": t("proof.said")},
    }
    y: Spec = {
        "field": "came",
        "type": "quantitative",
        "scale": scale,
        "axis": {**axis, "title": t("proof.came")},
    }
    return {
        "data": {"values": values},
        "height": 300,
        "layer": [
            {
                "data": {"values": [{"from": 0, "to": top}]},
                "mark": {"type": "rule", "strokeDash": [4, 4], "color": INK},
                "encoding": {
                    "x": {**x, "field": "from"},
                    "x2": {"field": "to"},
                    "y": {**y, "field": "from"},
                    "y2": {"field": "to"},
                },
            },
            {
                "mark": {"type": "rule", "strokeWidth": 2.4, "color": BRAND},
                "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 80, "color": BRAND, "opacity": 1},
                "encoding": {
                    "x": x,
                    "y": y,
                    "tooltip": [
                        {"field": name, "type": "quantitative", "title": title, "format": form}
                        for name, title, form in (
                            ("stated", t("proof.said"), ".0%"),
                            ("came", t("proof.came"), ".0%"),
                            ("rows", t("proof.cases"), ","),
                        )
                    ],
                },
            },
        ],
    }


def reliability_words(bins: Sequence[Bin]) -> str:
    """The diagram for those who do not see it."""
    parts = [t("proof.pair", said=percent(one.stated), came=percent(one.came_true)) for one in bins]
    return t("proof.reliability_alt", pairs="; ".join(parts))
