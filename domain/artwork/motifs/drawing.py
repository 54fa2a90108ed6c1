"""The drawing kit of the motifs: figures on a 100 x 100 grid, y downward."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.artwork import geometry, strokes
from domain.artwork.geometry import Commands, Point
from domain.artwork.scene import Command


@dataclass(frozen=True, slots=True)
class Layer:
    """One painted part of a motif. `tone` is a, b or c (inks), d (the dark ink) or cut."""

    tone: str
    commands: Commands


Layers = tuple[Layer, ...]


def _area(contour: Sequence[Point]) -> float:
    pairs = zip(contour, [*contour[1:], contour[0]], strict=True)
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)


def _reversed(contour: Sequence[Command]) -> list[Command]:
    """The same closed contour run the other way."""
    points = [geometry.numbers(c)[-2:] for c in contour if c[0] != "Z"]
    result: list[Command] = [("M", *points[-1])]
    drawn = [c for c in contour if c[0] != "Z"]
    for i in range(len(drawn) - 1, 0, -1):
        n = geometry.numbers(drawn[i])
        end = points[i - 1]
        if drawn[i][0] == "C":
            result.append(("C", n[2], n[3], n[0], n[1], *end))
        elif drawn[i][0] == "Q":
            result.append(("Q", n[0], n[1], *end))
        else:
            result.append(("L", *end))
    result.append(("Z",))
    return result


def united(commands: Commands) -> Commands:
    """All contours run the same way, so that overlapping ones unite under the non-zero rule."""
    contours: list[list[Command]] = []
    for command in commands:
        if command[0] == "M":
            contours.append([])
        contours[-1].append(command)
    result: list[Command] = []
    for contour in contours:
        polyline = geometry.flatten(contour, 4)[0]
        result.extend(contour if _area(polyline) >= 0 else _reversed(contour))
    return tuple(result)


def _layer(tone: str, parts: tuple[Commands, ...]) -> Layer:
    return Layer(tone, united(tuple(command for part in parts for command in part)))


def a(*parts: Commands) -> Layer:
    """Parts in the first ink."""
    return _layer("a", parts)


def b(*parts: Commands) -> Layer:
    """Parts in the second ink."""
    return _layer("b", parts)


def c(*parts: Commands) -> Layer:
    """Parts in the light third ink."""
    return _layer("c", parts)


def d(*parts: Commands) -> Layer:
    """Parts in the dark ink: eyes, noses."""
    return _layer("d", parts)


def cut(*parts: Commands) -> Layer:
    """Parts knocked out of what lies below."""
    return _layer("cut", parts)


def dot(x: float, y: float, r: float) -> Commands:
    """A disc."""
    return geometry.ellipse(x, y, r)


def oval(x: float, y: float, rx: float, ry: float, turn: float = 0.0) -> Commands:
    """An ellipse, turned clockwise by degrees."""
    return geometry.turned(geometry.ellipse(x, y, rx, ry), turn, x, y)


def box(x: float, y: float, w: float, h: float, r: float = 0.0, turn: float = 0.0) -> Commands:
    """A rectangle from its top left corner, corners rounded by r, turned about its middle."""
    return geometry.turned(geometry.rect(x, y, w, h, r), turn, x + w / 2, y + h / 2)


def poly(points: Sequence[Point], r: float = 0.0) -> Commands:
    """A polygon with corners rounded by r."""
    return geometry.polygon(points, r)


def blob(*points: Point) -> Commands:
    """A closed smooth curve; a point given twice in a row is a corner."""
    return geometry.spline(points)


def line(width: float, *points: Point) -> Commands:
    """A thick line with round ends and straight parts."""
    return strokes.thick(points, width, smooth=False)


def curve(width: float | Sequence[float], *points: Point) -> Commands:
    """A thick smooth line with round ends; widths may taper."""
    return strokes.thick(points, width)


def arc(w: float, x: float, y: float, r: float, start: float, end: float) -> Commands:
    """A thick circular arc from start to end degrees (0 is up, clockwise)."""
    return strokes.thick(strokes.arc_points(x, y, r, start, end), w)


def path(d: str) -> Commands:
    """A hand-built path."""
    return geometry.parse(d)


def star(x: float, y: float, r: float, inner: float, n: int = 5, round_by: float = 0.0) -> Commands:
    """A star, first point up."""
    return geometry.star(x, y, r, inner, n, round_by)


def spark(x: float, y: float, r: float) -> Commands:
    """A four-pointed twinkle with hollow sides."""
    k = r * 0.16
    return path(
        f"M{x} {y - r}Q{x + k} {y - k} {x + r} {y}Q{x + k} {y + k} {x} {y + r}"
        f"Q{x - k} {y + k} {x - r} {y}Q{x - k} {y - k} {x} {y - r}Z"
    )


def turn(commands: Commands, degrees: float, x: float = 50.0, y: float = 50.0) -> Commands:
    """Turned clockwise about (x, y)."""
    return geometry.turned(commands, degrees, x, y)


def flip(commands: Commands) -> Commands:
    """Mirrored left to right about x = 50."""
    return geometry.affine(commands, -1, 0, 0, 1, 100, 0)


def both(commands: Commands) -> Commands:
    """The part and its mirror image about x = 50."""
    return commands + flip(commands)


def move(commands: Commands, dx: float, dy: float, scale: float = 1.0) -> Commands:
    """Scaled about the origin, then moved."""
    return geometry.affine(commands, scale, 0, 0, scale, dx, dy)


def around(commands: Commands, count: int, x: float = 50.0, y: float = 50.0) -> Commands:
    """The part repeated `count` times in a circle about (x, y)."""
    return tuple(
        command
        for i in range(count)
        for command in geometry.turned(commands, 360 * i / count, x, y)
    )


def heart(x: float, y: float, w: float) -> Commands:
    """A heart of width w, centred on (x, y)."""
    unit = path(
        "M0 .48C-.16 .34 -.5 .1 -.5 -.17C-.5 -.36 -.36 -.47 -.22 -.47"
        "C-.11 -.47 -.03 -.4 0 -.31C.03 -.4 .11 -.47 .22 -.47C.36 -.47 .5 -.36 .5 -.17"
        "C.5 .1 .16 .34 0 .48Z"
    )
    return move(unit, x, y, w)
