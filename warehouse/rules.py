"""Row rules: what a signal must be to enter a raw table. Rows that fail are kept with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from domain.frames import distinct
from domain.signals import Kind, Metric, Origin, Period

LONGEST_TERM = 500  # characters
LONGEST_URL = 2000
LARGEST_VALUE = 1e15  # no platform shows a quadrillion of anything
LARGEST_RANK = 10_000
EARLIEST = datetime(2004, 1, 1)  # noqa: DTZ001  # naive UTC, as the tables hold it; before it no platform here existed
# Control characters but the tab, the sign for what could not be decoded, and breaks of lines.
UNREADABLE = [chr(code) for code in (*range(9), *range(10, 32), 0x7F, 0xFFFD, 0x2028, 0x2029)]
REGION = r"^(WW|[A-Z]{2}(-[^\s,;]{1,60})?)$"
_WORDS = ("origin", "kind", "metric", "period", "region")  # few distinct ones in a batch
_TEXTS_AT_ONCE = 1_000_000
_UNMEASURED = [Metric.RANK.value, Metric.LISTED.value]


def _one_of(column: str, names: Sequence[str]) -> pl.Expr:
    return ~pl.col(column).is_in(list(names)) | pl.col(column).is_null()


def rules(now: datetime) -> list[tuple[str, pl.Expr, pl.Expr]]:
    """Reason code, the rows it refuses, and the detail in words; the first that fits names a row.

    `now` is aware. A date up to the end of its UTC day is not yet the future: a value noted today
    for today is fine. Rows captured after AS_OF are good rows; they are only not known yet.
    """
    term, value, rank = pl.col("term"), pl.col("value"), pl.col("rank")
    observed, captured = pl.col("observed_at"), pl.col("captured_at")
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    tomorrow = pl.lit(today + timedelta(days=1), pl.Datetime("us"))
    earliest = pl.lit(EARLIEST, pl.Datetime("us"))
    metric = pl.col("metric")
    return [
        ("missing_term", term.is_null() | (term.str.strip_chars() == ""), pl.lit("no term")),
        (
            "term_too_long",
            term.str.len_chars() > LONGEST_TERM,
            pl.format("{} characters, at most {}", term.str.len_chars(), pl.lit(LONGEST_TERM)),
        ),
        (
            "bad_characters",
            term.str.contains_any(UNREADABLE),
            pl.lit("line breaks, control or unreadable characters in the term"),
        ),
        ("bad_origin", _one_of("origin", list(Origin)), _not_known("origin")),
        ("bad_kind", _one_of("kind", list(Kind)), _not_known("kind")),
        ("bad_metric", _one_of("metric", list(Metric)), _not_known("metric")),
        ("bad_period", _one_of("period", list(Period)), _not_known("period")),
        (
            "bad_region",
            pl.col("region").is_null() | ~pl.col("region").str.contains(REGION),
            _not_known("region"),
        ),
        (
            "missing_date",
            observed.is_null() | captured.is_null(),
            pl.lit("no observed_at or captured_at"),
        ),
        (
            "missing_rank",
            (metric == Metric.RANK.value) & rank.is_null(),
            pl.lit("the metric is rank and the rank is empty"),
        ),
        (
            "missing_value",
            ~metric.is_in(_UNMEASURED) & value.is_null(),
            pl.format("the metric is {} and the value is empty", metric),
        ),
        ("bad_number", value.is_nan() | value.is_infinite(), pl.lit("not a finite number")),
        ("negative_value", value < 0, pl.format("value {} is below zero", value)),
        (
            "absurd_value",
            value > LARGEST_VALUE,
            pl.format("value {} is beyond anything a platform shows", value),
        ),
        (
            "out_of_range",
            (metric == Metric.INTEREST.value) & (value > 100),
            pl.format("interest {} is above 100", value),
        ),
        (
            "bad_rank",
            (rank < 1) | (rank > LARGEST_RANK),
            pl.format("rank {} is not from 1 to {}", rank, pl.lit(LARGEST_RANK)),
        ),
        (
            "future_date",
            (observed >= tomorrow) | (captured >= tomorrow),
            pl.format("{} lies after today", pl.max_horizontal(observed, captured)),
        ),
        (
            "date_too_old",
            (observed < earliest) | (captured < earliest),
            pl.format("{} lies before 2004", pl.min_horizontal(observed, captured)),
        ),
        (
            "captured_before_observed",
            (captured < observed) & ~pl.col("is_partial").fill_null(value=False),
            pl.lit("known before its span had ended; give is_partial"),
        ),
        (
            "bad_url",
            (pl.col("url").str.len_chars() > LONGEST_URL)
            | ~pl.col("url").str.contains(r"^https?://[^\s\x00-\x1f\x7f]+$"),
            pl.lit("url is a web address of at most 2,000 characters, or empty"),
        ),
    ]


def _not_known(column: str) -> pl.Expr:
    return pl.format(
        "{} is not known: {}",
        pl.lit(column),
        pl.col(column).cast(pl.String).fill_null("(empty)").str.slice(0, 80),
    )


def apply_rules(frame: pl.DataFrame, now: datetime) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Accepted rows, and refused rows as (line, reason, detail, term)."""
    checks = rules(now)
    if _all_hold(frame, [refused for _, refused, _ in checks]):
        return frame, _nothing_refused()
    number: pl.Expr = pl.lit(None, pl.Int32)
    for index, (_, refused, _) in reversed(list(enumerate(checks))):
        number = pl.when(refused.fill_null(value=False)).then(pl.lit(index)).otherwise(number)
    judged = frame.with_columns(number.alias("__rule"))
    parts = []
    for index, (reason, _, detail) in enumerate(checks):
        bad = judged.filter(pl.col("__rule") == index)
        if bad.height:
            parts.append(
                bad.select(
                    pl.col("line"),
                    pl.lit(reason).alias("reason"),
                    detail.cast(pl.String).str.slice(0, 200).alias("detail"),
                    pl.col("term").str.slice(0, 200),
                )
            )
    accepted = judged.filter(pl.col("__rule").is_null()).drop("__rule")
    return accepted, pl.concat([_nothing_refused(), *parts])


