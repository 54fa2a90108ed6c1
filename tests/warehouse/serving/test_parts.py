"""Closed months lie in files that generations share; what was published of them stays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.factories.marts import AS_OF, TERMS, VERSION, build_marts
from warehouse.engine.base import Engine, closing
from warehouse.engine.open import open_engine
from warehouse.errors import SnapshotGone
from warehouse.serving import queries
from warehouse.serving.generations import (
    KEEP,
    Generation,
    kept_parts,
    open_from,
    parts_from,
    read_pointer,
)
from warehouse.serving.publish import publish
from warehouse.serving.reader import Snapshot, SnapshotReader
from warehouse.settings import WarehouseSettings

DAYS = 130  # 24 August to 31 December: four closed months, and December
FIRST = AS_OF - timedelta(days=DAYS - 1)
SCORES = "marts.fct_term_score_daily"
BOOKS = {"term_id": "t-book-club", "score_version": VERSION}


@pytest.fixture
def engine(settings: WarehouseSettings) -> Any:
    with closing(open_engine(settings)) as opened:
        build_marts(opened, terms=TERMS[:3], days=DAYS)
        yield opened


def go(engine: Engine, settings: WarehouseSettings, now: datetime | None = None) -> Generation:
    return publish(engine, settings, as_of=AS_OF, mode="replay", now=now)


def current(settings: WarehouseSettings) -> Snapshot:
    return SnapshotReader(settings.serving).current()


def stage(snapshot: Snapshot, day: date) -> str:
    (row,) = snapshot.query(queries.TREND_ONE, {**BOOKS, "scored_on": day})
    return str(row["stage"])


def change(engine: Engine, what: str, day: str) -> None:
    engine.execute(
        f"update {SCORES} set {what} where term_id = 't-book-club' and scored_on = date '{day}'"
    )


@pytest.mark.parametrize(
    ("as_of", "first"),
    [
        (date(2024, 12, 31), date(2024, 12, 1)),
        (date(2024, 12, 28), date(2024, 12, 1)),
        (date(2024, 12, 27), date(2024, 11, 1)),  # a run writes 30 November anew
        (date(2024, 3, 1), date(2024, 2, 1)),
        (date(2025, 1, 1), date(2024, 12, 1)),
    ],
)
def test_a_month_is_closed_when_no_run_writes_it_anew(as_of: date, first: date) -> None:
    assert open_from(as_of) == first


def test_a_new_day_makes_no_part_anew(engine: Engine, settings: WarehouseSettings) -> None:
    first = go(engine, settings)
    assert [part.month for part in first.parts] == ["2024-08", "2024-09", "2024-10", "2024-11"]
    before = {path: path.stat() for path in kept_parts(settings.serving)}
    change(engine, "stage = 'peak'", "2024-12-31")
    second = go(engine, settings)
    assert second.id != first.id
    assert second.parts == first.parts
    assert {path: path.stat() for path in kept_parts(settings.serving)} == before


def test_days_of_all_parts_are_one_history(engine: Engine, settings: WarehouseSettings) -> None:
    go(engine, settings)
    snapshot = current(settings)
    every = [FIRST + timedelta(days=step) for step in range(DAYS)]
    assert snapshot.scored_days == every
    rows = snapshot.query(
        queries.SCORE_HISTORY,
        {"term_id": "t-book-club", "after": FIRST - timedelta(days=1), "until": AS_OF},
    )
    theirs = engine.query(
        f"select scored_on, score from {SCORES} where term_id = 't-book-club' order by scored_on"
    )
    assert [{k: row[k] for k in ("scored_on", "score")} for row in rows] == theirs
    filters = dict.fromkeys(queries.TREND_FILTERS)
    for day in (FIRST, date(2024, 8, 31), date(2024, 9, 1), date(2024, 11, 30), date(2024, 12, 1)):
        found = snapshot.query(
            queries.TREND_LIST["rank"],
            {**filters, "scored_on": day, "score_version": VERSION, "limit": 9, "offset": 0},
        )
        assert [(row["term_id"], row["scored_on"]) for row in found] == [
            (term.term_id, day) for term in TERMS[:3]
        ]
        parts = snapshot.query(queries.CONTRIBUTIONS, {**BOOKS, "scored_on": day})
        one = snapshot.score_of("t-book-club", day)
        assert one is not None
        assert sum(part["contribution"] for part in parts) == one["log_score"]


def test_a_term_that_left_is_found_on_its_last_day(
    engine: Engine, settings: WarehouseSettings
) -> None:
    engine.execute(
        f"delete from {SCORES} where term_id = 't-book-club' and scored_on > date '2024-10-03'"
    )
    go(engine, settings)
    snapshot = current(settings)
    last = snapshot.score_of("t-book-club", AS_OF)
    assert last is not None
    assert last["scored_on"] == date(2024, 10, 3)
    assert snapshot.score_of("t-book-club", FIRST - timedelta(days=1)) is None
    assert snapshot.query("select count(*) as n from scored_term") == [{"n": 3}]


def test_another_score_of_a_closed_day_makes_another_part_at_once(
    engine: Engine, settings: WarehouseSettings
) -> None:
    """What was published stays what it was; the new generation says what it is made of."""
    first = go(engine, settings)
    change(engine, "log_score = log_score * 1.5, stage = 'fading'", "2024-09-10")
    second = go(engine, settings)
    assert second.id != first.id
    differ = {a.month for a, b in zip(first.parts, second.parts, strict=True) if a.file != b.file}
    assert differ == {"2024-09"}
    reader = SnapshotReader(settings.serving)
    assert stage(reader.current(), date(2024, 9, 10)) == "fading"
    assert stage(reader.at(first.id), date(2024, 9, 10)) == "rising"


def test_any_other_difference_is_found_when_the_months_turn_comes(
    engine: Engine, settings: WarehouseSettings
) -> None:
    moment = datetime(2025, 1, 1, 0, tzinfo=UTC)
    first = go(engine, settings, moment)
    change(engine, "stage = 'fading'", "2024-09-10")
    seen = []
    for hour in range(1, 1 + len(first.parts)):  # one is read whole each time
        generation = go(engine, settings, moment + timedelta(hours=hour))
        seen.append(stage(current(settings), date(2024, 9, 10)))
    assert seen[-1] == "fading"
    assert generation.parts != first.parts


def test_the_turn_comes_each_day_at_the_same_hour_too(
    engine: Engine, settings: WarehouseSettings
) -> None:
    moment = datetime(2025, 1, 1, 6, tzinfo=UTC)
    first = go(engine, settings, moment)
    engine.execute("update marts.fct_score_contribution set weight = weight * 2")
    for day in range(1, 1 + len(first.parts)):
        generation = go(engine, settings, moment + timedelta(days=day))
    assert not {part.file for part in generation.parts} & {part.file for part in first.parts}


def test_days_of_an_older_version_stay_readable(
    engine: Engine, settings: WarehouseSettings
) -> None:
    """New weights score the last days anew; what was said before them is said with its version."""
    newer, first = f"{VERSION}-newer", date(2024, 12, 4)
    copied = f"select * replace ('{newer}' as score_version, 1.5 as score) from {SCORES}"
    engine.execute(
        f"insert into {SCORES} {copied} where scored_on >= date '{first}' "
        "and term_id = 't-book-club'"
    )
    assert go(engine, settings).score_version == newer
    snapshot = current(settings)
    assert len(snapshot.scored_days) == DAYS
    assert (snapshot.version_on(first), snapshot.version_on(FIRST)) == (newer, VERSION)
    for day, version in ((AS_OF, newer), (first, newer), (first - timedelta(days=1), VERSION)):
        found = snapshot.score_of("t-book-club", day)
        assert found is not None
        assert (found["scored_on"], found["score_version"]) == (day, version)
    # The newer version says nothing of this term; the last day on which the older one counted does.
    other = snapshot.score_of(TERMS[1].term_id, AS_OF)
    assert other is not None
    assert (other["scored_on"], other["score_version"]) == (date(2024, 12, 3), VERSION)


def test_a_column_that_came_later_is_unknown_in_older_parts(
    engine: Engine, settings: WarehouseSettings
) -> None:
    moment = datetime(2025, 1, 1, 0, tzinfo=UTC)
    go(engine, settings, moment)
    engine.execute(f"alter table {SCORES} add column mood text")
    engine.execute(f"update {SCORES} set mood = 'bright' where scored_on = date '2024-12-31'")
    go(engine, settings, moment)
    sql = "select mood from fct_term_score_daily where scored_on = $scored_on limit 1"
    moods = [current(settings).query(sql, {"scored_on": day})[0]["mood"] for day in (FIRST, AS_OF)]
    assert moods == [None, "bright"]


def test_a_lost_part_is_made_again(engine: Engine, settings: WarehouseSettings) -> None:
    first = go(engine, settings)
    (settings.serving / first.parts[1].file).unlink()
    change(engine, "stage = 'peak'", "2024-12-31")
    assert go(engine, settings).parts == first.parts
    assert len(kept_parts(settings.serving)) == len(first.parts)


def test_a_part_goes_when_no_kept_generation_names_it(
    engine: Engine, settings: WarehouseSettings
) -> None:
    first = go(engine, settings)
    reader = SnapshotReader(settings.serving, check_every=0)
    old = reader.current()
    change(engine, "log_score = -1", "2024-09-10")
    replaced = settings.serving / first.parts[1].file
    for step in range(KEEP):
        assert replaced.is_file()
        assert reader.at(first.id).generation == first
        change(engine, f"stage = 'step{step}'", "2024-12-31")
        last = go(engine, settings)
    assert not replaced.is_file()
    assert {path.name for path in kept_parts(settings.serving)} == {p.file for p in last.parts}
    with pytest.raises(SnapshotGone):
        reader.at(first.id)
    assert stage(old, date(2024, 9, 10)) == "rising"  # who holds it keeps it


def test_no_part_goes_while_a_kept_generation_cannot_be_read(
    engine: Engine, settings: WarehouseSettings, caplog: pytest.LogCaptureFixture
) -> None:
    first = go(engine, settings)
    (settings.serving / first.file).write_bytes(b"damaged")
    change(engine, "log_score = -1", "2024-09-10")
    go(engine, settings)
    assert {part.file for part in first.parts} <= {p.name for p in kept_parts(settings.serving)}
    assert "no part is removed" in caplog.text


@pytest.mark.parametrize("at", [1, 2, 4])
def test_a_failure_between_parts_leaves_the_present_one_served(
    engine: Engine, settings: WarehouseSettings, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    first = go(engine, settings)
    for month in ("2024-08-30", "2024-09-10", "2024-10-10", "2024-11-10"):
        change(engine, "log_score = -1, stage = 'fading'", month)
    calls: list[object] = []

    def full_disk(folder: object) -> None:
        calls.append(folder)
        if len(calls) == at:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("warehouse.serving.parts.sync_folder", full_disk)
    with pytest.raises(OSError, match="No space"):
        go(engine, settings)
    monkeypatch.undo()
    assert read_pointer(settings.serving) == first
    assert stage(current(settings), date(2024, 9, 10)) == "rising"
    assert not list(settings.serving.glob(".publishing*"))
    second = go(engine, settings)
    assert stage(current(settings), date(2024, 9, 10)) == "fading"
    assert len(kept_parts(settings.serving)) == len(first.parts) + len(second.parts)


@pytest.mark.parametrize("file", ["../part.duckdb", "part-2024-11-.duckdb", "x"])
def test_a_pointer_cannot_name_other_files(file: str) -> None:
    with pytest.raises(KeyError):
        parts_from([{"month": "2024-11", "file": file, "glance": "", "rows": {}}])
