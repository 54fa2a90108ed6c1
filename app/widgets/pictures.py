"""Where a design's pictures are. The browser fetches them; the screen never loads their bytes."""

from __future__ import annotations

from collections.abc import Sequence

from api.schemas.designs import Design, Image, Variant
from app.widgets.markup import esc, picture
from app.words import named, number, t

PRINT_SIZE = (4500, 5400)
MOCKUP_SIZE = (1200, 1400)


def find(design: Design, variant: Variant) -> Image | None:
    """The picture of that kind, when the design has it."""
    return next((image for image in design.images if image.variant is variant), None)


def address(design: Design, variant: Variant) -> str | None:
    """Path of a picture on this host; anything that is no such path is not shown."""
    image = find(design, variant)
    return image.url if image and image.url.startswith("/") else None


def file_size(count: float) -> str:
    """Bytes as megabytes, or kilobytes when there are few."""
    if count < 100_000:
        return t("design.kilobytes", size=number(count / 1e3))
    return t("design.megabytes", size=number(count / 1e6, 1))


def phrase_words(phrase: Sequence[str]) -> str:
    """The printed words in one line."""
    return " ".join(phrase)


def garment_of(design: Design, variant: Variant) -> str | None:
    """The shirt a mockup shows."""
    if variant is Variant.MOCKUP_LIGHT:
        return design.report.light_garment
    return design.report.dark_garment if variant is Variant.MOCKUP_DARK else None


def shown(design: Design, variant: Variant) -> str:
    """The picture as HTML with words for those who cannot see it."""
    url = address(design, variant)
    if url is None:
        return f'<p class="pp-soft">{esc(t("design.no_picture"))}</p>'
    words = phrase_words(design.phrase)
    garment = garment_of(design, variant)
    if garment:
        alt = t("design.alt_shirt", words=words, garment=named("garment", garment))
        return picture(url, alt, width=MOCKUP_SIZE[0], height=MOCKUP_SIZE[1])
    alt = t("design.alt_art", words=words)
    return picture(url, alt, width=PRINT_SIZE[0], height=PRINT_SIZE[1], name="pp-art")


def download(design: Design, variant: Variant, *, main: bool = False) -> str:
    """A link that makes the browser save the file; nothing is loaded before it is asked for."""
    image = find(design, variant)
    url = address(design, variant)
    if image is None or url is None:
        return ""
    size = file_size(image.bytes)
    kind = image.media_type.rpartition("/")[2].upper()
    label = t("design.download", what=named("variant", variant.value))
    return (
        f'<a class="pp-download{" pp-main" if main else ""}" href="{esc(url)}&amp;download=true" '
        f'download target="_self">{esc(label)}'
        f'<span class="pp-small">{esc(kind)}, {esc(size)}</span></a>'
    )
