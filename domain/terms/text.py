"""Characters: one Unicode form, emoji set apart, invisible characters gone, words found."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co"})
_NOT_FEELINGS = frozenset("©®™")  # in the emoji tables, but they are marks of property
_APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ＇‘", "'"))
_ASCII_WORD = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*")
_INITIALS = re.compile(r"\b[a-z](?:\.[a-z])+\b")  # g.o.a.t, u.k
_JOINERS = re.compile(r"(?<=\w)\s*[&＆]\s*(?=\w)")


def canonical(text: str) -> tuple[str, tuple[str, ...]]:
    """Text in NFKC without emoji and invisible characters, spaces single; the emoji in order."""
    if text.isascii():
        return " ".join(_visible(text).split()), ()
    found: list[str] = []
    for _ in range(8):  # compatibility forms may hide further emoji; text shrinks, so this ends
        before, text = text, _without_emoji(text, found)
        text = _visible(unicodedata.normalize("NFKC", text)).translate(_APOSTROPHES)
        if text == before:
            break
    return " ".join(text.split()), tuple(dict.fromkeys(found))


def _without_emoji(text: str, found: list[str]) -> str:
    import emoji

    shown = (str(item["emoji"]) for item in emoji.emoji_list(text))
    found.extend(sign for sign in shown if sign not in _NOT_FEELINGS)
    return emoji.replace_emoji(text, " ")


def _visible(text: str) -> str:
    """Control, format, surrogate and private characters out; line breaks and tabs to spaces."""
    if text.isprintable():
        kept = text
    else:
        kept = "".join(
            " " if char.isspace() else char
            for char in text
            if char.isspace() or unicodedata.category(char) not in _INVISIBLE
        )
    return re.sub("[\ufe00-\ufe0f\u20e3]", "", kept)  # emoji selectors that lost their emoji


def folded(text: str) -> str:
    """Lower case for matching, in NFKC; the Turkish dotted i loses its loose dot."""
    if text.isascii():
        return text.lower()
    lower = unicodedata.normalize("NFKC", text.casefold().lower())
    return lower.replace("i\u0307", "i")


def words_of(text: str) -> tuple[str, ...]:
    """Lower-case words: runs of letters, marks and digits.

    Apostrophes join, so do initials ("G.O.A.T"), and "&" is "and".
    """
    lower = folded(_JOINERS.sub(" and ", text))
    if "." in lower:
        lower = _INITIALS.sub(lambda found: found[0].replace(".", ""), lower)
    if lower.isascii():
        return tuple(_ASCII_WORD.findall(lower))
    lower = lower.translate(_APOSTROPHES)
    words, word = [], ""
    for position, char in enumerate(lower):
        if is_word_char(char) or (
            char == "'" and word and is_word_char(lower[position + 1 : position + 2])
        ):
            word += char
        elif word:
            words.append(word)
            word = ""
    if word:
        words.append(word)
    return tuple(word for word in words if any(char.isalnum() for char in word))


def is_word_char(char: str) -> bool:
    """Whether a character belongs to a word: letter, number or a mark upon one."""
    return char != "" and (char.isalnum() or unicodedata.category(char)[0] == "M")
