"""The print check: every number is measured on the file, none is taken from what was planned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.artwork.garments import GARMENTS, READABLE_CONTRAST, contrast
from domain.artwork.scene import PRINT_DPI, PRINT_HEIGHT, PRINT_WIDTH, Scene
from rendering.bitmap import thinnest
from rendering.errors import UnknownGarment
from rendering.legibility import Lettering, letterings
from rendering.proof import SAMPLE_STEP, Proof, read_proof

MILLIMETRE = PRINT_DPI / 25.4  # in pixels
SAFE_MARGIN = 75  # pixels: a quarter of an inch
THINNEST_STROKE = 4  # pixels, 0.34 mm: finer lines break up on fabric
THINNEST_GAP = 3  # pixels, 0.25 mm: finer gaps fill with ink
STROKE_LENGTH = 60  # pixels, 5 mm: shorter thin parts are tips, not strokes
INK_SHARE = 0.005  # of the ink: less is the blend at edges
MOST_BYTES = 100_000_000
MOST_BYTES_INLINE = 5_000_000  # above, Printify wants an address instead of the content
_WIDTHS = (2, 3, 4, 5, 6, 8, 10, 12, 16)


@dataclass(frozen=True, slots=True)
class Finding:
    """One measurement against its limit. `required` findings decide whether a print passes."""

    code: str
    passed: bool
    required: bool
    measured: float | str | None
    limit: float | str
    unit: str
    message: str


@dataclass(frozen=True, slots=True)
class Ink:
    """A colour of the print and its share of the inked area, 0 to 1."""

    colour: str
    share: float


@dataclass(frozen=True, slots=True)
class PrintReport:
    """What was found on a print file."""

    findings: tuple[Finding, ...]
    inks: tuple[Ink, ...]
    coverage: float

    @property
    def passed(self) -> bool:
        """Whether every required finding passed."""
        return all(finding.passed for finding in self.findings if finding.required)

    def finding(self, code: str) -> Finding:
        """The finding of that code. KeyError when there is none."""
        for finding in self.findings:
            if finding.code == code:
                return finding
        raise KeyError(code)

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON; `report_from` is the way back."""
        return {**asdict(self), "passed": self.passed}


def report_from(values: Mapping[str, Any]) -> PrintReport:
    """The report that `PrintReport.as_dict` wrote down."""
    return PrintReport(
        tuple(Finding(**finding) for finding in values["findings"]),
        tuple(Ink(**ink) for ink in values["inks"]),
        values["coverage"],
    )


def refuse_unknown(garments: Sequence[str]) -> None:
    """Raise `UnknownGarment` if a garment colour is not in the table."""
    unknown = [name for name in garments if name not in GARMENTS]
    if unknown:
        raise UnknownGarment(
            f"no garment colour is called {', '.join(unknown)}; choose from {', '.join(GARMENTS)}"
        )


def check_print(
    path: Path | Proof,
    garments: Sequence[str] = (),
    *,
    scene: Scene | None = None,
    width: int = PRINT_WIDTH,
    height: int = PRINT_HEIGHT,
) -> PrintReport:
    """Measure a print file, or a `Proof` already read, against what a printer needs.

    `garments` are names of garment colours it is offered on. With the scene the print was drawn
    from, every piece of lettering must be readable on each: by its own colour, by its outline or
    by the patch below it, as measured in the file. Without lettering, the main ink must stand
    out. Raises `UnreadablePrint` and `UnknownGarment`.
    """
    refuse_unknown(garments)
    proof = path if isinstance(path, Proof) else read_proof(path)
    inks = _inks(proof.sample)
    texts = letterings(scene, proof.sample, SAMPLE_STEP) if scene is not None else ()
    findings = [*_file(proof, width, height), *_layout(proof)]
    for name in garments:
        findings.extend(_contrast(inks, name, required=not texts))
        if texts:
            findings.append(_legibility(texts, name))
    return PrintReport(tuple(findings), inks, round(proof.coverage, 5))


def _file(proof: Proof, width: int, height: int) -> list[Finding]:
    facts = proof.facts
    size = f"{facts.width} x {facts.height}"
    dpi = min(facts.dpi) if facts.dpi else None
    return [
        Finding(
            "print.size",
            (facts.width, facts.height) == (width, height),
            True,
            size,
            f"{width} x {height}",
            "px",
            f"The file is {size} pixels.",
        ),
        Finding(
            "print.dpi",
            facts.dpi is not None and all(abs(value - PRINT_DPI) <= 1 for value in facts.dpi),
            True,
            dpi,
            PRINT_DPI,
            "dpi",
            f"The file says {dpi:g} DPI." if dpi else "The file does not say its DPI.",
        ),
        Finding(
            "print.colour_space",
            facts.colour_space == "srgb" and facts.colour_type == 6 and facts.bit_depth == 8,
            True,
            f"{facts.colour_space}, {facts.bit_depth} bit",
            "srgb, 8 bit",
            "",
            f"The file is {facts.bit_depth} bit, colour space {facts.colour_space}.",
        ),
        Finding(
            "print.alpha",
            facts.has_alpha and proof.clear >= 0.01,
            True,
            round(proof.clear, 4) if facts.has_alpha else None,
            0.01,
            "share of clear pixels",
            f"{proof.clear:.1%} of the pixels are fully transparent."
            if facts.has_alpha
            else "The file has no transparency.",
        ),
        Finding(
            "print.bytes",
            facts.size < MOST_BYTES,
            True,
            facts.size,
            MOST_BYTES,
            "bytes",
            f"The file has {facts.size / 1e6:.2f} MB.",
        ),
        Finding(
            "print.bytes_inline",
            facts.size <= MOST_BYTES_INLINE,
            False,
            facts.size,
            MOST_BYTES_INLINE,
            "bytes",
            "Small enough to send inline."
            if facts.size <= MOST_BYTES_INLINE
            else "Too large to send inline: upload it by address.",
        ),
    ]


