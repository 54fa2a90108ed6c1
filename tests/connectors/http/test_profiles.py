"""Profiles of browsers: they differ between seeds and never contradict themselves."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

import pytest
from babel.core import Locale, get_global
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.http.profiles import Brand, profile_for

VERSION = "148.0.7778.96"
SYSTEMS = {
    "Windows": ("Win32", "Windows NT 10.0; Win64; x64"),
    "macOS": ("MacIntel", "Macintosh; Intel Mac OS X 10_15_7"),
    "Linux": ("Linux x86_64", "X11; Linux x86_64"),
}

seeds = st.text(max_size=20)
regions = st.sampled_from(["US", "GB", "DE", "FR", "BR", "JP", "IN", "AU", "CA", "MX", "NL", "WW"])
languages = st.sampled_from(["en", "de", "fr", "pt", "ja", "es"])
majors = st.integers(90, 400)


@settings(deadline=None)
@given(seeds, regions, languages, majors)
def test_a_profile_agrees_with_itself(seed, region, language, major):
    profile = profile_for(seed, region, language, version=f"{major}.0.1.2")
    country = "US" if region == "WW" else region
    script_platform, agent = SYSTEMS[profile.platform]

    assert f"({agent})" in profile.user_agent
    assert profile.navigator_platform == script_platform
    assert re.findall(r"Chrome/(\d+)", profile.user_agent) == [str(major)]
    assert Brand("Chromium", str(major)) in profile.brands
    assert len(profile.brands) == 2

    assert profile.locale == f"{language}-{country}"
    assert country in Locale.parse(language).territories
    assert profile.accept_language.split(",")[0] == profile.locale
    weights = [float(w) for w in re.findall(r"q=([\d.]+)", profile.accept_language)]
    assert weights == sorted(weights, reverse=True)
    assert all(0 < weight < 1 for weight in weights)

    ZoneInfo(profile.time_zone)
    assert profile.time_zone in get_global("territory_zones")[country]

    assert profile.viewport[0] <= profile.screen[0]
    assert profile.viewport[1] < profile.screen[1]
    assert 1 <= profile.device_scale_factor <= 2

    headers = profile.headers
    assert headers["user-agent"] == profile.user_agent
    assert headers["sec-ch-ua-platform"] == f'"{profile.platform}"'
    assert headers["sec-ch-ua-mobile"] == "?0"
    assert "Mobile" not in profile.user_agent
    assert f'"Chromium";v="{major}"' in headers["sec-ch-ua"]
    assert all(value.isascii() for value in headers.values())


@settings(deadline=None)
@given(seeds, regions, languages)
def test_the_same_seed_gives_the_same_profile(seed, region, language):
    first = profile_for(seed, region, language, version=VERSION)
    assert first == profile_for(seed, region, language, version=VERSION)


def test_seeds_give_different_profiles():
    profiles = {profile_for(f"run-{n}", "US", "en", version=VERSION) for n in range(40)}
    assert len(profiles) > 10
    assert {profile.platform for profile in profiles} == set(SYSTEMS)


@settings(deadline=None)
@given(seeds, st.sampled_from(sorted(SYSTEMS)))
def test_a_profile_can_be_bound_to_the_real_system(seed, platform):
    assert profile_for(seed, "US", "en", version=VERSION, platform=platform).platform == platform


@pytest.mark.parametrize(
    ("major", "listed"),
    [
        (120, '"Not_A Brand";v="8", "Chromium";v="120"'),
        (124, '"Chromium";v="124", "Not-A.Brand";v="99"'),
        (131, '"Chromium";v="131", "Not_A Brand";v="24"'),
    ],
)
def test_brands_are_named_as_chromium_names_them(major, listed):
    shown = profile_for("x", "US", "en", version=f"{major}.0.0.0").headers["sec-ch-ua"]
    assert sorted(shown.split(", ")) == sorted(listed.split(", "))


@pytest.mark.parametrize("version", [VERSION, f"HeadlessChrome/{VERSION}", f"Chromium {VERSION}"])
def test_the_version_is_the_real_browsers(version):
    assert "Chrome/148.0.0.0" in profile_for("x", "US", "en", version=version).user_agent


@pytest.mark.parametrize(
    ("region", "language", "version"),
    [
        ("US", "en", "latest"),
        ("US", "en", ""),
        ("XQ", "en", VERSION),
        ("America", "en", VERSION),
        ("US", "english", VERSION),
    ],
)
def test_nonsense_is_refused(region, language, version):
    with pytest.raises(ValueError, match=r"version|region|language"):
        profile_for("x", region, language, version=version)
