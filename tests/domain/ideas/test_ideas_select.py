"""Which terms become ideas, in which mix, and what is said of the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.ideas.select import REFUSALS, Candidate, refusal_text, select
from domain.ideas.subject import Subject
from domain.vocabulary import NicheCategory
from tests.factories.terms import make_term


def candidate(text: str = "gardening", **changes: Any) -> Candidate:
    term_changes = {
        name: changes.pop(name)
        for name in ("term_id", "score_low", "origin", "occasion", "publish_by")
        if name in changes
    }
    scored, subject = make_term(text, **term_changes)
    base = Candidate(
        scored=scored,
        risk_status="clear",
        risk_code="risk.none",
        risk_reason="",
        is_noise=False,
        is_weekday=False,
        fit=0.9,
        fit_reason="fit.hobby",
        language="en",
        subject=subject,
    )
    return replace(base, **changes)


def of_category(number: int, category: NicheCategory, **changes: Any) -> Candidate:
    """A candidate of a category with a subject of its own."""
    made = candidate(term_id=f"{category.value}-{number:03}", **changes)
    assert made.subject is not None
    entry = replace(made.subject.entry, base=f"{category.value} {number}")
    subject: Subject = replace(made.subject, category=category, entry=entry)
    return replace(made, subject=subject)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"risk_status": "block", "is_noise": True}, "idea.risk_block"),
        ({"risk_status": "review"}, "idea.risk_review"),
        ({"risk_status": "never heard of"}, "idea.risk_review"),
        ({"is_noise": True}, "idea.noise"),
        ({"is_weekday": True}, "idea.weekday"),
        ({"subject": None, "language": "de"}, "idea.not_english"),
        ({"subject": None}, "idea.not_understood"),
        ({"fit": 0.2}, "idea.low_fit"),
    ],
)
def test_each_refusal_has_its_code_and_sentence(changes: dict[str, Any], code: str) -> None:
    found = select([candidate(**changes)], limit=5)
    assert found.chosen == ()
    assert [(one.code, one.text) for one in found.refused] == [(code, refusal_text(code))]


def test_the_gate_adds_its_own_reason() -> None:
    blocked = candidate(risk_status="block", risk_reason="It matches the brand list.")
    [refused] = select([blocked], limit=5).refused
    assert refused.text == f"{REFUSALS['idea.risk_block']} It matches the brand list."


def test_ranked_by_lower_bound_then_fit_then_identifier() -> None:
    found = select(
        [
            candidate("chess", term_id="d", score_low=None),
            candidate("golf", term_id="c", score_low=10.0),
            candidate("yoga", term_id="b", score_low=10.0),
            candidate("nurse", term_id="a", score_low=10.0, fit=0.5),
            candidate("pizza lover", term_id="e", score_low=20.0),
        ],
        limit=10,
    )
    assert [one.scored.term_id for one in found.chosen] == ["e", "b", "c", "a", "d"]


def test_what_finds_no_place_is_told_so() -> None:
    found = select([candidate("chess", score_low=1.0), candidate("golf", score_low=2.0)], limit=1)
    assert [one.scored.display for one in found.chosen] == ["golf"]
    assert [one.code for one in found.refused] == ["idea.no_room"]


def test_a_third_is_measured_when_so_many_qualify() -> None:
    curated = [of_category(n, category, score_low=90.0 - n)
               for n in range(4) for category in NicheCategory]  # fmt: skip
    measured = [of_category(n, NicheCategory.BOOKS, score_low=1.0, origin="replay")
                for n in range(50, 70)]  # fmt: skip
    found = select([*curated, *measured], limit=24)
    assert len(found.chosen) == 24
    assert sum(one.scored.origin == "replay" for one in found.chosen) >= 8


def test_one_due_occasion_is_among_the_chosen() -> None:
    due = candidate("christmas", score_low=0.1, occasion="Christmas", publish_by=date(2024, 10, 30))
    others = [of_category(n, category, score_low=90.0)
              for n in range(3) for category in NicheCategory]  # fmt: skip
    assert due in select([*others, due], limit=8).chosen


def test_no_category_crowds_out_the_others() -> None:
    crowd = [of_category(n, NicheCategory.BOOKS, score_low=90.0) for n in range(40)]
    others = [of_category(n, category, score_low=10.0)
              for n in range(4) for category in NicheCategory
              if category is not NicheCategory.BOOKS]  # fmt: skip
    found = select([*crowd, *others], limit=24)
    books = [one for one in found.chosen if one.subject
             and one.subject.category is NicheCategory.BOOKS]  # fmt: skip
    assert len(books) == 3
    assert len(select(crowd, limit=24).chosen) == 24  # nobody else waits


def test_one_subject_comes_once_while_others_wait() -> None:
    same = [candidate("nurse", term_id=f"n{n}", score_low=50.0) for n in range(3)]
    found = select([*same, candidate("chess", score_low=1.0)], limit=2)
    assert {one.scored.display for one in found.chosen} == {"nurse", "chess"}


@pytest.mark.parametrize("limit", [0, -3, 1, 2, 3, 7])
def test_the_limit_holds_and_nobody_is_lost(limit: int) -> None:
    everyone = [
        candidate("christmas", occasion="Christmas", publish_by=date(2024, 10, 30)),
        *(of_category(n, NicheCategory.BOOKS, origin="replay") for n in range(5)),
        candidate(is_noise=True),
    ]
    found = select(everyone, limit=limit)
    assert len(found.chosen) == min(max(limit, 0), 6)
    assert len(found.chosen) + len(found.refused) == len(everyone)
