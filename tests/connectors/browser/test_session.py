"""What a page gives and how it fails, in the real Chromium, every host played on loopback."""

from __future__ import annotations

import json
import re
import socket
import time

import pytest

from connectors.browser.base import PageRequest
from connectors.browser.session import BrowserSession
from connectors.errors import (
    BadAnswer,
    Blocked,
    ConnectorError,
    ForbiddenAddress,
    LoginWall,
    NoData,
    NotConfigured,
    RateLimited,
    Refused,
    Unavailable,
)
from connectors.http.deadline import Deadline
from tests.connectors.browser.conftest import SECONDS, Visit
from tests.fakes.site import Behaviour, Site

pytestmark = pytest.mark.browser

HOST = "site.example"
LIST = "<title>List</title><h1>list</h1><script>fetch('/api/list?page=1&token=canary')</script>"


def test_a_page_and_the_answers_it_asked_for(site: Site, visit: Visit) -> None:
    site.serve(HOST, "/", Behaviour.page(LIST))
    site.serve(HOST, "/api/", Behaviour.json({"terms": ["cat"]}))
    page = visit("/hub?token=canary", capture=("/api/list",))
    assert page.url == "https://www.site.example/hub?token=***"
    assert page.status == 200
    assert b"<h1>list</h1>" in page.html
    assert [(one.status, one.body) for one in page.answers] == [(200, b'{"terms": ["cat"]}')]
    assert page.answers[0].url == "https://www.site.example/api/list?page=1&token=***"
    assert page.answers[0].content_type == "application/json"
    assert page.received_at.tzinfo is not None


def test_answers_of_another_host_arrive_in_their_order(site: Site, visit: Visit) -> None:
    script = (
        "fetch('https://api.other.example/one').then(() => fetch('https://api.other.example/two'))"
    )
    site.serve(HOST, "/", Behaviour.page(f"<script>{script}</script>"))
    open_to_all = {"access_control_allow_origin": "*"}
    site.serve("other.example", "/one", Behaviour.json(1).with_headers(**open_to_all))
    site.serve("other.example", "/two", Behaviour.json(2, status=429).with_headers(**open_to_all))
    page = visit(capture=("/one", "/two"))
    assert [(one.status, one.body) for one in page.answers] == [(200, b"1"), (429, b"2")]


def test_a_page_is_ready_when_what_was_waited_for_is_there(site: Site, visit: Visit) -> None:
    late = "setTimeout(() => document.body.append(document.createElement('ol')), 700)"
    site.serve(HOST, "/", Behaviour.page(f"<body><script>{late}</script>"))
    assert b"<ol>" in visit(wait_for="ol").html
    assert b"<ol>" in visit(wait_for="table").html  # given up after a rest, as the page then stood


def test_what_cannot_be_data_is_not_loaded(site: Site, visit: Visit) -> None:
    page = (
        "<link rel=stylesheet href=/style.css><img src=/a.png><video src=/a.mp4></video>"
        "<link rel=preload as=font href=/a.woff2 crossorigin><script src=/own.js></script>"
    )
    site.serve(HOST, "/", Behaviour.page(page))
    visit()
    assert {seen.path for seen in site.requests} == {"/", "/style.css", "/own.js"}


def test_every_page_has_a_fresh_profile(site: Site, visit: Visit) -> None:
    keep = (
        "document.title = localStorage.length + document.cookie; localStorage.a = 1;"
        "document.cookie = 'seen=1; max-age=9999'"
    )
    page = Behaviour.page(f"<script>{keep}</script>").with_headers(set_cookie="session=1")
    site.serve(HOST, "/", page)
    titles = [re.findall(rb"<title>(.*?)</title>", visit().html) for _ in range(2)]
    assert titles[0] == titles[1] == [b"0session=1"]
    assert not any("cookie" in seen.headers for seen in site.requests)


def test_the_browser_gives_one_account_of_itself(site: Site, visit: Visit) -> None:
    tell = (
        "fetch('/told', {method: 'POST', body: [navigator.userAgent, navigator.platform,"
        "navigator.languages, Intl.DateTimeFormat().resolvedOptions().timeZone].join('|')})"
    )
    site.serve(HOST, "/", Behaviour.page(f"<script>{tell}</script>"))
    visit(region="GB", language="en")
    first, told = site.requests
    agent, platform, languages, zone = told.body.decode().split("|")
    assert agent == first.headers["user-agent"] == told.headers["user-agent"]
    assert "Headless" not in agent + first.headers["sec-ch-ua"]
    assert re.search(r"Chrome/(\d+)", agent)[1] in first.headers["sec-ch-ua"]  # type: ignore[index]
    assert platform == "Linux x86_64"
    assert "Linux" in agent
    assert first.headers["sec-ch-ua-platform"] == '"Linux"'
    assert languages == "en-GB,en"
    assert first.headers["accept-language"] == "en-GB,en;q=0.9"
    assert zone == "Europe/London"


