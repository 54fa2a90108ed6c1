"""Every small picture is drawn, whole and in its box."""

from __future__ import annotations

import itertools
import math

import pytest

from domain.artwork.geometry import bounds, flatten, numbers, union
from domain.artwork.motifs import tint as tinting
from domain.artwork.motifs.catalogue import DRAWINGS, motif_box, motif_layers
from domain.artwork.motifs.drawing import a, box, dot, united
from domain.artwork.palettes import PALETTES
from domain.vocabulary import Motif

DRAWN = [motif for motif in Motif if motif is not Motif.NONE]


def test_every_motif_of_the_vocabulary_has_a_drawing() -> None:
    assert list(DRAWINGS) == DRAWN
    assert motif_layers(Motif.NONE) == ()


@pytest.mark.parametrize("motif", DRAWN)
def test_a_motif_fills_the_unit_box_and_stays_in_it(motif: Motif) -> None:
    layers = motif_layers(motif)
    assert {layer.tone for layer in layers} <= {"a", "b", "c", "d", "cut"}
    assert layers[0].tone != "cut"
    inked = union(bounds(layer.commands) for layer in layers if layer.tone != "cut")
    assert inked == motif_box(motif)
    for edge in (inked.left, inked.top):
        assert edge >= -1e-9
    for edge in (inked.right, inked.bottom):
        assert edge <= 1 + 1e-9
    assert max(inked.width, inked.height) == pytest.approx(1.0)
    assert min(inked.width, inked.height) > 0.4  # bold, no slivers
    for layer in layers:
        assert all(math.isfinite(value) for c in layer.commands for value in numbers(c))
        assert layer.commands[0][0] == "M"
        assert layer.commands[-1][0] == "Z"


@pytest.mark.parametrize("motif", DRAWN)
def test_a_motif_has_more_than_a_silhouette(motif: Motif) -> None:
    assert len({layer.tone for layer in motif_layers(motif)}) >= 2
    assert sum(len(layer.commands) for layer in motif_layers(motif)) < 2500


def test_no_two_motifs_are_alike() -> None:
    shapes = [motif_layers(motif) for motif in DRAWN]
    assert all(one != other for one, other in itertools.combinations(shapes, 2))


def test_overlapping_parts_unite_whatever_way_they_run() -> None:
    clockwise, counter = dot(0, 0, 10), box(-10, -10, 20, 20)
    mirrored = tuple(
        (c[0], *(-v if i % 2 == 0 else v for i, v in enumerate(numbers(c)))) for c in counter
    )
    for parts in (clockwise + counter, clockwise + mirrored, a(clockwise, mirrored).commands):
        areas = [
            sum(
                x0 * y1 - x1 * y0
                for (x0, y0), (x1, y1) in zip(line, [*line[1:], line[0]], strict=True)
            )
            for line in flatten(united(parts))
        ]
        assert all(area > 0 for area in areas)


def test_leaves_are_green_where_the_palette_has_a_green() -> None:
    palette = PALETTES["cottage_garden"]
    leaf, stem, light = tinting.tint(Motif.LEAF, palette.inks, palette.light)
    assert leaf == "#4e8a4a"
    assert stem != leaf
    assert light == palette.light
    assert tinting.tint(Motif.PAW, palette.inks, palette.light)[:2] == palette.inks[:2]
    assert tinting.tint(Motif.LEAF, ("#4e8a4a", "#4e8a4a"), "#ffffff")[0] == "#4e8a4a"
    assert tinting.lightest(("#111111", "#eeeeee", "#888888")) == "#eeeeee"


def test_a_motif_without_a_drawing_is_named() -> None:
    from domain.artwork.motifs import catalogue

    with pytest.raises(LookupError, match="add a function"):
        catalogue.drawing_of("unicorn")
