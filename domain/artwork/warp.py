"""Bending outlines: points are mapped by a function, curves are split so that they stay smooth."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from domain.artwork.geometry import outline
from domain.artwork.scene import Box, Command, Outline

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Values = NDArray[Any]

Bend = Callable[["Values", "Values"], tuple["Values", "Values"]]


def warp(shape: Outline, bend: Bend, pieces: int = 40) -> Outline:
    """The outline with every point mapped by `bend` (arrays of x and y in, arrays out).

    Segments are split so that none is longer than the outline's longer side over `pieces`; each
    piece becomes a quadratic through the mapped ends and the mapped middle.
    """
    import numpy as np

    if not shape.commands:
        return shape
    longest = max(shape.box.width, shape.box.height, 1e-6) / pieces
    kinds: list[str] = []
    samples: list[tuple[float, float]] = []
    x = y = start_x = start_y = 0.0

    def curve(c1x: float, c1y: float, c2x: float, c2y: float, ex: float, ey: float) -> None:
        reach = math.hypot(c1x - x, c1y - y) + math.hypot(c2x - c1x, c2y - c1y)
        reach += math.hypot(ex - c2x, ey - c2y)
        parts = max(1, math.ceil(reach / longest))
        for step in range(1, parts * 2 + 1):
            t = step / (parts * 2)
            u = 1 - t
            a, b, c, d = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
            samples.append((a * x + b * c1x + c * c2x + d * ex, a * y + b * c1y + c * c2y + d * ey))
        kinds.extend("Q" * parts)

    def straight(ex: float, ey: float) -> None:
        parts = max(1, math.ceil(math.hypot(ex - x, ey - y) / longest))
        for step in range(1, parts * 2 + 1):
            t = step / (parts * 2)
            samples.append((x + (ex - x) * t, y + (ey - y) * t))
        kinds.extend("Q" * parts)

    for command in shape.commands:
        kind = command[0]
        n = [float(value) for value in command[1:]]
        if kind == "M":
            kinds.append("M")
            samples.append((n[0], n[1]))
            start_x, start_y = n
        elif kind == "L":
            straight(n[0], n[1])
        elif kind == "Q":
            third = 2 / 3
            curve(
                x + third * (n[0] - x),
                y + third * (n[1] - y),
                n[2] + third * (n[0] - n[2]),
                n[3] + third * (n[1] - n[3]),
                n[2],
                n[3],
            )
        elif kind == "C":
            curve(n[0], n[1], n[2], n[3], n[4], n[5])
        else:
            if math.hypot(start_x - x, start_y - y) > 1e-6:
                straight(start_x, start_y)
            kinds.append("Z")
            x, y = start_x, start_y
            continue
        x, y = n[-2], n[-1]
    grid = np.array(samples)
    mapped = np.stack(bend(grid[:, 0], grid[:, 1]), axis=1).tolist()
    result: list[Command] = []
    at = 0
    for kind in kinds:
        if kind == "Z":
            result.append(("Z",))
        elif kind == "M":
            result.append(("M", *mapped[at]))
            at += 1
        else:
            (px, py), (mx, my), (ex, ey) = mapped[at - 1], mapped[at], mapped[at + 1]
            result.append(("Q", 2 * mx - (px + ex) / 2, 2 * my - (py + ey) / 2, ex, ey))
            at += 2
    return outline(result)


def on_circle(cx: float, cy: float, radius: float, inward: bool = False) -> Bend:
    """Wraps text (x centred on 0, baseline at y=0) around a circle.

    The baseline lies on the radius at the top; with `inward` at the bottom, read left to right.
    """
    import numpy as np

    def bend(x: Values, y: Values) -> tuple[Values, Values]:
        angle = x / radius
        if inward:
            reach = radius + y
            return cx + reach * np.sin(angle), cy + reach * np.cos(angle)
        reach = radius - y
        return cx + reach * np.sin(angle), cy - reach * np.cos(angle)

    return bend


def envelope(box: Box, top: Callable[[Values], Values], bottom: Callable[[Values], Values]) -> Bend:
    """Letters between two curves: `top` and `bottom` give y for u in -1 (left) to 1 (right)."""

    def bend(x: Values, y: Values) -> tuple[Values, Values]:
        u = (x - box.left) / (box.width or 1.0) * 2 - 1
        v = (y - box.top) / (box.height or 1.0)
        high, low = top(u), bottom(u)
        return x, high + (low - high) * v

    return bend


def arch(box: Box, rise: float) -> Bend:
    """Letters stay upright, baseline and top both rise by `rise` in the middle."""

    def lift(u: Values) -> Values:
        return rise * (1 - u * u)

    return envelope(box, lambda u: box.top - lift(u), lambda u: box.bottom - lift(u))


def hill(rise: float, half: float) -> Bend:
    """Lines one above the other bend along one hill: raised by `rise` at x = 0, by 0 at ±half."""

    def bend(x: Values, y: Values) -> tuple[Values, Values]:
        return x, y - rise * (1 - (x / half) ** 2)

    return bend


def bulge(box: Box, swell: float) -> Bend:
    """The middle is taller by `swell` above and below."""
    return envelope(
        box,
        lambda u: box.top - swell * (1 - u * u),
        lambda u: box.bottom + swell * (1 - u * u),
    )


def pinch(box: Box, swell: float) -> Bend:
    """The ends are taller by `swell` above and below."""
    return envelope(box, lambda u: box.top - swell * u * u, lambda u: box.bottom + swell * u * u)


def wave(box: Box, height: float, phase: float = 0.0, turns: float = 1.0) -> Bend:
    """The line swims: baseline and top follow a sine of the given height."""
    import numpy as np

    def lift(u: Values) -> Values:
        return height * np.sin(math.pi * turns * u + phase)

    return envelope(box, lambda u: box.top - lift(u), lambda u: box.bottom - lift(u))
