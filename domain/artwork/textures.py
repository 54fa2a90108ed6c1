"""Wear: specks and scratches knocked out of a print, the same for the same seed."""

from __future__ import annotations

import math
from random import Random

from domain.artwork.geometry import Commands, polygon
from domain.artwork.scene import Box, Command

MOST_SPECKS = 560


def specks(box: Box, rng: Random, count: int = 420, largest: float = 26.0) -> Commands:
    """Small ragged flecks over the box, denser in a few patches, as one outline."""
    count = min(count, MOST_SPECKS)
    patches = [
        (rng.uniform(box.left, box.right), rng.uniform(box.top, box.bottom)) for _ in range(7)
    ]
    spread = max(box.width, box.height) * 0.13
    result: list[Command] = []
    for _ in range(count):
        if rng.random() < 0.7:
            px, py = rng.choice(patches)
            x, y = rng.gauss(px, spread), rng.gauss(py, spread)
        else:
            x, y = rng.uniform(box.left, box.right), rng.uniform(box.top, box.bottom)
        if not (box.left < x < box.right and box.top < y < box.bottom):
            continue
        size = 5 + (largest - 5) * rng.random() ** 3
        long = size * rng.uniform(1.0, 2.0)
        tilt = rng.uniform(0, math.tau)
        corners = rng.randint(4, 6)
        points = []
        for i in range(corners):
            angle = math.tau * i / corners
            reach = rng.uniform(0.6, 1.0)
            u, v = long * reach * math.cos(angle), size * reach * math.sin(angle)
            points.append(
                (
                    x + u * math.cos(tilt) - v * math.sin(tilt),
                    y + u * math.sin(tilt) + v * math.cos(tilt),
                )
            )
        result.extend(polygon(points))
    return tuple(result)


def halftone(
    cx: float, cy: float, inner: float, outer: float, step: float, largest: float
) -> Commands:
    """Rings of dots that shrink from `inner` to `outer` radius, as one outline."""
    from domain.artwork.geometry import ellipse, polar

    result: list[Command] = []
    radius, row = inner, 0
    while radius < outer:
        share = 1 - (radius - inner) / (outer - inner)
        count = max(6, round(math.tau * inner / step))
        for i in range(count):
            x, y = polar(cx, cy, radius, 360 * (i + 0.5 * (row % 2)) / count)
            result.extend(ellipse(x, y, largest * (0.25 + 0.75 * share)))
        radius += step * 0.8
        row += 1
    return tuple(result)
