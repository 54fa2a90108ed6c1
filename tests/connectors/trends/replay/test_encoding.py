"""Bytes to text: marks, Windows-1252, mixtures."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import UnusableInput
from connectors.trends.replay.encoding import DAMAGED, decode

TEXT = "term,metric\ncafé – naïve,rank\nsüß,rank\n"


@pytest.mark.parametrize(
    ("payload", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-32"), "utf-32-le"),
        (TEXT.encode("cp1252"), "cp1252"),
    ],
)
def test_known_encodings(payload, encoding):
    decoded = decode(payload)
    assert decoded.text == TEXT
    assert decoded.encoding == encoding
    assert decoded.damaged_lines == 0


def test_a_mixture_keeps_the_good_lines_and_marks_the_others():
    payload = "term\ncafé\n".encode() + "naïve\n".encode("cp1252") + b"plain\n"
    decoded = decode(payload)
    assert decoded.encoding == "utf-8"
    assert decoded.damaged_lines == 1
    assert [DAMAGED in line for line in decoded.text.splitlines()] == [False, False, True, False]


def test_bytes_that_windows_does_not_define_are_marked():
    decoded = decode(b"term\nna\x81ve\n")
    assert decoded.damaged_lines == 1


def test_binary_is_refused():
    with pytest.raises(UnusableInput) as caught:
        decode(bytes(range(1, 32)) * 40 + b"\xff\xfa")
    assert caught.value.reason == "unknown_format"


def test_a_false_mark_is_refused():
    with pytest.raises(UnusableInput) as caught:
        decode(codecs.BOM_UTF8 + "é\nü\nß\n".encode("cp1252"))
    assert caught.value.reason == "bad_encoding"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=200))
def test_utf8_always_comes_back(text):
    assert decode(text.encode()).text == text.removeprefix("\ufeff")
