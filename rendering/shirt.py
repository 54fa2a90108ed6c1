"""A t-shirt lying flat, drawn by us: outlines, seams and folds in pixels of the mockup."""

from __future__ import annotations

from dataclasses import dataclass

WIDTH, HEIGHT = 1200, 1400
CENTRE = 600.0
INCH = 37.5  # pixels; a body of 20 inches, size M
PRINT_INCHES = 12.0  # width of the print area on an adult shirt
PRINT_TOP = 372.0  # two and a half inches below the collar

# Right half as seen, from the neck down; x counts from the centre line.
_NECK_TOP = (126.0, 152.0)  # where collar and shoulder meet
_SHOULDER = (330.0, 215.0)
_CUFF_OUT = (562.0, 442.0)
_CUFF_IN = (418.0, 590.0)
_ARMPIT = (360.0, 508.0)
_HEM = (372.0, 1262.0)
# The cuff is all but straight.
_CUFF_C1, _CUFF_C2 = (522.0, 500.0), (472.0, 552.0)


def _mirrored(commands: list[tuple[str, tuple[float, ...]]], *, left: bool) -> str:
    sign = -1 if left else 1
    parts = []
    for letter, values in commands:
        xs = [
            f"{CENTRE + sign * value:.1f}" if index % 2 == 0 else f"{value:.1f}"
            for index, value in enumerate(values)
        ]
        parts.append(letter + " ".join(xs))
    return "".join(parts)


def _closed(half: list[tuple[float, ...]]) -> str:
    """A symmetric closed path from cubic pieces running down the right side.

    Each piece is (x, y) for a line or (c1x, c1y, c2x, c2y, x, y) for a curve; the first is the
    start on or near the centre line, and the left side is the same path run backwards.
    """
    start = half[0]
    right = [f"M{CENTRE + start[0]:.1f} {start[1]:.1f}"]
    for piece in half[1:]:
        letter = "L" if len(piece) == 2 else "C"
        right.append(
            letter
            + " ".join(
                f"{CENTRE + value:.1f}" if index % 2 == 0 else f"{value:.1f}"
                for index, value in enumerate(piece)
            )
        )
    ends = [start, *[piece[-2:] for piece in half[1:]]]
    left = [f"L{CENTRE - ends[-1][0]:.1f} {ends[-1][1]:.1f}"]
    for number in range(len(half) - 1, 0, -1):
        piece, target = half[number], ends[number - 1]
        if len(piece) == 2:
            left.append(f"L{CENTRE - target[0]:.1f} {target[1]:.1f}")
        else:
            c1x, c1y, c2x, c2y = piece[:4]
            left.append(
                f"C{CENTRE - c2x:.1f} {c2y:.1f} {CENTRE - c1x:.1f} {c1y:.1f} "
                f"{CENTRE - target[0]:.1f} {target[1]:.1f}"
            )
    return "".join(right) + "".join(left) + "Z"


# The whole shirt, back of the collar included.
SILHOUETTE = _closed(
    [
        (0.0, 158.0),
        (62.0, 158.0, 106.0, 150.0, *_NECK_TOP),
        (196.0, 168.0, 272.0, 188.0, *_SHOULDER),
        (404.0, 250.0, 482.0, 344.0, *_CUFF_OUT),
        (*_CUFF_C1, *_CUFF_C2, *_CUFF_IN),
        (396.0, 568.0, 372.0, 540.0, *_ARMPIT),
        (350.0, 640.0, 354.0, 1000.0, *_HEM),
        (250.0, 1276.0, 120.0, 1280.0, 0.0, 1280.0),
    ]
)

# The opening of the neck: what one sees inside is the back panel.
OPENING = _closed(
    [
        (0.0, 172.0),
        (50.0, 172.0, 88.0, 166.0, 112.0, 156.0),
        (104.0, 222.0, 62.0, 262.0, 0.0, 264.0),
    ]
)

# Outer edge of the collar's ribbing, as a ring with the opening.
COLLAR = _closed(
    [
        (0.0, 158.0),
        (62.0, 158.0, 106.0, 150.0, *_NECK_TOP),
        (147.0, 158.0, 147.0, 158.0, 147.0, 158.0),
        (140.0, 246.0, 84.0, 298.0, 0.0, 301.0),
    ]
)


@dataclass(frozen=True, slots=True)
class Fold:
    """A crease: a quadratic spine that swells to `width` in the middle and fades at its ends."""

    x0: float
    y0: float
    cx: float
    cy: float
    x1: float
    y1: float
    width: float
    height: float  # up is positive, down negative
    soft: float  # blur in pixels


