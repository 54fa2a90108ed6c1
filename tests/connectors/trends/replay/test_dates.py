"""Files that do not say from when they are, and other strangers."""

# ruff: noqa: DTZ001  (naive UTC, as the tables hold it)
from __future__ import annotations

import re
from datetime import datetime

import pytest

from connectors.errors import UnusableInput
from connectors.trends.replay.reader import parse, recognise
from domain.signals import Metric, Origin
from tests.connectors.trends.replay.reading import NAIVE, NOTED, read, values

END = datetime(2026, 3, 1, 23, 59, 59, 999999)
UNDATED = "fern mug\t12,345\t3,400\t▲ 35%\n"


def test_a_paste_without_a_date_asks_for_one():
    with pytest.raises(UnusableInput, match="Write the day above") as caught:
        parse(UNDATED.encode())
    assert caught.value.code == "input.no_date"


def test_it_is_recognised_without_a_date():
    known, table = recognise(UNDATED.encode())
    assert known.id == "etsy_marketplace_insights"
    assert table.frame.height == 1


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("2026-03-01", END),
        ("Date: 2026-03-01", END),
        ("noted on 2026-03-01 18:00", datetime(2026, 3, 1, 18)),
        ("2026-03-01T18:00:30Z", datetime(2026, 3, 1, 18, 0, 30)),
        ("2026-03-01 18:00 +02:00", datetime(2026, 3, 1, 16)),
        ("2026-03-02", NAIVE),  # today: known no later than now
        ("2026-02-31", NAIVE),  # no day at all
    ],
)
def test_a_line_with_a_date_counts(line, moment):
    for text in (f"{line}\n{UNDATED}", f"{line}\nKeyword,Searches,Listings\nfern mug,1,2\n"):
        frame = read(text).frame
        assert set(frame["captured_at"]) == set(frame["observed_at"]) == {moment}


def test_a_date_in_the_file_needs_no_other():
    assert set(parse(f"2026-03-01\n{UNDATED}".encode()).frame["captured_at"]) == {END}


def test_two_columns_are_asked_for_their_day():
    with pytest.raises(UnusableInput, match="observed_at with the day") as caught:
        read("term,value\nfern mug,3\n")
    assert "metric" in caught.value.message


def test_the_name_of_a_file_is_never_asked_and_neither_is_its_line_ending():
    assert read(UNDATED.replace("\n", "\r\n")).frame.equals(read(UNDATED).frame)
    utf16 = UNDATED.encode("utf-16")
    assert parse(utf16, Origin.IMPORT, noted_at=NOTED).frame.equals(read(UNDATED).frame)


def test_the_pastes_of_the_documentation_are_read(repository):
    text = (repository / "docs" / "user" / "signals.md").read_text()
    etsy, tiktok = re.findall(r"```text\n(.*?)```", text, re.DOTALL)
    assert values(read(etsy), Metric.LISTINGS) == {"plant mom mug": 3400, "cottagecore bag": 10_000}
    assert set(read(etsy).frame["captured_at"]) == {NAIVE}
    assert values(read(tiktok), Metric.RANK, "rank") == {"#giftideas": 1, "#bookish": 2}
    assert values(read(tiktok), Metric.VIEWS) == {"#giftideas": 84.1e6, "#bookish": 59.1e6}
    assert set(read(tiktok).frame["region"]) == {"US"}
