"""When things run by themselves. Live mode only: a replay's past does not change by the hour.

Each platform has a minute of its own, so that no two are asked at once; scores follow at the end of
the hour with what has arrived, so that a platform that does not answer never stops them.
"""

from __future__ import annotations

from collections.abc import Collection

import dagster as dg

from assets.partitions import key_of
from domain.sources.registry import live_platforms, live_sources
from orchestration.jobs import DRAFTS, SCORE, SCORE_CARD, signals_job

FIRST_MINUTE = 3
MINUTES_APART = 4
# Wikimedia publishes a day's pageviews some hours after midnight UTC.
DAILY_HOUR = 5


def schedules(*, live: bool, asked: Collection[str]) -> list[dg.ScheduleDefinition]:
    """A schedule for each platform, for scores, drafts, the score card and retention.

    `asked` are the platforms that this installation asks; the others' schedules are stopped.
    """
    return [
        *(_asking(platform, running=live and platform in asked) for platform in live_platforms()),
        _schedule(
            "hourly_score_schedule",
            SCORE,
            "52 * * * *",
            live,
            "At the end of each hour: scores and snapshot with what has arrived.",
        ),
        _schedule(
            "daily_drafts_schedule",
            DRAFTS,
            "10 6 * * *",
            live,
            "Every morning, when all platforms were asked: ideas, designs and drafts.",
        ),
        _schedule(
            "weekly_score_card_schedule",
            SCORE_CARD,
            "35 4 * * 1",
            live,
            "Every Monday: how good the score was, on what has been recorded so far.",
        ),
        _schedule(
            "retention_schedule",
            "retention",
            "40 3 * * *",
            live,
            "Every night: delete what is past the time its source allows.",
        ),
    ]


def cron_of(platform: str) -> str:
    """Hourly or daily by its fastest source, at a minute that no other platform has."""
    minute = FIRST_MINUTE + MINUTES_APART * live_platforms().index(platform)
    mine = [spec for spec in live_sources() if spec.platform == platform]
    hourly = any(spec.cadence == "hourly" for spec in mine)
    return f"{minute} * * * *" if hourly else f"{minute} {DAILY_HOUR} * * *"


def _asking(platform: str, *, running: bool) -> dg.ScheduleDefinition:
    """What a platform answers lands in the partition of its day."""

    def today(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        return dg.RunRequest(partition_key=key_of(context.scheduled_execution_time.date()))

    return dg.ScheduleDefinition(
        name=f"signals_{platform}_schedule",
        job_name=signals_job(platform),
        cron_schedule=cron_of(platform),
        execution_timezone="UTC",
        default_status=_status(running=running),
        description=f"Ask {platform}, at a minute of its own.",
        execution_fn=today,
    )


def _status(*, running: bool) -> dg.DefaultScheduleStatus:
    return dg.DefaultScheduleStatus.RUNNING if running else dg.DefaultScheduleStatus.STOPPED


def _schedule(
    name: str, job: str, cron: str, running: bool, description: str
) -> dg.ScheduleDefinition:
    return dg.ScheduleDefinition(
        name=name,
        job_name=job,
        cron_schedule=cron,
        execution_timezone="UTC",
        default_status=_status(running=running),
        description=description,
    )
