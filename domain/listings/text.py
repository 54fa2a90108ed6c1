"""Title, tags and description from a brief: buyers' words first, nothing that is not true."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from domain.ideas.brief import Brief
from domain.listings.limits import TAGS_MAX, clean_tag, clean_title, same_tag
from domain.vocabulary import ProductType, Style

# Buyers of 2026 read about this much of a title on a phone before it is cut.
TITLE_TARGET = 90

PRODUCT_WORDS: dict[ProductType, tuple[str, ...]] = {
    ProductType.T_SHIRT: ("shirt", "tee", "t-shirt", "graphic tee"),
}
STYLE_WORDS: dict[Style, str] = {
    Style.RETRO: "retro",
    Style.VARSITY: "varsity",
    Style.WESTERN: "western",
    Style.GROOVY: "groovy",
    Style.MINIMAL: "minimalist",
    Style.BADGE: "vintage style",
    Style.BOLD: "bold",
    Style.SCRIPT: "script",
    Style.BOTANICAL: "botanical",
    Style.PIXEL: "pixel art",
    Style.CELESTIAL: "celestial",
    Style.COMIC: "comic style",
}
MATERIALS: dict[ProductType, tuple[str, ...]] = {ProductType.T_SHIRT: ("Cotton",)}
# Tags of last resort: true of every garment we draft, worth less than anything specific.
PLAIN_TAGS: dict[ProductType, tuple[str, ...]] = {
    ProductType.T_SHIRT: (
        "graphic tee",
        "unisex tshirt",
        "gift for her",
        "gift for him",
        "birthday gift",
        "casual tee",
        "statement tee",
        "cotton tshirt",
        "everyday tee",
        "typography tee",
        "gift idea",
        "unisex tee",
        "printed tshirt",
    ),
}


def compose_title(brief: Brief, product: ProductType) -> str:
    """The subject and product first, then style, audience and the printed words, while they fit."""
    words = PRODUCT_WORDS[product]
    parts = [
        capitals(f"{brief.term} {words[0]}"),
        capitals(f"{STYLE_WORDS[brief.style]} {words[1]}"),
        *(capitals(phrase) for phrase in _gift_phrases(brief)),
    ]
    if brief.occasion:
        parts.insert(1, capitals(f"{brief.occasion} {words[1]}"))
    title = clean_title(parts, limit=TITLE_TARGET)
    saying = capitals(" ".join(brief.phrase))
    return clean_title([title, f"{saying} {capitals(words[3])}"])


def _gift_phrases(brief: Brief) -> Iterator[str]:
    for keyword in brief.keywords:
        if "gift" in keyword.casefold():
            yield keyword
            return
    yield f"gift for {brief.audience}"


def compose_tags(brief: Brief, product: ProductType) -> tuple[str, ...]:
    """Exactly 13 distinct tags: the brief's own keywords, then combinations, then plain ones."""
    chosen: list[str] = []
    for candidate in _tag_candidates(brief, product):
        tag = clean_tag(candidate)
        if tag is None or any(same_tag(tag, other) for other in chosen):
            continue
        chosen.append(tag)
        if len(chosen) == TAGS_MAX:
            break
    return tuple(chosen)


def _tag_candidates(brief: Brief, product: ProductType) -> Iterator[str]:
    words = PRODUCT_WORDS[product]
    yield from (f"{brief.term} {word}" for word in words[:2])
    yield from brief.keywords
    yield brief.term
    yield f"{brief.term} gift"
    yield f"gift for {brief.audience}"
    yield f"{brief.audience} gift"
    if brief.occasion:
        yield f"{brief.occasion} {words[0]}"
        yield f"{brief.occasion} gift"
    yield from (f"{STYLE_WORDS[brief.style]} {word}" for word in (words[0], words[1], words[2]))
    yield from (f"{brief.emphasis} {word}" for word in words[:2])
    yield f"{brief.category} {words[0]}"
    yield from PLAIN_TAGS[product]


def compose_description(brief: Brief, product: ProductType, garments: Sequence[str]) -> str:
    """Plain paragraphs: the printed words, who it is for, the piece, how it was made."""
    saying = " ".join(brief.phrase)
    style = STYLE_WORDS[brief.style]
    lines = [
        f"“{saying}” — {article(style)} {style} {PRODUCT_WORDS[product][3]} for {brief.audience}.",
        "",
        brief.concept.rstrip(".") + ".",
    ]
    if brief.occasion:
        lines.append(f"Made with {brief.occasion} in mind.")
    lines += [
        "",
        "THE SHIRT",
        "• Unisex cut, printed on the front to order",
        f"• Reads well on: {', '.join(name.replace('_', ' ') for name in garments)}",
        "• Wash inside out, cold; do not iron on the print",
        "",
        "THE DESIGN",
        "• Original layout and lettering, drawn for this shop with design software; "
        "no clip art and no image-generating AI was used",
        "",
        "ORDERING",
        "• Choose size and colour above; see the size chart in the photos",
        "• Made to order by our production partner, then sent to you",
    ]
    return "\n".join(lines)


def article(word: str) -> str:
    """`a` or `an` before a word, by its first letter."""
    return "an" if word[:1].casefold() in "aeiou" else "a"


def capitals(text: str) -> str:
    """Title case that leaves short joining words small and existing capitals alone."""
    small = {"a", "an", "and", "for", "in", "of", "on", "or", "the", "to", "with", "who"}
    return " ".join(_capital(word, position, small) for position, word in enumerate(text.split()))


def _capital(word: str, position: int, small: Iterable[str]) -> str:
    if position and word.casefold() in small:
        return word.casefold()
    return word if word[:1].isupper() else word[:1].upper() + word[1:]
