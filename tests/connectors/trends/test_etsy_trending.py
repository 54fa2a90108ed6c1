"""Etsy: cards and searches as a person sees them, decoys and ads, block pages, the visit."""

from __future__ import annotations

import html
import json

import pytest
from selectolax.lexbor import LexborHTMLParser

from connectors.errors import (
    Blocked,
    LoginWall,
    UnknownMarkup,
)
from tests.connectors.trends.cases.etsy_trending import card, page
from tests.connectors.trends.etsy_trending_samples import (
    CAPTCHA,
    parse,
    places,
)


def test_the_recorded_card(shared_data):
    body = (shared_data / "pages/etsy/listing_card_2025.html").read_bytes()
    heading = LexborHTMLParser(body).css_first("h3")
    parsed = parse(body)
    assert places(parsed, "title") == {" ".join(heading.text().split()): 1}
    number = LexborHTMLParser(body).css_first("[data-listing-id]").attributes["data-listing-id"]
    assert parsed.frame["url"].to_list() == [f"https://www.etsy.com/listing/{number}"]
    assert "vertisement" not in " ".join(parsed.frame["term"])


def test_the_recorded_listing(shared_data):
    name = "pages/etsy/internal_listing_json_2025-11_trimmed.json"
    body = (shared_data / name).read_bytes()
    listing = json.loads(body)["listing"]
    parsed = parse(body)
    assert places(parsed, "title") == {html.unescape(listing["title"]): 1}
    assert places(parsed, "keyword") == dict.fromkeys(listing["tags"], 1)
    assert parsed.frame.height == 1 + len(listing["tags"])
    assert set(parsed.frame["metric"]) == {"rank"}  # no metric of ours counts favourites
    assert any("bestseller" in note for note in parsed.notes) == listing["is_bestseller"]


def test_the_recorded_block_page(shared_data):
    body = (shared_data / "pages/etsy/blocked_datadome_captcha.html").read_bytes()
    with pytest.raises(Blocked):
        parse(body)


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"url": CAPTCHA}).encode(),
        f"<html><title>etsy.com</title><iframe src='{CAPTCHA}'></iframe></html>".encode(),
        b"<html><script>var dd={'rt':'i','host':'geo.captcha-delivery.com'}</script></html>",
        b"<html><script src='https://ct.captcha-delivery.com/i.js'></script></html>",
        b"<html><p>Please enable JS and disable any ad blocker</p></html>",
        b"<html><title>Access to this page has been denied</title></html>",
    ],
)
def test_a_block_page_is_never_an_empty_result(body):
    with pytest.raises(Blocked):
        parse(body)


def test_a_good_page_with_the_guards_own_script_is_read():
    tag = "<script src='https://js.datadome.co/tags.js'></script>"
    assert places(parse(page(card(1, "captcha meme mug"), before=tag)), "title") == {
        "captcha meme mug": 1
    }


def test_a_sign_in_page():
    with pytest.raises(LoginWall):
        parse(b"<html><form action='/signin'><input type='password'></form></html>")


def test_listings_in_their_order():
    parsed = parse(page(card(7, "frog mug"), card(3, "moth tee"), card(7, "frog mug")))
    assert places(parsed, "title") == {"frog mug": 1, "moth tee": 2}
    assert parsed.frame["line"].to_list() == [1, 2]
    assert parsed.frame["url"][0] == "https://www.etsy.com/listing/7"
    assert set(parsed.frame["region"]) == {"US"}


def test_two_listings_of_one_title_have_the_better_place():
    parsed = parse(page(card(1, "frog mug"), card(2, "moth tee"), card(3, "Frog Mug")))
    assert places(parsed, "title") == {"frog mug": 1, "moth tee": 2}


DECOYS = {
    "style": ("<i style='display:none'>cheap</i>", ""),
    "class": ("<i class='x1BJ'>cheap</i>", ".x1BJ{position:absolute;left:-9999px}"),
    "sized": ("<i class='q'>cheap</i>", ".q{font-size:0}"),
    "reader": ("<i class='wt-screen-reader-only'>cheap</i>", ""),
    "copy": ("<i aria-hidden='true'>cheap</i>", ""),
    "attribute": ("<i hidden>cheap</i>", ""),
}


@pytest.mark.parametrize(("decoy", "style"), DECOYS.values(), ids=DECOYS)
@pytest.mark.parametrize("linked", ["", " title='frog mug'"])
def test_hidden_words_are_no_part_of_a_title(decoy, style, linked):
    one = (
        f"<li data-listing-id='1'><a href='/listing/1/x'{linked}><h3>frog {decoy}mug</h3></a></li>"
    )
    assert places(parse(page(one, style=style)), "title") == {"frog mug": 1}


