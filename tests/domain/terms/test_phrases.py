"""Key phrases of headlines: what they are about, never a word that is not in them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.terms.phrases import MOST_PHRASES, MOST_WORDS, key_phrases
from domain.terms.text import canonical


@pytest.mark.parametrize(
    ("sentence", "phrases"),
    [
        (
            "Red Foxes Win First Ice Hockey Title After 12-Year Wait",
            ("Red Foxes", "Ice Hockey Title"),
        ),
        (
            "Lena Park Stuns Ortega to Win Chess Crown at Winter Games",
            ("Lena Park", "Chess Crown", "Winter Games"),
        ),
        ("Riverton's Otters Clean Beach After Storm", ("Riverton", "Otters", "Beach")),
        (
            "Bakers celebrate as Nora Quill announces new cookbook",
            ("Bakers", "Nora Quill", "new cookbook"),
        ),
        ("Blue Herons Beat Larks 3-0, Reach Cup Final", ("Blue Herons", "Larks", "Cup Final")),
        ("Mother's Day Gift Ideas Rush to Stores", ("Mother's Day Gift Ideas", "Rush", "Stores")),
        ("Return of the Lantern tops the charts again", ("Return of the Lantern", "charts")),
        ("#TeaDay fans rally behind Oakham's Entry", ("#TeaDay", "fans rally", "Oakham")),
        ("Grüner Wald gewinnt das Finale gegen die Roten Füchse", ("Grüner Wald", "Finale")),
        ("El Faro Azul vence al Molino en la final de la Copa", ("Faro Azul", "Molino", "Copa")),
        ("海野高校がワールドカップに出場", ("海野高校", "ワールドカップ", "出場")),
        ("They don't and we will not", ()),
        ("", ()),
    ],
)
def test_what_a_headline_is_about(sentence, phrases):
    assert key_phrases(sentence)[: len(phrases)] == phrases


def test_several_words_come_before_one():
    found = key_phrases("Otters, larks, foxes and tiny paper boats delight Old Harbour")
    assert {"tiny paper boats", "Old Harbour"} <= set(found)
    assert len(found) == MOST_PHRASES


def test_a_year_and_a_score_are_no_part_of_a_name():
    assert key_phrases("Rowers Win 2026 Lake Regatta 4-2") == ("Rowers", "Lake Regatta")


def test_a_number_inside_a_name_stays():
    assert key_phrases("Area 51 Museum opens to visitors")[0] == "Area 51 Museum"


def test_general_nouns_do_not_stand_alone():
    assert key_phrases("New video of the moment") == ()


SMALL = ["the", "of", "to", "and", "as", "der", "die", "la", "names", "wins", "fox", "don't"]
LARGE = ["Win", "Names", "Fox", "Fox's", "Red", "Old", "iPhone", "U.S.", "R&B", "Ünal", "#Tea"]
SIGNS = [",", ".", "'", "’s", "“", "&", "2026", "3-0", "東京", "が", "ド", "🎃"]
WORDS = st.sampled_from([*SMALL, *LARGE, *SIGNS])


@given(st.one_of(st.lists(WORDS, max_size=14).map(" ".join), st.text(max_size=120)))
@example("’s ’s ’s")
@example("#_ #🎃 of the of")
def test_phrases_are_pieces_of_the_sentence(sentence):
    found = key_phrases(sentence)
    plain, _ = canonical(sentence)
    assert len(found) <= MOST_PHRASES
    assert len({phrase.casefold() for phrase in found}) == len(found)
    for phrase in found:
        assert phrase in plain
        assert phrase == phrase.strip()
        assert 1 <= len(phrase.split()) <= MOST_WORDS
        assert any(char.isalpha() for char in phrase)
    assert key_phrases(sentence) == found


def test_the_recorded_sentences_give_phrases(shared_data):
    import re

    body = (shared_data / "pages/twitter/graphql_explore_trends_2026-05-21.json").read_text()
    sentences = re.findall(r'"name":\s*"([^"\\]+)"', body)
    assert sentences
    for sentence in sentences:
        found = key_phrases(sentence)
        assert found
        assert all(len(phrase) < len(sentence) for phrase in found)
