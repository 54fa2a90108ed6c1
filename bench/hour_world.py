"""The world of the hour benchmark: what history holds, and what an hour brings.

History has counters, daily counts and places on lists, a third of the terms each. Live terms were
seen on each of the last 100 days, so counters have the twelve weeks that a forecast looks at and
every list was captured daily; the others were seen daily for a year and then no more, half a year
ago at the latest. Hours take their turns through the live terms: each brings rows of 100 of them
and of five that were never seen before, however many are alive.
"""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
DAYS, YEAR, OF_AN_HOUR = 100, 365, 100
MIDNIGHT = datetime(2025, 1, 1, tzinfo=UTC)
NEW = ("kettle garden", "lantern", "otter picnic", "river stone", "velvet moth")


def generate(path: Path, rows: int, live: int) -> None:
    """Fill the raw tables of a new warehouse with about `rows` rows, or as many as `live` need."""
    from assets.terms.terms import VERSION
    from warehouse.engine.duckdb import DuckDBEngine
    from warehouse.engine.migrate import migrate

    dead = max(0, round((rows - live * DAYS) / YEAR))
    text = (HERE / "hour_rows.sql").read_text(encoding="utf-8")
    for name, value in {"alive": live, "dead": dead, "version": f"'{VERSION}'"}.items():
        text = text.replace(f"${name}", str(value))
    with closing(DuckDBEngine(path)) as engine:
        migrate(engine)
        for statement in text.split(";\n"):
            if statement.strip():
                engine.execute(statement)


def move(path: Path, address: str) -> None:
    """The same raw rows in a Postgres database, with what its planner wants to know of them."""
    from warehouse.engine.duckdb import DuckDBEngine
    from warehouse.engine.migrate import migrate
    from warehouse.engine.postgres import PostgresEngine

    with closing(DuckDBEngine(path)) as made, closing(PostgresEngine(address)) as engine:
        migrate(engine)
        tables = made.query(
            "select table_name as name from information_schema.tables "
            "where table_schema = 'raw' and table_name <> 'migrations'"
        )
        for row in tables:
            engine.append(f"raw.{row['name']}", made.frame(f"select * from raw.{row['name']}"))
        engine.execute("analyze")
        # As autovacuum does, which is off here so that it falls into no hour.
        engine.query(
            "select brin_summarize_new_values(c.oid) from pg_class c "
            "join pg_am a on a.oid = c.relam where a.amname = 'brin'"
        )


def rows_of(hour: int, live: int) -> list[dict[str, Any]]:
    """What the hour brings: places in four countries, counters, and five new words."""
    moment = MIDNIGHT + timedelta(hours=hour, minutes=20)
    made: list[dict[str, Any]] = []
    for turn in range(OF_AN_HOUR):
        i = (hour * OF_AN_HOUR + turn) % live
        if i % 3 == 0:
            made.append(
                {"source": "tiktok_hashtag_views", "term": f"#rehearsal term {i}",
                 "kind": "hashtag", "metric": "views_total", "value": 100_000_000 + 977 * i * hour}
            )  # fmt: skip
        elif i % 3 == 2:
            made += [
                {"source": "twitter_trends", "term": f"rehearsal term {i}", "kind": "topic",
                 "metric": "rank", "rank": 1 + (i * 7 + hour) % 50, "region": region}
                for region in ("US", "GB", "DE", "FR")
            ]  # fmt: skip
    made += [
        {"source": "twitter_trends", "term": f"{word} {hour}", "kind": "topic", "metric": "rank",
         "rank": 40, "region": "US"}
        for word in NEW
    ]  # fmt: skip
    return [{**row, "period": "instant", "observed_at": moment.isoformat()} for row in made]


def held(settings: Any) -> dict[str, int]:
    """What the last day has: terms scored, and forecasts of counters and of lists."""
    from warehouse.engine.open import open_engine

    with closing(open_engine(settings)) as engine:
        (scored,) = engine.query(
            "select count(*) as n from marts.fct_term_score_daily "
            "where scored_on = (select max(scored_on) from marts.fct_term_score_daily)"
        )
        (made,) = engine.query(
            "select count(rise_sum) as counters, count(return_sum) as lists "
            "from marts.fct_term_forecast_daily "
            "where made_on = (select max(made_on) from marts.fct_term_forecast_daily)"
        )
        (parts,) = engine.query("select count(*) as n from marts.fct_forecast_part")
    return {
        "scored": int(scored["n"]),
        "counter forecasts": int(made["counters"]),
        "list forecasts": int(made["lists"]),
        "parts": int(parts["n"]),
    }
