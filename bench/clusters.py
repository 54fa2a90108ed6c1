"""Precision and recall of the clusters on labelled pairs: `python -m bench.clusters`.

The pairs stand in tests/data/cluster_pairs.tsv; docs/science/clusters.md says how they were drawn.
A hash of the pair puts it into the half that rules were tuned on or into the half held out. Beside
our rules stand three trivial ones. `--signals FOLDER` also clusters every term of recorded signals
and prints the time and the counts; `--sample N` prints N random merges of it, to be judged by hand
(`--hard`: without those of equal letters);
`--embeddings` adds a rule on static embeddings when the package that carries them is installed.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import importlib
import math
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.clusters.belonging import CLUSTERS_VERSION, Candidate, Membership, Reason
from domain.clusters.grouping import cluster
from domain.signals import Kind
from domain.terms.normalise import normalise

PAIRS = Path(__file__).parents[1] / "tests" / "data" / "cluster_pairs.tsv"
HALVES = ("tuning", "held out")
Rule = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two terms as seen, whether they mean the same, how they were found and a word of why."""

    kind: str
    one: str
    other: str
    same: bool
    reason: str

    @property
    def half(self) -> str:
        """Which half the pair belongs to, by its hash."""
        digest = hashlib.sha256("\t".join(sorted((self.one, self.other))).encode()).digest()
        return HALVES[digest[0] % 2]


@dataclass(frozen=True, slots=True)
class Counts:
    """Right merges, wrong merges and missed ones."""

    right: int
    wrong: int
    missed: int

    def __str__(self) -> str:
        return (
            f"precision {shown(self.right, self.right + self.wrong)}  "
            f"recall {shown(self.right, self.right + self.missed)}"
        )


def pairs(path: Path = PAIRS) -> list[Pair]:
    """The labelled pairs in file order."""
    with path.open(encoding="utf-8", newline="") as handle:
        rows = csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Pair(row["kind"], row["one"], row["other"], row["same"] == "1", row["reason"])
            for row in rows
        ]


def wilson(part: int, whole: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927); (0, 1) of nothing."""
    if not whole:
        return 0.0, 1.0
    share = part / whole
    middle = share + z * z / (2 * whole)
    spread = z * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    scale = 1 + z * z / whole
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def shown(part: int, whole: int) -> str:
    """A share with its interval and its counts."""
    if not whole:
        return "    -                     "
    low, high = wilson(part, whole)
    return f"{part / whole:.3f} [{low:.3f}, {high:.3f}] {part:>3}/{whole:<3}"


def candidate(text: str) -> Candidate:
    """A term as the terms stage reads it."""
    term = normalise(text, kind=Kind.TOPIC)
    return Candidate(term.term_id, term.key, term.display)


def ours(one: str, other: str) -> bool:
    """Whether our rules bring two terms together."""
    left, right = candidate(one), candidate(other)
    if left.term_id == right.term_id:
        return True
    return cluster([left, right])[1].reason is not Reason.HEAD


def exact(one: str, other: str) -> bool:
    """The same text but for case and a leading hash sign."""
    return one.lstrip("#").lower() == other.lstrip("#").lower()


def normalised(one: str, other: str) -> bool:
    """The same letters and digits of the match key, without blanks."""
    return "".join(candidate(one).key.split()) == "".join(candidate(other).key.split())


def near(one: str, other: str) -> bool:
    """At most one edit in ten letters of the match keys without blanks."""
    left, right = ("".join(candidate(text).key.split()) for text in (one, other))
    return edits(left, right) <= max(1, min(len(left), len(right)) // 10)


def edits(left: str, right: str) -> int:
    """Levenshtein distance."""
    row = list(range(len(right) + 1))
    for place, char in enumerate(left, 1):
        before, row[0] = row[0], place
        for index, rival in enumerate(right, 1):
            here = min(row[index] + 1, row[index - 1] + 1, before + (char != rival))
            before, row[index] = row[index], here
    return row[-1]


def embedded(threshold: float) -> Rule:
    """Cosine of static sentence embeddings at least `threshold`. Needs tokenlearn-static-model."""
    model: Any = importlib.import_module("static_model")

    def rule(one: str, other: str) -> bool:
        left, right = model.get_embeddings([candidate(one).key, candidate(other).key])
        size = math.hypot(*left) * math.hypot(*right)
        return bool(sum(a * b for a, b in zip(left, right, strict=True)) >= threshold * size)

    return rule


def counts(of: Iterable[Pair], verdicts: dict[Pair, bool]) -> Counts:
    """What a rule's verdicts are worth on some pairs."""
    found = Counter((pair.same, verdicts[pair]) for pair in of)
    return Counts(found[True, True], found[False, True], found[True, False])