def test_a_region_that_is_none_is_the_operators_matter(visit: Visit) -> None:
    with pytest.raises(NotConfigured, match="PODPUSHER_LIVE_REGIONS"):
        visit(region="Q1")


def test_an_endless_page_ends_after_the_scrolls_asked_for(site: Site, visit: Visit) -> None:
    site.serve(HOST, "/", Behaviour.endless())
    assert visit(scrolls=3).html.count(b'class="entry"') == 20 * (1 + 3)


def test_scrolling_ends_when_the_page_no_longer_grows(site: Site, visit: Visit) -> None:
    site.serve(HOST, "/", Behaviour.endless(batches=3))
    started = time.monotonic()
    assert visit(scrolls=1000).html.count(b'class="entry"') == 20 * 3
    assert time.monotonic() - started < SECONDS


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (401, LoginWall),
        (403, Blocked),
        (404, NoData),
        (410, NoData),
        (418, Refused),
        (429, RateLimited),
        (451, Blocked),
        (500, Unavailable),
        (503, Unavailable),
    ],
)
def test_a_status_means_what_it_means_without_a_browser(
    site: Site, visit: Visit, status: int, error: type[ConnectorError]
) -> None:
    site.serve(HOST, "/", Behaviour.refusal(status))
    with pytest.raises(error, match=str(status)) as raised:
        visit()
    assert raised.value.source == "pages"


@pytest.mark.parametrize(("header", "seconds"), [("7", 7.0), (None, None), ("soon", None)])
def test_patience_asked_for_is_handed_on(
    site: Site, visit: Visit, header: str | None, seconds: float | None
) -> None:
    site.serve(HOST, "/", Behaviour.refusal(429, retry_after=header))
    with pytest.raises(RateLimited) as raised:
        visit()
    assert raised.value.retry_after == seconds


@pytest.mark.parametrize(
    "behaviour",
    [
        Behaviour.login(),
        Behaviour.redirect("https://accounts.site.example/v3?continue=x"),
        Behaviour.redirect("https://consent.other.example/ml"),
        Behaviour.page("<script>location = '/accounts/login/?next=/'</script>"),
        Behaviour.page("<meta http-equiv=refresh content='0; url=/i/flow/login'>"),
    ],
    ids=["own host", "accounts host", "consent", "script", "meta"],
)
def test_a_way_to_a_sign_in_is_a_login_wall(site: Site, visit: Visit, behaviour: Behaviour) -> None:
    site.serve("", "/", Behaviour.login_page())
    site.serve(HOST, "/hub", behaviour)
    with pytest.raises(LoginWall, match="sign-in"):
        visit("/hub")


def test_a_sign_in_that_sends_on_to_itself_is_a_login_wall(site: Site, visit: Visit) -> None:
    site.serve(HOST, "/", Behaviour.login())
    with pytest.raises(LoginWall, match="sign-in"):
        visit("/hub")


def test_a_page_about_logins_is_a_page(site: Site, visit: Visit) -> None:
    site.serve(HOST, "/", Behaviour.page("<h1>login</h1>"))
    assert visit("/tags/login").status == 200
    assert visit("/tags/dance-challenge").status == 200


def test_redirects_are_followed_and_told_by_their_original_address(
    site: Site, visit: Visit
) -> None:
    site.serve(HOST, "/old", Behaviour.redirect("/new", 301))
    site.serve(HOST, "/new", Behaviour.redirect("https://other.example/newest?x=1", 308))
    site.serve("other.example", "/newest", Behaviour.page("<h1>here</h1>"))
    assert visit("/old").url == "https://other.example/newest?x=1"


