"""A small canonical file of signals: a few hundred rows that reach every stage of the pipeline."""

from __future__ import annotations

import csv
import io
import math
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

AS_OF = date(2024, 12, 31)
COLUMNS = ("term", "kind", "metric", "period", "observed_at", "value", "rank", "source", "region")

# Terms that suit a product and name nobody, with the day (before AS_OF) on which each rises.
RISING = {"pickleball": 12, "plant mom": 6, "crochet": 30, "mushroom foraging": 9}
CURATED_TOO = "plant mom"  # stands on our own list as well
NAMES = ("taylor swift", "harry potter")  # the gate must refuse them
NOISE = "#fyp"
WEEKDAY = "#mondaymotivation"
TITLE = "Beginner crochet and sourdough baking for every plant mom"
TITLE_HOLDS = ("crochet", "plant mom")  # curated niches in that title
LATE = "axolotl lover"  # captured after AS_OF: nobody could know it yet
DAYS = 40


def rows(*, as_of: date = AS_OF, days: int = DAYS, seed: int = 1) -> Iterator[dict[str, Any]]:
    """The rows, in a fixed order for a seed. Other seeds give other values and the same terms."""
    chance = random.Random(seed)
    for name, rise in RISING.items():
        for back in range(days, -1, -1):
            lift = 1 + 4 / (1 + math.exp((back - rise) / 2))
            level = 20 * lift * chance.uniform(0.9, 1.1)
            yield _row(name, as_of - timedelta(days=back), "interest", min(100, round(level)))
    for back in range(days, -1, -5):
        counter = 1_000_000 + (days - back) * chance.randint(900, 1100)
        day = as_of - timedelta(days=back)
        yield _row("#PlantMom", day, "views_total", counter, source="tiktok", kind="hashtag")
    for back in range(6, -1, -1):
        day = as_of - timedelta(days=back)
        for place, (term, kind) in enumerate(
            [(NAMES[0], "topic"), ("pickleball", "topic"), (NOISE, "hashtag"), (WEEKDAY, "hashtag")]
        ):
            yield _row(term, day, "rank", None, place + 1, source="twitter", kind=kind)
        yield _row(NAMES[1], day, "searches", 5000, source="google_trends", kind="search")
        yield _row(TITLE, day, "views", 120_000, source="youtube", kind="title")
    for forward in range(1, 6):
        yield _row(LATE, as_of + timedelta(days=forward), "interest", 90)


def _row(
    term: str,
    day: date,
    metric: str,
    value: float | None,
    rank: int | None = None,
    *,
    source: str = "",
    kind: str = "keyword",
) -> dict[str, Any]:
    return {
        "term": term,
        "kind": kind,
        "metric": metric,
        "period": "day",
        "observed_at": day.isoformat(),
        "value": value,
        "rank": rank,
        "source": source,
        "region": "US",
    }


def as_csv(found: Iterator[dict[str, Any]] | list[dict[str, Any]]) -> str:
    """Rows as a canonical CSV file; no value is an empty cell."""
    sink = io.StringIO()
    writer = csv.DictWriter(sink, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(found)
    return sink.getvalue()


def write_slice(folder: Path, *, seed: int = 1, days: int = DAYS) -> Path:
    """Write the slice as `signals.csv` into the folder; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "signals.csv").write_text(as_csv(rows(seed=seed, days=days)))
    return folder
