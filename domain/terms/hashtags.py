"""Hashtags into words: the source's own borders first, then the segmenter, then doubt."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from domain.niches.loader import niche_phrases
from domain.terms.dictionary import dictionary, is_known
from domain.terms.lists import word_list
from domain.terms.text import is_word_char

ACCEPTED = 0.5  # confidence below which a tag stays whole
LONGEST_ABBREVIATION = 5  # capitals
LEAST_TO_CUT, LEAST_TO_CUT_AGAIN = 5, 12  # letters in a run
LONGEST_WORD = 16  # letters; the segmenter's time grows with it
LONGEST_SPLIT = 80  # letters in one run; a longer run is no phrase

_CAMEL = re.compile(r"[A-Z]{2,}s(?![a-z])|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^A-Za-z]+")
_VERSUS = re.compile(r"(?<=[A-Z]{2})(vs?|x)(?=[A-Z]{2})")  # ENGvsIRE
_RUNS = re.compile(
    r"\d+0s(?![a-z])|\d0s(?=[a-z])"  # 90s, 1980s, 80svibes
    r"|\d*1st|\d*2nd|\d*3rd|\d+th(?!e)"  # 1stdayofschool, not 4theboys
    r"|(?<!\d)(?:4k|8k|5k|10k|2d|3d|4x4)(?![0-9])"
    r"|\d+[a-z](?![a-z0-9])"  # 5g, 150m
    r"|(?!(?:in|to|no|of|on|at|my|is|me|we)\d)[a-z]{1,2}\d{1,2}(?![0-9a-z])|y2k|b2b"  # f1, ps5, u2
    r"|\d+|[^\d]+"
)
_LEAST_COUNT = {3: 12_000_000, 4: 2_000_000, 5: 600_000}  # by letters; rarer pieces are debris
_LEAST_COUNT_LONGER = 60_000
_STEEPNESS, _MIDDLE = 7.0, 0.33  # of the logistic that turns the gain per letter into confidence


@dataclass(frozen=True, slots=True)
class Split:
    """The words of a tag, as cased in it, and how sure the borders are (0 to 1)."""

    pieces: tuple[str, ...]
    confidence: float


def split_hashtag(tag: str) -> Split:
    """Words of a hashtag without its "#", e.g. `DarkRomance`, `2024reads`, `bookishgifts`.

    Borders that the source shows (capitals, underscores, digits) are kept; a run of plain
    English letters is cut by the segmenter if the cut is much likelier than one unknown word.
    """
    parts = [part for part in _parts(tag) if part]
    splits = [_split_part(part, alone=len(parts) == 1) for part in parts]
    return Split(
        tuple(piece for split in splits for piece in split.pieces),
        min((split.confidence for split in splits), default=1.0),
    )


def _parts(tag: str) -> list[str]:
    """What underscores, spaces and signs set apart; marks stay with their letters."""
    if tag.isascii():
        return re.split(r"[\W_]+", tag.replace("'", ""))
    return "".join(char if is_word_char(char) else " " for char in tag.replace("'", "")).split()


def _split_part(part: str, *, alone: bool) -> Split:
    if not part.isascii():
        return Split((part,), 1.0)
    lower = part.lower()
    if lower in word_list("coinages") or lower in _short_words():
        return Split((part,), 1.0)
    if part.isupper() and part.isalpha() and len(part) <= LONGEST_ABBREVIATION:
        return Split((part,), 1.0)
    camel = (_camel(part) if part not in (lower, part.upper()) else None) or [part]
    cut = _plain if alone and len(camel) == 1 else _within
    splits = [cut(piece) for piece in camel]
    return Split(
        tuple(piece for split in splits for piece in split.pieces),
        min(split.confidence for split in splits),
    )


def _camel(part: str) -> list[str] | None:
    """Pieces by capitals; None where the capitals are decoration (`iPhone`, `tHiS`)."""
    pieces = _CAMEL.findall(_VERSUS.sub(r" \1 ", part))
    pieces = _abbreviations_whole([piece for piece in pieces if piece != " "])
    joined: list[str] = []
    for position, piece in enumerate(pieces):
        previous = pieces[position - 1] if position else ""
        if previous in ("Mc", "Mac", "O") or (piece[:1].isdigit() and previous[:1].isalpha()):
            joined[-1] += piece  # McDonalds; a number stays beside its letters for `_RUNS`
        elif previous[:1].isdigit() and (piece[:1].islower() or len(piece) == 1):
            joined[-1] += piece  # 15th, 5G; but 100Days is two
        else:
            joined.append(piece)
    letters = [piece for piece in joined if piece[:1].isalpha()]
    decorated = len(letters) > 2 and sum(len(piece) for piece in letters) < 2.2 * len(letters)
    decorated = decorated and not _VERSUS.search(part)
    if decorated or (len(joined) == 2 and joined[0].islower() and len(joined[0]) == 1):
        return None
    return joined


def _abbreviations_whole(pieces: list[str]) -> list[str]:
    """`LFCkit` reads LFC kit: the last capital goes back where only that leaves a known word."""
    for position in range(1, len(pieces)):
        before, piece = pieces[position - 1], pieces[position]
        if (
            len(before) > 1
            and before.isupper()
            and piece[:1].isupper()
            and not is_known(piece.lower())
            and (is_known(piece[1:]) or piece[1:] in _short_words())
        ):
            pieces[position - 1], pieces[position] = before + piece[0], piece[1:]
    return pieces


def _within(piece: str) -> Split:
    """A piece beside other pieces: its author set borders, so cut it only where that is plain."""
    lower = piece.lower()
    for joint in ("for", "the", "with", "from"):  # TibetforTibetans
        head = lower.removesuffix(joint)
        if head != lower and len(head) > 3 and is_known(head) and not is_known(lower):
            return Split((piece[: len(head)], piece[len(head) :]), 0.9)
    split = _plain(piece, cut_from=LEAST_TO_CUT_AGAIN)
    was_cut = sum(piece.isalpha() for piece in split.pieces) > 1
    return split if was_cut else Split(split.pieces, 1.0)


def _plain(part: str, cut_from: int = LEAST_TO_CUT) -> Split:
    """A run without inner capitals: digits set apart, then letter runs segmented if long."""
    lower = part.lower()
    pieces: list[str] = []
    confidence, position = 1.0, 0
    for run in _RUNS.findall(lower):
        shown = part[position : position + len(run)]
        position += len(run)
        if not run.isalpha() or (len(run) < cut_from > LEAST_TO_CUT and run not in _phrases()):
            pieces.append(shown)
            continue
        cuts, sure = _segment(run)
        confidence = min(confidence, sure)
        start = 0
        for cut in cuts:
            pieces.append(shown[start : start + len(cut)])
            start += len(cut)
    return Split(tuple(pieces), confidence)


@lru_cache(maxsize=65_536)
def _segment(run: str) -> tuple[tuple[str, ...], float]:
    """Words of a lower-case run of ASCII letters, and the confidence in them."""
    if run in _phrases():
        return _phrases()[run], 1.0
    if is_known(run) or run in _short_words():
        return (run,), 1.0
    if len(run) < LEAST_TO_CUT or len(run) > LONGEST_SPLIT:
        return (run,), 0.0
    found = dictionary().segmenter.word_segmentation(
        run, max_edit_distance=0, max_segmentation_word_length=LONGEST_WORD
    )
    pieces = tuple(found.segmented_string.split())
    if "".join(pieces) != run or len(pieces) == 1:
        return (run,), 0.0
    gain = (found.log_prob_sum - _unknown_word(len(run))) / len(run)
    sure = 1 / (1 + math.exp(-_STEEPNESS * (gain - _MIDDLE)))
    if _is_debris(pieces):
        sure *= 0.4
    sure = min(round(sure, 3), 0.999)  # a guess is never certain
    return (pieces, sure) if sure >= ACCEPTED else ((run,), sure)


def _unknown_word(length: int) -> float:
    """The segmenter's log10 probability of one unknown word of that length."""
    return 1 - math.log10(1_024_908_267_229) - length


