"""Season told against season that came."""

import numpy as np
import pytest

from domain.backtest.season import check

CAME = np.array([10.0, 10, 10, 10, 10, 10, 10, 10, 10, 20, 40, 50])


def test_the_right_shape_is_right_whatever_its_level():
    found = check(CAME / 7, CAME[::-1], CAME)
    assert found.index.spearman == pytest.approx(1)
    assert found.index.error == pytest.approx(0)
    assert (found.index.peak, found.peak, found.index.agrees) == ((12,), (12,), True)
    assert found.last_year.spearman < 0
    assert (found.last_year.peak, found.last_year.agrees) == ((1,), False)


def test_no_season_tells_no_month_apart():
    found = check(CAME, CAME, CAME).no_season
    assert (found.spearman, found.peak, found.agrees) == (0, (), False)
    assert found.error == pytest.approx(np.abs(1 - CAME / CAME.mean()).mean())


def test_any_of_equal_peaks_agrees():
    twice = np.where(np.arange(12) == 5, 50.0, CAME)
    assert check(CAME, CAME, twice).peak == (6, 12)
    assert check(CAME, CAME, twice).index.agrees
