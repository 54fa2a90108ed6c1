"""A term as the gate reads it: its tokens, its words, and how sure the word borders are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.gate.folding import compact, fold
from domain.gate.names import is_known_word, is_subject, names
from domain.terms.hashtags import ACCEPTED, split_hashtag

LEAST_TO_SPLIT = 5  # letters
LEAST_TO_TRUST = 7  # letters from which a piece of one or two letters is believed


@dataclass(frozen=True, slots=True)
class Reading:
    """`tokens` as written, `words` after splitting, all folded. `is_sure`: every word is known."""

    tokens: tuple[str, ...]
    words: tuple[str, ...]
    compact: str
    is_sure: bool

    @property
    def sequences(self) -> tuple[tuple[str, ...], ...]:
        """The different ways to read the term."""
        return (self.words,) if self.words == self.tokens else (self.words, self.tokens)


def read(text: str, words: Sequence[str], segmentation_confidence: float) -> Reading:
    """Fold the text and find its words: the caller's where they spell the text, else by splitting.

    Never looks at capitals, so `#ColleenHoover` and `colleenhoover` read alike.
    """
    tokens = tuple(fold(text.replace("_", " ")).split())
    given = tuple(word for item in words for word in fold(item).split())
    joined = compact("".join(tokens))
    if len(tokens) == 1 and _is_one_name(joined):
        return Reading(tokens, tokens, joined, True)
    if given and "".join(given) == joined:
        if len(tokens) == 1 and len(given) > 1 and _is_doubtful(joined, given):
            return Reading(tokens, tokens, joined, False)
        is_sure = segmentation_confidence >= ACCEPTED and (len(given) > 1 or _is_whole(given[0]))
        if is_sure or len(given) > 1:
            return Reading(tokens, given, joined, is_sure)
    found: list[str] = []
    is_sure = True
    for token in tokens:
        if len(token) < LEAST_TO_SPLIT or not token.isascii() or _is_whole(token):
            found.append(token)
            continue
        split = split_hashtag(token)
        pieces = [piece for item in split.pieces for piece in fold(item).split()]
        if len(pieces) > 1 and _is_doubtful(token, pieces):
            pieces = [token]
            is_sure = False
        found.extend(pieces)
        is_sure = is_sure and split.confidence >= ACCEPTED
    return Reading(tokens, tuple(found), joined, is_sure)


def _is_whole(word: str) -> bool:
    return not word.isascii() or is_known_word(word)


def _is_one_name(word: str) -> bool:
    """Whether a token that could be cut ("ai man") is one census name ("aiman")."""
    known = names()
    return not is_known_word(word) and (word in known.first or word in known.surnames)


def _is_doubtful(token: str, pieces: Sequence[str]) -> bool:
    """Whether a short token was cut into scraps: "ai man" is no better a reading than "aiman"."""
    return len(token) < LEAST_TO_TRUST and min(map(len, pieces)) < 3 and not is_subject(token)
