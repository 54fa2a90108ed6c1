"""Brief in, scene out: chooses a layout family and draws with it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from random import Random
from types import MappingProxyType

from domain.artwork.fit import Setter
from domain.artwork.layouts import families
from domain.artwork.layouts.base import Family
from domain.artwork.palettes import PALETTES
from domain.artwork.scene import Scene, Typesetter
from domain.artwork.sheet import Sheet
from domain.artwork.textures import specks
from domain.artwork.wording import Copy, read
from domain.ideas.brief import Brief
from domain.vocabulary import Motif

ARTWORK_VERSION = "artwork/1"

FAMILIES: Mapping[str, Family] = MappingProxyType({family.name: family for family in families.ALL})


class UnknownName(ValueError):
    """A brief or a caller names a palette or a layout that does not exist."""

    code = "artwork.unknown_name"


class UnsuitablePhrase(ValueError):
    """The phrase does not fit the layout family that was asked for."""

    code = "artwork.unsuitable_phrase"


def suitable(copy: Copy, brief: Brief) -> tuple[Family, ...]:
    """Families that take the phrase and answer to the style; any that take it when none does."""
    able = [family for family in FAMILIES.values() if family.accepts(copy)]
    if brief.motif is Motif.NONE:
        able = [family for family in able if not family.needs_motif] or able
    styled = [family for family in able if brief.style in family.styles]
    return tuple(styled or able)


def _choose(copy: Copy, brief: Brief) -> Family:
    """A seeded choice; families that name the style first are twice as likely."""
    able = suitable(copy, brief)
    if not able:
        raise UnsuitablePhrase(
            f"no layout family takes the phrase {' / '.join(copy.lines)!r}; shorten it"
        )
    weights = [2.5 if family.styles[0] is brief.style else 1.0 for family in able]
    return _random(brief, "layout").choices(able, weights)[0]


def _random(brief: Brief, purpose: str) -> Random:
    text = f"{brief.seed}|{brief.idea_id}|{purpose}"
    return Random(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]))  # noqa: S311


def lay_out(brief: Brief, typesetter: Typesetter, *, layout: str | None = None) -> Scene:
    """Draw a brief. The same brief and typesetter give the same scene.

    `layout` asks for a family by name. Raises `UnknownName` for a palette or layout that does not
    exist and `UnsuitablePhrase` when the phrase does not fit.
    """
    if brief.palette not in PALETTES:
        raise UnknownName(
            f"no palette is called {brief.palette!r}; choose one of {', '.join(PALETTES)}"
        )
    copy = read(brief.phrase, brief.emphasis)
    if layout is None:
        family = _choose(copy, brief)
    elif layout in FAMILIES:
        family = FAMILIES[layout]
        if not family.accepts(copy):
            raise UnsuitablePhrase(
                f"the layout {layout} does not take {' / '.join(copy.lines)!r}; "
                "choose another layout or a shorter phrase"
            )
    else:
        raise UnknownName(f"no layout is called {layout!r}; choose one of {', '.join(FAMILIES)}")
    rng = _random(brief, family.name)
    sheet = Sheet(Setter(typesetter), PALETTES[brief.palette], rng)
    family.draw(sheet, copy, brief.motif)
    if rng.random() < family.wear:
        sheet.cut(specks(sheet.ink(), rng), role="texture")
    return sheet.finish(family.name, width=family.width, height=family.height)


def _caller(name: str) -> Callable[[Brief, Typesetter], Scene]:
    def draw(brief: Brief, typesetter: Typesetter) -> Scene:
        return lay_out(brief, typesetter, layout=name)

    return draw


LAYOUTS: Mapping[str, Callable[[Brief, Typesetter], Scene]] = MappingProxyType(
    {name: _caller(name) for name in FAMILIES}
)
