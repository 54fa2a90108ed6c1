"""A made-up raw warehouse that touches every rule of the models. Seeded: always the same."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

from tests.dbt.brought_in import TODAY, drafts, insights, signal
from warehouse.engine.base import Engine
from warehouse.tables import (
    APP_DRAFTS,
    OCCASIONS,
    SIGNAL_COLUMNS,
    SOURCES,
    TERM_CLUSTERS,
    TERM_LINKS,
    TERM_OCCASIONS,
    TERMS,
    Table,
    signals_table,
)

AS_OF = "2025-01-01 00:00:00"
_TYPES = {
    "text": pl.String(),
    "double precision": pl.Float64(),
    "integer": pl.Int32(),
    "bigint": pl.Int64(),
    "timestamp": pl.Datetime("us"),
    "date": pl.Date(),
    "boolean": pl.Boolean(),
}

_SOURCES = (
    # id, platform, family
    ("tiktok_hashtag_views", "tiktok", "social"),
    ("twitter_trends", "twitter", "social"),
    ("youtube_trending", "youtube", "social"),
    ("google_trends_rss", "google_trends", "search"),
    ("google_trends_explore", "google_trends", "search"),
    ("pinterest_trends_export", "pinterest", "visual"),
    ("wikimedia_article", "wikimedia", "reference"),
    ("etsy_marketplace_insights", "etsy_trending", "marketplace"),
    ("curated_niches", "curated", "own"),
    ("user_file", "user", "own"),
)
_PLATFORM = {source: platform for source, platform, _ in _SOURCES}


def frame(table: Table, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows as the table's types; columns that a row leaves out are empty."""
    schema = {column.name: _TYPES[column.type] for column in table.columns}
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


def term(term_id: str, **more: Any) -> dict[str, Any]:
    """A row of raw.terms with harmless defaults."""
    row: dict[str, Any] = {
        "term_id": term_id, "term": term_id, "display": term_id, "language": "en",
        "kind": "hashtag", "is_noise": False, "noise_reason": None, "is_weekday": False,
        "is_curated": False, "category": None, "fit": 0.5, "fit_reason": "plain", "intent": 0.3,
        "risk_status": "clear", "risk_category": "none", "risk_code": "none",
        "risk_reason": "Nothing found.", "risk_evidence": "[]", "rules_version": "1",
    }  # fmt: skip
    return {**row, **more}


class World:
    """Rows of all raw tables, to be filled and then written into an engine."""

    def __init__(self) -> None:
        self.signals: list[dict[str, Any]] = []
        self.terms: dict[str, dict[str, Any]] = {}
        self.links: set[tuple[str, str, str]] = set()
        self.clusters: list[tuple[str, str, str, str]] = []
        self.occasions: list[dict[str, Any]] = []
        self.term_occasions: list[dict[str, Any]] = []
        self.drafts: list[dict[str, Any]] = []

    def add(self, *rows: dict[str, Any], terms: tuple[str, ...] = ()) -> None:
        """Add signals and link their texts to terms: to those named, or to the text itself."""
        for row in rows:
            self.signals.append(row)
            for term_id in terms or (row["term"].lower().lstrip("#"),):
                self.links.add((row["term"], row["kind"], term_id))
                self.terms.setdefault(term_id, term(term_id, kind=row["kind"]))

    def write(self, engine: Engine) -> None:
        """Replace the content of every raw table."""
        by_table: dict[Table, list[dict[str, Any]]] = {
            signals_table(platform): [] for platform in set(_PLATFORM.values())
        }
        for row in self.signals:
            by_table[signals_table(_PLATFORM[row["source"]])].append(row)
        by_table[TERMS] = list(self.terms.values())
        by_table[TERM_LINKS] = [
            {"seen": seen, "kind": kind, "term_id": term_id, "rules_version": "1"}
            for seen, kind, term_id in sorted(self.links)
        ]
        by_table[TERM_CLUSTERS] = [
            {"term_id": member, "head_id": head, "reason": reason, "detail": detail,
             "clusters_version": "1"}
            for member, head, reason, detail in self.clusters
        ]  # fmt: skip
        by_table[APP_DRAFTS] = self.drafts
        by_table[OCCASIONS] = self.occasions
        by_table[TERM_OCCASIONS] = self.term_occasions
        by_table[SOURCES] = [
            {
                "source_id": source, "platform": platform, "name": source, "family": family,
                "access": "open", "counts_as": source,
                "licence": "test", "may_store": True, "may_score": True, "retention_days": None,
                "commercial_use": True, "replayable": True, "enabled_by_default": True,
                "attribution": None,
            }
            for source, platform, family in _SOURCES
        ]  # fmt: skip
        with engine.transaction():
            for table, rows in by_table.items():
                engine.execute(f"delete from {table.name}")
                engine.append(table.name, frame(table, rows))


