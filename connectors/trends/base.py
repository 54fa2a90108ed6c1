"""What every trend source shares: the frame of signals, refused rows, and the two steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

import polars as pl

from connectors.browser.base import Browser
from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from connectors.http.shared import BucketStore, MemoryBuckets
from connectors.settings import ConnectorSettings, ProviderKeys

# Rows as parsed. `platform` names the raw table, `line` the place in the file (from 1).
# Times are naive UTC; the loader adds run_id and slice_id.
SIGNAL_SCHEMA: dict[str, Any] = {
    "source": pl.String,
    "origin": pl.String,
    "region": pl.String,
    "term": pl.String,
    "kind": pl.String,
    "metric": pl.String,
    "period": pl.String,
    "value": pl.Float64,
    "rank": pl.Int32,
    "observed_at": pl.Datetime("us"),
    "captured_at": pl.Datetime("us"),
    "is_partial": pl.Boolean,
    "url": pl.String,
    "platform": pl.String,
    "line": pl.Int64,
}

QUARANTINE_SCHEMA: dict[str, Any] = {
    "platform": pl.String,
    "line": pl.Int64,
    "reason": pl.String,
    "detail": pl.String,
    "term": pl.String,
}


@dataclass(frozen=True, slots=True)
class Payload:
    """One answer as it came, ready to be landed. `meta` holds what the body does not say."""

    body: bytes
    suffix: str
    captured_at: datetime
    meta: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a payload says: signals, refused rows, and remarks for the person who reads the run."""

    frame: pl.DataFrame  # SIGNAL_SCHEMA
    quarantine: pl.DataFrame  # QUARANTINE_SCHEMA
    format: str
    rows_read: int
    notes: tuple[str, ...] = ()

    @property
    def platforms(self) -> tuple[str, ...]:
        """Raw tables that the rows, good or refused, belong to."""
        names = {*self.frame["platform"].unique(), *self.quarantine["platform"].unique()}
        return tuple(sorted(names))

    def of(self, platform: str) -> Parsed:
        """The part meant for one raw table."""
        if all((part["platform"] == platform).all() for part in (self.frame, self.quarantine)):
            return self
        mine = pl.col("platform") == platform
        return Parsed(
            self.frame.filter(mine),
            self.quarantine.filter(mine),
            self.format,
            self.rows_read,
            self.notes,
        )


@dataclass(frozen=True, slots=True)
class Visit:
    """What a source is given to work with when it is asked.

    `terms` are named terms to ask about, best first: those the operator watches and the best of the
    last score. `browser` is None where no page source is switched on. `past`: `today` is a day that
    somebody asks about later; what is not known of it now never will be.
    """

    http: HttpClient
    deadline: Deadline
    today: date
    settings: ConnectorSettings
    keys: ProviderKeys
    terms: tuple[str, ...] = ()
    browser: Browser | None = None
    budgets: BucketStore = field(default_factory=MemoryBuckets)
    past: bool = False


class TrendSource(Protocol):
    """A live source: the network in `fetch`, everything else in `parse`.

    A connector file holds one platform: `CONNECTORS` maps each of its registry ids to a class that
    needs no argument. `version` is raised when the parser changes what it makes of the same bytes.
    """

    id: str
    version: str

    def fetch(self, visit: Visit) -> list[Payload]:
        """Ask the platform. Raises one of `connectors.errors`; never parses more than it must.

        Several answers are several payloads. When some arrive and then one fails, those that
        arrived are returned; the error is raised when none did.
        """
        ...

    def parse(self, payload: bytes, meta: Mapping[str, Any]) -> Parsed:
        """Pure: the same bytes and meta always give the same rows.

        `meta` may hold `captured_at` (ISO 8601) and `region`; where the body says, the body counts.
        A block page, a sign-in wall or an unknown shape raises Blocked, LoginWall or UnknownMarkup;
        a list that is there and empty is no error.
        """
        ...


def captured_at(meta: Mapping[str, Any]) -> datetime:
    """When the payload was received, naive UTC."""
    return naive_utc(datetime.fromisoformat(str(meta["captured_at"])))


def signal_frame(rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Rows of a small payload as a frame of SIGNAL_SCHEMA. Times are naive UTC."""
    return pl.DataFrame(list(rows), schema=SIGNAL_SCHEMA, orient="row")


def conform(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame in the order and types of SIGNAL_SCHEMA."""
    return frame.select(pl.col(name).cast(kind) for name, kind in SIGNAL_SCHEMA.items())


def no_quarantine() -> pl.DataFrame:
    """An empty frame of refused rows."""
    return pl.DataFrame(schema=QUARANTINE_SCHEMA)


def quarantine_frame(rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Refused rows as a frame; details and terms are cut to 200 characters."""
    return pl.DataFrame(list(rows), schema=QUARANTINE_SCHEMA, orient="row").with_columns(
        pl.col("detail").str.slice(0, 200), pl.col("term").str.slice(0, 200)
    )


def naive_utc(moment: datetime) -> datetime:
    """The aware moment in UTC, without its zone, as the warehouse keeps it."""
    from datetime import UTC

    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone; give an aware datetime")
    return moment.astimezone(UTC).replace(tzinfo=None)
