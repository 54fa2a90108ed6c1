"""Whether lettering can be read on a garment: measured on the print, around each piece of text."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.artwork.garments import contrast
from domain.artwork.scene import Scene, Shape
from rendering.bitmap import dilate, pack, unpack
from rendering.svg import silhouette

BARE: None = None  # the garment shows
# Bands around the letters, in cells of the sample grid (5 px of the print): an outline, if any,
# then what lies around it.
_BANDS = (2, 5, 10, 16)
_FEWEST_CELLS = 12


@dataclass(frozen=True, slots=True)
class Lettering:
    """The colours met from inside a piece of text outwards; none is the bare garment."""

    colours: tuple[str | None, ...]

    def contrast_on(self, ground: str) -> float:
        """The strongest step between neighbouring colours: the edge that shapes the letters."""
        met = [ground if colour is None else colour for colour in self.colours]
        return max(contrast(one, other) for one, other in itertools.pairwise(met))


def letterings(scene: Scene, sample: NDArray[np.uint8], step: int) -> tuple[Lettering, ...]:
    """Measure each text shape of a scene on every `step`th pixel of its print, RGBA."""
    found = []
    for shape in scene.shapes:
        if shape.role == "text":
            measured = _measured(shape, sample, step)
            if measured is not None:
                found.append(measured)
    return tuple(found)


def _measured(shape: Shape, sample: NDArray[np.uint8], step: int) -> Lettering | None:
    """Colours of a text shape and of the bands around it; none when it is too small to tell."""
    height, width = sample.shape[:2]
    around = _BANDS[-1] + 2
    drawn = silhouette(shape, step, around)
    if drawn is None:
        return None
    left, top, coverage = drawn
    rows = slice(max(top, 0), min(top + coverage.shape[0], height))
    columns = slice(max(left, 0), min(left + coverage.shape[1], width))
    coverage = coverage[
        rows.start - top : rows.stop - top, columns.start - left : columns.stop - left
    ]
    pixels = sample[rows, columns]
    inside = coverage >= 250
    if np.count_nonzero(inside) < _FEWEST_CELLS:
        inside = coverage >= 128
    if np.count_nonzero(inside) < _FEWEST_CELLS:
        return None
    colours = [_prevailing(pixels[inside])]
    before = coverage > 0
    bits = pack(before)
    for reach in _BANDS:
        grown = _grown(bits, reach, before.shape)
        band = grown & ~before
        if band.any():
            colours.append(_prevailing(pixels[band]))
        before = before | grown
    return Lettering(tuple(colours)) if len(colours) > 1 else None


def _grown(bits: NDArray[np.uint64], reach: int, shape: Sequence[int]) -> NDArray[np.bool_]:
    """A mask grown by `reach` cells; the frame around the mask is wide enough for it."""
    mask = unpack(dilate(bits, 2 * reach + 1), bits.shape[1] * 64)
    height, width = shape
    moved = np.zeros((height, width), np.bool_)
    # The disc is laid to the right of and below each cell: move it back.
    moved[: height - reach, : width - reach] = mask[reach:height, reach:width]
    return moved


def _prevailing(pixels: NDArray[np.uint8]) -> str | None:
    """The most frequent colour of some pixels, or none where the garment mostly shows."""
    clear = np.count_nonzero(pixels[:, 3] < 128)
    opaque = np.ascontiguousarray(pixels[pixels[:, 3] == 255])
    if not len(opaque):
        return BARE
    values, counts = np.unique(opaque.view("<u4")[:, 0], return_counts=True)
    best = int(np.argmax(counts))
    if clear > counts[best]:
        return BARE
    value = int(values[best])
    return f"#{value & 255:02x}{value >> 8 & 255:02x}{value >> 16 & 255:02x}"
