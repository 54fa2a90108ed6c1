"""Etsy: cards and searches as a person sees them, decoys and ads, block pages, the visit."""

from __future__ import annotations

import html
import json
from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from connectors.errors import (
    BadAnswer,
    Blocked,
    LoginWall,
    NoData,
    NotConfigured,
    RateLimited,
    Unavailable,
    UnknownMarkup,
)
from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from connectors.settings import ConnectorSettings, ProviderKeys
from connectors.trends.base import Visit
from connectors.trends.etsy_trending import PAGES, EtsyTrendingPage
from tests.connectors.trends.cases.etsy_trending import card, page, trending
from tests.fakes.browser import ScriptedBrowser
from tests.fakes.http import FakeClock, Reply, ScriptedTransport

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
META = {"captured_at": NOW.isoformat(), "region": "US"}
SOURCE = EtsyTrendingPage()
CAPTCHA = "https://geo.captcha-delivery.com/captcha/?initialCid=A"


def parse(body: bytes | object):
    payload = body if isinstance(body, bytes) else json.dumps(body).encode()
    return SOURCE.parse(payload, META)


def places(parsed, kind: str) -> dict[str, int]:
    rows = parsed.frame.filter((pl.col("kind") == kind) & (pl.col("metric") == "rank"))
    return dict(rows.select("term", "rank").iter_rows())


def chips(heading: str, *searches: str, tag: str = "h2") -> str:
    links = "".join(
        f"<li><a href='/search?q={search.replace(' ', '+')}&ref=rel'>{search}</a></li>"
        for search in searches
    )
    return f"<section><{tag}>{heading}</{tag}><ul>{links}</ul></section>"


# -- recordings ---------------------------------------------------------------------------------


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


# -- block pages --------------------------------------------------------------------------------


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


# -- listings -----------------------------------------------------------------------------------


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


# -- searches -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    [
        "Trending searches",
        "Related searches",
        "Popular right now",
        "Explore related searches",
        "People also search for",
        "Beliebte Suchanfragen",
        "Recherches associées",
        "Búsquedas relacionadas",
    ],
)
@pytest.mark.parametrize("tag", ["h2", "h4"])
def test_lists_of_searches(heading, tag):
    parsed = parse(page(before=chips(heading, "frog mug", "moth tee", tag=tag)))
    assert places(parsed, "search") == {"frog mug": 1, "moth tee": 2}


@pytest.mark.parametrize(
    "part",
    [
        "<div data-module='related-searches'>{}</div>",
        "<div class='trending-searches-list'>{}</div>",
        "<nav aria-label='Related searches'>{}</nav>",
        "<div><h3>Related searches</h3><div><div>{}</div></div></div>",
    ],
)
def test_parts_that_call_themselves_a_list(part):
    links = "<a href='/market/frog_mug'>frog mug</a><a href='/market/moth_tee'>Moth Tee</a>"
    parsed = parse(page(card(1, "a tee"), before=part.format(links)))
    assert places(parsed, "search") == {"frog mug": 1, "Moth Tee": 2}
    assert places(parsed, "title") == {"a tee": 1}


def test_links_of_menus_filters_and_results_are_no_trend():
    links = (
        "<div><h2>Filters</h2><a href='/search?q=mug&free_shipping=1'>Free shipping</a></div>"
        "<nav><h2>Trending searches</h2></nav><nav><a href='/search?q=gift'>Gift</a></nav>"
        "<div data-module='related-searches'><a href='/search?q=mug&page=2'>2</a>"
        "<a href='/search?q=frog+mug'>frog mug</a></div>"
    )
    assert places(parse(page(before=links)), "search") == {"frog mug": 1}


def test_a_search_on_two_lists_has_its_better_place():
    lists = chips("Trending searches", "tee", "frog mug") + chips("Related searches", "Frog Mug")
    parsed = parse(page(before=lists))
    assert places(parsed, "search") == {"tee": 1, "Frog Mug": 1}
    assert parsed.rows_read == 3


