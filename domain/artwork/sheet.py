"""The sheet a layout draws on: shapes in painting order, and what must be readable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from random import Random

from domain.artwork.fit import Setter
from domain.artwork.garments import GARMENTS, contrast, legible
from domain.artwork.geometry import Commands, affine, grown, merge, outline, place, turned, union
from domain.artwork.motifs.catalogue import motif_box, motif_layers
from domain.artwork.motifs.tint import lightest, tint
from domain.artwork.palettes import Palette
from domain.artwork.scene import PRINT_HEIGHT, PRINT_WIDTH, Box, Outline, Scene, Shape
from domain.vocabulary import Motif

SAFE_MARGIN = 150
WIDEST, TALLEST = 3960.0, 4760.0
THINNEST = 7.0  # pixels; a print check refuses strokes below 6
ENOUGH = 4.5  # a contrast beyond this makes no garment better than another
PREFERRED = (
    "white",
    "black",
    "natural",
    "navy",
    "charcoal",
    "sand",
    "forest",
    "maroon",
    "heather_grey",
    "dusty_blue",
    "sage",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a piece of lettering is meant to be read: fill, its outline, the patch below it."""

    fill: str
    edge: str | None = None
    ground: str | None = None  # None: the bare garment


@dataclass(slots=True)
class Sheet:
    """Collects shapes in free coordinates; `finish` fits them onto the print canvas."""

    setter: Setter
    palette: Palette
    rng: Random
    shapes: list[Shape] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    lines: list[Outline] = field(default_factory=list)  # each piece of lettering, in order

    def paint(self, shape: Outline | Commands, fill: str, role: str = "ornament") -> Outline:
        """Fill an outline."""
        drawn = shape if isinstance(shape, Outline) else outline(shape)
        self.shapes.append(Shape(drawn, fill=fill, role=role))
        return drawn

    def stroke(
        self, shape: Outline | Commands, colour: str, width: float, role: str = "ornament"
    ) -> None:
        """Trace an outline."""
        drawn = shape if isinstance(shape, Outline) else outline(shape)
        self.shapes.append(Shape(drawn, stroke=colour, stroke_width=width, role=role))

    def swell(
        self, shape: Outline | Commands, colour: str, by: float, role: str = "ornament"
    ) -> None:
        """Fill an outline grown by `by` pixels on every side."""
        drawn = shape if isinstance(shape, Outline) else outline(shape)
        self.shapes.append(Shape(drawn, fill=colour, stroke=colour, stroke_width=by * 2, role=role))

    def cut(self, shape: Outline | Commands, by: float = 0.0, role: str = "ornament") -> None:
        """Knock an outline, grown by `by` pixels, out of all that was painted before."""
        drawn = shape if isinstance(shape, Outline) else outline(shape)
        self.shapes.append(
            Shape(
                drawn,
                fill="#000000",
                stroke="#000000" if by else None,
                stroke_width=by * 2,
                knockout=True,
                role=role,
            )
        )

    def words(
        self,
        shape: Outline,
        fill: str,
        *,
        edge: str | None = None,
        edge_by: float = 0.0,
        rim: str | None = None,
        rim_by: float = 0.0,
        shadow: str | None = None,
        drop: tuple[float, float] = (0.0, 0.0),
        ground: str | None = None,
    ) -> Outline:
        """Lettering: shadow below rim below edge below fill.

        `edge_by` and `rim_by` are how far the outlines reach beyond the letters and the edge.
        `drop` is how far the shadow falls; it is drawn solid, as a block.
        """
        reach = (edge_by if edge else 0.0) + (rim_by if rim else 0.0)
        if shadow is not None:
            steps = max(1, round(max(abs(drop[0]), abs(drop[1])) / max(14.0, reach * 0.7)))
            steps = min(steps, 6)
            copies = [
                place(shape, drop[0] * i / steps, drop[1] * i / steps) for i in range(1, steps + 1)
            ]
            block = merge(*copies)
            if reach:
                self.swell(block, shadow, reach)
            else:
                self.paint(block, shadow)
        if rim is not None:
            self.swell(shape, rim, reach)
        if edge is not None:
            self.swell(shape, edge, edge_by)
        self.paint(shape, fill, "text")
        outer = rim if rim is not None and edge is None else edge
        self.readings.append(Reading(fill, outer, ground))
        self.lines.append(shape)
        return shape

    def carve(self, shape: Outline, ground: str, by: float = 0.0) -> Outline:
        """Lettering knocked out of a patch of colour `ground`."""
        self.cut(shape, by, "text")
        self.readings.append(Reading(ground))
        self.lines.append(shape)
        return shape

    def picture(
        self,
        motif: Motif,
        x: float,
        y: float,
        size: float,
        tones: Sequence[str] | None = None,
        *,
        ground: str | None = None,
        halo: float = 0.0,
        edge: str | None = None,
        edge_by: float = 0.0,
        rim: str | None = None,
        rim_by: float = 0.0,
        degrees: float = 0.0,
    ) -> Box:
        """A motif centred on (x, y), its longer side `size` pixels; returns its ink box.

        `tones` are the inks of its parts a, b and c (see `Sheet.tones`). On a patch, cuts are
        painted in `ground`; on the bare garment they are knocked out. `halo` frees a band around
        the silhouette; an `edge` lays the whole silhouette in that ink below, a `rim` another
        around it, like a sticker.
        """
        inks = (*(tones or self.tones(motif)), self.palette.dark)
        placed = [
            (
                layer.tone,
                outline(
                    turned(
                        affine(layer.commands, size, 0, 0, size, x - size / 2, y - size / 2),
                        degrees,
                        x,
                        y,
                    )
                    if degrees
                    else affine(layer.commands, size, 0, 0, size, x - size / 2, y - size / 2)
                ),
            )
            for layer in motif_layers(motif)
        ]
        solid = [shape for tone, shape in placed if tone != "cut"]
        if not solid:
            return Box(x, y, x, y)
        if halo:
            body = merge(*solid)
            if ground is None:
                self.cut(body, halo, "motif")
            else:
                self.swell(body, ground, halo, "motif")
        if rim is not None:
            self.swell(merge(*solid), rim, edge_by + rim_by, "motif")
        if edge is not None:
            self.swell(merge(*solid), edge, edge_by, "motif")
            ground = edge
        for tone, shape in placed:
            if tone == "cut":
                if ground is None:
                    self.cut(shape, 0.0, "motif")
                else:
                    self.paint(shape, ground, "motif")
            else:
                self.paint(shape, inks["abcd".index(tone)], "motif")
        return union(shape.box for shape in solid)

    def tones(self, motif: Motif, *, bright: bool = False) -> tuple[str, str, str]:
        """Inks that suit a motif: mid-tones for the bare garment, brights for a dark patch."""
        if bright:
            return tint(motif, self.palette.brights, self.palette.light)
        return tint(motif, self.palette.inks, lightest(self.palette.brights))

    def motif_height(self, motif: Motif, size: float) -> float:
        """Height of a motif's ink when its longer side is `size`."""
        return motif_box(motif).height * size

    def ink(self) -> Box:
        """The box of all that is painted, strokes included."""
        return union(
            grown(shape.outline.box, shape.stroke_width / 2)
            for shape in self.shapes
            if not shape.knockout and shape.outline.commands
        )

    def finish(self, layout: str, *, width: float = WIDEST, height: float = TALLEST) -> Scene:
        """Scale all into width x height, centre it on the canvas and list the garments."""
        box = self.ink()
        scale = min(width / box.width, height / box.height)
        dx = PRINT_WIDTH / 2 - scale * (box.left + box.right) / 2
        spare = PRINT_HEIGHT - scale * box.height
        # a print looks centred on a chest when it sits a little high
        dy = max(spare * 0.44, min(spare / 2, SAFE_MARGIN)) - scale * box.top
        shapes: list[Shape] = []
        seen: dict[int, Outline] = {}
        for shape in self.shapes:
            key = id(shape.outline)
            if key not in seen:
                seen[key] = place(shape.outline, dx, dy, scale)
            stroke = shape.stroke_width * scale
            if shape.stroke_width:
                stroke = max(stroke, THINNEST)
            shapes.append(replace(shape, outline=seen[key], stroke_width=stroke))
        return Scene(
            shapes=tuple(shapes),
            layout=layout,
            palette=self.palette.name,
            faces=tuple(self.setter.used),
            garments=self.garments(),
        )

    def garments(self) -> tuple[str, ...]:
        """Garments on which every piece of lettering can be read, best first."""
        scored: list[tuple[float, int, str]] = []
        for name, garment in GARMENTS.items():
            if all(legible(r.fill, r.ground or garment.hex, r.edge) for r in self.readings):
                worst = min(
                    (
                        max(contrast(r.fill, garment.hex), contrast(r.edge or r.fill, garment.hex))
                        for r in self.readings
                        if r.ground is None
                    ),
                    default=ENOUGH,
                )
                scored.append((-min(worst, ENOUGH), PREFERRED.index(name), name))
        return tuple(name for *_, name in sorted(scored))
