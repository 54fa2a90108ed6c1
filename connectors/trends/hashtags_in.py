"""Hashtags in the text of a post."""

from __future__ import annotations

import re
import unicodedata

# Letters, digits and the marks that belong to letters of many scripts.
_LETTER = r"[\w\u0300-\u036f\u064b-\u065f\u0900-\u0963\u0966-\u0dff\u0e00-\u0e7f\u200c]"
_RUN = re.compile(rf"(?<![\w&/])(?:[#\uff03]{_LETTER}+)+")
_TAG = re.compile(rf"[#\uff03]({_LETTER}+)")
_LONGEST = 100  # characters


def hashtags_in(text: str) -> tuple[str, ...]:
    """The hashtags of a text without their sign, each once, as first written.

    `#first#second` are two. The part of an address behind its `#` is none.
    """
    tags: dict[str, str] = {}
    for run in _RUN.finditer(text):
        for tag in _TAG.findall(run[0]):
            if len(tag) <= _LONGEST:
                tags.setdefault(hashtag_key(tag), tag)
    return tuple(tags.values())


def hashtag_key(tag: str) -> str:
    """What two spellings of one hashtag have in common."""
    return unicodedata.normalize("NFKC", tag).lstrip("#").casefold()
