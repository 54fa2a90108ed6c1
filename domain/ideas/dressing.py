"""What goes around a phrase: style, palette, products, concept, buyers' words and the reason."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence

from domain.ideas.brief import Evidence, ScoredTerm
from domain.ideas.grammar import Pattern
from domain.ideas.lexicon import Form
from domain.ideas.subject import Subject
from domain.ideas.wording import plural
from domain.signals import Origin
from domain.vocabulary import Motif, NicheCategory, ProductType, Style

TAG_LENGTH = 20  # characters a marketplace tag may have
FEWEST_KEYWORDS, MOST_KEYWORDS = 8, 14
USUAL_PRODUCTS = "No product is known to suit it: these are the usual ones of its style."

_BY_MOTIF: Mapping[Motif, Style] = {
    Motif.GAMEPAD: Style.PIXEL, Motif.DICE: Style.PIXEL, Motif.MOON: Style.CELESTIAL,
    Motif.STAR: Style.CELESTIAL, Motif.LEAF: Style.BOTANICAL, Motif.FLOWER: Style.BOTANICAL,
    Motif.MUSHROOM: Style.BOTANICAL, Motif.BEE: Style.BOTANICAL, Motif.BUTTERFLY: Style.BOTANICAL,
    Motif.HORSESHOE: Style.WESTERN, Motif.CACTUS: Style.WESTERN, Motif.BALL: Style.VARSITY,
    Motif.RUNNING_SHOE: Style.VARSITY, Motif.GRADUATION: Style.VARSITY, Motif.TENT: Style.BADGE,
    Motif.MOUNTAIN: Style.BADGE, Motif.COMPASS: Style.BADGE, Motif.ANCHOR: Style.BADGE,
    Motif.GHOST: Style.COMIC, Motif.LIGHTNING: Style.COMIC, Motif.WAVE: Style.RETRO,
    Motif.SUN: Style.RETRO, Motif.CAMPFIRE: Style.RETRO, Motif.GUITAR: Style.RETRO,
}  # fmt: skip
_PALETTES_OF_STYLE: Mapping[Style, tuple[str, ...]] = {
    Style.RETRO: ("desert_dusk", "groovy_sunset", "autumn_spice", "ocean_breeze"),
    Style.VARSITY: ("varsity_navy", "forest_trail", "harvest", "vintage_rose"),
    Style.WESTERN: ("desert_dusk", "harvest", "cocoa_cream", "vintage_rose"),
    Style.GROOVY: ("groovy_sunset", "candy_pop", "pastel_egg", "desert_dusk"),
    Style.MINIMAL: ("mono_ink", "cocoa_cream", "forest_trail", "vintage_rose"),
    Style.BADGE: ("forest_trail", "varsity_navy", "harvest", "midnight_gold"),
    Style.BOLD: ("varsity_navy", "groovy_sunset", "ocean_breeze", "candy_pop", "mono_ink"),
    Style.SCRIPT: ("vintage_rose", "cottage_garden", "cocoa_cream", "pastel_egg"),
    Style.BOTANICAL: ("cottage_garden", "forest_trail", "vintage_rose", "harvest"),
    Style.PIXEL: ("neon_arcade", "candy_pop", "midnight_gold"),
    Style.CELESTIAL: ("midnight_gold", "ocean_breeze", "vintage_rose"),
    Style.COMIC: ("candy_pop", "groovy_sunset", "neon_arcade", "ocean_breeze"),
}
_PALETTES_OF_CATEGORY: Mapping[NicheCategory, tuple[str, ...]] = {
    NicheCategory.HOBBY: ("forest_trail", "groovy_sunset", "cottage_garden", "ocean_breeze"),
    NicheCategory.JOB: ("varsity_navy", "ocean_breeze", "mono_ink", "groovy_sunset"),
    NicheCategory.FAMILY: ("vintage_rose", "cottage_garden", "groovy_sunset", "cocoa_cream"),
    NicheCategory.PET: ("cocoa_cream", "groovy_sunset", "ocean_breeze", "vintage_rose"),
    NicheCategory.PLACE: ("ocean_breeze", "desert_dusk", "forest_trail"),
    NicheCategory.HUMOUR: ("candy_pop", "groovy_sunset", "mono_ink", "neon_arcade"),
    NicheCategory.BOOKS: ("midnight_gold", "vintage_rose", "cocoa_cream", "cottage_garden"),
    NicheCategory.FOOD: ("cocoa_cream", "autumn_spice", "candy_pop", "harvest"),
    NicheCategory.NATURE: ("forest_trail", "cottage_garden", "harvest", "ocean_breeze"),
    NicheCategory.SPORT: ("varsity_navy", "ocean_breeze", "forest_trail", "groovy_sunset"),
    NicheCategory.MUSIC: ("neon_arcade", "desert_dusk", "midnight_gold", "groovy_sunset"),
    NicheCategory.MILESTONE: ("candy_pop", "midnight_gold", "vintage_rose", "groovy_sunset"),
    NicheCategory.MINDSET: ("cottage_garden", "pastel_egg", "groovy_sunset", "mono_ink"),
    NicheCategory.OCCASION: ("groovy_sunset", "midnight_gold", "candy_pop"),
}
_PALETTES_OF_OCCASION: Mapping[str, tuple[str, ...]] = {
    "Christmas": ("holly_night",), "Halloween": ("autumn_spice", "neon_arcade", "midnight_gold"),
    "Thanksgiving": ("harvest", "autumn_spice"), "Easter": ("pastel_egg",),
    "Valentine's Day": ("vintage_rose", "candy_pop"), "Mother's Day": ("cottage_garden",),
    "St Patrick's Day": ("forest_trail",), "Earth Day": ("forest_trail", "cottage_garden"),
    "Independence Day": ("varsity_navy",), "New Year's Eve": ("midnight_gold",),
    "Hanukkah": ("midnight_gold", "ocean_breeze"), "Diwali": ("midnight_gold",),
    "Lunar New Year": ("midnight_gold", "holly_night"), "Eid al-Fitr": ("midnight_gold",),
    "Cinco de Mayo": ("groovy_sunset", "candy_pop"), "Mardi Gras": ("neon_arcade", "candy_pop"),
    "Pride Month": ("candy_pop", "groovy_sunset"), "fall": ("autumn_spice", "harvest"),
    "autumn": ("autumn_spice", "harvest"), "winter": ("ocean_breeze", "holly_night"),
    "spring": ("pastel_egg", "cottage_garden"), "summer": ("ocean_breeze", "groovy_sunset"),
}  # fmt: skip
_TONE = {
    "funny": "A dry joke", "proud": "A line worn with pride", "cosy": "A warm line",
    "minimal": "A quiet line", "retro": "A throwback line",
}  # fmt: skip
_LOOK = {
    Style.RETRO: "in sunset stripes", Style.VARSITY: "in college letters",
    Style.WESTERN: "in slab letters like an old poster", Style.GROOVY: "in soft wavy letters",
    Style.MINIMAL: "set small and plain", Style.BADGE: "as a round emblem",
    Style.BOLD: "in big stacked letters", Style.SCRIPT: "in brush script",
    Style.BOTANICAL: "inside a wreath", Style.PIXEL: "in 8-bit letters",
    Style.CELESTIAL: "under moon and stars", Style.COMIC: "in cartoon letters",
}  # fmt: skip


def pick(options: Sequence[str], *seeds: object) -> str:
    """One option, the same for the same seeds on every machine."""
    digest = hashlib.sha256("|".join(map(str, seeds)).encode()).digest()
    return options[int.from_bytes(digest[:8]) % len(options)]


def choose_style(pattern: Pattern, subject: Subject, *seeds: object) -> Style:
    """One of the pattern's styles; the motif's own look may join those of a tone."""
    options = list(pattern.styles)
    if pattern.topic is not None and pattern.tone != "minimal":
        extra = _BY_MOTIF.get(subject.motif)
        if extra is not None and extra not in options:
            options.append(extra)
    return Style(pick([style.value for style in options], "style", *seeds))


def choose_palette(style: Style, subject: Subject, occasion: str | None, *seeds: object) -> str:
    """A palette that suits the occasion first, then both the style and the category."""
    if dated := _PALETTES_OF_OCCASION.get(occasion or subject.entry.term):
        return pick(dated, "palette", *seeds)
    of_style = _PALETTES_OF_STYLE[style]
    of_category = _PALETTES_OF_CATEGORY[subject.category]
    both = [name for name in of_style if name in of_category]
    return pick(both * 2 + list(of_style), "palette", *seeds)


def choose_products(
    subject: Subject, style: Style, suiting: Collection[ProductType]
) -> tuple[ProductType, ...]:
    """Up to four products of the style that suit the term; those of the style where none does."""
    usual = _products_of_style(subject, style)
    return tuple(product for product in usual if product in suiting)[:4] or usual[:4]


def _products_of_style(subject: Subject, style: Style) -> tuple[ProductType, ...]:
    """What the subject's people use, the shirt first."""
    products = [ProductType.T_SHIRT, ProductType.SWEATSHIRT]
    if subject.form in {Form.FOOD, Form.ROLE, Form.PET, Form.STATE} or style is Style.MINIMAL:
        products.append(ProductType.MUG)
    if subject.category in {NicheCategory.BOOKS, NicheCategory.NATURE} or (
        subject.form is Form.ACTIVITY and style in {Style.BOTANICAL, Style.SCRIPT, Style.GROOVY}
    ):
        products.append(ProductType.TOTE)
    if subject.form in {Form.SPORT, Form.PLACE} or style in {Style.VARSITY, Style.BADGE}:
        products.append(ProductType.HOODIE)
    if style in {Style.COMIC, Style.PIXEL, Style.BADGE}:
        products.append(ProductType.STICKER)
    if style in {Style.BOTANICAL, Style.CELESTIAL, Style.RETRO} and len(products) < 4:
        products.append(ProductType.POSTER)
    return tuple(dict.fromkeys(products))


