"""The screen's texts and formats in the chosen language."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

from api.schemas.drafts import Price
from app.config import app_settings
from app.families import FAMILIES
from domain.i18n import formats
from domain.i18n.catalogue import catalogue
from domain.money import Money

WORLD = "WW"
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_CODE = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")


def locale() -> str:
    """The language of this screen."""
    return app_settings().locale


def t(key: str, **values: object) -> str:
    """The message of a key. Keys are written out in full, so that a test can find them."""
    return catalogue(locale()).text(key, **values)


def t_or(key: str, fallback: str, **values: object) -> str:
    """The message of a key made of a code the API sent, or what the API said."""
    return catalogue(locale()).text_or(key, fallback, **values)


def named(family: str, code: str, fallback: str | None = None) -> str:
    """The words of a code of one of the FAMILIES; a code nobody knows is made readable."""
    return t_or(f"{family}.{code}", fallback or humane(code))


def error_words(code: str | None, message: str | None) -> str:
    """What an error means for people, or what the program said of a code nobody knows."""
    return t_or(f"error.{code}", spelled(message or t("problem.unknown")))


def humane(code: str) -> str:
    """A code as words: `heather_grey` becomes `Heather grey`."""
    words = " ".join(code.replace("_", " ").replace("-", " ").replace(".", " ").split())
    return words[:1].upper() + words[1:]


def sentence(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def spelled(text: str) -> str:
    """A sentence of the API with the codes and days in it as people write them."""
    return _DAY.sub(_written_day, _CODE.sub(_spelled, text))


def _written_day(found: re.Match[str]) -> str:
    try:
        return day(date.fromisoformat(found.group(0)))
    except ValueError:
        return found.group(0)


def _spelled(found: re.Match[str]) -> str:
    code = found.group(0)
    for family in ("source", "metric", "garment", "product"):
        if code in FAMILIES[family]:
            return t_or(f"{family}.{code}", humane(code))
    return humane(code).lower()


def number(value: float | None, digits: int = 0) -> str:
    """A number, or a dash when unknown."""
    return formats.number(value, locale(), digits)


def compact(value: float | None) -> str:
    """A large number shortened, or a dash when unknown."""
    return formats.compact(value, locale())


def percent(value: float | None, digits: int = 0) -> str:
    """A share as per cent, or a dash when unknown."""
    return formats.percent(value, locale(), digits)


def day(value: date | None) -> str:
    """A day, or a dash when unknown."""
    return formats.day(value, locale())


def moment(value: datetime | None) -> str:
    """A point in time, in UTC and saying so."""
    return formats.moment(value, locale())


def ago(past: datetime | None, now: datetime) -> str:
    """How long ago a moment was, or a dash when unknown."""
    return formats.ago(past, now, locale())


def price(value: Price) -> str:
    """An amount with its currency."""
    return formats.money(Money(value.amount, value.currency), locale())


def month(number: int) -> str:
    """The name of a month, 1 to 12."""
    from babel.dates import get_month_names

    return str(get_month_names("wide", "stand-alone", locale=locale())[number])


def joined(words: list[str]) -> str:
    """Words as a list in a sentence."""
    from babel.lists import format_list

    return format_list(words, locale=locale()) if words else ""


def region(code: str) -> str:
    """A country, `CC-Place` or the world in words."""
    if code == WORLD:
        return t("region.world")
    country, _, place = code.partition("-")
    name = _territories().get(country, country)
    return f"{_CAPITAL.sub(' ', place)}, {name}" if place else name


@lru_cache
def _territories_of(language: str) -> dict[str, str]:
    from babel import Locale

    return dict(Locale.parse(language).territories)


def _territories() -> dict[str, str]:
    return _territories_of(locale())
