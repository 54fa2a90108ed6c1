"""All live sources against a loopback world: a cycle, the same again, and a drill of faults.

Landing, checks, loading, the state database and Chromium are the product's own; no orchestration.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from assets.ingest.expectations import judge_batch
from assets.ingest.live import source_of
from bench import drill
from bench.rehearsal.faults import FAULTS
from bench.rehearsal.installation import ALL, Installation, Report
from bench.rehearsal.processes import ProcessWatch
from bench.rehearsal.server import RehearsalServer
from bench.rehearsal.world import ROUTES
from domain.sources.registry import SOURCES, live_platforms
from warehouse.state.repositories import display
from warehouse.state.session import forget_engines, read_scope
from warehouse.tables import signals_table

pytestmark = [pytest.mark.long, pytest.mark.browser]

SHOWN_ONLY = "pinterest_trends_api"
LISTENING = "bluesky_jetstream"  # each of its windows is another one, whatever is said


@dataclass(frozen=True)
class Cycles:
    """Two cycles of one installation over an outside world that did not change between them."""

    place: Installation
    first: Report
    second: Report
    rows_after_first: dict[str, int]
    rows: dict[str, int]
    watch: ProcessWatch


@pytest.fixture(scope="module")
def cycles(tmp_path_factory) -> Iterator[Cycles]:
    folder = tmp_path_factory.mktemp("signals")
    with (
        RehearsalServer(ROUTES) as server,
        Installation(
            folder, server.address, check=judge_batch, only_watched=True, bluesky_seconds=0.5
        ) as place,
    ):
        with ProcessWatch() as watch:
            first = place.cycle()
            rows_after_first = place.rows()
            second = place.cycle()
        yield Cycles(place, first, second, rows_after_first, place.rows(), watch)
    forget_engines()


def test_every_live_source_answers(cycles):
    for report in (cycles.first, cycles.second):
        told = {name: (one.status, one.message) for name, one in report.outcomes.items()}
        assert {name: status for name, (status, _) in told.items()} == dict.fromkeys(ALL, "ok"), (
            told
        )


def test_the_cycle_gives_terms_of_every_source_that_may_be_kept(cycles):
    assert len(cycles.place.terms()) >= 50
    assert set(cycles.rows_after_first) == {source for source in ALL if SOURCES[source].may_store}
    assert all(cycles.rows_after_first.values())


def test_what_was_said_is_recorded_and_loaded(cycles):
    runs = cycles.place.runs(cycles.first)

    assert {name: run.status for name, run in runs.items()} == dict.fromkeys(ALL, "ok")
    for source, outcome in cycles.first.outcomes.items():
        loaded = outcome.rows if SOURCES[source].may_store else 0
        assert cycles.first.new_rows(source) == loaded, source
        assert runs[source].accepted == loaded, source
        assert runs[source].collected > 0, source
        assert (loaded > 0) is SOURCES[source].may_store, source
        assert outcome.quarantined == 0, source
    assert set(cycles.place.failures().values()) == {0}


def test_the_same_answers_again_add_nothing(cycles):
    added = {
        source: count - cycles.rows_after_first[source]
        for source, count in cycles.rows.items()
        if count != cycles.rows_after_first[source]
    }

    assert added == {LISTENING: cycles.second.new_rows(LISTENING)}
    assert cycles.place.repeats() == 0
    assert cycles.place.loaded_twice() == 0


def test_what_may_only_be_shown_is_shown_and_kept_nowhere(cycles):
    place = cycles.place
    landed = [
        file for platform in live_platforms() for file in place.landing.files(f"{platform}_signals")
    ]
    kept = place.engine.query(
        f"select count(*) as n from {signals_table('pinterest').name} where source = $source",
        {"source": SHOWN_ONLY},
    )
    with read_scope(place.warehouse) as session:
        shown = {row.source_id: row.items for row in display.shown(session, datetime.now(UTC))}

    assert "rehearsal term 900" in {item["term"] for item in shown[SHOWN_ONLY]}
    assert set(shown) == {SHOWN_ONLY}
    assert landed
    assert SHOWN_ONLY not in {source_of(file) for file in landed}
    assert not any(b"rehearsal term 90" in place.landing.read(file) for file in landed)
    assert kept == [{"n": 0}]


def test_no_process_outlives_its_cycle(cycles):
    assert cycles.watch.started > 5  # Chromium was there
    assert cycles.watch.left == []


def test_each_fault_is_told_apart_and_the_next_cycle_recovers():
    sources = ["twitter_explore_page", "reddit_api", "hacker_news"]

    cells, _ = drill.run(sources, lanes=1, whole=False)

    wrong = [f"{cell.source}, {cell.fault}: {each}" for cell in cells for each in cell.wrong]
    assert not wrong, "\n".join([drill.table(cells, ()), *wrong])
    assert {(cell.source, cell.fault): cell.status for cell in cells} == {
        (source, fault.name): fault.status for source in sources for fault in FAULTS
    }
    forget_engines()
