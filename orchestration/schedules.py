"""When things run by themselves. Live mode only: a replay's past does not change by the hour."""

from __future__ import annotations

import dagster as dg

from orchestration.jobs import HOURLY, REFRESH


def schedules(*, live: bool) -> list[dg.ScheduleDefinition]:
    """Hourly and daily schedules: running in live mode, stopped in replay."""
    status = dg.DefaultScheduleStatus.RUNNING if live else dg.DefaultScheduleStatus.STOPPED
    return [
        dg.ScheduleDefinition(
            name="hourly_signals_schedule",
            job_name=HOURLY,
            cron_schedule="7 * * * *",
            execution_timezone="UTC",
            default_status=status,
            description="Seven minutes past each hour: the trending feed changes hourly.",
        ),
        dg.ScheduleDefinition(
            name="daily_refresh_schedule",
            job_name=REFRESH,
            # Wikimedia publishes a day's pageviews some hours after midnight UTC.
            cron_schedule="40 6 * * *",
            execution_timezone="UTC",
            default_status=status,
            description="Every morning: all live sources, scores, ideas, designs and drafts.",
        ),
    ]
