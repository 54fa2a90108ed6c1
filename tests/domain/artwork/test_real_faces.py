"""The same promises with the installed display faces, for a handful of phrases."""

from __future__ import annotations

import pytest

from domain.artwork.garments import GARMENTS
from domain.artwork.geometry import bounds
from domain.artwork.lay_out import FAMILIES, lay_out
from domain.artwork.palettes import PALETTES
from domain.artwork.scene import PRINT_HEIGHT, PRINT_WIDTH
from domain.artwork.wording import read
from domain.vocabulary import Motif
from rendering.fonts import FontTypesetter
from tests.domain.artwork.boxes import brief, hidden

PHRASES = [
    (("Beekeeping",), "beekeeping"),
    (("Powered by", "coffee", "& chaos"), "coffee"),
    (("Eat", "sleep", "Grandma's", "pottery"), "pottery"),
]


@pytest.fixture(scope="module")
def typesetter() -> FontTypesetter:
    return FontTypesetter()


CASES = [
    (name, number)
    for name, family in FAMILIES.items()
    for number, (phrase, emphasis) in enumerate(PHRASES)
    if family.accepts(read(phrase, emphasis))
]


@pytest.mark.parametrize(("name", "number"), CASES)
def test_real_letters_stay_inside_apart_and_uncovered(
    name: str, number: int, typesetter: FontTypesetter
) -> None:
    phrase, emphasis = PHRASES[number]
    scene = lay_out(
        brief(
            phrase, emphasis, palette=list(PALETTES)[number * 5], motif=Motif.COFFEE, seed=number
        ),
        typesetter,
        layout=name,
    )
    for shape in scene.shapes:
        if shape.knockout:
            continue
        box, half = bounds(shape.outline.commands), shape.stroke_width / 2
        assert min(box.left - half, box.top - half) >= 149.9
        assert box.right + half <= PRINT_WIDTH - 149.9
        assert box.bottom + half <= PRINT_HEIGHT - 149.9
    assert hidden(scene) == []
    assert set(scene.faces) <= set(typesetter.faces())
    assert {GARMENTS[garment].is_dark for garment in scene.garments} == {False, True}
    assert max(len(shape.outline.commands) for shape in scene.shapes) < 4000


def test_at_least_twenty_faces_are_used_across_the_families(typesetter: FontTypesetter) -> None:
    used: set[str] = set()
    for name, number in CASES:
        for seed in range(2):
            asked = brief(*PHRASES[number], seed=seed * 7 + number)
            used.update(lay_out(asked, typesetter, layout=name).faces)
    assert {name for name, _ in CASES} == set(FAMILIES)
    assert len(used) >= 20
    assert used <= set(typesetter.faces())
