"""Designs a second: brief in, print PNG on disk; preview, check and mockups measured apart.

`python -m bench.designs [--designs 48] [--processes 2] [--out FOLDER]`
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from bench.report import Figure, emit

if TYPE_CHECKING:
    from domain.ideas.brief import Brief

GOAL = 6.0  # prints a second on two cores
_PHRASES = (
    ("Just one more", "CHAPTER"),
    ("Powered by", "COFFEE", "and chaos"),
    ("SOURDOUGH", "club"),
    ("World's okayest", "FISHERMAN"),
    ("Stay", "WILD"),
    ("Plant lady", "era"),
    ("Mountain", "MAMA"),
    ("Talk less", "KNIT MORE"),
)


@dataclass(frozen=True)
class _Timed:
    """Seconds of one design, part by part, and the size of its print."""

    layout: str
    lay_out: float
    draw: float
    total: float
    cpu: float
    megabytes: float
    peak_mb: float


def _briefs(count: int) -> list[Brief]:
    from domain.artwork.palettes import PALETTES
    from domain.ideas.brief import Brief
    from domain.vocabulary import Motif, NicheCategory, ProductType, Style

    styles, palettes = list(Style), list(PALETTES)
    motifs = [motif for motif in Motif if motif is not Motif.NONE]
    briefs = []
    for number in range(count):
        phrase = _PHRASES[number % len(_PHRASES)]
        briefs.append(
            Brief(
                idea_id=f"bench-{number}",
                term_id=f"bench-{number}",
                term=phrase[-1].lower(),
                concept="a design to be timed",
                audience="the bench",
                occasion=None,
                phrase=phrase,
                emphasis=next((line for line in phrase if line.isupper()), phrase[0]),
                style=styles[number % len(styles)],
                palette=palettes[(number * 5) % len(palettes)],
                motif=motifs[(number * 7) % len(motifs)],
                product_types=(ProductType.T_SHIRT,),
                keywords=(),
                why_now="",
                category=NicheCategory.HOBBY,
                origin="curated",
                seed=number,
                writer="bench/1",
            )
        )
    return briefs


def _print_one(task: tuple[Brief, str]) -> _Timed:
    """One design as a worker makes it: lay out, draw, write."""
    from domain.artwork.lay_out import lay_out
    from rendering.fonts import FontTypesetter
    from rendering.png import write_png
    from rendering.raster import strips

    brief, folder = task
    start, cpu = time.perf_counter(), time.process_time()
    scene = lay_out(brief, FontTypesetter())
    laid = time.perf_counter()
    written = write_png(
        Path(folder) / f"{brief.idea_id}.png", strips(scene), scene.width, scene.height
    )
    end = time.perf_counter()
    return _Timed(
        layout=scene.layout,
        lay_out=laid - start,
        draw=end - laid,
        total=end - start,
        cpu=time.process_time() - cpu,
        megabytes=written.size / 1e6,
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
    )


def _best(times: int, work: Callable[[], object]) -> float:
    least = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        work()
        least = min(least, time.perf_counter() - start)
    return least


def _limits(png: Path) -> tuple[float, float]:
    """Seconds to copy the raw pixels of a page once, and for libvips' own writer to save them."""
    import numpy as np
    import pyvips

    page = np.frombuffer(pyvips.Image.new_from_file(str(png)).write_to_memory(), np.uint8)
    target = np.empty_like(page)
    copy = _best(5, lambda: np.copyto(target, page))
    image = pyvips.Image.new_from_memory(page.data, 4500, 5400, 4, "uchar")
    save = _best(3, lambda: image.pngsave_buffer(compression=6, filter="none"))
    return copy, save


def _encode_alone(png: Path) -> float:
    import numpy as np
    import pyvips

    from rendering.png import encode

    page = np.frombuffer(pyvips.Image.new_from_file(str(png)).write_to_memory(), np.uint8)
    strips = page.reshape(27, 200, 4500, 4)
    return _best(3, lambda: sum(map(len, encode(strips, 4500, 5400))))


def _whole_set(brief: Brief, folder: Path) -> tuple[float, float]:
    """Seconds for a design's whole set of files, and for finding them there again."""
    from domain.artwork.lay_out import lay_out
    from rendering.fonts import FontTypesetter
    from rendering.produce import produce

    scene = lay_out(brief, FontTypesetter())
    start = time.perf_counter()
    produce(scene, folder, provenance={})
    between = time.perf_counter()
    produce(scene, folder, provenance={})
    return between - start, time.perf_counter() - between


