"""A build that grows says what a build from nothing says, whatever came before it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from domain.expiry import Expired
from tests.dbt import changes
from tests.dbt.changes import STEPS
from tests.dbt.growth import FORECASTS, MARTS, NAME, Growing
from tests.dbt.synthetic import signal
from tests.dbt.test_models import differences
from tests.fakes.postgres import PostgresServer
from warehouse.expiry import store_expired

EVERYTHING = (
    ((changes.an_hour, 1), (changes.a_replaced_slice, 0), (changes.a_list_of_a_country, 0)),
    ((changes.an_hour, 1), (changes.a_late_correction, 1), (changes.a_text_read_anew, 1)),
    ((changes.the_next_day, 0), (changes.some_drafts, 1), (changes.a_replaced_slice, 1)),
    ((changes.an_hour, 2), (changes.some_drafts, 5), (changes.some_insights, 3)),
    (
        (changes.a_removed_slice, 0),
        (changes.a_noisy_term, 3),
        (changes.a_text_read_anew, 2),
        (changes.a_list_of_a_country, 1),
        (changes.a_cluster_read_anew, 2),
    ),
    ((changes.months_later, 3), (changes.an_hour, 5)),
)


def check(place: Growing, where: Path | str, *, may_be_empty: tuple[str, ...] = ()) -> None:
    """Every mart equals the one computed anew."""
    expected, found = place.anew(where), place.marts()
    for mart, keys in MARTS.items():
        assert found[mart].height > 0 or mart in may_be_empty, mart
        assert differences(found[mart], expected[mart], keys) == [], mart


def walk(place: Growing, steps: tuple[tuple[Callable[[Growing, int], None], int], ...]) -> None:
    for step, number in steps:
        step(place, number)


@pytest.fixture(scope="module")
def started(dbt_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Growing:
    """A warehouse with its first build. Copy it, never change it."""
    made = Growing(tmp_path_factory.mktemp("started") / NAME, dbt_folder)
    assert made.build().anew == "there is no whole build to start from"
    return made


@pytest.fixture(scope="module")
def next_day(started: Growing, tmp_path_factory: pytest.TempPathFactory) -> Growing:
    """The same a day and an hour later, grown once. Copy it, never change it."""
    made = started.copy_to(tmp_path_factory.mktemp("next-day"))
    changes.the_next_day(made, 0)
    changes.an_hour(made, 1)
    assert made.build().grows
    return made


def test_every_kind_of_change_in_three_builds(started: Growing, tmp_path: Path) -> None:
    place = started.copy_to(tmp_path / "growing")
    forecasts = place.marts()["fct_term_forecast_daily"]
    known = forecasts.select("rise", "sustain", "return_chance", "growth_place").count().row(0)
    assert min(known) >= 10
    for number in range(0, len(EVERYTHING), 2):
        walk(place, (*EVERYTHING[number], *EVERYTHING[number + 1]))
        assert place.build().grows, number
        check(place, tmp_path / f"anew-{number}")


@pytest.mark.long
def test_every_kind_of_change_in_turn(started: Growing, tmp_path: Path) -> None:
    """More builds between the comparisons: an error of one must not be carried on by the next.

    Long: nine builds. The test above walks through the same changes in three.
    """
    place = started.copy_to(tmp_path / "growing")
    for number, steps in enumerate(EVERYTHING):
        walk(place, steps)
        assert place.build().grows, number
        if number in (1, 3, 5):
            check(place, tmp_path / f"anew-{number}")


@pytest.mark.long
def test_every_kind_of_change_on_postgres(tmp_path: Path) -> None:
    with PostgresServer() as server:
        place = Growing(server.url, tmp_path)
        place.build()
        for steps in EVERYTHING:
            walk(place, steps)
            assert place.build().grows
        check(place, server.create_database("anew"))


@pytest.mark.long
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 59)), min_size=1, max_size=3).map(
            tuple
        ),
        min_size=2,
        max_size=4,
    )
)
# A build of one day scores within windows that begin in the middle of a week.
@example([((changes.a_day_back, 28),), ((changes.a_removed_slice, 30),)])
def test_any_sequence_of_changes(started: Growing, tmp_path_factory, builds) -> None:
    folder = tmp_path_factory.mktemp("growing")
    place = started.copy_to(folder / "growing")
    for steps in builds:
        walk(place, steps)
        place.build()
    # Nothing is forecast on a day without a reading, and half a year later no part is shown.
    check(place, folder / "anew", may_be_empty=FORECASTS)


def test_a_late_correction_changes_today_and_not_the_record(
    next_day: Growing, tmp_path: Path
) -> None:
    place = next_day.copy_to(tmp_path / "growing")
    before, today = place.records(), place.marts()["fct_term_score_daily"]
    changes.a_late_correction(place, 1)
    plan = place.build()
    assert (plan.grows, plan.score_days) == (True, 1)
    assert place.records().sort("term_id", "scored_on").equals(before.sort("term_id", "scored_on"))
    corrected = place.marts()["fct_term_score_daily"]
    assert not corrected.sort("term_id").equals(today.sort("term_id"))


def test_a_past_answer_is_computed_again_from_what_was_landed(
    next_day: Growing, tmp_path: Path
) -> None:
    """Days and corrections later, a build of that moment from the raw rows says what was said."""
    place = next_day.copy_to(tmp_path / "growing")
    said, day = place.marts(), place.day
    landed = place.raw_rows()
    for number in (1, 2):
        changes.the_next_day(place, number)
        changes.a_late_correction(place, number)
        changes.an_hour(place, 9)
    assert place.raw_rows() > landed
    place.day = day
    again = place.anew(tmp_path / "again")
    known = said["dim_term"]["term_id"].implode()  # words met later have rows of their own
    again["dim_term"] = again["dim_term"].filter(pl.col("term_id").is_in(known))
    for mart, keys in MARTS.items():
        assert differences(said[mart], again[mart], keys) == [], mart


@pytest.mark.long
def test_a_build_that_broke_off_is_made_anew(started: Growing, tmp_path: Path) -> None:
    """Long: two builds. That a broken build is not grown upon, tests/warehouse proves alone."""
    place = started.copy_to(tmp_path / "growing")
    with closing(place.engine()) as engine:
        engine.execute("delete from raw.builds where stage = 'score.as_of'")  # as begin_build does
    changes.an_hour(place, 1)
    plan = place.build()
    assert plan.anew == "there is no whole build to start from"
    assert plan.score_days == 1  # no row came that was known before
    check(place, tmp_path / "anew")


@pytest.mark.long
def test_what_was_said_stays_when_its_evidence_has_expired(
    next_day: Growing, tmp_path: Path
) -> None:
    """A late row of yesterday counts today; yesterday is closed once rows behind it are deleted.

    Long: two builds. The quick suite has a late correction without anything deleted.
    """
    place = next_day.copy_to(tmp_path / "growing")
    said = place.records().sort("term_id", "scored_on")
    gone = Expired("twitter_trends", 30, *[place.day - timedelta(days=31)] * 2, place.day)
    with closing(place.engine()) as engine:
        store_expired(engine, [gone])
    yesterday = place.at(20, back=1)
    place.load(
        "late-hour",
        signal("twitter_trends", "Topic 3", "rank", yesterday, rank=1, region="DE", kind="topic"),
    )
    plan = place.build()
    assert (plan.grows, plan.score_days) == (True, 2)
    assert place.records().sort("term_id", "scored_on").equals(said)
    check(place, tmp_path / "anew")
    today = place.marts()["fct_term_score_daily"]
    assert today["evidence_complete"].all()
    assert "DE" in today.filter(term_id="topic 3")["regions"].item()
