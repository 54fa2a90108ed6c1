"""What an accepted batch must look like, asked of Great Expectations.

Great Expectations takes seconds to import and wants pandas; both happen here, once a process, and
only when there is a new batch.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import polars as pl

from domain.frames import distinct
from domain.signals import Kind, Metric, Origin, Period
from warehouse.load import LoadResult
from warehouse.rules import LARGEST_RANK, LARGEST_VALUE, LONGEST_TERM, REGION
from warehouse.tables import SIGNAL_COLUMNS

MAX_QUARANTINED_SHARE = 0.2
MEASURES = ("source", "term", "value", "rank", "observed_at", "captured_at")
# Of the sizes alone: what else a measure holds is only known or not.
_SIZES = dict.fromkeys(MEASURES, pl.String()) | {"value": pl.Float64(), "rank": pl.Float64()}
SETS = {"origin": Origin, "kind": Kind, "metric": Metric, "period": Period}
EMPTY = "(empty)"  # no value where one of a set is due; it fails the set
WORDS = ("origin", "region", "kind", "metric", "period", "is_partial")


def judge_batch(accepted: pl.DataFrame, result: LoadResult) -> str | None:
    """Why the batch must stay out of its raw table, or None when it may enter.

    The schema and the ranges of the accepted rows count for every origin. Too many refused rows
    keep a live batch out, because the platform has changed its answer; of a person's own file or a
    recording the good rows load, and the check reports the share.
    """
    failures = failed_expectations(accepted, share=result.quarantined_share)
    if set(distinct(accepted["origin"])) != {Origin.LIVE.value}:
        failures = [failure for failure in failures if not failure.startswith("quarantined_share")]
    return "; ".join(failures)[:200] or None


def failed_expectations(accepted: pl.DataFrame, *, share: float) -> list[str]:
    """The expectations that the batch fails, in words; empty when all hold.

    Words with few values are judged once each, not once a row; of the measures, the rows that hold
    an extreme or lack a value: when those are right, so are all.
    """
    words = distinct_words(accepted).with_columns(pl.col(*SETS, "region").fill_null(EMPTY))
    return [
        *failed_measures(extremes(accepted.select(MEASURES))),
        *_failed_words(tuple(words.rows()), share),
    ]


def failed_measures(rows: pl.DataFrame) -> list[str]:
    """The expectations of measures that the rows fail, in words.

    The limits of values and ranks are powers of ten: rows rounded up to the next one pass when they
    do, and most batches are of a size that was judged before.
    """
    if _hold(tuple(rounded_up(rows).rows())):
        return []
    return _validate("measures", rows, _measure_suite())


@lru_cache(maxsize=256)
def _hold(rows: tuple[tuple[Any, ...], ...]) -> bool:
    measures = pl.DataFrame(rows, schema=_SIZES, orient="row")
    return not _validate("measures", measures, _measure_suite())


@lru_cache(maxsize=64)
def _failed_words(rows: tuple[tuple[Any, ...], ...], share: float) -> tuple[str, ...]:
    """Cached: batches of one kind have the same words, and the answer depends on nothing else."""
    kinds = dict.fromkeys(WORDS, pl.String()) | {"is_partial": pl.Boolean()}
    words = pl.DataFrame(rows, schema=kinds, orient="row").with_columns(quarantined_share=share)
    return tuple(_validate("words", words, _word_suite()))


def distinct_words(accepted: pl.DataFrame) -> pl.DataFrame:
    """The distinct values of each column of words, side by side; the last is repeated."""
    columns = [distinct(accepted[name]).sort() for name in WORDS]
    longest = max(len(column) for column in columns)
    return pl.DataFrame(
        [column.gather([min(i, len(column) - 1) for i in range(longest)]) for column in columns]
    )


def extremes(measures: pl.DataFrame) -> pl.DataFrame:
    """For each column, a row without a value, and the rows of its least and greatest.

    Of a term, the shortest and the longest; of a source, only whether there is one.
    """
    ordered = {name: pl.col(name) for name in MEASURES[1:]} | {
        "term": pl.col("term").str.len_chars()
    }
    places = measures.select(
        *(pl.col(name).is_null().arg_max().alias(f"{name} empty") for name in MEASURES),
        *(one.arg_min().alias(f"{name} least") for name, one in ordered.items()),
        *(one.arg_max().alias(f"{name} greatest") for name, one in ordered.items()),
    )
    return measures[sorted({place for place in places.row(0) if place is not None})]


def rounded_up(rows: pl.DataFrame) -> pl.DataFrame:
    """The sizes of measures alone: lengths of terms, powers of ten, and what is empty."""

    def power(name: str) -> pl.Expr:
        number = pl.col(name).cast(pl.Float64)
        return pl.when(number > 0).then(10 ** number.log10().ceil()).otherwise(number).alias(name)

    sizes = rows.select(
        pl.col("term").str.replace_all(r"(?s).", "t"),
        power("value"),
        power("rank"),
        *(
            pl.when(pl.col(name).is_not_null()).then(pl.lit("known")).alias(name)
            for name in ("source", "observed_at", "captured_at")
        ),
    ).select(MEASURES)
    return sizes.unique().sort(MEASURES)


def _validate(name: str, frame: pl.DataFrame, suite: Any) -> list[str]:
    definition = _definition(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own pandas calls
        batch = definition.get_batch(batch_parameters={"dataframe": frame.to_pandas()})
        if batch.validate(suite, result_format="BOOLEAN_ONLY").success:
            return []
        outcome = batch.validate(suite, result_format="SUMMARY")  # with examples; twice as long
    return [_in_words(result) for result in outcome.results if not result.success]


def _in_words(result: Any) -> str:
    arguments = result.expectation_config.kwargs
    column = arguments.get("column", "columns")
    found = (result.result or {}).get("partial_unexpected_list") or []
    broken = (result.exception_info or {}).get("exception_message")
    shown = f", e.g. {str(found[0])[:40]}" if found else (f": {broken}" if broken else "")
    kind = str(result.expectation_config.type).removeprefix("expect_").replace("_", " ")
    return f"{column}: {kind} failed{shown}"


def _great_expectations() -> Any:
    # It reads the variable whenever it would send something, so the variable must stay.
    os.environ["GX_ANALYTICS_ENABLED"] = "False"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it imports modules that Python has deprecated
        import great_expectations as gx
    return gx


@lru_cache(maxsize=1)
def _context() -> Any:
    gx = _great_expectations()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = gx.data_context.types.base.ProgressBarsConfig(
            globally=False, metric_calculations=False
        )
    return context


@lru_cache(maxsize=2)
def _definition(name: str) -> Any:
    source = _context().data_sources.add_pandas(name)
    return source.add_dataframe_asset(name).add_batch_definition_whole_dataframe("whole")


@lru_cache(maxsize=1)
def _measure_suite() -> Any:
    gx = _great_expectations()
    e = gx.expectations
    return gx.ExpectationSuite(
        name="measures",
        expectations=[
            e.ExpectTableRowCountToBeBetween(min_value=1),
            e.ExpectTableColumnsToMatchSet(column_set=list(MEASURES), exact_match=True),
            *(e.ExpectColumnValuesToNotBeNull(column=name) for name in _never_empty(MEASURES)),
            e.ExpectColumnValueLengthsToBeBetween(
                column="term", min_value=1, max_value=LONGEST_TERM
            ),
            e.ExpectColumnValuesToBeBetween(column="value", min_value=0, max_value=LARGEST_VALUE),
            e.ExpectColumnValuesToBeBetween(column="rank", min_value=1, max_value=LARGEST_RANK),
        ],
    )


@lru_cache(maxsize=1)
def _word_suite() -> Any:
    gx = _great_expectations()
    e = gx.expectations
    columns = [*WORDS, "quarantined_share"]
    return gx.ExpectationSuite(
        name="words",
        expectations=[
            e.ExpectTableColumnsToMatchSet(column_set=columns, exact_match=True),
            e.ExpectColumnValuesToNotBeNull(column="is_partial"),
            *(
                e.ExpectColumnValuesToBeInSet(column=name, value_set=[str(i.value) for i in known])
                for name, known in SETS.items()
            ),
            e.ExpectColumnValuesToMatchRegex(column="region", regex=REGION),
            e.ExpectColumnValuesToBeBetween(
                column="quarantined_share", min_value=0, max_value=MAX_QUARANTINED_SHARE
            ),
        ],
    )


def _never_empty(columns: Sequence[str]) -> list[str]:
    return [c.name for c in SIGNAL_COLUMNS if not c.nullable and c.name in columns]
