"""The way that real pages take: out of Chromium through the gate, over the operator's proxy.

The proxy is the fake site, so that plain addresses reach it without a name being resolved.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.browser.session import BrowserSession
from connectors.errors import (
    BadAnswer,
    ConnectorError,
    ForbiddenAddress,
    LoginWall,
    NoData,
    ProxyUnavailable,
    RateLimited,
    Refused,
    Unavailable,
)
from tests.connectors.browser.conftest import Visit, opener
from tests.fakes.site import Behaviour, Site

pytestmark = pytest.mark.browser

HOST = "site.example"
CANARY = "canary-5b4a"


@pytest.fixture(scope="module")
def direct(chromium: Path, outside: Site, failures: Path) -> Iterator[BrowserSession]:
    with BrowserSession(
        executable=chromium,
        failures_folder=failures,
        proxy=f"http://user:{CANARY}@127.0.0.1:{outside.port}",
    ) as session:
        yield session


@pytest.fixture
def visit(direct: BrowserSession) -> Visit:
    return opener(direct, "http://www.site.example")


def test_a_page_and_its_answers_come_through_the_operators_proxy(site: Site, visit: Visit) -> None:
    site.serve(HOST, "/", Behaviour.page("<h1>there</h1><script>fetch('/api/x')</script>"))
    site.serve(HOST, "/api/", Behaviour.json({"a": 1}))
    page = visit(capture=("/api/",))
    assert (page.url, page.status) == ("http://www.site.example/", 200)
    assert page.answers[0].body == b'{"a": 1}'
    assert {seen.headers["proxy-authorization"][:6] for seen in site.tunnels} == {"Basic "}
    # The browser's maker is not called, and the proxy's secret stays with the proxy.
    assert {seen.host for seen in site.tunnels} == {"www.site.example"}
    assert not any("proxy-authorization" in seen.headers for seen in site.requests)


@pytest.mark.parametrize(
    ("behaviour", "error", "words"),
    [
        (Behaviour.redirect("http://169.254.169.254/latest"), ForbiddenAddress, "inside"),
        (Behaviour.redirect("http://127.0.0.1:9090/metrics"), ForbiddenAddress, "port"),
        (Behaviour.redirect("http://[::ffff:10.0.0.1]/"), ForbiddenAddress, "inside"),
        (Behaviour.redirect("/hub"), Refused, "REDIRECTS"),
        (Behaviour.redirect("/login"), LoginWall, "sign-in"),
        (Behaviour.redirect("/accounts/login"), LoginWall, "sign-in"),
        (Behaviour.reset(), Unavailable, "no connection"),
        (Behaviour.page("<p>half</p>" * 100).truncated(), Unavailable, "ended early"),
        (Behaviour.huge(), BadAnswer, "20,000,000"),
        (Behaviour(b"PK", content_type="application/zip"), BadAnswer, "file"),
        (Behaviour(status=204), NoData, "204"),
        (Behaviour.refusal(429, retry_after="7"), RateLimited, "429"),
    ],
)
def test_failures_on_the_way(
    site: Site, visit: Visit, behaviour: Behaviour, error: type[ConnectorError], words: str
) -> None:
    site.serve(HOST, "/", Behaviour.login_page())
    site.serve(HOST, "/hub", behaviour)
    site.serve(HOST, "/accounts/", Behaviour.redirect("/accounts/login"))
    with pytest.raises(error, match=words):
        visit("/hub")
    assert site.counts.keys() == {"www.site.example"}


def test_a_page_that_promises_too_much_is_dropped_at_once(site: Site, visit: Visit) -> None:
    promise = Behaviour.page("<h1>much</h1>").trickled(60).with_headers(content_length="20000001")
    site.serve(HOST, "/", promise)
    with pytest.raises(BadAnswer, match="20,000,000"):
        visit()


def test_a_proxy_that_is_not_there_is_named_without_its_secret(
    chromium: Path, tmp_path: Path
) -> None:
    with BrowserSession(
        executable=chromium,
        failures_folder=tmp_path,
        proxy=f"http://user:{CANARY}@127.0.0.1:1",
    ) as session:
        with pytest.raises(ProxyUnavailable, match="PODPUSHER_PROXIES") as raised:
            opener(session, "http://www.site.example")()
        assert CANARY not in str(raised.value)
