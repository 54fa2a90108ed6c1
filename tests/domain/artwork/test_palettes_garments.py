"""Inks that can be read, on garments that exist."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.artwork.garments import GARMENTS, contrast, grey, legible, luminance, rgb
from domain.artwork.palettes import PALETTES

NAMES = [
    name
    for line in (
        "desert_dusk varsity_navy forest_trail groovy_sunset mono_ink cottage_garden",
        "ocean_breeze midnight_gold candy_pop autumn_spice holly_night pastel_egg harvest",
        "neon_arcade vintage_rose cocoa_cream",
    )
    for name in line.split()
]
COLOURS = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


def test_the_garments_sold_are_all_there() -> None:
    wanted = "white natural heather_grey sand dusty_blue sage forest navy maroon charcoal black"
    assert list(GARMENTS) == wanted.split()
    for garment in GARMENTS.values():
        # letters in white or in black can be read on any of them
        assert max(contrast(garment.hex, "#ffffff"), contrast(garment.hex, "#000000")) >= 4.5
        assert garment.is_dark == (luminance(garment.hex) < 0.18)


@pytest.mark.parametrize("name", NAMES)
def test_main_inks_read_on_each_listed_garment_light_and_dark(name: str) -> None:
    palette = PALETTES[name]
    assert len(set(palette.colours)) == len(palette.colours)
    assert (palette.main, palette.second, palette.third) == palette.inks[:3]
    for garment in palette.garments:
        for ink in palette.inks[:3]:
            assert contrast(ink, GARMENTS[garment].hex) >= 3.0
    assert {GARMENTS[garment].is_dark for garment in palette.garments} == {False, True}
    assert {"white", "black"} <= set(palette.garments)


@pytest.mark.parametrize("name", NAMES)
def test_brights_and_light_read_on_the_dark_and_the_light_on_each_ink(name: str) -> None:
    palette = PALETTES[name]
    for bright in (*palette.brights, palette.light):
        assert contrast(bright, palette.dark) >= 4.0
    for ink in palette.inks[:3]:
        assert contrast(palette.light, ink) >= 3.0


def test_no_palette_is_forgotten() -> None:
    assert sorted(PALETTES) == sorted(NAMES)


def test_contrast_has_the_known_ends() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert rgb("#0a64ff") == (10, 100, 255)


@given(COLOURS, COLOURS)
def test_contrast_is_symmetric_and_at_least_one(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one) >= 1.0


@pytest.mark.parametrize("text", ["", "red", "123456", "#12345", "#12345g"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"#rrggbb|invalid literal"):
        rgb(text)


def test_an_outline_makes_letters_readable() -> None:
    assert not legible("#1d2a50", "#161616")
    assert legible("#1d2a50", "#161616", "#f6eeda")
    assert legible("#f6eeda", "#ffffff", "#1d2a50")
    assert not legible("#f6eeda", "#ffffff", "#f0e8d0")


def test_grey_knows_hues() -> None:
    assert grey("#808488")
    assert not grey("#c04030")
