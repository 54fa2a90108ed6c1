"""Turns of phrase that stand around names: "RIP …", "Team …", "season 4", "official video"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.gate.matching import Hit
from domain.gate.names import is_place, is_plain_word, is_strong_subject, is_subject
from domain.gate.reading import Reading
from domain.gate.risk import RiskCategory

_PERSON, _MUSIC = RiskCategory.PERSON, RiskCategory.MUSIC
_FRANCHISE, _TEAM = RiskCategory.FRANCHISE, RiskCategory.TEAM
# Patterns that need no look at the rest.
_ALWAYS = (
    (re.compile(r"\bseason (?:finale|premiere)\b|\b(?:series|season) finale\b"), _FRANCHISE),
    (re.compile(r"\bs ?\d{1,2} ?e(?:p)? ?\d{1,2}\b"), _FRANCHISE),
    (re.compile(r"\b(?:ep|eps|episode) ?\d{1,3}\b"), _FRANCHISE),
    (re.compile(r"\bseason ?\d{1,2}\b"), _FRANCHISE),
    (re.compile(r"\b(?:official|teaser|movie|final) (?:trailer|teaser)\b"), _FRANCHISE),
    (re.compile(r"\bteaser\b|^vs \w+"), _FRANCHISE),
    (re.compile(r"\bofficial (?:music|lyric|lyrics)? ?(?:video|audio|mv|visualizer)\b"), _MUSIC),
    (re.compile(r"\b(?:mv|lyric video|music video)\b$"), _MUSIC),
    (re.compile(r"\b(?:world|eras|stadium|farewell|reunion) tour\b"), _MUSIC),
    (re.compile(r"\b(?:fc|afc|cf)$|^fc \w+"), _TEAM),
    (re.compile(r"\buniversity of \w+|\w+ university$"), _TEAM),
)
# Patterns whose rest, group "rest", must hold a word that may be a name.
_WITH_NAME = (
    (re.compile(r"^(?:rip|r i p|rest in (?:peace|power)) (?P<rest>.+)"), _PERSON),
    (re.compile(r"^justice ?(?:for|4) (?P<rest>.+)"), _PERSON),
    (re.compile(r"^(?:happy (?:birthday|bday)|hbd|feliz cumple\w*) (?P<rest>.+)"), _PERSON),
    (
        re.compile(r"^we (?:love|stand with|support|want|are with) (?:you )?(?P<rest>.+)"),
        _PERSON,
    ),
    (re.compile(r"^(?:thank you|get well soon|welcome home) (?P<rest>.+)"), _PERSON),
    (re.compile(r"^(?:vote|free|cancel|boycott|arrest|ban|protect) (?P<rest>.+)"), _PERSON),
    (re.compile(r"^team (?P<rest>.+)"), _TEAM),
    (re.compile(r"^(?P<rest>.+) trailer$"), _FRANCHISE),
    (re.compile(r"^(?:bye|goodbye|ask|congrats|congratulations|go) (?P<rest>.+)"), _PERSON),
    (re.compile(r"^(?P<rest>.+) (?:fc|united|city)$"), _TEAM),
    (re.compile(r"^(?P<rest>.+) (?:tour|concert|live)$"), _MUSIC),
    (re.compile(r"^(?P<rest>.+) (?:vs?|versus|x|ft|feat) \w.*"), _TEAM),
    (re.compile(r"^\w.* (?:vs?|versus|ft|feat) (?P<rest>.+)"), _TEAM),
    (re.compile(r"^(?:sky|stars?|moon|clap|love|prayers?) for (?P<rest>.+)"), _PERSON),
    (re.compile(r"^(?P<rest>.+) (?:day|birthday|week) \d{4}$"), _PERSON),
)

# The same at the beginning of a tag that nobody could split.
_BEFORE_A_NAME = (
    ("rip", _PERSON),
    ("restinpeace", _PERSON),
    ("justicefor", _PERSON),
    ("happybirthday", _PERSON),
    ("hbd", _PERSON),
    ("skyfor", _PERSON),
    ("prayfor", _PERSON),
    ("welove", _PERSON),
    ("thankyou", _PERSON),
    ("welcome", _PERSON),
    ("free", _PERSON),
    ("team", _TEAM),
)
LEAST_NAME = 4  # letters


def pattern_hits(reading: Reading, *, is_tag: bool = False) -> Iterator[Hit]:
    """Patterns of the whole term; ordinary words in the name's place do not count."""
    text = " ".join(reading.words)
    for pattern, category in _ALWAYS:
        if found := pattern.search(text):
            yield Hit(category, found[0], "patterns", "pattern")
            return
    for pattern, category in _WITH_NAME:
        found = pattern.match(text)
        if found and (
            may_name(found["rest"]) or (is_tag and _greets_somebody(found["rest"], text))
        ):
            yield Hit(category, found[0], "patterns", "pattern")
            return
    if is_tag and (team := team_of_place(reading.words)):
        yield Hit(_TEAM, team, "patterns", "pattern")
        return
    if len(reading.tokens) == 1 and not reading.is_sure:
        for beginning, category in _BEFORE_A_NAME:
            rest = reading.compact.removeprefix(beginning)
            if rest != reading.compact and len(rest) >= LEAST_NAME and may_name(rest):
                yield Hit(category, f"{beginning} {rest}", "patterns", "pattern")
                return


def _greets_somebody(rest: str, text: str) -> bool:
    """Whether a birthday greeting or a mourning in a tag is for anybody but family and friends."""
    return text.startswith(("happy", "hbd", "rip", "rest in")) and not all(
        map(is_subject, rest.split())
    )


def team_of_place(words: tuple[str, ...]) -> str | None:
    """A tag that is a place and a plural, as teams are called: "arizona cardinals"."""
    if len(words) in (2, 3) and words[-1].endswith("s") and not words[-1].endswith("ss"):
        place = " ".join(words[:-1])
        if is_place(place) and not is_strong_subject(words[-1]) and not is_place(words[-1]):
            return " ".join(words)
    return None


def may_name(rest: str) -> bool:
    """Whether a phrase holds a word that English does not write in lower case."""
    return any(
        not (is_plain_word(word) or is_subject(word) or is_place(word)) and not word.isdigit()
        for word in rest.split()
    )
