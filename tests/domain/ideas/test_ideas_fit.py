"""Product fit and buying intent come from the words alone, with a code and a sentence."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ideas.fit import LOWEST, Fit, buying_intent, product_fit
from domain.niches.loader import niches
from domain.signals import Kind
from domain.terms.normalise import normalise
from domain.vocabulary import NicheCategory


def fit(
    text: str,
    *,
    language: str = "en",
    is_noise: bool = False,
    category: NicheCategory | None = None,
) -> Fit:
    return product_fit(
        text.split(), display=text, language=language, is_noise=is_noise, category=category
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("nurse", "fit.identity"),
        ("dog mom", "fit.identity"),
        ("labrador mom", "fit.identity"),
        ("christmas gift for nurse", "fit.identity"),
        ("gardening", "fit.hobby"),
        ("funny fishing shirt", "fit.hobby"),
        ("axolotl", "fit.interest"),
        ("cat shirts for men", "fit.interest"),
        ("christmas pajamas", "fit.occasion"),
        ("mothers day shirt", "fit.occasion"),
        ("dark romance", "fit.genre"),
        ("enemies to lovers", "fit.genre"),
        ("bookish", "fit.attitude"),
        ("lake life", "fit.place"),
        ("ohio", "fit.place"),
        ("oregon raised", "fit.place"),
        ("montana shirt", "fit.place"),
        ("raised ohio", "fit.unknown"),
        ("norwegian", "fit.identity"),
        ("milky way", "fit.interest"),
        ("pumpkin patch", "fit.occasion"),
        ("airport barber", "fit.identity"),
        ("zxqvk nurse", "fit.unknown"),
        ("kayaker", "fit.hobby"),
        ("the nurse", "fit.definite"),
        ("the moon", "fit.interest"),
        ("the nurse gift", "fit.identity"),
        ("t shirt", "fit.product_only"),
        ("gift ideas", "fit.product_only"),
        ("quarterly report", "fit.unknown"),
        ("zxqvk", "fit.unknown"),
        ("how to win the next local election", "fit.too_long"),
    ],
)
def test_reason_follows_the_class_of_the_term(text: str, reason: str) -> None:
    assert fit(text).reason == reason


def test_noise_has_the_floor_whatever_the_words() -> None:
    assert fit("nurse", is_noise=True).value == LOWEST
    assert fit("nurse", is_noise=True).reason == "fit.noise"


def test_a_term_in_another_language_is_low_unless_it_is_understood() -> None:
    assert fit("abendkleid lang", language="de").reason == "fit.not_english"
    assert fit("crochet", language="fr").reason == "fit.hobby"


def test_a_niche_no_pattern_knows_is_better_than_an_unknown_term() -> None:
    known, unknown = fit("zxqvk", category=NicheCategory.HOBBY), fit("zxqvk")
    assert known.reason == "fit.niche"
    assert known.value > fit("quarterly report").value > unknown.value


def test_order_of_the_classes() -> None:
    texts = (
        "nurse",
        "nurse shirt",
        "labrador mom",
        "airport barber",
        "ohio",
        "the nurse",
        "t shirt",
    )
    values = [fit(text).value for text in texts]
    assert values == sorted(values, reverse=True)


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=8), st.booleans())
def test_every_value_is_within_the_range_and_repeats(words: list[str], is_noise: bool) -> None:
    def ask() -> Fit:
        return product_fit(
            words, display=" ".join(words), language="und", is_noise=is_noise, category=None
        )

    assert ask() == ask()
    assert LOWEST <= ask().value <= 1
    assert LOWEST <= buying_intent(words).value <= 1
    assert ask().explanation.endswith(".")


@pytest.mark.parametrize(
    ("text", "reason", "value"),
    [
        ("gift for dad", "intent.gift_for", 1.0),
        ("personalized mug", "intent.product_for", 1.0),
        ("fishing t shirt", "intent.product", 0.9),
        ("teacher gifts", "intent.gift", 0.9),
        ("custom pet portrait", "intent.custom", 0.8),
        ("recipes for mom", "intent.receiver", 0.7),
        ("etsy finds", "intent.shopping", 0.6),
        ("christmas pajamas", "intent.wearable", 0.5),
        ("dark romance", "intent.none", 0.3),
    ],
)
def test_intent(text: str, reason: str, value: float) -> None:
    found = buying_intent(text.split())
    assert (found.reason, found.value) == (reason, value)


def test_every_niche_suits_a_product() -> None:
    for niche in niches():
        words = normalise(niche.term, kind=Kind.NICHE).words
        found = product_fit(
            words, display=niche.term, language="en", is_noise=False, category=niche.category
        )
        assert found.value >= 0.7, niche.term


def test_thousands_a_second() -> None:
    """Over 40,000 a second with intent, untraced; the floor leaves room for coverage."""
    fit("warm up the lists")
    texts = [f"{niche.term} {number}" for niche in niches() for number in range(12)]
    start = time.perf_counter()
    for text in texts:
        fit(text)
    assert len(texts) / (time.perf_counter() - start) > 2_000
