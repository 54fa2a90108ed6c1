"""The embedded composer: briefs from grammar, lexicon and stock, the same for the same seed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise

from domain.gate.gate import assess
from domain.gate.risk import RiskStatus
from domain.ideas.brief import Brief, ScoredTerm
from domain.ideas.dressing import (
    choose_palette,
    choose_products,
    choose_style,
    concept,
    keywords,
    reason,
)
from domain.ideas.grammar import Pattern, fill, patterns, stocks
from domain.ideas.subject import Subject
from domain.ideas.wording import word_set
from domain.terms.normalise import key_of

COMPOSER_VERSION = "composer/2"  # raise it whenever the same seed can give another brief
# In the ids: an idea stays the same one while its words are, whatever is put around them.
PHRASES_VERSION = "composer/1"
FEWEST_WORDS, MOST_WORDS, MOST_LINES = 2, 9, 5
LONGEST_LINE = 22  # characters; a line longer than this is broken where words allow
_WIDEST_LINE = 26
_STOCK_WEIGHT = 2.5  # a hand-written phrase is likelier than a pattern filled in
_SHARED_WEIGHT = 0.5  # unless it was written for the base and says less of the term itself
_GLUE = "~"  # stands for a blank at which no line may break
_SIGNS = re.compile(r"[^a-z0-9 ]+")


class NothingToSay(ValueError):
    """No phrase is left for the subject. `code` is idea.no_phrase."""

    code = "idea.no_phrase"

    def __init__(self, term: str) -> None:
        super().__init__(
            f"every phrase for {term!r} is taken; pass fewer taken phrases or add to its stock"
        )


@dataclass(frozen=True, slots=True)
class Phrase:
    """A printable phrase: its lines, the words that carry it, and the pattern it came from."""

    lines: tuple[str, ...]
    emphasis: str
    pattern: Pattern

    @property
    def key(self) -> str:
        """The phrase without case, breaks and punctuation."""
        return phrase_key(" ".join(self.lines))


def phrase_key(text: str) -> str:
    """What makes two phrases the same: their words, whatever the case and punctuation."""
    return " ".join(_SIGNS.sub("", text.lower().replace("-", " ")).split())


def compose(
    scored: ScoredTerm, subject: Subject, *, seed: int, taken: Collection[str] = ()
) -> Brief:
    """One brief. Raises NothingToSay when every phrase for the subject is taken."""
    found = compose_many(scored, subject, 1, seed=seed, taken=taken)
    if not found:
        raise NothingToSay(scored.display)
    return found[0]


def compose_many(
    scored: ScoredTerm,
    subject: Subject,
    count: int,
    seed: int,
    taken: Collection[str] = (),
) -> list[Brief]:
    """Up to `count` briefs, no phrase twice nor among `taken` (phrases in any case).

    A phrase the name gate blocks is never among them; the gate's doubt does not count here, since
    every word comes from our own lexicon.
    """
    used = {phrase_key(phrase) for phrase in taken}
    ranked = sorted(
        phrases(subject), key=lambda phrase: -_weight(phrase, subject, scored.term_id, seed)
    )
    worn = [phrase for phrase in ranked if _is_worn(phrase.pattern, used)]
    fresh = [phrase for phrase in ranked if phrase not in worn]
    briefs: list[Brief] = []
    tones: list[str] = []
    queue = [*fresh, *worn]
    while queue and len(briefs) < count:
        # two of a kind in a row tire the eye: take another tone while there is one
        at = next(
            (i for i, phrase in enumerate(queue[: len(fresh)]) if phrase.pattern.tone not in tones),
            0,
        )
        phrase = queue.pop(at)
        if phrase.key in used or _is_barred(phrase):
            continue
        used.add(phrase.key)
        tones = [*tones, phrase.pattern.tone][-2:]
        briefs.append(_brief(scored, subject, phrase, seed))
    return briefs


@lru_cache(maxsize=2048)
def phrases(subject: Subject) -> tuple[Phrase, ...]:
    """Every phrase the subject has, hand-written ones first, none twice."""
    found: dict[str, Phrase] = {}
    for pattern, text in _texts(subject):
        phrase = _printable(pattern, text)
        if phrase is not None:
            found.setdefault(phrase.key, phrase)
    return tuple(found.values())


def _texts(subject: Subject) -> Iterator[tuple[Pattern, str]]:
    entry = subject.entry
    for topic in entry.topics:
        for pattern in stocks().get(topic, ()):
            text = fill(pattern, entry)
            if text is not None and not _names_another(text, subject):
                yield pattern, text
    if "stockonly" in entry.flags:
        return
    for pattern in patterns()[entry.form]:
        text = fill(pattern, entry)
        if text is not None:
            yield pattern, text


def _names_another(text: str, subject: Subject) -> bool:
    """Whether a stock phrase names the subject this one is like: crows for a raven."""
    entry = subject.entry
    if entry.base == entry.term:
        return False
    foreign = set(key_of(entry.base).split()) - set(key_of(entry.term).split())
    return bool(foreign & set(key_of(text.replace("*", "").replace("/", " ")).split()))


def _printable(pattern: Pattern, text: str) -> Phrase | None:
    """The phrase in lines, or None when it is too short, too long or too wide to print."""
    words = text.replace("*", "").replace("/", " ").split()
    if not FEWEST_WORDS <= len(words) <= MOST_WORDS:
        return None
    lines: list[str] = []
    for line in text.split("/"):
        plain = " ".join(line.replace("*", "").split())
        if len(plain) <= LONGEST_LINE:
            lines.append(plain)
            continue
        lines.extend(part.replace(_GLUE, " ") for part in _broken(_glued(line).split()))
    if len(lines) > MOST_LINES:
        lines = list(_broken(words))
    if len(lines) > MOST_LINES or max(map(len, lines)) > _WIDEST_LINE:
        return None
    marked = [" ".join(part.split()) for part in text.split("*")[1::2]]
    emphasis = max(marked, key=len).replace(" / ", " ")
    return Phrase(tuple(lines), emphasis, pattern)


def _broken(words: Sequence[str]) -> tuple[str, ...]:
    """The words in the fewest lines of LONGEST_LINE, even ones that begin with a small word."""
    best = tuple(words)
    for count in range(1, len(words)):
        found = []
        for cuts in combinations(range(1, len(words)), count - 1):
            edges = (0, *cuts, len(words))
            lines = [" ".join(words[a:b]) for a, b in pairwise(edges)]
            if max(map(len, lines)) <= LONGEST_LINE:
                found.append((_raggedness(lines), tuple(lines)))
        if found:
            best = min(found)[1]
            break
    return best


def _raggedness(lines: Sequence[str]) -> int:
    small = word_set("small")
    starts = sum(line.split()[0].lower() in small for line in lines[1:])
    ends = sum(line.split()[-1].lower() in small for line in lines[:-1])
    return 2 * max(map(len, lines)) - min(map(len, lines)) - 14 * starts + 10 * ends


def _glued(line: str) -> str:
    """The line without stars, its emphasis held together where that fits on one line."""
    parts = [" ".join(part.split()) for part in line.split("*")]
    for at in range(1, len(parts), 2):
        if len(parts[at]) <= LONGEST_LINE:
            parts[at] = parts[at].replace(" ", _GLUE)
    return " ".join(filter(None, parts))


def _weight(phrase: Phrase, subject: Subject, term_id: str, seed: int) -> float:
    """A seeded draw: heavier phrases tend to come first, every order can happen."""
    digest = hashlib.sha256(f"{seed}|{term_id}|{phrase.key}".encode()).digest()
    draw = (int.from_bytes(digest[:8]) + 1) / (2**64 + 1)
    if phrase.pattern.topic is None:
        return draw
    is_shared = subject.entry.base != subject.entry.term
    return float(draw ** (1.0 / (_SHARED_WEIGHT if is_shared else _STOCK_WEIGHT)))


@lru_cache(maxsize=4096)
def _shape(text: str) -> re.Pattern[str] | None:
    """What a pattern looks like filled in; None for a phrase without slots."""
    if "{" not in text:
        return None
    parts = re.split(r"\{[a-z_]+\}", text.replace("*", "").replace("/", " "))
    return re.compile(".+".join(re.escape(phrase_key(part)) for part in parts))


def _is_barred(phrase: Phrase) -> bool:
    """Whether the filled phrase happens to be a title, a slogan or a name: a lake, a novel."""
    return assess(" ".join(phrase.lines), is_curated=True).status is RiskStatus.BLOCK


def _is_worn(pattern: Pattern, used: Collection[str]) -> bool:
    shape = _shape(pattern.text)
    return shape is not None and any(shape.fullmatch(phrase) for phrase in used)


def _brief(scored: ScoredTerm, subject: Subject, phrase: Phrase, seed: int) -> Brief:
    occasion = scored.occasion or subject.occasion
    style = choose_style(phrase.pattern, subject, seed, scored.term_id, phrase.key)
    products = choose_products(subject, style, scored.products)
    return Brief(
        idea_id=_idea_id(scored.term_id, seed, phrase.key),
        term_id=scored.term_id,
        term=scored.display,
        concept=concept(phrase.pattern, style, subject),
        audience=subject.audience,
        occasion=occasion,
        phrase=phrase.lines,
        emphasis=phrase.emphasis,
        style=style,
        palette=choose_palette(style, subject, occasion, seed, scored.term_id, phrase.key),
        motif=subject.motif,
        product_types=products,
        keywords=keywords(subject, scored.display, occasion),
        why_now=reason(scored, products),
        category=subject.category,
        origin=scored.origin,
        seed=seed,
        writer=COMPOSER_VERSION,
        evidence=scored.evidence,
    )


def _idea_id(term_id: str, seed: int, phrase: str) -> str:
    parts: Sequence[object] = (term_id, seed, PHRASES_VERSION, phrase)
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:16]