def concept(pattern: Pattern, style: Style, subject: Subject) -> str:
    """One sentence: the tone, whom it is for, and how it looks."""
    motif = subject.motif
    picture = "" if motif is Motif.NONE else f", with {_a(motif.value.replace('_', ' '))}"
    return f"{_TONE[pattern.tone]} for {subject.audience}, {_LOOK[style]}{picture}."


def _a(noun: str) -> str:
    if noun in {"music"}:
        return "notes"
    return f"{'an' if noun[0] in 'aeio' else 'a'} {noun}"


def keywords(subject: Subject, term: str, occasion: str | None) -> tuple[str, ...]:
    """Eight to fourteen different phrases buyers type, each about the subject, short ones first."""
    found = [*subject.keywords, *_derived(subject, term, occasion)]
    kept: dict[str, str] = {}
    for word in found:
        plain = " ".join(word.lower().replace("'", "").split())
        kept.setdefault(_folded(plain), plain)
    short = [word for word in kept.values() if len(word) <= TAG_LENGTH]
    long = [word for word in kept.values() if len(word) > TAG_LENGTH]
    return tuple((short + long[: max(0, FEWEST_KEYWORDS - len(short))])[:MOST_KEYWORDS])


def _derived(subject: Subject, term: str, occasion: str | None) -> Iterable[str]:
    words = subject.entry.words
    names = [words.get("one", subject.entry.x), subject.entry.x, term.lower(), subject.entry.term]
    names += subject.entry.aliases[:3]
    names = list(dict.fromkeys(name.lower().removeprefix("the ") for name in names))
    first = names[0]
    for tail in ("shirt", "gift", "sweatshirt", "mug", "lover gift", "tee", "gifts for her"):
        if tail != "lover gift" or subject.form not in {Form.ROLE, Form.IDENTITY, Form.PET}:
            yield f"{first} {tail}"
    yield f"funny {first}"
    if doer := words.get("doer"):
        yield from (f"{doer} gift", f"gift for {doer}", f"{doer} shirt", f"funny {doer}")
    if animal := words.get("animal"):
        yield from (f"{animal} lover", f"{animal} shirt", f"{animal} gift")
    if subject.form in {Form.ROLE, Form.IDENTITY, Form.PET}:
        yield from (f"gift for {first}", f"{words['many']} club", f"best {first}")
    if occasion:
        yield from (f"{occasion.lower()} gift", f"{occasion.lower()} shirt")
    for name in names[1:]:
        yield from (name, f"{name} shirt", f"{name} gift")
    head = first.split()[-1]
    if len(first) > TAG_LENGTH - 6 and subject.form in {Form.ROLE, Form.GENRE, Form.THING}:
        yield from (f"{head} shirt", f"{head} gift", f"{plural(head)}", f"funny {head}")
    yield from (f"{first} design", f"{first} print", f"{first} hoodie", f"{first} tote")


