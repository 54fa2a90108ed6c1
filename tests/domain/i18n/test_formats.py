from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

from domain.i18n import formats
from domain.money import Money


def test_english_and_german_write_numbers_their_own_way():
    assert formats.number(1234567.891, "en", 2) == "1,234,567.89"
    assert formats.number(1234567.891, "de", 2) == "1.234.567,89"
    assert formats.number(1234, "en") == "1,234"


def test_large_numbers_are_shortened():
    assert formats.compact(1_234_567, "en") == "1.2M"
    assert formats.compact(999, "en") == "999"


def test_shares_money_days_and_moments():
    assert formats.percent(0.256, "en", 1) == "25.6%"
    assert formats.money(Money(Decimal("24.99")), "en") == "$24.99"
    assert formats.day(date(2024, 12, 31), "en") == "Dec 31, 2024"
    two_hours_east = timezone(timedelta(hours=2))
    assert formats.moment(datetime(2024, 12, 31, 14, tzinfo=two_hours_east), "en").endswith("UTC")
    assert "12:00:00" in formats.moment(datetime(2024, 12, 31, 14, tzinfo=two_hours_east), "en")
    assert formats.moment(datetime(2024, 12, 31, 14), "en") == formats.moment(  # noqa: DTZ001
        datetime(2024, 12, 31, 14, tzinfo=UTC), "en"
    )


def test_what_is_unknown_is_a_dash_everywhere():
    for show in (
        formats.number,
        formats.compact,
        formats.percent,
        formats.money,
        formats.day,
        formats.moment,
    ):
        assert show(None, "en") == formats.EMPTY
