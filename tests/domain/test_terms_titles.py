"""Terms in the titles of videos."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.terms.term import UnusableTerm
from domain.terms.titles import LONGEST_TITLE, Vocabulary, curated_vocabulary, terms_in_title


def keys(title: str, vocabulary: Vocabulary | None = None) -> list[str]:
    return [term.key for term in terms_in_title(title, vocabulary or curated_vocabulary())]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Fall Harvest #backyardchickens #eggs #fyp", ["backyard chicken", "egg"]),
        ("One Week Camping In The Canadian Rockies", ["camping"]),
        ("Why I quit being a School Bus Driver", ["school bus driver"]),
        ("I BUILT a log cabin life in the woods", ["cabin life"]),
        ("Plant moms, unite!", ["plant mom"]),
        ("Epic Tabletop RPG Night", ["tabletop rpg"]),
        ("The campingground", []),
        ("I have a dog. Mom says hi", []),
        ("A dog | mom edition", []),
        ("Things got dramatic on the bride's day", []),
        ("#1 goal #🎃 #_", []),
        ("Dog mom and DOG MOM #dogmom", ["dog mom"]),
        ("#ThePerfectStorm", ["the perfect storm"]),
        ("#한국여행 노래", ["한국여행"]),
        ("", []),
    ],
)
def test_hashtags_and_known_phrases(title: str, expected: list[str]) -> None:
    assert keys(title) == expected


def test_the_longest_phrase_wins() -> None:
    vocabulary = Vocabulary.of(["dog", "dog mom", "dog mom life", "mom"])
    assert keys("my dog mom life", vocabulary) == ["dog mom life"]
    assert keys("my dog moms", vocabulary) == ["dog mom"]
    assert keys("mom's dogs", vocabulary) == ["mom", "dog"]


def test_a_vocabulary_shows_its_own_spelling() -> None:
    (term,) = terms_in_title("best MOTHERS DAY gifts", Vocabulary.of(["Mother's Day"]))
    assert term.display == "Mother's Day"


def test_a_title_without_end_is_refused() -> None:
    with pytest.raises(UnusableTerm) as refused:
        terms_in_title("word " * LONGEST_TITLE, curated_vocabulary())
    assert refused.value.code == "title_too_long"


@given(st.text(max_size=200))
def test_any_title_is_read_and_each_term_is_found_once(title: str) -> None:
    terms = terms_in_title(title, curated_vocabulary())
    assert len({term.key for term in terms}) == len(terms)
    assert not any(term.is_noise for term in terms)
