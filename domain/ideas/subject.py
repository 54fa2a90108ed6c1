"""What a term is about, as far as the composer understands it; None where it does not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from domain.ideas.lexicon import Entry, Form, entries
from domain.ideas.wording import word_set
from domain.niches.loader import Niche, niches
from domain.terms.normalise import key_of, key_words
from domain.terms.text import words_of
from domain.vocabulary import Motif, NicheCategory

LONGEST_WORDS = 5
LONGEST_CHARACTERS = 32


@dataclass(frozen=True, slots=True)
class Subject:
    """What a term is about. `how` says how it was found: exact, alias, tail or inferred."""

    entry: Entry
    category: NicheCategory
    audience: str  # completes "for …"
    motif: Motif
    occasion: str | None
    keywords: tuple[str, ...]  # of the curated niche; empty when the term is none
    how: str

    @property
    def form(self) -> Form:
        """The grammatical form of the subject."""
        return self.entry.form


def understand(
    words: Sequence[str],
    display: str,
    category: NicheCategory | None,
    niche: Niche | None = None,
) -> Subject | None:
    """The subject of a term, or None when the lexicon does not know it.

    The words are those of `display`, whose apostrophes tell a possessive from a plural; `words` (a
    term's words in lower case) are used where it has none. A curated niche brings its own category,
    audience, motif and keywords.
    """
    key = key_words(words_of(display) or tuple(words))
    found = _understand(key)
    if found is None:
        return None
    if niche is not None:
        return replace(
            found,
            category=niche.category,
            audience=niche.audience,
            motif=niche.motif,
            keywords=niche.keywords,
        )
    return found if category is None else replace(found, category=category)


@lru_cache(maxsize=65_536)
def _understand(key: tuple[str, ...]) -> Subject | None:
    if not key or len(key) > LONGEST_WORDS + 3:
        return None
    if exact := _known(key):
        return exact
    stripped, occasion = _without_tails(key)
    if stripped and stripped != key and (found := _known(stripped)):
        return replace(found, how="tail", occasion=found.occasion or occasion)
    return _inferred(stripped or key, occasion)


def _known(key: tuple[str, ...]) -> Subject | None:
    found = _index().get(" ".join(key))
    if found is None:
        return None
    entry, how = found
    return _subject(entry, how)


def _without_tails(key: tuple[str, ...]) -> tuple[tuple[str, ...], str | None]:
    """The key without words for products, gifts and their receivers; an occasion if one stood."""
    words = list(key)
    if "for" in words:
        at = words.index("for")
        before, after = words[:at], words[at + 1 :]
        rest = [word for word in before if not _is_tail(word)]
        is_receiver = all(word in word_set("receiver") for word in after)
        is_dated = " ".join(rest) in _occasions() and not all(
            word in word_set("anyone") for word in after
        )
        words = rest if rest and is_receiver and not is_dated else rest + after
    occasion = None
    for start, length, name in _occasion_spans(tuple(words)):
        left = words[:start] + words[start + length :]
        if all(_is_tail(word) for word in left):
            return tuple(words[start : start + length]), name
        words, occasion = left, name
        break
    return tuple(word for word in words if not _is_tail(word)), occasion


def _occasion_spans(words: tuple[str, ...]) -> Iterable[tuple[int, int, str]]:
    for length in (3, 2, 1):
        for start in range(len(words) - length + 1):
            if name := _occasions().get(" ".join(words[start : start + length])):
                yield start, length, name


def _is_tail(word: str) -> bool:
    return any(word in word_set(name) for name in ("product", "gift", "filler"))


def _inferred(key: tuple[str, ...], occasion: str | None) -> Subject | None:
    """A pet parent or a sports parent: "labrador mom", "pickleball dad"."""
    if len(key) < 2 or key[-1] not in word_set("relative"):
        return None
    head = _known(key[:-1])
    if head is None:
        return None
    parent, name = key[-1], head.entry
    if head.form is Form.ANIMAL and parent in word_set("parent"):
        one = name.words["one"]
        words = {"x": f"{one} {parent}", "one": f"{one} {parent}", "many": f"{one} {parent}s"}
        words["animal"] = one
        form, category = Form.PET, NicheCategory.PET
    elif head.form in {Form.SPORT, Form.ACTIVITY, Form.MUSIC} and parent != "king":
        label = f"{name.x} {parent}"
        many = f"{name.x} ladies" if parent == "lady" else f"{label}s"
        words = {"x": label, "one": label, "many": many.replace("wifes", "wives")}
        if stuff := name.words.get("stuff"):
            words["stuff"] = stuff
        form, category = Form.ROLE, head.category
    else:
        return None
    entry = replace(
        name, term=" ".join(key), form=form, words=words, topics=(), flags=frozenset(), aliases=()
    )
    return replace(
        head,
        entry=entry,
        category=category,
        audience=words["many"],
        occasion=head.occasion or occasion,
        keywords=(),
        how="inferred",
    )


def _subject(entry: Entry, how: str) -> Subject:
    niche = _niches().get(key_of(entry.term))
    base = _niches().get(key_of(entry.base))
    category = entry.category or _category(niche) or _category(base) or _BY_FORM[entry.form]
    return Subject(
        entry=entry,
        category=category,
        audience=(niche.audience if niche else None) or entry.audience or _audience(entry),
        motif=(niche.motif if niche else None)
        or entry.motif
        or (base.motif if base else Motif.NONE),
        occasion=entry.occasion,
        keywords=niche.keywords if niche else (),
        how=how,
    )


def _category(niche: Niche | None) -> NicheCategory | None:
    return niche.category if niche else None


def _audience(entry: Entry) -> str:
    """Whom the entry speaks to, from its own forms."""
    words = entry.words
    match entry.form:
        case Form.ROLE | Form.IDENTITY | Form.PET:
            return words["many"]
        case Form.ACTIVITY | Form.SPORT | Form.MUSIC if "doer" in words:
            return f"{words['doer']}s"
        case Form.THING | Form.ANIMAL:
            return f"{words['one']} lovers"
        case _:
            return f"people who love {entry.x}"


_BY_FORM: Mapping[Form, NicheCategory] = {
    Form.ACTIVITY: NicheCategory.HOBBY,
    Form.SPORT: NicheCategory.SPORT,
    Form.MUSIC: NicheCategory.MUSIC,
    Form.ROLE: NicheCategory.JOB,
    Form.IDENTITY: NicheCategory.MINDSET,
    Form.PET: NicheCategory.PET,
    Form.THING: NicheCategory.HOBBY,
    Form.ANIMAL: NicheCategory.NATURE,
    Form.FOOD: NicheCategory.FOOD,
    Form.GENRE: NicheCategory.BOOKS,
    Form.TROPE: NicheCategory.BOOKS,
    Form.STATE: NicheCategory.BOOKS,
    Form.TRAIT: NicheCategory.MINDSET,
    Form.PLACE: NicheCategory.PLACE,
    Form.OCCASION: NicheCategory.OCCASION,
    Form.MILESTONE: NicheCategory.MILESTONE,
    Form.MINDSET: NicheCategory.MINDSET,
    Form.STOCK: NicheCategory.HUMOUR,
}


@lru_cache(maxsize=1)
def _niches() -> Mapping[str, Niche]:
    return {key_of(niche.term): niche for niche in niches()}


@lru_cache(maxsize=1)
def _index() -> Mapping[str, tuple[Entry, str]]:
    """Match key to entry. A term's own name wins over another's alias, an alias over a form."""
    index: dict[str, tuple[Entry, str]] = {}
    for entry in entries().values():
        index.setdefault(key_of(entry.term), (entry, "exact"))
    for entry in entries().values():
        for alias in entry.aliases:
            index.setdefault(key_of(alias), (entry, "alias"))
    for entry in entries().values():
        if entry.form is Form.STOCK or entry.base != entry.term:
            continue
        for name in ("x", "one", "many", "doer"):
            if name in entry.words:
                index.setdefault(key_of(entry.words[name]), (entry, "alias"))
    return index


@lru_cache(maxsize=1)
def _occasions() -> Mapping[str, str]:
    """Keys of the occasions and of seasons, to the name of the occasion."""
    names: dict[str, str] = {}
    for entry in entries().values():
        if entry.occasion:
            names[key_of(entry.occasion)] = entry.occasion
            if entry.form is Form.OCCASION:
                names[key_of(entry.term)] = entry.occasion
    names |= {key: key for key in word_set("season")}
    return names
