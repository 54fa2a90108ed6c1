"""From a folder of recorded files to raw tables: what loads, what is refused, what is replaced."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from assets.ingest.checks import broken_slices
from assets.ingest.loading import load_platform
from assets.ingest.recorded import IMPORT, land_recorded, platforms_of
from connectors.errors import UnusableInput
from connectors.trends.replay import reader
from domain.sources.registry import PLATFORMS
from warehouse.engine.open import open_engine
from warehouse.landing import Landing

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HEADER = "term,metric,observed_at,value,source,rank\n"


@pytest.fixture
def engine(settings):
    engine = open_engine(settings)
    yield engine
    engine.close()


@pytest.fixture
def landing(settings):
    return Landing(settings.landing)


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "signals"
    folder.mkdir()
    return folder


def counter(*tags: str) -> bytes:
    sink = io.BytesIO()
    frame = pl.DataFrame(
        {"tag": list(tags), "date": [date(2024, 12, 31)] * len(tags), "views": [5] * len(tags)}
    )
    frame.write_parquet(sink)
    return sink.getvalue()


def load(engine, landing, run="run", now=NOW):
    return {p: load_platform(engine, landing, p, run, now) for p in PLATFORMS}


def terms(engine, platform="tiktok"):
    rows = engine.query(f"select term from raw.{platform}_signals order by term")
    return [row["term"] for row in rows]


def test_formats_side_by_side_go_to_their_tables(engine, landing, folder):
    (folder / "one.bin").write_bytes(counter("BookTok"))
    (folder / "deeper").mkdir()
    (folder / "deeper" / "notes").write_text(
        HEADER + "tea,views,2024-12-31,5,tiktok,\nmug,rank,2024-12-31,,my_shop,3\n"
    )
    outcomes = land_recorded(landing, folder, NOW)
    assert [(o.name, o.status, o.format, o.rows) for o in outcomes] == [
        ("deeper/notes", "ok", "canonical", 2),
        ("one.bin", "ok", "tiktok_counter", 1),
    ]
    load(engine, landing)
    assert terms(engine) == ["BookTok", "tea"]
    assert terms(engine, "user") == ["mug"]
    rows = engine.query("select origin, source from raw.tiktok_signals order by origin")
    assert [(r["origin"], r["source"]) for r in rows] == [
        ("import", "tiktok"),
        ("replay", "tiktok_hashtag_views"),
    ]
    assert not any(broken_slices(engine, platform) for platform in PLATFORMS)


def test_a_second_replay_changes_nothing(engine, landing, folder):
    (folder / "a.parquet").write_bytes(counter("a", "b"))
    land_recorded(landing, folder, NOW)
    load(engine, landing, "first")
    land_recorded(landing, folder, NOW + timedelta(days=1))
    again = load(engine, landing, "second")
    assert [r.unchanged for r in again["tiktok"].results] == [True]
    assert engine.query("select distinct run_id from raw.tiktok_signals") == [{"run_id": "first"}]
    outcome = again["tiktok"].outcomes()[0]
    assert (outcome.status, outcome.registry_ids) == ("unchanged", ("tiktok_hashtag_views",))


def test_an_unchanged_file_is_not_even_parsed(engine, landing, folder, monkeypatch):
    (folder / "a.parquet").write_bytes(counter("a"))
    land_recorded(landing, folder, NOW)
    load(engine, landing)
    monkeypatch.setattr(reader, "parse", None)
    assert load(engine, landing)["tiktok"].results[0].unchanged


def test_a_changed_file_replaces_its_rows_and_a_removed_one_takes_them_along(
    engine, landing, folder
):
    (folder / "a.parquet").write_bytes(counter("old"))
    (folder / "b.parquet").write_bytes(counter("leaves"))
    land_recorded(landing, folder, NOW)
    load(engine, landing)
    (folder / "a.parquet").write_bytes(counter("new"))
    (folder / "b.parquet").unlink()
    land_recorded(landing, folder, NOW)
    done = load(engine, landing)["tiktok"]
    assert terms(engine) == ["new"]
    assert done.removed == 2
    assert len(landing.files("replay")) == 3  # what was landed stays


def test_one_content_under_two_names_counts_once(engine, landing, folder):
    (folder / "a.parquet").write_bytes(counter("once"))
    (folder / "copy.parquet").write_bytes(counter("once"))
    land_recorded(landing, folder, NOW)
    load(engine, landing)
    assert terms(engine) == ["once"]


def test_imports_add_up_and_a_newer_version_supersedes(engine, landing, folder):
    mine = folder / "mine.csv"
    mine.write_text(HEADER + "tea,views,2024-12-31,5,,\n")
    land_recorded(landing, mine, NOW, into=IMPORT)
    other = folder / "other.parquet"
    other.write_bytes(counter("BookTok"))
    land_recorded(landing, other, NOW, into=IMPORT)
    load(engine, landing)
    mine.write_text(HEADER + "coffee,views,2024-12-31,5,,\n")
    land_recorded(landing, mine, NOW + timedelta(hours=1), into=IMPORT)
    load(engine, landing)
    assert terms(engine, "user") == ["coffee"]
    assert terms(engine) == ["BookTok"]
    origins = engine.query("select distinct origin from raw.tiktok_signals")
    assert origins == [{"origin": "import"}]


def test_a_new_parser_reads_everything_again(engine, landing, folder, monkeypatch):
    (folder / "a.parquet").write_bytes(counter("a"))
    land_recorded(landing, folder, NOW)
    load(engine, landing)
    monkeypatch.setattr(reader, "PARSER_VERSION", "next")
    assert platforms_of(landing.files("replay")[0], landing) == ["tiktok"]
    done = load(engine, landing, "again")["tiktok"]
    assert (len(done.loaded), done.removed) == (1, 1)
    assert terms(engine) == ["a"]


def test_bad_input_of_every_kind_beside_good_rows(engine, landing, folder):
    (folder / "good.parquet").write_bytes(counter("good"))
    (folder / "header.csv").write_text("word,number\ntea,5\n")
    (folder / "truncated.parquet").write_bytes(counter("lost" * 50)[:-20])
    (folder / "empty.csv").write_bytes(b"")
    (folder / "mixed.csv").write_bytes(
        (HEADER + "café,views,2024-12-31,5,tiktok,\n").encode()
        + b"na\xefve,views,2024-12-31,5,tiktok,\n"
    )
    (folder / "rows.csv").write_text(
        HEADER
        + "fine,views,2024-12-31,7,tiktok,\n"
        + "negative,views,2024-12-31,-7,tiktok,\n"
        + "absurd,views,2024-12-31,1e300,tiktok,\n"
        + "future,views,2099-12-31,7,tiktok,\n"
        + f"{'x' * 1_000_000},views,2024-12-31,7,tiktok,\n"
        + "undated,views,yesterday,7,tiktok,\n"
        + "odd,views,2024-12-31,lots,tiktok,\n"
        + "long,views,2024-12-31,7,tiktok,1,2,3\n"
    )
    outcomes = {o.name: o for o in land_recorded(landing, folder, NOW)}
    assert {name: o.code for name, o in outcomes.items() if o.unusable} == {
        "header.csv": "input.unknown_format",
        "truncated.parquet": "input.truncated",
        "empty.csv": "input.empty",
    }
    load(engine, landing)
    assert terms(engine) == ["café", "fine", "good"]
    refused = engine.query(
        "select platform, line, reason from raw.quarantine order by reason, line"
    )
    assert [(r["reason"], r["line"]) for r in refused] == [
        ("absurd_value", 4),
        ("bad_date", 7),
        ("bad_encoding", 3),
        ("bad_number", 8),
        ("future_date", 5),
        ("negative_value", 3),
        ("term_too_long", 6),
        ("wrong_columns", 9),
    ]
    longest = engine.query(
        "select max(length(term)) as n, max(length(detail)) as d from raw.quarantine"
    )
    assert longest[0]["n"] <= 200
    assert longest[0]["d"] <= 200


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({}, "input.empty_folder"),
        ({"only.csv": "a,b\n1,2\n"}, "input.unknown_format"),
        ({"a.csv": "a,b\n1,2\n", "b.csv": ""}, "input.unusable"),
    ],
)
def test_nothing_usable_is_one_error_and_keeps_the_last_replay(
    engine, landing, folder, files, code
):
    good = folder.parent / "good.parquet"
    good.write_bytes(counter("kept"))
    land_recorded(landing, good, NOW)
    for name, text in files.items():
        (folder / name).write_text(text)
    with pytest.raises(UnusableInput) as caught:
        land_recorded(landing, folder, NOW)
    assert caught.value.code == code
    load(engine, landing)
    assert terms(engine) == ["kept"]


def test_a_landed_file_that_was_damaged_fails_alone(engine, landing, folder):
    (folder / "a.parquet").write_bytes(counter("a"))
    (folder / "b.parquet").write_bytes(counter("b"))
    land_recorded(landing, folder, NOW)
    victim = next(f for f in landing.files("replay") if f.file_name == "a.parquet")
    victim.path.chmod(0o644)
    victim.path.write_bytes(b"spoiled")
    done = load(engine, landing)["tiktok"]
    assert [(f.name, f.code) for f in done.failures] == [("a.parquet", "landing.damaged")]
    assert terms(engine) == ["b"]


def test_the_recorded_folder_loads_whole(engine, landing, shared_data):
    land_recorded(landing, shared_data / "signals", NOW)
    load(engine, landing)
    counts = {
        platform: len(terms(engine, platform)) for platform in PLATFORMS if platform != "curated"
    }
    assert {platform: rows for platform, rows in counts.items() if rows} == {
        "tiktok": 65_309,
        "twitter": 440_502,
        "youtube": 32_493,
        "google_trends": 777,
        "pinterest": 140,
    }
    assert engine.query("select count(*) as n from raw.quarantine") == [{"n": 0}]
    late = engine.query(
        "select count(*) as n from raw.tiktok_signals where captured_at > timestamp '2025-01-01'"
    )
    assert late[0]["n"] == 1_800


def test_outcomes_say_what_became_of_each_file(engine, landing, folder):
    (folder / "all_bad.csv").write_text(HEADER + "a,views,2024-12-31,-1,tiktok,\n")
    (folder / "none.csv").write_text(HEADER)
    (folder / "some.csv").write_text(
        HEADER + "a,views,2024-12-31,1,tiktok,\n" * 2 + "b,views,2024-12-31,-1,tiktok,\n"
    )
    land_recorded(landing, folder, NOW)
    done = load(engine, landing)
    said = {o.name: (o.status, o.code, o.message) for o in done["tiktok"].outcomes()}
    assert said == {
        "all_bad.csv": ("failed", "input.rows_refused", "negative_value 1"),
        "some.csv": ("partial", "input.rows_refused", "negative_value 1; 1 repeats dropped"),
    }


def test_a_withheld_batch_is_a_failure_of_its_file_only(engine, landing, folder):
    (folder / "a.parquet").write_bytes(counter("a"))
    (folder / "b.parquet").write_bytes(counter("b"))
    land_recorded(landing, folder, NOW)

    def check(accepted, result):
        return "too odd" if "a" in accepted["term"] else None

    done = load_platform(engine, landing, "tiktok", "run", NOW, check=check)
    said = {o.name: (o.status, o.code, o.message) for o in done.outcomes()}
    assert said["a.parquet"] == ("failed", "input.withheld", "too odd")
    assert said["b.parquet"][0] == "ok"
    assert [result.file_name for result in done.withheld] == ["a.parquet"]
    assert terms(engine) == ["b"]
