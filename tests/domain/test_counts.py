"""Displayed counts: the cases of the platforms, and the properties that hold for any text."""

from __future__ import annotations

import pytest
from babel.numbers import format_compact_decimal, format_decimal
from hypothesis import example, given
from hypothesis import strategies as st

from domain.counts import LARGEST, Count, UnreadableCount, parse_count

SHOWN = [
    ("1.2M", 1_200_000, False, False, None),
    ("3 comments", 3, False, True, "comments"),
    ("18.4B", 18_400_000_000, False, False, None),
    ("2000+", 2000, True, False, None),
    ("200K+", 200_000, True, False, None),
    ("200K+ searches", 200_000, True, False, "searches"),
    ("346 posts", 346, False, True, "posts"),
    ("1,699", 1699, False, True, None),
    ("0", 0, False, True, None),
    ("2천+", 2000, True, False, None),
    ("2천+ 회", 2000, True, False, "회"),
    ("조회수 1.2만회", 12_000, False, False, "회"),
    ("3만 5천", 35_000, False, False, None),
    ("3万5000", 35_000, False, True, None),
    ("1.2万", 12_000, False, False, None),
    ("1億2345万", 123_450_000, False, False, None),
    ("1.5亿次播放", 150_000_000, False, False, "次播放"),
    ("346개", 346, False, True, "개"),
    ("2,3 Mio.", 2_300_000, False, False, None),
    ("2,3 Mio. Aufrufe", 2_300_000, False, False, "aufrufe"),
    ("1.234 Mio.", 1_234_000_000, False, False, None),
    ("1,2 Mrd.", 1_200_000_000, False, False, None),
    ("1,1 Bio.", 1_100_000_000_000, False, False, None),
    ("450 Tsd.", 450_000, False, False, None),
    ("1,5 mil", 1500, False, False, None),
    ("1,2 mil M", 1_200_000_000, False, False, None),
    ("3 mil millones", 3_000_000_000, False, False, None),
    ("2,5 mill.", 2_500_000, False, False, None),
    ("12 k", 12_000, False, False, None),
    ("1,2 M vues", 1_200_000, False, False, "vues"),
    ("4 Md", 4_000_000_000, False, False, None),
    ("1.234.567", 1_234_567, False, True, None),
    ("1,234,567", 1_234_567, False, True, None),
    ("12 345", 12_345, False, True, None),
    ("12\u202f345", 12_345, False, True, None),
    ("12\u00a0345 vues", 12_345, False, True, "vues"),
    ("1’234’567", 1_234_567, False, True, None),
    ("12,34,567", 1_234_567, False, True, None),
    ("1.2 crore", 12_000_000, False, False, None),
    ("5 लाख", 500_000, False, False, None),
    ("١٢٬٣٤٥", 12_345, False, True, None),
    ("١٫٢ مليون", 1_200_000, False, False, None),
    ("１，６９９", 1699, False, True, None),
    ("１２万", 120_000, False, False, None),
    ("1,2 тыс.", 1200, False, False, None),
    ("3,4 млн", 3_400_000, False, False, None),
    ("25 rb", 25_000, False, False, None),
    ("1,3 jt", 1_300_000, False, False, None),
    ("2 แสน", 200_000, False, False, None),
    ("1.234K", 1234, False, True, None),
    ("1,234K", 1_234_000, False, False, None),
    ("1,234.5K", 1_234_500, False, False, None),
    ("Views: 1,234", 1234, False, True, None),
    ("~300", 300, False, False, None),
    ("about 1.2K", 1200, False, False, None),
    ("more than 5,000 sales", 5000, True, False, "sales"),
    ("> 5000", 5000, True, False, None),
    ("12 video views", 12, False, True, "video views"),
    ("3\u200f comments", 3, False, True, "comments"),
]


