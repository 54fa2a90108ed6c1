"""Precision and recall of the name gate on the labelled terms: python -m bench.gate_report."""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from unittest.mock import patch

from domain.gate import gate, lists, matching
from domain.gate.gate import GATE_VERSION, assess
from domain.gate.risk import Risk, RiskStatus

LABELS = Path(__file__).parents[1] / "tests" / "data" / "gate_labels.csv"
SPLITS = ("dev", "held_out")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled term. `is_block`: a careful marketer would not print it."""

    term: str
    kind: str
    source: str
    split: str
    is_block: bool
    category: str
    note: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of one reading; precision and recall are shares, None where nothing counts."""

    true_positive: int
    false_positive: int
    false_negative: int

    @property
    def precision(self) -> float | None:
        """Share of the kept-out terms that deserve it."""
        return _share(self.true_positive, self.true_positive + self.false_positive)

    @property
    def recall(self) -> float | None:
        """Share of the terms to keep out that are kept out."""
        return _share(self.true_positive, self.true_positive + self.false_negative)


def labelled(path: Path = LABELS) -> list[Labelled]:
    """The labelled terms in file order."""
    with path.open(encoding="utf-8", newline="") as handle:
        return [
            Labelled(
                row["term"],
                row["kind"],
                row["source"],
                row["split"],
                row["label"] == "block",
                row["category"],
                row["note"],
            )
            for row in csv.DictReader(handle)
        ]


def verdict(row: Labelled) -> Risk:
    """The gate's verdict as the pipeline asks for it: with the normaliser's words."""
    from domain.signals import Kind
    from domain.terms.normalise import normalise
    from domain.terms.term import UnusableTerm

    try:
        term = normalise(row.term, kind=Kind(row.kind))
    except UnusableTerm:
        return assess(row.term, kind=row.kind)
    return assess(
        row.term,
        words=term.words,
        kind=row.kind,
        segmentation_confidence=term.segmentation_confidence,
    )


def figures(rows: Iterable[Labelled], positive: frozenset[RiskStatus]) -> Figures:
    """Counts for the reading in which these statuses keep a term out."""
    counts = Counter((row.is_block, verdict(row).status in positive) for row in rows)
    return Figures(counts[True, True], counts[False, True], counts[True, False])


def without_own_lists() -> dict[str, Counter[str]]:
    """Statuses of our own listed names, joined as tags, when those lists are taken away.

    What the shapes alone make of names nobody listed: an estimate for names not yet seen.
    """
    listed = {stem: sorted(set(lists.own_names(stem))) for stem in lists.OWN_CATEGORIES}
    _forget_lists()
    with patch.dict(lists.OWN_CATEGORIES, clear=True):
        found = {
            stem: Counter(
                verdict(
                    Labelled(name.replace(" ", ""), "hashtag", stem, "", True, "", "")
                ).status.value
                for name in names
                if len(name) > 4
            )
            for stem, names in listed.items()
        }
    _forget_lists()
    return found


def _forget_lists() -> None:
    for cached in (lists.lists, matching._beginnings, gate._assess):
        cached.cache_clear()


BLOCKED = frozenset({RiskStatus.BLOCK})
KEPT = frozenset({RiskStatus.BLOCK, RiskStatus.REVIEW})


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _shown(value: float | None) -> str:
    return "     -" if value is None else f"{value:6.3f}"


def main() -> None:
    """Print the figures per split, source and category, the errors and the speed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", choices=[*SPLITS, "none"], nargs="*", default=[*SPLITS])
    parser.add_argument("--without-own", action="store_true", help="what the shapes alone find")
    arguments = parser.parse_args()
    chosen = arguments.errors
    began = perf_counter()
    assess("warm up")
    rows = labelled()
    print(f"{GATE_VERSION}: lists loaded in {perf_counter() - began:.2f} s; {len(rows)} terms")
    for split in SPLITS:
        part = [row for row in rows if row.split == split]
        print(f"\n{split}: {len(part)} terms, {sum(row.is_block for row in part)} to keep out")
        for name, positive in (("block", BLOCKED), ("kept (block or review)", KEPT)):
            found = figures(part, positive)
            print(f"  {name:24s} precision {_shown(found.precision)} recall {_shown(found.recall)}")
        for field in ("source", "category"):
            for value in sorted({getattr(row, field) for row in part}):
                of = [row for row in part if getattr(row, field) == value]
                blocked, kept = figures(of, BLOCKED), figures(of, KEPT)
                print(
                    f"    {field} {value:24s} n={len(of):3d} block recall"
                    f" {_shown(blocked.recall)} kept recall {_shown(kept.recall)}"
                    f" wrongly blocked {blocked.false_positive}"
                    f" wrongly kept {kept.false_positive}"
                )
        if split in chosen:
            _print_errors(part)
    if arguments.without_own:
        print("\nour own names as tags, with our own lists taken away")
        for stem, counts in without_own_lists().items():
            total = counts.total()
            shares = "  ".join(f"{status} {counts[status] / total:.3f}" for status in RiskStatus)
            print(f"    {stem:12s} n={total:3d}  {shares}")


def _print_errors(rows: list[Labelled]) -> None:
    for row in rows:
        risk = verdict(row)
        if row.is_block == (risk.status is RiskStatus.BLOCK):
            continue
        if not row.is_block and risk.status is RiskStatus.CLEAR:
            continue
        where = "; ".join(f"{item.matched} ({item.list_name})" for item in risk.evidence)
        wanted = row.category if row.is_block else "clear"
        print(f"    {row.source} {row.term!r}: {risk.status.value}, wanted {wanted}. {where}")


if __name__ == "__main__":
    main()