def _apart(png: Path, folder: Path) -> dict[str, float]:
    from rendering.check import check_print
    from rendering.mockup import write_mockup
    from rendering.preview import write_preview
    from rendering.proof import read_proof

    proof = read_proof(png)
    first = time.perf_counter()
    write_mockup(folder / "m.jpg", proof.small, "natural")
    first = time.perf_counter() - first
    return {
        "read back and reduce": _best(3, lambda: read_proof(png)),
        "check": _best(3, lambda: check_print(proof, ("natural", "black"))),
        "preview": _best(3, lambda: write_preview(folder / "p.webp", proof.small)),
        "mockup, light": _best(3, lambda: write_mockup(folder / "m.jpg", proof.small, "natural")),
        "mockup, dark": _best(3, lambda: write_mockup(folder / "m.jpg", proof.small, "black")),
        "first mockup of a process": first,
    }


def run(designs: int, processes: int, folder: Path) -> float:
    """Print the figures; gives the prints a second."""
    tasks = [(brief, str(folder)) for brief in _briefs(designs + processes)]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        # One design each first: starting a process is not drawing.
        list(pool.map(_print_one, tasks[:processes]))
        start = time.perf_counter()
        timed = list(pool.map(_print_one, tasks[processes:], chunksize=1))
        wall = time.perf_counter() - start
    rate = designs / wall
    print(f"designs: {designs} prints of 4500 x 5400 on {processes} processes in {wall:.2f} s")
    print(f"  {rate:.1f} prints/s (goal {GOAL:g}, ratio {rate / GOAL:.2f})")
    busy = sum(one.cpu for one in timed)
    print(
        f"  {designs / busy * processes:.1f} prints/s by processor time, if {processes} cores were "
        f"free (this run got {busy / wall:.2f})"
    )
    for name in ("lay_out", "draw", "total", "cpu", "megabytes"):
        values = sorted(getattr(one, name) for one in timed)
        print(
            f"  {name:>10}: median {statistics.median(values):.3f}, "
            f"95th percentile {values[int(0.95 * (len(values) - 1))]:.3f}, most {values[-1]:.3f}"
        )
    print(f"  peak memory of a worker: {max(one.peak_mb for one in timed):.0f} MB")
    print(f"  layouts: {dict(sorted(Counter(one.layout for one in timed).items()))}")
    middle = sorted(timed, key=lambda one: one.total)[len(timed) // 2]
    png = sorted(folder.glob("bench-*.png"), key=lambda path: path.stat().st_size)[designs // 2]
    copy, save = _limits(png)
    encode = _encode_alone(png)
    print(f"  limit, the raw 97 MB copied once: {copy * 1e3:.0f} ms")
    print(f"  encode alone: {encode * 1e3:.0f} ms = {encode / copy:.1f} x the copy")
    print(f"  libvips' own writer, encode alone: {save * 1e3:.0f} ms = {save / encode:.1f} x ours")
    print(
        f"  whole print, median: {middle.total * 1e3:.0f} ms = {middle.total / copy:.1f} x the copy"
    )
    apart = _apart(png, folder)
    for name, seconds in apart.items():
        print(f"  {name}: {seconds * 1e3:.0f} ms")
    made, found = _whole_set(tasks[-1][0], folder)
    print(f"  whole set of files: {made * 1e3:.0f} ms; found again: {found * 1e3:.0f} ms")
    emit(
        [
            Figure("prints on disk", rate, "/s", GOAL, "at least"),
            Figure("prints by processor time", designs / busy * processes, "/s"),
            *(Figure(name, seconds * 1e3, "ms") for name, seconds in apart.items()),
            Figure("a worker's peak memory", max(one.peak_mb for one in timed), "MB"),
        ]
    )
    return rate


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--designs", type=int, default=48)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        rate = run(options.designs, options.processes, options.out)
    else:
        with tempfile.TemporaryDirectory() as folder:
            rate = run(options.designs, options.processes, Path(folder))
    return 0 if rate >= GOAL else 1


if __name__ == "__main__":
    raise SystemExit(main())
