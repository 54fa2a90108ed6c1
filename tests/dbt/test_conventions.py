"""What holds for every file of the project: contracts, descriptions, sentences, plain SQL."""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from domain import scoring
from domain.sources.registry import PLATFORMS, SOURCES
from tests.dbt.project import PROJECT, manifest
from warehouse.tables import ALL_TABLES

MODELS = PROJECT / "models"
FORBIDDEN = {
    "qualify": r"\bqualify\b",
    "group by all": r"\bgroup\s+by\s+all\b",
    "generate_series": r"\bgenerate_series\b",
    "lists, structs, JSON": r"\b(list_\w+|struct_\w+|json\w*|unnest)\s*\(",
    "an engine's own cast": r"::\s*[a-z]",
    "dbt.type_float": r"type_float",
}
SPECIAL = "dialect.sql"  # the one file for what must differ


@lru_cache
def documents() -> tuple[dict[str, Any], ...]:
    paths = sorted(MODELS.rglob("*.yml"))
    return tuple(yaml.safe_load(path.read_text(encoding="utf-8")) for path in paths)


def described() -> dict[str, dict[str, Any]]:
    return {
        model["name"]: model for document in documents() for model in document.get("models", ())
    }


def unit_tests() -> list[dict[str, Any]]:
    return [test for document in documents() for test in document.get("unit_tests", ())]


def sql_files() -> list[Path]:
    return sorted(
        [
            *PROJECT.glob("models/**/*.sql"),
            *PROJECT.glob("macros/*.sql"),
            *PROJECT.glob("tests/*.sql"),
        ]
    )


def plain(path: Path) -> str:
    """The file without comments and texts."""
    text = re.sub(r"\{#.*?#\}|--[^\n]*", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"'[^'\n]*'|\"[^\"\n]*\"", "''", text).lower()


@pytest.mark.parametrize("path", sql_files(), ids=lambda path: path.name)
def test_sql_runs_on_both_engines(path: Path) -> None:
    if path.name == SPECIAL:
        return
    found = [name for name, pattern in FORBIDDEN.items() if re.search(pattern, plain(path))]
    assert found == []


@pytest.mark.parametrize("path", sorted(MODELS.rglob("*.sql")), ids=lambda path: path.name)
def test_no_bare_decimals(path: Path) -> None:
    """A bare decimal literal makes Postgres calculate exactly, and twelve times slower."""
    outside = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", " ", plain(path), flags=re.DOTALL)
    assert re.findall(r"(?<![\w.])\d+\.\d+", outside) == []


def test_every_model_is_described() -> None:
    names = {path.stem for path in MODELS.rglob("*.sql")}
    assert names - set(described()) == set()
    assert all(len(model["description"]) > 20 for model in described().values())


def test_every_mart_column_is_described_and_typed() -> None:
    for path in sorted((MODELS / "marts").glob("*.sql")):
        columns = described()[path.stem]["columns"]
        assert columns, path.stem
        assert all(column["data_type"] and column["description"] for column in columns)


def test_unit_tests_are_sentences() -> None:
    assert len(unit_tests()) >= 25
    for test in unit_tests():
        assert re.fullmatch(r"[A-Z].{30,}\.", test["description"]), test["name"]


def test_every_rule_has_a_unit_test() -> None:
    """A model with a branch, a window or a set operation is tested by example."""
    ruled = {
        path.stem
        for path in MODELS.rglob("*.sql")
        if re.search(r"\bcase\b|\bover\b|\bhaving\b|\bunion\b|stage_signals", plain(path))
    }
    staged = {name for name in ruled if re.fullmatch(r"stg_\w+_signals", name)}  # one macro
    assert staged == {f"stg_{platform}_signals" for platform in PLATFORMS}
    tested = {test["model"] for test in unit_tests()}
    calendar = {"int_score_day", "int_term_source"}  # tested through the built marts
    # Empty in a build that starts anew; test_growth.py goes through sequences of builds.
    growing = {
        "int_delta",
        "int_link_change",
        "int_series_span",
        "int_touched",
        "int_touched_term",
    }
    assert (ruled - staged - calendar - growing) - tested == set()
    assert tested & staged


