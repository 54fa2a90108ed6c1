from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.listings.limits import (
    ONCE_IN_TITLE,
    TAG_MAX,
    TITLE_MAX,
    breaches,
    clean_material,
    clean_tag,
    clean_title,
    same_tag,
    tidy,
)


@given(st.lists(st.text(max_size=200), max_size=8))
def test_a_built_title_is_always_inside_the_limits(parts):
    title = clean_title(parts)
    assert len(title) <= TITLE_MAX
    assert breaches(title or "x", ()) == ()


@given(st.text(max_size=80))
def test_a_built_tag_is_always_inside_the_limits(text):
    tag = clean_tag(text)
    if tag is not None:
        assert breaches("x", (tag,)) == ()


@given(st.text(max_size=80))
def test_a_built_material_is_always_inside_the_limits(text):
    material = clean_material(text)
    if material is not None:
        assert breaches("x", (), (material,)) == ()


@given(st.text(max_size=60))
def test_tidying_twice_changes_nothing(text):
    assert tidy(tidy(text)) == tidy(text)


@pytest.mark.parametrize("character", ONCE_IN_TITLE)
def test_a_single_use_character_is_used_once(character):
    title = clean_title([f"a{character}b", f"c{character}d"])
    assert title.count(character) == 1


def test_ampersands_beyond_the_first_become_and():
    assert clean_title(["Salt & Pepper", "Mom & Dad"]) == "Salt & Pepper, Mom and Dad"


def test_a_part_that_stands_already_is_left_out():
    assert clean_title(["Plant Mom Shirt", "plant mom"]) == "Plant Mom Shirt"


def test_a_part_that_does_not_fit_is_left_out_whole():
    assert clean_title(["a" * 130, "b" * 20, "c"]) == "a" * 130 + ", c"


def test_only_the_first_part_may_be_cut_and_at_a_word():
    title = clean_title([" ".join(["garden"] * 40)])
    assert len(title) <= TITLE_MAX
    assert title.endswith("garden")


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Plant Mom!", "plant mom"),
        ("mom's_garden", "mom's garden"),
        ("  double   space ", "double space"),
        ("x" * TAG_MAX, "x" * TAG_MAX),
        ("x" * (TAG_MAX + 1), None),
        ("🌱", None),
        ("--", None),
    ],
)
def test_tags(text, tag):
    assert clean_tag(text) == tag


def test_duplicates_ignore_case_and_spaces():
    assert same_tag("Plant  mom", "plant mom")
    assert not same_tag("plant mom", "plant dad")


def test_every_breach_is_named():
    found = breaches(
        "a" * 150 + "\x07 50% 60%",
        ["ok", "OK", "x" * 30, "bad#tag", *[f"t{n}" for n in range(12)]],
        ["100% cotton", *[f"m{n}" for n in range(14)]],
    )
    assert {breach.code for breach in found} == {
        "limits.title_long",
        "limits.title_characters",
        "limits.title_repeats",
        "limits.tags_many",
        "limits.tag_length",
        "limits.tag_characters",
        "limits.tags_duplicate",
        "limits.materials_many",
        "limits.material",
    }
    assert breaches(" ", ())[0].code == "limits.title_empty"
