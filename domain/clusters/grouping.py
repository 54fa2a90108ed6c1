"""Clusters of terms: every term stands for a head, and what was said once is kept.

Terms are taken in order. A term joins the head with which it shares the surest form, if no member
of that cluster forbids it; else it is a head itself. Members never bring members: a chain of small
steps cannot join its ends. The work is one look-up a form, whatever the number of terms.
"""

from __future__ import annotations

from collections.abc import Iterable

from domain.clusters.belonging import RANK, Belonging, Candidate, Membership, Reason
from domain.clusters.forms import Forms, forms_of
from domain.clusters.guards import belonging, conflict

WIDEST_BLOCK = 64  # heads that share one form and yet stay apart; more say the form says nothing


class Clusters:
    """Clusters that grow: terms already placed stay where they are.

    `place` answers with the membership of a new term. `known` puts back what was placed before.
    """

    def __init__(self) -> None:
        self._blocks: dict[str, list[Forms]] = {}
        self._members: dict[str, list[Forms]] = {}

    def known(self, forms: Forms, head_id: str) -> None:
        """A term placed earlier."""
        if head_id == forms.candidate.term_id:
            self._found(forms)
        else:
            self._members.setdefault(head_id, []).append(forms)

    def place(self, forms: Forms) -> Membership:
        """The head a new term stands for: another one, or itself."""
        term_id = forms.candidate.term_id
        best: tuple[int, str, Belonging] | None = None
        for head in self._heads_beside(forms):
            reason = belonging(forms, head)
            if reason is None or self._forbidden(forms, head):
                continue
            choice = (RANK[reason.reason], head.candidate.term_id, reason)
            if best is None or choice[:2] < best[:2]:
                best = choice
        if best is None:
            self._found(forms)
            return Membership(term_id, term_id, Reason.HEAD)
        _, head_id, reason = best
        self._members.setdefault(head_id, []).append(forms)
        return Membership(term_id, head_id, reason.reason, reason.detail)

    def _heads_beside(self, forms: Forms) -> list[Forms]:
        beside: dict[str, Forms] = {}
        for form in forms.of:
            for head in self._blocks.get(form, ()):
                beside[head.candidate.term_id] = head
        return list(beside.values())

    def _forbidden(self, forms: Forms, head: Forms) -> bool:
        members = self._members.get(head.candidate.term_id, [])
        curated = forms.candidate.is_curated and any(
            each.candidate.is_curated for each in (head, *members)
        )
        return curated or any(conflict(forms, member) for member in members)

    def _found(self, forms: Forms) -> None:
        for form in forms.of:
            block = self._blocks.setdefault(form, [])
            if len(block) < WIDEST_BLOCK:
                block.append(forms)


def cluster(candidates: Iterable[Candidate]) -> list[Membership]:
    """Memberships of terms taken in the order given, from nothing."""
    clusters = Clusters()
    return [clusters.place(forms_of(candidate)) for candidate in candidates]
