"""The normalised term, its identifier, and the one error of this package."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

RULES_VERSION = "terms/1"  # raise it whenever a rule can change a key
LONGEST = 200  # characters, after trimming; a term is a few words, never a text


class UnusableTerm(ValueError):
    """A text that cannot be a term. `code` says why; the message says what to do."""

    def __init__(self, code: str, text: str, advice: str) -> None:
        self.code = code
        shown = text[:40] + ("…" if len(text) > 40 else "")
        super().__init__(f"{code}: {shown!r} cannot be used as a term; {advice}")


@dataclass(frozen=True, slots=True)
class Term:
    """One term after the rules of RULES_VERSION.

    `key` is for matching only: lower case, letters, digits and single spaces, plurals and
    possessives folded ("mother day"). `display` is for people: the source's case, a hashtag
    split into words, no emoji. `words` are the display's words in lower case, unfolded.
    `language` is an ISO 639-1 code or "und" when neither script nor length decides.
    `segmentation_confidence` runs from 0 to 1: 1 when the source itself set the word borders;
    below 0.5 a hashtag was kept whole because no split was probable, which is typical of names
    and of languages other than English. `qualifier` is an article's bracket ("2024 film").
    """

    key: str
    display: str
    language: str
    words: tuple[str, ...]
    is_noise: bool = False
    noise_reason: str | None = None
    is_weekday: bool = False
    emoji: tuple[str, ...] = ()
    segmentation_confidence: float = 1.0
    qualifier: str | None = None

    @property
    def term_id(self) -> str:
        """The stable identifier of the key."""
        return term_id(self.key)

    @property
    def compact(self) -> str:
        """The key without spaces: `#KandiSteiner` and `#kandisteiner` agree here only."""
        return self.key.replace(" ", "")


def term_id(key: str) -> str:
    """Sixteen hexadecimal digits of the key's SHA-256: the same on every machine, for ever."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]
