"""Words keep their order; lines break where people would break them; letters fit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.artwork.fit import Setter, slanted
from domain.artwork.wording import broken, is_small, read, stands_alone, within
from tests.domain.artwork.boxes import BoxTypesetter

WORD = st.text(st.characters(codec="ascii", categories=("L",)), min_size=1, max_size=12)
LINES = st.lists(st.lists(WORD, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=5)


def test_the_hero_is_found_whatever_its_case_and_punctuation() -> None:
    copy = read(("Just one more", "chapter!"), "CHAPTER")
    assert (copy.before, copy.hero, copy.after) == (("Just one more",), "chapter!", ())
    copy = read(("I would rather be", "at home"), "rather be at")
    assert (copy.before, copy.hero, copy.after) == (("I would",), "rather be at", ("home",))
    assert copy.hero_at == 0
    assert read(("A", "b c", "d"), "d").hero_at == 2


def test_the_last_of_two_is_the_hero() -> None:
    assert read(("cats and more cats",), "cats").before == ("cats and more",)


@pytest.mark.parametrize("emphasis", ["wasps", "", "!!!"])
def test_without_a_match_the_longest_line_is_the_hero(emphasis: str) -> None:
    copy = read(("Bees", "before the bros", "hey"), emphasis)
    assert copy.hero == "before the bros"
    assert (copy.before, copy.after) == (("Bees",), ("hey",))


def test_an_empty_phrase_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one printed word"):
        read(("", "  "), "x")


@given(LINES, st.data())
def test_no_word_is_lost_or_moved(lines: list[str], data: st.DataObject) -> None:
    words = " ".join(lines).split()
    emphasis = data.draw(st.sampled_from(words))
    copy = read(lines, emphasis)
    assert " ".join((*copy.before, copy.hero, *copy.after)).split() == words
    assert copy.words == tuple(words)
    assert copy.longest == max(map(len, words))


@given(LINES, st.integers(1, 9))
def test_breaking_keeps_the_words_and_the_number_of_lines(lines: list[str], count: int) -> None:
    words = " ".join(lines).split()
    made = broken(tuple(lines), count)
    assert " ".join(made).split() == words
    assert len(made) == min(count, len(words))


@given(LINES, st.integers(5, 30))
def test_lines_within_a_length_are_as_few_as_can_be_and_fit(lines: list[str], longest: int) -> None:
    made = within(tuple(lines), longest)
    assert " ".join(made).split() == " ".join(lines).split()
    if all(len(word) <= longest for word in " ".join(lines).split()):
        assert all(len(line) <= longest for line in made)


def test_lines_break_where_the_phrase_breaks() -> None:
    lines = ("Sorry I can't", "I have plans", "with my")
    assert within(lines, 24) == ("Sorry I can't", "I have plans with my")
    assert within(lines, 17) == lines
    assert broken("happy with my cats", 2) == ("happy", "with my cats")
    assert within((), 10) == broken((), 3) == ()
    assert broken("one", 3) == ("one",)


def test_small_words_are_known() -> None:
    assert is_small("and the")
    assert not is_small("and tea")
    assert stands_alone("sleep well")
    assert not stands_alone("with my cat")
    assert not stands_alone("plans with")
    assert not stands_alone("before")


def test_a_block_fits_its_width_and_its_height() -> None:
    setter = Setter(BoxTypesetter())
    wide = setter.block("ABC", "anton", 1000, 200, stretch=1.2)
    assert wide.box.height == pytest.approx(200)
    assert wide.box.width <= 1000
    long = setter.block("ABCDEFGHIJKL", "anton", 1000, 900, tall=1.5)
    assert long.box.width == pytest.approx(1000)
    plain = setter.block("ABCDEFGHIJKL", "anton", 1000, 900)
    assert long.box.height == pytest.approx(plain.box.height * 1.5)
    for line in (wide, long, plain):
        assert line.box.left == pytest.approx(-line.box.right)
        assert line.box.top == pytest.approx(0)
    assert setter.used == ["anton"]


def test_small_capitals_have_the_height_asked_for_unless_the_width_forbids() -> None:
    setter = Setter(BoxTypesetter())
    assert setter.small("ABC", "oswald", 200).box.height == pytest.approx(200)
    tight = setter.small("ABCDEFGH", "oswald", 200, width=500, tracking=0.2)
    assert tight.box.width == pytest.approx(500)
    assert tight.box.top == pytest.approx(0)


def test_the_next_face_that_has_the_letters_is_taken() -> None:
    setter = Setter(BoxTypesetter(("anton", "lobster")))
    assert setter.pick(("bungee", "lobster"), "tea", 0) == "lobster"
    assert setter.pick(("bungee",), "tea") == "anton"
    with pytest.raises(LookupError, match="change the phrase"):
        Setter(BoxTypesetter(("lobster",))).pick(("lobster",), "Straße")


def test_scripts_keep_small_letters() -> None:
    assert Setter.cased("plant LADIES mcKay NICU", "lobster") == "Plant Ladies mcKay NICU"
    assert Setter.cased("plant lady", "anton") == "PLANT LADY"


def test_slanting_climbs_to_the_right() -> None:
    setter = Setter(BoxTypesetter())
    line = setter.block("ABC", "anton", 1000)
    up = slanted(line, 0.1)
    assert up.box.height == pytest.approx(line.box.height + 0.1 * line.box.width)
