"""The calendar against known dates, and the windows it opens for publishing."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import (
    COUNTRIES,
    Occasion,
    UnknownCountry,
    YearOutOfRange,
    next_occasion,
    occasion_for,
    occasions,
    occasions_due,
)
from domain.occasions.rules import dates_of
from domain.terms.normalise import key_of

YEARS = range(2024, 2031)


def days(identifier: str, country: str, year: int) -> list[date]:
    return [found.falls_on for found in occasions(country, year) if found.id == identifier]


# Days that anybody can check in an almanac, as MM-DD for 2024 to 2030.
KNOWN = {
    ("easter", "US"): "03-31 04-20 04-05 03-28 04-16 04-01 04-21",
    ("orthodox_easter", "US"): "05-05 04-20 04-12 05-02 04-16 04-08 04-28",
    ("mardi_gras", "US"): "02-13 03-04 02-17 02-09 02-29 02-13 03-05",
    ("lunar_new_year", "CN"): "02-10 01-29 02-17 02-06 01-26 02-13 02-03",
    ("lunar_new_year", "US"): "02-10 01-29 02-17 02-06 01-26 02-13 02-03",
    ("diwali", "IN"): "10-31 10-20 11-08 10-29 10-17 11-05 10-26",
    ("diwali", "GB"): "10-31 10-20 11-08 10-29 10-17 11-05 10-26",
    ("diwali", "SG"): "10-31 10-20 11-08 10-28 10-17 11-05 10-26",
    ("mothers_day", "US"): "05-12 05-11 05-10 05-09 05-14 05-13 05-12",
    ("mothers_day", "DE"): "05-12 05-11 05-10 05-09 05-14 05-13 05-12",
    ("mothers_day", "AU"): "05-12 05-11 05-10 05-09 05-14 05-13 05-12",
    ("mothers_day", "GB"): "03-10 03-30 03-15 03-07 03-26 03-11 03-31",
    ("mothers_day", "FR"): "05-26 05-25 05-31 05-30 05-28 05-27 05-26",
    ("mothers_day", "ES"): "05-05 05-04 05-03 05-02 05-07 05-06 05-05",
    ("mothers_day", "MX"): "05-10 05-10 05-10 05-10 05-10 05-10 05-10",
    ("fathers_day", "US"): "06-16 06-15 06-21 06-20 06-18 06-17 06-16",
    ("fathers_day", "DE"): "05-09 05-29 05-14 05-06 05-25 05-10 05-30",
    ("fathers_day", "ES"): "03-19 03-19 03-19 03-19 03-19 03-19 03-19",
    ("fathers_day", "AU"): "09-01 09-07 09-06 09-05 09-03 09-02 09-01",
    ("thanksgiving", "US"): "11-28 11-27 11-26 11-25 11-23 11-22 11-28",
    ("thanksgiving", "CA"): "10-14 10-13 10-12 10-11 10-09 10-08 10-14",
    ("black_friday", "US"): "11-29 11-28 11-27 11-26 11-24 11-23 11-29",
    ("cyber_monday", "US"): "12-02 12-01 11-30 11-29 11-27 11-26 12-02",
    ("memorial_day", "US"): "05-27 05-26 05-25 05-31 05-29 05-28 05-27",
    ("labor_day", "US"): "09-02 09-01 09-07 09-06 09-04 09-03 09-02",
    ("grandparents_day", "US"): "09-08 09-07 09-13 09-12 09-10 09-09 09-08",
    ("juneteenth", "US"): "06-19 06-19 06-19 06-19 06-19 06-19 06-19",
    ("independence_day_us", "US"): "07-04 07-04 07-04 07-04 07-04 07-04 07-04",
    ("canada_day", "CA"): "07-01 07-01 07-01 07-01 07-01 07-01 07-01",
    ("bastille_day", "FR"): "07-14 07-14 07-14 07-14 07-14 07-14 07-14",
    ("kings_day", "NL"): "04-27 04-26 04-27 04-27 04-27 04-27 04-27",
    ("oktoberfest", "DE"): "09-21 09-20 09-19 09-18 09-16 09-22 09-21",
    ("advent", "DE"): "12-01 11-30 11-29 11-28 12-03 12-02 12-01",
    ("hanukkah", "US"): "12-25 12-14 12-04 12-24 12-12 12-01 12-20",
    ("passover", "US"): "04-22 04-12 04-01 04-21 04-10 03-30 04-17",
    ("mid_autumn", "CN"): "09-17 10-06 09-25 09-15 10-03 09-22 09-12",
    ("halloween", "US"): "10-31 10-31 10-31 10-31 10-31 10-31 10-31",
    ("christmas", "IN"): "12-25 12-25 12-25 12-25 12-25 12-25 12-25",
    ("boxing_day", "GB"): "12-26 12-26 12-26 12-26 12-26 12-26 12-26",
    ("groundhog_day", "US"): "02-02 02-02 02-02 02-02 02-02 02-02 02-02",
    ("anzac_day", "AU"): "04-25 04-25 04-25 04-25 04-25 04-25 04-25",
    ("arbor_day", "US"): "04-26 04-25 04-24 04-30 04-28 04-27 04-26",
}


@pytest.mark.parametrize(("identifier", "country"), KNOWN)
def test_known_dates(identifier: str, country: str) -> None:
    expected = [
        [date.fromisoformat(f"{year}-{day}")]
        for year, day in zip(YEARS, KNOWN[identifier, country].split(), strict=True)
    ]
    assert [days(identifier, country, year) for year in YEARS] == expected


@pytest.mark.parametrize(
    ("identifier", "country", "known"),
    [
        ("eid_al_fitr", "US", ["2024-04-10", "2025-03-30", "2026-03-20"]),
        ("eid_al_fitr", "MY", ["2024-04-10", "2025-03-31", "2026-03-21"]),
        ("eid_al_adha", "US", ["2024-06-16", "2025-06-06", "2026-05-27"]),
        ("ramadan", "US", ["2024-03-11", "2025-03-01", "2026-02-18"]),
        ("ramadan", "SG", ["2024-03-12", "2025-03-02", "2026-02-19"]),
    ],
)
def test_feasts_by_the_moon_are_marked_approximate(
    identifier: str, country: str, known: list[str]
) -> None:
    found = [
        occasion
        for year in (2024, 2025, 2026)
        for occasion in occasions(country, year)
        if occasion.id == identifier
    ]
    assert [occasion.falls_on.isoformat() for occasion in found] == known
    assert all(occasion.approximate for occasion in found)


def test_a_lunar_feast_may_come_twice_a_year_and_leap_day_rarely() -> None:
    assert len(days("ramadan", "US", 2030)) == 2
    assert [len(days("leap_day", "US", year)) for year in YEARS] == [1, 0, 0, 0, 1, 0, 0]


def test_french_mothers_day_gives_way_to_pentecost() -> None:
    assert days("mothers_day", "FR", 2023) == [date(2023, 6, 4)]


def test_teacher_appreciation_week_is_the_first_full_week_of_may() -> None:
    found = [days("teacher_appreciation_week", "US", year)[0] for year in (2023, 2024, 2025, 2026)]
    assert found == [date(2023, 5, 8), date(2024, 5, 6), date(2025, 5, 5), date(2026, 5, 4)]


@pytest.mark.parametrize("year", YEARS)
def test_our_rules_agree_with_the_library_where_it_knows(year: int) -> None:
    library = {
        name: day
        for day, names in holidays.country_holidays(
            "US", years=year, categories=("public", "unofficial")
        ).items()
        for name in names.split("; ")
    }
    for identifier, name in {
        "mothers_day": "Mother's Day",
        "fathers_day": "Father's Day",
        "labor_day": "Labor Day",
        "valentines_day": "Valentine's Day",
        "easter": "Easter Sunday",
        "veterans_day": "Veterans Day",
        "halloween": "Halloween",
    }.items():
        assert days(identifier, "US", year) == [library[name]]


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("year", YEARS)
def test_every_country_has_its_year(country: str, year: int) -> None:
    found = occasions(country, year)
    assert len(found) >= 8
    assert list(found) == sorted(found, key=lambda occasion: occasion.falls_on)
    assert all(occasion.falls_on.year == year for occasion in found)
    counts = [occasion.id for occasion in found if occasion.id != "ramadan"]
    assert len(counts) == len(set(counts))


def test_names_of_others_are_not_in_it() -> None:
    text = " ".join(
        phrase.lower()
        for country in COUNTRIES
        for occasion in occasions(country, 2025)
        for phrase in (occasion.name, *occasion.keywords)
    )
    for mark in ("super bowl", "may the fourth", "star wars", "olympic", "hocus", "grinch"):
        assert mark not in text


def test_the_window_is_ten_to_eight_weeks_and_the_last_call_four() -> None:
    (christmas,) = [found for found in occasions("US", 2025) if found.id == "christmas"]
    assert christmas.publish_from == date(2025, 10, 16)
    assert christmas.publish_by == date(2025, 10, 30)
    assert christmas.last_call == date(2025, 11, 27)


def test_due_from_the_day_of_the_replay() -> None:
    due = occasions_due(date(2024, 12, 31), ["US", "GB"])
    names = [(found.name, found.country) for found in due]
    assert ("Valentine's Day", "US") in names
    assert ("Mother's Day", "GB") in names
    assert ("Mother's Day", "US") not in names  # 131 days away
    assert ("New Year", "US") not in names  # tomorrow is too late
    assert names.index(("Valentine's Day", "US")) < names.index(("Valentine's Day", "GB"))


def test_due_crosses_the_year() -> None:
    due = occasions_due(date(2025, 11, 20), ["US"], 90)
    assert "christmas" in [found.id for found in due]
    assert "valentines_day" in [found.id for found in due]


@given(
    st.dates(date(2024, 1, 1), date(2030, 8, 1)),
    st.integers(0, 200),
    st.lists(st.sampled_from(COUNTRIES), max_size=4),
)
def test_due_means_within_the_horizon_and_before_the_last_call(
    as_of: date, horizon: int, countries: list[str]
) -> None:
    due = occasions_due(as_of, countries, horizon)
    for found in due:
        assert as_of <= found.last_call < found.publish_by + timedelta(days=365)
        assert found.falls_on <= as_of + timedelta(horizon)
        assert found.country in countries
    assert len({(found.id, found.country, found.falls_on) for found in due}) == len(due)
    assert set(due) >= set(occasions_due(as_of, countries, horizon // 2))


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("christmas pajamas", "Christmas"),
        (("christmas", "pajamas"), "Christmas"),
        ("Santa hats", "Christmas"),
        ("mama", "Mother's Day"),
        ("Mother’s Day gift", "Mother's Day"),
        ("mum life", "Mother's Day"),
        ("girl dad", "Father's Day"),
        ("spooky season", "Halloween"),
        ("trick or treating ghosts", "Halloween"),
        ("4th of july shirts", "Independence Day"),
        ("class of 2025", "Graduation"),
        ("first day of school outfit", "Back to School"),
        ("back to school nails", "Back to School"),
        ("shamrocks", "St. Patrick's Day"),
        ("galentines brunch", "Valentine's Day"),
        ("sugar skull", "Day of the Dead"),
        ("year of the snake", "Lunar New Year"),
        ("eid mubarak", "Eid al-Fitr"),
        ("happy new year", "New Year"),
        ("nurse life", "Nurses Week"),
        ("teacher gifts", "Teacher Appreciation Week"),
        ("santa monica", None),
        ("dad bod", None),
        ("Holocaust Memorial Day", None),
        ("pride and prejudice", None),
        ("substitute teacher", None),
        ("bookish gifts", None),
        ("retired", None),
        ("campingground", None),
        ("", None),
    ],
)
def test_words_point_to_their_occasion(words: str | tuple[str, ...], name: str | None) -> None:
    assert occasion_for(words) == name


def test_every_name_and_keyword_points_to_an_occasion() -> None:
    for country in COUNTRIES:
        for occasion in occasions(country, 2025):
            assert occasion_for(occasion.name) == occasion.name
            assert all(occasion_for(keyword) for keyword in occasion.keywords)
            assert all(keyword == keyword.lower() for keyword in occasion.keywords)
            assert all(key_of(keyword) for keyword in occasion.keywords)


def test_a_country_has_words_of_its_own() -> None:
    assert occasion_for("teacher", "US") == "Teacher Appreciation Week"
    assert occasion_for("teacher", "GB") == "Teachers' Day"
    assert occasion_for("4th of july", "GB") is None
    with pytest.raises(UnknownCountry):
        occasion_for("teacher", "XX")


def test_an_occasion_has_one_name_everywhere() -> None:
    names = {(found.id, found.name) for country in COUNTRIES for found in occasions(country, 2025)}
    assert len({identifier for identifier, _ in names}) == len(names)


def test_the_next_one() -> None:
    found = next_occasion("Mother's Day", date(2024, 12, 31), "US")
    assert isinstance(found, Occasion)
    assert found.falls_on == date(2025, 5, 11)
    assert next_occasion("mothers_day", date(2024, 5, 12), "US").falls_on == date(2024, 5, 12)
    assert next_occasion("Diwali", date(2025, 1, 1), "MX") is None


def test_refusals_say_what_to_choose() -> None:
    with pytest.raises(UnknownCountry, match="choose among US") as unknown:
        occasions("XX", 2025)
    assert unknown.value.code == "country_unknown"
    with pytest.raises(YearOutOfRange, match="2000 to 2099") as outside:
        occasions("US", 1999)
    assert outside.value.code == "year_out_of_range"
    with pytest.raises(ValueError, match="horizon_days"):
        occasions_due(date(2025, 1, 1), ["US"], -1)
    with pytest.raises(ValueError, match="unknown date rule"):
        dates_of("whenever 3", 2025)
