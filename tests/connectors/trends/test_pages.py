"""Pages that stand before the data are told from data, and data is never taken for them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import BadAnswer, Blocked, LoginWall, UnknownMarkup
from connectors.trends.pages import refuse_block_or_wall, refuse_pages

CAPTCHA_HOST = "https://geo.captcha-delivery.com/captcha/?initialCid=A"


def page(body: str, title: str = "site.example", head: str = "") -> bytes:
    return f"<!doctype html><html><head><title>{title}</title>{head}</head>{body}</html>".encode()


def card(title: str, number: int = 1) -> str:
    return (
        f"<li><a class='listing-link' href='/listing/{number}' title='{title}'>"
        f"<h3>{title}</h3></a></li>"
    )


BLOCKS = {
    "datadome frame": page(f"<iframe src='{CAPTCHA_HOST}'></iframe>", "shop.example"),
    "datadome script": page(
        "<script>var dd={'rt':'c','host':'geo.captcha-delivery.com'}</script>", "shop.example"
    ),
    "datadome words": page("<p id='cmsg'>Please enable JS and disable any ad blocker</p>"),
    "datadome json": json.dumps({"url": CAPTCHA_HOST}).encode(),
    "datadome json with a mark": b"\xef\xbb\xbf " + json.dumps({"url": CAPTCHA_HOST}).encode(),
    "cloudflare wait": page("<script>window._cf_chl_opt={cvId:'3'};</script>", "Just a moment..."),
    "cloudflare wait in another language": page(
        "<script src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1'></script>",
        "Nur einen Augenblick",
    ),
    "cloudflare refusal": page(
        "<h1>Sorry, you have been blocked</h1>", "Attention Required! | Cloudflare"
    ),
    "cloudflare in words": b"error code: 1020",
    "perimeterx": page("<div id='px-captcha'></div>", "Access to this page has been denied."),
    "perimeterx json": json.dumps(
        {"appId": "PX1a2b", "jsClientSrc": "/x/init.js", "blockScript": "/x/captcha.js"}
    ).encode(),
    "akamai": (
        b"<HTML><HEAD>\n<TITLE>Access Denied</TITLE>\n</HEAD><BODY>\n<H1>Access Denied</H1>\n"
        b'You don\'t have permission to access "http&#58;&#47;&#47;shop&#46;example" on this '
        b"server.<P>\nReference&#32;&#35;18&#46;1a2b3c4d&#46;1700000000&#46;5e6f\n</BODY></HTML>"
    ),
    "akamai challenge": page("<div id='sec-if-cpt-container'></div>", " "),
    "akamai json": b'{"sec-cp-challenge": "true", "provider": "adaptive"}',
    "incapsula": page("Request unsuccessful. Incapsula incident ID: 1-2"),
    "google": page(
        "<form id='captcha-form' action='index'></form>Our systems have detected unusual traffic "
        "from your computer network.",
        "https://site.example/search",
    ),
    "google in German": page(
        "<p>Unsere Systeme haben ungewöhnlichen Datenverkehr aus Ihrem Netz festgestellt.</p>"
    ),
    "tiktok bar": page(
        "<div class='captcha_verify_container'><div class='captcha_verify_bar--title'>"
        "Drag the slider to fit the puzzle</div></div>",
        "TikTok - Make Your Day",
    ),
    "tiktok json": b'{"code":"10000","type":"verify","subtype":"slide","region":"va"}',
    "reddit": page("<h2>whoa there, pardner!</h2><p>Your request has been blocked</p>"),
    "press and hold": page("<p>Press &amp; Hold to confirm you are a human</p>"),
    "bare captcha": page("<div class='g-recaptcha'></div>"),
    "comment first": b"<!-- edge -->\n" + page("<p>Are you a robot?</p>"),
    "xml first": b'<?xml version="1.0"?>' + page("<p>Access to this page has been denied</p>"),
}
WALLS = {
    "password": page("<form action='/x'><input type='password' name='p'></form>"),
    "instagram title": page("<div id='root'></div>", "Login • Instagram"),
    "instagram shell": page(
        '<script>window._sharedData = {"entry_data":{"LoginAndSignupPage":[{}]}};</script>',
        "Instagram",
    ),
    "instagram address": page(
        "<div></div>",
        "Instagram",
        "<link rel='canonical' href='https://www.instagram.com/accounts/login/'>",
    ),
    "instagram json": b'{"message":"Please wait a few minutes","require_login":true}',
    "x shell": page("<h1>Happening now</h1><h2>Join today.</h2><a href='/login'>Sign in</a>", "X"),
    "x sign-in": page("<div><h1>Sign in to X</h1></div>", "Log in to X / X"),
    "a script that sends on": page("<script>window.location.replace('/login?next=1')</script>"),
    "a refresh that sends on": page("", "x", "<meta http-equiv='Refresh' content='0;url=/login'>"),
    "google form": page("<form action='https://consent.google.com/save'></form>" + "text " * 900),
    "youtube form": page("<form action='https://consent.youtube.com/save'></form>"),
    **{
        f"consent: {said[:12]}": page(f"<h1>{said}</h1><form></form>")
        for said in (
            "Before you continue to Google",
            "Bevor Sie zu Google weitergehen",
            "Avant d’accéder à Google",
            "Antes de ir a Google",
            "Prima di continuare su Google",
            "Voordat je verdergaat naar Google",
            "Zanim przejdziesz do Google",
            "Innan du fortsätter till Google",
            "Google に進む前に",
            "Google로 이동하기 전에",
        )
    },
    **{
        f"sign-in: {said[:12]}": page(f"<p>{said}</p>")
        for said in (
            "Log in to continue",
            "Please sign in",
            "Sign up to see photos and videos",
            "Melde dich an, um mehr zu sehen",
            "Connectez-vous pour continuer",
            "Inicia sesión para continuar",
            "Войдите, чтобы продолжить",
        )
    },
}
CARDS = "".join(card(f"cottage mug {number}", number) for number in range(40))
SAID = (
    "captcha meme shirt",
    "Access Denied",
    "Are you a robot? nerdy mug",
    "Please log in, wedding sign",
    "Verify you are human sticker",
    "Before you continue, coffee first",
    "unusual traffic from your heart",
    "DataDome",
    "Just a moment...",
)
PAGES = {
    "a sign-in link in the header": page(
        f"<header><a href='/signin'>Sign in</a><button>Log in to continue</button></header>{CARDS}"
    ),
    "a hidden sign-in form": page(
        f"<div style='display:none'><input type='password'></div><ul>{card('mug')}</ul>"
    ),
    "a sign-in form in a closed dialog": page(
        f"<dialog><input type='password'></dialog><ul>{card('mug')}</ul>"
    ),
    "a cookie notice": page(f"<div>We use cookies. Accept all?</div>{CARDS}"),
    "datadome's tag on a good page": page(
        CARDS,
        head="<script>window.ddjskey='A'</script><script src='https://js.datadome.co/tags.js'>"
        "</script><link rel='dns-prefetch' href='https://geo.captcha-delivery.com'>",
    ),
    "cloudflare's tag on a good page": page(
        f"{CARDS}<script>window.__CF$cv$params={{}};</script>"
        "<script src='/cdn-cgi/challenge-platform/h/g/scripts/jsd/main.js'></script>"
    ),
    "a script that knows the way to the login": page(
        f"<ul>{card('mug')}</ul><script>{'var a=1;' * 400}location.href='/login'</script>"
    ),
    "data that mentions it": page(
        '<ul></ul><script type="application/json">{"t":"_cf_chl_opt = captcha-delivery"}</script>'
    ),
    "a page without script": page(f"<noscript>Please enable JS</noscript><ul>{card('mug')}</ul>"),
    "a captcha in a newsletter form": page(
        f"<p>{'All about our cottage. ' * 20}</p><div class='g-recaptcha'></div>"
    ),
    "a listing alone": page("<div data-listing-id='1'><h1>Please sign in, wedding sign</h1></div>"),
    **{f"sold: {said}": page(f"<ul>{card(said)}</ul>", f"{said} - Shop") for said in SAID},
    **{f"fragment: {said}": card(said).encode() for said in SAID},
}


@pytest.mark.parametrize("body", BLOCKS.values(), ids=BLOCKS)
@pytest.mark.parametrize("refuse", [refuse_pages, refuse_block_or_wall])
def test_block_pages(refuse, body):
    with pytest.raises(Blocked, match=r"^some_source: .+\. .+\.$"):
        refuse(body, "some_source")


@pytest.mark.parametrize("body", WALLS.values(), ids=WALLS)
@pytest.mark.parametrize("refuse", [refuse_pages, refuse_block_or_wall])
def test_walls(refuse, body):
    with pytest.raises(LoginWall, match=r"^some_source: .+\. .+\.$"):
        refuse(body, "some_source")


@pytest.mark.parametrize("body", PAGES.values(), ids=PAGES)
def test_ordinary_pages_are_pages_and_no_more(body):
    refuse_block_or_wall(body, "some_source")
    with pytest.raises(UnknownMarkup):
        refuse_pages(body, "some_source")


@pytest.mark.parametrize("refuse", [refuse_pages, refuse_block_or_wall])
@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"items": [{"title": "captcha meme", "url": CAPTCHA_HOST}]}).encode(),
        json.dumps({"url": "https://shop.example/?to=geo.captcha-delivery.com"}).encode(),
        json.dumps({"message": "please log in", "data": []}).encode(),
        json.dumps(["access denied", "captcha"]).encode(),
        b'{"broken": "captcha',
        b"<rss><channel><item><title>captcha</title></item></channel></rss>",
        b"<?xml version='1.0'?><feed><title>Access Denied</title></feed>",
        b"<!-- no page",
        b")]}',\n{}",
        b"term,count\ncaptcha meme,12\n",
    ],
)
def test_data_passes(refuse, body):
    refuse(body, "some_source")


@pytest.mark.parametrize("refuse", [refuse_pages, refuse_block_or_wall])
@pytest.mark.parametrize("body", [b"", b" \r\n\t", b"\xef\xbb\xbf"])
def test_an_empty_answer(refuse, body):
    with pytest.raises(BadAnswer, match="empty"):
        refuse(body, "some_source")


def test_a_page_of_nothing_but_opening_tags():
    with pytest.raises(BadAnswer, match="opening tags"):
        refuse_block_or_wall(b"<div>" * 100_000, "some_source")


words = st.lists(st.sampled_from([*SAID, "mug", "frog", "geo.captcha-delivery.com"]), min_size=1)


@given(titles=words)
def test_no_title_makes_json_a_block_page(titles):
    body = json.dumps({"results": [{"title": title, "url": title} for title in titles]})
    refuse_pages(body.encode(), "some_source")


@given(titles=words)
def test_no_title_makes_a_listing_page_a_block_page(titles):
    cards = "".join(card(title, number) for number, title in enumerate(titles))
    refuse_block_or_wall(page(f"<ul>{cards}</ul>"), "some_source")


@given(
    body=st.sampled_from([*BLOCKS.values(), *WALLS.values()]),
    before=st.sampled_from([b"", b"\n\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf \r\n"]),
    end=st.sampled_from([b"", b"\n", b"\n\n\n"]),
)
def test_blanks_around_a_page_change_nothing(body, before, end):
    with pytest.raises((Blocked, LoginWall)):
        refuse_pages(before + body + end, "some_source")


def refusal(body: bytes) -> str | None:
    try:
        refuse_pages(body, "some_source")
    except (BadAnswer, Blocked, LoginWall, UnknownMarkup) as error:
        return error.message
    return None


@given(st.binary(max_size=400))
def test_any_bytes_end_in_silence_or_a_named_error(body):
    said = refusal(body)
    assert said is None or said.startswith("some_source: ")


def test_the_recorded_pages(shared_data):
    block = (shared_data / "pages/etsy/blocked_datadome_captcha.html").read_bytes()
    with pytest.raises(Blocked):
        refuse_block_or_wall(block, "some_source")
    for name in ("etsy/listing_card_2025.html", "instagram/profile-additional-data.html"):
        refuse_block_or_wall((shared_data / "pages" / name).read_bytes(), "some_source")
    for path in sorted((shared_data / "pages").rglob("*.json")):
        refuse_pages(path.read_bytes(), "some_source")
