"""The gate's verdicts: lists, patterns, shapes, doubt, and properties that hold for any text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.gate.gate import GATE_VERSION, assess
from domain.gate.lists import OWN_CATEGORIES, own_names
from domain.gate.risk import RiskCategory, RiskStatus
from domain.niches.loader import niches

KINDS = ("keyword", "hashtag", "topic", "search", "article", "niche", "title", "occasion")


@pytest.mark.parametrize(
    "text",
    [
        "dark romance",
        "bookish gifts",
        "dog mom",
        "camping",
        "enemies to lovers",
        "christmas pajamas",
        "spicy books",
        "booktok",
        "rose gold wedding",
        "summer reading",
        "king cake",
        "Plant Mom Shirt, Retro Tee, Gift for Plant Lovers",
        "grace and hope",
        "autumn leaves",
        "hunter green hoodie",
        "jazz hands",
        "cornhole",
        "honky tonk",
        "therapist",
        "birthday girl",
        "giraffe",
        "maine coon cat mug",
        "shooting stars",
    ],
)
def test_ordinary_subjects_are_clear(text: str) -> None:
    risk = assess(text)
    assert risk.status is RiskStatus.CLEAR, risk
    assert (risk.category, risk.code, risk.evidence) == (RiskCategory.NONE, "risk.none", ())


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("colleen hoover books", RiskCategory.PERSON),
        ("#colleenhoover", RiskCategory.PERSON),
        ("Taylor Swift's tour", RiskCategory.MUSIC),
        ("fourth wing", RiskCategory.BOOK),
        ("imagine dragons hoodie", RiskCategory.MUSIC),
        ("fourth wing hoodie", RiskCategory.BOOK),
        ("star wars party", RiskCategory.FRANCHISE),
        ("Nike shoes", RiskCategory.BRAND),
        ("Carter's", RiskCategory.BRAND),
        ("dallas cowboys shirt", RiskCategory.TEAM),
        ("bullshit", RiskCategory.PROFANITY),
        ("presidential election mug", RiskCategory.SENSITIVE),
    ],
)
def test_listed_names_are_blocked_wherever_they_stand(text: str, category: RiskCategory) -> None:
    risk = assess(text)
    assert (risk.status, risk.category) == (RiskStatus.BLOCK, category)
    assert risk.code == f"risk.{category.value}"
    assert risk.evidence
    assert risk.evidence[0].matched in risk.reason
    assert risk.gate_version == GATE_VERSION


@pytest.mark.parametrize(
    ("tag", "shown"),
    [
        ("wendyheiss", "wendy heiss"),
        ("alexamartin", "alexa martin"),
        ("vekelly", "ve kelly"),
        ("erinacraigg", "erin acraigg"),
        ("xqmartinez", "xq martinez"),
        ("brunoxavierbooks", "bruno xavier"),
        ("zolenmartinez", "zolen martinez"),
        ("tqbrunkel", "tq brunkel"),
    ],
)
def test_a_tag_shaped_like_a_name_is_blocked_as_a_shape(tag: str, shown: str) -> None:
    risk = assess(f"#{tag}", kind="hashtag")
    assert (risk.status, risk.category) == (RiskStatus.BLOCK, RiskCategory.PERSON)
    assert (risk.evidence[0].matched, risk.evidence[0].how) == (shown, "shape")


@pytest.mark.parametrize(
    ("text", "kind", "how"),
    [
        ("violet harkness", "keyword", "shape"),
        ("q t brankowski", "keyword", "shape"),
        ("holly bishop", "hashtag", "shape"),
        ("mug for Karen Rodriguez and friends", "keyword", "shape"),
        ("Fernandes", "topic", "shape"),
        ("Zolniak", "topic", "shape"),
        ("Zolniak Brovik", "topic", "shape"),
        ("Frank", "topic", "shape"),
        ("Maldonado", "hashtag", "shape"),
        ("the hollow orchard", "hashtag", "shape"),
        ("a harvest of quiet wolves", "hashtag", "shape"),
        ("salt and thimble", "hashtag", "shape"),
        ("lanterns on the canal", "hashtag", "shape"),
        ("wicked serpent", "hashtag", "shape"),
        ("crown of embers", "hashtag", "shape"),
        ("RIP Zolniak", "keyword", "pattern"),
        ("RIPZolniak", "hashtag", "pattern"),
        ("SkyForZolniak", "hashtag", "pattern"),
        ("happy birthday matt", "topic", "pattern"),
        ("season 4", "keyword", "pattern"),
        ("zolniak tour", "keyword", "pattern"),
        ("official video", "keyword", "pattern"),
        ("idaho badgers", "hashtag", "pattern"),
        ("Team Zolniak", "keyword", "pattern"),
        ("zolniak vs brovik", "keyword", "pattern"),
    ],
)
def test_shapes_and_patterns_name_how_they_matched(text: str, kind: str, how: str) -> None:
    risk = assess(text, kind=kind)
    assert risk.status is RiskStatus.BLOCK, risk
    assert risk.evidence[0].how == how


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("zolniakery", "keyword"),
        ("hannah", "keyword"),
        ("진입장벽", "topic"),
        ("mixed signals", "hashtag"),
        ("when books attack you", "hashtag"),
        ("sarong run 2025", "hashtag"),
        ("2025", "hashtag"),
        ("crossed", "hashtag"),
        ("???", "keyword"),
        ("", "keyword"),
    ],
)
def test_what_nobody_knows_is_kept_for_review(text: str, kind: str) -> None:
    risk = assess(text, kind=kind)
    assert (risk.status, risk.category) == (RiskStatus.REVIEW, RiskCategory.UNKNOWN)
    assert risk.code == "risk.unknown"


@pytest.mark.parametrize(
    "text", ["happy birthday mom", "team bride", "cats vs dogs", "we love you dad", "rip grandpa"]
)
def test_turns_of_phrase_about_ordinary_people_are_clear(text: str) -> None:
    assert assess(text).status is RiskStatus.CLEAR


@pytest.mark.parametrize(
    "text",
    ["darkromance", "booklover", "back to school nails", "christmas 2025", "dog mom", "texas"],
)
def test_a_tag_with_our_vocabulary_is_clear(text: str) -> None:
    assert assess(text, kind="hashtag").status is RiskStatus.CLEAR


def test_curated_terms_meet_the_lists_but_are_never_unknown() -> None:
    assert assess("zolniakery", is_curated=True).status is RiskStatus.CLEAR
    assert assess("nike dad", is_curated=True).status is RiskStatus.BLOCK


def test_every_curated_niche_may_become_an_idea() -> None:
    kept = {niche.term: assess(niche.term, kind="niche", is_curated=True) for niche in niches()}
    bad = {
        term: risk.evidence for term, risk in kept.items() if risk.status is not RiskStatus.CLEAR
    }
    assert bad == {}


def test_a_subject_that_is_also_a_name_is_the_name_only_among_topics() -> None:
    assert assess("big brother").status is RiskStatus.CLEAR
    assert assess("Big Brother", kind="topic").category is RiskCategory.FRANCHISE


def test_the_callers_words_and_doubt_are_used() -> None:
    split = assess("ripquorn", words=("rip", "quornhaus"), kind="hashtag")
    assert split == assess("ripquorn", kind="hashtag")  # words of another text are not believed
    sure = assess("WendyHeiss", words=("wendy", "heiss"), kind="hashtag")
    doubted = assess(
        "wendyheiss", words=("wendyheiss",), kind="hashtag", segmentation_confidence=0.1
    )
    assert sure.status is doubted.status is RiskStatus.BLOCK


def test_a_name_beside_other_words_in_an_unsplit_tag_is_found() -> None:
    assert assess("icebreakerhannahgrace", kind="hashtag").status is RiskStatus.BLOCK
    assert assess("jungkookfanszz", kind="hashtag").status is RiskStatus.BLOCK
    assert assess("kandisteinerbooks", kind="hashtag").evidence[0].how == "compact"
    assert assess("gift for kandisteiner fans").status is RiskStatus.BLOCK


ALL_NAMES = sorted({name for stem in OWN_CATEGORIES for name in own_names(stem)})


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(ALL_NAMES), st.sampled_from(("keyword", "hashtag", "topic")))
def test_case_hashtag_and_spacing_do_not_change_the_status_of_a_listed_name(
    name: str, kind: str
) -> None:
    joined = name.replace(" ", "")
    camel = "".join(word.capitalize() for word in name.split())
    forms = [name, name.upper(), name.title(), f"  {name.replace(' ', '  ')} "]
    assert len({assess(form, kind=kind).status for form in forms}) == 1
    compacts = [joined, f"#{joined}", f"#{camel}", joined.upper()]
    statuses = {assess(form, kind=kind).status for form in compacts}
    assert len(statuses) == 1
    if kind == "topic":
        assert assess(name, kind=kind).status is RiskStatus.BLOCK


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.sampled_from(KINDS))
def test_any_text_gets_the_same_verdict_twice_and_never_raises(text: str, kind: str) -> None:
    risk = assess(text, kind=kind)
    again = assess(text, kind=kind, words=())
    assert risk == again
    assert risk.reason
    assert (risk.status is RiskStatus.BLOCK) == (
        risk.category not in (RiskCategory.NONE, RiskCategory.UNKNOWN)
    )
    assert (risk.status is RiskStatus.CLEAR) == (risk.category is RiskCategory.NONE)


@settings(max_examples=150, deadline=None)
@given(st.from_regex(r"[a-z]{2,9}( [a-z]{2,9}){0,3}", fullmatch=True), st.sampled_from(KINDS))
def test_capitals_and_a_hash_never_change_a_verdict(text: str, kind: str) -> None:
    plain = assess(text, kind=kind)
    assert assess(text.upper(), kind=kind) == plain
    assert assess(f"#{text}", kind=kind) == plain


@pytest.mark.parametrize("word", ["cowboys", "bears", "Dolphins", "#Jazz"])
def test_a_bare_club_nickname_is_doubted_where_people_name_clubs(word: str) -> None:
    assert assess(word, kind="topic").status is not RiskStatus.CLEAR
    assert assess(word, kind="niche", is_curated=True).status is RiskStatus.CLEAR
