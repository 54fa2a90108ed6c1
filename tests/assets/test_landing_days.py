"""Landings by day: what a schedule lands, what a backfill may ask for, and what it may not."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import dagster as dg
import httpx2
import pytest

from assets import keys
from assets.ingest.cycle import CycleResource
from assets.ingest.landing import live_landing, standing_at
from assets.ingest.live import folder_of
from assets.partitions import DAYS, FIRST_DAY, key_of
from assets.resources import PipelineResource
from assets.settings import pipeline_settings
from connectors.settings import ConnectorSettings
from domain.sources.registry import live_platforms
from tests.connectors.trends.case import KEYS
from tests.fakes.cycle import ScriptedCycle
from tests.fakes.http import Reply
from warehouse.landing import Landing
from warehouse.state.repositories.scrape_runs import health
from warehouse.state.session import migrate_state, session_scope

# Dagster's resources ask pydantic in the old way.
pytestmark = pytest.mark.filterwarnings("ignore::pydantic.warnings.PydanticDeprecatedSince20")

WIKIMEDIA = keys.landing(folder_of("wikimedia"))
ASKED: list[str] = []  # days that the platform was asked about


def top_of(url: httpx2.URL) -> Reply:
    """The most read articles of any day but the 5th to the 9th of May 2024."""
    day = re.search(r"/top/.*/(\d{4}/\d\d/\d\d)$", url.path)
    if not day:
        return Reply(404)
    ASKED.append(day[1])
    if "2024/05/05" <= day[1] <= "2024/05/09":
        return Reply(404)
    year, month, number = day[1].split("/")
    article = {"article": "Cottagecore", "views": 5000, "rank": 1}
    item = {"project": "en.wikipedia", "access": "all-access", "year": year, "month": month}
    return Reply.json({"items": [{**item, "day": number, "articles": [article]}]})


class Answering(CycleResource):
    """A cycle in which Wikimedia tells of nearly every day, and the others are silent."""

    def shared(self) -> ScriptedCycle:
        """The scripted cycle."""
        settings = ConnectorSettings(
            _env_file=None, live_regions="US", live_articles=1, sources_off="wikimedia_article"
        )
        return ScriptedCycle(top_of, settings=settings, keys=KEYS)


@pytest.fixture
def instance(settings):
    ASKED.clear()
    pipeline_settings.cache_clear()
    migrate_state(settings)
    with dg.DagsterInstance.ephemeral() as found:
        yield found
    pipeline_settings.cache_clear()


def land(instance: dg.DagsterInstance, platform: str, day: date):
    """Materialize one partition of a platform, as a schedule and each run of a backfill do."""
    return dg.materialize(
        [live_landing(platform)],
        resources={"pipeline": PipelineResource(), "cycle": Answering()},
        instance=instance,
        partition_key=day.isoformat(),
        raise_on_error=False,
    )


def failure(result) -> dg.Failure:
    (event,) = [event for event in result.all_events if event.is_step_failure]
    return event.step_failure_data.user_failure_data


def kept(settings) -> list[str]:
    files = Landing(settings.landing).files(folder_of("wikimedia"))
    return sorted(str(file.meta["day"]) for file in files)


def test_what_is_asked_today_is_the_partition_of_today(instance, settings) -> None:
    today = datetime.now(UTC).date()
    assert land(instance, "wikimedia", today).success
    assert instance.get_materialized_partitions(WIKIMEDIA) == {today.isoformat()}
    with session_scope(settings) as session:
        assert health(session)["wikimedia_top"].last.status == "ok"


def test_a_backfill_asks_about_its_days_and_says_nothing_of_today(instance, settings) -> None:
    for day in (1, 2, 3):
        assert land(instance, "wikimedia", date(2024, 4, day)).success
    assert ASKED == ["2024/04/01", "2024/04/02", "2024/04/03"]
    assert kept(settings) == ["2024-04-01", "2024-04-02", "2024-04-03"]
    landed = instance.get_materialized_partitions(WIKIMEDIA)
    assert landed == {"2024-04-01", "2024-04-02", "2024-04-03"}
    with session_scope(settings) as session:
        assert "wikimedia_top" not in health(session)


def test_a_day_that_nobody_could_tell_of_fails(instance, settings) -> None:
    result = land(instance, "wikimedia", date(2024, 5, 5))  # the day before is known
    assert not result.success
    assert ASKED == ["2024/05/05"]
    said = failure(result)
    assert "wikimedia told nothing of 2024-05-05: wikimedia_top: no" in said.description
    assert said.metadata["code"].value == "source.past_untold"
    assert instance.get_materialized_partitions(WIKIMEDIA) == set()
    assert kept(settings) == []


def test_a_page_without_a_past_refuses_it(instance) -> None:
    result = land(instance, "reddit", date(2024, 4, 1))
    assert not result.success
    said = failure(result)
    assert "answers only for today" in said.description
    assert said.metadata["code"].value == "connector.not_replayable"
    assert instance.get_materialized_partitions(keys.landing(folder_of("reddit"))) == set()


def test_a_run_that_waited_beyond_midnight_asks_about_now() -> None:
    today, late = date(2026, 3, 2), datetime(2026, 3, 2, 0, 20, tzinfo=UTC)
    yesterday = today - timedelta(days=1)
    assert standing_at(yesterday, today, late) == today
    assert standing_at(yesterday, today, late.replace(hour=2)) == yesterday
    assert standing_at(yesterday - timedelta(days=1), today, late) == date(2026, 2, 28)
    # Standing at a day of the past, nothing has waited.
    assert standing_at(yesterday, today, datetime(2026, 7, 1, tzinfo=UTC)) == yesterday


def test_the_days_there_are() -> None:
    today = datetime.now(UTC).date()
    assert key_of(today) == today.isoformat()
    assert key_of(today + timedelta(days=1)) is None
    assert key_of(FIRST_DAY - timedelta(days=1)) is None


def test_every_live_landing_has_days() -> None:
    for platform in live_platforms():
        assert live_landing(platform).partitions_def == DAYS
