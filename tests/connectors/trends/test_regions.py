"""Names of places to region codes."""

from __future__ import annotations

import pytest

from connectors.trends.regions import place_code, region_code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("US", "US"),
        ("us", "US"),
        ("UK", "GB"),
        ("Malaysia", "MY"),
        ("united states", "US"),
        ("Worldwide", "WW"),
        ("Hong Kong", "HK"),
        ("Turkey", "TR"),
        ("Türkiye", "TR"),
        ("Czech Republic", "CZ"),
        ("Czechia", "CZ"),
        ("Macao", "MO"),
        ("UAE", "AE"),
        ("Russian Federation", "RU"),
        ("ww", "WW"),
        ("US-San Francisco", "US-SanFrancisco"),
        ("uk-London", "GB-London"),
        ("XX", None),
        ("Atlantis", None),
        ("US-", None),
        ("", None),
        (None, None),
    ],
)
def test_region_code(name, code):
    assert region_code(name) == code


@pytest.mark.parametrize(
    ("country", "place", "code"),
    [
        ("US", "UnitedStates", "US"),
        ("UK", "UnitedKingdom", "GB"),
        ("WW", "Worldwide", "WW"),
        ("US", "SanFrancisco", "US-SanFrancisco"),
        ("IN", "New Delhi", "IN-NewDelhi"),
        ("SG", "Singapore", "SG"),
        ("IN", None, "IN"),
        ("IN", " ", "IN"),
        ("Nowhere", "Town", None),
    ],
)
def test_place_code(country, place, code):
    assert place_code(country, place) == code