# From the centre line, right side first; the shirt is not symmetric, cloth never is.
FOLDS = (
    # from the armpits towards the chest and the shoulders
    Fold(362, 528, 296, 470, 236, 372, 26, 1.0, 6),
    Fold(358, 540, 286, 512, 214, 470, 22, -0.9, 6),
    Fold(356, 566, 270, 560, 188, 610, 30, 0.8, 8),
    Fold(-362, 528, -300, 462, -252, 352, 24, 1.0, 6),
    Fold(-358, 544, -296, 520, -206, 508, 24, -0.8, 6),
    Fold(-356, 574, -280, 600, -226, 690, 32, 0.9, 8),
    # sleeves
    Fold(352, 300, 430, 352, 520, 470, 30, 0.9, 8),
    Fold(336, 372, 396, 424, 452, 556, 24, -0.8, 6),
    Fold(372, 470, 420, 470, 486, 508, 18, 0.7, 6),
    Fold(-350, 292, -426, 360, -508, 486, 28, 0.9, 8),
    Fold(-338, 384, -404, 420, -470, 540, 24, -0.8, 6),
    Fold(-376, 486, -424, 476, -470, 520, 16, 0.7, 6),
    # shoulders and chest
    Fold(150, 196, 214, 268, 262, 388, 34, 0.45, 12),
    Fold(-154, 198, -226, 262, -280, 376, 30, 0.4, 12),
    Fold(60, 330, 128, 356, 196, 344, 30, -0.3, 12),
    Fold(-70, 326, -142, 350, -210, 330, 30, -0.28, 12),
    # the body: long, wide and soft
    Fold(330, 640, 262, 830, 300, 1080, 44, 0.75, 14),
    Fold(352, 720, 322, 900, 346, 1120, 26, -0.7, 10),
    Fold(-332, 700, -268, 900, -306, 1150, 46, 0.75, 14),
    Fold(-352, 800, -326, 960, -350, 1180, 26, -0.6, 10),
    Fold(120, 960, 176, 1090, 150, 1262, 52, 0.6, 16),
    Fold(196, 1040, 236, 1140, 226, 1270, 34, -0.55, 12),
    Fold(-80, 1010, -140, 1120, -128, 1270, 52, 0.55, 16),
    Fold(-190, 1060, -236, 1150, -222, 1268, 34, -0.5, 12),
    Fold(20, 1090, 30, 1180, 12, 1272, 40, -0.4, 14),
    Fold(300, 1130, 250, 1170, 180, 1150, 30, 0.5, 10),
    Fold(-310, 1080, -250, 1130, -170, 1100, 30, 0.45, 10),
    Fold(262, 640, 120, 716, -60, 690, 46, 0.42, 14),
    Fold(-262, 800, -90, 886, 110, 846, 50, 0.42, 14),
    Fold(-196, 452, -110, 560, -96, 690, 40, 0.34, 14),
    Fold(210, 430, 140, 520, 120, 640, 36, 0.32, 14),
    Fold(236, 900, 90, 960, -30, 1010, 44, 0.36, 14),
)

# Seams: path text and whether it is a row of stitches.
ARMHOLES = tuple(
    _mirrored(
        [("M", _SHOULDER), ("C", (322.0, 290.0, 318.0, 430.0, *_ARMPIT))],
        left=left,
    )
    for left in (False, True)
)
SHOULDER_SEAMS = tuple(
    _mirrored(
        [("M", (147.0, 162.0)), ("C", (200.0, 178.0, 268.0, 198.0, 325.0, 223.0))],
        left=left,
    )
    for left in (False, True)
)


def _along(dx: float, dy: float) -> tuple[str, ...]:
    """The cuffs' edge moved up the sleeve."""
    return tuple(
        _mirrored(
            [
                ("M", (_CUFF_OUT[0] - dx, _CUFF_OUT[1] - dy)),
                (
                    "C",
                    (
                        _CUFF_C1[0] - dx,
                        _CUFF_C1[1] - dy,
                        _CUFF_C2[0] - dx,
                        _CUFF_C2[1] - dy,
                        _CUFF_IN[0] - dx,
                        _CUFF_IN[1] - dy,
                    ),
                ),
            ],
            left=left,
        )
        for left in (False, True)
    )


CUFF_STITCHES = (*_along(22.0, 19.0), *_along(17.0, 15.0))
HEM_STITCHES = tuple(
    f"M{CENTRE - 372} {1262 - up}C{CENTRE - 250} {1276 - up} {CENTRE - 120} {1280 - up} "
    f"{CENTRE} {1280 - up}C{CENTRE + 120} {1280 - up} {CENTRE + 250} {1276 - up} "
    f"{CENTRE + 372} {1262 - up}"
    for up in (32, 26)
)
COLLAR_STITCHES = _closed([(0.0, 311.0), (91.0, 308.0, 151.0, 252.0, 158.0, 166.0)])