def _is_debris(pieces: tuple[str, ...]) -> bool:
    """Whether the pieces look like what is left of a name or a foreign word."""
    counts = dictionary().counts
    if len(pieces) == 2 and pieces[0] == "the" and is_known(pieces[1]):
        return False
    if pieces[-1] in word_list("never_last") or pieces[0] in word_list("never_first"):
        return True
    for position, piece in enumerate(pieces):
        if len(piece) < 3:
            if piece not in _short_words():
                return True
            lonely = piece in {"a", "i"} and position > 0 and len(pieces) < 5
            if lonely and not {pieces[position - 1], pieces[position + 1]} & word_list(
                "beside_single"
            ):
                return True
        elif piece in word_list("debris") or counts.get(piece, 0) < _LEAST_COUNT.get(
            len(piece), _LEAST_COUNT_LONGER
        ):
            return True
    return (
        len(pieces) == 2
        and pieces[-1] in word_list("weak_last")
        and counts[pieces[0]] < 100_000_000
    )


@lru_cache(maxsize=1)
def _short_words() -> frozenset[str]:
    """Words of one or two letters that a tag may hold."""
    return word_list("short_pieces") | word_list("abbreviations")


@lru_cache(maxsize=1)
def _phrases() -> dict[str, tuple[str, ...]]:
    """Curated phrases by their letters: `booklover` is "book lover", whatever its counts."""
    return {
        phrase.replace(" ", ""): tuple(phrase.split())
        for phrase in niche_phrases()
        if " " in phrase and phrase.replace(" ", "").isalpha()
    }
