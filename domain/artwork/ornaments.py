"""Rules, ribbons, bursts, leaves, rings: the parts around the words."""

from __future__ import annotations

import math
from random import Random

from domain.artwork.geometry import (
    Commands,
    Point,
    affine,
    ellipse,
    parse,
    polar,
    polygon,
    rect,
    spline,
    star,
    turned,
)
from domain.artwork.scene import Command
from domain.artwork.strokes import thick


def rule(left: float, right: float, y: float, weight: float) -> Commands:
    """A straight line with round ends, centred on y."""
    return rect(left, y - weight / 2, right - left, weight, weight / 2)


def tapered(left: float, right: float, y: float, weight: float) -> Commands:
    """A line that swells in its middle and ends in points."""
    middle, h = (left + right) / 2, weight / 2
    return (
        ("M", left, y),
        ("Q", middle, y - h * 2, right, y),
        ("Q", middle, y + h * 2, left, y),
        ("Z",),
    )


def diamond(x: float, y: float, width: float, height: float | None = None) -> Commands:
    """A lozenge."""
    h = (height or width) / 2
    return polygon([(x, y - h), (x + width / 2, y), (x, y + h), (x - width / 2, y)])


def stars(x: float, y: float, size: float, count: int, gap: float) -> Commands:
    """A row of five-pointed stars; with three or more the middle one is larger."""
    result: list[Command] = []
    for i in range(count):
        offset = i - (count - 1) / 2
        r = size / 2 * (1.35 if count >= 3 and offset == 0 else 1.0)
        result.extend(star(x + offset * (size + gap), y, r, r * 0.42, 5))
    return tuple(result)


def sparkle(x: float, y: float, r: float) -> Commands:
    """A four-pointed twinkle."""
    k = r * 0.14
    return (
        ("M", x, y - r),
        ("Q", x + k, y - k, x + r, y),
        ("Q", x + k, y + k, x, y + r),
        ("Q", x - k, y + k, x - r, y),
        ("Q", x - k, y - k, x, y - r),
        ("Z",),
    )


def swoosh(left: float, right: float, y: float, weight: float, dip: float) -> Commands:
    """The tail below athletic lettering: thin at the left, full at the right, hooked end."""
    w = right - left
    return (
        ("M", left, y),
        (
            "C",
            left + w * 0.25,
            y + dip * 0.9,
            left + w * 0.6,
            y + dip * 1.1,
            right,
            y - weight * 0.2,
        ),
        (
            "C",
            right - w * 0.03,
            y + weight * 0.3,
            right - w * 0.03,
            y + weight * 0.7,
            right - w * 0.08,
            y + weight * 1.1,
        ),
        (
            "C",
            left + w * 0.62,
            y + dip * 1.5 + weight * 0.7,
            left + w * 0.25,
            y + dip * 1.3,
            left,
            y,
        ),
        ("Z",),
    )


def flourish(left: float, right: float, y: float, weight: float) -> Commands:
    """A hand-drawn underline: a long swelling stroke that doubles back in a loop."""
    w = right - left
    return thick(
        [
            (left, y + w * 0.012),
            (left + w * 0.3, y - w * 0.02),
            (left + w * 0.7, y - w * 0.028),
            (right, y - w * 0.012),
            (right - w * 0.12, y + w * 0.022),
            (left + w * 0.52, y + w * 0.036),
            (left + w * 0.34, y + w * 0.055),
        ],
        [
            weight * 0.3,
            weight,
            weight * 1.1,
            weight * 0.8,
            weight * 0.7,
            weight * 0.6,
            weight * 0.2,
        ],
    )


def burst(
    cx: float, cy: float, rx: float, ry: float, points: int, depth: float, rng: Random | None = None
) -> Commands:
    """A spiky star fitted to an ellipse; with a rng its spikes are uneven."""
    corners: list[Point] = []
    for i in range(points * 2):
        reach = 1.0 if i % 2 == 0 else 1.0 - depth
        if rng is not None:
            reach *= rng.uniform(0.93, 1.07)
        ux, uy = polar(0, 0, reach, 180 * i / points)
        corners.append((cx + ux * rx, cy + uy * ry))
    return polygon(corners)


def scallop(cx: float, cy: float, radius: float, lobes: int, depth: float) -> Commands:
    """A disc with a scalloped rim."""
    result: list[Command] = [("M", *polar(cx, cy, radius, 0))]
    for i in range(lobes):
        ctrl = polar(cx, cy, radius + depth * 2, 360 * (i + 0.5) / lobes)
        result.append(("Q", *ctrl, *polar(cx, cy, radius, 360 * (i + 1) / lobes)))
    result.append(("Z",))
    return tuple(result)


def beams(
    cx: float,
    cy: float,
    inner: float,
    outer: float,
    count: int,
    start: float,
    end: float,
    weight: float,
    short: float = 0.6,
) -> Commands:
    """Round-ended strokes that radiate; every second one is shorter."""
    result: list[Command] = []
    for i in range(count):
        angle = start + (end - start) * i / max(1, count - 1)
        far = outer if i % 2 == 0 else inner + (outer - inner) * short
        result.extend(thick([polar(cx, cy, inner, angle), polar(cx, cy, far, angle)], weight))
    return tuple(result)


