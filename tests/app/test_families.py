"""The screen has words for every code that the other rooms can send."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from api import errors
from api.capabilities import FEATURES
from api.schemas.designs import Variant
from api.schemas.requests import WorkRequest
from api.schemas.sources import Source
from api.schemas.trends import TrendSort
from app.families import FAMILIES
from app.widgets import source_groups
from app.words import error_words, humane, named, region, spelled
from connectors.errors import ConnectorError
from connectors.trends.replay import reader
from domain.artwork.garments import GARMENTS
from domain.gate.risk import RiskCategory, RiskStatus
from domain.ideas.select import REFUSALS
from domain.listings.pricing import ASSUMED_COSTS, ETSY_US, breakdown
from domain.money import Money
from domain.signals import Kind, Metric, Origin, Period
from domain.sources.registry import SOURCES
from domain.sources.spec import Cadence
from domain.vocabulary import NicheCategory, ProductType, Style
from tests.factories.wire_goods import a_draft
from warehouse.errors import WarehouseError
from warehouse.state.models.scrape_run import FAILURES, STATUSES

ROOT = Path(__file__).resolve().parents[2]
MARTS = ROOT / "dbt_project" / "models" / "marts"


@pytest.mark.parametrize(
    ("family", "codes"),
    [
        ("origin", Origin),
        ("kind", Kind),
        ("metric", Metric),
        ("series", Metric),
        ("period", Period),
        ("risk", RiskStatus),
        ("risk_help", RiskStatus),
        ("risk_category", RiskCategory),
        ("category", NicheCategory),
        ("style", Style),
        ("product", ProductType),
        ("variant", Variant),
    ],
)
def test_a_family_has_exactly_the_codes_of_its_enum(family: str, codes: type[StrEnum]) -> None:
    assert set(FAMILIES[family]) == {code.value for code in codes}


def test_every_registered_source_and_its_family_has_a_name() -> None:
    assert set(FAMILIES["source"]) == set(SOURCES)
    assert {spec.family for spec in SOURCES.values()} <= set(FAMILIES["source_family"])


def test_stages_are_those_that_the_models_may_give() -> None:
    document = yaml.safe_load((MARTS / "fct_term_score_daily.yml").read_text())
    (stage,) = (column for column in document["models"][0]["columns"] if column["name"] == "stage")
    (test,) = (test for test in stage["data_tests"] if isinstance(test, dict))
    assert set(FAMILIES["stage"]) == set(test["accepted_values"]["arguments"]["values"])


def test_components_are_those_that_have_a_weight() -> None:
    lines = (ROOT / "dbt_project" / "seeds" / "score_weights.csv").read_text().splitlines()[1:]
    weighted = {line.split(",")[1] for line in lines if line}
    assert weighted <= set(FAMILIES["component"])
    assert FAMILIES["component"] == FAMILIES["component_help"] == FAMILIES["component_missing"]


def test_garments_refusals_features_and_price_lines_have_words() -> None:
    assert set(FAMILIES["garment"]) == set(GARMENTS)
    assert set(FAMILIES["refusal"]) == set(REFUSALS)
    assert set(FAMILIES["feature"]) == {feature.name for feature in FEATURES}
    cost = ASSUMED_COSTS[ProductType.T_SHIRT]
    lines = breakdown(Money(a_draft().price.amount), cost, ETSY_US)
    assert set(FAMILIES["price_line"]) == {line.code for line in lines}


def test_the_orders_offered_are_orders_of_the_api() -> None:
    assert set(FAMILIES["sort"]) <= {sort.value for sort in TrendSort}


def subclasses(kind: type[Any]) -> set[type[Any]]:
    """The class and all that descend from it."""
    return {kind}.union(*(subclasses(child) for child in kind.__subclasses__()))


def written(pattern: str, *rooms: str) -> set[str]:
    """What a pattern finds in the code of some rooms."""
    files = (path for room in rooms for path in (ROOT / room).rglob("*.py"))
    return {found for path in files for found in re.findall(pattern, path.read_text())}


def error_codes() -> set[str]:
    """Every code that may reach the screen: from the API, a source, a file, a piece of work."""
    classes = subclasses(ConnectorError) | subclasses(WarehouseError)
    of_classes = {kind.code for kind in classes if kind.__module__.endswith(".errors")}
    of_files = {f"input.{reason}" for reason in written(r'reason="([a-z_]+)"', "connectors")}
    of_work = written(r'"(request\.[a-z_]+)"', "warehouse", "orchestration")
    of_visits = written(r'code ?= ?"([a-z]+\.[a-z_]+)"', "assets/ingest")
    return {*errors.CODES, *of_classes, *of_files, *of_work, *of_visits}


def test_every_error_that_may_reach_the_screen_is_said_in_words() -> None:
    codes = error_codes()
    assert {"request.run_failed", "source.switched_off", "input.rows_refused"} <= codes
    own = {"app.unreachable", "app.bad_answer"}
    assert set(FAMILIES["error"]) == codes | own


def test_every_end_of_a_visit_is_said_in_words() -> None:
    assert set(FAMILIES["health"]) == {*STATUSES, "never"}
    assert set(FAMILIES["health_help"]) == set(STATUSES) - {"ok", "skipped"}
    assert set(FAILURES) == source_groups.FAILED
    for family in ("work", "work_refresh", "work_import"):
        assert FAMILIES[family] == get_args(WorkRequest.model_fields["status"].annotation)
    assert set(FAMILIES["source_off"]) == source_groups.OFF
    assert set(get_args(Source.model_fields["state"].annotation)) >= source_groups.OFF
    assert set(FAMILIES["cadence"]) == set(get_args(Cadence))


def test_every_format_and_every_reason_of_a_refused_row_is_said_in_words() -> None:
    assert set(FAMILIES["format"]) == {known.id for known in reader.FORMATS}
    guide = (ROOT / "docs" / "user" / "signals.md").read_text()
    rows = guide.partition("A **row** that cannot be used")[2].partition("Exact repeats")[0]
    reasons = {
        reason
        for line in rows.splitlines()
        for reason in re.findall(r"`([a-z_]+)`", line.split("|")[1] if line.startswith("|") else "")
    }
    assert len(reasons) > 20
    assert set(FAMILIES["refused_row"]) == reasons


def test_a_code_that_nobody_knows_is_made_readable() -> None:
    assert named("garment", "misty_rose") == "Misty rose"
    assert named("source", "my_notes", "My notes on paper") == "My notes on paper"
    assert humane("bebas-neue") == "Bebas neue"
    assert error_words("brand.new", "The tide_table is out.") == "The tide table is out."
    assert error_words(None, None) == "Something went wrong, and nobody said what. Try again."


def test_days_in_a_sentence_are_written_out() -> None:
    assert spelled("Publish by 2025-01-07, not 2025-13-01.") == (
        "Publish by Jan 7, 2025, not 2025-13-01."
    )


def test_codes_in_a_sentence_are_said_in_words() -> None:
    assert spelled("tiktok_hashtag_views on heather_grey, print_area") == (
        "TikTok hashtag views on heather grey, print area"
    )
    assert spelled("Nothing to say: 4,5_6.") == "Nothing to say: 4,5_6."


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("WW", "Worldwide"),
        ("US", "United States"),
        ("US-SanFrancisco", "San Francisco, United States"),
        ("XQ", "XQ"),
    ],
)
def test_regions_are_said_in_words(code: str, words: str) -> None:
    assert region(code) == words
