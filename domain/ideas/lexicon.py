"""What the composer understands: the subjects, their grammatical forms and what goes with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from importlib import resources

from domain.ideas.wording import is_plural, plural, singular, title_case
from domain.vocabulary import Motif, NicheCategory


class Form(StrEnum):
    """What kind of thing a subject is to a sentence."""

    ACTIVITY = "activity"
    SPORT = "sport"
    MUSIC = "music"
    ROLE = "role"
    IDENTITY = "identity"
    PET = "pet"
    THING = "thing"
    ANIMAL = "animal"
    FOOD = "food"
    GENRE = "genre"
    TROPE = "trope"
    STATE = "state"
    TRAIT = "trait"
    PLACE = "place"
    OCCASION = "occasion"
    MILESTONE = "milestone"
    MINDSET = "mindset"
    STOCK = "stock"  # hand-written phrases only


FLAGS = frozenset({"plural", "singular", "collect", "proper", "stockonly", "tame"})
_WORDS = ("x", "one", "many", "do", "doing", "doer", "at", "stuff", "go", "the", "animal")
_OTHERS = ("eat", "topics", "cat", "aud", "motif", "occasion", "like", "aka", "flags")
FIELDS = frozenset(_WORDS) | frozenset(_OTHERS)
_OWN = frozenset(("x", "one", "many"))  # a term that is like another reads by its own name
_BY_TERM = frozenset(("doing", "do", "doer", "at", "stuff", "go", "the", "animal"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One subject. `words` holds the forms it has; a form that is absent is not guessed at.

    `base` is the term whose line the entry comes from: itself, or the one it is like.
    """

    term: str
    form: Form
    base: str
    words: Mapping[str, str] = field(hash=False)
    topics: tuple[str, ...]
    flags: frozenset[str]
    category: NicheCategory | None
    audience: str | None
    motif: Motif | None
    occasion: str | None
    aliases: tuple[str, ...]
    eat: str = "eat"  # or drink

    @property
    def x(self) -> str:
        """How the subject reads in a sentence."""
        return self.words["x"]


class LexiconError(ValueError):
    """A line of the data cannot be read. `code` is lexicon_line; the message names the line."""

    code = "lexicon_line"


@lru_cache(maxsize=1)
def entries() -> Mapping[str, Entry]:
    """Every entry by its term, in file order, terms that are like others included."""
    source = resources.files("domain.ideas").joinpath("data", "subjects.txt")
    found: dict[str, Entry] = {}
    for entry in parse_subjects(source.read_text(encoding="utf-8")):
        found.setdefault(entry.term, entry)
    return found


def parse_subjects(text: str) -> Iterator[Entry]:
    """The entries of a subjects file; raises LexiconError on a line that cannot be read."""
    likes: list[Entry] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        own, *others = _line(line, number)
        yield own
        likes.extend(others)
    yield from likes


def _line(line: str, number: int) -> list[Entry]:
    parts = [part.strip() for part in line.split(" | ", maxsplit=2)]
    if len(parts) < 2 or parts[1] not in set(Form):
        raise LexiconError(f"line {number}: write term | form | fields, not {line[:60]!r}")
    term, form = parts[0], Form(parts[1])
    fields: dict[str, str] = {}
    for item in (parts[2] if len(parts) == 3 else "").split(";"):
        if not item.strip():
            continue
        name, sign, value = item.partition("=")
        if not sign or name.strip() not in FIELDS:
            raise LexiconError(f"line {number}: {item.strip()!r} is not one of the known fields")
        fields[name.strip()] = value.strip()
    flags = frozenset(_items(fields.get("flags", "")))
    if unknown := flags - FLAGS:
        raise LexiconError(f"line {number}: unknown flags {', '.join(sorted(unknown))}")
    base = _entry(term, form, term, fields, flags, aliases=_items(fields.get("aka", "")))
    return [base, *(_like(other, base, fields) for other in _items(fields.get("like", "")))]


def _like(term: str, base: Entry, fields: Mapping[str, str]) -> Entry:
    """An entry that behaves as its base does, under its own name."""
    own = dict(fields)
    for name in _OWN:
        own.pop(name, None)
    if term.split()[-1].endswith("ing"):
        own["doing"] = term
    for name in _BY_TERM & own.keys():
        own[name] = term if own[name] == term else _renamed(own[name], base, term)
    flags = set(_items(fields.get("flags", "")))
    if "plural" in flags and not is_plural(term):
        flags = (flags - {"plural"}) | {"singular"}
    if base.form is Form.OCCASION and "proper" in flags:
        own["x"] = title_case(term)
        own["occasion"] = ""
    if base.form is Form.PLACE:
        own["the"] = f"the {term}"
        own["at"] = f"at the {term}"
    if base.form is Form.PET:
        own["animal"] = term.rsplit(" ", 1)[0]  # the parrot of a parrot dad
    own["aud"] = _renamed(own.get("aud", ""), base, term)
    return _entry(term, base.form, base.term, own, frozenset(flags), aliases=())


def _renamed(text: str, base: Entry, term: str) -> str:
    """The text about the base said of the other term; empty when it cannot be said of it."""
    names = sorted(
        {base.term, base.x, base.words.get("one", ""), base.words.get("many", "")},
        key=len,
        reverse=True,
    )
    for name in filter(None, names):
        if re.search(rf"\b{re.escape(name)}s?\b", text, re.IGNORECASE):
            return re.sub(rf"\b{re.escape(name)}s?\b", term, text, flags=re.IGNORECASE)
        if len(name) > 3 and name.lower() in text.lower():
            return ""
    return text


def _entry(
    term: str,
    form: Form,
    base: str,
    fields: Mapping[str, str],
    flags: frozenset[str],
    *,
    aliases: tuple[str, ...],
) -> Entry:
    words = {name: fields[name] for name in _WORDS if fields.get(name)}
    words.setdefault("x", term)
    if form in {Form.ACTIVITY, Form.SPORT, Form.MUSIC} and "doing" not in words:
        if words["x"].endswith("ing"):
            words["doing"] = words["x"]
        elif term.endswith("ing"):
            words["doing"] = term
    if form in {Form.THING, Form.ANIMAL}:
        if "one" not in fields:
            words["one"] = singular(words["x"])
        words.setdefault("many", plural(words["one"]))
        if "x" not in fields and base != term and not is_plural(words["x"]):
            words["x"] = words["many"]
    elif form in {Form.ROLE, Form.IDENTITY, Form.PET}:
        words.setdefault("one", words["x"])
        words.setdefault("many", plural(words["one"]))
    return Entry(
        term=term,
        form=form,
        base=base,
        words=words,
        topics=_items(fields.get("topics", "")),
        flags=flags,
        category=NicheCategory(fields["cat"]) if fields.get("cat") else None,
        audience=fields.get("aud") or None,
        motif=Motif(fields["motif"]) if fields.get("motif") else None,
        occasion=fields.get("occasion") or None,
        aliases=aliases,
        eat=fields.get("eat") or "eat",
    )


def _items(text: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in text.split(",") if item.strip())
