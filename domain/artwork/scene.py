"""A scene: filled and stroked outlines on a print canvas, before any pixel.

Coordinates are pixels of the print file, origin at the top left, y downward. Everything that is
printed is an outline: text is set into outlines by a `Typesetter`, so that nothing depends on the
fonts of the machine that draws.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

PRINT_WIDTH = 4500
PRINT_HEIGHT = 5400
PRINT_DPI = 300

# One command of an outline: ("M", x, y), ("L", x, y), ("Q", cx, cy, x, y),
# ("C", c1x, c1y, c2x, c2y, x, y) or ("Z",). Absolute coordinates.
Command = tuple[str | float, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """An axis-aligned box: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Right minus left."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Bottom minus top."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Outline:
    """A closed outline of one or more contours and its exact ink box.

    `baseline` and `advance` are set for text: y of the baseline and the pen's travel in x.
    """

    commands: tuple[Command, ...]
    box: Box
    baseline: float = 0.0
    advance: float = 0.0


@dataclass(frozen=True, slots=True)
class Shape:
    """One painted outline. Colours are `#rrggbb`. `even_odd` chooses the fill rule.

    `knockout` cuts the outline out of everything painted before it (prints as bare garment).
    """

    outline: Outline
    fill: str | None = None
    stroke: str | None = None
    stroke_width: float = 0.0
    even_odd: bool = False
    knockout: bool = False
    role: str = "ornament"  # "text" for words, "ornament", "motif", "texture"


@dataclass(frozen=True, slots=True)
class Scene:
    """What to draw, in painting order, on a transparent canvas."""

    shapes: tuple[Shape, ...]
    layout: str  # layout family
    palette: str
    faces: tuple[str, ...]  # names of the display faces used
    garments: tuple[str, ...]  # garment colour names the palette reads well on, best first
    width: int = PRINT_WIDTH
    height: int = PRINT_HEIGHT
    notes: tuple[str, ...] = field(default=())


class Typesetter(Protocol):
    """Sets a line of text into outlines. `rendering.fonts` implements it; tests use a fake."""

    def faces(self) -> tuple[str, ...]:
        """Names of the display faces at hand, e.g. "bebas-neue"."""
        ...

    def covers(self, text: str, face: str) -> bool:
        """Whether the face has a glyph for every character of the text."""
        ...

    def line(self, text: str, face: str, size: float, tracking: float = 0.0) -> Outline:
        """Outline of one line, pen starting at x=0, baseline at y=0.

        `size` is the em in pixels; `tracking` is extra space between glyphs in em.
        """
        ...
