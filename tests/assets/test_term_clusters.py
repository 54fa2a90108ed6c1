"""Clusters in the warehouse: placed once, found again by their forms, kept from run to run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from assets.terms.clusters import members_by_reason, place_terms
from assets.terms.terms import (
    VERSION,
    first_sightings,
    forget_older_rules,
    read_texts,
    unread_texts,
    write_terms,
)
from domain.clusters.belonging import Membership
from tests.fakes.postgres import PostgresServer
from warehouse.engine.base import Engine, closing
from warehouse.engine.migrate import migrate
from warehouse.engine.open import open_engine
from warehouse.engine.postgres import PostgresEngine
from warehouse.settings import WarehouseSettings

MOMENT = datetime(2024, 12, 31, tzinfo=UTC).replace(tzinfo=None)


@pytest.fixture(params=["duckdb", "postgres"])
def engine(request: pytest.FixtureRequest, settings: WarehouseSettings) -> Iterator[Engine]:
    if request.param == "duckdb":
        with closing(open_engine(settings)) as opened:
            yield opened
        return
    server = request.getfixturevalue("server")
    with closing(PostgresEngine(server.url)) as opened:
        opened.execute("drop schema if exists raw cascade")
        migrate(opened)
        yield opened


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with PostgresServer() as running:
        yield running


def see(engine: Engine, *texts: str, days_ago: int = 0, rows: int = 1, curated: bool = False):
    known = MOMENT - timedelta(days=days_ago)
    seen = [
        {
            "source": "a_source",
            "origin": "curated" if curated else "replay",
            "region": "US",
            "term": text,
            "kind": "niche" if curated else "search",
            "metric": "views",
            "period": "day",
            "value": 1.0,
            "rank": None,
            "observed_at": known,
            "captured_at": known + timedelta(minutes=row),
            "is_partial": False,
            "url": None,
            "run_id": "r",
            "slice_id": "s",
        }
        for text in texts
        for row in range(rows)
    ]
    engine.append("raw.user_signals", pl.DataFrame(seen, schema_overrides={"rank": pl.Int32}))


def run(engine: Engine, version: str = VERSION) -> list[Membership]:
    """One pass of the stage; returns what was placed in it."""
    unread = unread_texts(engine)
    links, terms = read_texts(unread.iter_rows(named=True))
    with engine.transaction():
        write_terms(engine, links, terms)
        return place_terms(engine, first_sightings(unread, links), version)


def heads(engine: Engine) -> dict[str, str]:
    """Each term and its head, by their match keys."""
    rows = engine.query(
        "select t.term, h.term as head from raw.term_clusters c "
        "join raw.terms t on t.term_id = c.term_id join raw.terms h on h.term_id = c.head_id"
    )
    return {row["term"]: row["head"] for row in rows}


def snapshot(engine: Engine) -> list[dict[str, Any]]:
    return engine.query("select * from raw.term_clusters order by term_id")


def test_the_first_known_leads(engine: Engine) -> None:
    see(engine, "mom life", days_ago=1, rows=9)
    see(engine, "mum life", days_ago=5)
    see(engine, "gardening", days_ago=9)
    assert len(run(engine)) == 3
    assert heads(engine) == {
        "mom life": "mum life",
        "mum life": "mum life",
        "gardening": "gardening",
    }
    assert members_by_reason(engine) == [{"reason": "spelling", "members": 1}]


def test_of_two_known_at_once_the_most_observed_leads(engine: Engine) -> None:
    see(engine, "mum life")
    see(engine, "mom life", rows=3)
    run(engine)
    assert set(heads(engine).values()) == {"mom life"}


def test_a_curated_term_leads_whoever_was_first(engine: Engine) -> None:
    see(engine, "cat mum", days_ago=30, rows=5)
    see(engine, "cat mom", curated=True)
    run(engine)
    assert heads(engine) == {"cat mum": "cat mom", "cat mom": "cat mom"}


def test_a_published_head_stays_though_an_older_or_curated_one_comes(engine: Engine) -> None:
    see(engine, "cat mum", days_ago=1)
    run(engine)
    before = snapshot(engine)
    see(engine, "cat mom", days_ago=30, rows=9, curated=True)
    (placed,) = run(engine)
    assert placed.reason == "spelling"
    assert set(heads(engine).values()) == {"cat mum"}
    assert [row for row in snapshot(engine) if row["term_id"] != placed.term_id] == before


def test_a_second_run_places_nothing_and_changes_nothing(engine: Engine) -> None:
    see(engine, "mum life", "mom life", "momlife", "merry xmas", "Merry Christmas")
    run(engine)
    before = snapshot(engine)
    assert run(engine) == []
    assert snapshot(engine) == before


def test_runs_in_order_of_time_end_like_one_run_over_all(engine: Engine) -> None:
    texts = ["mum life", "happy birthday jin", "mom life", "hbd jin", "momlife", "feliz navidad"]
    texts += ["merry xmas", "green new deal", "the green new deal", "merry christmas"]
    for place, text in enumerate(texts):
        see(engine, text, days_ago=20 - place)
        run(engine)
    by_steps = heads(engine)
    for table in ("user_signals", "terms", "term_links", "term_clusters", "term_forms"):
        engine.execute(f"delete from raw.{table}")
    for place, text in enumerate(texts):
        see(engine, text, days_ago=20 - place)
    run(engine)
    assert heads(engine) == by_steps
    assert len(set(by_steps.values())) == 4


def test_new_rules_place_all_anew_and_the_heads_of_before_lead(engine: Engine) -> None:
    see(engine, "mom life", days_ago=1)
    run(engine)
    see(engine, "mum life", days_ago=9)
    run(engine)
    assert set(heads(engine).values()) == {"mom life"}
    placed = place_terms(engine, {}, "next rules")
    assert len(placed) == 2
    assert set(heads(engine).values()) == {"mom life"}
    assert {row["clusters_version"] for row in snapshot(engine)} == {"next rules"}
    forms = engine.query("select count(distinct term_id) as n from raw.term_forms")
    assert forms == [{"n": 2}]


def test_noise_is_not_placed(engine: Engine) -> None:
    see(engine, "fyp", "viral")
    assert run(engine) == []


def test_terms_forgotten_by_older_rules_come_back_to_their_head(engine: Engine) -> None:
    see(engine, "mum life", days_ago=9)
    see(engine, "mom life")
    run(engine)
    before = heads(engine)
    engine.execute("update raw.terms set rules_version = 'older'")
    engine.execute("update raw.term_links set rules_version = 'older'")
    engine.execute("update raw.term_clusters set clusters_version = 'older'")
    forget_older_rules(engine)
    assert len(run(engine)) == 2
    assert heads(engine) == before
