"""A warehouse that is loaded and built step by step, and the same one built at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from tests.dbt.conftest import MODELS
from tests.dbt.project import dbt
from tests.dbt.synthetic import TODAY, frame, signal, term, world
from warehouse.engine.base import Engine
from warehouse.engine.duckdb import DuckDBEngine
from warehouse.engine.migrate import migrate
from warehouse.engine.postgres import PostgresEngine
from warehouse.engine.timescale import refresh, timescale
from warehouse.growth import Plan, begin_build, end_build, plan_build
from warehouse.tables import SLICES, TERM_LINKS, TERMS, signals_table

SCORE_DAYS = 28
PLATFORMS = {
    "tiktok_hashtag_views": "tiktok",
    "twitter_trends": "twitter",
    "youtube_trending": "youtube",
    "google_trends_explore": "google_trends",
    "wikimedia_article": "wikimedia",
}
MARTS = {
    "dim_term": ["term_id"],
    "dim_source": ["source_id"],
    "fct_trend_observation": [
        "term_id", "source_id", "region", "seen", "kind", "metric", "period", "observed_at",
    ],
    "fct_term_daily": ["term_id", "source_id", "metric", "period", "observed_on"],
    "fct_term_score_daily": ["term_id", "scored_on", "score_version"],
    "fct_score_contribution": ["term_id", "scored_on", "score_version", "component"],
    "fct_term_evidence": ["term_id", "evidence_no"],
}  # fmt: skip
BY_DAY = ("fct_term_score_daily", "fct_score_contribution")


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
        dbt([*self.command], self.where, self.folder, as_of=str(self.as_of), **variables)
        with closing(self.engine()) as engine:
            end_build(engine, plan, "run")
        return plan

    def marts(self) -> dict[str, pl.DataFrame]:
        """What the last build says of its as-of day."""
        with closing(self.engine()) as engine:
            found = {}
            for name in MARTS:
                only = f" where scored_on = '{self.day}'" if name in BY_DAY else ""
                found[name] = engine.frame(f"select * from marts.{name}{only}")
            return found

    def anew(self, where: Path | str) -> dict[str, pl.DataFrame]:
        """The same raw rows and as-of moment in a warehouse without a past."""
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


def an_hour(place: Growing, number: int) -> None:
    """A list, a counter, counts and a title of now; one text was never seen before."""
    now = place.at(6 + number % 12)
    rows = [
        signal("twitter_trends", f"Topic {(number * 7 + rank) % 61}", "rank", now,
               rank=rank, region="US", kind="topic")
        for rank in range(1, 9)
    ]  # fmt: skip
    rows += [
        signal("tiktok_hashtag_views", f"tag{number % 14}", "views_total", now, value=9e8 + number),
        signal("wikimedia_article", "tag3", "views", place.day, value=700.0 + number,
               kind="article", captured_at=now + timedelta(hours=12)),
        signal("tiktok_hashtag_views", f"fresh {number}", "views_total", now, value=10.0),
    ]  # fmt: skip
    place.load(f"hour-{place.day}-{number}", *rows)


def a_late_correction(place: Growing, number: int) -> None:
    """A day of the past is said to have been otherwise, today."""
    back = 3 + number % 40
    moment = datetime.combine(place.day - timedelta(days=back - 1), datetime.min.time())
    row = signal(
        "wikimedia_article", f"tag{number % 6}", "views", place.day - timedelta(days=back),
        value=5000.0 + number, kind="article", captured_at=place.at(5),
    )  # fmt: skip
    assert row["observed_at"] < moment < row["captured_at"]
    place.load(f"late-{place.day}-{number}", row)


def a_replaced_slice(place: Growing, number: int) -> None:
    """A file comes again with other rows, one less and one changed."""
    rows = [
        signal("wikimedia_article", f"Artikel {6 + number % 6}", "views",
               place.day - timedelta(days=back), value=40.0 + number * back, kind="article",
               captured_at=place.at(4))
        for back in range(1, 4 + number % 3)
    ]  # fmt: skip
    place.load("again", *rows)


def a_removed_slice(place: Growing, number: int) -> None:
    """Whole files go: a finer counter, the titles, or what came again."""
    slice_id, platform = (
        ("finer", "tiktok"), ("again", "wikimedia"), ("slice-youtube_trending", "youtube"),
    )[number % 3]  # fmt: skip
    place.remove(slice_id, platform)


def a_text_read_anew(place: Growing, number: int) -> None:
    """A text stands for another term, for two, or for none."""
    seen = f"Topic {number % 60}"
    found = ((f"topic {(number + 1) % 60}",), (f"topic {number % 60}", "word5"), ())[number % 3]
    place.relink(seen, "topic", *found)


def a_noisy_term(place: Growing, number: int) -> None:
    """A term turns out to be noise; another is no longer known at all."""
    with closing(place.engine()) as engine:
        engine.execute(
            "update raw.terms set is_noise = true where term_id = $term",
            {"term": f"topic {number % 60}"},
        )
        engine.execute(
            "delete from raw.terms where term_id = $t", {"t": f"artikel {6 + number % 6}"}
        )


def the_next_day(place: Growing, number: int) -> None:
    """The as-of day moves on, by up to three days."""
    place.day += timedelta(days=1 + number % 3)


def a_day_back(place: Growing, number: int) -> None:
    """The as-of day moves back."""
    place.day -= timedelta(days=1 + number % 5)


def months_later(place: Growing, number: int) -> None:
    """Rows that were loaded long ago become known."""
    place.day = max(place.day, date(2025, 2, 27) + timedelta(days=number % 4))


STEPS: tuple[Callable[[Growing, int], None], ...] = (
    an_hour,
    a_late_correction,
    a_replaced_slice,
    a_removed_slice,
    a_text_read_anew,
    a_noisy_term,
    the_next_day,
    a_day_back,
    months_later,
)
