"""A score card made by the back-test itself, of a small invented history."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import numpy as np

from api.schemas.score_card import ScoreCard
from assets.backtest.card import Forecast, Graded, Span
from assets.backtest.season import Season
from assets.backtest.signals import RecordedSignals
from assets.backtest.written import card
from domain.backtest.calibration import calibration
from domain.backtest.grading import Places, grade_orders, grade_outcomes
from domain.backtest.season import check

COUNT, DAYS = 3_000, 60
MADE = {"made_at": "2024-12-30T04:35:00+00:00", "as_of": "2024-12-31", "mode": "replay"}
DAY = np.arange(COUNT) * DAYS // COUNT
MEMBER = np.arange(COUNT) % (COUNT // DAYS)
CAME = np.array([50.0] * 10 + [70.0, 96.0])
SEASON = Season(
    "google_trends_explore",
    (date(2021, 1, 31), date(2022, 12, 31)),
    2023,
    {"mug": check(CAME / 60, CAME, CAME), "poster": check(CAME / 60, CAME, CAME[::-1])},
    {"mug": (CAME / 60).tolist(), "poster": (CAME / 60).tolist()},
    {"mug": CAME.tolist(), "poster": CAME[::-1].tolist()},
)


@cache
def score_card(
    *, forecast: bool = True, rows: bool = True, opportunity: bool = True
) -> dict[str, Any]:
    """The whole card of two sources.

    By choice without a forecast, of too short a history, or kept before the opportunity score was
    graded.
    """
    chance = np.random.default_rng(17)
    stated = chance.uniform(0.1, 0.9, COUNT)
    outcome = chance.random(COUNT) < stated
    rules = {
        "mean_reversion_4w": stated + chance.normal(size=COUNT),
        "random": chance.random(COUNT),
        "predecessor": chance.normal(size=COUNT),
    }
    week, places = DAY // 7, Places(DAY, MEMBER)
    every = slice(None) if rows else slice(0)

    def outcomes(named: dict[str, Any], ours: str | None) -> Any:
        named = {name: score[every] for name, score in named.items()}
        places = Places(DAY[every], MEMBER[every])
        return grade_outcomes(outcome[every], week[every], named, ours, places)

    beside = {**rules, "forecast": stated}
    made = None
    if forecast and rows:
        calibrated = calibration(outcome, stated, week)
        made = Forecast(outcomes(beside, "forecast"), calibrated, 0.8)
    scored = {"v2": -stated, "v1": rules["predecessor"]}  # the wrong way round
    rise = Graded(
        "a",
        "tiktok_hashtag_views",
        outcomes(rules, None),
        made,
        opportunity=outcomes(scored, "v2") if made and opportunity else None,
    )
    target = stated + 0.1 * chance.normal(size=COUNT)
    ordered = grade_orders(target, DAY, week, beside, "forecast", places.member)
    alone = grade_orders(target, DAY, week, rules, None, places.member)
    versions = {"v2": stated, "v1": -stated}
    placed = grade_orders(target, DAY, week, versions, "v2", places.member)
    rank = Graded(
        "b",
        "tiktok_hashtag_views",
        alone,
        Forecast(ordered, None, None),
        opportunity=placed if opportunity else None,
    )
    back = Graded("c", "twitter_trends", outcomes(rules, None))
    part = Graded("c", "twitter_trends/weekly", outcomes(rules, None))
    graded = [rise, rank, back, part] if rows else [rise, back]
    recorded = RecordedSignals(None, {"tiktok_hashtag_views": COUNT}, {}, {})  # type: ignore[arg-type]
    told = SEASON if rows else None
    return {**MADE, **card(recorded, Span(last=date(2024, 12, 31)), graded, told)}


def on_the_wire(**shape: bool) -> ScoreCard:
    """The same as the API gives it."""
    return ScoreCard.model_validate({**score_card(**shape), "id": "20241230T043500000000-0123abcd"})
