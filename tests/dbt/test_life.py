"""Stages, ages of rises and days left in the built models, by their references."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import polars as pl

from domain.lifecycle.rises import rises, velocities
from domain.lifecycle.stages import Standing, stage
from tests.dbt.synthetic import TODAY
from warehouse.engine.base import Engine


def test_stages_are_those_of_the_reference(built: Engine) -> None:
    rows = built.query("select * from intermediate.int_term_day")
    for row in rows:
        unseen = None if row["last_seen_idx"] is None else row["day_idx"] - row["last_seen_idx"]
        expected = stage(
            Standing(
                row["is_curated"],
                unseen,
                row["burst"],
                row["velocity"],
                row["acceleration"],
                row["onset_age"],
                row["season_is_due"] == 1,
                row["season_growth"],
                row["is_lasting"] == 1,
            )
        )
        assert row["stage"] == expected, row
    lasting = {row["term_id"] for row in rows if row["is_lasting"] and row["stage"] == "evergreen"}
    assert "daily bread" in lasting
    explained = [row for row in rows if row["season_growth"] is not None]
    assert {row["stage"] for row in explained} > {"seasonal"}


def test_rises_are_as_old_as_in_the_reference(built: Engine) -> None:
    """Of every daily series that is no list, from the values the models have of it."""
    values = built.frame(
        "select series_no, day_idx, value, step from intermediate.int_daily_value "
        "where period = 'day' and metric <> 'rank'"
    )
    names = sorted(values["series_no"].unique())
    first, last = values["day_idx"].min(), values["day_idx"].max()
    assert isinstance(first, int)
    assert isinstance(last, int)
    matrix = np.full((2, len(names), last - first + 1), np.nan)
    number = values["series_no"].replace_strict(names, range(len(names)), return_dtype=pl.Int64)
    place = (number.to_numpy(), values["day_idx"].to_numpy() - first)
    for layer, column in enumerate(("value", "step")):
        matrix[layer][place] = values[column].cast(pl.Float64).fill_null(np.nan).to_numpy()
    found = rises(velocities(matrix[0], matrix[1]))
    expected = {
        (names[series], int(day) + first): int(age)
        for series, day, age in zip(found.series, found.day, found.age, strict=True)
    }
    rows = built.query(
        "select l.series_no, l.day_idx, l.rise_age, l.n_rises, m.metric "
        "from intermediate.int_series_life l "
        "join intermediate.int_series_measure m using (series_no, day_idx) "
        "join intermediate.int_series s on s.series_no = l.series_no "
        "where s.period = 'day' and s.metric <> 'rank' and m.velocity > 0.1 "
        "and l.rise_age is not null"
    )
    assert len(rows) > 50
    for row in rows:
        assert row["rise_age"] == expected[row["series_no"], row["day_idx"]], row
        counter = row["metric"] in ("views_total", "posts_total")
        assert (row["n_rises"] is not None) == counter, row
    told = {(row["series_no"], row["day_idx"]) for row in rows}
    live = built.query(
        "select series_no, day_idx from intermediate.int_series_measure where velocity > 0.1"
    )
    untold = {(row["series_no"], row["day_idx"]) for row in live} - told
    assert untold.isdisjoint(expected)


def test_days_left_are_counted_and_held_against_the_lead_time(built: Engine) -> None:
    rows = built.query("select * from marts.fct_term_score_daily")
    bases = {row["left_basis"] for row in rows}
    assert bases == {"rise", "season", None}
    for row in rows:
        if row["left_basis"] is None:
            assert row["days_left"] is row["in_time"] is row["lead_days"] is None
            continue
        assert row["in_time"] == (row["days_left"] >= row["lead_days"])
        if row["left_basis"] == "season":
            assert row["stage"] == "seasonal"
            assert row["days_left"] == max(0, (row["peak_on"] - row["scored_on"]).days)
            assert row["publish_by"] >= row["scored_on"] or row["peak_basis"] == "occasion"
        else:
            assert row["stage"] in ("emerging", "rising", "peak")
            assert row["days_left_low"] <= row["days_left"] <= row["days_left_high"]
            assert row["lead_days"] == 12


def test_a_measured_season_has_its_peak_in_its_month(built: Engine) -> None:
    """Mugs and blankets are sought in December; the window of this year is over by then."""
    rows = built.query(
        "select term_id, peak_basis, peak_on, publish_by, stage from marts.fct_term_score_daily "
        "where scored_on = $day and term_id in ('mug', 'blanket')",
        {"day": TODAY - timedelta(days=20)},
    )
    assert len(rows) == 2
    for row in rows:
        assert row["peak_basis"] == "measured"
        assert row["peak_on"].month in (11, 12, 1)
        assert row["publish_by"] > TODAY
        assert row["stage"] == "seasonal"