def band(cx: float, cy: float, radius: float, top: float, bottom: float) -> Commands:
    """The slice of a disc between two heights."""
    high, low = max(top, cy - radius), min(bottom, cy + radius)
    if high >= low:
        return ()

    # even angles keep the rim round where it runs flat
    a0, a1 = math.acos((cy - high) / radius), math.acos((cy - low) / radius)
    right = [polar(cx, cy, radius, math.degrees(a0 + (a1 - a0) * i / 12)) for i in range(13)]
    left = [(2 * cx - x, y) for x, y in reversed(right)]
    curve_right = spline(right, closed=False)
    curve_left = spline(left, closed=False)
    return (*curve_right, ("L", *left[0]), *curve_left[1:], ("Z",))


def leaf(x: float, y: float, length: float, width: float, degrees: float) -> Commands:
    """A pointed leaf that grows from (x, y) in the given direction (0° up)."""
    h = width / 2
    shape: Commands = (
        ("M", 0.0, 0.0),
        ("C", h * 1.2, -length * 0.25, h * 1.1, -length * 0.7, 0.0, -length),
        ("C", -h * 1.1, -length * 0.7, -h * 1.2, -length * 0.25, 0.0, 0.0),
        ("Z",),
    )
    return affine(turned(shape, degrees), 1, 0, 0, 1, x, y)


def daisy(x: float, y: float, r: float, petals: int = 8) -> Commands:
    """Round petals about a point; the eye is drawn apart."""
    one = ellipse(0, -r * 0.62, r * 0.27, r * 0.38)
    return tuple(
        command
        for i in range(petals)
        for command in affine(turned(one, 360 * i / petals), 1, 0, 0, 1, x, y)
    )


def rope(cx: float, cy: float, radius: float, weight: float, turns: int) -> Commands:
    """A twisted ring: slanted strands side by side."""
    strand = spline(
        [
            (-weight * 0.8, weight * 0.5),
            (-weight * 0.1, weight * 0.42),
            (weight * 0.8, -weight * 0.5),
            (weight * 0.1, -weight * 0.42),
        ]
    )
    scale = math.tau * radius / turns / weight * 1.02
    fitted = affine(strand, scale, 0, 0, 1, 0, 0)
    return tuple(
        command
        for i in range(turns)
        for command in turned(affine(fitted, 1, 0, 0, 1, cx, cy - radius), 360 * i / turns, cx, cy)
    )


def crescent(x: float, y: float, r: float, share: float, left: bool = False) -> Commands:
    """A moon of which `share` (0-1) is lit, on the right unless `left`."""
    bulge = (1 - 2 * share) * r
    k = 0.5523
    commands: Commands = (
        ("M", 0.0, -r),
        ("C", r * k, -r, r, -r * k, r, 0.0),
        ("C", r, r * k, r * k, r, 0.0, r),
        ("C", bulge * k, r, bulge, r * k, bulge, 0.0),
        ("C", bulge, -r * k, bulge * k, -r, 0.0, -r),
        ("Z",),
    )
    return affine(commands, -1.0 if left else 1.0, 0, 0, 1, x, y)


def arch_frame(
    left: float, right: float, top: float, bottom: float, inset: float = 0.0
) -> Commands:
    """A door with a round head, drawn `inset` pixels inside the given edges."""
    x0, x1, y1 = left + inset, right - inset, bottom - inset
    r = (x1 - x0) / 2
    y0 = top + inset + r
    k = r * 0.5523
    cx = (x0 + x1) / 2
    return (
        ("M", x0, y1),
        ("L", x0, y0),
        ("C", x0, y0 - k, cx - k, y0 - r, cx, y0 - r),
        ("C", cx + k, y0 - r, x1, y0 - k, x1, y0),
        ("L", x1, y1),
        ("Z",),
    )


def tick(x: float, y: float, size: float) -> Commands:
    """A brushed check mark about (x, y)."""
    s = size / 100
    mark = parse(
        "M-42 2C-36 -8 -26 -12 -20 -6C-16 -2 -12 6 -8 14C6 -22 28 -54 56 -70C34 -36 14 6 2 46"
        "C-4 56 -16 54 -20 44C-26 28 -34 14 -42 2Z"
    )
    return affine(mark, s, 0, 0, s, x, y)


def sprig(
    points: list[Point], leaves: int, length: float, width: float, rng: Random
) -> tuple[Commands, Commands]:
    """A stem along the points with leaves on both sides: (stem, leaves)."""
    from domain.artwork.geometry import flatten

    line = flatten(spline(points, closed=False), 10)[0]
    stem = thick(points, [width * 0.3, width * 0.2, width * 0.14])
    grown: list[Command] = []
    for i in range(leaves):
        share = (i + 0.8) / (leaves + 0.4)
        at = min(int(share * (len(line) - 1)), len(line) - 2)
        (x, y), (nx, ny) = line[at], line[at + 1]
        heading = math.degrees(math.atan2(nx - x, -(ny - y)))
        size = length * (1 - 0.45 * share) * rng.uniform(0.92, 1.08)
        for side in (1, -1):
            grown.extend(leaf(x, y, size, width * (1 - 0.4 * share), heading + side * 48))
    tip, last = line[-1], line[-2]
    heading = math.degrees(math.atan2(tip[0] - last[0], -(tip[1] - last[1])))
    grown.extend(leaf(*tip, length * 0.6, width * 0.6, heading))
    return stem, tuple(grown)
