"""Kept score cards."""

from datetime import UTC, datetime, timedelta

import pytest

from warehouse.cards import KEEP, newest_card, write_card

NOON = datetime(2025, 1, 1, 12, tzinfo=UTC)


def test_before_the_first_there_is_none(tmp_path):
    assert newest_card(tmp_path / "cards") is None
    (tmp_path / "notes.json").write_text("{}")
    assert newest_card(tmp_path) is None


def test_the_newest_is_read_and_ten_are_kept(tmp_path):
    for number in range(KEEP + 3):
        write_card(tmp_path, {"number": number}, NOON + timedelta(microseconds=number))
    assert newest_card(tmp_path).read() == {"number": KEEP + 2}
    assert len(list(tmp_path.iterdir())) == KEEP


def test_a_card_that_json_cannot_hold_leaves_the_present_one(tmp_path):
    kept = write_card(tmp_path, {"number": 1}, NOON)
    with pytest.raises(ValueError, match="JSON"):
        write_card(tmp_path, {"number": float("nan")}, NOON + timedelta(hours=1))
    assert newest_card(tmp_path) == kept
    assert len(list(tmp_path.iterdir())) == 1
