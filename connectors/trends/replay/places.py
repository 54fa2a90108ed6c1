"""Countries as exports in other languages than English name them."""

from __future__ import annotations

from functools import lru_cache

from connectors.trends.regions import WORLD, place_code, region_code, squash

_LANGUAGES = ("de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "tr", "ja", "ko", "zh")
_WORLDS = (
    "weltweit",
    "danslemonde",
    "touslespays",
    "todoelmundo",
    "tuttoilmondo",
    "emtodoomundo",
    "todoomundo",
    "wereldwijd",
    "całyświat",
    "helavärlden",
    "heleverden",
    "dünyagenelinde",
    "世界中",
    "すべての国",
    "전세계",
    "全球",
)


def place_named(name: str, country: str | None = None) -> str | None:
    """Code of a country, of the world, or of a place within the `country` that a person names.

    None for a place without its country.
    """
    found = region_code(name) or _local_names().get(squash(name))
    return found or (place_code(country, name) if country else None)


@lru_cache
def _local_names() -> dict[str, str]:
    from babel import Locale

    names = dict.fromkeys((squash(name) for name in _WORLDS), WORLD)
    for language in _LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2:
                names.setdefault(squash(name), code)
    return names
