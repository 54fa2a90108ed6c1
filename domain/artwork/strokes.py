"""Thick lines as outlines: round ends, even or tapering."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from domain.artwork.geometry import CIRCLE, Commands, Point, flatten, polar, spline
from domain.artwork.scene import Command


def _side(points: Sequence[Point], half: Sequence[float]) -> list[Point]:
    """The points moved to the left of their direction by `half`."""
    result: list[Point] = []
    last = len(points) - 1
    for i, (x, y) in enumerate(points):
        (ax, ay), (bx, by) = points[max(i - 1, 0)], points[min(i + 1, last)]
        length = math.hypot(bx - ax, by - ay) or 1.0
        result.append((x + (by - ay) / length * half[i], y - (bx - ax) / length * half[i]))
    return result


def _between(values: Sequence[float], share: float) -> float:
    """The value at `share` (0-1) of the way through evenly spaced values."""
    at = share * (len(values) - 1)
    low = min(int(at), len(values) - 2)
    return values[low] + (values[low + 1] - values[low]) * (at - low)


def thick(
    points: Sequence[Point], width: float | Sequence[float], smooth: bool = True, steps: int = 8
) -> Commands:
    """A line of the given width with round ends, as an outline.

    `smooth` runs a curve through the points; a sequence of two or more widths, spread evenly from
    the start to the end, makes a tapering stroke.
    """
    widths = [width] * max(2, len(points)) if isinstance(width, int | float) else list(width)
    line, halves = list(points), [w / 2 for w in widths]
    if smooth and len(points) > 2:
        line = flatten(spline(points, closed=False), steps)[0]
        halves = [_between(halves, i / (len(line) - 1)) for i in range(len(line))]
    elif len(points) > 2:
        return tuple(
            command
            for (start, end), w in zip(pairwise(points), pairwise(widths), strict=False)
            for command in thick((start, end), w)
        )
    left = _side(line, halves)
    right = _side(line[::-1], halves[::-1])
    smooth_side = len(line) > 2
    result: list[Command] = [("M", *left[0])]

    def cap(tip: Point, start: Point, end: Point) -> None:
        ux, uy = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
        fx, fy = -uy, ux  # forward, beyond the tip
        k = CIRCLE
        far = (tip[0] + fx, tip[1] + fy)
        result.append(
            ("C", start[0] + fx * k, start[1] + fy * k, far[0] + ux * k, far[1] + uy * k, *far)
        )
        result.append(
            ("C", far[0] - ux * k, far[1] - uy * k, end[0] + fx * k, end[1] + fy * k, *end)
        )

    for side, tip in ((left, line[-1]), (right, line[0])):
        if smooth_side:
            result.extend(spline(side, closed=False)[1:])
        else:
            result.extend(("L", *p) for p in side[1:])
        other = right[0] if side is left else left[0]
        cap(tip, side[-1], other)
    result.append(("Z",))
    return tuple(result)


def arc_points(
    cx: float, cy: float, radius: float, start: float, end: float, count: int = 9
) -> list[Point]:
    """Points on a circle from `start` to `end` degrees (0° up, clockwise)."""
    return [polar(cx, cy, radius, start + (end - start) * i / (count - 1)) for i in range(count)]
