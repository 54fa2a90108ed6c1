"""Which scored terms become ideas: the refusals with their reasons, then the mix of the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.gate.risk import RiskStatus
from domain.ideas.brief import ScoredTerm
from domain.ideas.subject import Subject
from domain.signals import Origin

LOWEST_FIT = 0.5
MEASURED_SHARE = 3  # one in three ideas comes from a measured term, when that many qualify

REFUSALS: Mapping[str, str] = {
    "idea.risk_block": "It names a person, book, brand or franchise, so it may not be printed.",
    "idea.risk_review": "It may name somebody or something; a person has to look first.",
    "idea.noise": "It asks for reach and says nothing a person would wear.",
    "idea.weekday": "It only names a day of the week.",
    "idea.not_english": "It is not English, and the composer writes English.",
    "idea.low_fit": "It does not suit a printed product well enough.",
    "idea.not_understood": "The composer does not know what it is about.",
    "idea.no_room": "It qualifies, but better ones filled the places.",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A scored term with all that decides whether it may become an idea."""

    scored: ScoredTerm
    risk_status: str
    risk_code: str
    risk_reason: str
    is_noise: bool
    is_weekday: bool
    fit: float
    fit_reason: str
    language: str
    subject: Subject | None


@dataclass(frozen=True, slots=True)
class Refused:
    """A candidate that becomes no idea: the code, and the sentence a person reads."""

    candidate: Candidate
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Selection:
    """The candidates chosen, best first, and every other one with its reason."""

    chosen: tuple[Candidate, ...]
    refused: tuple[Refused, ...]


def refusal(candidate: Candidate) -> str | None:
    """The code of the first reason against a candidate, the gate before all others; or None."""
    if candidate.risk_status == RiskStatus.BLOCK:
        return "idea.risk_block"
    if candidate.is_noise:
        return "idea.noise"
    if candidate.is_weekday:
        return "idea.weekday"
    if candidate.risk_status != RiskStatus.CLEAR:
        return "idea.risk_review"
    if candidate.language not in {"en", "und"} and candidate.subject is None:
        return "idea.not_english"
    if candidate.subject is None:
        return "idea.not_understood"
    if candidate.fit < LOWEST_FIT:
        return "idea.low_fit"
    return None


def refusal_text(code: str, candidate: Candidate | None = None) -> str:
    """Plain English for a code; the gate's own reason is added where it gave one."""
    text = REFUSALS[code]
    if candidate is not None and code.startswith("idea.risk") and candidate.risk_reason:
        return f"{text} {candidate.risk_reason}"
    return text


def select(candidates: Sequence[Candidate], *, limit: int) -> Selection:
    """At most `limit` candidates, ranked by the score's lower bound, then fit, then term_id.

    The mix: a third are measured and one is a due occasion, when so many qualify; a category
    takes at most max(2, limit // 8) places while other categories still have somebody waiting.
    """
    codes = {id(candidate): refusal(candidate) for candidate in candidates}
    fine = sorted((one for one in candidates if codes[id(one)] is None), key=_order)
    chosen = _mixed(fine, max(limit, 0))
    taken = {id(candidate) for candidate in chosen}
    refused = tuple(
        Refused(candidate, code, refusal_text(code, candidate))
        for candidate in candidates
        if id(candidate) not in taken
        for code in [codes[id(candidate)] or "idea.no_room"]
    )
    return Selection(tuple(sorted(chosen, key=_order)), refused)


def _order(candidate: Candidate) -> tuple[float, float, str]:
    score = candidate.scored.score_low
    return (-(score if score is not None else -1.0), -candidate.fit, candidate.scored.term_id)


def _mixed(fine: Sequence[Candidate], limit: int) -> list[Candidate]:
    chosen: list[Candidate] = []
    _take(chosen, filter(_is_due, fine), 1, limit)
    measured = [candidate for candidate in fine if _is_measured(candidate)]
    missing = -(-limit // MEASURED_SHARE) - sum(map(_is_measured, chosen))
    _take(chosen, measured, missing, limit)
    _take(chosen, fine, limit, limit)
    return chosen


def _take(chosen: list[Candidate], waiting: Iterable[Candidate], wanted: int, limit: int) -> None:
    """Add `wanted` of `waiting`, never above `limit` in all.

    Those with a new subject, in a category that has room, come first; the others fill up.
    """
    queue = [one for one in waiting if not any(one is other for other in chosen)]
    room = max(2, limit // 8)
    for is_strict in (True, False):
        for candidate in list(queue):
            if wanted <= 0 or len(chosen) >= limit:
                return
            if is_strict and (
                _places(chosen)[_category(candidate)] >= room or _repeats(candidate, chosen)
            ):
                continue
            chosen.append(candidate)
            queue.remove(candidate)
            wanted -= 1


def _repeats(candidate: Candidate, chosen: Iterable[Candidate]) -> bool:
    subjects = [one.subject.entry.base for one in chosen if one.subject]
    return candidate.subject is not None and candidate.subject.entry.base in subjects


def _places(chosen: Iterable[Candidate]) -> Counter[str]:
    return Counter(map(_category, chosen))


def _category(candidate: Candidate) -> str:
    return candidate.subject.category.value if candidate.subject else ""


def _is_measured(candidate: Candidate) -> bool:
    return candidate.scored.origin != Origin.CURATED.value


def _is_due(candidate: Candidate) -> bool:
    return candidate.scored.occasion is not None and candidate.scored.publish_by is not None
