"""Product fit against labelled terms: `python -m bench.fit`.

The labels stand in tests/data/fit_labels.tsv; docs/science/product-fit.md says how they were drawn
and set. A hash of the term puts it into the half that rules were tuned on or into the half held
out; fit_labels_fresh.tsv was drawn and labelled after the rules had been written. Figures are of
the sample as it was drawn, and weighted back to all recorded terms, each with the middle 95 % of
2,000 bootstrap draws of terms. `--json FILE` keeps every value and `--against FILE` compares with
values kept before, in pairs; `--wrong` prints the errors of the tuning half. `bench.fit_draw` draws
new samples.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.gate.gate import assess
from domain.ideas.fit import FIT_VERSION, Fit, product_fit
from domain.ideas.select import LOWEST_FIT
from domain.niches.loader import Niche, niches
from domain.signals import Kind
from domain.terms.normalise import key_of, normalise

DATA = Path(__file__).parents[1] / "tests" / "data"
LABELS, SECOND = DATA / "fit_labels.tsv", DATA / "fit_labels_again.tsv"
FRESH = DATA / "fit_labels_fresh.tsv"
HALVES = ("tuning", "held out")
DRAWS, SEED = 2000, 20261122
Floats = NDArray[np.float64]
Measure = Callable[[Floats], Floats]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A term as a source shows it, how many recorded terms it stands for, and our label."""

    seen: str
    kind: str
    term: str
    platform: str
    weight: float
    label: str
    reason: str

    @property
    def half(self) -> str:
        """Which half the term belongs to, by its hash."""
        return HALVES[hashlib.sha256(self.term.lower().encode()).digest()[0] % 2]

    @property
    def is_printable(self) -> bool:
        """Whether a seller would print it, if only for an occasion."""
        return self.label != "no"


@dataclass(frozen=True, slots=True)
class Sample:
    """Some labelled terms with a rule's values: (n,) arrays."""

    hit: NDArray[np.bool_]
    value: Floats
    weight: Floats

    def auc(self, counts: Floats) -> Floats:
        """Chance that a printable term is placed above another, for each draw; ties count half.

        `counts` has shape (draws, n): how often each term was drawn.
        """
        gap = self.value[self.hit][:, None] - self.value[~self.hit][None, :]
        won = (gap > 0) + 0.5 * (gap == 0)
        weighed = counts * self.weight
        hits, misses = weighed[:, self.hit], weighed[:, ~self.hit]
        return _share(((hits @ won) * misses).sum(axis=1), hits.sum(axis=1) * misses.sum(axis=1))

    def precision(self, counts: Floats) -> Floats:
        """Share of printable terms among those at or above the line for ideas."""
        above = counts * self.weight * (self.value >= LOWEST_FIT)
        return _share(above[:, self.hit].sum(axis=1), above.sum(axis=1))

    def recall(self, counts: Floats) -> Floats:
        """Share of the printable terms that are at or above the line for ideas."""
        weighed = (counts * self.weight)[:, self.hit]
        above = weighed * (self.value[self.hit] >= LOWEST_FIT)
        return _share(above.sum(axis=1), weighed.sum(axis=1))


def _share(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)


def labelled(path: Path = LABELS) -> list[Labelled]:
    """The labelled terms in file order."""
    with path.open(encoding="utf-8", newline="") as handle:
        rows = csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Labelled(**{**row, "weight": float(row["weight"])}) for row in rows]


def catalogue() -> Mapping[str, Niche]:
    """Our niches by match key."""
    return {key_of(niche.term): niche for niche in niches()}


def fit_of(row: Labelled, known: Mapping[str, Niche]) -> Fit:
    """Product fit as the terms stage gives it."""
    term = normalise(row.seen, kind=Kind(row.kind))
    niche = known.get(term.key)
    return product_fit(
        term.words,
        display=term.display,
        language=term.language,
        is_noise=term.is_noise,
        category=niche.category if niche else None,
    )


def is_clear(row: Labelled) -> bool:
    """Whether the name gate lets the term through: only such terms become ideas."""
    term = normalise(row.seen, kind=Kind(row.kind))
    confidence = term.segmentation_confidence
    verdict = assess(
        term.display, words=term.words, kind=row.kind, segmentation_confidence=confidence
    )
    return str(verdict.status) == "clear"


def times_drawn(n: int) -> Floats:
    """How often each of n terms is drawn; the first row is the sample itself."""
    chance = np.random.default_rng(SEED)
    drawn = chance.multinomial(n, np.full(n, 1 / n), size=DRAWS).astype(np.float64)
    return np.vstack([np.ones((1, n)), drawn])


