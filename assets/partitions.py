"""Days, the one dimension in which assets are partitioned.

Only landings of live sources have partitions: what lands on a day is that day's partition, and a
backfill asks a source about days past. Raw tables have none: each run brings them in line with all
that is landed. Scores have none: one run computes every day that is new.
"""

from __future__ import annotations

from datetime import date

import dagster as dg

TAG = "dagster/partition"  # of a run: the day it is for
FIRST_DAY = date(2020, 1, 1)
# Today counts as a day: the schedules of an hour land into it again and again.
DAYS = dg.DailyPartitionsDefinition(start_date=FIRST_DAY.isoformat(), end_offset=1)


def key_of(day: date) -> str | None:
    """The partition of a day; None for one that has none."""
    return day.isoformat() if DAYS.has_partition_key(day.isoformat()) else None
