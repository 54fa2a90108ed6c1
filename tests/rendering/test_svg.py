"""Scenes as layers of SVG paths."""

from __future__ import annotations

import pytest

from domain.artwork.scene import Box, Outline, Shape
from rendering.errors import BadScene
from rendering.svg import document, layers, path_data, silhouette
from tests.rendering.drawing import circle, merged, rectangle, scene

INK = "#c03020"


def kinds(*shapes):
    return [(layer.knockout, len(layer.paths)) for layer in layers(scene(*shapes))]


def test_path_data_keeps_a_hundredth_of_a_pixel():
    commands = (("M", 1, 2.005), ("Q", 1, 2, 3, 4), ("C", 1, 2, 3, 4, 5, 6), ("Z",))
    assert path_data(commands) == "M1.00 2.00Q1.00 2.00 3.00 4.00C1.00 2.00 3.00 4.00 5.00 6.00Z"


@pytest.mark.parametrize(
    "commands",
    [
        (("M", 1.0),),
        (("A", 1.0, 2.0),),
        (("M", float("nan"), 1.0),),
        (("M", 0.0, 1.0), ("L", float("inf"), 1.0)),
    ],
)
def test_a_malformed_outline_is_refused(commands):
    with pytest.raises(BadScene) as caught:
        path_data(commands)
    assert caught.value.code == "rendering.bad_scene"


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", "url(#a)", '#000000" onload="'])
def test_only_plain_colours_are_drawn(colour):
    with pytest.raises(BadScene, match="colour"):
        layers(scene(Shape(rectangle(0, 0, 9, 9), fill=colour)))


@pytest.mark.parametrize("width", [-1.0, float("nan")])
def test_a_stroke_has_a_width(width):
    with pytest.raises(BadScene, match="stroke"):
        layers(scene(Shape(rectangle(0, 0, 9, 9), stroke=INK, stroke_width=width)))


def test_a_canvas_has_a_size():
    with pytest.raises(BadScene, match="canvas"):
        layers(scene(width=0))


def test_shapes_that_paint_nothing_are_left_out():
    empty = Outline((), Box(0, 0, 0, 0))
    assert kinds(Shape(empty, fill=INK), Shape(rectangle(0, 0, 9, 9))) == []
    assert kinds(Shape(rectangle(500, 0, 600, 9), fill=INK)) == []


def test_a_cut_with_nothing_below_is_left_out():
    cut = Shape(rectangle(0, 0, 50, 50), knockout=True)
    assert kinds(cut, Shape(rectangle(0, 0, 90, 90), fill=INK)) == [(False, 1)]
    elsewhere = Shape(rectangle(200, 200, 250, 250), fill=INK)
    assert kinds(elsewhere, cut) == [(False, 1)]


def test_layers_are_few():
    paint = Shape(rectangle(0, 0, 90, 90), fill=INK)
    cut = Shape(rectangle(10, 10, 20, 20), knockout=True)
    apart = Shape(rectangle(200, 200, 250, 250), fill=INK)
    over = Shape(rectangle(15, 15, 40, 40), fill=INK)
    assert kinds(paint, cut, apart) == [(False, 2), (True, 1)]
    assert kinds(paint, cut, over) == [(False, 1), (True, 1), (False, 1)]
    assert kinds(paint, cut, over, apart) == [(False, 2), (True, 1), (False, 1)]


def test_a_large_outline_is_drawn_in_parts_that_do_not_touch():
    dots = merged(*[circle(3 + 8 * (n % 45), 3 + 8 * (n // 45), 3) for n in range(900)])
    (layer,) = layers(scene(Shape(dots, fill=INK)))
    paths = layer.paths[0].count("<path")
    assert paths > 20
    assert layer.paths[0].count("M") == 900
    # One ring around all of them keeps all together: the fill rule works across contours.
    ringed = merged(dots, rectangle(0, 0, 399, 299))
    (layer,) = layers(scene(Shape(ringed, fill=INK, even_odd=True)))
    assert layer.paths[0].count("<path") == 1
    assert b'fill-rule="evenodd"' in document(layer)


def test_a_silhouette_is_what_the_shape_covers():
    left, top, cells = silhouette(Shape(rectangle(10, 20, 40, 60), fill=INK), 5, 3)
    assert cells[4 - top, 2 - left] == 255
    assert cells[4 - top : 12 - top, 2 - left : 8 - left].min() == 255
    assert int((cells == 255).sum()) == 8 * 6
    assert cells[:3].max() == 0
    assert silhouette(Shape(Outline((), Box(0, 0, 0, 0))), 5, 3) is None
