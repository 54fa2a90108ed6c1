"""The one interface: what holds on DuckDB holds on Postgres."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import pytest

from warehouse.engine.base import Engine, closing, replace_slice
from warehouse.engine.postgres import PostgresEngine, WarehouseUnreachable, translate

TABLE = """
create table things (
    name text, amount double precision, place integer, many bigint, seen_at timestamp,
    seen_on date, sure boolean
)
"""
SCHEMA = {
    "name": pl.String(), "amount": pl.Float64(), "place": pl.Int32(), "many": pl.Int64(),
    "seen_at": pl.Datetime("us"), "seen_on": pl.Date(), "sure": pl.Boolean(),
}  # fmt: skip


def things() -> pl.DataFrame:
    """Texts that break naive copying, and every type with and without a value."""
    texts = ['a "quoted", text', "tab\tand\nline", "", None, "50 % – über 💡", "\\N", "$name"]
    rows = [
        (
            text,
            0.1 + 0.2 if n % 2 else None,
            n,
            2**40 + n,
            datetime.fromisoformat("2024-02-29T01:02:03.456789"),
            date(2024, 2, 29),
            bool(n % 2),
        )
        for n, text in enumerate(texts)
    ]
    rows.append((None, -1e-300, None, None, None, None, None))
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def test_what_is_appended_comes_back(engine: Engine) -> None:
    engine.execute(TABLE)
    assert engine.append("things", things()) == 8
    back = engine.frame("select * from things order by place nulls last")
    assert back.schema == pl.Schema(SCHEMA)
    assert back.equals(things())
    assert engine.query("select * from things order by place nulls last") == things().to_dicts()


def test_columns_are_matched_by_name(engine: Engine) -> None:
    engine.execute(TABLE)
    assert engine.append("things", things().select("sure", "name").head(1)) == 1
    assert engine.query("select name, sure, amount from things") == [
        {"name": 'a "quoted", text', "sure": False, "amount": None}
    ]
    assert engine.append("things", things().clear()) == 0


def test_parameters_are_values_and_not_text(engine: Engine) -> None:
    engine.execute(TABLE)
    engine.append("things", things())
    evil = "'; drop table things; --"
    assert engine.query("select * from things where name = $name", {"name": evil}) == []
    rows = engine.query(
        "select name, '$name' as text, 7 % 4 as rest from things "
        "where name like '50 %' and name <> $name -- $name and %",
        {"name": "other"},
    )
    assert rows == [{"name": "50 % – über 💡", "text": "$name", "rest": 3}]
    engine.execute("delete from things where place = $place", {"place": 0})
    count = engine.frame("select count(*) as n from things where sure = $sure", {"sure": True})
    assert count["n"].to_list() == [3]


def test_an_empty_result_keeps_its_columns(engine: Engine) -> None:
    engine.execute(TABLE)
    empty = engine.frame("select * from things")
    assert empty.schema == pl.Schema(SCHEMA)
    assert engine.query("select * from things") == []


def test_transactions_are_all_or_nothing(engine: Engine) -> None:
    engine.execute(TABLE)
    with pytest.raises(RuntimeError, match="stop"):
        _change_and_stop(engine)
    assert engine.query("select count(*) as n from things") == [{"n": 0}]
    with engine.transaction():
        engine.append("things", things().head(2))
    assert engine.query("select count(*) as n from things") == [{"n": 2}]


def _change_and_stop(engine: Engine) -> None:
    with engine.transaction():
        engine.append("things", things())
        with engine.transaction():  # joins the outer one
            engine.execute("delete from things where place = 1")
        raise RuntimeError("stop")


def test_a_slice_is_replaced(engine: Engine) -> None:
    engine.execute(TABLE)
    engine.append("things", things())
    fresh = things().head(1).with_columns(name=pl.lit("new"), place=pl.lit(1, pl.Int32))
    assert replace_slice(engine, "things", "place", ["1", "2"], fresh) == 1
    assert engine.query("select count(*) as n from things") == [{"n": 7}]
    assert replace_slice(engine, "things", "place", ["1"], fresh.clear()) == 0


def test_times_are_utc(engine: Engine) -> None:
    now = engine.query("select cast(current_timestamp as timestamp) as now")[0]["now"]
    assert now.tzinfo is None
    assert abs((now - datetime.now(UTC).replace(tzinfo=None)).total_seconds()) < 60


def _use_and_fail(engine: Engine) -> None:
    with closing(engine) as open_one:
        open_one.execute("select 1")
        raise ValueError("mine")


def test_closing_closes_after_an_error(engine: Engine) -> None:
    with pytest.raises(ValueError, match="mine"):
        _use_and_fail(engine)
    with pytest.raises(Exception, match=r"(?i)closed"):
        engine.query("select 1")


@pytest.mark.parametrize(
    ("sql", "translated"),
    [
        ("select $a, $a_1", "select %(a)s, %(a_1)s"),
        ("select '$a %', \"$b\", $c", "select '$a %%', \"$b\", %(c)s"),
        ("select 5 % 2 -- $a %\n, $a", "select 5 %% 2 -- $a %%\n, %(a)s"),
        ("/* $a % */ select 'it''s $a'", "/* $a %% */ select 'it''s $a'"),
        ("do $$ begin $a % end $$; do $x$ $a $x$", "do $$ begin $a %% end $$; do $x$ $a $x$"),
    ],
)
def test_placeholders_are_found_and_texts_left_alone(sql: str, translated: str) -> None:
    assert translate(sql) == translated


def test_numeric_results_are_doubles(engine: Engine) -> None:
    frame = engine.frame("select cast(1.5 as double precision) as a, sum(cast(2 as bigint)) as b")
    assert frame["a"].to_list() == [1.5]
    assert float(frame["b"][0]) == 2.0


def test_a_silent_server_is_named_without_its_secret() -> None:
    with pytest.raises(WarehouseUnreachable) as raised:
        PostgresEngine("postgresql://me:hush-hush@127.0.0.1:1/none", connect_timeout=1)
    assert raised.value.code == "warehouse.unreachable"
    assert "PODPUSHER_WAREHOUSE_URL" in str(raised.value)
    assert "hush" not in str(raised.value)
