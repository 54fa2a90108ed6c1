"""Tags that ask for reach or name the day of the week: recognised, kept, never ideas."""

from __future__ import annotations

from domain.terms.lists import word_list

LONGEST_EMPTY = 2  # words; three small ones may be a saying ("it is what it is")


def noise_reason(words: tuple[str, ...], key: str) -> str | None:
    """Why a term says nothing: a code, or None.

    Codes: digits, too_short, reach_tag, engagement_tag, function_words.
    """
    compact = "".join(words)
    if all(char.isdecimal() for char in compact):
        return "digits"
    if len(compact) == 1 and compact.isascii():
        return "too_short"
    if compact in word_list("reach") or key in word_list("reach") or _is_reach_variant(compact):
        return "reach_tag"
    if compact in word_list("engagement"):
        return "engagement_tag"
    if len(words) <= LONGEST_EMPTY and all(
        word in word_list("function_words") or (len(word) == 1 and word.isascii()) for word in words
    ):
        return "function_words"
    return None


def _is_reach_variant(compact: str) -> bool:
    """`fypmalaysia`, `fyppppp`, `viralfyp`, `foryoupageofficial`: the same wish, decorated."""
    return (
        compact.startswith(("fyp", "foryoupage", "xyzbca", "viralvideo", "viraltiktok"))
        or compact.endswith(("fyp", "foryoupage"))
        or (compact.startswith("trending") and len(compact) <= 14)
    )


def is_weekday_tag(words: tuple[str, ...]) -> bool:
    """Whether a term only names a day of the week, with or without a mood.

    Days with a meaning of their own (Good Friday, Cyber Monday) are not weekday tags.
    """
    compact = "".join(words)
    if compact in word_list("day_codes"):
        return True
    if compact in word_list("named_days") or not any(
        word in word_list("weekdays") for word in words
    ):
        return False
    return all(
        word in word_list("weekdays") or word in word_list("moods") or len(word) == 1
        for word in words
    )