def test_every_reference_is_known_before_it_is_known_how_to_build() -> None:
    """The pipeline parses once, without variables: a branch of a growing build is not seen then."""
    parsed = manifest(Path("warehouse.duckdb"))
    seen = {}
    for node in parsed.nodes.values():
        if node.resource_type in ("model", "test"):
            named = set(re.findall(r"ref\('(\w+)'\)", node.raw_code))
            seen[node.name] = named - {name.split(".")[2] for name in node.depends_on.nodes}
    assert len(seen) > 50
    assert {name: missing for name, missing in seen.items() if missing} == {}


def test_sources_are_the_raw_tables() -> None:
    declared = {
        f"raw.{table['name']}"
        for document in documents()
        for source in document.get("sources", ())
        for table in source["tables"]
    }
    bookkeeping = {
        "raw.quarantine",
        "raw.slices",
        "raw.builds",
        "raw.build_slices",
        "raw.build_changes",
        "raw.build_drafts",
        "raw.term_forms",
    }
    assert declared == {table.name for table in ALL_TABLES} - bookkeeping


def test_weights_are_as_decided() -> None:
    """A version is never changed: what was said with it can be computed again."""
    with (PROJECT / "seeds" / "score_weights.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    found: dict[str, dict[str, float]] = {}
    for row in rows:
        found.setdefault(row["score_version"], {})[row["component"]] = float(row["weight"])
    assert found == {
        "v1": {
            "momentum": 0.30, "breadth": 0.15, "freshness": 0.10, "season": 0.10, "fit": 0.15,
            "intent": 0.10, "competition": 0.10,
        },
        "v2": {
            "momentum": 0.15, "outlook": 0.20, "breadth": 0.15, "freshness": 0.05, "season": 0.10,
            "fit": 0.15, "intent": 0.10, "competition": 0.10,
        },
    }  # fmt: skip
    for version, weights in found.items():
        assert set(weights) <= set(scoring.COMPONENTS), version


def test_exposures_name_who_reads() -> None:
    exposed = [one for document in documents() for one in document.get("exposures", ())]
    marts = {path.stem for path in (MODELS / "marts").glob("*.sql")}
    read = {re.sub(r"ref\('(\w+)'\)", r"\1", ref) for one in exposed for ref in one["depends_on"]}
    assert {one["type"] for one in exposed} >= {"application", "dashboard", "notebook"}
    assert read == marts


def test_no_telemetry_and_no_packages() -> None:
    project = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    assert project["flags"]["send_anonymous_usage_stats"] is False
    assert not list(PROJECT.glob("packages*")) + list(PROJECT.glob("dependencies*"))


def test_the_list_of_platforms_is_the_registry_s() -> None:
    """A new platform needs its line in `platforms()`, `_sources.yml` and `_models.yml`."""
    macro = (PROJECT / "macros" / "stage_signals.sql").read_text(encoding="utf-8")
    listed = re.findall(r"'(\w+)'", macro[macro.index("macro platforms") :])
    assert listed == list(PLATFORMS)
    declared = {
        table["name"].removesuffix("_signals")
        for document in documents()
        for source in document.get("sources", ())
        for table in source["tables"]
        if table["name"].endswith("_signals")
    }
    assert declared == set(PLATFORMS)


def test_no_model_stages_a_platform_that_may_not_be_used() -> None:
    """Each raw table has a source that may be kept and computed from; else nothing may read it."""
    usable = {spec.platform for spec in SOURCES.values() if spec.may_store and spec.may_score}
    assert set(PLATFORMS) <= usable


def test_only_one_model_reads_signals_of_a_source_by_name() -> None:
    """Rights are applied in int_source_name, so nothing else may join staged signals to sources."""
    readers = {
        path.stem
        for path in (MODELS / "intermediate").rglob("*.sql")
        if "stg_" in path.read_text(encoding="utf-8")
        and re.search(r"_signals", path.read_text(encoding="utf-8"))
    } | {
        path.stem
        for path in (MODELS / "marts").rglob("*.sql")
        if re.search(r"stg_\w+_signals|platforms\(\)", path.read_text(encoding="utf-8"))
    }
    assert readers == {"int_observation"}
    assert "ref('int_source_name')" in (MODELS / "intermediate" / "int_observation.sql").read_text(
        encoding="utf-8"
    )
