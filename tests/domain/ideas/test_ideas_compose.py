"""The composer: the same for the same seed, never twice the same, printable, about its term."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from domain.artwork.palettes import PALETTES
from domain.artwork.wording import read
from domain.gate.gate import assess
from domain.gate.risk import RiskStatus
from domain.ideas.brief import Brief, Evidence
from domain.ideas.compose import (
    COMPOSER_VERSION,
    LONGEST_LINE,
    MOST_LINES,
    NothingToSay,
    compose,
    compose_many,
    phrase_key,
    phrases,
)
from domain.ideas.dressing import (
    FEWEST_KEYWORDS,
    MOST_KEYWORDS,
    TAG_LENGTH,
    USUAL_PRODUCTS,
    choose_products,
)
from domain.ideas.grammar import slot_values, stocks
from domain.ideas.lexicon import entries
from domain.ideas.subject import understand
from domain.ideas.writer import EmbeddedWriter, Writer, WriteRequest
from domain.niches.loader import niches
from domain.terms.text import words_of
from domain.vocabulary import ProductType
from tests.factories.terms import make_term

TERMS = [niche.term for niche in niches()]
SHAPES = ["labrador mom", "christmas pajamas", "gift for nurse", "cowboy romance", "pickleball dad"]


def many(count: int, seed: int = 1) -> list[Brief]:
    """Briefs over the niches, none alike."""
    taken: set[str] = set()
    briefs: list[Brief] = []
    for term in [*SHAPES, *TERMS, *TERMS]:
        scored, subject = make_term(term)
        for brief in compose_many(scored, subject, 1, seed, taken):
            taken.add(" ".join(brief.phrase))
            briefs.append(brief)
        if len(briefs) == count:
            break
    return briefs


@pytest.fixture(scope="module")
def briefs() -> list[Brief]:
    return many(500)


def test_the_same_seed_gives_the_same_brief() -> None:
    scored, subject = make_term("gardening")
    assert compose(scored, subject, seed=7) == compose(scored, subject, seed=7)
    assert len({compose(scored, subject, seed=seed).phrase for seed in range(12)}) > 6
    assert len({compose(scored, subject, seed=seed).idea_id for seed in range(12)}) == 12


def test_no_two_of_500_are_alike(briefs: list[Brief]) -> None:
    assert len(briefs) == 500
    assert len({phrase_key(" ".join(brief.phrase)) for brief in briefs}) == 500
    assert len({brief.idea_id for brief in briefs}) == 500


def test_phrases_can_be_printed(briefs: list[Brief]) -> None:
    for brief in briefs:
        words = " ".join(brief.phrase).split()
        assert 2 <= len(words) <= 9, brief.phrase
        assert 1 <= len(brief.phrase) <= MOST_LINES
        assert max(map(len, brief.phrase)) <= 26
        assert all(line == line.strip() and line for line in brief.phrase)
        assert read(brief.phrase, brief.emphasis).hero == brief.emphasis
        assert not re.search(r"[{}*/|~@]", " ".join(brief.phrase))
        assert brief.phrase[0][0].isupper() or brief.phrase[0][0].isdigit()


def test_lines_are_seldom_long(briefs: list[Brief]) -> None:
    long = [brief for brief in briefs if max(map(len, brief.phrase)) > LONGEST_LINE]
    assert len(long) < len(briefs) * 0.03


def test_articles_agree_with_their_nouns(briefs: list[Brief]) -> None:
    for brief in briefs:
        text = " ".join(brief.phrase)
        assert not re.search(r"\b[Aa] [AEIO]", text.replace("a One", "")), text
        assert not re.search(r"\b[Aa]n [BCDGJKPQTVWZ]", text), text


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(entries())), st.integers(0, 10**6))
def test_every_phrase_is_about_its_term(term: str, seed: int) -> None:
    """A form of the term, or a line hand-written for its topic: nothing else is ever printed."""
    subject = understand(words_of(term), term, None)
    assert subject is not None
    values = {value.lower() for name, value in slot_values(subject.entry).items()
              if name not in {"is", "much", "this_stuff"}}  # fmt: skip
    scored, _ = make_term(term)
    phrase = phrase_key(" ".join(compose(scored, subject, seed=seed).phrase))
    own = {phrase_key(pattern.text.replace("*", "").replace("/", " "))
           for topic in subject.entry.topics for pattern in stocks()[topic]}  # fmt: skip
    assert phrase in own or any(phrase_key(value) in phrase for value in values)


def test_styles_palettes_and_products_vary_and_exist(briefs: list[Brief]) -> None:
    assert len({brief.style for brief in briefs}) == 12
    assert {brief.palette for brief in briefs} == set(PALETTES)
    assert {product for brief in briefs for product in brief.product_types} == set(ProductType)
    assert all(brief.product_types[0] is ProductType.T_SHIRT for brief in briefs)


def test_products_are_those_of_the_style_that_suit_the_term(briefs: list[Brief]) -> None:
    fewer = 0
    for brief in briefs:
        scored, subject = make_term(brief.term)
        usual = choose_products(subject, brief.style, ProductType)
        assert set(brief.product_types) <= set(scored.products), brief.term
        assert 1 <= len(brief.product_types) <= 4
        assert USUAL_PRODUCTS not in brief.why_now
        fewer += len(brief.product_types) < len(usual)
    assert 0 < fewer < len(briefs)


@pytest.mark.parametrize("known", [(), (ProductType.POSTER,)])
def test_where_no_product_suits_those_of_the_style_stay_and_the_idea_says_so(
    known: tuple[ProductType, ...],
) -> None:
    scored, subject = make_term("nurse", products=known)
    brief = compose(scored, subject, seed=1)
    assert len(brief.product_types) >= 3
    assert brief.product_types == choose_products(subject, brief.style, ProductType)
    assert brief.why_now.endswith(f" {USUAL_PRODUCTS}")


def test_an_idea_is_the_same_one_whatever_suits_its_term() -> None:
    scored, subject = make_term("summer vibes")
    one = compose(scored, subject, seed=1)
    other = compose(replace(scored, products=()), subject, seed=1)
    assert (one.idea_id, one.phrase, one.style) == (other.idea_id, other.phrase, other.style)
    assert one.product_types != other.product_types
    # Ideas, and the designs and drafts made of them, were stored under these ids.
    words = phrase_key(" ".join(one.phrase))
    digest = hashlib.sha256(f"{scored.term_id}|1|composer/1|{words}".encode()).hexdigest()
    assert one.idea_id == digest[:16]


def test_keywords_are_buyers_words_and_different(briefs: list[Brief]) -> None:
    for brief in briefs:
        assert FEWEST_KEYWORDS <= len(brief.keywords) <= MOST_KEYWORDS, brief.term
        assert len(set(brief.keywords)) == len(brief.keywords)
        short = [word for word in brief.keywords if len(word) <= TAG_LENGTH]
        assert len(short) >= len(brief.keywords) * 0.6, (brief.term, brief.keywords)


def test_what_is_taken_is_not_said_again() -> None:
    scored, subject = make_term("gardening")
    first = compose(scored, subject, seed=1)
    shouted = " ".join(first.phrase).upper() + "!"
    assert compose(scored, subject, seed=1, taken=[shouted]).phrase != first.phrase


def test_when_all_is_said_the_error_names_the_term() -> None:
    scored, subject = make_term("gardening")
    every = [" ".join(phrase.lines) for phrase in phrases(subject)]
    with pytest.raises(NothingToSay, match="gardening") as raised:
        compose(scored, subject, seed=1, taken=every)
    assert raised.value.code == "idea.no_phrase"
    assert compose_many(scored, subject, 5, 1, every) == []


def test_a_worn_pattern_waits_for_fresh_ones() -> None:
    scored, subject = make_term("knitting")
    taken = ["I'd rather be fishing"]
    found = compose_many(scored, subject, 40, 3, taken)
    worn = [" ".join(brief.phrase).startswith("I'd Rather Be") for brief in found]
    assert not any(worn[:30])


def test_a_phrase_that_is_a_title_is_left_out() -> None:
    scored, subject = make_term("lake life")
    assert "meet me at the lake" in {phrase.key for phrase in phrases(subject)}
    said = {phrase_key(" ".join(brief.phrase)) for brief in compose_many(scored, subject, 99, 1)}
    assert len(said) == len(phrases(subject)) - 1
    assert "meet me at the lake" not in said


def test_tones_alternate_while_there_is_a_choice() -> None:
    scored, subject = make_term("gardening")
    found = compose_many(scored, subject, 6, 2)
    concepts = [brief.concept.split(" for ")[0] for brief in found]
    assert all(one != other for one, other in pairwise(concepts))


def test_the_gate_would_print_what_the_stocks_say() -> None:
    """No hand-written phrase names a person, a brand or a registered slogan."""
    blocked = []
    for found in stocks().values():
        for pattern in found:
            text = " ".join(pattern.text.replace("*", "").replace("/", " ").split())
            if assess(text, is_curated=True).status is RiskStatus.BLOCK:
                blocked.append(text)
    assert blocked == []


def evidence(value: float | None, rank: int | None, day: int, source: str = "tiktok") -> Evidence:
    return Evidence(
        source=source,
        origin="replay",
        region="US",
        metric="views_total" if value is not None else "rank",
        value=value,
        rank=rank,
        observed_on=date(2024, 12, day),
        captured_at=datetime(2024, 12, day, tzinfo=UTC),
    )


def test_why_now_is_made_of_the_figures_alone() -> None:
    scored, subject = make_term("dark romance", origin="replay", rank=7, confidence=0.62)
    rows = (evidence(9e9, None, 1), evidence(1.2e6, None, 31), evidence(None, 3, 31, "x"))
    brief = compose(replace(scored, evidence=rows), subject, seed=1)
    assert brief.why_now == (
        "Rank 7 on 2024-12-31 with confidence 0.62; "
        "tiktok views_total 1,200,000 on 2024-12-31."
    )  # fmt: skip
    assert brief.evidence == rows


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "Evergreen niche from our own list; no platform has measured it here."),
        (
            {"occasion": "Mother's Day", "publish_by": date(2025, 4, 13)},
            "Mother's Day: publish by 2025-04-13.",
        ),
        ({"origin": "replay"}, "Seen by 2024-12-31, not ranked yet."),
        (
            {"origin": "live", "rank": 2, "occasion": "Easter", "publish_by": date(2025, 2, 1)},
            "Rank 2 on 2024-12-31 with confidence 0.00; Easter, publish by 2025-02-01.",
        ),
        ({"origin": "live", "evidence": (evidence(None, 4, 30),)}, "Tiktok rank 4 on 2024-12-30."),
        ({"origin": "live", "evidence": (evidence(0.5, None, 30),)},
         "Tiktok views_total 0.50 on 2024-12-30."),
        ({"origin": "live", "evidence": (evidence(None, None, 30),)},
         "Seen by 2024-12-31, not ranked yet."),
    ],
)  # fmt: skip
def test_why_now_says_no_more_than_is_known(changes: dict[str, object], sentence: str) -> None:
    scored, subject = make_term("gardening", **changes)
    assert compose(scored, subject, seed=1).why_now == sentence


def test_the_occasion_colours_the_brief() -> None:
    scored, subject = make_term("christmas pajamas")
    brief = compose(scored, subject, seed=4)
    assert (brief.occasion, brief.palette) == ("Christmas", "holly_night")
    assert brief.term == "christmas pajamas"


def test_the_embedded_writer_is_the_composer() -> None:
    writer: Writer = EmbeddedWriter()
    scored, subject = make_term("chess")
    found = writer.write(WriteRequest(scored, subject, count=3, seed=5))
    assert found == compose_many(scored, subject, 3, 5)
    assert {brief.writer for brief in found} == {writer.name} == {COMPOSER_VERSION}


def test_sixty_phrases(snapshot: SnapshotAssertion) -> None:
    """Read them when they change: they are what a person would wear."""
    taken: set[str] = set()
    lines = []
    for term in [*SHAPES, *TERMS[::8]][:60]:
        scored, subject = make_term(term)
        brief = compose(scored, subject, seed=11, taken=taken)
        taken.add(" ".join(brief.phrase))
        look = f"{brief.style.value}, {brief.palette}"
        lines.append(f"{brief.term}: {' / '.join(brief.phrase)} ({look})")
    assert "\n".join(lines) == snapshot
