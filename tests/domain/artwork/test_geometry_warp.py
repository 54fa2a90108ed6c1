"""Outlines: boxes are exact, curves are smooth, bends keep what they should."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.artwork import geometry, ornaments, strokes, textures, warp
from domain.artwork.scene import Box, Outline
from tests.domain.artwork.boxes import BoxTypesetter

COORDINATE = st.floats(-500, 500, allow_nan=False)
POINTS = st.lists(st.tuples(COORDINATE, COORDINATE), min_size=3, max_size=8, unique=True)


def inside(box: Box, x: float, y: float, slack: float = 1e-6) -> bool:
    return box.left - slack <= x <= box.right + slack and box.top - slack <= y <= box.bottom + slack


@given(POINTS)
def test_a_spline_runs_through_its_points_and_lies_in_its_box(
    points: list[tuple[float, float]],
) -> None:
    commands = geometry.spline(points)
    box = geometry.bounds(commands)
    for line in geometry.flatten(commands, 20):
        assert all(inside(box, x, y) for x, y in line)
    ends = [geometry.numbers(command)[-2:] for command in commands if command[0] != "Z"]
    assert all(point in ends for point in points)


@given(POINTS, st.floats(1, 40))
def test_a_thick_line_reaches_half_its_width_beyond_its_ends(
    points: list[tuple[float, float]], width: float
) -> None:
    box = geometry.bounds(strokes.thick(points[:2], width))
    for x, y in points[:2]:
        assert inside(box, x, y)
    (ax, ay), (bx, by) = points[:2]
    longest = math.hypot(box.width, box.height)
    assert longest >= math.hypot(ax - bx, ay - by) + width - 1e-6


def test_thick_lines_bend_taper_and_break() -> None:
    corner = strokes.thick([(0, 0), (100, 0), (100, 100)], 10, smooth=False)
    assert sum(command[0] == "M" for command in corner) == 2
    taper = geometry.bounds(strokes.thick([(0, 0), (50, 0), (100, 0)], [2, 10, 20]))
    assert taper.height == pytest.approx(20, abs=0.6)
    assert taper.left == pytest.approx(-1, abs=0.2)


def test_paths_are_read_as_svg_reads_them() -> None:
    absolute = geometry.parse("M10 10L20 10H30V40Q5 5 1 2C1 2 3 4 5 6Z")
    assert absolute == (
        ("M", 10, 10),
        ("L", 20, 10),
        ("L", 30, 10),
        ("L", 30, 40),
        ("Q", 5, 5, 1, 2),
        ("C", 1, 2, 3, 4, 5, 6),
        ("Z",),
    )
    assert geometry.parse("m10 10 5 0h5v5l-1-1zm1 1l1 0z") == (
        ("M", 10, 10),
        ("L", 15, 10),
        ("L", 20, 10),
        ("L", 20, 15),
        ("L", 19, 14),
        ("Z",),
        ("M", 11, 11),
        ("L", 12, 11),
        ("Z",),
    )


@pytest.mark.parametrize("path", ["10 10L5 5", "M10", "M0 0L1 2 3", "M0 0C1 2 3 4Z"])
def test_a_broken_path_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match=r"starts with|takes groups"):
        geometry.parse(path)


def test_boxes_include_the_bulge_of_curves() -> None:
    assert geometry.bounds(geometry.ellipse(5, 5, 10, 4)) == Box(-5, 1, 15, 9)
    assert geometry.bounds(geometry.parse("M0 0Q50 100 100 0Z")).bottom == pytest.approx(50)
    assert geometry.bounds(()) == Box(0, 0, 0, 0)
    assert geometry.union([]) == Box(0, 0, 0, 0)


@given(POINTS, st.floats(0.1, 3), st.floats(0.1, 3), COORDINATE, COORDINATE)
def test_a_placed_outline_carries_the_right_box(
    points: list[tuple[float, float]], sx: float, sy: float, dx: float, dy: float
) -> None:
    placed = geometry.place(geometry.outline(geometry.spline(points)), dx, dy, -sx, sy)
    exact = geometry.bounds(placed.commands)
    for side in ("left", "top", "right", "bottom"):
        assert getattr(placed.box, side) == pytest.approx(getattr(exact, side), abs=1e-6)


def test_turning_a_full_circle_changes_nothing() -> None:
    shape = geometry.outline(geometry.star(10, 20, 30, 12))
    once = geometry.turn(shape, 72, 10, 20)
    assert once.box.left == pytest.approx(shape.box.left)
    assert geometry.turn(shape, 90, 0, 0).box.right == pytest.approx(-shape.box.top)


def test_rounded_corners_stay_inside() -> None:
    sharp, soft = geometry.rect(0, 0, 10, 6), geometry.rect(0, 0, 10, 6, 99)
    assert geometry.bounds(sharp) == geometry.bounds(soft) == Box(0, 0, 10, 6)
    soft_star = geometry.bounds(geometry.star(0, 0, 10, 4, 5, 2))
    assert soft_star.height < geometry.bounds(geometry.star(0, 0, 10, 4)).height
    assert len(geometry.ring(0, 0, 10, 5)) == 12


# warps -------------------------------------------------------------------------------------------


def word() -> Outline:
    return geometry.place(BoxTypesetter().line("LETTERS", "anton", 1000.0), -1900.0)


def test_a_bend_that_moves_nothing_keeps_the_box() -> None:
    shape = geometry.merge(
        word(), geometry.outline(geometry.parse("M0 0Q50 90 100 0C90 5 3 4 0 0Z"))
    )
    same = warp.warp(shape, lambda x, y: (x, y))
    for side in ("left", "top", "right", "bottom"):
        assert getattr(same.box, side) == pytest.approx(getattr(shape.box, side), abs=0.5)
    assert warp.warp(geometry.outline(()), lambda x, y: (x, y)).commands == ()


def test_text_on_a_circle_keeps_its_distance() -> None:
    bent = warp.warp(word(), warp.on_circle(0, 0, 3000))
    radii = [math.hypot(x, y) for line in geometry.flatten(bent.commands) for x, y in line]
    assert min(radii) == pytest.approx(3000, abs=4)
    assert max(radii) == pytest.approx(3700, abs=4)
    below = warp.warp(word(), warp.on_circle(0, 0, 3000, inward=True))
    assert below.box.top > 0 > bent.box.bottom


def test_bent_lines_turn_in_small_steps() -> None:
    bent = warp.warp(word(), warp.hill(900, 2000))
    for contour in geometry.flatten(bent.commands, 4):
        for (ax, ay), (bx, by), (cx, cy) in zip(contour, contour[1:], contour[2:], strict=False):
            if math.hypot(bx - ax, by - ay) < 1 or math.hypot(cx - bx, cy - by) < 1:
                continue
            turn = abs(math.atan2(by - ay, bx - ax) - math.atan2(cy - by, cx - bx))
            turn = min(turn, math.tau - turn)
            # either a corner of the letter or a step too small to see
            assert turn > 0.6 or turn < 0.09


def test_envelopes_do_what_they_are_called() -> None:
    box = word().box
    assert warp.warp(word(), warp.arch(box, 300)).box.top == pytest.approx(box.top - 300, abs=12)
    assert warp.warp(word(), warp.arch(box, 300)).box.bottom == pytest.approx(box.bottom, abs=1)
    swollen = warp.warp(word(), warp.bulge(box, 100)).box
    assert swollen.height == pytest.approx(box.height + 200, abs=8)
    pinched = warp.warp(word(), warp.pinch(box, 100)).box
    assert pinched.height == pytest.approx(box.height + 200, abs=8)
    swum = warp.warp(word(), warp.wave(box, 80)).box
    assert swum.height == pytest.approx(box.height + 160, abs=8)
    x, y = warp.hill(50, 100)(np.array([0.0, 100.0]), np.array([0.0, 0.0]))
    assert list(y) == [-50.0, 0.0]
    assert list(x) == [0.0, 100.0]


# ornaments and textures --------------------------------------------------------------------------


def test_bands_of_a_disc_lie_on_its_rim() -> None:
    whole = geometry.bounds(ornaments.band(0, 0, 100, -100, 100))
    assert whole.width == pytest.approx(200, abs=1)
    low = geometry.bounds(ornaments.band(0, 0, 100, 50, 80))
    assert (low.top, low.bottom) == (pytest.approx(50), pytest.approx(80))
    assert low.width == pytest.approx(2 * math.sqrt(100**2 - 50**2), abs=1)
    assert ornaments.band(0, 0, 100, 200, 300) == ()


def test_moons_grow() -> None:
    widths = [geometry.bounds(ornaments.crescent(0, 0, 10, s)).width for s in (0.1, 0.5, 0.9)]
    assert widths == sorted(widths)
    left = geometry.bounds(ornaments.crescent(0, 0, 10, 0.4, left=True))
    assert left.left == pytest.approx(-10)


def test_specks_are_few_small_inside_and_repeatable() -> None:
    from random import Random

    box = Box(100, 100, 4000, 4800)
    one = textures.specks(box, Random(4))
    assert one == textures.specks(box, Random(4))
    assert one != textures.specks(box, Random(5))
    assert 100 < sum(command[0] == "M" for command in one) < 600
    around = geometry.grown(box, 60)
    assert all(inside(around, *geometry.numbers(c)) for c in one if c[0] != "Z")
    assert sum(c[0] == "M" for c in textures.specks(box, Random(1), count=9999)) < 600


def test_halftone_dots_shrink_outward() -> None:
    dots = textures.halftone(0, 0, 500, 900, 120, 30)
    sizes = [geometry.bounds(dots[i : i + 6]).width for i in range(0, len(dots), 6)]
    assert sizes[0] == pytest.approx(max(sizes))
    assert sizes[-1] == pytest.approx(min(sizes))
    assert sizes[-1] < sizes[0] * 0.6
