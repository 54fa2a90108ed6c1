"""The dictionary: counts, ordinary words, and plurals folded for matching."""

from __future__ import annotations

import inflect
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.terms.dictionary import dictionary, fold_plural, is_ordinary_word, word_frequency
from domain.terms.lists import word_list


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("moms", "mom"),
        ("books", "book"),
        ("vibes", "vibe"),
        ("boxes", "box"),
        ("dishes", "dish"),
        ("churches", "church"),
        ("glasses", "glasses"),
        ("cookies", "cookie"),
        ("hobbies", "hobby"),
        ("horses", "horse"),
        ("heroes", "hero"),
        ("shoes", "shoe"),
        ("women", "woman"),
        ("firemen", "fireman"),
        ("children", "child"),
        ("wolves", "wolf"),
        ("leaves", "leaf"),
        ("wives", "wife"),
        ("christmas", "christmas"),
        ("series", "series"),
        ("news", "news"),
        ("yes", "yes"),
        ("always", "always"),
        ("bus", "bus"),
        ("tennis", "tennis"),
        ("dress", "dress"),
        ("cactus", "cactus"),
        ("lens", "lens"),
        ("omen", "omen"),
        ("paris", "paris"),
        ("texas", "texas"),
        ("los", "los"),
        ("jaws2", "jaws2"),
        ("yarros", "yarros"),
        ("niñas", "niñas"),
        ("booktoks", "booktok"),
    ],
)
def test_plurals_fold_and_look_alikes_do_not(plural: str, singular: str) -> None:
    assert fold_plural(plural) == singular


def test_folding_agrees_with_the_library_on_common_words() -> None:
    # The library costs two seconds to import and 50 µs a word, so it judges here, not at work.
    engine = inflect.engine()
    counts = dictionary().counts
    common = [word for word in counts if counts[word] > 30_000_000 and len(word) > 3]
    plurals = [(engine.plural_noun(word), word) for word in common if word.isalpha()]
    known = [(plural, word) for plural, word in plurals if plural in counts and plural != word]
    agreed = sum(fold_plural(plural) == word for plural, word in known)
    assert len(known) > 1000
    assert agreed / len(known) > 0.97


@given(st.sampled_from(sorted(dictionary().counts)))
def test_folding_twice_is_folding_once(word: str) -> None:
    assert fold_plural(fold_plural(word)) == fold_plural(word)


def test_counts_are_the_corpus_counts_and_ours_have_none() -> None:
    assert word_frequency("the") > word_frequency("book") > word_frequency("bookish") > 0
    assert word_frequency("booktok") == word_frequency("qqqq") == 0


@pytest.mark.parametrize(
    ("word", "ordinary"),
    [
        ("book", True),
        ("moms", True),
        ("mom's", True),
        ("booktok", True),
        ("pickleball", True),
        ("cozy", True),
        ("color", True),
        ("yarros", False),
        ("kandi", False),
        ("qqqq", False),
        ("", False),
    ],
)
def test_ordinary_words(word: str, ordinary: bool) -> None:
    assert is_ordinary_word(word) is ordinary


def test_our_own_words_are_single_lower_case_words() -> None:
    for name in ("coinages", "spellings", "abbreviations"):
        assert all(word == word.lower() for word in word_list(name))
    assert {len(word) for word in word_list("abbreviations")} == {2}
    with pytest.raises(KeyError):
        word_list("no such list")