def report(rules: dict[str, Rule], every: list[Pair]) -> None:
    """Print each rule on both halves, ours for each kind, and what ours got wrong."""
    verdicts = {
        name: {pair: rule(pair.one, pair.other) for pair in every} for name, rule in rules.items()
    }
    same = sum(pair.same for pair in every)
    print(f"{CLUSTERS_VERSION}: {len(every)} labelled pairs, {same} of them the same thing\n")
    for half in HALVES:
        part = [pair for pair in every if pair.half == half]
        print(f"{half}: {len(part)} pairs, {sum(pair.same for pair in part)} the same")
        for name in rules:
            print(f"  {name:24s} {counts(part, verdicts[name])}")
        for kind in dict.fromkeys(pair.kind for pair in every):
            of = [pair for pair in part if pair.kind == kind]
            print(f"    {kind:22s} {counts(of, verdicts['ours'])}")
        print()
    for pair in every:
        if verdicts["ours"][pair] and not pair.same:
            print(f"wrong merge ({pair.half}): {pair.one!r} with {pair.other!r}, {pair.reason}")


def recorded(folder: Path) -> list[dict[str, Any]]:
    """Every term of recorded signals that is no noise, first known first, curated ones ahead."""
    from assets.terms.terms import read_texts
    from connectors.trends.replay import reader
    from domain.niches.loader import niches

    rows: dict[tuple[str, str], list[Any]] = {}
    for found in reader.find_files(folder):
        frame = reader.parse(reader.read_bytes(found.path)).frame
        for text, kind, known in frame.select("term", "kind", "captured_at").iter_rows():
            row = rows.setdefault((text, kind), [known, 0])
            row[0], row[1] = min(row[0], known), row[1] - 1
    seen = [{"seen": n.term, "kind": "niche", "is_curated": 1} for n in niches()]
    order = sorted(rows, key=lambda key: (*rows[key], key))
    seen += [{"seen": text, "kind": kind, "is_curated": 0} for text, kind in order]
    _, terms = read_texts(seen)
    return [row for row in terms.values() if not row["is_noise"]]


def in_warehouse(rows: list[dict[str, Any]], fresh: int = 1000) -> None:
    """Place all terms but the last few in an empty warehouse, then those few; print both times."""
    import polars as pl

    from assets.terms.clusters import place_terms
    from warehouse.engine.base import closing
    from warehouse.engine.duckdb import DuckDBEngine
    from warehouse.engine.migrate import migrate

    frame = pl.DataFrame(rows, infer_schema_length=None).drop("occasion")
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(DuckDBEngine(Path(folder) / "warehouse.duckdb")) as engine,
    ):
        migrate(engine)
        for part in (frame[:-fresh], frame[-fresh:-1], frame[-1:]):
            engine.append("raw.terms", part)
            began = time.perf_counter()
            with engine.transaction():
                placed = place_terms(engine, {}, CLUSTERS_VERSION)
            spent = time.perf_counter() - began
            print(f"{len(placed):,} new terms placed in the warehouse in {spent:.2f} s")


def on_signals(folder: Path, sample: int, seed: int, *, hard: bool) -> None:
    """Cluster all recorded terms; print time, counts and a random sample of the merges.

    `hard` leaves the merges of equal letters out of the sample: most merges are such.
    """
    rows = recorded(folder)
    candidates = [
        Candidate(row["term_id"], row["term"], row["display"], row["is_curated"]) for row in rows
    ]
    cluster(candidates[:100])  # dictionaries are loaded once a process
    began = time.perf_counter()
    found = cluster(candidates)
    spent = time.perf_counter() - began
    merged = [each for each in found if each.reason is not Reason.HEAD]
    print(
        f"{len(found):,} terms clustered in {spent:.1f} s ({len(found) / spent:,.0f} a second): "
        f"{len(merged):,} members of {len({each.head_id for each in merged}):,} heads"
    )
    print("  " + ", ".join(f"{reason} {n}" for reason, n in by_reason(merged)))
    in_warehouse(rows)
    if hard:
        merged = [each for each in merged if each.reason is not Reason.LETTERS]
    shown_as = {each.term_id: each.display for each in candidates}
    for each in random.Random(seed).sample(merged, min(sample, len(merged))):
        print(f"{each.reason}\t{shown_as[each.head_id]}\t{shown_as[each.term_id]}\t{each.detail}")


def by_reason(found: Iterable[Membership]) -> list[tuple[str, int]]:
    """Members for each reason, the commonest first."""
    return Counter(str(each.reason) for each in found).most_common()


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--signals", type=Path, help="folder of recorded signals")
    parser.add_argument("--sample", type=int, default=0, help="random merges to print")
    parser.add_argument("--hard", action="store_true", help="no merges of equal letters")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--embeddings", action="store_true")
    arguments = parser.parse_args()
    rules: dict[str, Rule] = {
        "ours": ours,
        "exact": exact,
        "normalised": normalised,
        "edit distance": near,
    }
    if arguments.embeddings:
        rules |= {f"embeddings >= {cut}": embedded(cut) for cut in (0.8, 0.9, 0.95, 0.98)}
    report(rules, pairs())
    if arguments.signals:
        on_signals(arguments.signals, arguments.sample, arguments.seed, hard=arguments.hard)


if __name__ == "__main__":
    main()
