"""Outlines as plain commands: boxes, transforms, simple figures, smooth curves, thick lines."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from typing import cast

from domain.artwork.scene import Box, Command, Outline

Commands = tuple[Command, ...]
Point = tuple[float, float]

CIRCLE = 0.5522847498  # control arm of a quarter circle
_TOKEN = re.compile(r"([MLHVCQZmlhvcqz])|(-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?)")


def numbers(command: Command) -> tuple[float, ...]:
    """The coordinates of one command."""
    return cast("tuple[float, ...]", command[1:])


def parse(path: str) -> Commands:
    """Commands of an SVG-like path string: M L H V C Q Z, absolute or relative."""
    arity = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4, "Z": 0}
    letters: list[tuple[str, list[float]]] = []
    for letter, number in _TOKEN.findall(path):
        if letter:
            letters.append((letter, []))
        elif letters:
            letters[-1][1].append(float(number))
        else:
            raise ValueError("a path starts with a letter")
    result: list[Command] = []
    x = y = start_x = start_y = 0.0
    for letter, values in letters:
        kind, relative = letter.upper(), letter.islower()
        size = arity[kind]
        if size == 0:
            result.append(("Z",))
            x, y = start_x, start_y
            continue
        if not values or len(values) % size:
            raise ValueError(f"{letter} takes groups of {size} numbers, got {len(values)}")
        for at in range(0, len(values), size):
            part = values[at : at + size]
            if kind in "HV":
                base = (x if kind == "H" else y) if relative else 0.0
                x, y = (base + part[0], y) if kind == "H" else (x, base + part[0])
                result.append(("L", x, y))
                continue
            if relative:
                part = [value + (x if i % 2 == 0 else y) for i, value in enumerate(part)]
            x, y = part[-2], part[-1]
            if kind == "M" and at == 0:
                start_x, start_y = x, y
            result.append((("L" if kind == "M" and at else kind), *part))
    return tuple(result)


def _cubic_extrema(p0: float, p1: float, p2: float, p3: float) -> list[float]:
    a = -p0 + 3 * p1 - 3 * p2 + p3
    b = 2 * (p0 - 2 * p1 + p2)
    c = p1 - p0
    if abs(a) < 1e-12:
        roots = [-c / b] if abs(b) > 1e-12 else []
    else:
        inner = b * b - 4 * a * c
        roots = [(-b + s * math.sqrt(inner)) / (2 * a) for s in (1.0, -1.0)] if inner >= 0 else []
    values = [p0, p3]
    for t in roots:
        if 0 < t < 1:
            u = 1 - t
            values.append(u**3 * p0 + 3 * u * u * t * p1 + 3 * u * t * t * p2 + t**3 * p3)
    return values


def bounds(commands: Iterable[Command]) -> Box:
    """Exact ink box, curves included. An empty outline has an empty box at the origin."""
    xs: list[float] = []
    ys: list[float] = []
    x = y = 0.0
    for command in commands:
        n = numbers(command)
        if command[0] == "Z":
            continue
        if command[0] in ("M", "L"):
            xs.append(n[0])
            ys.append(n[1])
        else:
            if command[0] == "Q":
                third = 2 / 3
                n = (
                    x + third * (n[0] - x),
                    y + third * (n[1] - y),
                    n[2] + third * (n[0] - n[2]),
                    n[3] + third * (n[1] - n[3]),
                    n[2],
                    n[3],
                )
            xs.extend(_cubic_extrema(x, n[0], n[2], n[4]))
            ys.extend(_cubic_extrema(y, n[1], n[3], n[5]))
        x, y = n[-2], n[-1]
    if not xs:
        return Box(0.0, 0.0, 0.0, 0.0)
    return Box(min(xs), min(ys), max(xs), max(ys))


def outline(commands: Iterable[Command]) -> Outline:
    """An outline with its exact box."""
    kept = tuple(commands)
    return Outline(kept, bounds(kept))


def affine(
    commands: Iterable[Command], a: float, b: float, c: float, d: float, e: float, f: float
) -> Commands:
    """Each point (x, y) becomes (a·x + c·y + e, b·x + d·y + f)."""
    result: list[Command] = []
    for command in commands:
        n = numbers(command)
        moved: list[str | float] = [command[0]]
        for i in range(0, len(n), 2):
            x, y = n[i], n[i + 1]
            moved.append(a * x + c * y + e)
            moved.append(b * x + d * y + f)
        result.append(tuple(moved))
    return tuple(result)


def place(
    shape: Outline, dx: float = 0.0, dy: float = 0.0, sx: float = 1.0, sy: float | None = None
) -> Outline:
    """The outline scaled by (sx, sy) about the origin, then moved; the box moves with it."""
    tall = sx if sy is None else sy
    xs = sorted((shape.box.left * sx + dx, shape.box.right * sx + dx))
    ys = sorted((shape.box.top * tall + dy, shape.box.bottom * tall + dy))
    return Outline(
        affine(shape.commands, sx, 0.0, 0.0, tall, dx, dy),
        Box(xs[0], ys[0], xs[1], ys[1]),
        baseline=shape.baseline * tall + dy,
        advance=shape.advance * sx,
    )


def turn(shape: Outline, degrees: float, cx: float = 0.0, cy: float = 0.0) -> Outline:
    """The outline turned clockwise on the page about (cx, cy)."""
    return outline(turned(shape.commands, degrees, cx, cy))


def turned(
    commands: Iterable[Command], degrees: float, cx: float = 0.0, cy: float = 0.0
) -> Commands:
    """Commands turned clockwise on the page about (cx, cy)."""
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    return affine(commands, cos, sin, -sin, cos, cx - cos * cx + sin * cy, cy - sin * cx - cos * cy)


def merge(*shapes: Outline) -> Outline:
    """One outline of all contours."""
    commands = tuple(command for shape in shapes for command in shape.commands)
    boxes = [shape.box for shape in shapes if shape.commands]
    return Outline(commands, union(boxes))


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around all boxes; the empty box when there are none."""
    kept = list(boxes)
    if not kept:
        return Box(0.0, 0.0, 0.0, 0.0)
    return Box(
        min(box.left for box in kept),
        min(box.top for box in kept),
        max(box.right for box in kept),
        max(box.bottom for box in kept),
    )


