"""From a scene to its files: the print, its preview, two mockups and the print check."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.artwork.garments import GARMENTS, contrast
from domain.artwork.scene import PRINT_DPI, Scene
from rendering.check import PrintReport, check_print, refuse_unknown, report_from
from rendering.fonts import face_info
from rendering.mockup import write_mockup
from rendering.png import Written, write_atomically, write_png
from rendering.preview import write_preview
from rendering.proof import read_proof
from rendering.raster import strips
from rendering.svg import Layer, document, layers

RENDERER = "rendering/1"  # raise it when the same scene gives other pixels
PRINT, PREVIEW = "print.png", "preview.webp"
MOCKUP_LIGHT, MOCKUP_DARK = "mockup_light.jpg", "mockup_dark.jpg"
MANIFEST = "manifest.json"
_STALE_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Produced:
    """The files of a design, and what the check measured.

    `key` names the design by content: scene, provenance and renderer. `reused` says that the
    files lay there already, whole, and nothing was drawn.
    """

    key: str
    print: Written
    preview: Written
    mockup_light: Written
    mockup_dark: Written
    light_garment: str
    dark_garment: str
    report: PrintReport
    reused: bool


def produce(scene: Scene, folder: Path, *, provenance: Mapping[str, str]) -> Produced:
    """Draw a scene into `folder/<key>/`, unless its files lie there with the right hashes.

    `provenance` goes into the key, the manifest and the PNG's text; keep times and run ids out
    of it, or nothing is ever reused. Deterministic on one machine. A kill at any moment leaves
    no half-written file, and the next call completes the set. Raises `BadScene`,
    `FaceNotInstalled`, `UnknownFace`, `UnknownGarment` and `CannotWrite`; a print that fails
    its check is returned with a report that says so.
    """
    refuse_unknown(scene.garments)
    prepared = layers(scene)
    key = _key(scene, prepared, provenance)
    place = folder / key
    kept = _kept(place, key)
    if kept is not None:
        return kept
    faces = [_face(name) for name in scene.faces]
    _sweep(place)
    text = {"Software": f"PODPusher {RENDERER}", **provenance}
    print_file = write_png(
        place / PRINT,
        strips(scene, prepared=prepared),
        scene.width,
        scene.height,
        dpi=PRINT_DPI,
        text=text,
    )
    proof = read_proof(print_file.path)
    report = check_print(proof, scene.garments, scene=scene, width=scene.width, height=scene.height)
    light = _garment(scene, report, dark=False)
    dark = _garment(scene, report, dark=True)
    produced = Produced(
        key=key,
        print=print_file,
        preview=write_preview(place / PREVIEW, proof.small),
        mockup_light=write_mockup(place / MOCKUP_LIGHT, proof.small, light),
        mockup_dark=write_mockup(place / MOCKUP_DARK, proof.small, dark),
        light_garment=light,
        dark_garment=dark,
        report=report,
        reused=False,
    )
    manifest = {
        "key": key,
        "renderer": RENDERER,
        "layout": scene.layout,
        "palette": scene.palette,
        "garments": list(scene.garments),
        "light_garment": light,
        "dark_garment": dark,
        "faces": faces,
        "provenance": dict(provenance),
        "files": {
            file.path.name: {"sha256": file.sha256, "size": file.size}
            for file in (
                produced.print,
                produced.preview,
                produced.mockup_light,
                produced.mockup_dark,
            )
        },
        "report": report.as_dict(),
    }
    # Last, so that a manifest always speaks of a whole set.
    write_atomically(place / MANIFEST, [_json(manifest)])
    return produced


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1).encode()


def _key(scene: Scene, prepared: Sequence[Layer], provenance: Mapping[str, str]) -> str:
    digest = hashlib.sha256()
    facts = {
        "renderer": RENDERER,
        "size": [scene.width, scene.height],
        "layout": scene.layout,
        "palette": scene.palette,
        "faces": list(scene.faces),
        "garments": [[name, GARMENTS[name].hex] for name in scene.garments],
        "provenance": dict(provenance),
    }
    digest.update(_json(facts))
    for layer in prepared:
        digest.update(b"cut" if layer.knockout else b"ink")
        digest.update(document(layer))
    return digest.hexdigest()[:32]


def _face(name: str) -> dict[str, Any]:
    info = face_info(name)
    return {
        "name": info.name,
        "family": info.family,
        "version": info.version,
        "licence": info.licence,
        "licence_file": info.licence_file,
        "package": info.package,
    }


def _garment(scene: Scene, report: PrintReport, *, dark: bool) -> str:
    """The first garment of that kind it is offered on, else the one its main ink reads best on."""
    for name in scene.garments:
        if GARMENTS[name].is_dark == dark:
            return name
    kind = [garment for garment in GARMENTS.values() if garment.is_dark == dark]
    if not report.inks:
        return kind[0].name
    ink = report.inks[0].colour
    return max(kind, key=lambda garment: contrast(ink, garment.hex)).name


def _kept(place: Path, key: str) -> Produced | None:
    """The set that lies there, if it is whole and every file has its hash."""
    try:
        manifest = json.loads((place / MANIFEST).read_text("utf-8"))
        if manifest["key"] != key:
            return None
        files = dict(_verified(place, manifest["files"]))
        return Produced(
            key=key,
            print=files[PRINT],
            preview=files[PREVIEW],
            mockup_light=files[MOCKUP_LIGHT],
            mockup_dark=files[MOCKUP_DARK],
            light_garment=manifest["light_garment"],
            dark_garment=manifest["dark_garment"],
            report=report_from(manifest["report"]),
            reused=True,
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _verified(place: Path, files: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, Written]]:
    for name, facts in files.items():
        with (place / name).open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != facts["sha256"]:
            raise ValueError(f"{name} is damaged")
        yield name, Written(place / name, found, int(facts["size"]))


def _sweep(place: Path) -> None:
    """Remove what a killed run left: unfinished files older than an hour."""
    if not place.is_dir():
        return
    for left in place.glob(".*"):
        if left.is_file() and time.time() - left.stat().st_mtime > _STALE_SECONDS:
            left.unlink(missing_ok=True)
