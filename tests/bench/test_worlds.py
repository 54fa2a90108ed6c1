"""The made-up raw rows of the benchmarks fit the raw tables as they are."""

from __future__ import annotations

import re
from pathlib import Path

from bench import hour_world, models
from warehouse.engine.base import closing
from warehouse.engine.duckdb import DuckDBEngine
from warehouse.tables import TERMS


def test_the_rows_of_the_hour_stand_in_their_tables(tmp_path: Path) -> None:
    hour_world.generate(tmp_path / "made.duckdb", 4_000, 10)
    with closing(DuckDBEngine(tmp_path / "made.duckdb")) as engine:
        (found,) = engine.query(
            "select (select sum(rows_accepted) from raw.slices) as said, "
            "(select count(*) from raw.tiktok_signals) + (select count(*) from raw.twitter_signals)"
            " + (select count(*) from raw.wikimedia_signals) as held"
        )
        terms = engine.frame("select * from raw.terms")
    assert found["said"] == found["held"] > 3_000
    required = [column.name for column in TERMS.columns if not column.nullable]
    assert terms.select(required).null_count().sum_horizontal().item() == 0
    assert set(terms["products"]) == {"t_shirt,mug"}


def test_the_rows_of_the_models_stand_in_their_tables(tmp_path: Path) -> None:
    made = models.generate(tmp_path / "made.duckdb", 40_000)
    assert 20_000 < made < 80_000
    with closing(DuckDBEngine(tmp_path / "made.duckdb")) as engine:
        terms = engine.frame("select * from raw.terms")
    required = [column.name for column in TERMS.columns if not column.nullable]
    assert terms.select(required).null_count().sum_horizontal().item() == 0


def test_what_is_left_out_of_the_ratio_makes_no_column_that_is_compared() -> None:
    folder = models.ROOT / "dbt_project" / "models"
    texts = {path.stem: path.read_text() for path in folder.rglob("*.sql")}
    assert texts.keys() > models.BESIDE
    used = {
        name: sorted(found)
        for name, text in texts.items()
        if name not in models.BESIDE
        and (found := models.BESIDE & set(re.findall(r"ref\('(\w+)'\)", text)))
    }
    assert used == {
        "int_term_day": ["int_term_competition", "int_term_crowding", "int_term_outlook"],
        "fct_term_score_daily": ["int_term_region"],
    }
