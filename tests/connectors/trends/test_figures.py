"""Whole numbers as answers write them."""

from __future__ import annotations

import pytest

from connectors.trends.figures import whole


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, 0),
        (12, 12),
        (12.0, 12),
        ("12", 12),
        (" 12 ", 12),
        ("12,345", 12_345),
        ("1.2K", 1_200),
        ("१२", 12),
        (12.5, None),
        (-1, None),
        (-1.0, None),
        (True, None),
        (None, None),
        ("", None),
        ("many", None),
        ("9" * 40, None),
        (float("nan"), None),
        (float("inf"), None),
        ([12], None),
        ({}, None),
    ],
)
def test_whole(value, expected):
    assert whole(value) == expected
