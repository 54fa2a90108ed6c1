"""The price of a listing: Etsy's fees, the seller's cost, and what is left.

Fee figures: Etsy's published schedule for US sellers as read in 2026. Production and shipping
cost are planning assumptions until a connected provider says otherwise, and are marked so.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from domain.money import CENT, Money
from domain.vocabulary import ProductType


@dataclass(frozen=True, slots=True)
class FeeSchedule:
    """What the marketplace takes. Rates are shares of item price plus shipping charged."""

    listing: Money  # for each listing, each four months, and on each sale
    transaction_rate: Decimal
    payment_rate: Decimal
    payment_fixed: Money
    offsite_ads_rate: Decimal  # 0.15 below 10,000 a year (optional), 0.12 above
    source: str
    as_of: str


ETSY_US = FeeSchedule(
    listing=Money(Decimal("0.20")),
    transaction_rate=Decimal("0.065"),
    payment_rate=Decimal("0.03"),
    payment_fixed=Money(Decimal("0.25")),
    offsite_ads_rate=Decimal("0.15"),
    source="Etsy fees, US seller",
    as_of="2026-10",
)


@dataclass(frozen=True, slots=True)
class ProductCost:
    """What making and sending one piece costs the seller, and what the buyer pays for shipping."""

    production: Money
    shipping: Money
    shipping_charged: Money
    basis: str  # "assumption" or the provider's name
    note: str


# Round planning figures in the middle of what large providers ask for a standard garment.
# They are the seller's to correct; the screen says "assumed".
ASSUMED_COSTS: dict[ProductType, ProductCost] = {
    ProductType.T_SHIRT: ProductCost(
        production=Money(Decimal("11.50")),
        shipping=Money(Decimal("4.75")),
        shipping_charged=Money(Decimal("4.75")),
        basis="assumption",
        note="Planning figure; your print provider's own price replaces it.",
    ),
}


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One line of the breakdown; costs are negative."""

    code: str
    amount: Money


@dataclass(frozen=True, slots=True)
class PriceAdvice:
    """A price, the floor below which a sale loses money, and where each cent goes.

    The lines sum exactly to `profit`. `floor` counts every fee but offsite ads.
    """

    price: Money
    floor: Money
    profit: Money
    margin: Decimal  # profit as a share of the price, four decimals
    profit_with_offsite_ads: Money
    lines: tuple[PriceLine, ...]
    basis: str
    note: str
    fees_source: str
    fees_as_of: str


def breakdown(price: Money, cost: ProductCost, fees: FeeSchedule) -> tuple[PriceLine, ...]:
    """Where the money of one sale at that price goes. Each fee is rounded as Etsy bills it."""
    charged = price + cost.shipping_charged
    currency = price.currency

    def share(rate: Decimal) -> Money:
        return Money(-charged.amount * rate, currency)

    return (
        PriceLine("price", price),
        PriceLine("shipping_charged", cost.shipping_charged),
        PriceLine("production", Money(-cost.production.amount, currency)),
        PriceLine("shipping", Money(-cost.shipping.amount, currency)),
        PriceLine("fee_listing", Money(-fees.listing.amount, currency)),
        PriceLine("fee_transaction", share(fees.transaction_rate)),
        PriceLine("fee_payment", share(fees.payment_rate)),
        PriceLine("fee_payment_fixed", Money(-fees.payment_fixed.amount, currency)),
    )


def total(lines: tuple[PriceLine, ...]) -> Money:
    """Sum of the lines."""
    result = Money(Decimal(0), lines[0].amount.currency)
    for line in lines:
        result = result + line.amount
    return result


def floor_price(cost: ProductCost, fees: FeeSchedule) -> Money:
    """Lowest price at which a sale does not lose money."""
    rate = fees.transaction_rate + fees.payment_rate
    fixed = (
        cost.production.amount
        + cost.shipping.amount
        + fees.listing.amount
        + fees.payment_fixed.amount
        - cost.shipping_charged.amount * (1 - rate)
    )
    candidate = Money(max(Decimal(0), (fixed / (1 - rate)).quantize(CENT, ROUND_CEILING)))
    # Etsy rounds each fee by itself: walk to the first price that truly holds.
    while total(breakdown(candidate, cost, fees)).amount < 0:
        candidate = Money(candidate.amount + CENT)
    while candidate.amount > 0:
        lower = Money(candidate.amount - CENT)
        if total(breakdown(lower, cost, fees)).amount < 0:
            break
        candidate = lower
    return candidate


def advise(
    product: ProductType,
    *,
    target_margin: Decimal = Decimal("0.25"),
    cost: ProductCost | None = None,
    fees: FeeSchedule = ETSY_US,
) -> PriceAdvice:
    """The lowest x.99 price that leaves the target margin after every fee but offsite ads.

    Raises ValueError when the margin cannot be reached at any price.
    """
    used = cost or ASSUMED_COSTS[product]
    rate = fees.transaction_rate + fees.payment_rate
    if not Decimal(0) <= target_margin < 1 - rate:
        raise ValueError(
            f"a margin of {target_margin} cannot be reached: fees alone take {rate} of the price"
        )
    floor = floor_price(used, fees)
    whole = floor.amount.to_integral_value(ROUND_CEILING)
    price = Money(max(whole, Decimal(1)) - CENT)
    while price.amount < floor.amount or margin_at(price, used, fees) < target_margin:
        price = Money(price.amount + 1)
    lines = breakdown(price, used, fees)
    profit = total(lines)
    ads = Money((price + used.shipping_charged).amount * fees.offsite_ads_rate)
    return PriceAdvice(
        price=price,
        floor=floor,
        profit=profit,
        margin=margin_at(price, used, fees),
        profit_with_offsite_ads=profit - ads,
        lines=lines,
        basis=used.basis,
        note=used.note,
        fees_source=fees.source,
        fees_as_of=fees.as_of,
    )


def margin_at(price: Money, cost: ProductCost, fees: FeeSchedule) -> Decimal:
    """Profit as a share of the price, four decimals."""
    profit = total(breakdown(price, cost, fees)).amount
    return (profit / price.amount).quantize(Decimal("0.0001"))
