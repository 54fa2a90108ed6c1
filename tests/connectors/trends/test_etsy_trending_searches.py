"""Etsy: lists of searches, answers of its own requests, and the visit."""

from __future__ import annotations

import json
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from connectors.trends.etsy_trending import PAGES
from tests.connectors.trends.cases.etsy_trending import card, page, trending
from tests.connectors.trends.etsy_trending_samples import (
    CAPTCHA,
    SOURCE,
    chips,
    parse,
    places,
)
from tests.fakes.browser import ScriptedBrowser
from tests.fakes.http import FakeClock, Reply, ScriptedTransport


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