def _folded(text: str) -> str:
    return " ".join(word.removesuffix("s") for word in text.split())


def reason(scored: ScoredTerm, products: Collection[ProductType]) -> str:
    """Why now, and that no product is known to suit the term where that is so."""
    sentence = why_now(scored)
    return sentence if set(products) <= set(scored.products) else f"{sentence} {USUAL_PRODUCTS}"


def why_now(scored: ScoredTerm) -> str:
    """One sentence made of the stored figures alone."""
    if scored.origin == Origin.CURATED.value:
        if scored.occasion and scored.publish_by:
            return f"{scored.occasion}: publish by {scored.publish_by.isoformat()}."
        return "Evergreen niche from our own list; no platform has measured it here."
    parts = []
    if scored.rank is not None:
        parts.append(
            f"Rank {scored.rank} on {scored.as_of.date().isoformat()} "
            f"with confidence {scored.confidence:.2f}"
        )
    if best := _strongest(scored.evidence):
        parts.append(best)
    if scored.occasion and scored.publish_by:
        parts.append(f"{scored.occasion}, publish by {scored.publish_by.isoformat()}")
    if not parts:
        parts.append(f"Seen by {scored.as_of.date().isoformat()}, not ranked yet")
    sentence = "; ".join(parts)
    return f"{sentence[0].upper()}{sentence[1:]}."


def _strongest(evidence: Sequence[Evidence]) -> str | None:
    """The latest measured row, the largest value first; a list place where nothing was counted."""
    measured = [row for row in evidence if row.value is not None]
    if measured:
        row = max(measured, key=lambda row: (row.observed_on, row.value or 0.0, row.source))
        value = f"{row.value:,.0f}" if row.value == int(row.value or 0) else f"{row.value:,.2f}"
        return f"{row.source} {row.metric} {value} on {row.observed_on.isoformat()}"
    ranked = [row for row in evidence if row.rank is not None]
    if not ranked:
        return None
    row = max(ranked, key=lambda row: (row.observed_on, -(row.rank or 0), row.source))
    return f"{row.source} rank {row.rank} on {row.observed_on.isoformat()}"
