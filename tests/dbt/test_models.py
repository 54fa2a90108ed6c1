"""The built marts: right by the reference, the same on both engines, true to what was known."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from tests.dbt.conftest import MODELS
from tests.dbt.keys import KEYS
from tests.dbt.project import dbt
from tests.dbt.reference import measures
from tests.dbt.synthetic import AS_OF, TODAY
from warehouse.engine.base import Engine
from warehouse.engine.duckdb import DuckDBEngine
from warehouse.engine.migrate import migrate

SCORES = "select * from marts.fct_term_score_daily"
EARLIER = TODAY - timedelta(days=10)


def differences(left: pl.DataFrame, right: pl.DataFrame, keys: list[str]) -> list[str]:
    """Columns in which two frames differ by more than 1e-9, with an example; empty when equal."""
    if left.columns != right.columns:
        return [f"columns {left.columns} / {right.columns}"]
    both = left.join(right, on=keys, how="full", coalesce=False, suffix="__right")
    found = []
    for name in left.columns:
        mine, other = pl.col(name), pl.col(f"{name}__right")
        unequal = mine.ne_missing(other)
        if left.schema[name].is_float():
            far = (mine - other).abs() > 1e-9 * pl.max_horizontal(pl.lit(1.0), mine.abs())
            unequal = (mine.is_null() != other.is_null()) | far.fill_null(value=False)
        wrong = both.filter(unequal)
        if wrong.height:
            example = wrong.select(list(dict.fromkeys([*keys, name, f"{name}__right"]))).row(0)
            found.append(f"{name}: {wrong.height} rows, e.g. {example}")
    return found


@pytest.mark.parametrize("mart", KEYS)
def test_both_engines_agree(built: Engine, built_postgres: Engine, mart: str) -> None:
    left, right = (one.frame(f"select * from marts.{mart}") for one in (built, built_postgres))
    assert left.height > 0
    assert left.select(KEYS[mart]).is_unique().all()
    assert differences(left, right, KEYS[mart]) == []


def test_the_synthetic_world_reaches_every_rule(built: Engine) -> None:
    """Otherwise the equality of the engines and the references below would prove little."""
    rows = built.frame(SCORES)
    stages = {
        "emerging",
        "rising",
        "peak",
        "fading",
        "steady",
        "too_little_history",
        "evergreen",
        "dormant",
        "seasonal",
    }
    assert stages - set(rows["stage"]) == set()
    assert {"occasion", "measured"} <= set(rows["season_basis"])
    assert {"replay", "curated", "live,replay", "import,replay"} <= set(rows["origin"])
    assert rows["n_families"].max() >= 3
    for name in ("momentum", "breadth", "freshness", "season", "outlook", "competition"):
        known = rows[f"s_{name}"].is_not_null()
        assert known.any(), name
        assert not known.all(), name
    assert set(rows["n_drafts"]) >= {0, 1, 2, 7}
    assert rows["s_crowding"].min() < 0.5


def test_windows_equal_plain_loops(built: Engine) -> None:
    """Burst, velocity and persistence of every daily series that is no list."""
    values = built.frame(
        "select series_no, metric, day_idx, value, step from intermediate.int_daily_value "
        "where period = 'day' and metric <> 'rank'"
    )
    got = built.frame(
        "select m.* from intermediate.int_series_measure m "
        "join intermediate.int_series s using (series_no) "
        "where s.period = 'day' and s.metric <> 'rank'"
    )
    checked = 0
    for (series_no,), part in values.group_by("series_no"):
        known = part.filter(pl.col("value").is_not_null())
        series = dict(known.select("day_idx", "value").rows())
        steps = dict(part.select("day_idx", "step").rows())
        for row in got.filter(series_no=series_no).filter(pl.col("day_idx") % 5 == 0).to_dicts():
            expected = measures(series, steps, row["day_idx"])
            if expected is None:
                assert (row["z7"], row["velocity"], row["persistence"]) == (None, None, None)
                continue
            checked += 1
            found = (row["z7"], row["velocity"], row["persistence"])
            assert found == pytest.approx(expected, abs=1e-7), (series_no, row["day_idx"])
    assert checked > 100


def test_lists_fill_absence_with_zero(built: Engine) -> None:
    """A newcomer on a list bursts against a baseline of zeros, by the same plain loops."""
    term = built.query("select term_no from intermediate.int_term where term_id = 'topic 77'")[0][
        "term_no"
    ]
    rows = built.frame(
        "select term_no, day_idx, value from intermediate.int_daily_value v "
        "join intermediate.int_source s using (source_no) "
        "where metric = 'rank' and source_id = 'twitter_trends'"
    )
    points = dict(rows.filter(term_no=term).select("day_idx", pl.col("value") * 100).rows())
    series = {day: points.get(day, 0.0) for day in rows["day_idx"].unique()}
    last = max(series)
    expected = measures(series, {}, last)
    assert expected is not None
    found = built.query(
        "select z7, velocity, persistence from intermediate.int_series_measure "
        "where term_no = $term and metric = 'rank' and day_idx = $day",
        {"term": term, "day": last},
    )[0]
    assert tuple(found.values()) == pytest.approx(expected, abs=1e-7)
    assert found["z7"] > 5


def test_seasons_find_the_month(built: Engine) -> None:
    """The middle of December is the mugs' season, and eight weeks ahead it is over."""
    december = {"day": date(2024, 12, 15)}
    rows = {
        row["term_id"]: row for row in built.query(SCORES + " where scored_on = $day", december)
    }
    for product in ("mug", "blanket"):
        assert rows[product]["season_index"] > 1.3
        assert rows[product]["season_ahead"] < 1.0
        assert rows[product]["season_years"] == 3
    assert rows["t-shirt"]["season_index"] < 1.1


