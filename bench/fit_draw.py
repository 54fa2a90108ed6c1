"""A new sample of recorded terms to be labelled: `python -m bench.fit_draw --signals FOLDER`.

Terms are drawn at random within cells of platform and today's fit, as many from each cell, and
printed in random order with the number of terms each stands for. Terms labelled before are left
out. Whoever labels hides the platform and the weight.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import random
import sys
from collections import defaultdict
from pathlib import Path

from bench.fit import FRESH, LABELS, labelled
from domain.ideas.select import LOWEST_FIT
from domain.signals import Kind

BUCKETS = ((0.0, 0.1, "strange"), (0.1, LOWEST_FIT, "plain"), (LOWEST_FIT, 1.01, "known"))


def draw(folder: Path, wanted: int, seed: int, one_in: int) -> None:
    """Print a random sample, by source and today's fit in equal shares, in random order."""
    chance = random.Random(seed)
    known = {row.term for path in (LABELS, FRESH) if path.exists() for row in labelled(path)}
    cells: dict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
    for (seen, kind, term), (platform, fit) in sorted(recorded(folder, one_in).items()):
        if term in known:
            continue
        bucket = next(name for low, high, name in BUCKETS if low <= fit < high)
        cells[platform, bucket].append((seen, kind, term))
    share = 0  # of each cell, all of it where it holds fewer
    while sum(min(share, len(cell)) for cell in cells.values()) < min(
        wanted, sum(map(len, cells.values()))
    ):
        share += 1
    rows = []
    for (platform, _), members in sorted(cells.items()):
        taken = chance.sample(members, min(share, len(members)))
        weight = one_in * len(members) / len(taken)
        rows += [(*one, platform, f"{weight:.3f}") for one in taken]
    chance.shuffle(rows)
    writer = csv.writer(sys.stdout, delimiter="\t", quoting=csv.QUOTE_NONE, lineterminator="\n")
    writer.writerow(("seen", "kind", "term", "platform", "weight"))
    writer.writerows(rows)


def recorded(folder: Path, one_in: int) -> dict[tuple[str, str, str], tuple[str, float]]:
    """Every recorded term that is no noise: (seen, kind, display) to (platform, fit).

    A term of several platforms counts for the one with the fewest terms. Of the texts, one in so
    many is read, by its hash.
    """
    from assets.terms.terms import read_texts
    from connectors.trends.replay import reader

    seen: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for found in reader.find_files(folder):
        parsed = reader.parse(reader.read_bytes(found.path))
        texts = parsed.frame.select("platform", "term", "kind").unique()
        for platform, text, kind in texts.iter_rows():
            if hashlib.sha256(text.encode()).digest()[1] % one_in == 0:
                seen[platform].add((text, kind))
    terms: dict[tuple[str, str, str], tuple[str, float]] = {}
    known: set[str] = set()
    for platform in sorted(seen, key=lambda name: (len(seen[name]), name)):
        for text, kind in sorted(seen[platform]):
            _, rows = read_texts([{"seen": text, "kind": kind, "is_curated": 0}])
            for row in rows.values():
                if row["is_noise"] or row["term_id"] in known:
                    continue
                known.add(row["term_id"])
                title = kind == Kind.TITLE
                shown_as = (row["display"], str(Kind.TOPIC)) if title else (text, kind)
                terms[*shown_as, row["display"]] = (platform, row["fit"])
    return terms


def main() -> None:
    """Print a sample."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--signals", type=Path, required=True, help="folder of recorded signals")
    parser.add_argument("--terms", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--one-in", type=int, default=1, help="draw from a part of the texts")
    arguments = parser.parse_args()
    draw(arguments.signals, arguments.terms, arguments.seed, arguments.one_in)


if __name__ == "__main__":
    main()
