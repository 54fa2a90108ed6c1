"""Which inks of a palette suit a motif: leaves rather green, flames rather orange."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

from domain.artwork.garments import luminance, rgb
from domain.vocabulary import Motif

_LEAF, _WOOD, _FIRE, _SKY, _SEA = "#4e8a42", "#9a6236", "#d9601a", "#328ac9", "#25898a"
_ROSE, _GOLD, _RED, _PLUM, _GREY = "#d0527a", "#c2901a", "#cc3b35", "#8a5cc0", "#7d828c"

# Natural colours of the parts a and b. Motifs that may have any colour are left out.
NATURAL: Mapping[Motif, tuple[str, str]] = MappingProxyType(
    {
        Motif.CAT: (_FIRE, _SEA),
        Motif.DOG: (_WOOD, _FIRE),
        Motif.HORSESHOE: (_GOLD, _WOOD),
        Motif.BIRD: (_SKY, _WOOD),
        Motif.FISH: (_SKY, _FIRE),
        Motif.BEE: (_GOLD, _FIRE),
        Motif.BUTTERFLY: (_FIRE, _PLUM),
        Motif.HEART: (_RED, _ROSE),
        Motif.STAR: (_GOLD, _RED),
        Motif.SUN: (_GOLD, _FIRE),
        Motif.MOON: (_GOLD, _PLUM),
        Motif.CLOUD: (_SKY, _GOLD),
        Motif.MOUNTAIN: (_SKY, _LEAF),
        Motif.TREE: (_LEAF, _WOOD),
        Motif.LEAF: (_LEAF, _WOOD),
        Motif.FLOWER: (_ROSE, _LEAF),
        Motif.MUSHROOM: (_RED, _LEAF),
        Motif.CACTUS: (_LEAF, _ROSE),
        Motif.WAVE: (_SKY, _SEA),
        Motif.TENT: (_FIRE, _LEAF),
        Motif.CAMPFIRE: (_FIRE, _WOOD),
        Motif.COFFEE: (_WOOD, _GREY),
        Motif.CAKE: (_ROSE, _GOLD),
        Motif.PIZZA: (_GOLD, _RED),
        Motif.GUITAR: (_WOOD, _RED),
        Motif.BALL: (_FIRE, _GREY),
        Motif.BICYCLE: (_GREY, _RED),
        Motif.YARN: (_ROSE, _WOOD),
        Motif.PALETTE: (_WOOD, _RED),
        Motif.PENCIL: (_GOLD, _ROSE),
        Motif.APPLE: (_RED, _LEAF),
        Motif.GRADUATION: (_SKY, _GOLD),
        Motif.STETHOSCOPE: (_SEA, _RED),
        Motif.WRENCH: (_GREY, _RED),
        Motif.TRUCK: (_RED, _GREY),
        Motif.PLANE: (_SKY, _RED),
        Motif.ANCHOR: (_SKY, _GOLD),
        Motif.COMPASS: (_RED, _SKY),
        Motif.GAMEPAD: (_PLUM, _SEA),
        Motif.GHOST: (_PLUM, _ROSE),
        Motif.PUMPKIN: (_FIRE, _LEAF),
        Motif.SNOWFLAKE: (_SKY, _PLUM),
        Motif.GIFT: (_RED, _LEAF),
        Motif.EGG: (_PLUM, _ROSE),
        Motif.CLOVER: (_LEAF, _SEA),
        Motif.CROWN: (_GOLD, _RED),
        Motif.LIGHTNING: (_GOLD, _RED),
        Motif.FIREWORK: (_RED, _GOLD),
        Motif.LIGHTBULB: (_GOLD, _SKY),
        Motif.HOUSE: (_RED, _LEAF),
        Motif.BABY: (_SKY, _ROSE),
    }
)


def _hls(colour: str) -> tuple[float, float, float]:
    red, green, blue = rgb(colour)
    return colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)


def _unlike(ink: str, wanted: str) -> float:
    """How far an ink is from a wanted colour: hue first, then how colourful it is."""
    hue, _, rich = _hls(ink)
    other, _, wanted_rich = _hls(wanted)
    turn = abs(hue - other)
    return min(turn, 1 - turn) * 2 * min(1.0, rich + 0.15) + abs(rich - wanted_rich) * 0.3


@cache
def tint(motif: Motif, inks: Sequence[str], light: str) -> tuple[str, str, str]:
    """Inks for the parts a, b and c of a motif, chosen from a tuple of at least two inks.

    Without a natural colour the first two are taken. Part c gets `light`.
    """
    if motif not in NATURAL:
        return inks[0], inks[1], light
    first, second = NATURAL[motif]
    a = min(inks, key=lambda ink: _unlike(ink, first))
    rest = [ink for ink in inks if ink != a] or [a]
    b = min(rest, key=lambda ink: _unlike(ink, second))
    return a, b, light


def lightest(inks: Sequence[str]) -> str:
    """The ink of the highest luminance."""
    return max(inks, key=luminance)
