"""Garment colours we print on, and the contrast of an ink on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

READABLE_CONTRAST = 3.0  # WCAG 2 ratio for large text


@dataclass(frozen=True, slots=True)
class Garment:
    """A garment colour: its name, `#rrggbb`, and whether light inks belong on it."""

    name: str
    hex: str
    is_dark: bool


GARMENTS: Mapping[str, Garment] = MappingProxyType(
    {
        garment.name: garment
        for garment in (
            Garment("white", "#ffffff", False),
            Garment("natural", "#f3ecdf", False),
            Garment("heather_grey", "#c9cbcd", False),
            Garment("sand", "#ddcdb2", False),
            Garment("dusty_blue", "#8fa6b8", False),
            Garment("sage", "#a9b49a", False),
            Garment("forest", "#1f3a2c", True),
            Garment("navy", "#1b2440", True),
            Garment("maroon", "#561c2a", True),
            Garment("charcoal", "#38393c", True),
            Garment("black", "#161616", True),
        )
    }
)


def rgb(colour: str) -> tuple[int, int, int]:
    """Red, green and blue (0-255) of a `#rrggbb` colour. ValueError when it is not one."""
    if len(colour) != 7 or not colour.startswith("#"):
        raise ValueError(f"not a #rrggbb colour: {colour!r}")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Relative luminance of a `#rrggbb` colour, 0 (black) to 1 (white), as WCAG 2 defines it."""
    channels = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in rgb(colour))
    ]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


def contrast(first: str, second: str) -> float:
    """WCAG 2 contrast ratio of two `#rrggbb` colours, 1 to 21."""
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def grey(colour: str) -> bool:
    """Whether a colour has next to no hue."""
    channels = rgb(colour)
    return max(channels) - min(channels) < 24


def legible(fill: str, ground: str, edge: str | None = None) -> bool:
    """Whether letters of `fill` can be read on `ground`, by themselves or by their outline.

    An outline (`edge`) makes letters readable when it stands out both from the ground and from
    the fill: dark letters with a cream outline read on black, cream letters with a dark outline
    read on white.
    """
    if contrast(fill, ground) >= READABLE_CONTRAST:
        return True
    if edge is None:
        return False
    return min(contrast(edge, ground), contrast(edge, fill)) >= READABLE_CONTRAST
