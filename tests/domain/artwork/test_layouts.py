"""Every layout family with every kind of phrase it accepts, letters being plain boxes."""

from __future__ import annotations

import itertools

import pytest

from domain.artwork.garments import GARMENTS
from domain.artwork.geometry import bounds
from domain.artwork.lay_out import FAMILIES, LAYOUTS, UnsuitablePhrase, lay_out
from domain.artwork.palettes import PALETTES
from domain.artwork.scene import PRINT_HEIGHT, PRINT_WIDTH, Scene
from domain.artwork.wording import read
from domain.vocabulary import Motif
from tests.domain.artwork.boxes import BoxTypesetter, brief, contours, hidden

PHRASES = [
    (("Yo",), "Yo"),
    (("Beekeeping",), "beekeeping"),
    (("Me time",), "Me time"),
    (("Bees", "before", "bros"), "bees"),
    (("Life is better", "with", "Schnauzers"), "Schnauzers"),
    (("Eat", "sleep", "pottery", "repeat"), "pottery"),
    (("Straight outta", "the", "vegetable garden"), "vegetable garden"),
    (("Adventure", "is calling", "and I must go", "hiking"), "Adventure"),
    (("I would rather", "be home", "with my cat", "and a", "book"), "cat"),
    (("World's okayest", "motorcycle", "mechanic"), "motorcycle mechanic"),
    (("I", "love", "my", "tiny", "little", "noisy", "kids"), "kids"),
    (("Of", "the", "sea"), "sea"),
    (("I",), "I"),
]
MOTIFS = (Motif.BEE, Motif.NONE, Motif.BOOK, Motif.TREE, Motif.WAVE)


def cases() -> list[tuple[str, int]]:
    return [
        (name, number)
        for name, family in FAMILIES.items()
        for number, (phrase, emphasis) in enumerate(PHRASES)
        if family.accepts(read(phrase, emphasis))
    ]


def drawn(name: str, number: int, seed: int = 0) -> Scene:
    phrase, emphasis = PHRASES[number]
    return lay_out(
        brief(
            phrase,
            emphasis,
            palette=list(PALETTES)[(number * 3 + seed) % len(PALETTES)],
            motif=MOTIFS[(number + seed) % len(MOTIFS)],
            seed=seed * 31 + number,
        ),
        BoxTypesetter(),
        layout=name,
    )


def test_there_are_at_least_ten_families_and_each_takes_short_and_longer_phrases() -> None:
    assert len(LAYOUTS) >= 10
    assert set(LAYOUTS) == set(FAMILIES)
    taken = [name for name, _ in cases()]
    # a checklist has no use for one word; all others take most of the phrases
    assert all(taken.count(name) >= 7 for name in FAMILIES if name not in ("checklist",))
    assert taken.count("checklist") >= 1
    for number in range(len(PHRASES)):
        assert sum(at == number for _, at in cases()) >= 8


@pytest.mark.parametrize(("name", "number"), cases())
def test_ink_stays_in_the_safe_area_and_every_letter_is_printed(name: str, number: int) -> None:
    for seed in (0, 1):
        scene = drawn(name, number, seed)
        for shape in scene.shapes:
            if shape.knockout:
                continue
            box, half = bounds(shape.outline.commands), shape.stroke_width / 2
            assert box.left - half >= 149.9
            assert box.top - half >= 149.9
            assert box.right + half <= PRINT_WIDTH - 149.9
            assert box.bottom + half <= PRINT_HEIGHT - 149.9
        assert contours(scene) == sum(len(line.replace(" ", "")) for line in PHRASES[number][0])


@pytest.mark.parametrize(("name", "number"), cases())
def test_nothing_covers_the_words_and_words_do_not_collide(name: str, number: int) -> None:
    assert hidden(drawn(name, number, number % 2 * 3)) == []


@pytest.mark.parametrize("name", FAMILIES)
def test_shapes_are_quick_to_draw_and_can_be_printed(name: str) -> None:
    for number in (at for family, at in cases() if family == name):
        scene = drawn(name, number)
        assert max(len(shape.outline.commands) for shape in scene.shapes) < 4000
        assert len(scene.shapes) < 90
        assert all(shape.stroke_width >= 6 for shape in scene.shapes if shape.stroke_width)
        assert all(
            (shape.fill is not None) or (shape.stroke is not None and shape.stroke_width > 0)
            for shape in scene.shapes
        )
        assert scene.layout == name
        assert scene.faces
        assert set(scene.faces) <= set(BoxTypesetter().faces())


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize("palette", PALETTES)
def test_every_design_reads_on_a_light_and_on_a_dark_shirt(name: str, palette: str) -> None:
    number = next(at for family, at in cases() if family == name)
    phrase, emphasis = PHRASES[number]
    for seed in range(2):
        made = lay_out(
            brief(phrase, emphasis, palette=palette, seed=seed), BoxTypesetter(), layout=name
        )
        kinds = {GARMENTS[garment].is_dark for garment in made.garments}
        assert kinds == {False, True}, (seed, made.garments)
        assert made.palette == palette


def test_no_two_families_place_the_same_words_alike() -> None:
    number = 4

    def signature(scene: Scene) -> tuple[tuple[int, int], ...]:
        boxes = [shape.outline.box for shape in scene.shapes if shape.role == "text"]
        left, top = min(box.left for box in boxes), min(box.top for box in boxes)
        wide = max(box.right for box in boxes) - left
        tall = max(box.bottom for box in boxes) - top
        return (
            (len(scene.shapes), round(wide / tall * 4)),
            *(
                (round((box.left - left) / wide * 12), round((box.bottom - top) / tall * 12))
                for box in boxes
            ),
        )

    made = {name: signature(drawn(name, number)) for name, at in cases() if at == number}
    assert len(made) >= 12
    for one, other in itertools.combinations(made, 2):
        assert made[one] != made[other]


def test_the_hero_is_the_largest_line_where_a_family_ranks_its_words() -> None:
    for name in ("retro_sunset", "varsity_arch", "script_flourish", "comic_burst", "scenic_patch"):
        scene = drawn(name, 4)
        heights = sorted(s.outline.box.height for s in scene.shapes if s.role == "text")
        assert heights[-1] > 1.5 * heights[0]


@pytest.mark.parametrize("name", FAMILIES)
def test_a_phrase_that_does_not_fit_is_refused(name: str) -> None:
    endless = ("Donaudampfschifffahrtsgesellschaft " * 9,)
    with pytest.raises(UnsuitablePhrase, match="choose another layout"):
        lay_out(brief(endless, "nothing"), BoxTypesetter(), layout=name)
