"""Language of a short text: by script where the script decides, else only when long enough."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

UNDETERMINED = "und"
LETTERS_NEEDED = 20  # fewer letters of a shared script say nothing reliable
WORDS_NEEDED = 3
SURE = 0.9  # the classifier's own probability

# First word of a character's Unicode name, where one language of our markets owns the script.
_BY_SCRIPT = {
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "KATAKANA-HIRAGANA": "ja",
    "HANGUL": "ko",
    "THAI": "th",
    "TAMIL": "ta",
    "TELUGU": "te",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "ORIYA": "or",
    "SINHALA": "si",
    "MYANMAR": "my",
    "KHMER": "km",
    "LAO": "lo",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "GREEK": "el",
    "HEBREW": "he",
    "ETHIOPIC": "am",
}
# Scripts that several languages share: the classifier chooses among them, not among all.
_SHARED = {
    "DEVANAGARI": frozenset({"hi", "mr", "ne"}),
    "BENGALI": frozenset({"bn", "as"}),
    "ARABIC": frozenset({"ar", "fa", "ur", "ps", "ug"}),
    "CYRILLIC": frozenset({"ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "mn"}),
    "CJK": frozenset({"zh", "ja"}),
}


def language_of(text: str) -> str:
    """ISO 639-1 code of a text, or "und". Never a guess from a word or two."""
    letters = [char for char in text if char.isalpha()]
    if not letters:
        return UNDETERMINED
    if text.isascii():
        return _by_length(text, len(letters))
    counts: dict[str, int] = {}
    for char in letters:
        script = unicodedata.name(char, "?").split()[0]
        counts[script] = counts.get(script, 0) + 1
    if counts.keys() & {"HIRAGANA", "KATAKANA"}:
        counts["HIRAGANA"] = counts.pop("HIRAGANA", 0) + counts.pop("CJK", 0)
    script, most = max(counts.items(), key=lambda item: item[1])
    if most * 2 < len(letters):
        return UNDETERMINED
    if script in _BY_SCRIPT:
        return _BY_SCRIPT[script]
    if script in _SHARED:
        # A short run of Han characters alone may be a Japanese headline: ask for more of them.
        needed = LETTERS_NEEDED if script == "CJK" else LETTERS_NEEDED // 2
        return _among(text, _SHARED[script]) if most >= needed else UNDETERMINED
    return _by_length(text, len(letters))


def _by_length(text: str, letters: int) -> str:
    if letters < LETTERS_NEEDED or len(text.split()) < WORDS_NEEDED:
        return UNDETERMINED
    language, probability = _identifier().classify(text.lower())
    return str(language) if probability >= SURE else UNDETERMINED


def _among(text: str, languages: frozenset[str]) -> str:
    ranked = [(name, share) for name, share in _identifier().rank(text) if name in languages]
    total = sum(float(share) for _, share in ranked)
    if not ranked or total <= 0 or float(ranked[0][1]) / total < SURE:
        return UNDETERMINED
    return str(ranked[0][0])


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
