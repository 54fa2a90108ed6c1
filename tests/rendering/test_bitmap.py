"""One-bit shapes, held against plain loops over pixels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rendering.bitmap import dilate, erode, longest, pack, thin_parts, thinnest, unpack

WIDTHS = (2, 3, 4, 5, 6, 8, 10, 12, 16)


def disc(diameter):
    centre = (diameter - 1) / 2
    return [
        (y, x)
        for y in range(diameter)
        for x in range(diameter)
        if (x - centre) ** 2 + (y - centre) ** 2 <= (diameter / 2) ** 2
    ]


def plain(mask, diameter, sign):
    result = np.full(mask.shape, sign < 0)
    for dy, dx in disc(diameter):
        moved = np.zeros_like(mask)
        for y in range(mask.shape[0]):
            for x in range(mask.shape[1]):
                yy, xx = y - sign * dy, x - sign * dx
                if 0 <= yy < mask.shape[0] and 0 <= xx < mask.shape[1]:
                    moved[y, x] = mask[yy, xx]
        result = result | moved if sign > 0 else result & moved
    return result


@settings(max_examples=30, deadline=None)
@given(
    height=st.integers(1, 14),
    width=st.sampled_from([1, 7, 63, 64, 65, 90]),
    diameter=st.integers(1, 7),
    seed=st.integers(0, 999),
)
def test_erosion_and_dilation_equal_the_plain_loops(height, width, diameter, seed):
    mask = np.random.default_rng(seed).random((height, width)) < 0.85
    bits = pack(mask)
    assert (unpack(bits, width) == mask).all()
    room = 128
    wide = np.zeros((height, room), np.bool_)
    wide[:, :width] = mask
    assert (unpack(erode(pack(wide), diameter), room) == plain(wide, diameter, -1)).all()
    assert (unpack(dilate(pack(wide), diameter), room) == plain(wide, diameter, 1)).all()


def test_the_longest_part_counts_diagonal_neighbours():
    mask = np.zeros((80, 200), np.bool_)
    assert longest(pack(mask)) == 0
    mask[3, 60:70] = True
    assert longest(pack(mask)) == pytest.approx(np.hypot(10, 1))
    for step in range(30):
        mask[20 + step, 100 + step] = True
    assert longest(pack(mask)) == pytest.approx(np.hypot(30, 30))
    mask[10, 0] = mask[10, 199] = True  # the ends of a row are not neighbours
    mask[11, 0] = mask[9, 199] = True
    assert longest(pack(mask)) == pytest.approx(np.hypot(30, 30))


@pytest.mark.parametrize("width", [1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 40])
@pytest.mark.parametrize("turned", [False, True])
def test_a_bar_is_as_thin_as_it_is(width, turned):
    mask = np.zeros((160, 160), np.bool_)
    mask[20:140, 30 : 30 + width] = True
    mask[100:150, 20:150] = True  # a thick part beside it must not hide it
    found = thinnest(mask.T if turned else mask, WIDTHS, 60)
    assert found == max([0, *(step for step in WIDTHS if step <= width)])


@pytest.mark.parametrize("width", [3, 6, 10])
def test_a_slanted_bar_is_measured_across(width):
    y, x = np.mgrid[0:200, 0:200]
    for angle in (20, 45, 70):
        a = np.radians(angle)
        across = (x - 100) * np.sin(a) - (y - 100) * np.cos(a)
        along = (x - 100) * np.cos(a) + (y - 100) * np.sin(a)
        mask = (abs(across) <= width / 2) & (abs(along) < 80)
        found = thinnest(mask, (1, *range(2, 17)), 60)
        assert abs(found - width) <= 1.5


def test_tips_and_dots_are_not_strokes():
    y, x = np.mgrid[0:300, 0:300]
    star = (y > 20) & (y < 280) & (abs(x - 150) < (y - 20) / 3)
    assert thinnest(star, WIDTHS, 60) >= 8
    dots = (x % 20 < 2) & (y % 20 < 2)
    assert thinnest(dots, WIDTHS, 60) == 16


def test_a_thin_ring_is_found():
    y, x = np.mgrid[0:300, 0:300]
    ring = abs(np.hypot(x - 150, y - 150) - 100) < 1.5
    disc_inside = np.hypot(x - 150, y - 150) < 60
    assert thinnest(ring | disc_inside, WIDTHS, 60) in (2, 3)
    assert thin_parts(pack(disc_inside), 4).sum() == 0
