"""What the measurement of the API is made of: its data, its publications, its reading of wrk."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.main import Standalone, create_app
from api.settings import ApiSettings
from bench import history, publishing, wrk
from bench.api import LIST, TERM
from connectors.settings import ProviderKeys
from domain.scoring import COMPONENTS, CROWDING
from warehouse.engine.base import closing
from warehouse.engine.open import open_engine
from warehouse.errors import NotPublished
from warehouse.serving.reader import SnapshotReader
from warehouse.settings import WarehouseSettings

TERMS_ASKED = ("term 17", "term 18")
NO_KEYS = ProviderKeys(_env_file=None)


def test_the_made_scores_are_the_sums_of_their_contributions(tmp_path: Path) -> None:
    with closing(open_engine(WarehouseSettings(data=tmp_path))) as engine:
        history.build(engine, terms=60, days=40)
        (found,) = engine.query(
            """select count(*) as n, max(abs(log_score - total)) as off,
              count(distinct rank) as ranks
            from marts.fct_term_score_daily s
            join (select term_id, scored_on, sum(contribution) as total
                  from marts.fct_score_contribution group by all) c using (term_id, scored_on)"""
        )
        (again,) = engine.query("select sum(score) as total from marts.fct_term_score_daily")
        history.build(engine, terms=60, days=40)
        (same,) = engine.query("select sum(score) as total from marts.fct_term_score_daily")
    assert (found["n"], found["ranks"]) == (60 * 40, 60)
    assert found["off"] < 1e-12
    assert again["total"] == pytest.approx(same["total"])


def test_a_made_score_has_the_components_of_the_version_in_use(tmp_path: Path) -> None:
    with closing(open_engine(WarehouseSettings(data=tmp_path))) as engine:
        history.build(engine, terms=60, days=2)
        rows = engine.query(
            """select term, component, weight, is_known
            from marts.fct_score_contribution join marts.dim_term using (term_id)
            where scored_on = (select max(scored_on) from marts.fct_score_contribution)
            order by term, position"""
        )
    by_term = {term: [row for row in rows if row["term"] == term] for term in TERMS_ASKED}
    for found in by_term.values():
        assert [row["component"] for row in found] == [*COMPONENTS, CROWDING]
    weights = {row["component"]: row["weight"] for row in by_term["term 17"]}
    assert weights == {**history.weights(), CROWDING: 1.0}
    assert math.fsum(history.weights().values()) == pytest.approx(1)
    unknown = [[row["component"] for row in found if not row["is_known"]]
               for found in by_term.values()]  # fmt: skip
    assert unknown == [["season", "competition"], ["outlook", "season", "competition"]]


def test_publications_are_measured_once_and_kept(tmp_path: Path) -> None:
    found = publishing.prepare(tmp_path, terms=30, days=70)
    assert found.rows["fct_term_score_daily"] == 30 * 70
    assert found.parts == 2  # October from the 23rd on, and November
    assert len(found.ratios) == publishing.ROUNDS
    snapshot = SnapshotReader(tmp_path / "long" / "serving").current()
    assert len(snapshot.scored_days) == 70
    assert snapshot.generation.as_of == date(2024, 12, 31)
    assert publishing.prepare(tmp_path, terms=30, days=70) == found
    assert "30 terms, 70 days" in publishing.told(found)
    held = WarehouseSettings(data=tmp_path / "long")
    api = Standalone(create_app(ApiSettings(_env_file=None), held, NO_KEYS))
    with TestClient(api, base_url="http://localhost") as client:
        for path in (LIST, TERM):
            assert client.get(path).status_code == 200, client.get(path).text


def test_too_little_room_is_said_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="TMPDIR"):
        publishing.prepare(tmp_path, terms=10**9, days=730)
    with pytest.raises(NotPublished):
        SnapshotReader(tmp_path / "long" / "serving").current()


def test_what_wrk_says_is_read() -> None:
    said = "Running 2s test\nRESULT 20000 2000000 3 5000 9000 12000 15500\n"
    assert wrk.parse(said) == wrk.Asked(10_000, 3, 5.0, 9.0, 12.0, 15.5, 20_000)
    with pytest.raises(SystemExit, match="unable to connect"):
        wrk.parse("unable to connect to 127.0.0.1:1")


def test_rounds_give_medians_and_all_their_errors() -> None:
    rounds = [wrk.Asked(rps, rps // 100, 1.0, 2.0, 3.0, 4.0) for rps in (100, 300, 200)]
    assert wrk.median(rounds) == wrk.Asked(200, 6, 1.0, 2.0, 3.0, 4.0)
