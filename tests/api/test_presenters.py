"""Which series a sparkline shows, and where its gaps are."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.presenters import SPARKLINE_LENGTH, line_start, sparklines
from api.settings import ApiSettings, api_settings, product_version
from connectors.settings import provider_keys
from tests.api.conftest import application, browser
from tests.factories.marts import AS_OF, build_marts
from warehouse.engine.base import closing
from warehouse.engine.open import open_engine
from warehouse.serving.publish import publish
from warehouse.settings import WarehouseSettings

UNTIL = date(2024, 12, 31)


def row(day: date, value: float, **changes: object) -> dict[str, object]:
    base = {"term_id": "t", "source_id": "a", "metric": "views", "period": "day"}
    return {**base, "observed_on": day, "value": value, **changes}


def test_a_daily_series_comes_before_a_longer_weekly_one() -> None:
    weekly = [row(UNTIL - timedelta(weeks=n), n, period="week", source_id="w") for n in range(9)]
    line, reference = sparklines([row(UNTIL, 5.0), *weekly], UNTIL)["t"]
    assert (reference.source_id, reference.period) == ("a", "day")
    assert line == [None] * 29 + [5.0]


def test_weeks_and_months_are_lines_of_their_own() -> None:
    weeks = [row(UNTIL - timedelta(weeks=n), float(n), period="week") for n in range(3)]
    line, reference = sparklines(weeks, UNTIL)["t"]
    assert line[-4:] == [None, 2.0, 1.0, 0.0]
    assert reference.period == "week"
    assert (reference.last_on - reference.first_on).days == 30 * 7 - 1
    months = [row(date(2024, m, 28), float(m), period="month") for m in (7, 11, 12)]
    line, reference = sparklines(months, UNTIL)["t"]
    assert line[-6:] == [7.0, None, None, None, 11.0, 12.0]
    assert reference.first_on == date(2022, 7, 1)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from(["day", "week", "month"]))
def test_the_query_starts_just_before_the_line(until: date, period: str) -> None:
    start = line_start(period, until)
    inside, outside = row(start + timedelta(days=1), 1.0, period=period), row(start, 1.0)
    line, _reference = sparklines([inside], until)["t"]
    assert len(line) == SPARKLINE_LENGTH
    assert line[0] == 1.0
    assert sparklines([outside | {"period": period}], until)["t"][0] == [None] * SPARKLINE_LENGTH


def test_a_term_measured_by_the_week_only_has_a_line(tmp_path: Path) -> None:
    settings = WarehouseSettings(data=tmp_path)
    with closing(open_engine(settings)) as engine:
        build_marts(engine)
        engine.execute("update marts.fct_term_daily set period = 'week'")
        publish(engine, settings, as_of=AS_OF, mode="replay")
    items = browser(application(settings)).get("/v1/trends?q=cottage").json()["items"]
    assert items[0]["sparkline_source"]["period"] == "week"
    assert items[0]["sparkline"][-1] == 169.0


def test_an_empty_warehouse_shows_empty(tmp_path: Path) -> None:
    settings = WarehouseSettings(data=tmp_path)
    with closing(open_engine(settings)) as engine:
        build_marts(engine, terms=())
        publish(engine, settings, as_of=AS_OF, mode="live")
    client = browser(application(settings))
    page = client.get("/v1/trends").json()
    assert (page["items"], page["next_cursor"], page["as_of"]) == ([], None, AS_OF.isoformat())
    assert client.get("/v1/trends?as_of=2020-01-01").json()["items"] == []
    assert client.get("/v1/trends/x").json()["code"] == "trends.unknown_term"
    assert client.get("/ready").status_code == 200


@pytest.mark.parametrize(
    ("given_text", "hosts"),
    [
        ("", ()),
        ("a.example", ("a.example",)),
        (" A.example , b.example,", ("a.example", "b.example")),
    ],
)
def test_hosts_are_a_comma_separated_list(
    monkeypatch: pytest.MonkeyPatch, given_text: str, hosts: tuple[str, ...]
) -> None:
    monkeypatch.setenv("PODPUSHER_ALLOWED_HOSTS", given_text)
    assert ApiSettings(_env_file=None).allowed_hosts == hosts


def test_settings_are_read_once() -> None:
    assert api_settings() is api_settings()
    assert provider_keys() is provider_keys()
    assert product_version()


def test_the_api_runs_alone(settings: WarehouseSettings) -> None:
    from starlette.testclient import TestClient

    from api.main import standalone

    client = TestClient(standalone(), base_url="http://localhost")
    assert client.get("/api/health").status_code == 200
    assert client.get("/api/ready").status_code == 503
