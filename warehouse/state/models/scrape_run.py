"""Runs of the sources. They live in state, so that they are seen even when every source fails."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.state.base import Base

# The source gave what it has; `unchanged`: it said that nothing is new.
GOOD = ("ok", "partial", "unchanged")
# The source was asked and gave nothing usable; `failed` is a fault of ours or an unknown one.
FAILURES = ("blocked", "login_wall", "changed_markup", "down", "failed")
# `empty`: an honest answer without rows. `skipped`: the source was not asked.
STATUSES = (*GOOD, "empty", *FAILURES, "skipped")


class ScrapeRun(Base):
    """One run of one source: how it went and what became of its rows."""

    __tablename__ = "scrape_runs"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    source_id: Mapped[str]
    platform: Mapped[str]
    origin: Mapped[str]
    run_id: Mapped[str]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime]
    status: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    collected: Mapped[int] = mapped_column(default=0)  # rows read from the source
    accepted: Mapped[int] = mapped_column(default=0)
    quarantined: Mapped[int] = mapped_column(default=0)
    duplicates: Mapped[int] = mapped_column(default=0)
    distinct_terms: Mapped[int | None]  # None: not counted
    error_code: Mapped[str | None]
    message: Mapped[str | None] = mapped_column(String(500))
    newest_captured_at: Mapped[datetime | None]
    evidence: Mapped[str | None]  # a picture of the failure, relative to the data folder

    __table_args__ = (
        CheckConstraint(
            "status in ('ok', 'partial', 'empty', 'blocked', 'login_wall', 'changed_markup', "
            "'down', 'unchanged', 'failed', 'skipped')",
            name="status",
        ),
        UniqueConstraint("source_id", "run_id"),
        Index("ix_scrape_runs_source_id_finished_at", "source_id", "finished_at"),
        Index("ix_scrape_runs_finished_at", "finished_at"),
    )


class ScrapeTotal(Base):
    """Counts since the beginning of a source and status; they never fall, old runs or not.

    `buckets` counts durations up to each bound of `BOUNDS` and, last, those beyond all of them.
    """

    __tablename__ = "scrape_totals"

    source_id: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str] = mapped_column(primary_key=True)
    runs: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[float] = mapped_column(default=0.0)
    buckets: Mapped[list[Any]]


class Cycle(Base):
    """One cycle over the sources, counted over all of them."""

    __tablename__ = "cycles"

    run_id: Mapped[str] = mapped_column(primary_key=True)
    finished_at: Mapped[datetime] = mapped_column(index=True)
    distinct_terms: Mapped[int]
