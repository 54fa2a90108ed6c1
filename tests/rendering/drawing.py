"""Small outlines and scenes for the rendering tests."""

from __future__ import annotations

from domain.artwork.scene import Box, Command, Outline, Scene, Shape


def rectangle(left: float, top: float, right: float, bottom: float) -> Outline:
    commands: tuple[Command, ...] = (
        ("M", left, top),
        ("L", right, top),
        ("L", right, bottom),
        ("L", left, bottom),
        ("Z",),
    )
    return Outline(commands, Box(left, top, right, bottom))


def circle(x: float, y: float, radius: float) -> Outline:
    arm = radius * 0.5522847498
    commands: tuple[Command, ...] = (
        ("M", x - radius, y),
        ("C", x - radius, y - arm, x - arm, y - radius, x, y - radius),
        ("C", x + arm, y - radius, x + radius, y - arm, x + radius, y),
        ("C", x + radius, y + arm, x + arm, y + radius, x, y + radius),
        ("C", x - arm, y + radius, x - radius, y + arm, x - radius, y),
        ("Z",),
    )
    return Outline(commands, Box(x - radius, y - radius, x + radius, y + radius))


def merged(*outlines: Outline) -> Outline:
    return Outline(
        tuple(command for outline in outlines for command in outline.commands),
        Box(
            min(outline.box.left for outline in outlines),
            min(outline.box.top for outline in outlines),
            max(outline.box.right for outline in outlines),
            max(outline.box.bottom for outline in outlines),
        ),
    )


def moved(outline: Outline, dx: float, dy: float) -> Outline:
    commands = []
    for operator, *values in outline.commands:
        shifted = [value + (dy if number % 2 else dx) for number, value in enumerate(values)]
        commands.append((operator, *shifted))
    box = outline.box
    return Outline(
        tuple(commands), Box(box.left + dx, box.top + dy, box.right + dx, box.bottom + dy)
    )


def scene(*shapes: Shape, width: int = 400, height: int = 300, **facts) -> Scene:
    values = {"layout": "test", "palette": "test", "faces": (), "garments": ("white", "black")}
    values.update(facts)
    return Scene(tuple(shapes), width=width, height=height, **values)
