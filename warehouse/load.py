"""Replace one slice of one raw table. A slice is what one landed file says about one platform."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Protocol

import polars as pl

from domain.frames import distinct, is_one_word
from warehouse.engine.base import Engine
from warehouse.landing import LandedFile
from warehouse.rules import apply_rules
from warehouse.tables import QUARANTINE, SIGNAL_COLUMNS, SLICES, signals_table

# Refused rows kept of one reason in one slice. All are counted; ten thousand alike teach nothing.
KEPT_PER_REASON = 1000
_WORDS = ("source", "origin", "kind", "metric", "period")  # often one word in a whole batch
_NUMBERS = ("observed_at", "captured_at", "value", "rank")


class ParsedRows(Protocol):
    """What a parser hands over: see `connectors.trends.base.Parsed`."""

    @property
    def frame(self) -> pl.DataFrame:
        """Signals: SIGNAL_COLUMNS without run_id and slice_id, with `line`."""
        ...

    @property
    def quarantine(self) -> pl.DataFrame:
        """Rows the parser could not read: line, reason, detail, term."""
        ...


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What became of one slice. `unchanged`: it was there already and nothing was written."""

    platform: str
    slice_id: str
    file_name: str
    rows_accepted: int
    rows_quarantined: int
    duplicates: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    unchanged: bool = False
    withheld: str | None = None  # why the whole batch was kept out
    sources: tuple[str, ...] = ()  # registry ids of the rows

    @property
    def quarantined_share(self) -> float:
        """Refused rows over all rows; 0 for an empty slice."""
        rows = self.rows_accepted + self.rows_quarantined
        return self.rows_quarantined / rows if rows else 0.0


# Judges the accepted rows before they are written; says why to keep the batch out, or None.
BatchCheck = Callable[[pl.DataFrame, LoadResult], str | None]


def slice_id_of(landed: LandedFile, parser_version: str) -> str:
    """The unit of replacement: source, content hash and the parser's version."""
    variant = landed.key.removeprefix(landed.sha256)
    return f"{landed.source}/{landed.sha256[:32]}{variant}/{parser_version}"


def loaded_slices(engine: Engine, platform: str, source: str) -> set[str]:
    """Slices of one landing source that stand in a platform's raw table."""
    rows = engine.query(
        "select slice_id from raw.slices where platform = $platform",
        {"platform": platform},
    )
    return {row["slice_id"] for row in rows if row["slice_id"].startswith(f"{source}/")}


@dataclass(frozen=True, slots=True)
class Batch:
    """A landed file as it will be written to one raw table."""

    landed: LandedFile
    accepted: pl.DataFrame
    refused: pl.DataFrame
    result: LoadResult


def standing_slice(engine: Engine, platform: str, landed: LandedFile, slice_id: str) -> LoadResult:
    """What an earlier load of a slice brought. It must be one of `loaded_slices`."""
    (known,) = engine.query(
        "select rows_accepted, rows_quarantined, source from raw.slices "
        "where slice_id = $slice_id and platform = $platform",
        {"slice_id": slice_id, "platform": platform},
    )
    return LoadResult(
        platform,
        slice_id,
        landed.file_name,
        known["rows_accepted"],
        known["rows_quarantined"],
        unchanged=True,
        sources=tuple(known["source"].split(",")),
    )


def judge_slice(
    platform: str,
    landed: LandedFile,
    parsed: ParsedRows,
    now: datetime,
    *,
    parser_version: str = "1",
    check: BatchCheck | None = None,
) -> Batch:
    """What of a landed file may enter a raw table. Asks no engine. `now` is aware.

    Bad rows are refused with a reason; exact repeats inside the slice are dropped. When `check`
    objects, no row is accepted and the objection is the first refusal.
    """
    accepted, refused, duplicates = _judge(parsed, now)
    reasons = dict(refused.group_by("reason").len().sort("reason").iter_rows())
    result = LoadResult(
        platform,
        slice_id_of(landed, parser_version),
        landed.file_name,
        accepted.height,
        refused.height,
        duplicates,
        reasons,
        sources=tuple(sorted(distinct(parsed.frame["source"]).drop_nulls())),
    )
    objection = check(accepted, result) if check and accepted.height else None
    if objection:
        refused = _withhold(refused, objection)
        accepted = accepted.clear()
        result = replace(
            result,
            rows_accepted=0,
            rows_quarantined=result.rows_accepted + result.rows_quarantined,
            reasons={**reasons, "batch_withheld": result.rows_accepted},
            withheld=objection,
        )
    return Batch(landed, accepted, refused, result)


