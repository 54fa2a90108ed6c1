"""Daily rows of closed months: immutable files that generations share.

A month is closed once no run of the usual length writes one of its days again. Its rows are copied
into a file named by month and content, once; a generation names the parts it is made of, and only
the days after them are copied with each generation. What the warehouse holds of a closed month is
looked at every time by a cheap sum over the scores, and read whole, one month at a time, in turn:
where it differs, a part of another name is made, and the old one stays what it was.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from warehouse.engine.base import Engine
from warehouse.serving.exposed import (
    PART,
    Exposed,
    content_of,
    copy_rows,
    opened,
    warehouse_content,
)
from warehouse.serving.generations import PART_VERSION, Part, part_file, sync_folder

SCORES = "fct_term_score_daily"
# What is asked of all days at once, made where the scores are: (name, text).
SUMMARIES = (
    # A term's own history: in the scores themselves its days lie far apart.
    (
        "score_line",
        f"select term_id, score_version, scored_on, score, score_low, confidence, stage, rank "  # noqa: S608 - our own names
        f"from {PART}.{SCORES} order by term_id, score_version, scored_on",
    ),
    (
        "scored_day",
        f"select scored_on, score_version, count(*) as terms from {PART}.{SCORES} "  # noqa: S608 - our own names
        "group by scored_on, score_version order by scored_on, score_version",
    ),
    # Equal lists are counted before they are taken apart.
    (
        "scored_region",
        f"select scored_on, score_version, region, cast(sum(n) as bigint) as terms from ("  # noqa: S608 - our own names
        f"select scored_on, score_version, n, unnest(string_split(regions, ',')) as region from ("
        f"select scored_on, score_version, regions, count(*) as n from {PART}.{SCORES} "
        "where regions <> '' group by scored_on, score_version, regions)) "
        "group by scored_on, score_version, region order by scored_on, score_version, region",
    ),
    ("scored_id", f"select distinct term_id from {PART}.{SCORES} order by term_id"),  # noqa: S608 - our own names
)


def glances(engine: Engine, schema: str, until: date) -> dict[date, str]:
    """For each month before `until` that has scores: rows and a sum over them, day by day.

    One pass over two narrow columns. Equal scores on all days of a month are taken for an equal
    month until its turn comes to be read whole.
    """
    hashed = {
        "duckdb": "hash(try_cast(log_score as float), rank)",
        "postgres": "hashfloat4extended(cast(log_score as real), 0) # hashint4extended(rank, 1)",
    }[engine.dialect]
    rows = engine.query(
        f"select scored_on, count(*) as n, cast(bit_xor({hashed}) as text) as mark "  # noqa: S608 - our own names
        f"from {schema}.{SCORES} where scored_on < {_day(until)} group by scored_on "
        "order by scored_on"
    )
    months: dict[date, list[object]] = {}
    for row in rows:
        day: date = row["scored_on"]
        months.setdefault(day.replace(day=1), []).append([day.day, row["n"], row["mark"]])
    return {month: _digest([engine.dialect, days])[:16] for month, days in months.items()}


def make_parts(
    engine: Engine,
    schema: str,
    folder: Path,
    marts: Sequence[Exposed],
    present: Sequence[Part],
    *,
    until: date,
    now: datetime,
) -> tuple[Part, ...]:
    """The parts of all closed months, those that are there already left as they are."""
    found = glances(engine, schema, until)
    held = {part.month: part for part in present if (folder / part.file).is_file()}
    due = _due(sorted(found), now)
    parts = []
    for month, glance in sorted(found.items()):
        part = held.get(f"{month:%Y-%m}")
        if part is not None and month == due and not _holds(engine, schema, marts, month, part):
            part = None
        if part is None or part.glance != glance:
            part = _make(engine, schema, folder, marts, month, glance)
        parts.append(part)
    return tuple(parts)


def summarise(path: Path) -> None:
    """Add to a file with scores what is asked of all days at once."""
    with opened(path) as target:
        for name, sql in SUMMARIES:
            target.execute(f"create table {PART}.{name} as {sql}")


def _due(months: Sequence[date], now: datetime) -> date | None:
    """The month whose turn it is: another one each hour, and each day at the same hour."""
    return months[(now.toordinal() + now.hour) % len(months)] if months else None


def _rows(marts: Sequence[Exposed], schema: str, month: date) -> list[tuple[Exposed, str]]:
    after = (month + timedelta(days=31)).replace(day=1)
    return [
        (
            mart,
            mart.select(
                schema, f"{mart.by_day} >= {_day(month)} and {mart.by_day} < {_day(after)}"
            ),
        )
        for mart in marts
    ]


def _holds(engine: Engine, schema: str, marts: Sequence[Exposed], month: date, part: Part) -> bool:
    contents = [
        [mart.name, warehouse_content(engine, sql)[1]] for mart, sql in _rows(marts, schema, month)
    ]
    return part.file == part_file(month, _digest([PART_VERSION, contents]))


def _make(
    engine: Engine, schema: str, folder: Path, marts: Sequence[Exposed], month: date, glance: str
) -> Part:
    temporary = folder / f".publishing-{os.getpid()}-{month:%Y-%m}.duckdb.part"
    try:
        copy_rows(engine, temporary, _rows(marts, schema, month))
        rows, contents = {}, []
        with opened(temporary) as target:
            for mart in marts:
                rows[mart.name], content = content_of(
                    lambda text: target.execute(text).fetchall(),
                    f"select * from {mart.table}",  # noqa: S608 - our own names
                )
                contents.append([mart.name, content])
        made = Part(
            month=f"{month:%Y-%m}",
            file=part_file(month, _digest([PART_VERSION, contents])),
            glance=glance,
            rows=rows,
        )
        if not (folder / made.file).is_file():
            summarise(temporary)
            flush(temporary)
            temporary.replace(folder / made.file)
            sync_folder(folder)
        return made
    finally:
        for name in (temporary, temporary.with_name(temporary.name + ".wal")):
            name.unlink(missing_ok=True)


def flush(path: Path) -> None:
    """Put a closed file on the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _day(day: date) -> str:
    return f"date '{day.isoformat()}'"


def _digest(value: object) -> str:
    return hashlib.blake2b(json.dumps(value).encode(), digest_size=16).hexdigest()
