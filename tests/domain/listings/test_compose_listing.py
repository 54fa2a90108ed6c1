from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from domain.gate.risk import Risk, RiskCategory, RiskEvidence, RiskStatus
from domain.listings.compose import compose_listing
from domain.listings.limits import TAGS_MAX, breaches
from domain.listings.text import article, capitals
from domain.vocabulary import NicheCategory, Style
from tests.factories.briefs import a_brief


def clear(text: str) -> Risk:
    return Risk(RiskStatus.CLEAR, RiskCategory.NONE, "Nothing known.", "risk.none", (), "test")


def draft(brief=None, **changes):
    arguments = {
        "gate": clear,
        "garments": ("natural", "black"),
        "faces": ("bebas-neue",),
        "print_passed": True,
        **changes,
    }
    return compose_listing(brief or a_brief(), **arguments)


words = st.text(string.ascii_letters + " '-&%é日🌱", min_size=1, max_size=60).filter(str.strip)


@given(
    term=words,
    audience=words,
    phrase=st.lists(words, min_size=1, max_size=5),
    keywords=st.lists(words, max_size=14),
    occasion=st.none() | words,
    style=st.sampled_from(Style),
    category=st.sampled_from(NicheCategory),
)
def test_limits_hold_by_construction(term, audience, phrase, keywords, occasion, style, category):
    made = draft(
        a_brief(
            term=term,
            audience=audience,
            phrase=tuple(phrase),
            keywords=tuple(keywords),
            occasion=occasion,
            style=style,
            category=category,
            emphasis=phrase[0],
        )
    )
    assert breaches(made.title, made.tags, made.materials) == ()
    assert len(made.tags) == TAGS_MAX
    assert 0 <= made.quality.score <= 100


def test_the_title_opens_with_the_subject_and_holds_the_printed_words():
    made = draft()
    assert made.title.startswith("Gardening Shirt")
    assert "I'd Rather Be Gardening" in made.title


def test_the_description_names_words_audience_and_garments():
    text = draft().description
    assert "“I'd Rather Be Gardening”" in text
    assert "home gardeners" in text
    assert "natural, black" in text


def test_an_occasion_reaches_title_tags_and_description():
    made = draft(a_brief(occasion="Mother's Day"))
    assert "Mother's Day" in made.title
    assert "mother's day shirt" in made.tags
    assert "Mother's Day" in made.description


def test_a_name_in_any_text_blocks_the_draft_with_its_evidence():
    def gate(text: str) -> Risk:
        if "gardening" not in text.casefold():
            return clear(text)
        hit = RiskEvidence("gardening", "brands", "exact")
        return Risk(RiskStatus.BLOCK, RiskCategory.BRAND, "A brand.", "risk.brand", (hit,), "test")

    made = draft(gate=gate)
    assert made.blocked
    blocks = [finding for finding in made.findings if finding.status == "block"]
    assert all(finding.evidence == ("gardening (brands, exact)",) for finding in blocks)


def test_the_print_check_is_reported_as_it_stands():
    def status(passed):
        found = {f.code: f.status for f in draft(print_passed=passed).findings}
        return found["compliance.print_check"]

    assert [status(True), status(False), status(None)] == ["ok", "block", "todo"]


def test_what_only_the_seller_can_do_is_named():
    todo = {finding.code for finding in draft().findings if finding.status == "todo"}
    assert {
        "compliance.production_partner",
        "compliance.trademark_search",
        "compliance.human_approval",
    } <= todo


def test_quality_is_the_sum_of_its_reasons():
    quality = draft().quality
    earned = sum(part.points for part in quality.parts)
    assert sum(part.possible for part in quality.parts) == 100
    assert quality.score == earned
    assert all(part.message for part in quality.parts)


def test_specific_tags_earn_more_than_plain_ones():
    poor = draft(a_brief(keywords=()))
    rich = draft(
        a_brief(
            keywords=tuple(
                f"{word} gardener"
                for word in ("wise", "proud", "happy", "busy", "messy", "lazy", "quiet", "old")
            )
        )
    )
    assert rich.quality.score > poor.quality.score


def test_the_same_brief_makes_the_same_draft():
    assert draft() == draft()


def test_small_words():
    assert article("animal") == "an"
    assert article("retro") == "a"
    assert capitals("gift for the dog dad") == "Gift for the Dog Dad"
    assert capitals("BBQ dad") == "BBQ Dad"
