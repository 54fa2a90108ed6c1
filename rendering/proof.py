"""Reading a print file back: what its pixels really are, and the small picture of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rendering.errors import UnreadablePrint
from rendering.png import PngFacts, read_facts

Pixels = NDArray[np.uint8]
PREVIEW_WIDTH = 900
SAMPLE_STEP = 5  # every fifth pixel both ways: 972,000 of a whole print
_WHOLE = np.uint32(0xFF000000)


@dataclass(frozen=True, slots=True)
class Proof:
    """A print as read from its file.

    `solid` marks pixels at least half covered; `extent` is (left, top, right, bottom) of every
    pixel with any ink, right and bottom exclusive, or none for an empty print. Shares are of all
    pixels, 0 to 1. `sample` holds every fifth pixel's RGBA; `small` is the print reduced by
    the greatest whole factor that leaves `PREVIEW_WIDTH`, never enlarged, RGBA, straight alpha.
    """

    facts: PngFacts
    solid: NDArray[np.bool_]
    extent: tuple[int, int, int, int] | None
    coverage: float
    clear: float
    soft: float
    sample: Pixels
    small: Pixels


def read_proof(path: Path) -> Proof:
    """Decode a print once and measure it. Raises `UnreadablePrint`."""
    import pyvips

    facts = read_facts(path)
    try:
        image = pyvips.Image.new_from_file(str(path), access="sequential", fail_on="truncated")
        if image.format != "uchar":
            image = image.cast("uchar", shift=True)
        if image.bands < 3:
            image = image.colourspace("srgb")
        if not image.hasalpha():
            image = image.addalpha()
        memory = image.write_to_memory()
    except pyvips.Error as error:
        raise UnreadablePrint(f"{path} cannot be decoded ({error}); draw it again") from error
    page = np.frombuffer(memory, np.uint8).reshape(facts.height, facts.width, 4)
    return measure(page, facts)


def measure(page: Pixels, facts: PngFacts) -> Proof:
    """Measure decoded pixels (height, width, 4), RGBA with straight alpha."""
    words = page.view("<u4")[..., 0]
    total = words.size
    any_ink = words >= np.uint32(0x01000000)
    rows = np.flatnonzero(any_ink.any(axis=1))
    extent = None
    if len(rows):
        columns = np.flatnonzero(any_ink.any(axis=0))
        extent = (int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
    whole = int(np.count_nonzero(words >= _WHOLE))
    inked = int(np.count_nonzero(any_ink))
    edges = np.flatnonzero(any_ink.reshape(-1) & (words.reshape(-1) < _WHOLE))
    veil = int((words.reshape(-1)[edges] >> np.uint32(24)).sum(dtype=np.int64))
    return Proof(
        facts=facts,
        solid=words >= np.uint32(0x80000000),
        extent=extent,
        coverage=(whole + veil / 255) / total,
        clear=1 - inked / total,
        soft=(inked - whole) / total,
        sample=page[SAMPLE_STEP // 2 :: SAMPLE_STEP, SAMPLE_STEP // 2 :: SAMPLE_STEP].copy(),
        small=_reduced(page, edges),
    )


def _reduced(page: Pixels, edges: NDArray[np.intp]) -> Pixels:
    """The page at preview size. Colours count by their alpha, so that edges get no dark rim."""
    import pyvips

    height, width = page.shape[:2]
    flat = page.reshape(-1, 4).copy()
    # Only the few pixels that are neither clear nor opaque change when alpha is multiplied in.
    part = flat[edges].astype(np.uint16)
    part[:, :3] = (part[:, :3] * part[:, 3:] + 127) // 255
    flat[edges] = part
    factor = max(1, width // PREVIEW_WIDTH)
    image = pyvips.Image.new_from_memory(flat.data, width, height, 4, "uchar")
    # Plain averages of whole squares: a kernel with negative lobes leaves bright rims on flat ink.
    image = image.shrink(factor, factor)
    small = np.frombuffer(image.write_to_memory(), np.uint8).reshape(image.height, image.width, 4)
    straight = small.copy()
    rows, columns = np.nonzero((small[..., 3] > 0) & (small[..., 3] < 255))
    blend = small[rows, columns].astype(np.float32)
    straight[rows, columns, :3] = np.clip(np.rint(blend[:, :3] * 255 / blend[:, 3:]), 0, 255)
    straight[small[..., 3] == 0] = 0
    return straight