def world(seed: int = 7, days: int = 200) -> World:
    """Every kind of series, ending on TODAY, with gaps, resets, corrections and late rows."""
    rng = random.Random(seed)
    made = World()
    every_day = [TODAY - timedelta(days=back) for back in range(days - 1, -1, -1)]
    _counters(made, rng, every_day)
    _lists(made, rng, every_day)
    _counts(made, rng, every_day)
    _indexes(made, rng)
    _curated(made)
    _spellings(made, every_day)
    made.add(*insights())
    made.drafts = drafts()
    assert all(set(row) == {column.name for column in SIGNAL_COLUMNS} for row in made.signals)
    return made


def _counters(made: World, rng: random.Random, every_day: list[date]) -> None:
    source, metric = "tiktok_hashtag_views", "views_total"
    for number in range(14):
        total = 10.0 ** rng.uniform(3, 8)
        pace = total / rng.uniform(50, 400)
        for place, day in enumerate(every_day):
            growth = 1.0 + (0.06 * max(0, place - 185) if number % 3 == 0 else 0.0)
            total += rng.uniform(0.3, 1.7) * pace * growth
            if number == 5 and place == 150:
                total /= 10  # reset
            if number == 6 and 100 <= place < 112:
                continue  # hole
            shown = total if total < 1e4 else round(total, -2) if total < 1e6 else round(total, -5)
            made.add(signal(source, f"tag{number}", metric, day, value=float(int(shown))))
            if number < 3 and place > 170:  # the same counter in a second, finer file
                noon = datetime.combine(day, datetime.min.time()) + timedelta(hours=12)
                made.add(
                    signal(
                        source,
                        f"#Tag{number}",
                        metric,
                        noon,
                        value=float(int(shown * 0.999)),
                        slice_id="finer",
                    )
                )
    # A correction that became known four days later, and one not known yet.
    day = TODAY - timedelta(days=20)
    made.add(
        signal(
            source,
            "tag1",
            metric,
            day,
            value=1.0,
            captured_at=datetime.combine(day + timedelta(days=4), datetime.min.time()),
        )
    )
    made.add(
        signal(
            source, "tag2", metric, day, value=1.0, captured_at=datetime.fromisoformat("2025-03-01")
        )
    )


