"""One replay of a small slice seen from every stage; a second one changes nothing."""

from __future__ import annotations

import json
from typing import Any

import dagster as dg
import pytest

from assets import keys
from domain.listings.limits import breaches
from tests.factories import signals
from tests.factories.pipeline import IDEAS, OF_RUNS_BEFORE, SCORE_DAYS, Replayed
from warehouse.serving.reader import SnapshotReader
from warehouse.settings import WarehouseSettings
from warehouse.state.repositories import designs, drafts, ideas
from warehouse.state.session import session_scope


def metadata(result: dg.ExecuteInProcessResult, key: dg.AssetKey) -> dict[str, Any]:
    (event,) = [
        event for event in result.get_asset_materialization_events() if event.asset_key == key
    ]
    found = event.materialization.metadata
    return {name: value.value for name, value in found.items()}


def term(replayed: Replayed, display: str) -> dict[str, Any]:
    (row,) = replayed.place.warehouse(
        f"select * from raw.terms where lower(display) = '{display.lower()}'"
    )
    return row


@pytest.fixture
def snapshot(replayed: Replayed):
    return SnapshotReader(replayed.place.data / "serving").current()


@pytest.fixture
def kept(replayed: Replayed) -> WarehouseSettings:
    return WarehouseSettings(data=replayed.place.data)


class TestIngest:
    def test_every_row_of_the_file_arrives_once(self, replayed: Replayed) -> None:
        written = list(signals.rows())
        landed = metadata(replayed.first, keys.LANDING_REPLAY)
        assert landed["dagster/row_count"] == len(written)
        tables = {"tiktok": 0, "twitter": 0, "youtube": 0, "google_trends": 0, "user": 0}
        for row in written:
            tables[row["source"] or "user"] += 1
        for platform, count in tables.items():
            raw = metadata(replayed.first, keys.raw_signals(platform))
            assert raw["dagster/row_count"] == count, platform
            assert replayed.counts[0][f"raw.{platform}_signals"] == count
        assert replayed.counts[0]["raw.quarantine"] == 0

    def test_curated_rows_are_marked(self, replayed: Replayed) -> None:
        (row,) = replayed.place.warehouse(
            "select count(*) as n, min(origin) as origin, max(origin) as other, count(value) as v "
            "from raw.curated_signals"
        )
        assert row["n"] > 150
        assert (row["origin"], row["other"], row["v"]) == ("curated", "curated", 0)

    def test_own_rows_are_imports(self, replayed: Replayed) -> None:
        (row,) = replayed.place.warehouse("select distinct origin from raw.user_signals")
        assert row["origin"] == "import"


class TestTerms:
    def test_names_are_kept_and_blocked_with_their_evidence(self, replayed: Replayed) -> None:
        for name in signals.NAMES:
            row = term(replayed, name)
            assert row["risk_status"] == "block"
            assert row["risk_reason"]
            assert json.loads(row["risk_evidence"])

    def test_noise_and_weekdays_are_recognised(self, replayed: Replayed) -> None:
        assert term(replayed, "monday motivation")["is_weekday"]
        assert not replayed.place.warehouse(
            "select * from raw.terms where term = 'fyp' and not is_noise"
        )

    def test_a_title_links_to_what_it_holds(self, replayed: Replayed) -> None:
        found = replayed.place.warehouse(
            "select t.display from raw.term_links l join raw.terms t on t.term_id = l.term_id "
            f"where l.seen = '{signals.TITLE}'"
        )
        assert set(signals.TITLE_HOLDS) <= {row["display"].lower() for row in found}
        assert signals.TITLE not in {row["display"] for row in found}

    def test_a_hashtag_and_a_keyword_are_one_term(self, replayed: Replayed) -> None:
        found = replayed.place.warehouse(
            "select distinct t.term_id, t.is_curated from raw.term_links l "
            "join raw.terms t on t.term_id = l.term_id "
            f"where l.seen in ('#PlantMom', '{signals.CURATED_TOO}')"
        )
        assert [row["is_curated"] for row in found] == [True]