@pytest.mark.parametrize(
    ("link", "term"),
    [
        ("<a href='/search?q=frog+mug'><i hidden>cheap</i> Frog mug</a>", "Frog mug"),
        ("<a href='/search?q=frog+mug'>Shop all 1,204</a>", "frog mug"),
        ("<a href='/search?q=caf%C3%A9+mug'><img alt=''></a>", "café mug"),
        ("<a href='/market/fathers_day'>Father's Day</a>", "Father's Day"),
        ("<a href='/search?ref=x&amp;search_query=frog+mug'>frog mug</a>", "frog mug"),
    ],
)
def test_the_words_of_a_search(link, term):
    part = f"<div data-module='related-searches'>{link}</div>"
    assert places(parse(page(before=part)), "search") == {term: 1}


# -- empty, changed, cut off --------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "We couldn't find any results for xyzzy",
        "We couldn’t find any results for xyzzy",
        "No results found",
        "Keine Ergebnisse gefunden",
        "Aucun résultat",
    ],
)
def test_a_real_empty_result(said):
    body = f"<!doctype html><html><body><p>{said}</p></body></html>".encode()
    parsed = parse(body)
    assert parsed.frame.height == parsed.quarantine.height == 0


def test_an_empty_grid_is_empty():
    assert parse(page()).frame.height == 0


@pytest.mark.parametrize(
    "body",
    [
        page("<li><a href='/thing/1'>frog mug</a></li>"),
        b"<!doctype html><html><body><p>Showing 10 results</p></body></html>",
        b"<!doctype html><html><body><p hidden>No results found</p></body></html>",
        b"{}",
        b"[]",
        b'{"error":"Not found"}',
        b'{"listing_id":5}',
    ],
)
def test_a_changed_answer(body):
    with pytest.raises(UnknownMarkup):
        parse(body)


@pytest.mark.parametrize("cut", [1, 20, 200])
def test_a_page_cut_off(cut):
    with pytest.raises(BadAnswer):
        parse(trending(3)[:-cut])


@given(count=st.integers(0, 30), ads=st.sets(st.integers(1, 30)))
def test_every_visible_listing_that_is_no_ad_has_a_place(count, ads):
    cards = [
        card(number, f"mug {number}", query="ls=a" if number in ads else "ls=s")
        for number in range(1, count + 1)
    ]
    organic = [number for number in range(1, count + 1) if number not in ads]
    parsed = parse(page(*cards))
    assert places(parsed, "title") == {
        f"mug {number}": place for place, number in enumerate(organic, start=1)
    }


# -- JSON ---------------------------------------------------------------------------------------


def test_listings_of_an_answer():
    parsed = parse(
        {
            "results": [
                {"listing_id": 1, "title": "Frog &amp; moth  mug", "tags": ["frog", "mug"]},
                {"listing_id": 2, "title": "paid tee", "is_ad": True, "tags": ["paid"]},
                {"listing_id": 3, "title": "moth tee", "tags": ["moth", "frog"], "views": 1200},
            ]
        }
    )
    assert places(parsed, "title") == {"Frog & moth mug": 1, "moth tee": 2}
    assert places(parsed, "keyword") == {"frog": 1, "mug": 1, "moth": 2}
    views = parsed.frame.filter(pl.col("metric") == "views_total")
    assert list(views.select("term", "value").iter_rows()) == [("moth tee", 1200.0)]
    assert parsed.notes == ("1 ads passed over",)


def test_one_listing_told_in_several_places():
    told = {"listing_id": 1, "title": "frog mug"}
    parsed = parse({"card": told, "listing": {**told, "tags": ["frog"], "is_bestseller": True}})
    assert places(parsed, "title") == {"frog mug": 1}
    assert places(parsed, "keyword") == {"frog": 1}
    assert len(parsed.notes) == 2


@pytest.mark.parametrize(
    "answer",
    [
        {"trending_searches": ["frog mug", "moth tee"]},
        {"relatedSearches": [{"query": "frog mug"}, {"query": "moth tee"}]},
        {"data": {"related_searches": [{"title": "frog mug"}, {"title": "moth tee"}]}},
        {"results": [{"query": "frog mug"}, {"query": "moth tee"}]},
        {"search_suggestions": [{"text": "frog mug"}, {"text": "moth tee"}]},
    ],
)
def test_searches_of_an_answer(answer):
    assert places(parse(answer), "search") == {"frog mug": 1, "moth tee": 2}