def _layout(proof: Proof) -> list[Finding]:
    blank = proof.extent is None
    findings = [
        Finding(
            "print.coverage",
            0.005 <= proof.coverage <= 0.75,
            True,
            round(proof.coverage, 4),
            "0.005 to 0.75",
            "share of the print area",
            "Nothing is printed." if blank else f"Ink covers {proof.coverage:.1%} of the area.",
        )
    ]
    if proof.extent is None:
        return findings
    left, top, right, bottom = proof.extent
    height, width = proof.solid.shape
    for side, margin in (
        ("left", left),
        ("top", top),
        ("right", width - right),
        ("bottom", height - bottom),
    ):
        findings.append(
            Finding(
                f"print.margin_{side}",
                margin >= SAFE_MARGIN,
                True,
                margin,
                SAFE_MARGIN,
                "px",
                f"The ink ends {margin} px ({margin / MILLIMETRE:.1f} mm) from the {side} edge.",
            )
        )
    inked = 1 - proof.clear
    soft = proof.soft / inked
    findings.append(
        Finding(
            "print.soft_ink",
            soft <= 0.08,
            False,
            round(soft, 4),
            0.08,
            "share of the ink",
            f"{soft:.1%} of the inked pixels are half transparent; printers lay white under them.",
        )
    )
    part = proof.solid[top:bottom, left:right]
    stroke = thinnest(part, _WIDTHS, STROKE_LENGTH)
    findings.append(_width("print.thinnest_stroke", "stroke", stroke, THINNEST_STROKE, True))
    # The garment around the design belongs to the gaps: cut at the box, it would seem narrow.
    gap = thinnest(~np.pad(part, 2 * _WIDTHS[-1]), _WIDTHS, STROKE_LENGTH)
    findings.append(_width("print.thinnest_gap", "gap", gap, THINNEST_GAP, False))
    return findings


def _width(code: str, noun: str, measured: int, limit: int, required: bool) -> Finding:
    at_most = " or more" if measured == _WIDTHS[-1] else ""
    message = (
        f"The thinnest {noun} is {measured} px{at_most} ({measured / MILLIMETRE:.2f} mm)."
        if measured
        else f"The thinnest {noun} is under {_WIDTHS[0]} px."
    )
    return Finding(code, measured >= limit, required, measured, limit, "px", message)


def _inks(sample: NDArray[np.uint8]) -> tuple[Ink, ...]:
    """Colours of the opaque pixels, most used first; blends at edges are too few to count."""
    opaque = sample[sample[..., 3] == 255]
    if not len(opaque):
        return ()
    words = opaque.view("<u4")[:, 0] & np.uint32(0xFFFFFF)
    values, counts = np.unique(words, return_counts=True)
    shares = counts / len(words)
    order = [index for index in np.argsort(-shares, kind="stable") if shares[index] >= INK_SHARE]
    inks = []
    for index in order:
        value = int(values[index])
        red, green, blue = value & 255, value >> 8 & 255, value >> 16 & 255
        inks.append(Ink(f"#{red:02x}{green:02x}{blue:02x}", round(float(shares[index]), 4)))
    return tuple(inks)


def _legibility(texts: tuple[Lettering, ...], garment: str) -> Finding:
    """The lettering that is hardest to read must still be readable."""
    low = min(text.contrast_on(GARMENTS[garment].hex) for text in texts)
    return Finding(
        f"print.legibility.{garment}",
        low >= READABLE_CONTRAST,
        True,
        round(low, 2),
        READABLE_CONTRAST,
        "ratio",
        f"The letters hardest to read have a contrast of {low:.1f} on {garment}.",
    )


def _contrast(inks: tuple[Ink, ...], garment: str, *, required: bool) -> list[Finding]:
    """How the main ink and the weakest ink stand out on the garment."""
    if not inks:
        return []
    ground = GARMENTS[garment].hex
    ratios = [(contrast(ink.colour, ground), ink) for ink in inks]
    main, ink = ratios[0]
    low, weakest = min(ratios, key=lambda pair: pair[0])
    return [
        Finding(
            f"print.contrast.{garment}",
            main >= READABLE_CONTRAST,
            required,
            round(main, 2),
            READABLE_CONTRAST,
            "ratio",
            f"The main ink {ink.colour} has a contrast of {main:.1f} on {garment}.",
        ),
        Finding(
            f"print.lowest_contrast.{garment}",
            low >= READABLE_CONTRAST,
            False,
            round(low, 2),
            READABLE_CONTRAST,
            "ratio",
            f"The weakest ink {weakest.colour} ({weakest.share:.0%}) has {low:.1f} on {garment}.",
        ),
    ]