def test_ranks_go_by_the_lower_bound(built: Engine) -> None:
    for _, day in built.frame(SCORES).group_by("scored_on"):
        ordered = day.sort("rank")
        assert ordered["rank"].to_list() == list(range(1, day.height + 1))
        assert (ordered["score_low"].diff().drop_nulls() <= 1e-8).all()


def test_a_second_run_and_the_risk_change_no_number(
    built_file: Path, built: Engine, dbt_folder: Path, tmp_path: Path
) -> None:
    """All terms blocked and everything built again: every number stays, the status differs."""
    path = Path(shutil.copy(built_file, tmp_path / built_file.name))
    with closing(DuckDBEngine(path)) as engine:
        engine.execute("update raw.terms set risk_status = 'block'")
    blocked = _scores_after(path, dbt_folder, TODAY)
    free = built.frame(SCORES)
    assert set(blocked["risk_status"]) == {"block"}
    assert (
        differences(
            free.drop("risk_status"), blocked.drop("risk_status"), KEYS["fct_term_score_daily"]
        )
        == []
    )


def test_the_past_is_scored_by_what_was_known(
    built_file: Path, built: Engine, dbt_folder: Path, tmp_path: Path
) -> None:
    """A run that goes back ten days leaves nothing of the later ones and says of its days what
    today's run says of them; run again today, the days pile up and are what they were."""
    path = Path(shutil.copy(built_file, tmp_path / built_file.name))
    keys = KEYS["fct_term_score_daily"]
    today = built.frame(SCORES)
    earlier = _scores_after(path, dbt_folder, EARLIER)
    first = TODAY - timedelta(days=27)
    assert (earlier["scored_on"].min(), earlier["scored_on"].max()) == (
        EARLIER - timedelta(days=27),
        EARLIER,
    )
    shared = earlier.filter(pl.col("scored_on") >= first)
    assert shared.height > 500
    assert differences(shared, today.filter(pl.col("scored_on") <= EARLIER), keys) == []
    later = _scores_after(path, dbt_folder, TODAY)
    assert differences(later.filter(pl.col("scored_on") >= first), today, keys) == []
    kept = later.filter(pl.col("scored_on") < first)
    assert kept.height > 0
    assert differences(kept, earlier.filter(pl.col("scored_on") < first), keys) == []


