"""The patterns and the hand-written stocks, read once and filled with a subject's words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from domain.ideas.lexicon import Entry, Form, LexiconError
from domain.ideas.wording import fix_articles, is_plural, plural, singular, title_case
from domain.vocabulary import Style

TONES: Mapping[str, tuple[Style, ...]] = {
    "funny": (Style.BOLD, Style.COMIC, Style.RETRO, Style.GROOVY),
    "proud": (Style.VARSITY, Style.BADGE, Style.BOLD, Style.WESTERN),
    "cosy": (Style.SCRIPT, Style.GROOVY, Style.BOTANICAL, Style.RETRO),
    "minimal": (Style.MINIMAL,),
    "retro": (Style.RETRO, Style.GROOVY, Style.BADGE),
}
SLOTS = frozenset(
    {"x", "xs", "adj", "is", "one", "do", "doing", "doer", "at", "the_spot", "go", "stuff"}
    | {"this_stuff", "much", "the", "animal", "animals"}
)
_MARKS = frozenset({"eat", "collect", "singular", "wild", "furry"})
_SLOT = re.compile(r"\{([a-z_]+)\}")
_SPOT = re.compile(r"^(?:in|at|on|by) ((?:the|a|my) .+)$")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of grammar or stock. `text` keeps its slots, stars of emphasis and breaks.

    `forms` are those it applies to; empty for a stock phrase, which has a `topic` instead.
    """

    text: str
    tone: str
    styles: tuple[Style, ...]
    forms: frozenset[Form]
    marks: frozenset[str]
    topic: str | None = None

    @property
    def slots(self) -> frozenset[str]:
        """The slots it names."""
        return frozenset(_SLOT.findall(self.text))


@lru_cache(maxsize=1)
def patterns() -> Mapping[Form, tuple[Pattern, ...]]:
    """The grammar patterns by form, in file order."""
    by_form: dict[Form, list[Pattern]] = {form: [] for form in Form}
    for pattern in parse_patterns(_data("templates.txt")):
        for form in pattern.forms:
            by_form[form].append(pattern)
    return {form: tuple(found) for form, found in by_form.items()}


@lru_cache(maxsize=1)
def stocks() -> Mapping[str, tuple[Pattern, ...]]:
    """The hand-written phrases by topic, in file order."""
    by_topic: dict[str, list[Pattern]] = {}
    for pattern in parse_stock(_data("stock.txt")):
        by_topic.setdefault(pattern.topic or "", []).append(pattern)
    return {topic: tuple(found) for topic, found in by_topic.items()}


def parse_patterns(text: str) -> Iterator[Pattern]:
    """The patterns of a templates file; raises LexiconError on a line that cannot be read."""
    for number, (forms, tone, phrase) in _rows(text):
        names = [name.strip() for name in forms.split(",")]
        if unknown := [name for name in names if name not in set(Form)]:
            raise LexiconError(f"line {number}: no such form: {', '.join(unknown)}")
        phrase, *marks = (part.strip() for part in phrase.split(" @"))
        yield _pattern(number, phrase, tone, frozenset(map(Form, names)), frozenset(marks), None)


def parse_stock(text: str) -> Iterator[Pattern]:
    """The phrases of a stock file; raises LexiconError on a line that cannot be read."""
    for number, (topic, tone, phrase) in _rows(text):
        yield _pattern(number, phrase, tone, frozenset(), frozenset(), topic)


def _rows(text: str) -> Iterator[tuple[int, tuple[str, str, str]]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = [part.strip() for part in line.split(" | ")]
        if len(parts) != 3:
            raise LexiconError(f"line {number}: write three fields parted by ' | ': {line[:60]!r}")
        yield number, (parts[0], parts[1], parts[2])


def _pattern(
    number: int,
    phrase: str,
    tone: str,
    forms: frozenset[Form],
    marks: frozenset[str],
    topic: str | None,
) -> Pattern:
    name, _, styles = tone.partition(":")
    if name not in TONES:
        raise LexiconError(f"line {number}: no such tone: {name!r}")
    named = [style.strip() for style in styles.split(",") if style.strip()]
    if unknown := [style for style in named if style not in set(Style)]:
        raise LexiconError(f"line {number}: no such style: {', '.join(unknown)}")
    if phrase.count("*") not in {2, 4}:
        raise LexiconError(f"line {number}: mark the emphasis with two stars: {phrase!r}")
    pattern = Pattern(phrase, name, tuple(map(Style, named)) or TONES[name], forms, marks, topic)
    if unknown := sorted((pattern.slots - SLOTS) | (marks - _MARKS)):
        raise LexiconError(f"line {number}: no such slot or mark: {', '.join(unknown)}")
    return pattern


@lru_cache(maxsize=4096)
def slot_values(entry: Entry) -> Mapping[str, str]:
    """What each slot reads for a subject, in Title Case; a slot it cannot fill is absent."""
    words = entry.words
    values = {
        name: title_case(words[name])
        for name in ("x", "one", "do", "doing", "doer", "go", "stuff", "animal")
        if name in words
    }
    values |= {name: _inner(words[name]) for name in ("at", "the") if name in words}
    values["adj"] = title_case(_adjunct(entry))
    if "many" in words:
        values["xs"] = title_case(words["many"])
    if at := words.get("at"):
        spot = _SPOT.match(at)
        values["the_spot"] = _inner(spot[1] if spot else at)
    values["is"] = "Are" if takes_are(entry) else "Is"
    if stuff := words.get("stuff"):
        values["this_stuff"] = "These" if is_plural(stuff) else "This"
        values["much"] = "Many" if is_plural(stuff) else "Much"
    if animal := words.get("animal"):
        values["animals"] = title_case(plural(animal))
    return values


def _adjunct(entry: Entry) -> str:
    """How the subject stands before another noun: a taco club, a board game night."""
    if "one" in entry.words:
        return entry.words["one"]
    return singular(entry.x) if "plural" in entry.flags else entry.x


def takes_are(entry: Entry) -> bool:
    """Whether the subject is a plural for its verb."""
    return "singular" not in entry.flags and ("plural" in entry.flags or is_plural(entry.x))


def applies(pattern: Pattern, entry: Entry) -> bool:
    """Whether a grammar pattern may be said of the subject."""
    if "eat" in pattern.marks and entry.eat != "eat":
        return False
    if "wild" in pattern.marks and "tame" in entry.flags:
        return False
    if "furry" in pattern.marks and "plant" in entry.words.get("animal", ""):
        return False
    if "collect" in pattern.marks and "collect" not in entry.flags:
        return False
    return not ("singular" in pattern.marks and takes_are(entry))


def fill(pattern: Pattern, entry: Entry) -> str | None:
    """The phrase, stars and breaks kept, or None when the subject lacks a slot it names."""
    values = slot_values(entry)
    if not pattern.slots <= values.keys() or not applies(pattern, entry):
        return None
    text = _SLOT.sub(lambda found: values[found[1]], pattern.text)
    text = fix_articles(text)
    first = re.search(r"[A-Za-z]", text)
    if first:
        text = text[: first.start()] + text[first.start()].upper() + text[first.start() + 1 :]
    return text


def _inner(text: str) -> str:
    """Title Case for words inside a phrase: a leading small word stays small."""
    return title_case(f"of {text}").removeprefix("Of ")


def _data(name: str) -> str:
    return resources.files("domain.ideas").joinpath("data", name).read_text(encoding="utf-8")
