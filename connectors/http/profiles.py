"""What a browser says of itself: profiles that differ between runs and agree within themselves.

A profile is an ordinary desktop Chromium of the version that is really at work. It hides nothing:
it only keeps the statements consistent (user agent, client hints, language, time zone, screen).
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Literal

Platform = Literal["Windows", "macOS", "Linux"]


@dataclass(frozen=True, slots=True)
class Brand:
    """One entry of the client hint that lists brands."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class BrowserProfile:
    """A browser's account of itself. Sizes are CSS pixels, width first.

    `brands` are those of `sec-ch-ua`; `navigator_platform` is what scripts read.
    """

    user_agent: str
    brands: tuple[Brand, ...]
    platform: Platform
    platform_version: str
    navigator_platform: str
    languages: tuple[str, ...]
    time_zone: str
    screen: tuple[int, int]
    viewport: tuple[int, int]
    device_scale_factor: float

    @property
    def locale(self) -> str:
        """The first language, such as en-US."""
        return self.languages[0]

    @property
    def accept_language(self) -> str:
        """The header as Chromium writes it: each further language counts a tenth less."""
        return ",".join(
            tag if place == 0 else f"{tag};q={1 - place / 10:.1f}"
            for place, tag in enumerate(self.languages)
        )

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers that say the same on every request, names in lower case."""
        brands = ", ".join(f'"{brand.name}";v="{brand.version}"' for brand in self.brands)
        return {
            "user-agent": self.user_agent,
            "accept-language": self.accept_language,
            "sec-ch-ua": brands,
            "sec-ch-ua-mobile": "?0",
            "sec-ch-ua-platform": f'"{self.platform}"',
        }


@dataclass(frozen=True, slots=True)
class _Machine:
    platform: Platform
    platform_version: str
    navigator_platform: str
    agent: str  # as Chromium writes it, with the system's version frozen
    screens: tuple[tuple[int, int, float], ...]  # width, height, device scale factor
    taken: tuple[int, int]  # of the screen's width and height, by bars and frames


_MACHINES: Final = (
    _Machine(
        "Windows",
        "15.0.0",
        "Win32",
        "Windows NT 10.0; Win64; x64",
        ((1920, 1080, 1.0), (1536, 864, 1.25), (2560, 1440, 1.0), (1366, 768, 1.0)),
        (0, 135),
    ),
    _Machine(
        "macOS",
        "14.6.1",
        "MacIntel",
        "Macintosh; Intel Mac OS X 10_15_7",
        ((1440, 900, 2.0), (1512, 982, 2.0), (1728, 1117, 2.0), (1920, 1080, 1.0)),
        (0, 150),
    ),
    _Machine(
        "Linux",
        "6.1.0",
        "Linux x86_64",
        "X11; Linux x86_64",
        ((1920, 1080, 1.0), (2560, 1440, 1.0), (1366, 768, 1.0)),
        (0, 140),
    ),
)

# Where most people of a large country live; others take theirs from the locale data.
_TIME_ZONES: Final[Mapping[str, tuple[str, ...]]] = {
    "US": ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
    "CA": ("America/Toronto", "America/Vancouver", "America/Edmonton", "America/Halifax"),
    "AU": ("Australia/Sydney", "Australia/Melbourne", "Australia/Brisbane", "Australia/Perth"),
    "BR": ("America/Sao_Paulo", "America/Bahia"),
    "MX": ("America/Mexico_City",),
    "ES": ("Europe/Madrid",),
    "DE": ("Europe/Berlin",),
    "NZ": ("Pacific/Auckland",),
    "PT": ("Europe/Lisbon",),
    "RU": ("Europe/Moscow",),
    "ID": ("Asia/Jakarta",),
    "KZ": ("Asia/Almaty",),
    "CL": ("America/Santiago",),
    "EC": ("America/Guayaquil",),
}
_NOWHERE = "US"  # a region that is no country (WW) is asked from here


def profile_for(
    seed: str,
    region: str,
    language: str,
    *,
    version: str,
    platform: Platform | None = None,
) -> BrowserProfile:
    """The profile of a seed: the same seed, region, language and version give the same one.

    `region` is a country's two letters, or WW; `language` two letters. `version` is what the real
    browser says of itself, such as 148.0.7778.96. `platform` binds the choice to one system.
    Raises ValueError for a version, region or language that is none.
    """
    major = _major(version)
    country = _country(region)
    chance = random.Random(sha256(f"{seed}|{country}|{language}".encode()).digest())  # noqa: S311
    machine = chance.choice([m for m in _MACHINES if platform in (None, m.platform)])
    width, height, scale = chance.choice(machine.screens)
    return BrowserProfile(
        user_agent=(
            f"Mozilla/5.0 ({machine.agent}) AppleWebKit/537.36 (KHTML, like Gecko) "
            f"Chrome/{major}.0.0.0 Safari/537.36"
        ),
        brands=_brands(major),
        platform=machine.platform,
        platform_version=machine.platform_version,
        navigator_platform=machine.navigator_platform,
        languages=_languages(language, country),
        time_zone=chance.choice(_time_zones(country)),
        screen=(width, height),
        viewport=(width - machine.taken[0], height - machine.taken[1]),
        device_scale_factor=scale,
    )


def _major(version: str) -> int:
    found = re.fullmatch(r"(?:[A-Za-z]+[/ ])?(\d{2,4})(?:\.\d+)*", version.strip())
    if not found:
        raise ValueError("The browser's version must look like 148.0.7778.96; ask the browser.")
    return int(found[1])


def _country(region: str) -> str:
    country = region.split("-")[0].upper()
    if not re.fullmatch(r"[A-Z]{2}", country):
        raise ValueError("A region is a country's two letters, or WW.")
    return _NOWHERE if country == "WW" else country


def _languages(language: str, country: str) -> tuple[str, ...]:
    if not re.fullmatch(r"[a-z]{2}", language):
        raise ValueError("A language is two small letters, such as en.")
    own = (f"{language}-{country}", language)
    return own if language == "en" else (*own, "en-US", "en")


def _time_zones(country: str) -> tuple[str, ...]:
    if country in _TIME_ZONES:
        return _TIME_ZONES[country]
    from babel.core import get_global

    zones: Mapping[str, list[str]] = get_global("territory_zones")
    if not zones.get(country):
        raise ValueError("A region is a country's two letters, or WW.")
    return tuple(zones[country][:1])


def _brands(major: int) -> tuple[Brand, ...]:
    """Chromium's brands of a version: its own and one without meaning, in an order that varies.

    The rule is Chromium's; the version is its only input.
    """
    marks = " (:-./);=?_"
    nonsense = Brand(
        f"Not{marks[major % 11]}A{marks[(major + 1) % 11]}Brand", ("8", "99", "24")[major % 3]
    )
    chromium = Brand("Chromium", str(major))
    return (nonsense, chromium) if major % 2 == 0 else (chromium, nonsense)