def test_words_hidden_by_an_unknown_sheet_are_told_by_the_link():
    one = (
        "<li data-listing-id='1'><a href='/listing/1/x' title='frog mug'>"
        "<h3>frog <i class='zz9'>cheap</i> mug</h3></a></li>"
    )
    assert places(parse(page(one)), "title") == {"frog mug": 1}


def test_a_hidden_card_is_none():
    hidden = f"<div style='display:none'>{card(1, 'decoy')}</div>"
    parsed = parse(page(hidden, card(2, "frog mug")))
    assert places(parsed, "title") == {"frog mug": 1}
    assert parsed.rows_read == 1


@pytest.mark.parametrize(
    "one",
    [
        "<li><a href='/listing/1/frog-mug'><h3>frog mug</h3></a></li>",
        "<li><a href='/listing/1/frog-mug'><img alt='frog mug'></a></li>",
        "<li><a href='/listing/1/x'></a><a href='/listing/1/x'><h3>frog mug</h3></a></li>",
        "<li data-listing-id='1'><a href='/listing/1/x' title='frog  mug'></a></li>",
        "<li data-listing-id='1'><h2>frog mug</h2></li>",
    ],
)
def test_cards_of_other_builds(one):
    assert places(parse(page(one)), "title") == {"frog mug": 1}


def test_a_card_without_a_title_is_refused():
    parsed = parse(page("<li data-listing-id='1'></li>", card(2, "frog mug")))
    assert parsed.quarantine["reason"].to_list() == ["missing_term"]
    assert places(parsed, "title") == {"frog mug": 1}
    with pytest.raises(UnknownMarkup):
        parse(page("<li data-listing-id='1'></li>"))


SELLER = (
    "<p data-seller-name-container>"
    "<span class='aa1' aria-hidden='true'>ad <i class='bb2'>vertisement</i> by FrogShop</span>"
    "<span class='aa1 wt-screen-reader-only'>Ad<i class='bb2'>vertisement</i> from FrogShop</span>"
    "<span class='cc3' aria-hidden='true'>FrogShop</span></p>"
)


@pytest.mark.parametrize(
    ("style", "query", "is_ad"),
    [
        (".cc3{display:none}", "", True),
        (".cc3{display:none} .bb2{font-size:0}", "", True),
        (".aa1{display:none}", "", False),
        ("", "", False),  # both wordings can be read: nothing is known
        ("", "ls=a", True),
        (".cc3{display:none}", "ls=s", False),
    ],
)
def test_ads_take_no_place(style, query, is_ad):
    cards = [card(1, "paid tee", inside=SELLER, query=query), card(2, "frog mug", query="ls=s")]
    parsed = parse(page(*cards, style=style))
    expected = {"frog mug": 1} if is_ad else {"paid tee": 1, "frog mug": 2}
    assert places(parsed, "title") == expected
    assert parsed.rows_read == 2
    assert ("1 ads passed over" in parsed.notes) == is_ad


@pytest.mark.parametrize(
    ("said", "is_ad"),
    [
        ("<span>Ad by FrogShop</span>", True),
        ("<span>Sponsored</span>", True),
        ("<span>Anzeige von FrogShop</span>", True),
        ("<span data-is-ad='true'></span>", True),
        ("<span hidden>Ad by FrogShop</span>", False),
        ("<span>AdaShop</span>", False),
        ("<span>adorable</span>", False),
    ],
)
def test_marks_of_ads(said, is_ad):
    paid = card(1, "Ad astra tee", inside=said, query="")
    parsed = parse(page(paid, card(2, "frog mug")))
    assert ("Ad astra tee" in places(parsed, "title")) != is_ad


def test_a_page_of_ads_is_empty():
    parsed = parse(page(card(1, "paid tee", query="ls=a")))
    assert parsed.frame.height == parsed.quarantine.height == 0
    assert parsed.notes == ("1 ads passed over",)


@pytest.mark.parametrize(
    ("inside", "query", "badges"),
    [
        ("<span class='wt-badge'>Bestseller</span>", "ls=s", 1),
        ("", "ls=s&bes=1", 1),
        ("<span class='wt-badge'>Star Seller</span>", "ls=s", 0),
        ("<span class='wt-badge' hidden>Bestseller</span>", "ls=s", 0),
    ],
)
def test_the_bestseller_badge_is_noted(inside, query, badges):
    notes = parse(page(card(1, "frog mug", inside=inside, query=query), card(2, "tee"))).notes
    assert notes == (("1 of 2 listings carry the bestseller badge",) if badges else ())


def test_the_page_of_one_listing_has_no_other_listings():
    heading = "<h1 data-buy-box-listing-title>frog mug</h1>"
    parsed = parse(page(card(2, "another"), before=heading))
    assert places(parsed, "title") == {"frog mug": 1}
    assert any("says nothing" in note for note in parsed.notes)
