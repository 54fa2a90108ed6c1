from __future__ import annotations

from datetime import UTC, datetime, timedelta

from assets.ingest.outcomes import SourceOutcome
from assets.ingest.records import record_outcomes
from warehouse.settings import WarehouseSettings
from warehouse.state.repositories.source_runs import health
from warehouse.state.session import forget_engines, session_scope

NOW = datetime(2024, 12, 31, 12, tzinfo=UTC)


def kept(settings: WarehouseSettings):
    with session_scope(settings) as session:
        return {
            source: (
                found.last.status,
                found.last.rows,
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
