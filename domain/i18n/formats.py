"""Numbers, money and days as people of a language write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from domain.money import Money

EMPTY = "–"  # shown where a figure is not known


def number(value: float | Decimal | None, locale: str, digits: int = 0) -> str:
    """A number with that many decimals; a dash when unknown."""
    from babel.numbers import format_decimal

    if value is None:
        return EMPTY
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=locale)


def compact(value: float | None, locale: str) -> str:
    """A large number shortened (1.2M); a dash when unknown."""
    from babel.numbers import format_compact_decimal

    if value is None:
        return EMPTY
    digits = 1 if abs(value) >= 1000 else 0
    return format_compact_decimal(value, locale=locale, fraction_digits=digits)


def percent(value: float | Decimal | None, locale: str, digits: int = 0) -> str:
    """A share as per cent; a dash when unknown."""
    from babel.numbers import format_percent

    if value is None:
        return EMPTY
    pattern = "#,##0" + ("." + "0" * digits if digits else "") + "%"
    return format_percent(value, format=pattern, locale=locale)


def money(value: Money | None, locale: str) -> str:
    """An amount with its currency; a dash when unknown."""
    from babel.numbers import format_currency

    if value is None:
        return EMPTY
    return format_currency(value.amount, value.currency, locale=locale)


def day(value: date | None, locale: str) -> str:
    """A day in the language's medium form; a dash when unknown."""
    from babel.dates import format_date

    return EMPTY if value is None else format_date(value, format="medium", locale=locale)


def moment(value: datetime | None, locale: str) -> str:
    """A point in time, in UTC and saying so; a dash when unknown."""
    from babel.dates import format_datetime

    if value is None:
        return EMPTY
    shown = value.astimezone(UTC) if value.tzinfo else value
    return format_datetime(shown, format="medium", locale=locale) + " UTC"
