from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

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
    assert formats.moment(datetime(2024, 12, 31, 14), "en") == formats.moment(  # noqa: DTZ001  # naive UTC, as the tables hold it
        datetime(2024, 12, 31, 14, tzinfo=UTC), "en"
    )


NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(0), "1 minute ago"),
        (timedelta(minutes=-3), "1 minute ago"),  # the two clocks differ
        (timedelta(minutes=59, seconds=30), "60 minutes ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=2, minutes=5), "2 hours ago"),
        (timedelta(hours=47), "47 hours ago"),
        (timedelta(days=2), "2 days ago"),
        (timedelta(days=10), "10 days ago"),
        (timedelta(days=75), "2 months ago"),
        (timedelta(days=400), "13 months ago"),
        (timedelta(days=800), "2 years ago"),
    ],
)
def test_an_age_is_said_in_plain_words(age: timedelta, words: str):
    assert formats.ago(NOW - age, NOW, "en") == words


def test_an_age_counts_in_utc_and_in_the_language():
    east = NOW.astimezone(timezone(timedelta(hours=9))) - timedelta(days=3)
    assert formats.ago(east, NOW, "de") == "vor 3 Tagen"
    assert formats.ago(NOW.replace(tzinfo=None) - timedelta(days=3), NOW, "de") == "vor 3 Tagen"
    assert formats.ago(None, NOW, "en") == formats.EMPTY


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
