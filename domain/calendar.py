"""The calendar of occasions: what is due in which country, and when to have published for it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources

from domain.occasions.rules import dates_of
from domain.terms.normalise import key_of
from domain.vocabulary import Motif, NicheCategory

# A made-to-order gift needs eight to ten weeks before the day: a new listing takes weeks to be
# ranked by a marketplace, then come production and delivery. So the recommended window to publish
# is 70 to 56 days before ("trend-science" section 4: publish-by date = event - 56..70 days). After
# 28 days before, a listing can neither rank nor be delivered in time: the last call.
OPENS_DAYS, CLOSES_DAYS, LAST_CALL_DAYS = 70, 56, 28
HORIZON_DAYS = 120

COUNTRIES = (
    *("US", "GB", "CA", "AU", "DE", "FR", "ES", "MX", "IT", "NL", "IE", "IN"),
    *("SG", "MY", "CN", "HK", "TW"),
)
FIRST_YEAR, LAST_YEAR = 2000, 2099

# Words that only look like an occasion's.
_MISLEADING = (
    *("santa monica", "santa cruz", "santa clara", "santa fe", "santa barbara", "santa ana"),
    *("mother nature", "papa john", "dad bod", "zombie apocalypse", "ghost pepper", "ghost hunter"),
    *("witch hazel", "pride and prejudice", "grateful dead", "hot dog day", "coloring book day"),
    *("holocaust memorial day", "holocaust remembrance day", "eid milad", "substitute teacher"),
    *("yoga teacher", "nurse shark"),
)


class UnknownCountry(ValueError):
    """A country the calendar has no occasions for."""

    code = "country_unknown"

    def __init__(self, country: str) -> None:
        super().__init__(f"no occasions for {country!r}: choose among {', '.join(COUNTRIES)}")


class YearOutOfRange(ValueError):
    """A year the calendar does not compute."""

    code = "year_out_of_range"

    def __init__(self, year: int) -> None:
        super().__init__(f"no calendar for {year}: choose {FIRST_YEAR} to {LAST_YEAR}")


@dataclass(frozen=True, slots=True)
class Occasion:
    """One occasion in one country on one day.

    `id` names the occasion in every country and year ("mothers_day"). Publishing between
    `publish_from` and `publish_by` is recommended; after `last_call` it is too late.
    `approximate` is true for seasons with no single day (back to school) and for days that hang
    on a sighting of the moon. `keywords` are buyers' search words.
    """

    id: str
    name: str
    country: str
    falls_on: date
    publish_from: date
    publish_by: date
    last_call: date
    approximate: bool
    keywords: tuple[str, ...]
    category: NicheCategory
    motif: Motif


@dataclass(frozen=True, slots=True)
class _Row:
    id: str
    name: str
    countries: tuple[str, ...]
    rule: str
    approximate: bool
    keywords: tuple[str, ...]
    category: NicheCategory
    motif: Motif


@lru_cache(maxsize=1)
def _rows() -> tuple[_Row, ...]:
    text = resources.files("domain.occasions").joinpath("occasions.csv").read_text("utf-8")
    return tuple(
        _Row(
            id=row["id"],
            name=row["name"],
            countries=COUNTRIES if row["countries"] == "*" else tuple(row["countries"].split()),
            rule=row["rule"],
            approximate=row["approximate"] == "yes",
            keywords=tuple(row["keywords"].split(";")),
            category=NicheCategory(row["category"]),
            motif=Motif(row["motif"]),
        )
        for row in csv.DictReader(text.splitlines())
    )


@lru_cache(maxsize=1024)
def occasions(country: str, year: int) -> tuple[Occasion, ...]:
    """All occasions of a country (ISO 3166 alpha-2) in a year, by date.

    Raises UnknownCountry, and YearOutOfRange outside 2000 to 2099. Checked for 2024 to 2030.
    """
    if country not in COUNTRIES:
        raise UnknownCountry(country)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise YearOutOfRange(year)
    found = [
        _occasion(row, country, day, estimated)
        for row in _rows()
        if country in row.countries
        for day, estimated in dates_of(row.rule, year)
    ]
    return tuple(sorted(found, key=lambda occasion: (occasion.falls_on, occasion.id)))


def _occasion(row: _Row, country: str, day: date, estimated: bool) -> Occasion:
    return Occasion(
        id=row.id,
        name=row.name,
        country=country,
        falls_on=day,
        publish_from=day - timedelta(OPENS_DAYS),
        publish_by=day - timedelta(CLOSES_DAYS),
        last_call=day - timedelta(LAST_CALL_DAYS),
        approximate=row.approximate or estimated,
        keywords=row.keywords,
        category=row.category,
        motif=row.motif,
    )


def occasions_due(
    as_of: date, countries: Sequence[str], horizon_days: int = HORIZON_DAYS
) -> tuple[Occasion, ...]:
    """Occasions within the horizon (days) that a listing made on `as_of` can still serve.

    Ordered by day, then by the order of `countries`. Past its last call an occasion is left out.
    """
    if horizon_days < 0:
        raise ValueError(f"horizon_days is {horizon_days}: give nought or more days")
    until = as_of + timedelta(horizon_days)
    due = [
        (occasion.falls_on, place, occasion)
        for place, country in enumerate(dict.fromkeys(countries))
        for year in range(as_of.year, until.year + 1)
        for occasion in occasions(country, year)
        if as_of <= occasion.last_call and occasion.falls_on <= until
    ]
    return tuple(occasion for *_, occasion in sorted(due, key=lambda item: (*item[:2], item[2].id)))


def next_occasion(name: str, as_of: date, country: str) -> Occasion | None:
    """The next occasion of that name (or id) on or after `as_of`, within two years, if any."""
    for year in (as_of.year, as_of.year + 1):
        for occasion in occasions(country, year):
            if occasion.falls_on >= as_of and name in (occasion.name, occasion.id):
                return occasion
    return None


def occasion_for(words: str | Sequence[str], country: str | None = None) -> str | None:
    """The name of the occasion that a term's words point to, or None.

    "christmas pajamas" → "Christmas", "mama" → "Mother's Day". The longest phrase decides, then
    the one that stands first in the term. With a country only its own occasions count (a teacher
    is thanked in another week elsewhere). The answer says what the words mean, not that it is near.
    """
    key = key_of(words if isinstance(words, str) else " ".join(words)).split()
    text = f" {' '.join(key)} "
    if any(f" {misleading} " in text for misleading in _misleading()):
        return None
    phrases = _phrases(country)
    for length in range(min(len(key), max(map(len, phrases))), 0, -1):
        for start in range(len(key) - length + 1):
            name = phrases.get(tuple(key[start : start + length]))
            if name:
                return name
    return None


@lru_cache(maxsize=32)
def _phrases(country: str | None) -> dict[tuple[str, ...], str]:
    """Names and keywords by their key words; where two occasions share one, the American has it."""
    if country is not None and country not in COUNTRIES:
        raise UnknownCountry(country)
    rows = [row for row in _rows() if country is None or country in row.countries]
    found: dict[tuple[str, ...], str] = {}
    for row in sorted(rows, key=lambda row: "US" not in row.countries):
        for phrase in (row.name, *row.keywords):
            found.setdefault(tuple(key_of(phrase).split()), row.name)
    return found


@lru_cache(maxsize=1)
def _misleading() -> tuple[str, ...]:
    return tuple(key_of(phrase) for phrase in _MISLEADING)
