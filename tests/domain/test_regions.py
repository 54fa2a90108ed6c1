"""The rule for where a term is measured."""

from __future__ import annotations

from datetime import date, timedelta

from domain.regions import REGION_DAYS, Sighting, country_of, regions_on

DAY = date(2024, 12, 31)


def seen(region: str, back: int = 0, late: int = 0) -> Sighting:
    observed = DAY - timedelta(days=back)
    return Sighting(region, observed, observed + timedelta(days=late))


def test_a_city_counts_as_its_country() -> None:
    assert [country_of(code) for code in ("US", "WW", "US-NewYork", "BR-SãoPaulo")] == [
        *("US", "WW", "US", "BR")
    ]


def test_regions_are_sorted_and_named_once() -> None:
    found = regions_on([seen("WW"), seen("US-Dallas"), seen("GB"), seen("US")], DAY)
    assert found == ("GB", "US", "WW")


def test_the_window_has_its_days_and_no_more() -> None:
    assert regions_on([seen("US", REGION_DAYS - 1), seen("GB", REGION_DAYS)], DAY) == ("US",)
    assert regions_on([seen("US", -1)], DAY) == ()


def test_what_was_not_known_on_the_day_does_not_count() -> None:
    late = [seen("US", 3, late=3), seen("GB", 3, late=4)]
    assert regions_on(late, DAY) == ("US",)
    assert regions_on(late, DAY + timedelta(days=1)) == ("GB", "US")


def test_a_monthly_value_counts_until_the_next_is_known() -> None:
    monthly = Sighting("US", date(2024, 11, 30), date(2024, 12, 2))
    assert regions_on([monthly], date(2025, 1, 2)) == ("US",)