@pytest.mark.parametrize("answer", [{"results": []}, {"trending_searches": []}, {"listings": []}])
def test_an_empty_answer_list(answer):
    assert parse(answer).frame.height == 0


def test_pieces_of_pages_in_an_answer():
    piece = f"<ul>{card(1, 'frog mug')}{card(2, 'paid tee', query='ls=a')}</ul>"
    assert places(parse({"output": {"results": piece}}), "title") == {"frog mug": 1}


def test_a_page_that_keeps_its_list_in_a_script():
    kept = json.dumps({"listings": [{"listing_id": 1, "title": "frog mug"}]})
    body = f"<html><body><script type='application/json'>{kept}</script></body></html>"
    assert places(parse(body.encode()), "title") == {"frog mug": 1}


# -- the visit ----------------------------------------------------------------------------------


class World:
    """Etsy for one test."""

    def __init__(self, *replies: Reply) -> None:
        self.browser = ScriptedBrowser(list(replies))

    def fetch(self, *terms: str, pages: bool = True):
        clock = FakeClock()
        with HttpClient(user_agent="t", transport=ScriptedTransport([])) as client:
            return SOURCE.fetch(
                Visit(
                    http=client,
                    deadline=Deadline(20, clock=clock),
                    today=date(2026, 3, 2),
                    settings=ConnectorSettings(_env_file=None, live_regions="GB,US"),
                    keys=ProviderKeys(_env_file=None),
                    terms=terms,
                    browser=self.browser if pages else None,
                )
            )

    @property
    def addresses(self) -> list[str]:
        return [request.url for request in self.browser.requests]


def test_a_visit_opens_few_pages():
    world = World(Reply(200, trending(3)))
    payloads = world.fetch(*(f"frog mug {number}" for number in range(20)))
    assert len(payloads) == len(world.addresses) == len(set(world.addresses)) == PAGES
    assert "https://www.etsy.com/market/frog_mug_0" in world.addresses
    assert {request.region for request in world.browser.requests} == {"GB"}
    assert places(SOURCE.parse(payloads[0].body, payloads[0].meta), "title") == {
        f"cottage mug {place}": place for place in (1, 2, 3)
    }


def test_a_term_cannot_lead_to_another_page():
    world = World(Reply(200, trending(1)))
    world.fetch("../signin?x=/y#z")
    assert world.addresses[-1] == "https://www.etsy.com/market/..%2Fsignin%3Fx%3D%2Fy%23z"


def test_pages_are_opened_only_when_switched_on():
    with pytest.raises(NotConfigured, match="PODPUSHER_PAGES"):
        World().fetch("mug", pages=False)


def test_a_missing_page_does_not_end_the_visit():
    world = World(Reply(404), Reply(200, trending(1)))
    assert len(world.fetch()) == len(world.addresses) - 1
    with pytest.raises(NoData):
        World(Reply(404)).fetch()


@pytest.mark.parametrize(
    ("reply", "error"), [(Reply(403), Blocked), (Reply(429), RateLimited), (Reply(401), LoginWall)]
)
def test_a_shut_door_ends_the_visit(reply, error):
    world = World(reply, Reply(200, trending(1)))
    with pytest.raises(error):
        world.fetch("mug")
    assert len(world.addresses) == 1


def test_a_block_page_ends_the_visit_and_is_kept():
    block = f"<html><iframe src='{CAPTCHA}'></iframe></html>".encode()
    world = World(Reply(200, trending(1)), Reply(200, block), Reply(200, trending(1)))
    payloads = world.fetch("mug")
    assert [payload.body for payload in payloads] == [trending(1), block]
    assert world.browser.failures == [(SOURCE.id, Blocked.code)]
    with pytest.raises(Blocked):
        SOURCE.parse(payloads[1].body, payloads[1].meta)


def test_no_page_at_all():
    with pytest.raises(Unavailable):
        World(Reply(500)).fetch()