class TestScores:
    def test_only_the_days_asked_for_are_scored(self, snapshot) -> None:
        assert len(snapshot.scored_days) == SCORE_DAYS
        assert snapshot.scored_days[-1] == signals.AS_OF

    def test_what_was_captured_later_is_unknown(self, replayed: Replayed, snapshot) -> None:
        assert term(replayed, signals.LATE)  # it was loaded and read ...
        found = snapshot.query(
            "select count(*) as n from fct_term_score_daily s join dim_term t using (term_id) "
            "where lower(t.display) = $late",
            {"late": signals.LATE},
        )
        assert found == [{"n": 0}]  # ... and nobody could know it on that day
        (evidence,) = snapshot.query("select max(captured_at) as last from fct_term_evidence")
        assert evidence["last"].date() <= signals.AS_OF
        (daily,) = snapshot.query("select max(observed_on) as last from fct_term_daily")
        assert daily["last"] <= signals.AS_OF

    def test_contributions_sum_to_the_log_score(self, snapshot) -> None:
        rows = snapshot.query(
            "select s.log_score, s.score, sum(c.contribution) as total, ln(s.score / 100) as back "
            "from fct_term_score_daily s join fct_score_contribution c "
            "using (term_id, scored_on, score_version) where s.score is not null "
            "group by s.term_id, s.scored_on, s.log_score, s.score"
        )
        assert rows
        for row in rows:
            assert row["total"] == pytest.approx(row["log_score"], abs=1e-9)
            assert row["back"] == pytest.approx(row["log_score"], abs=1e-9)

    def test_ranks_are_the_order_of_the_lower_bound(self, snapshot) -> None:
        rows = snapshot.query(
            "select rank, score_low from fct_term_score_daily where scored_on = $day order by rank",
            {"day": signals.AS_OF},
        )
        assert [row["rank"] for row in rows] == list(range(1, len(rows) + 1))
        known = [row["score_low"] for row in rows if row["score_low"] is not None]
        assert known == sorted(known, reverse=True)

    def test_curated_marks_travel(self, snapshot) -> None:
        rows = snapshot.query(
            "select s.origin, s.is_curated, s.sources, t.display "
            "from fct_term_score_daily s join dim_term t using (term_id) where scored_on = $day",
            {"day": signals.AS_OF},
        )
        by_name = {row["display"].lower(): row for row in rows}
        for row in rows:
            if row["origin"] == "curated":
                assert row["is_curated"]
        measured = by_name["pickleball"]
        assert measured["origin"] != "curated"
        assert {"twitter_own", "user_file"} & set((measured["sources"] or "").split(","))
        both = by_name[signals.CURATED_TOO]
        assert both["is_curated"]
        assert both["origin"] != "curated"  # somebody measured it


class TestServing:
    def test_the_pointer_names_what_it_counts(self, replayed: Replayed, snapshot) -> None:
        generation = snapshot.generation
        assert generation.as_of == signals.AS_OF
        assert generation.mode == "replay"
        for table, count in generation.rows.items():
            assert snapshot.query(f"select count(*) as n from {table}") == [{"n": count}]
            assert replayed.place.warehouse(f"select count(*) as n from marts.{table}") == [
                {"n": count}
            ]
        published = metadata(replayed.first, keys.SNAPSHOT)
        assert published["generation"] == generation.id

    def test_who_loaded_a_row_is_not_served(self, snapshot) -> None:
        columns = snapshot.query("select column_name from information_schema.columns")
        assert "run_id" not in {row["column_name"] for row in columns}


