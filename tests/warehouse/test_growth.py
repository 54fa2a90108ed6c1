"""When a build may grow, what it takes in, and how many days it scores."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.factories.engines import an_engine
from warehouse.engine.base import Engine
from warehouse.growth import Plan, begin_build, end_build, forget_build, plan_build

NOON = datetime.fromisoformat("2025-01-10 12:00:00")
AS_OF = datetime.fromisoformat("2025-01-10 23:59:59.999999")
DAY = timedelta(days=1)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = an_engine(tmp_path)
    made.execute("create schema if not exists intermediate")
    made.execute("create schema if not exists marts")
    for name in ("intermediate.int_observation", "intermediate.int_link_taken"):
        made.execute(f"create table {name} as select 1 as a")
    made.execute("create table marts.fct_term_score_daily (scored_on date)")
    yield made
    made.close()


def load(engine: Engine, slice_id: str, captured: datetime, loaded: datetime = NOON) -> None:
    engine.execute("delete from raw.slices where slice_id = $s", {"s": slice_id})
    engine.execute(
        "insert into raw.slices (slice_id, platform, source, origin, file_name, rows_accepted, "
        "rows_quarantined, captured_from, captured_to, loaded_at, run_id) "
        "values ($s, 'tiktok', 'x', 'live', 'f', 3, 0, $c, $c, $l, 'r')",
        {"s": slice_id, "c": captured, "l": loaded},
    )


def build(
    engine: Engine, as_of: datetime = AS_OF, rules: str = "one", *, ends: bool = True
) -> Plan:
    plan = plan_build(engine, as_of, 28, [rules])
    begin_build(engine, plan)
    engine.execute(
        "insert into marts.fct_term_score_daily values ($day)",
        {"day": (as_of - timedelta(microseconds=1)).date()},
    )
    if ends:
        end_build(engine, plan, "run")
    return plan


def test_the_first_build_is_anew_and_the_next_grows(engine):
    load(engine, "a", NOON)
    first = build(engine)
    assert (first.anew, first.score_days) == ("there is no whole build to start from", 28)
    assert first.change.new == 1
    load(engine, "b", NOON)
    plan = build(engine)
    assert (plan.grows, plan.score_days) == (True, 1)
    assert (plan.change.new, plan.change.gone, plan.change.rows) == (1, 0, 3)
    assert plan.variables() == {
        "score_days": 1, "most_score_days": 28, "grow": True, "moved": False, "gone": False,
        "since": "2025-01-10 23:59:59.999999", "changed": ["tiktok"],
        "changed_from": "2025-01-10 12:00:00.000000",
    }  # fmt: skip
    assert not plan_build(engine, AS_OF, 28, ["one"]).change.any


def test_what_the_build_takes_in_is_written_down_until_it_ends(engine):
    load(engine, "a", NOON)
    load(engine, "b", NOON)
    build(engine)
    load(engine, "a", NOON, loaded=NOON + DAY)
    engine.execute("delete from raw.slices where slice_id = 'b'")
    plan = plan_build(engine, AS_OF, 28, ["one"])
    begin_build(engine, plan)
    changes = engine.query("select slice_id, change from raw.build_changes order by 1, 2")
    assert [tuple(row.values()) for row in changes] == [("a", "gone"), ("a", "new"), ("b", "gone")]
    end_build(engine, plan, "run")
    assert engine.query("select * from raw.build_changes") == []
    assert engine.query("select slice_id from raw.build_slices") == [{"slice_id": "a"}]


def test_other_rules_other_sources_and_an_earlier_moment_start_anew(engine):
    build(engine)
    assert plan_build(engine, AS_OF, 28, ["one"]).grows
    assert plan_build(engine, AS_OF, 28, ["two"]).anew is not None
    assert plan_build(engine, AS_OF, 14, ["one"]).anew is not None
    assert plan_build(engine, AS_OF - DAY, 28, ["one"]).anew == "the as-of moment went back"
    engine.execute(
        "insert into raw.sources (source_id, platform, name, family, licence, counts_as, access, "
        "may_store, may_score, commercial_use, replayable, enabled_by_default) values "
        "('s', 'user', 's', 'own', 'l', 's', 'own', true, true, true, true, true)"
    )
    assert plan_build(engine, AS_OF, 28, ["one"]).anew is not None


def test_without_its_tables_no_build_grows(engine):
    build(engine)
    engine.execute("drop table intermediate.int_link_taken")
    assert not plan_build(engine, AS_OF, 28, ["one"]).grows


def test_emptied_tables_are_computed_anew(engine):
    """Postgres empties them when it was not shut down."""
    load(engine, "a", NOON)
    build(engine)
    assert plan_build(engine, AS_OF, 28, ["one"]).grows
    engine.execute("delete from intermediate.int_observation")
    assert not plan_build(engine, AS_OF, 28, ["one"]).grows


@pytest.mark.parametrize(
    ("back", "days"),
    [(0, 1), (1, 2), (5, 6), (400, 28)],
    ids=["today", "yesterday", "five days ago", "last year"],
)
def test_days_are_scored_again_for_rows_that_were_known_on_them(engine, back, days):
    build(engine)
    load(engine, "late", NOON - back * DAY)
    assert plan_build(engine, AS_OF, 28, ["one"]).score_days == days


@pytest.mark.parametrize(("later", "days"), [(0, 1), (1, 1), (3, 3), (90, 28)])
def test_days_without_a_record_are_scored(engine, later, days):
    build(engine)
    plan = plan_build(engine, AS_OF + later * DAY, 28, ["one"])
    assert (plan.grows, plan.score_days) == (True, days)
    assert plan.variables()["moved"] == (later > 0)


def test_what_went_changes_no_record(engine):
    load(engine, "old", NOON - 20 * DAY)
    build(engine)
    engine.execute("delete from raw.slices")
    plan = plan_build(engine, AS_OF, 28, ["one"])
    assert (plan.change.gone, plan.score_days) == (1, 1)


def test_a_build_that_broke_off_is_made_up_for(engine):
    """The days that it should have scored again are scored by the next one that ends."""
    build(engine)
    load(engine, "known", NOON - 9 * DAY)
    assert build(engine, ends=False).score_days == 10
    for ends in (False, True):
        plan = build(engine, ends=ends)
        assert (plan.anew, plan.score_days) == ("there is no whole build to start from", 10)
    assert plan_build(engine, AS_OF, 28, ["one"]).score_days == 1


def test_a_build_by_hand_is_forgotten(engine):
    build(engine)
    forget_build(engine)
    assert not plan_build(engine, AS_OF, 28, ["one"]).grows


def drafted(engine: Engine, draft_id: str, made: datetime) -> None:
    engine.execute(
        "insert into raw.app_drafts values ($id, 'idea', 'mug', $made, 'r')",
        {"id": draft_id, "made": made},
    )


def test_a_draft_made_on_an_earlier_day_scores_from_that_day_on(engine):
    build(engine, AS_OF - 3 * DAY)
    drafted(engine, "a", NOON - 2 * DAY)
    assert plan_build(engine, AS_OF, 28, ["one"]).score_days == 3
    build(engine)
    assert plan_build(engine, AS_OF, 28, ["one"]).score_days == 1
    drafted(engine, "b", NOON - DAY)
    plan = plan_build(engine, AS_OF, 28, ["one"])
    assert (plan.grows, plan.score_days) == (True, 2)
    build(engine)
    engine.execute("delete from raw.app_drafts where draft_id = 'b'")  # its idea was removed
    assert plan_build(engine, AS_OF, 28, ["one"]).score_days == 1


def test_drafts_that_a_broken_build_took_in_are_new_again(engine):
    build(engine)
    drafted(engine, "a", NOON - DAY)
    build(engine, ends=False)
    assert plan_build(engine, AS_OF, 28, ["one"]).score_days == 2
