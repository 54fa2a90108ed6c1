"""A warehouse that is loaded and built step by step, and the same one built at once."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from assets.score.models import GROWN
from tests.dbt.conftest import MODELS
from tests.dbt.keys import KEYS
from tests.dbt.project import dbt
from tests.dbt.synthetic import TODAY, frame, term, world
from warehouse.engine.base import Engine
from warehouse.engine.duckdb import DuckDBEngine
from warehouse.engine.migrate import migrate
from warehouse.engine.postgres import PostgresEngine
from warehouse.engine.timescale import refresh, timescale
from warehouse.growth import Plan, begin_build, end_build, plan_build
from warehouse.tables import SLICES, TERM_LINKS, TERMS, signals_table

NAME = "warehouse.duckdb"  # one name for all: names of tables hold it, and a parse is for one name
SCORE_DAYS = 28
PLATFORMS = {
    "tiktok_hashtag_views": "tiktok",
    "twitter_trends": "twitter",
    "youtube_trending": "youtube",
    "google_trends_explore": "google_trends",
    "wikimedia_article": "wikimedia",
    "etsy_marketplace_insights": "etsy_trending",
}
# The calendar is not made of signals: it does not grow.
MARTS = {mart: keys for mart, keys in KEYS.items() if mart != "dim_occasion"}
# Made of days on which a counter was read or a list seen: not of every as-of day.
FORECASTS = ("fct_term_forecast_daily", "fct_forecast_part")
# Of these, what was said on earlier days stays: they are compared on the as-of day.
BY_DAY = {
    "fct_term_score_daily": "scored_on",
    "fct_score_contribution": "scored_on",
    "fct_term_forecast_daily": "made_on",
}


class Growing:
    """One warehouse. `day` is the as-of day of its next build."""

    command: Sequence[str] = MODELS

    def __init__(self, where: Path | str, folder: Path) -> None:
        self.where, self.folder, self.day = where, folder, TODAY
        self._clock = 0
        with closing(self.engine()) as engine:
            migrate(engine)
            made = world()
            made.write(engine)
            for source, platform in PLATFORMS.items():
                slices = {row["slice_id"] for row in made.signals if row["source"] == source}
                for slice_id in sorted(slices):
                    self._note(engine, slice_id, platform)

    def copy_to(self, folder: Path) -> Growing:
        """The same DuckDB warehouse at another place, by the name that its views know it by."""
        assert isinstance(self.where, Path)
        folder.mkdir(exist_ok=True)
        other = copy.copy(self)
        other.where = Path(shutil.copy(self.where, folder / NAME))
        return other

    def engine(self) -> Engine:
        """The warehouse, to be closed."""
        return (
            DuckDBEngine(self.where) if isinstance(self.where, Path) else PostgresEngine(self.where)
        )

    @property
    def as_of(self) -> datetime:
        """The end of the as-of day."""
        return datetime.combine(self.day + timedelta(days=1), datetime.min.time())

    def at(self, hour: int, back: int = 0) -> datetime:
        """A moment of the as-of day, or of a day before it."""
        return datetime.combine(self.day - timedelta(days=back), datetime.min.time()) + timedelta(
            hours=hour
        )

    def load(self, slice_id: str, *rows: dict[str, Any], terms: Sequence[str] = ()) -> None:
        """Put a slice in place of what it was; its texts stand for `terms`, or for themselves."""
        with closing(self.engine()) as engine, engine.transaction():
            for platform in {PLATFORMS[row["source"]] for row in rows}:
                self._remove(engine, slice_id, platform)
                table = signals_table(platform)
                mine = [
                    {**row, "slice_id": slice_id}
                    for row in rows
                    if PLATFORMS[row["source"]] == platform
                ]
                engine.append(table.name, frame(table, mine))
                self._note(engine, slice_id, platform)
            known = {row["term_id"] for row in engine.query("select term_id from raw.terms")}
            linked = {
                (row["seen"], row["kind"])
                for row in engine.query("select seen, kind from raw.term_links")
            }
            for seen, kind in sorted({(row["term"], row["kind"]) for row in rows} - linked):
                for term_id in terms or (seen.lower().lstrip("#"),):
                    self._link(engine, seen, kind, term_id, known)

    def remove(self, slice_id: str, platform: str) -> None:
        """Take a slice out, as a source's retention does."""
        with closing(self.engine()) as engine, engine.transaction():
            self._remove(engine, slice_id, platform)

    def relink(self, seen: str, kind: str, *terms: str) -> None:
        """Let a text stand for other terms than it did."""
        with closing(self.engine()) as engine, engine.transaction():
            known = {row["term_id"] for row in engine.query("select term_id from raw.terms")}
            engine.execute(
                "delete from raw.term_links where seen = $seen and kind = $kind",
                {"seen": seen, "kind": kind},
            )
            for term_id in terms:
                self._link(engine, seen, kind, term_id, known)

    def build(self) -> Plan:
        """One build as the pipeline makes it."""
        with closing(self.engine()) as engine:
            beneath = timescale(engine)
            rules = ["the project", *beneath.variants]
            plan = plan_build(engine, self.as_of, SCORE_DAYS, rules)
            refresh(engine)
            begin_build(engine, plan)
        variables = plan.variables() | beneath.variables()
        command = [*self.command, *(GROWN if plan.grows else ())]
        dbt(command, self.where, self.folder, as_of=str(self.as_of), **variables)
        with closing(self.engine()) as engine:
            end_build(engine, plan, "run")
        return plan

    def marts(self) -> dict[str, pl.DataFrame]:
        """What the last build says of its as-of day."""
        with closing(self.engine()) as engine:
            found = {}
            for name in MARTS:
                only = f" where {BY_DAY[name]} = '{self.day}'" if name in BY_DAY else ""
                found[name] = engine.frame(f"select * from marts.{name}{only}")
            return found

    def anew(self, where: Path | str) -> dict[str, pl.DataFrame]:
        """The same raw rows and as-of moment in a warehouse without a past; a folder holds it."""
        if isinstance(where, Path):
            where.mkdir()
            where /= NAME
        other = DuckDBEngine(where) if isinstance(where, Path) else PostgresEngine(where)
        with closing(self.engine()) as engine, closing(other):
            migrate(other)
            tables = engine.query(
                "select table_name as name from information_schema.tables "
                "where table_schema = 'raw' and table_type = 'BASE TABLE' "
                "and table_name <> 'migrations' "
                "and table_name not like 'build%'"
            )
            for row in tables:
                held = engine.frame(f"select * from raw.{row['name']}")
                if held.height:
                    other.append(f"raw.{row['name']}", held)
        dbt(MODELS, where, self.folder, as_of=str(self.as_of), score_days=SCORE_DAYS)
        again = Growing.__new__(Growing)
        again.where, again.day = where, self.day
        return again.marts()

    def raw_rows(self) -> int:
        """Signals that are loaded, of whatever day."""
        tables = {signals_table(platform).name for platform in PLATFORMS.values()}
        with closing(self.engine()) as engine:
            return sum(
                int(engine.query(f"select count(*) as n from {name}")[0]["n"]) for name in tables
            )

    def records(self) -> pl.DataFrame:
        """The scores of the days before the as-of day."""
        with closing(self.engine()) as engine:
            return engine.frame(
                f"select * from marts.fct_term_score_daily where scored_on < '{self.day}'"
            )

    def _note(self, engine: Engine, slice_id: str, platform: str) -> None:
        self._clock += 1
        name = signals_table(platform).name
        bounds = "min(captured_at) as first, max(captured_at) as last, count(*) as n"
        (found,) = engine.query(
            f"select {bounds} from {name} where slice_id = $slice", {"slice": slice_id}
        )
        row = {
            "slice_id": slice_id, "platform": platform, "source": "test", "origin": "replay",
            "file_name": slice_id, "rows_accepted": found["n"], "rows_quarantined": 0,
            "captured_from": found["first"], "captured_to": found["last"],
            "loaded_at": datetime.fromisoformat("2025-01-01") + timedelta(seconds=self._clock),
            "run_id": "run",
        }  # fmt: skip
        engine.append(SLICES.name, frame(SLICES, [row]))

    def _remove(self, engine: Engine, slice_id: str, platform: str) -> None:
        for name in (signals_table(platform).name, SLICES.name):
            more = "" if name != SLICES.name else f" and platform = '{platform}'"
            engine.execute(f"delete from {name} where slice_id = $s{more}", {"s": slice_id})

    def _link(self, engine: Engine, seen: str, kind: str, term_id: str, known: set[str]) -> None:
        link = {"seen": seen, "kind": kind, "term_id": term_id, "rules_version": "1"}
        engine.append(TERM_LINKS.name, frame(TERM_LINKS, [link]))
        if term_id not in known:
            known.add(term_id)
            engine.append(TERMS.name, frame(TERMS, [term(term_id, kind=kind)]))
