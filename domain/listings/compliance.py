"""What stands between a draft and publishing: checked here, or named as the seller's to do.

Not legal advice. Rules: Etsy Creativity Standards (2025-06), seller policy (2026-06).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from domain.gate.risk import Risk, RiskStatus
from domain.ideas.brief import Brief
from domain.listings.draft import ComplianceFinding
from domain.listings.limits import breaches

Gate = Callable[[str], Risk]


def findings(
    brief: Brief,
    *,
    title: str,
    tags: Sequence[str],
    materials: Sequence[str],
    gate: Gate,
    faces: Sequence[str],
    print_passed: bool | None,
) -> tuple[ComplianceFinding, ...]:
    """Every check with its result. `gate` judges a text; `print_passed` is None when unchecked."""
    return (
        *_limits(title, tags, materials),
        *_names(brief, title, tags, gate),
        _print(print_passed),
        ComplianceFinding(
            "compliance.fonts_licensed",
            "ok",
            "Every typeface is under an open licence (SIL OFL 1.1 or Apache 2.0); "
            "prints may be sold.",
            tuple(faces),
        ),
        ComplianceFinding(
            "compliance.no_ai_image",
            "ok",
            "The artwork was drawn by rules, not by an image-generating model; no AI disclosure "
            "is needed for it.",
            (brief.writer,),
        ),
        ComplianceFinding(
            "compliance.production_partner",
            "todo",
            "Add your print provider as production partner in Shop Manager and attach it to the "
            "listing; a missing partner is a common cause of removal.",
        ),
        ComplianceFinding(
            "compliance.shipping_profile",
            "todo",
            "Choose a shipping profile, processing time and return policy on Etsy.",
        ),
        ComplianceFinding(
            "compliance.trademark_search",
            "todo",
            "The name gate knows lists of names, not the trademark register: search the printed "
            "words in class 25 before publishing.",
        ),
        ComplianceFinding(
            "compliance.human_approval",
            "todo",
            "Look at design and text yourself before publishing.",
        ),
    )


def _limits(
    title: str, tags: Sequence[str], materials: Sequence[str]
) -> tuple[ComplianceFinding, ...]:
    broken = breaches(title, tags, materials)
    if not broken:
        return (
            ComplianceFinding(
                "compliance.limits", "ok", "Title, tags and materials are inside Etsy's limits."
            ),
        )
    return tuple(ComplianceFinding(item.code, "block", item.message) for item in broken)


def _names(
    brief: Brief, title: str, tags: Sequence[str], gate: Gate
) -> tuple[ComplianceFinding, ...]:
    texts = [" ".join(brief.phrase), brief.term, title, *tags]
    hits = []
    for text in dict.fromkeys(texts):
        risk = gate(text)
        if risk.status is RiskStatus.BLOCK:
            hits.append((text, risk))
    if not hits:
        return (
            ComplianceFinding(
                "compliance.names",
                "ok",
                "No person, book, brand, team or franchise on our lists is named in the printed "
                "words, title or tags.",
            ),
        )
    return tuple(
        ComplianceFinding(
            "compliance.names",
            "block",
            f"“{text}”: {risk.reason}",
            tuple(f"{item.matched} ({item.list_name}, {item.how})" for item in risk.evidence),
        )
        for text, risk in hits
    )


def _print(passed: bool | None) -> ComplianceFinding:
    if passed is None:
        return ComplianceFinding(
            "compliance.print_check", "todo", "The print file has not been checked yet."
        )
    if passed:
        return ComplianceFinding(
            "compliance.print_check", "ok", "The print file passed every measured check."
        )
    return ComplianceFinding(
        "compliance.print_check", "block", "The print file failed a check; see the design's report."
    )