def grown(box: Box, by: float) -> Box:
    """The box with `by` added on each side."""
    return Box(box.left - by, box.top - by, box.right + by, box.bottom + by)


def ellipse(cx: float, cy: float, rx: float, ry: float | None = None) -> Commands:
    """An ellipse, or a circle when `ry` is left out."""
    ry = rx if ry is None else ry
    kx, ky = rx * CIRCLE, ry * CIRCLE
    return (
        ("M", cx + rx, cy),
        ("C", cx + rx, cy + ky, cx + kx, cy + ry, cx, cy + ry),
        ("C", cx - kx, cy + ry, cx - rx, cy + ky, cx - rx, cy),
        ("C", cx - rx, cy - ky, cx - kx, cy - ry, cx, cy - ry),
        ("C", cx + kx, cy - ry, cx + rx, cy - ky, cx + rx, cy),
        ("Z",),
    )


def ring(cx: float, cy: float, outer: float, inner: float) -> Commands:
    """A circular band; the hole runs the other way, so it stays open under either fill rule."""
    return ellipse(cx, cy, outer) + affine(ellipse(0, 0, inner), -1, 0, 0, 1, cx, cy)


def rect(x: float, y: float, width: float, height: float, radius: float = 0.0) -> Commands:
    """A rectangle, with rounded corners when `radius` is given."""
    r = min(radius, width / 2, height / 2)
    right, bottom = x + width, y + height
    if r <= 0:
        return (("M", x, y), ("L", right, y), ("L", right, bottom), ("L", x, bottom), ("Z",))
    k = r * (1 - CIRCLE)
    return (
        ("M", x + r, y),
        ("L", right - r, y),
        ("C", right - k, y, right, y + k, right, y + r),
        ("L", right, bottom - r),
        ("C", right, bottom - k, right - k, bottom, right - r, bottom),
        ("L", x + r, bottom),
        ("C", x + k, bottom, x, bottom - k, x, bottom - r),
        ("L", x, y + r),
        ("C", x, y + k, x + k, y, x + r, y),
        ("Z",),
    )


