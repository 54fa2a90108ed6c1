"""Date rules: fixed days, nth weekdays, Easter, and what the holidays library knows."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CATEGORIES = ("public", "optional", "unofficial", "government", "school")


def dates_of(rule: str, year: int) -> tuple[tuple[date, bool], ...]:
    """The days of a rule in a year, each with whether the library only estimates it.

    Mostly one day; none (Leap Day) and two (a lunar feast twice in a year) occur. Rules:
    `fixed M-D`, `nth WEEKDAY N MONTH [+days]`, `last WEEKDAY MONTH`, `after WEEKDAY M-D`,
    `before_christmas WEEKDAY N`, `easter N`, `orthodox N`, `mothers_day_fr`,
    `library COUNTRY NAME`, `run COUNTRY NAME [-days]` (first day of each feast) and
    `near COUNTRY FALLBACK NAME` (the country's own day unless it strays from the fallback's).
    """
    kind, _, rest = rule.partition(" ")
    if kind in ("library", "run"):
        country, _, name = rest.partition(" ")
        days = 0
        if name.endswith("-1"):
            name, days = name.removesuffix(" -1"), -1
        return tuple((day + timedelta(days), guess) for day, guess in _feasts(country, name, year))
    if kind == "near":
        country, fallback, name = rest.split(" ", 2)
        return _near(country, fallback, name, year)
    day = _computed(kind, rest.split(), year)
    return () if day is None else ((day, False),)


def _computed(kind: str, words: list[str], year: int) -> date | None:
    if kind == "fixed":
        return _fixed(words[0], year)
    if kind == "nth":
        day = nth_weekday(year, int(words[2]), words[0], int(words[1]))
        return day + timedelta(int(words[3]) if len(words) > 3 else 0)
    if kind == "last":
        return last_weekday(year, int(words[1]), words[0])
    if kind == "after":
        start = _fixed(words[1], year)
        return None if start is None else weekday_on_or_after(start + timedelta(1), words[0])
    if kind == "before_christmas":
        last = weekday_on_or_after(date(year, 12, 18), words[0])
        return last - timedelta(weeks=int(words[1]) - 1)
    if kind in ("easter", "orthodox"):
        return easter_sunday(year, orthodox=kind == "orthodox") + timedelta(int(words[0]))
    if kind == "mothers_day_fr":
        day = last_weekday(year, 5, "sunday")
        pentecost = easter_sunday(year) + timedelta(49)
        return nth_weekday(year, 6, "sunday", 1) if day == pentecost else day
    raise ValueError(f"unknown date rule {kind!r}: see dates_of for the rules there are")


def _fixed(month_day: str, year: int) -> date | None:
    month, day = map(int, month_day.split("-"))
    try:
        return date(year, month, day)
    except ValueError:
        return None  # 29 February in a common year


def weekday_on_or_after(day: date, weekday: str) -> date:
    """The first such weekday from a day on, that day included."""
    return day + timedelta((_WEEKDAYS.index(weekday) - day.weekday()) % 7)


def nth_weekday(year: int, month: int, weekday: str, nth: int) -> date:
    """The nth (from 1) weekday of a month, e.g. the second Sunday of May."""
    return weekday_on_or_after(date(year, month, 1), weekday) + timedelta(weeks=nth - 1)


def last_weekday(year: int, month: int, weekday: str) -> date:
    """The last such weekday of a month."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return weekday_on_or_after(following - timedelta(7), weekday)


@lru_cache(maxsize=512)
def easter_sunday(year: int, *, orthodox: bool = False) -> date:
    """Easter Sunday, Western by default, in the Gregorian calendar."""
    from dateutil.easter import (  # type: ignore[import-untyped]
        EASTER_ORTHODOX,
        EASTER_WESTERN,
        easter,
    )

    return easter(year, EASTER_ORTHODOX if orthodox else EASTER_WESTERN)


def _near(country: str, fallback: str, name: str, year: int) -> tuple[tuple[date, bool], ...]:
    """A country's own published day, unless its computed one is a month off (SG 2028)."""
    sure = _feasts(fallback, name, year)
    own = _feasts(country, name, year)
    if len(own) == len(sure) == 1 and abs((own[0][0] - sure[0][0]).days) <= 2:
        return own
    return sure


@lru_cache(maxsize=4096)
def _feasts(country: str, name: str, year: int) -> tuple[tuple[date, bool], ...]:
    """First days of each run of consecutive days that bear a name, within the year."""
    days: dict[date, bool] = {}
    for given in (year - 1, year):
        for day, names in _library(country, given):
            for shown in names.split("; "):
                plain = shown.removesuffix(" (estimated)")
                if plain == name:
                    days[day] = plain != shown
    starts = (day for day in sorted(days) if day - timedelta(1) not in days)
    return tuple((day, days[day]) for day in starts if day.year == year)


@lru_cache(maxsize=512)
def _library(country: str, year: int) -> tuple[tuple[date, str], ...]:
    import holidays

    about = holidays.country_holidays(country)
    known = holidays.country_holidays(
        country,
        years=year,
        expand=False,
        language="en_US" if "en_US" in about.supported_languages else None,
        categories=tuple(name for name in _CATEGORIES if name in about.supported_categories),
    )
    return tuple(known.items())
