"""Every line of the grammar and of the stocks can be read, filled and printed."""

from __future__ import annotations

from collections import Counter

import pytest

from domain.ideas.compose import phrases
from domain.ideas.grammar import SLOTS, Pattern, fill, parse_patterns, parse_stock, patterns, stocks
from domain.ideas.lexicon import Entry, Form, LexiconError, entries
from domain.ideas.subject import understand
from domain.ideas.wording import (
    article,
    fix_articles,
    is_plural,
    plural,
    singular,
    title_case,
    word_set,
)
from domain.terms.text import words_of


def test_every_form_has_patterns_and_every_slot_is_used() -> None:
    by_form = patterns()
    assert all(len(by_form[form]) >= 12 for form in Form if form is not Form.STOCK)
    used = {slot for found in by_form.values() for pattern in found for slot in pattern.slots}
    assert used == SLOTS


def test_every_topic_has_a_stock_and_every_stock_a_subject() -> None:
    named = {topic for entry in entries().values() for topic in entry.topics}
    assert named == set(stocks())
    assert all(len(found) >= 2 for found in stocks().values())


def test_no_stock_phrase_stands_twice_in_a_topic() -> None:
    for topic, found in stocks().items():
        counts = Counter(pattern.text.lower() for pattern in found)
        assert max(counts.values()) == 1, topic


def test_every_subject_has_enough_to_say() -> None:
    for entry in entries().values():
        subject = understand(words_of(entry.term), entry.term, None)
        assert subject is not None, entry.term
        assert len(phrases(subject)) >= 3, entry.term


def filled(pattern: str, term: str) -> str | None:
    return fill(next(parse_patterns(pattern)), entries()[term])


@pytest.mark.parametrize(
    ("pattern", "term", "phrase"),
    [
        ("role | funny | I'm a *{x}*", "er nurse", "I'm an *ER Nurse*"),
        ("role | funny | Tired *{xs}*", "lineman", "Tired *Linemen*"),
        ("activity | funny | All {this_stuff} *{stuff}*", "crochet", "All This *Yarn*"),
        ("activity | funny | All {this_stuff} *{stuff}*", "gardening", "All These *Seeds*"),
        ("activity | funny | Too {much} *{stuff}*", "quilting", "Too Much *Fabric*"),
        ("sport | funny | Gone *{go}*", "golf", "Gone *Golfing*"),
        ("sport | minimal | My Spot Is *{the_spot}*", "golf", "My Spot Is *the Course*"),
        ("music | minimal | My Spot Is *{the_spot}*", "guitar player", "My Spot Is *on Stage*"),
        ("food | funny | *{x}* {is} Life", "taco lover", "*Tacos* Are Life"),
        ("food | funny | *{x}* {is} Life", "sourdough", "*Sourdough* Is Life"),
        ("food | funny | *{adj}* Club", "taco lover", "*Taco* Club"),
        ("pet | funny | More *{animals}*", "bunny mom", "More *Bunnies*"),
        ("place | minimal | *{at}* Again", "lake life", "*At the Lake* Again"),
    ],
)
def test_slots_read_well(pattern: str, term: str, phrase: str) -> None:
    assert filled(pattern, term) == phrase


@pytest.mark.parametrize(
    ("pattern", "term"),
    [
        ("activity | funny | More *{go}*", "knitting"),
        ("food | funny | *{x}* {is} a Food Group @eat", "iced coffee"),
        ("food | funny | *{x}* Makes Sense @singular", "taco lover"),
        ("thing | funny | One More *{one}* @collect", "wildflowers"),
        ("animal | funny | Protect the *{x}* @wild", "labrador"),
        ("pet | funny | Pet the *{animal}* @furry", "plant mom"),
    ],
)
def test_a_pattern_that_does_not_fit_stays_silent(pattern: str, term: str) -> None:
    assert filled(pattern, term) is None


@pytest.mark.parametrize(
    "line",
    [
        "hobby | funny | More *{x}*",
        "role | loud | More *{x}*",
        "role | funny:baroque | More *{x}*",
        "role | funny | More {x}",
        "role | funny | More *{colour}*",
        "role | funny | More *{x}* @blue",
        "role | funny",
    ],
)
def test_a_bad_pattern_is_named(line: str) -> None:
    with pytest.raises(LexiconError, match="line 1"):
        list(parse_patterns(line))


def test_a_stock_line_knows_its_topic() -> None:
    found: Pattern = next(parse_stock("bees | minimal | Mind Your *Beeswax*"))
    assert (found.topic, found.forms) == ("bees", frozenset())
    entry: Entry = entries()["beekeeping"]
    assert fill(found, entry) == "Mind Your *Beeswax*"


@pytest.mark.parametrize(
    ("word", "right"),
    [
        ("ER Nurse", "an"), ("RV", "an"), ("HVAC Tech", "an"), ("STEM Kid", "a"),
        ("Hour", "an"), ("Unicorn", "a"), ("Ukulele", "a"), ("Owl", "an"), ("Uncle", "an"),
        ("One Pan", "a"), ("European", "a"), ("Dog", "a"), ("NICU Nurse", "a"),
    ],
)  # fmt: skip
def test_articles_follow_the_sound(word: str, right: str) -> None:
    assert article(word) == right


def test_small_english() -> None:
    assert fix_articles("An *Dog* and a *Owl*") == "A *Dog* and an *Owl*"
    assert title_case("at the lake with an rv") == "At the Lake with an RV"
    assert title_case("s'mores and McIntosh") == "S'mores and McIntosh"
    assert [plural(text) for text in ("golf dad", "box", "people", "lake life")] == [
        "golf dads", "boxes", "people", "lake life",
    ]  # fmt: skip
    assert [singular(text) for text in ("taco trucks", "chess")] == ["taco truck", "chess"]
    assert [is_plural(text) for text in ("geese", "glass", "cacti", "tennis")] == [
        True, False, True, False,
    ]  # fmt: skip
    with pytest.raises(KeyError):
        word_set("nowhere")
