from __future__ import annotations

from datetime import UTC, datetime, timedelta

from assets.ingest.outcomes import SourceOutcome
from assets.ingest.records import record_loading, record_outcomes
from warehouse.settings import WarehouseSettings
from warehouse.state.repositories.scrape_runs import health
from warehouse.state.session import forget_engines, session_scope

NOW = datetime(2024, 12, 31, 12, tzinfo=UTC)


def kept(settings: WarehouseSettings):
    with session_scope(settings) as session:
        return {
            source: (
                found.last.status,
                found.last.accepted,
                found.last.quarantined,
                found.last.error_code,
                found.last.message,
            )
            for source, found in health(session).items()
        }


def record(settings, outcomes, **changes):
    arguments = {"origin": "live", "run_id": "run-1", "now": NOW, **changes}
    try:
        return record_outcomes(settings, outcomes, **arguments)
    finally:
        forget_engines()


def test_a_failed_source_is_kept_with_its_code_and_message(settings):
    outcome = SourceOutcome(
        "wikimedia_top",
        "Wikimedia",
        "failed",
        "connector.unavailable",
        "It does not answer.",
        started_at=NOW - timedelta(seconds=9),
        finished_at=NOW,
        registry_ids=("wikimedia_top",),
    )
    assert record(settings, [outcome]) == 1
    assert kept(settings)["wikimedia_top"] == (
        "failed",
        0,
        0,
        "connector.unavailable",
        "It does not answer.",
    )


def test_files_of_one_source_are_one_run_and_the_worst_of_them_is_its_status(settings):
    good = SourceOutcome(
        "replay", "a.csv", "partial", rows=5, quarantined=1, registry_ids=("tiktok_hashtag_views",)
    )
    bad = SourceOutcome(
        "replay",
        "b.csv",
        "failed",
        "input.withheld",
        "Out of range.",
        quarantined=2,
        registry_ids=("tiktok_hashtag_views",),
    )
    assert record(settings, [good, bad], stored={"tiktok_hashtag_views": 5}) == 1
    assert kept(settings)["tiktok_hashtag_views"] == (
        "failed",
        5,
        3,
        "input.withheld",
        "Out of range.",
    )


def test_a_source_that_was_not_asked_has_no_run(settings):
    skipped = SourceOutcome(
        "google_trends_rss", "Google", "skipped", registry_ids=("google_trends_rss",)
    )
    assert record(settings, [skipped]) == 0


def test_the_later_word_of_one_run_wins(settings):
    first = SourceOutcome("x", "x", "ok", rows=3, registry_ids=("user_file",))
    second = SourceOutcome("x", "x", "unchanged", rows=3, registry_ids=("user_file",))
    record(settings, [first])
    record(settings, [second])
    assert kept(settings)["user_file"][0] == "unchanged"


def visited(settings, status="ok", run_id="run-1"):
    """The source was asked in a run, with that outcome."""
    asked = SourceOutcome(
        "google_trends_rss",
        "Google",
        status,
        attempts=2,
        collected=10,
        rows=20,
        terms=10,
        newest=NOW,
        registry_ids=("google_trends_rss",),
    )
    record(settings, [asked], run_id=run_id)


def loaded(settings, *outcomes, run_id="run-1"):
    try:
        return record_loading(settings, outcomes, run_id=run_id, now=NOW)
    finally:
        forget_engines()


def slice_of(status, **counts):
    return SourceOutcome(
        "google_trends_signals", "a.xml", status, registry_ids=("google_trends_rss",), **counts
    )


def run_of(settings):
    with session_scope(settings) as session:
        run = health(session)["google_trends_rss"].last
        return (
            run.status,
            run.attempts,
            run.collected,
            run.accepted,
            run.quarantined,
            run.duplicates,
        )


def test_loading_adds_its_counts_to_the_visit(settings):
    visited(settings)
    new = slice_of("partial", rows=17, quarantined=2, duplicates=1)
    assert loaded(settings, slice_of("unchanged", rows=500), new) == 1
    assert run_of(settings) == ("ok", 2, 10, 17, 2, 1)


def test_old_answers_do_not_speak_for_a_source_that_is_down(settings):
    visited(settings, "down")
    assert loaded(settings, slice_of("unchanged", rows=500)) == 0
    assert run_of(settings)[0] == "down"


def test_a_batch_that_was_kept_out_means_the_platform_changed(settings):
    visited(settings)
    withheld = SourceOutcome(
        "google_trends_signals",
        "a.xml",
        "failed",
        "input.withheld",
        "40 % refused",
        quarantined=20,
        registry_ids=("google_trends_rss",),
    )
    loaded(settings, withheld)
    assert run_of(settings)[0] == "changed_markup"


def test_a_source_that_this_run_did_not_ask_gets_no_record(settings):
    visited(settings, run_id="an earlier run")
    assert loaded(settings, slice_of("ok", rows=5), run_id="loading alone") == 0
    assert run_of(settings) == ("ok", 2, 10, 20, 0, 0)
