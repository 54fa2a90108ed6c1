from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.listings.pricing import (
    ETSY_US,
    ProductCost,
    advise,
    breakdown,
    floor_price,
    margin_at,
    total,
)
from domain.money import Money
from domain.vocabulary import ProductType

cents = st.decimals(min_value="0.01", max_value="200", places=2)


def cost(production, shipping="4.75", charged="4.75"):
    return ProductCost(
        Money(Decimal(production)),
        Money(Decimal(shipping)),
        Money(Decimal(charged)),
        "assumption",
        "",
    )


def test_a_sale_worked_by_hand():
    lines = breakdown(Money(Decimal("24.99")), cost("11.50"), ETSY_US)
    amounts = {line.code: line.amount.amount for line in lines}
    # 6.5 % and 3 % of 24.99 + 4.75 = 29.74
    assert amounts["fee_transaction"] == Decimal("-1.93")
    assert amounts["fee_payment"] == Decimal("-0.89")
    assert total(lines) == Money(Decimal("10.22"))


@given(cents, cents, cents)
def test_the_floor_is_the_lowest_price_without_loss(production, shipping, charged):
    piece = cost(production, shipping, charged)
    floor = floor_price(piece, ETSY_US)
    assert total(breakdown(floor, piece, ETSY_US)).amount >= 0
    if floor.amount > 0:
        lower = Money(floor.amount - Decimal("0.01"))
        assert total(breakdown(lower, piece, ETSY_US)).amount < 0


@given(cents, st.decimals(min_value="0", max_value="0.6", places=2))
def test_advice_reaches_the_margin_and_its_lines_sum_to_the_profit(production, margin):
    advice = advise(ProductType.T_SHIRT, cost=cost(production), target_margin=margin)
    assert advice.margin >= margin
    assert advice.price.amount >= advice.floor.amount
    assert total(advice.lines) == advice.profit
    assert advice.price.amount % 1 == Decimal("0.99")
    assert advice.profit_with_offsite_ads.amount < advice.profit.amount


def test_the_default_cost_says_that_it_is_an_assumption():
    advice = advise(ProductType.T_SHIRT)
    assert advice.basis == "assumption"
    assert margin_at(advice.price, cost("11.50"), ETSY_US) == advice.margin


def test_an_impossible_margin_is_refused():
    with pytest.raises(ValueError, match="cannot be reached"):
        advise(ProductType.T_SHIRT, target_margin=Decimal("0.95"))