def _lists(made: World, rng: random.Random, every_day: list[date]) -> None:
    for place, day in enumerate(every_day):
        if place in (40, 41, 90):
            continue
        for hour in (6, 18):
            moment = datetime.combine(day, datetime.min.time()) + timedelta(hours=hour)
            for region in ("US", "GB"):
                names = rng.sample(range(60), 12)
                if place > 192:
                    names[0] = 77  # a newcomer
                for rank, name in enumerate(dict.fromkeys(names), 1):
                    more = {"rank": rank, "region": region, "kind": "topic"}
                    made.add(
                        signal("twitter_trends", f"Topic {name}", "rank", moment, **more),
                        terms=(f"topic {name}",),
                    )
                    if name % 3 == 0:
                        more = {
                            "value": float(rng.randrange(10_000, 90_000)),
                            "region": region,
                            "kind": "topic",
                        }
                        made.add(
                            signal("twitter_trends", f"Topic {name}", "mentions", moment, **more),
                            terms=(f"topic {name}",),
                        )
    for place, day in enumerate(every_day[-60:]):
        for rank in range(1, 8):
            video = (place // 4) * 3 + rank
            words = (f"topic {video % 50}", f"word{video % 11}")
            title = f"Video {video} über {words[1]}"
            made.add(
                signal("youtube_trending", title, "rank", day, rank=rank, kind="title"), terms=words
            )
            made.add(
                signal(
                    "youtube_trending",
                    title,
                    "views_total",
                    day,
                    value=float(1000 * place * rank + video),
                    kind="title",
                ),
                terms=words,
            )


def _spellings(made: World, every_day: list[date]) -> None:
    """Three spellings of one thing, the rarest of them blocked by the gate, and a title of two."""
    for place, day in enumerate(every_day):
        for step, name in enumerate(("mom life", "mum life", "momlife")):
            row = signal("wikimedia_article", name, "views", day, value=float(100 * step + place))
            made.add({**row, "kind": "article"})
    title = {"rank": 3, "kind": "title"}
    made.add(
        signal("youtube_trending", "mom life is mum life", "rank", TODAY, **title),
        terms=("mom life", "mum life"),
    )
    made.terms["momlife"] |= {"risk_status": "block", "risk_category": "brand", "risk_code": "b"}
    made.clusters += [
        ("mom life", "mom life", "head", ""),
        ("mum life", "mom life", "spelling", "mum = mom"),
        ("momlife", "mom life", "letters", ""),
    ]


def _counts(made: World, rng: random.Random, every_day: list[date]) -> None:
    for number in range(12):
        base = rng.uniform(20, 4000)
        for place, day in enumerate(every_day):
            rise = 1.0 + (0.1 * (place - 188) if number % 4 == 1 and place > 188 else 0.0)
            value = float(int(base * rise * rng.uniform(0.8, 1.2)))
            name, more = f"tag{number}" if number < 6 else f"Artikel {number}", {"kind": "article"}
            made.add(
                signal("wikimedia_article", name, "views", day, value=value, **more),
                terms=(name.lower(),),
            )
    # One that nobody asks for any more, and one that is asked for every day alike.
    for name, asked in (("old news", every_day[:140]), ("daily bread", every_day)):
        for place, day in enumerate(asked):
            value = 1000.0 + place % 7
            made.add(signal("wikimedia_article", name, "views", day, value=value, kind="article"))
    for place, day in enumerate(every_day[-40:]):
        moment = datetime.combine(day, datetime.min.time()) + timedelta(hours=9)
        made.add(
            signal(
                "google_trends_rss",
                f"topic {place % 9}",
                "searches",
                moment,
                value=float(200 * (1 + place % 5)),
                kind="search",
                region="US",
                origin="live",
            )
        )
    for back in range(10):  # a person's own file, brought in today
        day = TODAY - timedelta(days=back)
        made.add(
            signal(
                "user_file",
                "tag1",
                "views",
                day,
                value=50.0 + back,
                kind="keyword",
                origin="import",
                captured_at=datetime.combine(TODAY, datetime.min.time()),
            )
        )
    made.add(
        signal(
            "user_file",
            "tag3",
            "views",
            TODAY,
            value=9.0,
            kind="keyword",
            origin="import",
            is_partial=True,
        )
    )


def _indexes(made: World, rng: random.Random) -> None:
    for product, peak in (("mug", 12), ("t-shirt", 7), ("blanket", 12)):
        for year in (2021, 2022, 2023, 2024):
            for month in range(1, 13):
                first = date(year + month // 12, month % 12 + 1, 1)
                value = float(96 if month == peak else 40 + rng.randrange(12))
                row = signal(
                    "google_trends_explore",
                    product,
                    "interest",
                    first - timedelta(days=1),
                    value=value,
                    kind="keyword",
                    period="month",
                )
                made.add(row)
    for number in range(5):
        for back in range(26):
            day = TODAY - timedelta(days=7 * back + 2)
            value = float(max(1, 90 - back * 4 + rng.randrange(6)))
            late = (
                {}
                if number
                else {
                    "captured_at": datetime.combine(TODAY - timedelta(days=9), datetime.min.time())
                }
            )
            row = signal(
                "pinterest_trends_export",
                f"pin {number}",
                "interest",
                day,
                value=value,
                kind="search",
                period="week",
                **late,
            )
            if row["captured_at"] >= row["observed_at"]:
                made.add(row)


def _curated(made: World) -> None:
    listed = datetime.fromisoformat("2024-01-01")
    for name in ("nurse", "camping", "mug", "tag4"):
        made.add(signal("curated_niches", name, "listed", listed, kind="niche", origin="curated"))
        made.terms[name].update(is_curated=True, fit=0.9, intent=0.6)
    for name, month, day in (("Valentine's Day", 2, 14), ("Christmas", 12, 25), ("Easter", 4, 20)):
        for year in (2024, 2025, 2026):
            falls = date(year, month, day)
            for country, shift in (("US", 0), ("GB", 3 if name == "Easter" else 0)):
                falls_on = falls + timedelta(days=shift)
                made.occasions.append({
                    "occasion_id": f"{name}/{country}/{year}", "name": name, "country": country,
                    "falls_on": falls_on, "publish_from": falls_on - timedelta(days=84),
                    "publish_by": falls_on - timedelta(days=42),
                })  # fmt: skip
    made.terms["valentines gift"] = term("valentines gift", kind="occasion", intent=1.0)
    made.terms["fyp"] = term("fyp", is_noise=True, noise_reason="platform_tag")
    made.terms["topic 77"].update(risk_status="block", risk_code="brand")
    made.term_occasions += [
        {"term_id": "valentines gift", "occasion": "Valentine's Day"},
        {"term_id": "tag0", "occasion": "Christmas"},
        {"term_id": "tag0", "occasion": "Easter"},
    ]
