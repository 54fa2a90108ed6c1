"""Pixels of scenes: painting order, fill rules, strokes, cuts, transparency."""

from __future__ import annotations

import numpy as np
import pytest

from domain.artwork.scene import Shape
from rendering.errors import BadScene
from rendering.fonts import FontTypesetter
from rendering.raster import pixels, strips
from tests.rendering.drawing import circle, merged, moved, rectangle, scene

RED, BLUE = "#c03020", "#2040a0"
RED_PIXEL, BLUE_PIXEL = [192, 48, 32, 255], [32, 64, 160, 255]


def test_ink_is_exact_and_the_rest_is_clear():
    page = pixels(scene(Shape(rectangle(100, 50, 200, 150), fill=RED)))
    assert page.shape == (300, 400, 4)
    assert (page[50:150, 100:200] == RED_PIXEL).all()
    page[50:150, 100:200] = 0
    assert not page.any()


def test_half_covered_pixels_keep_the_colour_and_halve_the_alpha():
    page = pixels(scene(Shape(rectangle(100, 50.5, 200, 150), fill=RED)))
    edge = page[50, 100:200]
    assert (abs(edge[:, 3].astype(int) - 128) <= 2).all()
    assert (abs(edge[:, :3].astype(int) - RED_PIXEL[:3]) <= 2).all()


def test_later_shapes_lie_on_top():
    page = pixels(
        scene(
            Shape(rectangle(0, 0, 100, 100), fill=RED), Shape(rectangle(50, 50, 99, 99), fill=BLUE)
        )
    )
    assert page[20, 20].tolist() == RED_PIXEL
    assert page[70, 70].tolist() == BLUE_PIXEL


def test_overlapping_contours_are_filled_and_even_odd_leaves_them_out():
    both = merged(rectangle(0, 0, 100, 100), rectangle(50, 0, 150, 100))
    assert pixels(scene(Shape(both, fill=RED)))[50, 75].tolist() == RED_PIXEL
    assert pixels(scene(Shape(both, fill=RED, even_odd=True)))[50, 75].tolist() == [0, 0, 0, 0]


def test_overlaps_of_a_script_do_not_knock_out():
    line = FontTypesetter().line("Hello", "pacifico", 200)
    text = moved(line, 10 - line.box.left, 150)
    filled = pixels(scene(Shape(text, fill=RED), width=600))[..., 3] > 127
    knocked = pixels(scene(Shape(text, fill=RED, even_odd=True), width=600))[..., 3] > 127
    assert filled.sum() >= knocked.sum()
    assert not (knocked & ~filled).any()


def test_strokes_are_centred_on_the_outline_with_round_corners():
    page = pixels(scene(Shape(rectangle(100, 100, 200, 200), stroke=BLUE, stroke_width=20)))
    assert page[150, 95].tolist() == BLUE_PIXEL
    assert page[150, 105].tolist() == BLUE_PIXEL
    assert page[150, 150, 3] == 0
    assert page[91, 91, 3] == 0  # a mitred corner would reach here
    assert page[95, 95, 3] == 255


def test_a_cut_goes_through_to_the_garment_and_spares_what_comes_after():
    page = pixels(
        scene(
            Shape(rectangle(0, 0, 200, 200), fill=RED),
            Shape(circle(100, 100, 50), knockout=True, fill="#000000"),
            Shape(rectangle(90, 90, 110, 110), fill=BLUE),
        )
    )
    assert page[100, 60].tolist() == [0, 0, 0, 0]
    assert page[100, 100].tolist() == BLUE_PIXEL
    assert page[20, 20].tolist() == RED_PIXEL
    # Edge pixels of a cut keep the ink's colour: a grey rim would show on white.
    edge = page[(page[..., 3] > 20) & (page[..., 3] < 235)]
    assert len(edge) > 50
    assert (abs(edge[:, :3].astype(int) - RED_PIXEL[:3]) <= 12).all()


def test_a_cut_may_be_widened_by_its_stroke():
    shapes = [
        Shape(rectangle(0, 0, 200, 200), fill=RED),
        Shape(rectangle(80, 80, 120, 120), knockout=True, fill="#000000", stroke_width=20),
    ]
    page = pixels(scene(*shapes))
    assert page[100, 72, 3] == 0
    assert page[100, 68, 3] == 255


def test_paint_over_a_cut_blends_at_its_edges():
    page = pixels(
        scene(
            Shape(rectangle(0, 0, 200, 200), fill=RED),
            Shape(rectangle(50, 50, 60, 60), knockout=True),
            Shape(rectangle(40, 40.5, 100, 100), fill=BLUE),
        )
    )
    # Half blue over whole red, beside the cut.
    mixed = page[40, 80].astype(int)
    assert mixed[3] == 255
    assert (abs(mixed[:3] - [112, 56, 96]) <= 3).all()
    assert page[55, 55].tolist() == BLUE_PIXEL


def test_blending_matches_drawing_in_one_go():
    base = Shape(circle(100, 100, 70.3), fill=RED)
    above = Shape(circle(150.5, 120.2, 60.7), fill=BLUE)
    # A cut outside of all ink that both touch forces a second layer; it must change nothing.
    cut = Shape(rectangle(20, 20, 40, 40), knockout=True)
    bridge = Shape(merged(circle(150.5, 120.2, 60.7), rectangle(30, 30, 31, 31)), fill=BLUE)
    one = pixels(scene(base, above))
    two = pixels(scene(base, cut, bridge))
    two[20:40, 20:40] = one[20:40, 20:40]
    both = (one[..., 3] > 0) | (two[..., 3] > 0)
    worth = np.minimum(one[..., 3], two[..., 3]) > 30
    assert both.any()
    assert abs(one[..., 3].astype(int) - two[..., 3]).max() <= 2
    assert abs(one[worth].astype(int) - two[worth]).max() <= 6


@pytest.mark.parametrize("rows", [1, 7, 100, 300, 1000])
def test_strips_of_any_height_give_the_same_picture(rows):
    drawn = scene(
        Shape(circle(200, 150, 120), fill=RED),
        Shape(circle(180, 140, 40), knockout=True),
        Shape(circle(190, 150, 30), fill=BLUE),
    )
    whole = pixels(drawn)
    parts = [strip.copy() for strip in strips(drawn, rows)]
    assert max(map(len, parts)) <= rows
    assert (np.concatenate(parts) == whole).all()


def test_a_texture_in_parts_is_the_texture_in_one():
    dots = [circle(9 + 13 * (n % 30), 9 + 13 * (n // 30), 4.3) for n in range(600)]
    together = pixels(scene(Shape(merged(*dots), fill=RED)))
    apart = pixels(scene(*[Shape(dot, fill=RED) for dot in dots]))
    assert (together == apart).all()


def test_an_empty_scene_is_clear():
    assert not pixels(scene()).any()


def test_what_librsvg_refuses_is_told(monkeypatch):
    monkeypatch.setattr("rendering.raster.document", lambda layer: b"<svg")
    with pytest.raises(BadScene, match="cannot be drawn"):
        pixels(scene(Shape(rectangle(0, 0, 9, 9), fill=RED)))
