"""All layout families."""

from __future__ import annotations

from domain.artwork.layouts import (
    botanical_wreath,
    celestial_arch,
    checklist,
    comic_burst,
    echo_repeat,
    groovy_wave,
    minimal_line,
    pixel_arcade,
    retro_sunset,
    ribbon_banner,
    round_badge,
    scenic_patch,
    script_flourish,
    stacked_block,
    varsity_arch,
    western_poster,
)
from domain.artwork.layouts.base import Family

ALL: tuple[Family, ...] = (
    retro_sunset.FAMILY,
    varsity_arch.FAMILY,
    stacked_block.FAMILY,
    round_badge.FAMILY,
    script_flourish.FAMILY,
    botanical_wreath.FAMILY,
    groovy_wave.FAMILY,
    western_poster.FAMILY,
    celestial_arch.FAMILY,
    pixel_arcade.FAMILY,
    comic_burst.FAMILY,
    minimal_line.FAMILY,
    ribbon_banner.FAMILY,
    checklist.FAMILY,
    echo_repeat.FAMILY,
    scenic_patch.FAMILY,
)
