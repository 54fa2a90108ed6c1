"""One parser for counts as platforms display them: "1.2M", "3 comments", "2천+", "2,3 Mio."."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

LONGEST = 64  # characters; a displayed count is never longer
LARGEST = 10**15  # no platform shows a quadrillion of anything

_K, _M, _B, _T = 10**3, 10**6, 10**9, 10**12


def _table(rows: dict[str, int]) -> dict[str, int]:
    folded = {unicodedata.normalize("NFKC", words).casefold(): size for words, size in rows.items()}
    return {word: size for words, size in folded.items() for word in words.split()}


# Words and abbreviations after a number, without their dot. Where the language writes the
# decimal sign as a comma, "1.234 Mio." is a thousand and more millions, not one and a bit.
_POINT_SUFFIXES = _table(
    {
        "k thousand thousands हज़ार พัน": _K,
        "m mn million millions ล้าน": _M,
        "b bn bln billion billions": _B,
        "t tn trn trillion trillions": _T,
        "dozen": 12,
        "hundred": 100,
        "หมื่น": 10**4,
        "lac lacs lakh lakhs लाख แสน": 10**5,
        "cr crore crores करोड़": 10**7,
    }
)
_COMMA_SUFFIXES = _table(
    {
        "tsd tausend mil mille mila duizend tys rb ribu тыс тис nghìn ألف": _K,
        "mio mill mln mlj mi millón millones milhão milhões millionen miljoen": _M,
        "milione milioni jt juta млн triệu tr مليون": _M,
        "mrd md mds mld mlrd milliard milliards milliarden miljard miljarden": _B,
        "miliardo miliardi млрд tỷ مليار bilhão bilhões": _B,
        "bio billionen трлн": _T,  # "B" and "bn" stay English: Spanish "1 B" reads 1000 times less
    }
)
# East Asian units may follow one another: 1億2000万, 3만 5천.
_EAST_ASIAN = {
    **_table({"百 백": 100, "千 천": _K, "万 萬 만": 10**4}),
    **_table({"億 亿 억": 10**8, "兆 조": _T}),
}
_SIZES = (*_POINT_SUFFIXES, *_COMMA_SUFFIXES, *_EAST_ASIAN)
_NEVER_UNITS = frozenset({"percent", "prozent", "ago", "per", "minus", "negative"})

_AT_LEAST_BEFORE = ("more than", "over", "über", "mehr als", "más de", "plus de", "più di", ">")
_ABOUT_BEFORE = (
    "about",
    "around",
    "approx.",
    "approx",
    "ca.",
    "etwa",
    "env.",
    "약",
    "约",
    "約",
    "~",
)
_LABEL = re.compile(r"^(?P<label>[^\W\d_]{2,20})\s*(?::\s*|\s)(?=\d)")
_LABELS = frozenset(
    {"views", "likes", "posts", "comments", "followers", "searches", "shares", "saves"}
    | {"aufrufe", "vues", "visualizzazioni", "vistas", "조회수", "좋아요", "播放量", "点赞"}
    | {"閲覧数", "再生回数"}
)
_WORD = re.compile(r"\s*((?:[^\W\d_]|[\u0300-\u036f\u0900-\u097f\u0e00-\u0e7f])+)\.?")
_NUMBER = re.compile(r"\d[\d.,' ]*(?<=\d)|\d")
_GROUPS = re.compile(r"^[1-9]\d{0,2}(?P<mark>[.,' ])\d{3}(?:(?P=mark)\d{3})*$")
_INDIAN = re.compile(r"^[1-9]\d?(?:,\d{2})+,\d{3}$")
_PIECE = re.compile(r"(?P<number>\d[\d.,]*(?<=[\d]))\s*(?P<unit>[百백千천万萬만億亿억兆조])\s*")
_UNIT = re.compile(r"^[^\W\d_]+(?:[ -][^\W\d_]+)?$")
_PLACES = {  # every way the signs are written, after NFKC
    "\u066b": ".",
    "\u066c": ",",
    "\u060c": ",",
    "\u2019": "'",
    "\u02bc": "'",
    "\uff0b": "+",
    "\u2212": "-",
    "\u2013": "-",
    "\u2248": "~",
    "\u301c": "~",
}


class UnreadableCount(ValueError):
    """A text that is not a count. `code` says why; the message says what to send instead."""

    def __init__(self, code: str, text: str, advice: str) -> None:
        self.code = code
        super().__init__(f"{code}: {text[:LONGEST]!r} is not a count; {advice}")


@dataclass(frozen=True, slots=True)
class Count:
    """A displayed count.

    `value` is the whole number shown. `at_least` is the "+" of "2000+". `exact` is false when
    the display rounds ("1.2M"), estimates ("about 300") or only gives a floor. `step` is the
    smallest difference the display can show: 100,000 for "1.2M", 1 for "1,699". `unit` is the
    noun beside the number, as written in lower case ("comments"), if there is one.
    """

    value: int
    at_least: bool
    exact: bool
    step: int
    unit: str | None = None


def parse_count(text: str) -> Count:
    """Read a displayed count in the languages the platforms use.

    Raises UnreadableCount with code count_empty, count_too_long, count_negative, count_fraction,
    count_absurd (above 10**15) or count_unreadable.
    """
    if len(text) > LONGEST * 4:
        raise UnreadableCount("count_too_long", text, "send the count alone, without its sentence")
    tidy = _tidy(text)
    if not tidy:
        raise UnreadableCount("count_empty", text, "leave the field out when there is no count")
    if len(tidy) > LONGEST:
        raise UnreadableCount("count_too_long", text, "send the count alone, without its sentence")
    rest, floor, estimate = _prefix(tidy)
    if re.match(r"^\(?-\s*\d", rest):
        raise UnreadableCount("count_negative", text, "counts start at nought")
    east = _east_asian(rest, text)
    value, step, rest = east if east else _western(rest, text)
    rest = rest.strip()
    if rest.startswith("+"):
        floor, rest = True, rest[1:].strip()
    unit = _unit(rest, text) if rest else None
    if value > LARGEST:
        raise UnreadableCount("count_absurd", text, "no platform shows so many; check the column")
    return Count(value, floor, not (floor or estimate or step > 1), step, unit)


def _tidy(text: str) -> str:
    """Plain digits, plain signs, single spaces, folded case; invisible characters gone."""
    out: list[str] = []
    for char in unicodedata.normalize("NFKC", text):
        category = unicodedata.category(char)
        if category == "Nd":
            out.append(str(unicodedata.decimal(char)))
        elif char.isspace():
            out.append(" ")
        elif category not in {"Cf", "Cc"}:
            out.append(_PLACES.get(char, char))
    return " ".join("".join(out).casefold().split())


def _prefix(text: str) -> tuple[str, bool, bool]:
    """Text without its label and its "about" or "more than"; is a floor; is an estimate."""
    if (found := _LABEL.match(text)) and found["label"] in _LABELS:
        text = text[found.end() :]
    for words in _AT_LEAST_BEFORE:
        if text.startswith(words):
            return text.removeprefix(words).strip(), True, False
    for words in _ABOUT_BEFORE:
        if text.startswith(words):
            return text.removeprefix(words).strip(), False, True
    return text, False, False


def _east_asian(text: str, shown: str) -> tuple[int, int, str] | None:
    """Value, step and what follows for 1.2万, 3만 5천 or 1億2000万; None if not of that kind."""
    total, step, position, last = Decimal(0), 1, 0, LARGEST
    while found := _PIECE.match(text, position):
        size = _EAST_ASIAN[found["unit"]]
        if size >= last:
            raise _unreadable(shown)
        number, places = _decimal(found["number"], shown, size=size, comma=False)
        total, step = total + number * size, max(size // 10**places, 1)
        position, last = found.end(), size
    if not position:
        return None
    if tail := re.match(r"\d+", text[position:]):  # 3万5000
        if int(tail[0]) >= last:
            raise _unreadable(shown)
        total, step, position = total + int(tail[0]), 1, position + tail.end()
    return _whole(total, shown), step, text[position:].strip()


def _western(text: str, shown: str) -> tuple[int, int, str]:
    """Value, step and what follows for a number with an optional suffix word."""
    found = _NUMBER.match(text)
    if not found:
        raise _unreadable(shown)
    digits, rest = found[0], text[found.end() :]
    size, comma, rest = _suffix(rest)
    if rest[:1].isascii() and rest[:1].isalpha():
        raise _unreadable(shown)  # "200kviews": the letters may hide a size
    number, places = _decimal(digits, shown, size=size, comma=comma)
    return _whole(number * size, shown), max(size // 10**places, 1), rest


def _suffix(rest: str) -> tuple[int, bool, str]:
    """Size of the suffix, whether its language uses a decimal comma, and what follows it."""
    size, comma = 1, False
    while word := re.match(
        r"\s*((?:[^\W\d_]|[\u0300-\u036f\u0900-\u097f\u0e00-\u0e7f])+)\.?", rest
    ):
        name = word[1]
        if name not in _POINT_SUFFIXES and name not in _COMMA_SUFFIXES:
            break
        if size > 1 and not (size == _K and comma and name in {"m", "mill", "millones"}):
            break  # only "mil millones" and its short forms stack
        size *= _POINT_SUFFIXES.get(name) or _COMMA_SUFFIXES[name]
        comma = comma or name in _COMMA_SUFFIXES
        rest = rest[word.end() :]
    return size, comma, rest


def _decimal(digits: str, shown: str, *, size: int, comma: bool) -> tuple[Decimal, int]:
    """The number in front of a suffix and how many decimals it shows.

    One sign followed by three digits groups thousands, except "1.234K", where the language of
    the suffix writes the decimal sign as a point. Without a suffix there are no decimals.
    """
    if digits.isdigit():
        return Decimal(digits), 0
    if _GROUPS.match(digits) and not (
        size > 1 and not comma and digits.count(".") == 1 and "," not in digits
    ):
        return Decimal(re.sub(r"\D", "", digits)), 0
    if _INDIAN.match(digits):
        return Decimal(digits.replace(",", "")), 0
    cut = max(digits.rfind("."), digits.rfind(","))
    head, mark, tail = digits[:cut], digits[cut : cut + 1], digits[cut + 1 :]
    if cut < 1 or not tail.isdigit() or mark in head:
        raise _unreadable(shown)
    if not head.isdigit():
        if not (_GROUPS.match(head) or _INDIAN.match(head)):
            raise _unreadable(shown)
        head = re.sub(r"\D", "", head)
    if size == 1:
        raise UnreadableCount("count_fraction", shown, "counts are whole; is this another measure?")
    return Decimal(f"{head}.{tail}"), len(tail)


def _whole(number: Decimal, shown: str) -> int:
    if number != number.to_integral_value():
        raise UnreadableCount("count_fraction", shown, "counts are whole; is this another measure?")
    return int(number)


def _unit(rest: str, shown: str) -> str:
    """The noun after the number; anything else beside a number is refused."""
    words = rest.split()
    short = any(len(word) < 3 and word.isascii() for word in words)
    if short or not _UNIT.match(rest) or _NEVER_UNITS.intersection(words):
        raise _unreadable(shown)
    if any(word in _SIZES or (not word.isascii() and word.startswith(_SIZES)) for word in words):
        raise _unreadable(shown)  # a size we failed to apply would be wrong by its factor
    return rest


def _unreadable(shown: str) -> UnreadableCount:
    return UnreadableCount(
        "count_unreadable", shown, "expected digits with an optional suffix and noun"
    )