def test_redirects_without_end_are_refused(site: Site, visit: Visit) -> None:
    site.serve(HOST, "/", Behaviour.redirect("/again"))
    with pytest.raises(Refused, match="redirects"):
        visit()


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/",
        "http://2130706433/",
        "http://localhost/",
        "https://10.0.0.8/admin",
        "https://printer.local/",
        "file:///etc/passwd",
    ],
)
def test_a_redirect_into_the_machine_is_not_followed(site: Site, visit: Visit, target: str) -> None:
    site.serve(HOST, "/", Behaviour.redirect(target))
    with pytest.raises(ForbiddenAddress):
        visit()
    assert site.counts == {"www.site.example": 1}


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "file:///etc/passwd", "https://x.local/"])
def test_an_address_inside_is_never_opened(browser: BrowserSession, url: str) -> None:
    with pytest.raises(ForbiddenAddress):
        browser.open(PageRequest(url), source="pages", deadline=Deadline(SECONDS))


def test_a_page_reaches_nothing_inside_the_machine(site: Site, visit: Visit) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as inside,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams,
    ):
        datagrams.bind(("127.0.0.1", 0))
        port, datagram_port = inside.getsockname()[1], datagrams.getsockname()[1]
        attack = (
            f"fetch('http://127.0.0.1:{port}/', {{mode: 'no-cors'}});"
            f"new WebSocket('ws://127.0.0.1:{port}/');"
            f"navigator.sendBeacon('http://127.0.0.1:{port}/', 'x');"
            f"open('http://127.0.0.1:{port}/');"
            "const peer = new RTCPeerConnection("
            f"{{iceServers: [{{urls: 'stun:127.0.0.1:{datagram_port}'}}]}});"
            "peer.createDataChannel('x');"
            "peer.createOffer().then(offer => peer.setLocalDescription(offer));"
        )
        tags = f"<iframe src='http://127.0.0.1:{port}/'></iframe>" + "".join(
            f"<link rel={kind} href='http://127.0.0.1:{port}/'>"
            for kind in ("preconnect", "prefetch", "stylesheet", "dns-prefetch")
        )
        site.serve(HOST, "/", Behaviour.page(f"{tags}<script>{attack}</script>"))
        visit(wait_for="never")  # long enough for all of it
        inside.setblocking(False)
        datagrams.setblocking(False)
        with pytest.raises(BlockingIOError):
            inside.accept()
        with pytest.raises(BlockingIOError):
            datagrams.recv(1)


def test_dialogs_popups_and_downloads_hold_nothing_up(site: Site, visit: Visit) -> None:
    script = (
        "alert(1); confirm(2); prompt(3); open('/popup');"
        "const a = document.createElement('a'); a.href = '/file'; a.download = 'x'; a.click();"
        "Notification.requestPermission(); navigator.geolocation.getCurrentPosition(() => {});"
        "addEventListener('beforeunload', e => e.preventDefault());"
    )
    site.serve(HOST, "/", Behaviour.page(f"<h1>there</h1><script>{script}</script>"))
    site.serve(HOST, "/file", Behaviour(b"x", content_type="application/zip"))
    assert b"there" in visit().html


def test_a_file_instead_of_a_page_is_a_bad_answer(site: Site, visit: Visit) -> None:
    site.serve(HOST, "/", Behaviour(b"PK", content_type="application/zip"))
    with pytest.raises(BadAnswer, match="file"):
        visit()


@pytest.mark.parametrize(
    "behaviour", [Behaviour.reset(), Behaviour.page("<h1>half</h1>" * 100).truncated()]
)
def test_a_broken_connection_is_no_page(site: Site, visit: Visit, behaviour: Behaviour) -> None:
    site.serve(HOST, "/", behaviour)
    with pytest.raises(Unavailable):
        visit()


def test_a_page_whose_own_request_breaks_is_unavailable(site: Site, visit: Visit) -> None:
    site.serve(HOST, "/", Behaviour.page(LIST))
    site.serve(HOST, "/api/", Behaviour.reset())
    with pytest.raises(Unavailable, match="its own request"):
        visit(capture=("/api/list",))


def test_garbage_is_handed_on_for_the_source_to_judge(site: Site, visit: Visit) -> None:
    site.serve(HOST, "/", Behaviour.page(LIST))
    site.serve(HOST, "/api/", Behaviour.garbage())
    answer = visit(capture=("/api/list",)).answers[0]
    assert len(answer.body) > 4096
    with pytest.raises(ValueError, match=r"expect|decode|char"):
        json.loads(answer.body)


def test_a_page_that_never_rests_is_taken_as_it_stands(site: Site, visit: Visit) -> None:
    poll = "const poll = () => fetch('/poll').then(poll, poll); poll()"
    site.serve(HOST, "/", Behaviour.page(f"<h1>there</h1><script>{poll}</script>"))
    site.serve(HOST, "/poll", Behaviour.json({}).slow(0.2))
    assert b"there" in visit(seconds=5).html
