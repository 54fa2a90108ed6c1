"""From the names that files use for places to region codes."""

from __future__ import annotations

import re
from functools import lru_cache

WORLD = "WW"
_WORLD_NAMES = {"ww", "world", "worldwide", "global", "all", "any", "earth"}
# What people and exports write beside the names of the Unicode locale data.
_ALIASES = {
    "uk": "GB",
    "greatbritain": "GB",
    "england": "GB",
    "usa": "US",
    "america": "US",
    "unitedstatesofamerica": "US",
    "korea": "KR",
    "republicofkorea": "KR",
    "hongkong": "HK",
    "macau": "MO",
    "macao": "MO",
    "turkey": "TR",
    "turkiye": "TR",
    "czechrepublic": "CZ",
    "russianfederation": "RU",
    "uae": "AE",
    "holland": "NL",
    "ivorycoast": "CI",
    "capeverde": "CV",
    "macedonia": "MK",
    "swaziland": "SZ",
    "burma": "MM",
    "palestine": "PS",
    "easttimor": "TL",
    "bosnia": "BA",
}


def squash(name: str) -> str:
    """Letters and digits only, lower case: `New Delhi` and `NewDelhi` are one place."""
    return re.sub(r"\W+", "", name.casefold())


@lru_cache
def _countries() -> dict[str, str]:
    from babel import Locale

    territories = Locale("en").territories
    names = {
        squash(name): code for code, name in territories.items() if re.match("[A-Z]{2}$", code)
    }
    return {**names, **_ALIASES}


@lru_cache
def _codes() -> frozenset[str]:
    return frozenset(_countries().values())


@lru_cache(maxsize=4096)
def region_code(name: str | None) -> str | None:
    """Code of a country named in words or by code; WW for the world; None when unknown.

    `CC-Place` is kept as it stands when CC is a country.
    """
    text = (name or "").strip()
    if not text:
        return None
    if squash(text) in _WORLD_NAMES:
        return WORLD
    country, dash, place = text.partition("-")
    if dash and len(country) == 2:
        code = region_code(country)
        place = "".join(place.split())
        return f"{code}-{place}" if code and place and len(place) <= 60 else None
    if text.upper() in _codes():
        return text.upper()
    return _countries().get(squash(text))


@lru_cache(maxsize=4096)
def place_code(country: str | None, place: str | None) -> str | None:
    """Code of a country's list or of one of its cities: `US`, `US-SanFrancisco`, `WW`."""
    code = region_code(country)
    if code is None or code == WORLD or not (place or "").strip():
        return code
    text = str(place).strip()
    if region_code(text) in (code, WORLD):
        return region_code(text)
    return f"{code}-{''.join(text.split())}"