def write_slice(engine: Engine, batch: Batch, run_id: str, now: datetime) -> LoadResult:
    """Put a batch into its raw table, replacing an earlier load of the same slice.

    Refused rows go to raw.quarantine. One transaction.
    """
    platform, slice_id = batch.result.platform, batch.result.slice_id
    loaded_at = now.astimezone(UTC).replace(tzinfo=None)
    with engine.transaction():
        _delete(engine, platform, slice_id)
        _append(engine, platform, batch.accepted, run_id, slice_id)
        _append_quarantine(engine, platform, batch.refused, slice_id, loaded_at)
        engine.append(SLICES.name, _slice_row(batch, run_id, loaded_at))
    return batch.result


def remove_slices(engine: Engine, platform: str, slice_ids: Iterable[str]) -> int:
    """Take slices out of a raw table, with their quarantine; returns how many slices."""
    wanted = sorted(set(slice_ids))
    with engine.transaction():
        for slice_id in wanted:
            _delete(engine, platform, slice_id)
    return len(wanted)


def _judge(parsed: ParsedRows, now: datetime) -> tuple[pl.DataFrame, pl.DataFrame, int]:
    accepted, by_rule = apply_rules(parsed.frame, now)
    columns = [c.name for c in SIGNAL_COLUMNS if c.name not in ("run_id", "slice_id")]
    unique = _distinct(accepted.select(columns))
    # A wide row refused for its date would otherwise be counted once for each of its measures.
    by_rule = by_rule.unique(maintain_order=True)
    refused = pl.concat([parsed.quarantine.select("line", "reason", "detail", "term"), by_rule])
    return unique, refused, accepted.height - unique.height


def _distinct(frame: pl.DataFrame) -> pl.DataFrame:
    # Equal rows have equal hashes: as many hashes as rows, and the dearer search is not needed.
    # Most files differ in the numbers of their rows already; texts are dearer to look at.
    for columns in (("observed_at",), _NUMBERS, frame.columns):
        some = frame.select(columns)
        told_apart = some.hash_rows() if some.width > 1 else some.to_series()
        if told_apart.n_unique() == frame.height:
            return frame
    return frame.unique(maintain_order=True)


def _withhold(refused: pl.DataFrame, objection: str) -> pl.DataFrame:
    row = {"line": None, "reason": "batch_withheld", "detail": objection[:200], "term": None}
    return pl.concat([pl.DataFrame([row], schema=refused.schema), refused])


def _delete(engine: Engine, platform: str, slice_id: str) -> None:
    parameters = {"slice_id": slice_id, "platform": platform}
    engine.execute(
        f"delete from {signals_table(platform).name} where slice_id = $slice_id",  # noqa: S608  # our own names
        {"slice_id": slice_id},
    )
    for table in (QUARANTINE.name, SLICES.name):
        engine.execute(
            f"delete from {table} where slice_id = $slice_id and platform = $platform",  # noqa: S608  # our own names
            parameters,
        )


def _append(
    engine: Engine, platform: str, accepted: pl.DataFrame, run_id: str, slice_id: str
) -> None:
    if accepted.height:
        same = {name: accepted[name][0] for name in _WORDS if is_one_word(accepted[name])}
        engine.append(
            signals_table(platform).name,
            accepted.drop(same),
            {**same, "run_id": run_id, "slice_id": slice_id},
        )


def _append_quarantine(
    engine: Engine, platform: str, refused: pl.DataFrame, slice_id: str, loaded_at: datetime
) -> None:
    kept = refused.filter(pl.int_range(pl.len()).over("reason") < KEPT_PER_REASON)
    if kept.height:
        engine.append(
            QUARANTINE.name,
            kept.select(
                pl.lit(platform).alias("platform"),
                pl.lit(slice_id).alias("slice_id"),
                "line",
                "reason",
                _storable("detail"),
                _storable("term"),
                pl.lit(loaded_at, pl.Datetime("us")).alias("loaded_at"),
            ),
        )


def _storable(column: str) -> pl.Expr:
    """At most 200 characters, without the zero character that Postgres refuses."""
    return pl.col(column).str.replace_all("\x00", "\ufffd", literal=True).str.slice(0, 200)


def _slice_row(batch: Batch, run_id: str, loaded_at: datetime) -> pl.DataFrame:
    result, landed, accepted = batch.result, batch.landed, batch.accepted
    origins = sorted(distinct(accepted["origin"]).to_list())
    row: dict[str, Any] = {
        "slice_id": result.slice_id,
        "platform": result.platform,
        "source": ",".join(result.sources) or landed.source,
        "origin": ",".join(origins) or landed.origin.value,
        "file_name": landed.file_name,
        "rows_accepted": result.rows_accepted,
        "rows_quarantined": result.rows_quarantined,
        "captured_from": accepted["captured_at"].min(),
        "captured_to": accepted["captured_at"].max(),
        "loaded_at": loaded_at,
        "run_id": run_id,
    }
    kinds: dict[str, Any] = {"bigint": pl.Int64, "timestamp": pl.Datetime("us")}
    schema = {column.name: kinds.get(column.type, pl.String) for column in SLICES.columns}
    return pl.DataFrame([row], schema=schema)
