"""The ranked table on the command line."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tuned
from hypothesis import strategies as st
from rich.console import Console

from podpusher.trends import BARS, DAYS, scored_day, show_trends, sparkline, sparklines
from tests.factories.marts import AS_OF, build_marts
from warehouse.engine.base import closing
from warehouse.engine.open import open_engine
from warehouse.errors import BeforeHistory, NotPublished
from warehouse.serving.publish import publish
from warehouse.serving.reader import SnapshotReader
from warehouse.settings import WarehouseSettings


@pytest.fixture
def published(settings: WarehouseSettings) -> WarehouseSettings:
    with closing(open_engine(settings)) as engine:
        build_marts(engine, days=10)
        publish(engine, settings, as_of=AS_OF, mode="replay")
    return settings


def shown(limit: int = 25, as_of: date | None = None) -> str:
    sink = io.StringIO()
    show_trends(None, limit, as_of, Console(file=sink, width=200))
    return sink.getvalue()


values = st.lists(
    st.none() | st.floats(min_value=-1e12, max_value=1e12, allow_nan=False), max_size=60
)


BUSY = tuned(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@BUSY
@given(values)
def test_a_sparkline_has_a_mark_for_each_day(series: list[float | None]) -> None:
    line = sparkline(series)
    if not any(value is not None for value in series):
        assert line == ""
        return
    assert len(line) == len(series)
    assert [mark == "·" for mark in line] == [value is None for value in series]


@BUSY
@given(st.lists(st.floats(min_value=0, max_value=1e9), min_size=2, max_size=40))
def test_a_sparkline_keeps_the_order(series: list[float]) -> None:
    heights = [BARS.index(mark) for mark in sparkline(series)]
    for one, height in zip(series, heights, strict=True):
        for other, second in zip(series, heights, strict=True):
            assert not (one < other and height > second)
    if min(series) < max(series):
        assert (min(heights), max(heights)) == (0, len(BARS) - 1)


def test_a_flat_line_is_in_the_middle() -> None:
    assert set(sparkline([5.0, 5.0])) == {BARS[3]}


def test_the_table_shows_ranks_marks_and_where_it_comes_from(
    published: WarehouseSettings,
) -> None:
    text = shown()
    lines = [line for line in text.splitlines() if line.strip()]
    assert [line.split()[0] for line in lines[1:4]] == ["1", "2", "3"]
    assert "nurse life (curated)" in text
    assert "Taylor Swift" in text
    assert "block: person" in text
    assert "too little history" in text
    assert f"As of {AS_OF}" in text
    assert "user_file" in text


def test_the_limit_is_the_number_of_rows(published: WarehouseSettings) -> None:
    assert len([line for line in shown(limit=2).splitlines() if line.strip()]) == 1 + 2 + 1


def test_an_earlier_day(published: WarehouseSettings) -> None:
    assert "As of 2024-12-28" in shown(as_of=date(2024, 12, 28))
    assert f"As of {AS_OF}" in shown(as_of=date(2031, 1, 1))


def test_before_history_is_an_error(published: WarehouseSettings) -> None:
    with pytest.raises(BeforeHistory, match="2024-12-22"):
        shown(as_of=date(2020, 1, 1))


def test_nothing_published_is_an_error_with_the_next_step(settings: WarehouseSettings) -> None:
    with pytest.raises(NotPublished, match="make run"):
        shown()


def test_a_sparkline_ends_on_the_day_asked_for(published: WarehouseSettings) -> None:
    snapshot = SnapshotReader(published.serving).current()
    day = scored_day(snapshot, None)
    assert day == AS_OF
    found = sparklines(snapshot, ["t-cottagecore"], day)
    line = found["t-cottagecore"]
    assert len(line) == DAYS
    assert line == "·" * (DAYS - 10) + line[-10:]
    assert line[-1] == BARS[-1]  # the values of the factory grow day by day
    assert sparklines(snapshot, [], day) == {}


def test_the_folder_of_the_signals_is_asked(
    published: WarehouseSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PODPUSHER_DATA")
    monkeypatch.chdir(tmp_path)
    from warehouse.settings import warehouse_settings

    warehouse_settings.cache_clear()
    with pytest.raises(NotPublished):
        show_trends(tmp_path / "others", 5, None, Console(file=io.StringIO()))
