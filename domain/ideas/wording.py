"""Small English: title case, plurals and articles for words that will be printed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

_CONSONANT_SOUND = re.compile(r"^(uni([^nmd]|$)|us[ei]|eu|one|once|uku)", re.IGNORECASE)
_SILENT_H = re.compile(r"^(hour|honest|honou?r|heir)", re.IGNORECASE)


def title_case(text: str) -> str:
    """Title Case: small words stay small except at the start; initialisms keep their letters."""
    return " ".join(
        _capital(word, small=index > 0 and word.lower() in word_set("small"))
        for index, word in enumerate(text.split())
    )


def _capital(word: str, *, small: bool) -> str:
    if spelled := _spelled().get(word.lower()):
        return spelled
    if small:
        return word.lower()
    if any(char.isupper() for char in word[1:]):
        return word
    first = next((at for at, char in enumerate(word) if char.isalnum()), 0)
    return word[:first] + word[first : first + 1].upper() + word[first + 1 :]


def sentence_case(text: str) -> str:
    """The same words with a capital at the start and after a full stop."""
    return re.sub(r"(^|[.!?]\s+)([a-z])", lambda found: found[1] + found[2].upper(), text)


def is_plural(text: str) -> bool:
    """Whether a noun phrase takes "these" and "many"."""
    last = text.lower().split()[-1]
    if last in word_set("plural_without_s"):
        return True
    return (
        last.endswith("s")
        and not last.endswith(("ss", "us", "is"))
        and last not in word_set("mass_in_s")
    )


@lru_cache(maxsize=4096)
def plural(text: str) -> str:
    """The plural of a noun phrase; a phrase already plural stays."""
    if is_plural(text):
        return text
    words = text.split()
    if words[-1].lower() in word_set("parent"):
        return f"{text}s"
    if len(words) > 1 and words[-1].lower() == "life":
        return text
    return " ".join([*words[:-1], _engine().plural_noun(words[-1])])


@lru_cache(maxsize=4096)
def singular(text: str) -> str:
    """The singular of a noun phrase; a phrase already singular stays."""
    words = text.split()
    if not is_plural(text):
        return text
    return " ".join([*words[:-1], _engine().singular_noun(words[-1]) or words[-1]])


def article(text: str) -> str:
    """Either "a" or "an", by the sound of the first word."""
    word = re.split(r"[\s-]", text.strip(), maxsplit=1)[0].strip("*\"'")
    if word.isupper() and len(word) > 1 and word not in {"STEM", "NICU"}:
        return "an" if word[0] in word_set("vowel_letter") else "a"
    if _SILENT_H.match(word):
        return "an"
    return "a" if _CONSONANT_SOUND.match(word) or word[:1].lower() not in "aeiou" else "an"


def fix_articles(text: str) -> str:
    """Every "a" or "an" set right for the word that follows, stars of emphasis ignored."""

    def agree(found: re.Match[str]) -> str:
        right = article(found[3])
        right = right.capitalize() if found[1][0].isupper() else right
        return f"{right}{found[2]}{found[3]}"

    return re.sub(r"\b([Aa]n?)([\s/]+\*?)([A-Za-z][\w'-]*)", agree, text)


@lru_cache(maxsize=1)
def _engine():  # type: ignore[no-untyped-def]  # noqa: ANN202  the library is loaded on first use
    import inflect

    return inflect.engine()


@lru_cache(maxsize=32)
def word_set(name: str) -> frozenset[str]:
    """One list of data/words.txt; raises KeyError for a name that is not there."""
    return _word_sets()[name]


@lru_cache(maxsize=1)
def _spelled() -> Mapping[str, str]:
    return {word.lower(): word for word in word_set("spelled")}


@lru_cache(maxsize=1)
def _word_sets() -> Mapping[str, frozenset[str]]:
    source = resources.files("domain.ideas").joinpath("data", "words.txt")
    lists: dict[str, frozenset[str]] = {}
    for line in source.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            name, _, words = line.partition(":")
            lists[name] = frozenset(words.split())
    return lists
