"""Every motif by name, scaled into the unit box."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

from domain.artwork.geometry import affine, bounds, union
from domain.artwork.motifs import animals, food, making, nature, working
from domain.artwork.motifs.drawing import Layer, Layers
from domain.artwork.scene import Box
from domain.vocabulary import Motif

_MODULES = (animals, nature, food, making, working)


def drawing_of(name: str) -> Callable[[], Layers]:
    """The function that draws a motif. LookupError when none does."""
    for module in _MODULES:
        draw = getattr(module, name, None)
        if draw is not None and draw.__module__ == module.__name__:
            return draw
    raise LookupError(f"no drawing for the motif {name!r}: add a function to domain/artwork/motifs")


DRAWINGS: Mapping[Motif, Callable[[], Layers]] = MappingProxyType(
    {motif: drawing_of(motif.value) for motif in Motif if motif is not Motif.NONE}
)


@cache
def motif_layers(motif: Motif) -> Layers:
    """The layers of a motif in the unit box (0-1 both ways, centred, aspect kept), painting order.

    `Motif.NONE` has no layers.
    """
    if motif is Motif.NONE:
        return ()
    layers = DRAWINGS[motif]()
    box = union(bounds(layer.commands) for layer in layers if layer.tone != "cut")
    scale = 1 / max(box.width, box.height)
    dx = 0.5 - scale * (box.left + box.right) / 2
    dy = 0.5 - scale * (box.top + box.bottom) / 2
    return tuple(
        Layer(layer.tone, affine(layer.commands, scale, 0, 0, scale, dx, dy)) for layer in layers
    )


@cache
def motif_box(motif: Motif) -> Box:
    """The ink box of a motif inside the unit box."""
    return union(bounds(layer.commands) for layer in motif_layers(motif) if layer.tone != "cut")
