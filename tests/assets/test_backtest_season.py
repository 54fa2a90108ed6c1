"""The season of product words, by the score's own model, on a year it has not seen."""

from datetime import date, datetime, timedelta

import polars as pl
import pytest

from assets.backtest.card import Span
from assets.backtest.season import check_season, season_as_json
from assets.backtest.signals import read_signals

FILE = "google_trends_pod_products_monthly_2020-2023.csv"


def monthly(values, late=timedelta(0), first=(2021, 1), word="mug"):
    """A frame of one word; `values` by month, captured `late` after each month's end."""
    rows = []
    for number, value in enumerate(values):
        month = first[1] - 1 + number
        start = date(first[0] + (month + 1) // 12, (month + 1) % 12 + 1, 1)
        end = datetime.combine(start, datetime.min.time())
        rows.append(
            {
                "source": "google_trends_explore",
                "term": word,
                "metric": "interest",
                "period": "month",
                "value": float(value),
                "observed_on": start - timedelta(days=1),
                "captured_at": end + late,
            }
        )
    return pl.DataFrame(rows)


@pytest.mark.shared
def test_mug_and_blanket_peak_before_christmas_and_t_shirts_in_summer(shared_data):
    """Trained on what was known when 2023 began, checked on 2023."""
    found = check_season(read_signals(shared_data / "signals" / FILE).frame)
    assert (found.trained, found.year) == ((date(2020, 12, 31), date(2022, 12, 31)), 2023)
    for word in ("mug", "blanket"):
        assert set(found.words[word].index.peak) <= {11, 12}
        assert set(found.words[word].peak) <= {11, 12}
        assert min(found.index[word][10:]) > 1.2  # November and December
    assert set(found.words["t-shirt"].index.peak) <= {6, 7, 8}
    assert set(found.words["t-shirt"].peak) <= {6, 7, 8}
    assert min(found.index["t-shirt"][5:8]) > max(found.index["t-shirt"][:2])
    section = season_as_json(found)
    assert len(section["words"]) == 21
    mean = section["mean"]
    assert mean["index"]["spearman"] > 0.7
    assert mean["index"]["error"] < 0.5 * mean["no_season"]["error"]
    assert mean["index"]["peaks_agree"] >= 16


def test_what_came_later_changes_nothing_of_what_was_told():
    shape = [10, 10, 10, 10, 10, 20, 30, 20, 10, 10, 10, 40]
    other = monthly([*shape * 2, *reversed(shape)], word="cup")
    found = check_season(pl.concat([monthly(shape * 3), other]))
    assert found.index["mug"] == found.index["cup"]
    assert found.came["mug"] != found.came["cup"]
    assert found.words["mug"].index.peak == (12,)
    assert found.words["mug"].index.spearman > found.words["cup"].index.spearman


def test_months_captured_after_the_year_began_are_not_known():
    assert check_season(monthly([10, 20, 30] * 12, late=timedelta(days=400))) is None


@pytest.mark.parametrize("months", [12, 24, 35])
def test_too_few_months_give_no_section(months):
    assert check_season(monthly(range(10, 10 + months))) is None
    assert season_as_json(None) is None


def test_the_year_lies_within_the_span():
    frame = monthly([10, 20, 30] * 12)
    assert check_season(frame, Span(first=date(2024, 1, 1))) is None
    assert check_season(frame, Span(last=date(2023, 11, 30))) is None
