"""Contact sheets: every layout family, every motif, and the designs of a data folder.

`python -m bench.gallery [--out docs/gallery] [--data FOLDER]`
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from domain.artwork.scene import Scene
    from domain.ideas.brief import Brief

MOST_BYTES = 1_450_000
TILE = 300  # pixels across; a tile is a print canvas on a garment
GAP = 10
PAGE = "#e7e4de"


@dataclass(frozen=True)
class Sample:
    """A phrase to try a family with."""

    phrase: tuple[str, ...]
    emphasis: str
    palette: str
    motif: str


SAMPLES = (
    Sample(("Just one more", "chapter"), "chapter", "ocean_breeze", "book"),
    Sample(("Bees", "before", "bros"), "bees", "harvest", "bee"),
    Sample(("Beekeeping",), "beekeeping", "midnight_gold", "bee"),
    Sample(("Life is better", "with", "Schnauzers"), "Schnauzers", "vintage_rose", "dog"),
    Sample(("Adventure", "is calling and", "I must go"), "Adventure", "forest_trail", "mountain"),
    Sample(("Crazy", "plant lady"), "plant lady", "cottage_garden", "leaf"),
    Sample(("Best Nurse", "Ever"), "Nurse", "desert_dusk", "stethoscope"),
    Sample(("Mama",), "Mama", "groovy_sunset", "flower"),
    Sample(("Powered by", "coffee", "and chaos"), "coffee", "cocoa_cream", "coffee"),
    Sample(("Stay spooky", "all year", "long"), "spooky", "neon_arcade", "ghost"),
    Sample(("Easily distracted", "by cats", "and yarn"), "cats", "candy_pop", "cat"),
    Sample(("Camping", "crew"), "Camping", "autumn_spice", "tent"),
    Sample(("Retired", "and loving it"), "Retired", "varsity_navy", "fish"),
    Sample(("Merry", "and", "bright"), "Merry", "holly_night", "tree"),
    Sample(("Some bunny", "loves you"), "bunny", "pastel_egg", "egg"),
    Sample(("Eat", "sleep", "pottery", "repeat"), "pottery", "mono_ink", "heart"),
    Sample(("Books", "tea", "rain"), "Books", "vintage_rose", "book"),
    Sample(("Hike", "camp", "explore"), "explore", "forest_trail", "tent"),
    Sample(("Sketch", "paint", "repeat"), "paint", "candy_pop", "palette"),
    Sample(("Sow", "water", "harvest"), "harvest", "cottage_garden", "leaf"),
    Sample(("Lift", "eat", "rest"), "Lift", "varsity_navy", "dumbbell"),
    Sample(("Knead", "proof", "bake", "share"), "bake", "cocoa_cream", "chef_hat"),
)


def brief(sample: Sample, seed: int, number: int) -> Brief:
    """A brief around a sample; everything the artwork does not look at is left bare."""
    from domain.ideas.brief import Brief
    from domain.vocabulary import Motif, NicheCategory, ProductType, Style

    return Brief(
        idea_id=f"gallery-{number}",
        term_id="gallery",
        term=sample.emphasis,
        concept="a sample",
        audience="the gallery",
        occasion=None,
        phrase=sample.phrase,
        emphasis=sample.emphasis,
        style=Style.BOLD,
        palette=sample.palette,
        motif=Motif(sample.motif),
        product_types=(ProductType.T_SHIRT,),
        keywords=(),
        why_now="",
        category=NicheCategory.HOBBY,
        origin="curated",
        seed=seed,
        writer="gallery/1",
    )


def _garment(names: Sequence[str], *, dark: bool) -> str:
    """The hex of the first garment of that kind, else of the first at all."""
    from domain.artwork.garments import GARMENTS

    for name in (*names, *(("black",) if dark else ("white",))):
        if GARMENTS[name].is_dark == dark:
            return GARMENTS[name].hex
    raise LookupError("no garment")


def _flat(image: Any, ground: str, width: int) -> Any:
    from domain.artwork.garments import rgb

    small = image.premultiply().resize(width / image.width).unpremultiply().cast("uchar")
    return small.flatten(background=list(rgb(ground)))


def tile(scene: Scene, *, dark: bool, width: int = TILE) -> Any:
    """One design on a garment it reads on, as an image of `width` pixels."""
    import pyvips

    from rendering.raster import pixels

    image = pyvips.Image.new_from_array(pixels(scene)).copy(interpretation="srgb")
    return _flat(image, _garment(scene.garments, dark=dark), width)


def _join(tiles: Sequence[Any], path: Path, columns: int) -> Path:
    """Write tiles in rows; the quality falls until the file is light enough."""
    import pyvips

    from domain.artwork.garments import rgb

    page = list(rgb(PAGE))
    sheet = pyvips.Image.arrayjoin(list(tiles), across=columns, shim=GAP, background=page)
    sheet = sheet.embed(
        GAP,
        GAP,
        sheet.width + 2 * GAP,
        sheet.height + 2 * GAP,
        extend="background",
        background=page,
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    for quality in (88, 80, 72, 62, 50):
        if path.suffix == ".webp":
            data = sheet.webpsave_buffer(Q=quality, effort=4, keep="none")
        else:
            data = sheet.jpegsave_buffer(Q=quality, optimize_coding=True, keep="none")
        if len(data) <= MOST_BYTES:
            break
    path.write_bytes(data)
    return path


def contact_sheet(
    scenes: Sequence[Scene], path: Path, *, columns: int = 8, width: int = TILE
) -> Path:
    """Draw scenes in rows, light and dark garments alternating like a chessboard.

    `path` ends in .webp or .jpg; the file stays below 1.5 MB.
    """
    tiles = [
        tile(scene, dark=(i + i // columns) % 2 == 1, width=width) for i, scene in enumerate(scenes)
    ]
    return _join(tiles, path, columns)


def motif_sheet(path: Path, *, columns: int = 11, width: int = 190) -> Path:
    """All motifs, on light and dark by turns."""
    import pyvips

    from domain.artwork.fit import Setter
    from domain.artwork.palettes import PALETTES
    from domain.artwork.sheet import Sheet
    from domain.vocabulary import Motif
    from rendering.fonts import FontTypesetter
    from rendering.raster import pixels

    palettes = list(PALETTES.values())
    tiles = []
    for i, motif in enumerate(motif for motif in Motif if motif is not Motif.NONE):
        palette = palettes[i % len(palettes)]
        sheet = Sheet(Setter(FontTypesetter()), palette, _random())
        sheet.picture(motif, 0, 0, 1000)
        scene = sheet.finish("motif", width=3600, height=3600)
        image = pyvips.Image.new_from_array(pixels(scene)).copy(interpretation="srgb")
        image = image.crop(200, 400, 4100, 4100)
        dark = (i + i // columns) % 2 == 1
        tiles.append(_flat(image, _garment(palette.garments, dark=dark), width))
    return _join(tiles, path, columns)


def _random() -> Any:
    from random import Random

    return Random(0)


def family_scenes(each: int = 8, seed: int = 11) -> Iterator[tuple[str, list[Scene]]]:
    """For each layout family, `each` scenes of samples it accepts."""
    from domain.artwork.lay_out import FAMILIES, UnsuitablePhrase, lay_out
    from rendering.fonts import FontTypesetter

    typesetter = FontTypesetter()
    for number, name in enumerate(FAMILIES):
        scenes: list[Scene] = []
        for step in range(len(SAMPLES)):
            if len(scenes) == each:
                break
            at = (step + number * 5) % len(SAMPLES)
            try:
                scenes.append(lay_out(brief(SAMPLES[at], seed + step, at), typesetter, layout=name))
            except UnsuitablePhrase:
                continue
        yield name, scenes


def stored_sheet(designs: Path, path: Path, *, columns: int = 8) -> Path | None:
    """A sheet of the designs in a data folder, from their previews; None when there are none."""
    import pyvips

    tiles = []
    for manifest in sorted(designs.glob("*/manifest.json")):
        preview = manifest.with_name("preview.webp")
        if not preview.is_file():
            continue
        facts = json.loads(manifest.read_text("utf-8"))
        dark = (len(tiles) + len(tiles) // columns) % 2 == 1
        kind = "dark_garment" if dark else "light_garment"
        image = pyvips.Image.new_from_file(str(preview)).copy(interpretation="srgb")
        tiles.append(_flat(image, _garment([facts[kind]], dark=dark), TILE))
    return _join(tiles, path, columns) if tiles else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("docs/gallery"))
    parser.add_argument("--data", type=Path, default=None, help="a data folder with designs")
    options = parser.parse_args()
    written: list[Path] = []
    families = list(family_scenes())
    half = (len(families) + 1) // 2
    for number, part in enumerate((families[:half], families[half:]), start=1):
        scenes = [scene for _, group in part for scene in group]
        written.append(contact_sheet(scenes, options.out / f"layouts-{number}.webp"))
        print(f"{written[-1]}: {', '.join(name for name, _ in part)}")
    written.append(motif_sheet(options.out / "motifs.webp"))
    print(written[-1])
    data = options.data or Path(os.environ.get("PODPUSHER_DATA", ".podpusher"))
    stored = stored_sheet(data / "designs", options.out / "designs.webp")
    print(stored or f"no designs in {data}; run the pipeline for a sheet of its own designs")


if __name__ == "__main__":
    main()
