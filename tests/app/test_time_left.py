"""What is left of a rise or a season, in words and as a timeline."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from api.schemas.terms import Rise, TrendDetail
from app.widgets import life_chart, time_left
from tests.factories.wire import AS_OF, NO_SEASON, WINDOW, a_trend

RISE: dict[str, Any] = {
    "left_basis": "rise",
    "days_left": 7,
    "days_left_low": 3,
    "days_left_high": 12,
    "lead_days": 12,
    "in_time": False,
    "rise": Rise(age=9, like=267),
    "season": NO_SEASON,
}
SEASON: dict[str, Any] = {
    "stage": "seasonal",
    "left_basis": "season",
    "days_left": 59,
    "lead_days": 56,
    "in_time": True,
    "peak_on": date(2025, 2, 28),
    "season": WINDOW.model_copy(
        update={
            "publish_from": date(2024, 12, 20),
            "publish_by": date(2025, 1, 3),
            "peak_basis": "measured",
        }
    ),
}


def spans(found: TrendDetail) -> list[dict[str, Any]]:
    values: list[dict[str, Any]] = life_chart.timeline(found)["layer"][0]["data"]["values"]
    return values


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (RISE, "7 more days** (half of them between 3 and 12)"),
        (RISE, "**12 days** to be made, found, printed and delivered: **it will likely be over.**"),
        ({**RISE, "in_time": True, "lead_days": 5}, "**there is time.**"),
        ({**RISE, "days_left": 1}, "**one more day**"),
        ({**RISE, "days_left_high": None}, "a quarter of them for 3 or less"),
        (SEASON, "Its season peaks on **Feb 28, 2025**, in 59 days."),
        (SEASON, "**there is time.** Publish between Dec 20, 2024 and **Jan 3, 2025**."),
        ({**SEASON, "days_left": 9, "in_time": False}, "it is late for this one.** For the next"),
        ({**SEASON, "in_time": False, "as_of": date(2025, 1, 4)}, "it is late for this one.**"),
        ({**SEASON, "days_left": 0, "in_time": False}, "Its season is at its peak now."),
        ({"rise": Rise(age=4, like=None)}, "not enough such rises are on record"),
        ({"stage": "steady", "peak_on": date(2025, 8, 1)}, "The next peak of its season is on Aug"),
        ({"stage": "steady"}, "Nothing rises now and no season is near"),
    ],
)
def test_the_sentence(changes: dict[str, Any], said: str) -> None:
    assert said in time_left.sentence(a_trend(**changes))


def test_the_list_says_it_in_short() -> None:
    assert time_left.in_short(a_trend(**RISE)) == "7 (3–12)"
    assert time_left.in_short(a_trend(**{**RISE, "days_left_high": None})) == "7 (3 or more)"
    assert time_left.in_short(a_trend(**SEASON)) == "59 to its season"
    assert time_left.in_short(a_trend()) == ""


def test_the_timeline_of_a_rise() -> None:
    """Growing since nine days, likely for three more, over by the twelfth; twelve days' work."""
    drawn = [(one["lane"], one["from"], one["to"]) for one in spans(a_trend(**RISE))]
    assert drawn == [
        ("A listing", "2024-12-31", "2025-01-12"),
        ("The rise", "2024-12-22", "2024-12-31"),
        ("The rise", "2024-12-31", "2025-01-03"),
        ("The rise", "2025-01-03", "2025-01-12"),
    ]
    layers = life_chart.timeline(a_trend(**RISE))["layer"]
    assert layers[1]["data"]["values"][0]["on"] == "2025-01-07"
    assert layers[3]["data"]["values"][0]["on"] == str(AS_OF)


def test_the_timeline_of_a_season_shows_the_window_of_this_peak_only() -> None:
    assert [one["what"] for one in spans(a_trend(**SEASON))][-1] == "Publish here"
    late = SEASON["season"].model_copy(
        update={"publish_from": date(2025, 12, 20), "publish_by": date(2026, 1, 3)}
    )
    found = a_trend(**{**SEASON, "season": late, "days_left": 9, "in_time": False})
    assert [one["lane"] for one in spans(found)] == ["A listing"]