def _scores_after(path: Path, folder: Path, day: date) -> pl.DataFrame:
    dbt(MODELS, path, folder, as_of=f"{day + timedelta(days=1)} 00:00:00")
    with closing(DuckDBEngine(path)) as engine:
        return engine.frame(SCORES)


def test_what_became_known_late_is_not_used_before(built: Engine) -> None:
    """The person's file of today tells of ten days; those days do not know it."""
    rows = built.frame(SCORES).filter(term_id="tag1").sort("scored_on")
    with_file = rows.filter(pl.col("sources").str.contains("user_file"))["scored_on"].to_list()
    assert with_file == [TODAY - timedelta(days=1), TODAY]  # known at the midnight between
    pins = built.frame(SCORES).filter(term_id="pin 0")["scored_on"]
    others = built.frame(SCORES).filter(term_id="pin 1")["scored_on"]
    assert pins.min() == TODAY - timedelta(days=10)
    assert others.min() == TODAY - timedelta(days=27)


def test_corrections_replace_only_when_known(built: Engine) -> None:
    day = TODAY - timedelta(days=20)
    values = {
        row["term_id"]: row["value"]
        for row in built.query(
            "select term_id, value from marts.fct_trend_observation where metric = 'views_total' "
            "and period = 'day' and observed_on = $day and term_id in ('tag1', 'tag2')",
            {"day": day},
        )
    }
    assert values["tag1"] == 1.0
    assert values["tag2"] > 1.0


def test_spellings_are_one_trend(built: Engine) -> None:
    """The head is scored on what all its members were seen with, and by the riskiest of them."""
    (trend,) = built.query(
        SCORES + " where term_id in ('mom life', 'mum life', 'momlife') and scored_on = $day",
        {"day": TODAY},
    )
    assert (trend["term_id"], trend["risk_status"]) == ("mom life", "block")
    (views,) = built.query(
        "select value from marts.fct_term_daily where term_id = 'mom life' "
        "and source_id = 'wikimedia_article' and observed_on = $day",
        {"day": TODAY},
    )
    assert views["value"] == 3 * 199 + 300.0
    titles = built.query(
        "select count(*) as n from marts.fct_trend_observation where seen = 'mom life is mum life'"
    )
    assert titles == [{"n": 1}]
    members = built.query("select * from marts.dim_term_member order by position")
    assert [(row["member_id"], row["reason"], row["n_observations"]) for row in members] == [
        ("mom life", "head", 201),
        ("mum life", "spelling", 202),  # searches are counted, listings are no demand
        ("momlife", "letters", 201),
    ]
    terms = built.query(
        "select term_id, cluster_id, n_members, is_scored, risk_code from marts.dim_term "
        "where n_members > 1 order by term_id"
    )
    assert [tuple(row.values()) for row in terms] == [
        ("mom life", "mom life", 3, True, "b"),
        ("momlife", "mom life", 3, False, "b"),
        ("mum life", "mom life", 3, False, "b"),
    ]


def test_an_empty_warehouse_builds_empty(dbt_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    engine = DuckDBEngine(path)
    migrate(engine)
    engine.close()
    dbt(["build", "--exclude-resource-type", "unit_test"], path, dbt_folder, as_of=AS_OF)
    engine = DuckDBEngine(path)
    try:
        assert {
            mart: engine.query(f"select count(*) as n from marts.{mart}")[0]["n"] for mart in KEYS
        } == dict.fromkeys(KEYS, 0)
    finally:
        engine.close()


def test_without_as_of_it_says_what_to_pass(
    raw_file: Path, dbt_folder: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(raw_file, tmp_path / "warehouse.duckdb"))
    with pytest.raises(AssertionError, match=r"as_of is empty\. Pass the UTC moment"):
        dbt(["run", "--select", "stg_tiktok_signals"], path, dbt_folder)
