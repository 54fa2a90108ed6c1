"""Shapes of one bit a pixel: opening with a disc, and how long the parts are that it removes."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

# Rows of 64-pixel words, the leftmost pixel in the lowest bit. 24 million pixels take 3 MB, so
# that a whole print is opened in tens of milliseconds.
Bits = NDArray[np.uint64]


def pack(mask: NDArray[np.bool_]) -> Bits:
    """Rows of booleans as words; the last word of a row is filled up with zeros."""
    packed = np.packbits(mask, axis=1, bitorder="little")
    words = -(-packed.shape[1] // 8)
    padded = np.zeros((len(packed), words * 8), np.uint8)
    padded[:, : packed.shape[1]] = packed
    return padded.view("<u8")


def unpack(bits: Bits, width: int) -> NDArray[np.bool_]:
    """The inverse of `pack`."""
    octets = np.ascontiguousarray(bits).view(np.uint8)
    return np.unpackbits(octets, axis=1, bitorder="little", count=width).view(np.bool_)


def framed(mask: NDArray[np.bool_], around: int) -> Bits:
    """Packed, within a frame of `around` empty pixels on each side."""
    return pack(np.pad(mask, around))


def _shift(bits: Bits, dx: int, dy: int) -> Bits:
    """Pixels moved right by dx and down by dy; what moves in is empty."""
    moved = np.zeros_like(bits)
    height, words = bits.shape
    if abs(dy) >= height or abs(dx) >= words * 64:
        return moved
    target = moved[max(dy, 0) : height + min(dy, 0)]
    source = bits[max(-dy, 0) : height - max(dy, 0)]
    whole, part = divmod(abs(dx), 64)
    near, far = np.uint64(part), np.uint64(64 - part)
    if dx >= 0:
        if part:
            np.left_shift(source[:, : words - whole], near, out=target[:, whole:])
            target[:, whole + 1 :] |= source[:, : words - whole - 1] >> far
        else:
            target[:, whole:] = source[:, : words - whole]
    elif part:
        np.right_shift(source[:, whole:], near, out=target[:, : words - whole])
        target[:, : words - whole - 1] |= source[:, whole + 1 :] << far
    else:
        target[:, : words - whole] = source[:, whole:]
    return moved


@lru_cache(maxsize=64)
def _disc(diameter: int) -> tuple[tuple[int, int, int], ...]:
    """Runs (dy, first dx, length) of a digital disc as wide as `diameter` pixels."""
    centre = (diameter - 1) / 2
    runs = []
    for row in range(diameter):
        inside = [
            column
            for column in range(diameter)
            if (column - centre) ** 2 + (row - centre) ** 2 <= (diameter / 2) ** 2
        ]
        runs.append((row, inside[0], len(inside)))
    return tuple(runs)


def _runs(bits: Bits, lengths: set[int], *, erode: bool) -> dict[int, Bits]:
    """For each length, the pixels with that many set pixels from there on, built by doubling.

    When dilating: the pixels with any set pixel among as many up to there.
    """
    combine = np.bitwise_and if erode else np.bitwise_or
    sign = -1 if erode else 1
    found: dict[int, Bits] = {}
    current, reach = bits, 1
    for length in sorted(lengths):
        while reach < length:
            step = min(reach, length - reach)
            current = combine(current, _shift(current, sign * step, 0))
            reach += step
        found[length] = current
    return found


def erode(bits: Bits, diameter: int) -> Bits:
    """Pixels at whose right and below a whole disc fits."""
    disc = _disc(diameter)
    runs = _runs(bits, {length for _, _, length in disc}, erode=True)
    result: Bits | None = None
    for dy, dx, length in disc:
        part = _shift(runs[length], -dx, -dy)
        result = part if result is None else np.bitwise_and(result, part, out=result)
    assert result is not None
    return result


def dilate(bits: Bits, diameter: int) -> Bits:
    """Discs laid at the right of and below every set pixel."""
    disc = _disc(diameter)
    runs = _runs(bits, {length for _, _, length in disc}, erode=False)
    result: Bits | None = None
    for dy, dx, length in disc:
        part = _shift(runs[length], dx, dy)
        result = part if result is None else np.bitwise_or(result, part, out=result)
    assert result is not None
    return result


def thin_parts(bits: Bits, diameter: int) -> Bits:
    """Set pixels farther than one pixel from every disc of `diameter` that fits in the shape.

    The one pixel forgives the steps of slanted edges; what is left are strokes narrower than the
    disc, and sharp tips.
    """
    opened = dilate(erode(bits, diameter), diameter)
    near = _shift(dilate(opened, 3), -1, -1)
    return bits & ~near


def longest(bits: Bits) -> float:
    """Length in pixels of the longest connected part (diagonal of its box), 0 when empty."""
    rows, words = np.nonzero(bits)
    if not len(rows):
        return 0.0
    octets = bits[rows, words].view(np.uint8).reshape(-1, 8)
    lit = np.unpackbits(octets, axis=1, bitorder="little")
    which, bit = np.nonzero(lit)
    y = rows[which].astype(np.int64)
    x = words[which].astype(np.int64) * 64 + bit
    width = bits.shape[1] * 64 + 2
    place = y * width + x  # ascending
    first: list[NDArray[np.intp]] = []
    second: list[NDArray[np.intp]] = []
    for step in (1, width - 1, width, width + 1):
        at = np.searchsorted(place, place + step)
        inside = at < len(place)
        met = np.flatnonzero(inside)[place[at[inside]] == place[inside] + step]
        first.append(met)
        second.append(at[met])
    label = _joined(len(place), np.concatenate(first), np.concatenate(second))
    bounds = []
    for values in (x, y):
        low = np.full(len(place), np.iinfo(np.int64).max)
        high = np.full(len(place), -1)
        np.minimum.at(low, label, values)
        np.maximum.at(high, label, values)
        bounds.append((high - low + 1)[np.unique(label)])
    return float(np.hypot(*bounds).max())


def _joined(count: int, first: NDArray[np.intp], second: NDArray[np.intp]) -> NDArray[np.intp]:
    """The least member of each member's connected part."""
    label = np.arange(count)
    while True:
        least = np.minimum(label[first], label[second])
        before = label.copy()
        np.minimum.at(label, label[first], least)
        np.minimum.at(label, label[second], least)
        while True:
            jumped = label[label]
            if np.array_equal(jumped, label):
                break
            label = jumped
        if np.array_equal(label, before):
            return label


def thinnest(mask: NDArray[np.bool_], widths: tuple[int, ...], length: float) -> int:
    """The greatest of the ascending widths that every part of at least `length` pixels reaches.

    Gives 0 when a part is narrower than the first width. Resolution is that of `widths`.
    """
    around = widths[-1] + 3
    bits = framed(mask, around)
    low, high = -1, len(widths)
    while high - low > 1:
        middle = (low + high) // 2
        if longest(thin_parts(bits, widths[middle])) < length:
            low = middle
        else:
            high = middle
    return widths[low] if low >= 0 else 0
