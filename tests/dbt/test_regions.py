"""The regions of every scored term and day, against the rule as plain Python."""

from __future__ import annotations

from collections import defaultdict

import yaml

from domain.regions import REGION_DAYS, Sighting, regions_on
from tests.dbt.project import PROJECT
from warehouse.engine.base import Engine


def test_the_window_is_the_same_in_both_places() -> None:
    document = yaml.safe_load((PROJECT / "dbt_project.yml").read_text())
    assert document["vars"]["region_days"] == REGION_DAYS


def check(engine: Engine) -> None:
    sightings: dict[str, list[Sighting]] = defaultdict(list)
    for row in engine.query(
        "select distinct term_id, region, observed_on, known_on from intermediate.int_observation "
        "where metric not in ('listed', 'listings')"
    ):
        where = Sighting(row["region"], row["observed_on"], row["known_on"])
        sightings[row["term_id"]].append(where)
    scored = engine.query("select term_id, scored_on, regions from marts.fct_term_score_daily")
    for row in scored:
        found = regions_on(sightings[row["term_id"]], row["scored_on"])
        assert row["regions"] == ",".join(found), (row["term_id"], row["scored_on"])
    by_value = {row["regions"] for row in scored}
    assert by_value == {"", "GB,US", "GB,US,WW", "US,WW", "WW"}


def test_regions_are_what_was_known_on_each_day(built: Engine) -> None:
    check(built)


def test_regions_on_postgres(built_postgres: Engine) -> None:
    check(built_postgres)
