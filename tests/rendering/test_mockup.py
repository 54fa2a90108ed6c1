"""Mockups: a shirt of the garment's colour with the print at its place."""

from __future__ import annotations

import numpy as np
import pytest
import pyvips

from domain.artwork.garments import GARMENTS, rgb
from rendering import shirt
from rendering.errors import UnknownGarment
from rendering.mockup import mockup, write_mockup

PRINT = round(shirt.PRINT_INCHES * shirt.INCH)
LEFT, TOP = round(shirt.CENTRE - PRINT / 2), round(shirt.PRINT_TOP)


@pytest.fixture(scope="module")
def empty():
    return np.zeros((1080, 900, 4), np.uint8)


@pytest.fixture(scope="module")
def red(empty):
    small = empty.copy()
    small[240:480, 200:700] = (200, 30, 30, 255)
    return small


@pytest.mark.parametrize("garment", GARMENTS)
def test_a_shirt_has_its_garments_colour(garment, empty):
    page = mockup(empty, garment).astype(float)
    assert page.shape == (shirt.HEIGHT, shirt.WIDTH, 3)
    belly = page[900:1150, 450:750].reshape(-1, 3).mean(axis=0)
    assert abs(belly - rgb(GARMENTS[garment].hex)).max() < 26
    table = page[20:60, 20:60].reshape(-1, 3).mean(axis=0)
    assert abs(table - belly).max() > 12, "the shirt must stand out from the table"


def test_cloth_has_folds_and_weave(empty):
    for garment in ("natural", "black"):
        belly = mockup(empty, garment)[700:1200, 350:850].astype(float).mean(axis=2)
        assert belly.std() > 1.5
        assert np.ptp(belly) > 15


def test_the_print_lies_at_its_place_and_size(empty, red):
    for garment in ("white", "black"):
        bare, worn = (mockup(small, garment).astype(int) for small in (empty, red))
        changed = abs(worn - bare).max(axis=2) > 40
        rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
        scale = PRINT / 900
        assert columns[0] == pytest.approx(LEFT + 200 * scale, abs=5)
        assert columns[-1] == pytest.approx(LEFT + 700 * scale, abs=5)
        assert rows[0] == pytest.approx(TOP + 240 * scale, abs=5)
        assert rows[-1] == pytest.approx(TOP + 480 * scale, abs=5)


def test_the_print_is_as_wide_on_the_shirt_as_in_life():
    chest = 2 * 366 / shirt.INCH
    assert 18 < chest < 22
    assert pytest.approx(12, abs=0.05) == PRINT / shirt.INCH
    assert PRINT * 1.2 + TOP < 1262, "the print area ends above the hem"


def test_folds_go_over_the_ink(red):
    inked = mockup(red, "white")[TOP + 140 : TOP + 220, LEFT + 120 : LEFT + 330].astype(float)
    assert inked[..., 0].std() > 1.0
    assert abs(inked.reshape(-1, 3).mean(axis=0) - [200, 30, 30]).max() < 25


def test_files_are_the_same_each_time(tmp_path, red):
    one = write_mockup(tmp_path / "a.jpg", red, "navy")
    two = write_mockup(tmp_path / "b.jpg", red, "navy")
    assert one.sha256 == two.sha256
    image = pyvips.Image.new_from_file(str(one.path))
    assert (image.width, image.height, image.bands) == (1200, 1400, 3)


def test_an_unknown_garment_is_refused(empty):
    with pytest.raises(UnknownGarment, match="heather_grey"):
        mockup(empty, "tartan")
