"""What the end of a page load means."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from connectors.browser.outcome import broken, raise_for_sign_in, raise_for_status
from connectors.errors import (
    BadAnswer,
    ConnectorError,
    LoginWall,
    NoData,
    RateLimited,
    Refused,
    Unavailable,
)

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ASKED = "https://www.site.example/explore/tags/login"


@pytest.mark.parametrize(
    "url",
    [
        "https://www.site.example/accounts/emailsignup/login/",
        "https://www.site.example/accounts/login/?next=%2F",
        "https://accounts.site.example/ServiceLogin",
        "https://consent.site.example/ml?continue=x",
        "https://www.site.example/i/flow/signin",
        "https://www.site.example/signin.php",
        "https://www.site.example/challenge/",
    ],
)
def test_signs_of_a_sign_in(url: str) -> None:
    with pytest.raises(LoginWall, match=r"site\.example"):
        raise_for_sign_in(url, "https://www.site.example/", "pages")


@pytest.mark.parametrize(
    "url",
    [
        ASKED,
        f"{ASKED}/",
        "https://www.site.example/discover/dance-challenge",
        "https://www.site.example/trends?next=/login",
        "https://accountants.example/",
    ],
)
def test_what_is_no_sign_in(url: str) -> None:
    raise_for_sign_in(url, ASKED, "pages")


def test_success_raises_nothing() -> None:
    for status in (200, 203):
        raise_for_status(status, "pages", retry_after=None, now=NOW)


def test_retry_after_may_be_a_date() -> None:
    with pytest.raises(RateLimited) as raised:
        raise_for_status(429, "pages", retry_after="Mon, 02 Mar 2026 09:31:00 GMT", now=NOW)
    assert raised.value.retry_after == 60


@pytest.mark.parametrize("status", [204, 404, 410])
def test_nothing_there(status: int) -> None:
    with pytest.raises(NoData):
        raise_for_status(status, "pages", retry_after=None, now=NOW)


@pytest.mark.parametrize(
    ("reason", "error"),
    [
        ("net::ERR_CONNECTION_RESET at https://x/", Unavailable),
        ("net::ERR_NAME_NOT_RESOLVED at https://x/", Unavailable),
        ("net::ERR_CERT_AUTHORITY_INVALID at https://x/", Unavailable),
        ("net::ERR_INCOMPLETE_CHUNKED_ENCODING at https://x/", Unavailable),
        ("net::ERR_TOO_MANY_REDIRECTS at https://x/", Refused),
        ("net::ERR_CONTENT_DECODING_FAILED at https://x/", BadAnswer),
        ("net::ERR_ABORTED at https://x/", BadAnswer),
        ("Page.goto: Download is starting", BadAnswer),
        ("something new", Unavailable),
    ],
)
def test_what_a_failure_of_the_browser_means(reason: str, error: type[ConnectorError]) -> None:
    meaning = broken(reason, "pages")
    assert type(meaning) is error
    assert meaning.message.startswith("pages: ")
