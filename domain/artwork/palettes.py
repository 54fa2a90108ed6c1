"""Named ink sets that stay readable on light and on dark garments.

The four `inks` are mid-tones: each keeps a contrast of 3 or more on at least one light and one dark
garment, so flat lettering in them can be printed on both. `brights`, `light` and `dark` carry
lettering that has an outline, patches and ornaments.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from domain.artwork.garments import GARMENTS, READABLE_CONTRAST, contrast


@dataclass(frozen=True, slots=True)
class Palette:
    """An ink set. Colours are `#rrggbb`.

    inks: four mid-tones for flat lettering, strongest first. brights: three lively inks to be read
    against `dark`. light and dark: the two ends, for outlines, patches and knock-ins.
    """

    name: str
    inks: tuple[str, str, str, str]
    brights: tuple[str, str, str]
    light: str
    dark: str

    @property
    def main(self) -> str:
        """The first ink."""
        return self.inks[0]

    @property
    def second(self) -> str:
        """The second ink."""
        return self.inks[1]

    @property
    def third(self) -> str:
        """The third ink."""
        return self.inks[2]

    @property
    def colours(self) -> tuple[str, ...]:
        """Every colour of the set."""
        return (*self.inks, *self.brights, self.light, self.dark)

    @property
    def garments(self) -> tuple[str, ...]:
        """Garments on which each of the first three inks reads by itself, best first."""
        worst = {
            name: min(contrast(ink, garment.hex) for ink in self.inks[:3])
            for name, garment in GARMENTS.items()
        }
        kept = [name for name, ratio in worst.items() if ratio >= READABLE_CONTRAST]
        return tuple(sorted(kept, key=lambda name: -worst[name]))


def _palette(name: str, inks: str, brights: str, light: str, dark: str) -> Palette:
    one, two, three, four = inks.split()
    first, second, third = brights.split()
    return Palette(name, (one, two, three, four), (first, second, third), light, dark)


PALETTES: Mapping[str, Palette] = MappingProxyType(
    {
        palette.name: palette
        for palette in (
            _palette(
                "desert_dusk",
                "#d0522b #25898a #b06f14 #b4567f",
                "#f4a259 #f6c667 #ef7b5a",
                "#f8e7c9",
                "#41202f",
            ),
            _palette(
                "varsity_navy",
                "#d6453f #4a6cc0 #ab7413 #7d828c",
                "#f0b53c #f26b5e #9ec1ee",
                "#f6eeda",
                "#1d2a50",
            ),
            _palette(
                "forest_trail",
                "#4c8743 #b86b1f #25897a #a3702f",
                "#e9b44c #a9c66c #f0a35e",
                "#f3ead2",
                "#1f3b2d",
            ),
            _palette(
                "groovy_sunset",
                "#d94f2b #cf4590 #b1730f #22897d",
                "#ffb02e #ff7f50 #f79ac0",
                "#fff0d2",
                "#4d1f3a",
            ),
            _palette(
                "mono_ink",
                "#84858a #77787d #7f8085 #8a8a8e",
                "#c9cacb #e4e4e2 #a9abae",
                "#fafaf8",
                "#1d1d1f",
            ),
            _palette(
                "cottage_garden",
                "#c4527a #4e8a4a #8d68c2 #ad711b",
                "#f4a9b8 #f3cf7a #b7d8a0",
                "#fdf3e3",
                "#2f4634",
            ),
            _palette(
                "ocean_breeze",
                "#2a84ab #d3562f #218a80 #4f79c9",
                "#79d0d8 #f7c873 #ff9b7a",
                "#eef7f2",
                "#12384f",
            ),
            _palette(
                "midnight_gold",
                "#a7740f #7d73c4 #a0768c #7d8290",
                "#f2c45a #e9dfc0 #b3a7ec",
                "#fbf3da",
                "#1d1f3f",
            ),
            _palette(
                "candy_pop",
                "#e03e79 #8a63d8 #1b8a94 #c95f0f",
                "#ff8ac0 #ffd84d #6fe0d8",
                "#fff6e9",
                "#43165a",
            ),
            _palette(
                "autumn_spice",
                "#c9501f #6f8426 #a4741a #b0545c",
                "#f2a541 #e8794a #d9c05a",
                "#f9ead0",
                "#43241c",
            ),
            _palette(
                "holly_night",
                "#d43d44 #2f8a52 #a8750f #4a8a86",
                "#ff7a70 #f4cf72 #9bd3a0",
                "#fbf4e4",
                "#163a2e",
            ),
            _palette(
                "pastel_egg",
                "#9a6bc9 #c9578c #24898f #4f8a45",
                "#f9c6d9 #f8e39a #bfe3e0",
                "#fffaf0",
                "#43345c",
            ),
            _palette(
                "harvest",
                "#bd5a1d #5a8240 #9b7a1a #8a6f3e",
                "#f0b04a #e58a4d #cfc27a",
                "#f8ecd3",
                "#3d2a1b",
            ),
            _palette(
                "neon_arcade",
                "#d93fa6 #1f8a99 #8564e0 #5b8c1e",
                "#3ff0e0 #ff5fc4 #f7f052",
                "#f4f6ff",
                "#1b1240",
            ),
            _palette(
                "vintage_rose",
                "#c0566a #7d7f4a #a66f4f #a5688f",
                "#eeb4ae #ecd4a6 #cfd2a4",
                "#fbf0e6",
                "#4a2430",
            ),
            _palette(
                "cocoa_cream",
                "#a5663c #65826a #b4614a #93784f",
                "#efcfa0 #e5a678 #d8dcc0",
                "#fbf1de",
                "#3b241a",
            ),
        )
    }
)
