"""The entry point: choice of family, determinism, clear refusals."""

from __future__ import annotations

from collections import Counter

import pytest

from domain.artwork.lay_out import (
    ARTWORK_VERSION,
    FAMILIES,
    LAYOUTS,
    UnknownName,
    UnsuitablePhrase,
    lay_out,
)
from domain.artwork.wording import read
from domain.vocabulary import Motif, Style
from tests.domain.artwork.boxes import BoxTypesetter, brief

SETTER = BoxTypesetter()


def test_the_same_brief_gives_the_same_scene() -> None:
    assert lay_out(brief(seed=5), SETTER) == lay_out(brief(seed=5), BoxTypesetter())


def test_seed_and_idea_vary_the_design() -> None:
    made = [lay_out(brief(seed=seed), SETTER) for seed in range(8)]
    assert len({scene.shapes for scene in made}) == 8
    assert len({scene.layout for scene in made}) >= 2
    assert lay_out(brief(idea_id="a"), SETTER).shapes != lay_out(brief(idea_id="b"), SETTER).shapes


@pytest.mark.parametrize("style", Style)
def test_each_style_is_answered_by_a_family_that_names_it(style: Style) -> None:
    chosen = Counter(lay_out(brief(style=style, seed=s), SETTER).layout for s in range(12))
    assert all(style in FAMILIES[name].styles for name in chosen)
    assert any(FAMILIES[name].styles[0] is style for name in chosen)


def test_a_style_whose_families_cannot_take_the_phrase_falls_back_to_those_that_can() -> None:
    phrase = ("Kindergartenkinder", "rule")  # too long a word for the pixel face
    scene = lay_out(brief(phrase, "rule", style=Style.PIXEL), SETTER)
    assert Style.PIXEL not in FAMILIES[scene.layout].styles
    assert FAMILIES[scene.layout].accepts(read(phrase, "rule"))


def test_a_layout_can_be_asked_for_by_name() -> None:
    for name, draw in LAYOUTS.items():
        phrase = ("Eat", "sleep", "knit") if name == "checklist" else ("Just one more", "chapter")
        asked = brief(phrase, phrase[-1])
        scene = draw(asked, SETTER)
        assert scene.layout == name
        assert scene == lay_out(asked, SETTER, layout=name)


def test_unknown_names_are_refused_with_the_names_that_exist() -> None:
    with pytest.raises(UnknownName, match="retro_sunset") as layout:
        lay_out(brief(), SETTER, layout="baroque")
    assert layout.value.code == "artwork.unknown_name"
    with pytest.raises(UnknownName, match="ocean_breeze"):
        lay_out(brief(palette="beige"), SETTER)


def test_a_phrase_no_family_takes_is_refused() -> None:
    endless = ("Donaudampfschifffahrtsgesellschaft " * 9,)
    with pytest.raises(UnsuitablePhrase, match="shorten it") as refused:
        lay_out(brief(endless, "none"), SETTER)
    assert refused.value.code == "artwork.unsuitable_phrase"


def test_an_emphasis_that_is_not_printed_does_no_harm() -> None:
    scene = lay_out(brief(("Bees", "before bros"), "wasps"), SETTER)
    assert scene.shapes


@pytest.mark.parametrize("motif", Motif)
def test_every_motif_can_be_laid_out(motif: Motif) -> None:
    scene = lay_out(brief(motif=motif, seed=3), SETTER)
    assert any(shape.role == "motif" for shape in scene.shapes) is (motif is not Motif.NONE)


def test_families_that_need_a_picture_are_left_out_when_there_is_none() -> None:
    chosen = {
        lay_out(brief(style=Style.MINIMAL, motif=Motif.NONE, seed=s), SETTER).layout
        for s in range(12)
    }
    assert not any(FAMILIES[name].needs_motif for name in chosen)
    assert any(family.needs_motif for family in FAMILIES.values())


def test_wear_is_knocked_out_last_and_only_where_the_family_wears() -> None:
    for seed in range(20):
        for name in ("retro_sunset", "minimal_line"):
            scene = lay_out(brief(seed=seed), SETTER, layout=name)
            worn = [i for i, shape in enumerate(scene.shapes) if shape.role == "texture"]
            assert all(scene.shapes[i].knockout for i in worn)
            assert worn in ([], [len(scene.shapes) - 1])
            assert not (worn and FAMILIES[name].wear == 0)
    assert any(
        shape.role == "texture"
        for seed in range(20)
        for shape in lay_out(brief(seed=seed), SETTER, layout="retro_sunset").shapes
    )


def test_the_version_names_the_artist() -> None:
    assert ARTWORK_VERSION.startswith("artwork/")