def polygon(points: Sequence[Point], radius: float = 0.0) -> Commands:
    """A closed polygon; `radius` rounds its corners (shortened where edges are short)."""
    if radius <= 0:
        head, *tail = points
        return (("M", *head), *(("L", *p) for p in tail), ("Z",))
    count = len(points)
    result: list[Command] = []
    for i, (x, y) in enumerate(points):
        (ax, ay), (bx, by) = points[i - 1], points[(i + 1) % count]
        before, after = math.hypot(ax - x, ay - y), math.hypot(bx - x, by - y)
        cut = min(radius, before * 0.48, after * 0.48)
        start = (x + (ax - x) * cut / before, y + (ay - y) * cut / before)
        end = (x + (bx - x) * cut / after, y + (by - y) * cut / after)
        result.append(("L" if result else "M", *start))
        result.append(("Q", x, y, *end))
    result.append(("Z",))
    return tuple(result)


def polar(cx: float, cy: float, radius: float, degrees: float) -> Point:
    """The point at `radius` from (cx, cy); 0° is up, angles run clockwise."""
    angle = math.radians(degrees)
    return cx + radius * math.sin(angle), cy - radius * math.cos(angle)


def star(
    cx: float, cy: float, outer: float, inner: float, points: int = 5, radius: float = 0.0
) -> Commands:
    """A star with its first point up."""
    step = 180 / points
    corners = [polar(cx, cy, outer if i % 2 == 0 else inner, i * step) for i in range(points * 2)]
    return polygon(corners, radius)


def spline(points: Sequence[Point], closed: bool = True, tension: float = 1.0) -> Commands:
    """A smooth curve through the points (Catmull-Rom). A point given twice is a corner."""
    knots: list[tuple[Point, bool]] = []
    for p in points:
        if knots and knots[-1][0] == p:
            knots[-1] = (p, True)
        else:
            knots.append((p, False))
    count = len(knots)

    def tangent(i: int) -> Point:
        if knots[i][1] or (not closed and i in (0, count - 1)):
            return 0.0, 0.0
        (ax, ay), (bx, by) = knots[i - 1][0], knots[(i + 1) % count][0]
        return (bx - ax) / 6 * tension, (by - ay) / 6 * tension

    tangents = [tangent(i) for i in range(count)]
    result: list[Command] = [("M", *knots[0][0])]
    for i in range(count if closed else count - 1):
        j = (i + 1) % count
        (x0, y0), (x1, y1) = knots[i][0], knots[j][0]
        (ux, uy), (vx, vy) = tangents[i], tangents[j]
        # a long tangent on a short side would overshoot into a loop
        side = math.hypot(x1 - x0, y1 - y0)
        u = min(1.0, 0.42 * side / (math.hypot(ux, uy) or 1.0))
        v = min(1.0, 0.42 * side / (math.hypot(vx, vy) or 1.0))
        result.append(("C", x0 + ux * u, y0 + uy * u, x1 - vx * v, y1 - vy * v, x1, y1))
    if closed:
        result.append(("Z",))
    return tuple(result)


def flatten(commands: Iterable[Command], steps: int = 12) -> list[list[Point]]:
    """One polyline per contour; each curve becomes `steps` chords."""
    lines: list[list[Point]] = []
    x = y = 0.0
    for command in commands:
        n = numbers(command)
        if command[0] == "M":
            lines.append([(n[0], n[1])])
        elif command[0] == "L":
            lines[-1].append((n[0], n[1]))
        elif command[0] in ("Q", "C"):
            if command[0] == "Q":
                c1 = (x + 2 / 3 * (n[0] - x), y + 2 / 3 * (n[1] - y))
                c2 = (n[2] + 2 / 3 * (n[0] - n[2]), n[3] + 2 / 3 * (n[1] - n[3]))
                n = (*c1, *c2, n[2], n[3])
            for i in range(1, steps + 1):
                t = i / steps
                u = 1 - t
                w = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
                lines[-1].append(
                    (
                        w[0] * x + w[1] * n[0] + w[2] * n[2] + w[3] * n[4],
                        w[0] * y + w[1] * n[1] + w[2] * n[3] + w[3] * n[5],
                    )
                )
        else:
            x, y = lines[-1][0]
            continue
        x, y = n[-2], n[-1]
    return lines