def _nothing_refused() -> pl.DataFrame:
    return pl.DataFrame(
        schema={"line": pl.Int64, "reason": pl.String, "detail": pl.String, "term": pl.String}
    )


def _all_hold(frame: pl.DataFrame, refusals: Sequence[pl.Expr]) -> bool:
    """Whether no row is refused; a rule about a word is asked once for each distinct word."""
    asked: dict[str | None, list[pl.Expr]] = {}
    good = {
        name
        for name, surely in (("term", are_plain), ("url", are_plain_addresses))
        if surely(frame[name])
    }
    for refused in refusals:
        names = set(refused.meta.root_names())
        if names <= good:
            continue
        word = next(iter(names)) if len(names) == 1 and names <= {*_WORDS} else None
        asked.setdefault(word, []).append(refused)
    return all(
        _none(frame if word is None else distinct(frame[word]).to_frame(), some)
        for word, some in asked.items()
    )


def are_plain(terms: pl.Series) -> bool:
    """Whether no rule about terms can refuse one; False says nothing.

    Most batches are short words of printable ASCII. Asking that of the bytes of all of them takes
    a third of the time that the rules take.
    """
    if terms.null_count() or not terms.is_between(pl.lit("!"), pl.lit("~")).all():
        return False  # one is empty, or begins with a space or beyond ASCII
    return _are_printable(terms, range(1, LONGEST_TERM + 1))


def are_plain_addresses(urls: pl.Series) -> bool:
    """The same of web addresses, which may be empty."""
    given = urls.drop_nulls()
    if not len(given):
        return True
    if not (given.str.starts_with("https://") | given.str.starts_with("http://")).all():
        return False
    return _are_printable(given, range(len("https://x"), LONGEST_URL + 1), first="!")


def _are_printable(texts: pl.Series, lengths: range, *, first: str = " ") -> bool:
    """Whether all lengths are among these and all bytes from a first sign to the last of ASCII."""
    found = texts.str.len_bytes()
    if not len(texts) or found.min() not in lengths or found.max() not in lengths:
        return False
    for at in range(0, len(texts), _TEXTS_AT_ONCE):
        joined = texts.slice(at, _TEXTS_AT_ONCE).str.join("").cast(pl.Binary).item()
        signs = np.frombuffer(joined, np.uint8)
        if signs.min() < ord(first) or signs.max() > ord("~"):
            return False
    return True


def _none(frame: pl.DataFrame, refusals: Sequence[pl.Expr]) -> bool:
    found = frame.select(one.any().alias(str(place)) for place, one in enumerate(refusals))
    return not any(found.row(0))
