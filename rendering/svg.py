"""Scenes as SVG text: paths only, so that no font or style of the machine can interfere."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from domain.artwork.scene import Box, Command, Scene, Shape
from rendering.errors import BadScene

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")
_VALUES = {"M": 2, "L": 2, "Q": 4, "C": 6, "Z": 0}
_SPLIT_FROM = 1500  # commands; below, one path draws as fast
_PARTS_A_PATH = 12


@dataclass(slots=True)
class Layer:
    """Shapes drawn in one go: all painted, or all cut out of what lies below."""

    knockout: bool
    box: Box  # covers the ink, in whole pixels of the print, within the canvas
    paths: list[str] = field(default_factory=list)


def path_data(commands: Iterable[Command]) -> str:
    """The `d` attribute of an outline, to a hundredth of a pixel. Raises `BadScene`."""
    parts: list[str] = []
    for operator, *values in commands:
        if _VALUES.get(str(operator)) != len(values):
            raise BadScene(f"an outline holds {operator!r} with {len(values)} values")
        parts.append(f"{operator}{' '.join([f'{value:.2f}' for value in values])}")
    text = "".join(parts)
    if "n" in text:  # nan and inf are the only numbers with letters
        raise BadScene("an outline holds a coordinate that is not a finite number")
    return text


def _reach(commands: Iterable[Command], stroke_width: float) -> Box | None:
    """A box that surely holds the ink: of the control points, plus the stroke."""
    xs: list[float] = []
    ys: list[float] = []
    for command in commands:
        xs.extend(command[1::2])  # type: ignore[arg-type]
        ys.extend(command[2::2])  # type: ignore[arg-type]
    if not xs:
        return None
    around = stroke_width / 2 + 1
    return Box(min(xs) - around, min(ys) - around, max(xs) + around, max(ys) + around)


def _parts(shape: Shape) -> list[list[Command]]:
    """The outline in parts that do not touch, so that each is drawn over its own box only.

    A texture of 3,000 dots draws twice as fast in parts as in one path. Contours whose boxes
    meet stay together: the fill rule works across them.
    """
    commands = shape.outline.commands
    if len(commands) < _SPLIT_FROM:
        return [list(commands)]
    contours: list[list[Command]] = []
    for command in commands:
        if command[0] == "M" or not contours:
            contours.append([])
        contours[-1].append(command)
    boxed = [
        (box, contour)
        for contour in contours
        if (box := _reach(contour, shape.stroke_width)) is not None
    ]
    boxed.sort(key=lambda pair: pair[0].top)
    groups: list[tuple[Box, list[Command]]] = []
    done: list[list[Command]] = []
    for box, contour in boxed:
        joined = list(contour)
        waiting: list[tuple[Box, list[Command]]] = []
        reach = box
        for other, members in groups:
            if other.bottom < box.top:
                done.append(members)
            elif _meet(other, box):
                reach, joined = _join(reach, other), members + joined
            else:
                waiting.append((other, members))
        groups = [*waiting, (reach, joined)]
    done.extend(members for _, members in groups)
    return [
        [command for members in done[start : start + _PARTS_A_PATH] for command in members]
        for start in range(0, len(done), _PARTS_A_PATH)
    ]


def _colour(value: str) -> str:
    if not _COLOUR.match(value):
        raise BadScene(f"{value!r} is not a colour; write it as #rrggbb")
    return value


def _path(shape: Shape) -> str | None:
    """The path elements of a shape, or none when it paints nothing."""
    if not math.isfinite(shape.stroke_width) or shape.stroke_width < 0:
        raise BadScene(f"a stroke cannot be {shape.stroke_width} pixels wide")
    fill, stroke = shape.fill, shape.stroke
    if shape.knockout:
        # The colour of a cut does not matter; a stroke widens it.
        fill = "#000000" if fill is not None or stroke is None else None
        stroke = "#000000" if shape.stroke_width else None
    stroked = stroke is not None and shape.stroke_width > 0
    if fill is None and not stroked:
        return None
    attributes = [f'fill="{_colour(fill)}"' if fill is not None else 'fill="none"']
    if shape.even_odd:
        attributes.append('fill-rule="evenodd"')
    if stroke is not None and stroked:
        attributes.append(
            f'stroke="{_colour(stroke)}" stroke-width="{shape.stroke_width:.2f}" '
            'stroke-linejoin="round" stroke-linecap="round"'
        )
    opening = f"<path {' '.join(attributes)} d="
    return "".join([f'{opening}"{path_data(part)}"/>' for part in _parts(shape)])


def _meet(one: Box, other: Box) -> bool:
    return (
        one.left < other.right
        and other.left < one.right
        and one.top < other.bottom
        and other.top < one.bottom
    )


def _join(one: Box, other: Box) -> Box:
    return Box(
        min(one.left, other.left),
        min(one.top, other.top),
        max(one.right, other.right),
        max(one.bottom, other.bottom),
    )


def _target(layers: Sequence[Layer], box: Box, *, knockout: bool) -> Layer | None:
    """The lowest layer a shape may join without changing what lies over what."""
    found = None
    for layer in reversed(layers):
        if layer.knockout == knockout:
            found = layer
        if _meet(layer.box, box):
            break
    return found


def layers(scene: Scene) -> list[Layer]:
    """The scene as few layers, in painting order; shapes outside the canvas are left out.

    A cut works on everything painted before it and on nothing after, so that a new layer starts
    where a painted shape follows a cut that it touches.
    """
    if scene.width < 1 or scene.height < 1:
        raise BadScene(f"a canvas cannot be {scene.width} x {scene.height} pixels")
    stack: list[Layer] = []
    for shape in scene.shapes:
        path = _path(shape)
        reach = _reach(shape.outline.commands, shape.stroke_width)
        if path is None or reach is None:
            continue
        box = Box(
            max(0, math.floor(reach.left)),
            max(0, math.floor(reach.top)),
            min(scene.width, math.ceil(reach.right)),
            min(scene.height, math.ceil(reach.bottom)),
        )
        if box.width <= 0 or box.height <= 0:
            continue
        layer = _target(stack, box, knockout=shape.knockout)
        if layer is None:
            if shape.knockout and not any(_meet(below.box, box) for below in stack):
                continue  # nothing lies below it
            layer = Layer(shape.knockout, box)
            stack.append(layer)
        layer.paths.append(path)
        layer.box = _join(layer.box, box)
    return stack


def document(layer: Layer) -> bytes:
    """An SVG file of one layer, cropped to its box, one pixel to a pixel of the print."""
    box = layer.box
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" '
        f'width="{box.width:g}" height="{box.height:g}" '
        f'viewBox="{box.left:g} {box.top:g} {box.width:g} {box.height:g}">'
        f"{''.join(layer.paths)}</svg>"
    ).encode()


def silhouette(shape: Shape, step: int, around: int) -> tuple[int, int, NDArray[np.uint8]] | None:
    """What a shape covers, on a grid of `step` pixels: left and top cell, and 0-255 a cell.

    A frame of `around` empty cells lies about it. None when the shape covers nothing.
    """
    import pyvips

    reach = _reach(shape.outline.commands, shape.stroke_width)
    # The outline alone, whatever it paints.
    path = _path(replace(shape, knockout=True))
    if reach is None or path is None:
        return None
    left, top = math.floor(reach.left / step) - around, math.floor(reach.top / step) - around
    width = math.ceil(reach.right / step) + around - left
    height = math.ceil(reach.bottom / step) + around - top
    text = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="{left * step} {top * step} {width * step} {height * step}">{path}</svg>'
    )
    image = pyvips.Image.svgload_buffer(text.encode(), unlimited=True)
    return left, top, image.numpy()[..., 3]
