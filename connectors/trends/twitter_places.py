"""The places that X keeps trends for, by their numbers (WOEID): facts, unchanged since 2012."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.trends.regions import WORLD, place_code, region_code

# fmt: off
WOEIDS: Mapping[str, int] = {
    WORLD: 1,
    "AE": 23424738, "AR": 23424747, "AT": 23424750, "AU": 23424748, "BE": 23424757, "BH": 23424753,
    "BR": 23424768, "BY": 23424765, "CA": 23424775, "CH": 23424957, "CL": 23424782, "CO": 23424787,
    "DE": 23424829, "DK": 23424796, "DO": 23424800, "DZ": 23424740, "EC": 23424801, "EG": 23424802,
    "ES": 23424950, "FR": 23424819, "GB": 23424975, "GH": 23424824, "GR": 23424833, "GT": 23424834,
    "ID": 23424846, "IE": 23424803, "IL": 23424852, "IN": 23424848, "IT": 23424853, "JO": 23424860,
    "JP": 23424856, "KE": 23424863, "KR": 23424868, "KW": 23424870, "LB": 23424873, "LV": 23424874,
    "MX": 23424900, "MY": 23424901, "NG": 23424908, "NL": 23424909, "NO": 23424910, "NZ": 23424916,
    "OM": 23424898, "PA": 23424924, "PE": 23424919, "PH": 23424934, "PK": 23424922, "PL": 23424923,
    "PR": 23424935, "PT": 23424925, "QA": 23424930, "RU": 23424936, "SA": 23424938, "SE": 23424954,
    "SG": 23424948, "TH": 23424960, "TR": 23424969, "UA": 23424976, "US": 23424977, "VE": 23424982,
    "VN": 23424984, "ZA": 23424942,
}
# Cities with lists of their own, in the countries that most lists are of; their name comes with
# the list.
_CITIES: Mapping[str, tuple[int, ...]] = {
    "AU": (1098081, 1099805, 1100661, 1100968, 1101597, 1103816, 1105779),
    "BR": (455819, 455820, 455821, 455822, 455823, 455824, 455825, 455826, 455827, 455828, 455830,
           455831, 455833, 455834, 455867),
    "CA": (2972, 3369, 3534, 4118, 8676, 8775, 9807, 2344924),
    "DE": (638242, 641142, 645458, 645686, 646099, 648820, 650272, 656958, 667931, 671072, 676757,
           698064),
    "ES": (753692, 766273),
    "FR": (580778, 608105, 609125, 610264, 612977, 613858, 615702, 619163, 627791, 628886),
    "GB": (12723, 13911, 13963, 15127, 19344, 21125, 26042, 26062, 26734, 28218, 30079, 30720,
           32452, 34503, 44418, 44544),
    "IE": (560743,),
    "IN": (2295402, 2295411, 2295414, 2295420, 2295424, 20070458),
    "JP": (1117099, 1117817, 1118108, 1118129, 1118285, 1118370, 2345896, 15015370, 15015372),
    "MX": (116545, 134047),
    "NL": (726874, 727232, 733075),
    "SE": (906057,),
    "US": (2357024, 2357536, 2358820, 2359991, 2364559, 2367105, 2378426, 2379574, 2380358, 2381475,
           2383660, 2388929, 2391279, 2391585, 2414469, 2418046, 2424766, 2427032, 2428184, 2436704,
           2442047, 2449323, 2450022, 2451822, 2452078, 2457170, 2458410, 2458833, 2459115, 2460389,
           2466256, 2471217, 2471390, 2473224, 2475687, 2477058, 2478307, 2480894, 2486340, 2486982,
           2487610, 2487796, 2487889, 2487956, 2490383, 2503713, 2503863, 2514815),
}
# fmt: on
_BY_NUMBER = {
    **{number: code for code, cities in _CITIES.items() for number in cities},
    **{number: code for code, number in WOEIDS.items()},
}


def region_of(location: Mapping[str, Any]) -> str | None:
    """Region of `{"name": "Paris", "woeid": 615702}`: a country, `CC-City` or WW; None if unknown.

    The number counts; a name alone is enough for a country or the world.
    """
    name = location.get("name")
    name = name if isinstance(name, str) else ""
    country = _BY_NUMBER.get(_number(location.get("woeid")))
    if country is None:
        return region_code(name) if len(name) > 2 else None
    if country == WORLD or WOEIDS[country] == _number(location.get("woeid")):
        return country
    return place_code(country, name) if name.strip() else None


def _number(value: Any) -> int:
    """A WOEID, 0 when it is none."""
    text = str(value).strip()
    return int(text) if text.isdecimal() and len(text) <= 10 else 0
