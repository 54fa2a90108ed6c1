"""Numbers, money and days as people of a language write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final, Literal

from domain.money import Money

EMPTY = "–"  # shown where a figure is not known
# Up to which age a unit tells it: "90 minutes" is less plain than "2 hours", "9 days" plainer than
# "1 week".
_AGES: Final[tuple[tuple[timedelta, Literal["minute", "hour", "day"]], ...]] = (
    (timedelta(hours=1), "minute"),
    (timedelta(days=2), "hour"),
    (timedelta(days=60), "day"),
)


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


def ago(past: datetime | None, now: datetime, locale: str) -> str:
    """How long ago a moment was ("2 hours ago"), a minute at least; a dash when unknown."""
    from babel.dates import format_timedelta

    if past is None:
        return EMPTY
    age = max(_in_utc(now) - _in_utc(past), timedelta(minutes=1))
    unit = next((unit for bound, unit in _AGES if age < bound), None)
    if unit is None:
        return format_timedelta(-age, "month", threshold=2, add_direction=True, locale=locale)
    # No larger unit reaches this threshold, so that the chosen one is used.
    return format_timedelta(-age, unit, threshold=10_000, add_direction=True, locale=locale)


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
