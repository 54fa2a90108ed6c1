"""Page cursors: what goes in comes out, anything else is refused in one way."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.cursors import decode_cursor, encode_cursor, query_key
from warehouse.errors import BadCursor

PAYLOAD = st.lists(
    st.none() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20), max_size=5
)


@given(PAYLOAD)
def test_round_trip(payload: list[object]) -> None:
    text = encode_cursor(payload)
    assert decode_cursor(text) == payload
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@given(PAYLOAD, st.data())
def test_any_changed_character_is_noticed(payload: list[object], data: st.DataObject) -> None:
    text = encode_cursor(payload)
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.sampled_from("ABCXYZabcxyz0189-_").filter(lambda one: one != text[place]))
    changed = text[:place] + letter + text[place + 1 :]
    raw = [base64.urlsafe_b64decode(one + "=" * (-len(one) % 4)) for one in (text, changed)]
    if raw[0] != raw[1]:  # the last character may carry spare bits
        with pytest.raises(BadCursor):
            decode_cursor(changed)


@given(st.text(max_size=60))
def test_foreign_text_is_refused(text: str) -> None:
    with pytest.raises(BadCursor):
        decode_cursor(text)


def test_oversized_and_non_list_are_refused() -> None:
    with pytest.raises(BadCursor):
        decode_cursor(encode_cursor(["x" * 2000]))
    with pytest.raises(BadCursor):
        decode_cursor(encode_cursor({"a": 1}))  # type: ignore[arg-type]


def test_keys_differ_by_any_part() -> None:
    keys = {query_key("a", None), query_key("a"), query_key("a", ""), query_key("a", {"x": 1})}
    assert len(keys) == 4
    assert query_key("a", {"x": 1, "y": 2}) == query_key("a", {"y": 2, "x": 1})
