from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.money import Money

amounts = st.decimals(min_value=-(10**6), max_value=10**6, places=2)


def test_rounds_half_up_to_the_cent():
    assert Money(Decimal("1.005")).amount == Decimal("1.01")


@given(amounts, amounts)
def test_adding_and_taking_away_is_exact(left, right):
    assert Money(left) + Money(right) - Money(right) == Money(left)


def test_currencies_do_not_mix():
    with pytest.raises(ValueError, match="convert first"):
        Money(Decimal(1)) + Money(Decimal(1), "EUR")