class TestSellerSide:
    def test_ideas_come_from_both_sides(self, kept: WarehouseSettings) -> None:
        with session_scope(kept) as session:
            briefs = [ideas.brief_of(idea) for idea in ideas.current(session)]
        assert len(briefs) == IDEAS
        origins = {brief.origin == "curated" for brief in briefs}
        assert origins == {True, False}
        for brief in briefs:
            measured = [row for row in brief.evidence if row.origin != "curated"]
            assert brief.evidence
            assert bool(measured) == (brief.origin != "curated")
            assert all(row.captured_at.date() <= signals.AS_OF for row in brief.evidence)

    def test_refused_terms_have_reasons(self, kept: WarehouseSettings) -> None:
        with session_scope(kept) as session:
            found = {}
            cursor: str | None = None
            while True:
                page, cursor = ideas.refusals(session, limit=200, cursor=cursor)
                found |= {refusal.display.lower(): refusal for refusal in page}
                if cursor is None:
                    break
        assert all(refusal.code and refusal.reason for refusal in found.values())
        for name in signals.NAMES:
            assert found[name].code == "idea.risk_block"
            assert name.split()[0] in found[name].reason.lower()
        assert found["monday motivation"].code == "idea.weekday"

    def test_every_idea_is_drawn_and_drafted(self, kept: WarehouseSettings) -> None:
        with session_scope(kept) as session:
            wanted = {idea.id for idea in ideas.current(session)}
            drawn = designs.current(session)
            page, _ = drafts.list_page(session, limit=50)
            assert {design.idea_id for design in drawn} == wanted
            assert {draft.idea_id for draft in page} == wanted
            assert all(design.report["passed"] for design in drawn)
            for design in drawn:
                assert set(design.files) == {"print", "preview", "mockup_light", "mockup_dark"}
                for file in design.files.values():
                    path = kept.designs / file["path"]
                    assert path.stat().st_size == file["bytes"]

    def test_every_draft_is_within_the_limits(self, kept: WarehouseSettings) -> None:
        with session_scope(kept) as session:
            found, _ = drafts.list_page(session, limit=50)
            assert found
            for draft in found:
                assert not breaches(draft.title, draft.tags, draft.materials)
                assert len(draft.title) <= 140
                assert len(draft.tags) == 13
                assert max(len(tag) for tag in draft.tags) <= 20
                assert len({tag.lower() for tag in draft.tags}) == 13
                assert draft.description
                assert draft.price.amount > 0
                assert draft.pricing
                assert draft.quality


class TestAgain:
    def test_it_succeeds(self, replayed: Replayed) -> None:
        assert replayed.first.success
        assert replayed.second.success

    def test_no_row_is_there_twice(self, replayed: Replayed) -> None:
        first, second = replayed.counts
        # A log of runs grows by design.
        runs = {"state.scrape_runs", "state.scrape_totals", *OF_RUNS_BEFORE}
        assert {name: n for name, n in first.items() if name not in runs} == {
            name: n for name, n in second.items() if name not in runs
        }
        drafts = first["state.drafts"]
        assert (first["raw.app_drafts"], second["raw.app_drafts"]) == (0, drafts)

    def test_the_generation_stays(self, replayed: Replayed) -> None:
        assert replayed.generations[0] == replayed.generations[1]
        serving = replayed.place.data / "serving"
        assert len(list(serving.glob("serving-*.duckdb"))) == 1

    def test_nothing_is_computed_again(self, replayed: Replayed) -> None:
        first, second = (
            [
                event.materialization.metadata["recomputed"].value
                for event in result.get_asset_materialization_events()
                if "recomputed" in event.materialization.metadata
            ]
            for result in (replayed.first, replayed.second)
        )
        assert len(first) == len(second) > 20
        assert set(first) == {True}
        assert set(second) == {False}

    def test_nothing_is_read_drawn_or_changed_again(self, replayed: Replayed) -> None:
        assert metadata(replayed.first, keys.RAW_TERMS)["newly_read"] > 150
        assert metadata(replayed.second, keys.RAW_TERMS)["newly_read"] == 0
        assert metadata(replayed.first, keys.DESIGNS)["drawn_now"] == IDEAS
        assert metadata(replayed.second, keys.DESIGNS)["drawn_now"] == 0
        assert metadata(replayed.second, keys.IDEAS)["unchanged"] == IDEAS
        assert metadata(replayed.second, keys.IDEAS)["added"] == 0

    def test_every_check_ran_and_passed(self, replayed: Replayed) -> None:
        for result in (replayed.first, replayed.second):
            evaluations = result.get_asset_check_evaluations()
            assert len(evaluations) > 50
            assert not [
                (evaluation.asset_key.path, evaluation.check_name)
                for evaluation in evaluations
                if not evaluation.passed
            ]
