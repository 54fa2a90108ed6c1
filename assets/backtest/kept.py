"""The score card of this installation: its own history graded, kept where the API reads it."""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

import dagster as dg
import polars as pl

from assets import keys
from assets.backtest.card import Span, grade
from assets.backtest.page import plots_of, verdict
from assets.backtest.season import check_season
from assets.backtest.signals import RecordedSignals, latest
from assets.backtest.written import card
from assets.resources import WAREHOUSE_WRITER, PipelineResource
from domain.sources.registry import PLATFORMS as ALL_PLATFORMS
from warehouse.cards import write_card
from warehouse.engine.base import Engine
from warehouse.tables import signals_table

# Our own lists say nothing of any day.
PLATFORMS = tuple(name for name in ALL_PLATFORMS if name != "curated")
OBSERVATIONS = """
select source, region, term, metric, period, observed_at, kind, value, rank, captured_at
from {table}
where captured_at <= $until
"""
TOO_LITTLE = (
    "Too little history: a row of a counter needs readings of 28 days before and 7 after, a row of "
    "a list nine days after a sighting. The card is kept and says so; make it again later."
)


@dg.asset(
    key=keys.SCORE_CARD,
    deps=[keys.raw_signals(platform) for platform in PLATFORMS],
    group_name=keys.SCIENCE,
    owners=["team:data"],
    kinds={"python"},
    pool=WAREHOUSE_WRITER,
    description="What the forecasts and simple rules said on each past day of this installation's "
    "own history, with what was known then, against what came. Not part of the hourly run: "
    "the job weekly_score_card makes it, on Mondays or on demand.",
)
def score_card(
    context: dg.AssetExecutionContext, pipeline: PipelineResource
) -> dg.MaterializeResult:
    """Grade the warehouse's observations as known at AS_OF and keep the card as a file."""
    with pipeline.engine() as engine:
        recorded = known_signals(engine, pipeline)
    span = Span(last=pipeline.as_of_date())
    graded = []
    for one in grade(recorded.frame, span, with_opportunity=True):
        context.log.info(f"graded ({one.question}) {one.universe}: {one.result.rows} rows")
        graded.append(one)
    now = pipeline.now()
    made = {
        "made_at": now.isoformat(),
        "as_of": pipeline.as_of_date().isoformat(),
        "mode": pipeline.mode,
        **card(recorded, span, graded, check_season(recorded.frame, span)),
    }
    kept = write_card(pipeline.warehouse_settings().cards, made, now)
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": sum(one.result.rows for one in graded),
            "card": kept.id,
            "file": dg.MetadataValue.path(str(kept.path)),
            "as_of": made["as_of"],
            **_figures(made),
        }
    )


def known_signals(engine: Engine, pipeline: PipelineResource) -> RecordedSignals:
    """What the warehouse had captured by the end of AS_OF, one frame of observations."""
    until = pipeline.as_of_end().replace(tzinfo=None)
    parts = [
        engine.frame(OBSERVATIONS.format(table=signals_table(name).name), {"until": until})
        for name in PLATFORMS
    ]
    frame = latest(
        pl.concat(parts, how="vertical_relaxed").with_columns(
            pl.col("value").cast(pl.Float64),
            pl.col("rank").cast(pl.Int64),
            pl.col("observed_at", "captured_at").cast(pl.Datetime("us")),
        )
    )
    sources = frame.partition_by("source", as_dict=True, maintain_order=True)
    named = {str(source): part for (source,), part in sorted(sources.items())}
    return RecordedSignals(
        frame,
        {source: part.height for source, part in named.items()},
        {},
        {source: hash_of(part) for source, part in named.items()},
    )


def hash_of(part: pl.DataFrame) -> str:
    """SHA-256 of the rows as CSV, in the frame's own order."""
    return hashlib.sha256(part.write_csv().encode()).hexdigest()


def _figures(made: Mapping[str, Any]) -> dict[str, dg.MetadataValue[Any]]:
    """A verdict for each question and its plots; parts of a universe are left to the file."""
    shown: dict[str, dg.MetadataValue[Any]] = {}
    for name, question in made["questions"].items():
        whole = {
            universe: found
            for universe, found in question["universes"].items()
            if found["rows"] and "/" not in universe and "@" not in universe
        }
        if not whole:
            continue
        lines = [f"**{question['asks']}**", ""]
        for universe, found in whole.items():
            lines += [f"{universe}, {found['rows']:,} rows: {verdict(name, found)}", ""]
        plots = plots_of({"questions": {name: {**question, "universes": whole}}})
        lines += [f"![{title}]({_data_uri(svg)})" for title, svg in plots]
        shown[f"question_{name}"] = dg.MetadataValue.md("\n".join(lines))
    return shown or {"too_little_history": dg.MetadataValue.md(TOO_LITTLE)}


def _data_uri(svg: str) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
