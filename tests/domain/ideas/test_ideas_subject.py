"""A term is understood exactly, by another name, without its tails, or not at all."""

from __future__ import annotations

import pytest

from domain.ideas.lexicon import Form, LexiconError, entries, parse_subjects
from domain.ideas.subject import Subject, understand
from domain.niches.loader import niches
from domain.signals import Kind
from domain.terms.normalise import normalise
from domain.vocabulary import NicheCategory


def subject_of(text: str) -> Subject | None:
    term = normalise(text, kind=Kind.SEARCH)
    return understand(term.words, term.display, None)


@pytest.mark.parametrize(
    ("text", "term", "how"),
    [
        ("gardening", "gardening", "exact"),
        ("Bookish Gifts", "bookish", "alias"),
        ("fantasy books", "fantasy books", "exact"),
        ("christmas pajamas", "christmas", "tail"),
        ("gift for nurse", "nurse", "tail"),
        ("christmas gift for nurse", "nurse", "tail"),
        ("fishing gifts for dad", "fishing", "tail"),
        ("valentines day gift for him", "valentine's day", "tail"),
        ("Mother's Day", "mother's day", "exact"),
        ("mothers day shirt", "mother's day", "tail"),
        ("cat shirts for men", "cat lover", "tail"),
        ("halloween books", "books", "tail"),
        ("labrador mom", "labrador mom", "inferred"),
        ("pickleball dad", "pickleball dad", "inferred"),
    ],
)
def test_what_a_term_is_about(text: str, term: str, how: str) -> None:
    found = subject_of(text)
    assert found is not None
    assert (found.entry.term, found.how) == (term, how)


@pytest.mark.parametrize(
    "text",
    [
        "quarterly report",
        "gift ideas",
        "t shirt",
        "book recommendations",
        "shark sandwich",
        "x",
        "report mom",
        "library dad",
    ],
)
def test_doubt_is_no_idea(text: str) -> None:
    assert subject_of(text) is None


def test_no_words_at_all_is_no_idea() -> None:
    assert understand((), "", None) is None
    assert understand(("a",) * 20, "a " * 20, None) is None


def test_the_occasion_travels_with_what_it_is_said_of() -> None:
    nurse, books = subject_of("christmas gift for nurse"), subject_of("fall books")
    assert nurse is not None
    assert (nurse.form, nurse.occasion) == (Form.ROLE, "Christmas")
    assert books is not None
    assert books.occasion == "fall"


def test_pet_parents_keep_their_animal() -> None:
    found = subject_of("corgi dad")
    assert found is not None
    assert found.form is Form.PET
    assert found.entry.words["animal"] == "corgi"
    assert found.category is NicheCategory.PET


def test_every_niche_is_understood_with_its_own_facts() -> None:
    for niche in niches():
        term = normalise(niche.term, kind=Kind.NICHE)
        found = understand(term.words, term.display, niche.category, niche)
        assert found is not None, niche.term
        assert (found.category, found.audience) == (niche.category, niche.audience)
        assert (found.motif, found.keywords) == (niche.motif, niche.keywords)


def test_the_category_asked_for_wins() -> None:
    found = understand(("gardening",), "gardening", NicheCategory.NATURE)
    assert found is not None
    assert found.category is NicheCategory.NATURE


def test_like_terms_read_by_their_own_name() -> None:
    field_hockey, cello = entries()["field hockey"], entries()["cello"]
    assert field_hockey.words["doing"] == "playing field hockey"
    assert cello.words["doing"] == "playing cello"
    assert "doer" not in cello.words  # a violinist does not play it
    assert entries()["orange cat"].words["many"] == "orange cats"


def test_every_entry_has_what_its_form_needs() -> None:
    needed = {
        Form.PET: {"animal", "one", "many"},
        Form.PLACE: {"the", "at"},
        Form.ROLE: {"one", "many"},
        Form.ANIMAL: {"one", "many"},
        Form.THING: {"one", "many"},
        Form.ACTIVITY: {"x"},
    }
    for entry in entries().values():
        assert needed.get(entry.form, {"x"}) <= entry.words.keys(), entry.term


@pytest.mark.parametrize(
    "line",
    [
        "gardening",
        "gardening | hobby",
        "a | thing | colour=red",
        "a | thing | flags=blue",
        "a | thing | x",
    ],
)
def test_a_bad_line_is_named(line: str) -> None:
    with pytest.raises(LexiconError, match="line 2"):
        list(parse_subjects(f"# head\n{line}"))


def test_every_entry_of_the_lexicon_is_understood_as_the_pipeline_reads_it() -> None:
    """Possessives among them: `women's` loses its apostrophe in the words of a term."""
    lost = [term for term in entries() if subject_of(term) is None]
    assert lost == []
