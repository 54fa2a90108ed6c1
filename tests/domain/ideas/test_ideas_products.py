"""Products follow from the words, the subject and its season, and never from a low fit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ideas.fit import Fit, product_fit
from domain.ideas.products import MUG_CHARACTERS, REASONS, products_of
from domain.ideas.select import LOWEST_FIT
from domain.ideas.subject import understand
from domain.niches.loader import niches
from domain.vocabulary import ProductType


def products(text: str, language: str = "en") -> dict[str, str]:
    words = text.split()
    fit = product_fit(words, display=text, language=language, is_noise=False, category=None)
    found = products_of(words, text, fit, understand(words, text, None))
    return {str(suit.product): suit.reason.removeprefix("suits.") for suit in found}


@pytest.mark.parametrize(
    ("text", "product", "reason"),
    [
        ("nurse", "t_shirt", "worn"),
        ("nurse", "mug", "person"),
        ("sourdough", "mug", "table"),
        ("mothers day", "mug", "gift_day"),
        ("dark romance", "tote", "carried"),
        ("nurse", "sweatshirt", "any_weather"),
        ("christmas", "sweatshirt", "cold_season"),
        ("skiing", "hoodie", "cold_season"),
        ("volleyball", "hoodie", "team"),
        ("axolotl", "sticker", "short"),
        ("axolotl", "poster", "picture"),
        ("ohio", "poster", "picture"),
        ("texas raised", "hoodie", "team"),
        ("airport barber", "mug", "person"),
        ("sweater weather", "hoodie", "cold_season"),
        ("funny fishing mug", "mug", "named"),
        ("gardening poster", "poster", "named"),
    ],
)
def test_a_product_has_the_reason_of_its_rule(text: str, product: str, reason: str) -> None:
    assert products(text)[product] == reason


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("4th of july", "sweatshirt"),
        ("surfing", "hoodie"),
        ("beach bum", "sweatshirt"),
        ("occupational therapy assistant", "mug"),
        ("volleyball", "mug"),
        ("occupational therapy", "sticker"),
        ("nurse", "poster"),
    ],
)
def test_what_does_not_suit_is_not_claimed(text: str, product: str) -> None:
    assert product not in products(text)


@pytest.mark.parametrize("text", ["quarterly report", "zxqvk", "t shirt"])
def test_too_low_a_fit_has_no_product(text: str) -> None:
    assert products(text) == {}


@given(
    st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=5)
    | st.sampled_from([niche.term.split() for niche in niches()]),
    st.floats(0.02, 1),
)
def test_products_stand_in_one_order_and_with_a_known_reason(words: list[str], fit: float) -> None:
    text = " ".join(words)
    given = Fit(fit, "fit.unknown", "For the test.")
    found = products_of(words, text, given, understand(words, text, None))
    assert bool(found) == (fit >= LOWEST_FIT)
    assert [suit.product for suit in found] == [
        product for product in ProductType if product in {suit.product for suit in found}
    ]
    assert all(suit.reason in REASONS for suit in found)
    if found:
        assert found[0].product is ProductType.T_SHIRT
    if len(text) > MUG_CHARACTERS:
        assert all(s.product is not ProductType.MUG or s.reason == "suits.named" for s in found)


def test_every_reason_is_given_to_some_niche_or_gift_day() -> None:
    texts = [niche.term for niche in niches()] + ["mothers day", "christmas", "nurse mug"]
    assert {f"suits.{reason}" for text in texts for reason in products(text).values()} == set(
        REASONS
    )