@pytest.mark.parametrize(("text", "value", "at_least", "exact", "unit"), SHOWN)
def test_reads_what_the_platforms_show(
    text: str, value: int, at_least: bool, exact: bool, unit: str | None
) -> None:
    count = parse_count(text)
    assert (count.value, count.at_least, count.exact, count.unit) == (value, at_least, exact, unit)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "count_empty"),
        (" \u200b\t", "count_empty"),
        ("9" * 65, "count_too_long"),
        ("9" * 1_000_000, "count_too_long"),
        ("-5", "count_negative"),
        ("−1,200", "count_negative"),
        ("(-3)", "count_negative"),
        ("1.5", "count_fraction"),
        ("2,5", "count_fraction"),
        ("0.123", "count_fraction"),
        ("1.23456K", "count_fraction"),
        ("1.00000001만", "count_fraction"),
        ("9999999999999999", "count_absurd"),
        ("5000T", "count_absurd"),
        ("lots", "count_unreadable"),
        ("1.2.3", "count_unreadable"),
        ("1.2.3K", "count_unreadable"),
        ("1,23,45", "count_unreadable"),
        ("12 34", "count_unreadable"),
        ("12.34,567.8K", "count_unreadable"),
        ("200kviews", "count_unreadable"),
        ("12 345만", "count_unreadable"),
        ("2พันครั้ง", "count_unreadable"),
        ("5 K M", "count_unreadable"),
        ("200%", "count_unreadable"),
        ("3 percent", "count_unreadable"),
        ("5 of 10", "count_unreadable"),
        ("5 minutes ago", "count_unreadable"),
        ("5 xy", "count_unreadable"),
        ("1e5", "count_unreadable"),
        ("1천2만", "count_unreadable"),
        ("1만99999", "count_unreadable"),
        ("nan", "count_unreadable"),
        ("+5", "count_unreadable"),
    ],
)
def test_refuses_with_a_code(text: str, code: str) -> None:
    with pytest.raises(UnreadableCount) as refused:
        parse_count(text)
    assert refused.value.code == code
    assert len(str(refused.value)) < 250


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("1.2M", 100_000),
        ("12K", 1000),
        ("18.4B", 10**8),
        ("1,699", 1),
        ("1.2万", 1000),
        ("3만 5천", 1000),
    ],
)
def test_step_is_what_the_display_can_tell_apart(text: str, step: int) -> None:
    assert parse_count(text).step == step


LOCALES = ["en_US", "de_DE", "fr_FR", "es_ES", "it_IT", "pt_BR", "de_CH", "en_IN", "ru_RU", "ja_JP"]

SHORT_LOCALES = ["en_US", "de_DE", "fr_FR", "es_ES", "it_IT", "ru_RU", "ja_JP", "ko_KR", "zh_CN"]


@given(st.integers(0, LARGEST), st.sampled_from(LOCALES))
def test_whole_numbers_survive_the_formats_of_many_places(number: int, locale: str) -> None:
    shown = format_decimal(number, locale=locale)
    assert parse_count(shown) == Count(number, at_least=False, exact=True, step=1)


@given(
    st.integers(0, 9 * 10**11),  # from a Spanish billón on, one letter means two sizes
    st.sampled_from(
        ["en_US", "de_DE", "fr_FR", "es_ES", "it_IT", "ru_RU", "ja_JP", "ko_KR", "zh_CN"]
    ),
)
def test_short_forms_stay_within_their_step(number: int, locale: str) -> None:
    shown = format_compact_decimal(number, locale=locale, fraction_digits=1)
    count = parse_count(shown)
    assert abs(count.value - number) <= count.step
    assert count.exact == (count.step == 1)


@given(st.integers(1, 999))
def test_a_larger_suffix_is_a_larger_count(number: int) -> None:
    for ladder in (("", "K", "M", "B"), ("", " Tsd.", " Mio.", " Mrd."), ("", "천", "만", "억")):
        values = [parse_count(f"{number}{suffix}").value for suffix in ladder]
        assert values == sorted(set(values))


@given(st.integers(0, 10**12), st.sampled_from(["posts", "comments", "views"]))
def test_plus_and_noun_change_nothing_but_themselves(number: int, noun: str) -> None:
    plain, floor = parse_count(f"{number} {noun}"), parse_count(f"{number}+ {noun}")
    assert plain.value == floor.value == number
    assert (plain.at_least, floor.at_least) == (False, True)
    assert plain.unit == floor.unit == noun


@given(st.text(max_size=80) | st.text("0123456789.,+-'KkMmB %千万억천 \u202f٣", max_size=24))
@example("1" + " " * 60 + "1")
def test_any_text_is_read_or_refused_with_a_code(text: str) -> None:
    try:
        count = parse_count(text)
    except UnreadableCount:
        pass  # the one error; its codes are tested above
    else:
        assert 0 <= count.value <= LARGEST
        assert count.step >= 1
        assert parse_count(text) == count