def shown(found: Floats) -> str:
    """A measure of the sample with the middle 95 % of the draws."""
    drawn = found[1:][np.isfinite(found[1:])]
    if not np.isfinite(found[0]) or len(drawn) < 2:
        return "  -                   "
    low, high = np.quantile(drawn, [0.025, 0.975])
    return f"{found[0]:6.3f} [{low:6.3f}, {high:6.3f}]"


def report(
    rows: Sequence[Labelled],
    fresh: Sequence[Labelled],
    values: Mapping[str, float],
    before: Mapping[str, float] | None,
) -> None:
    """Print AUC, precision and recall of each part, and the differences in pairs."""
    clear = {row.term: is_clear(row) for row in (*rows, *fresh)}
    print(f"{FIT_VERSION}: {len(rows)} labelled terms, line for ideas {LOWEST_FIT}")
    print("  " + ", ".join(f"{label} {n}" for label, n in Counter(r.label for r in rows).items()))
    parts = {half: [row for row in rows if row.half == half] for half in HALVES}
    for half, every in {**parts, "fresh": list(fresh)}.items():
        through = [row for row in every if clear[row.term]]
        for name, part in ((half, every), (f"{half}, through the gate", through)):
            printable = sum(row.is_printable for row in part)
            print(f"\n{name}: {len(part)} terms, {printable} printable")
            for scale in ("as drawn", "weighted"):
                _measures(part, values, before, weighted=scale == "weighted", name=scale)


def _measures(
    part: Sequence[Labelled],
    values: Mapping[str, float],
    before: Mapping[str, float] | None,
    *,
    weighted: bool,
    name: str,
) -> None:
    hit = np.array([row.is_printable for row in part])
    weight = np.array([row.weight if weighted else 1.0 for row in part])
    counts = times_drawn(len(part))

    def sample(of: Mapping[str, float]) -> Sample:
        return Sample(hit, np.array([of[row.term] for row in part]), weight)

    now = sample(values)
    then = None if before is None else sample(before)
    for measure in ("auc", "precision", "recall"):
        found: Floats = getattr(now, measure)(counts)
        line = f"  {name:9s} {measure:9s} {shown(found)}"
        if then is not None:
            old: Floats = getattr(then, measure)(counts)
            line += f"   before {shown(old)}   difference {shown(found - old)}"
        print(line)


def wrong(rows: Iterable[Labelled], values: Mapping[str, float]) -> None:
    """Print what the rule gets wrong in the tuning half."""
    for row in rows:
        if row.half == HALVES[0] and row.is_printable != (values[row.term] >= LOWEST_FIT):
            print(f"{row.label:9s} {values[row.term]:.2f} {row.reason:12s} {row.term!r}")


def agreement(rows: Sequence[Labelled], again: Path) -> None:
    """Print Cohen's kappa between the labels and a second labelling of some of them."""
    first = {row.term: row.label for row in rows}
    with again.open(encoding="utf-8", newline="") as handle:
        second = {
            row["term"]: row["label"]
            for row in csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)
        }
    for name, fold in (("three labels", str), ("printable or not", lambda label: label != "no")):
        pairs = [(fold(first[term]), fold(label)) for term, label in second.items()]
        print(f"{name}: {len(pairs)} terms twice, kappa {kappa(pairs):.3f}")
    for term, label in second.items():
        if first[term] != label:
            print(f"  {term!r}: {first[term]}, then {label}")


def kappa(pairs: Sequence[tuple[Any, Any]]) -> float:
    """Agreement beyond chance (Cohen 1960); not a number when chance alone agrees wholly."""
    n = len(pairs)
    left, right = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    chance = sum(left[label] * right[label] for label in left) / n**2
    agreed = sum(one == other for one, other in pairs) / n
    return (agreed - chance) / (1 - chance) if chance < 1 else float("nan")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="keep the values here")
    parser.add_argument("--against", type=Path, help="values kept before")
    parser.add_argument("--again", type=Path, help="a second labelling", default=SECOND)
    parser.add_argument("--wrong", action="store_true", help="errors of the tuning half")
    arguments = parser.parse_args()
    rows, fresh, known = labelled(), labelled(FRESH), catalogue()
    values = {row.term: fit_of(row, known).value for row in (*rows, *fresh)}
    before = json.loads(arguments.against.read_text()) if arguments.against else None
    report(rows, fresh, values, before)
    print()
    agreement(rows, arguments.again)
    if arguments.wrong:
        wrong(rows, values)
    if arguments.json:
        arguments.json.write_text(json.dumps(values, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
