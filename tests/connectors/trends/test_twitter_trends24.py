"""Saved pages of trends24: an hour a list, whatever the classes are called."""

# ruff: noqa: DTZ001  (naive UTC, as the tables hold it)
from __future__ import annotations

from datetime import datetime

import pytest

from tests.connectors.trends.twitter_answers import of, parse, refused


def hour(stamp: str, *items: str) -> str:
    body = "".join(f"<li>{item}</li>" for item in items)
    return f"<div class=a><h5 data-timestamp='{stamp}'>x</h5><ol class=b>{body}</ol></div>"


def link(name: str, count: str | None = None) -> str:
    counted = "" if count is None else f"<i data-count='{count}'></i>"
    return f"<b><a href='https://x.com/search?q=1'>{name}</a>{counted}</b>"


def saved(*hours: str, head: str = "<title>Germany Twitter trends</title>") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{''.join(hours)}</body></html>".encode()


def test_trends24_under_other_class_names():
    page = saved(
        hour("1714795200", link("tea day", "1.5K"), link("jam day", ""), link("scones")),
        hour("1714791600000", link("jam day", "900")),
        "<ol><li><a href='https://x.com/search?q=2'>a cloud without an hour</a></li></ol>",
    )
    parsed = parse(page)
    assert parsed.frame.select("term", "rank", "value", "observed_at").rows() == [
        ("tea day", 1, None, datetime(2024, 5, 4, 4)),
        ("tea day", None, 1500.0, datetime(2024, 5, 4, 4)),
        ("jam day", 2, None, datetime(2024, 5, 4, 4)),
        ("scones", 3, None, datetime(2024, 5, 4, 4)),
        ("jam day", 1, None, datetime(2024, 5, 4, 3)),
        ("jam day", None, 900.0, datetime(2024, 5, 4, 3)),
    ]
    assert set(parsed.frame["region"]) == {"DE"}


def test_trends24_refuses_one_by_one():
    page = saved(
        hour("1714795200", link("tea day", "some"), "no link", link(" "), link("jam day")),
        hour("yesterday", link("scones")),
    )
    parsed = parse(page)
    assert refused(parsed) == [
        (1, "bad_number"),
        (2, "missing_term"),
        (3, "missing_term"),
        (5, "bad_date"),
    ]
    assert of(parsed, "rank") == [("tea day", 1), ("jam day", 4)]


@pytest.mark.parametrize(
    ("head", "region"),
    [
        (
            "<title>New York trends</title><link rel=canonical "
            "href='https://trends24.in/united-states/new-york/'>",
            "US-NewYork",
        ),
        ("<meta property='og:url' content='https://trends24.in/united-kingdom/'>", "GB"),
        ("<link rel=canonical href='https://trends24.in/'>", "WW"),
        ("<title>Worldwide X trends</title>", "WW"),
        ("<title>Trends in South Korea today</title>", "KR"),
        ("<title>Trends</title>", "FR"),
    ],
)
def test_trends24_places(head, region):
    page = saved(hour("1714795200", link("tea day")), head=head)
    assert set(parse(page, region="FR").frame["region"]) == {region}
