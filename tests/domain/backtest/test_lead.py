"""Peaks, and how long before them the first alarm was."""

from datetime import date

import numpy as np
import pytest

from domain.backtest import lead
from domain.backtest.counters import CounterPanel, Rows

DAYS, TOP = 160, 80


def panel(pace):
    total = np.cumsum(pace, axis=1)
    names = tuple(str(one) for one in range(len(pace)))
    return CounterPanel(names, date(2024, 1, 1), total, total)


def hill(top=TOP, rise=1.0):
    """Daily gains that rise to `top` and fall; the weekly gain is greatest three days later."""
    return 100 + 100 * rise * np.exp(-(((np.arange(DAYS) - top) / 15.0) ** 2))


def rows(series=1):
    number, day = np.nonzero(np.ones((series, DAYS), dtype=bool))
    return Rows(number, day, day % 2 == 0, np.zeros(len(day)))


def test_a_peak_is_the_greatest_week_around_and_has_grown_by_half():
    found = lead.peaks(panel(np.stack([hill(), hill(rise=0.3), np.full(DAYS, 100.0)])))
    assert found.series.tolist() == [0]
    assert found.day.tolist() == [TOP + 3]


def test_near_the_ends_of_the_data_no_peak_can_be_known():
    assert len(lead.peaks(panel(hill(top=10)[None]))) == 0
    assert len(lead.peaks(panel(hill(top=DAYS - 5)[None]))) == 0


def test_the_lead_is_counted_from_the_first_alarm_and_a_missed_peak_is_none():
    asked = rows(2)
    found = lead.Peaks(np.array([0, 1]), np.array([TOP, TOP]))
    score = np.zeros(len(asked))
    early = (asked.series == 0) & np.isin(asked.day, [TOP - 40, TOP - 10, TOP - 2])
    score[early] = 1.0
    assert lead.leads(found, asked, DAYS, score).tolist() == [10, 0]


def test_a_rule_that_raises_an_alarm_every_day_has_raised_none():
    found = lead.Peaks(np.array([0]), np.array([TOP]))
    assert lead.leads(found, rows(), DAYS, np.ones(DAYS)).tolist() == [0]


def test_a_peak_counts_only_where_the_days_before_it_were_graded():
    asked = rows()
    found = lead.Peaks(np.array([0, 0]), np.array([20, TOP]))
    assert lead.watched(found, asked.only(asked.day >= 10), DAYS).day.tolist() == [TOP]
    assert lead.watched(found, asked, DAYS).day.tolist() == [20, TOP]


@pytest.mark.parametrize("missing", [1, 4])
def test_a_few_missing_days_hide_no_peak(missing):
    pace = hill()
    total = np.cumsum(pace)[None]
    total[0, 95 : 95 + missing] = np.nan
    found = lead.peaks(CounterPanel(("0",), date(2024, 1, 1), total, total))
    assert found.day.tolist() == [TOP + 3]
