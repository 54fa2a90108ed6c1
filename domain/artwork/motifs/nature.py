"""Sky, land and plants."""

from __future__ import annotations

from domain.artwork.motifs.drawing import (
    Layers,
    a,
    arc,
    around,
    b,
    blob,
    both,
    box,
    c,
    curve,
    cut,
    d,
    dot,
    line,
    move,
    oval,
    path,
    poly,
    spark,
    turn,
)
from domain.artwork.motifs.drawing import heart as heart_shape
from domain.artwork.motifs.drawing import star as star_shape


def heart() -> Layers:
    """A full heart with a highlight and a small companion."""
    return (
        a(heart_shape(50, 52, 94)),
        cut(
            heart_shape(50, 52.6, 62),
            curve([2.4, 4, 4, 2.4], (11, 40), (12, 30), (18, 21), (26, 17)),
        ),
        b(heart_shape(50, 53, 50)),
        cut(heart_shape(50, 53.5, 39)),
        a(heart_shape(50, 54, 30)),
    )


def star() -> Layers:
    """A faceted star."""
    facets = tuple(cmd for i in range(5) for cmd in turn(path("M50 50L50 12L40.5 40Z"), 72 * i))
    return (
        a(star_shape(50, 52, 50, 23, 5, 5)),
        cut(move(facets, 0, 2)),
    )


def sun() -> Layers:
    """A sun with long and short rays and a quiet face."""
    ray = blob((50, 2), (50, 2), (55, 14), (54, 22), (54, 22), (46, 22), (46, 22), (45, 14))
    short = turn(box(48, 11, 4, 12, 2), 22.5)
    return (
        a(dot(50, 50, 23)),
        b(around(ray, 8), around(short, 8)),
        d(
            both(arc(2.4, 41.5, 49, 4.6, 110, 250)),
            arc(2.4, 50, 50, 10, 130, 230),
        ),
    )


def moon() -> Layers:
    """A crescent with craters and stars."""
    return (
        a(
            path(
                "M62 5C36 8 16 28 16 53C16 78 37 97 62 97C72 97 80 94 87 89"
                "C62 88 46 72 46 50C46 30 53 16 62 5Z"
            )
        ),
        cut(dot(30, 50, 4.6), dot(38, 72, 3.4), dot(36, 32, 2.6), dot(51, 84, 2.6)),
        b(spark(72, 42, 13), spark(88, 64, 8)),
        c(dot(86, 24, 2.6), dot(64, 64, 2)),
    )


def cloud() -> Layers:
    """A plump cloud with a few drops of sun behind."""
    rays = tuple(cmd for i in range(6) for cmd in turn(box(64, 2, 4, 11, 2), -60 + 30 * i, 66, 36))
    return (
        b(dot(66, 36, 17), rays),
        cut(dot(32, 56, 24.5), dot(55, 48, 26), dot(77, 60, 19.5), box(12, 56, 82, 30, 12)),
        a(dot(24, 64, 18), dot(52, 52, 23), dot(78, 66, 16), box(8, 56, 84, 26, 13)),
        cut(curve(2.6, (34, 56), (38, 44), (49, 39)), curve(2.4, (18, 68), (20, 62), (26, 59))),
    )


def mountain() -> Layers:
    """Two peaks with snow caps over a fir line."""
    fir = poly([(0, 0), (7, 18), (3, 18), (9, 32), (-9, 32), (-3, 18), (-7, 18)], 1.2)
    snow = path("M38 8L56 43L48 38L42 49L36 39L28 47L21 42Z")
    return (
        b(poly([(72, 30), (100, 84), (44, 84)], 3)),
        cut(poly([(38, 4), (83, 88), (-8, 88)], 2)),
        a(poly([(38, 8), (78, 84), (0, 84)], 3)),
        c(snow),
        cut(
            move(fir, 17, 55, 1.15),
            move(fir, 83, 60, 0.95),
            move(fir, 66, 66, 0.8),
        ),
        b(move(fir, 17, 57, 1.0), move(fir, 66, 68, 0.62)),
        a(move(fir, 83, 62, 0.8), box(0, 86, 100, 4, 2), box(14, 93, 72, 3.4, 1.7)),
    )


def tree() -> Layers:
    """A three-tier fir with gaps of light."""
    return (
        b(box(45, 82, 10, 15, 2)),
        a(
            poly([(50, 3), (68, 30), (32, 30)], 4),
            poly([(50, 20), (76, 57), (24, 57)], 4),
            poly([(50, 42), (86, 86), (14, 86)], 5),
        ),
        cut(
            curve(2.6, (30, 32.5), (42, 37), (56, 36), (72, 31)),
            curve(2.6, (22, 59.5), (40, 65), (60, 64), (80, 58)),
            line(2, (40, 52), (44, 44)),
            line(2, (60, 51), (57, 45)),
            line(2, (31, 80), (37, 71)),
            line(2, (50, 80), (50, 70)),
            line(2, (69, 80), (63, 71)),
        ),
    )


def leaf() -> Layers:
    """A monstera-like single leaf with ribs."""
    ribs = tuple(
        cmd
        for t, n in ((0.2, 17), (0.36, 21), (0.52, 21), (0.68, 16))
        for s in (1, -1)
        for cmd in curve(
            [2.4, 1.8, 1.0],
            (50, 80 - 62 * t),
            (50 + s * n * 0.6, 71 - 62 * t),
            (50 + s * n * 1.12, 62 - 62 * t),
        )
    )
    shape = path("M50 0C56 12 80 22 80 48C80 66 66 76 50 80C34 76 20 66 20 48C20 22 44 12 50 0Z")
    return (
        a(turn(shape, 32, 50, 50)),
        b(turn(curve([2.6, 4, 5], (50, 78), (51, 90), (46, 104)), 32, 50, 50)),
        cut(
            turn(curve([2.8, 2.2, 1.2], (50, 82), (50, 50), (50, 12)), 32, 50, 50),
            turn(ribs, 32, 50, 50),
        ),
    )


def flower() -> Layers:
    """A daisy with a stem and two leaves."""
    petal = blob((50, 32), (50, 32), (44, 22), (43, 8), (50, 2), (57, 8), (56, 22))
    return (
        b(
            curve([3.4, 3.8, 4], (50, 44), (52, 70), (49, 97)),
            blob((51, 84), (51, 84), (60, 68), (80, 66), (80, 66), (74, 82)),
            blob((50, 92), (50, 92), (40, 78), (22, 78), (22, 78), (30, 92)),
        ),
        cut(
            turn(curve(1.5, (53, 81), (62, 75), (71, 71)), 0),
            curve(1.5, (46, 88), (39, 84), (31, 82)),
        ),
        cut(dot(50, 34, 30)),
        a(around(petal, 9, 50, 34)),
        cut(dot(50, 34, 11.5)),
        b(dot(50, 34, 9)),
    )


def mushroom() -> Layers:
    """A toadstool with spots and gills, two blades of grass."""
    return (
        c(
            blob(
                (40, 50),
                (40, 50),
                (60, 50),
                (60, 50),
                (61, 74),
                (66, 92),
                (66, 92),
                (34, 92),
                (34, 92),
                (39, 74),
            )
        ),
        cut(curve(2.2, (33, 60), (42, 65), (50, 66.5), (58, 65), (67, 60))),
        a(
            blob(
                (6, 52),
                (10, 28),
                (28, 10),
                (50, 5),
                (72, 10),
                (90, 28),
                (94, 52),
                (88, 58),
                (70, 54),
                (50, 56),
                (30, 54),
                (12, 58),
            )
        ),
        cut(
            oval(50, 22, 10, 8),
            oval(26, 36, 7, 8.5, 20),
            oval(75, 36, 7.5, 9, -20),
            oval(49, 43, 5, 4),
            dot(33, 19, 3),
            dot(69, 18, 3),
        ),
        b(
            curve([5, 4, 1.2], (26, 95), (22, 84), (12, 76)),
            curve([4, 3, 1.2], (29, 95), (28, 86), (24, 70)),
            curve([5, 4, 1.2], (74, 95), (78, 86), (88, 79)),
            box(16, 92, 68, 4.5, 2.2),
        ),
    )


def cactus() -> Layers:
    """A saguaro in the sand with a flower on top."""
    return (
        a(
            box(38, 16, 24, 78, 12),
            curve(13, (45, 66), (26, 64), (18, 54), (17, 38)),
            curve(12, (56, 56), (74, 55), (82, 45), (83, 30)),
        ),
        cut(
            line(2.2, (45, 28), (45, 88)),
            line(2.2, (55, 28), (55, 48)),
            line(2.2, (55, 62), (55, 88)),
            line(1.8, (17, 40), (18, 54)),
            line(1.8, (83, 32), (82, 44)),
            line(1.8, (50, 36), (50, 42)),
            line(1.8, (50, 56), (50, 62)),
            line(1.8, (50, 76), (50, 82)),
        ),
        b(
            around(oval(50, 8, 3.6, 6), 5, 50, 14),
            box(8, 92, 84, 4.6, 2.3),
        ),
        c(dot(50, 14, 3.2)),
    )


def wave() -> Layers:
    """A curling breaker."""
    return (
        a(
            path(
                "M2 84C10 40 34 10 66 12C84 13 95 26 94 42C93 54 83 61 73 59C65 57 62 49 67 43"
                "C58 40 46 48 46 62C46 74 58 82 98 84L98 94L2 94Z"
            )
        ),
        cut(
            curve([1.4, 3, 3, 1.4], (14, 84), (20, 56), (36, 34), (58, 23)),
            curve([1.4, 2.8, 2.6, 1.4], (26, 86), (29, 62), (40, 44), (54, 34)),
            curve([1.4, 2.4, 1.4], (72, 20), (84, 26), (87, 40)),
        ),
        b(
            curve([1.4, 4, 4, 1.4], (54, 92), (68, 86), (82, 90), (98, 87)),
            dot(78, 72, 2.6),
            dot(89, 68, 3.4),
            dot(96, 58, 2),
        ),
    )


def snowflake() -> Layers:
    """Six arms with two pairs of twigs."""
    arm = (
        box(47.6, 4, 4.8, 47, 2.4)
        + both(line(4, (50, 24), (39, 14)))
        + both(line(3.6, (50, 37), (42, 29.5)))
    )
    return (
        a(around(arm, 6)),
        b(dot(50, 50, 7.5)),
        cut(dot(50, 50, 3.4)),
        c(around(turn(dot(50, 20, 2.4), 30), 6)),
    )


def lightning() -> Layers:
    """A bolt with a shadow edge."""
    bolt = [(58, 2), (18, 55), (45, 55), (34, 98), (82, 38), (53, 38), (70, 2)]
    return (
        b(poly([(x + 9, y + 3) for x, y in bolt], 3)),
        cut(*(poly([(x + d, y + d * 0.3) for x, y in bolt], 3) for d in (0, 1.4, 2.8))),
        a(poly([(x - 3, y - 1) for x, y in bolt], 3)),
        cut(line(2.6, (54, 10), (30, 44))),
    )


def clover() -> Layers:
    """A four-leaf clover."""
    lobe = move(heart_shape(0, -22, 40), 50, 46)
    vein = line(1.8, (50, 38), (50, 22))
    return (
        b(curve([3.4, 4.4, 5.4], (50, 50), (56, 76), (69, 97))),
        a(*(turn(lobe, 45 + 90 * i, 50, 46) for i in range(4))),
        cut(
            *(turn(vein, 45 + 90 * i, 50, 46) for i in range(4)),
        ),
    )


def campfire() -> Layers:
    """Flames over crossed logs."""
    return (
        a(
            path(
                "M50 4C60 20 80 32 77 56C75 72 63 80 50 80C37 80 24 72 23 56C22 44 30 38 34 26"
                "C40 30 42 36 42 42C50 32 54 18 50 4Z"
            )
        ),
        cut(
            path(
                "M51 38C58 46 67 52 65 63C64 72 57 77 50 77C43 77 35 72 35 63C35 57 39 54 41 48"
                "C45 50 46 53 46 56C50 51 52 45 51 38Z"
            )
        ),
        b(
            path(
                "M51 52C55 57 59 61 58 67C57 72 54 75 50 75C46 75 42 72 42 67C42 64 44 62 45 60"
                "C47 61 48 62 48 64C50 61 51 57 51 52Z"
            )
        ),
        cut(line(15, (20, 91), (80, 78)), line(15, (20, 78), (80, 91))),
        b(line(9.5, (17, 93), (83, 78))),
        cut(line(14, (22, 79), (78, 92))),
        b(line(9.5, (17, 78), (83, 93))),
        cut(dot(17, 78, 2.1), dot(83, 93, 2.1)),
        c(dot(20, 38, 2), dot(82, 30, 2.4), dot(70, 14, 1.8), dot(27, 14, 1.6)),
    )


def tent() -> Layers:
    """An A-frame tent under a small moon."""
    return (
        a(
            poly([(47, 16), (96, 84), (2, 84)], 3),
            line(3.2, (47, 19), (43, 9)),
            line(3.2, (47, 19), (52, 9)),
        ),
        cut(poly([(47, 36), (64, 86), (32, 86)], 1.5), line(2, (47, 22), (47, 40))),
        b(
            blob((47, 40), (47, 40), (46, 66), (35, 84), (35, 84), (40, 84), (40, 84), (50, 70)),
            box(0, 86, 100, 4.4, 2.2),
        ),
        c(
            path("M84 8C76 9 71 16 72 23C73 30 80 34 87 33C81 29 79 24 79 19C79 14 81 11 84 8Z"),
            spark(18, 24, 6),
            dot(28, 40, 1.5),
        ),
    )


def firework() -> Layers:
    """A burst of two rings with a trail."""
    return (
        a(
            around(
                blob((50, 4), (53.5, 9), (51.6, 28), (50, 32), (48.4, 28), (46.5, 9)), 12, 50, 46
            )
        ),
        b(
            around(turn(box(48.4, 22, 3.2, 10, 1.6), 15, 50, 46), 12, 50, 46),
            around(turn(dot(50, 13, 2.4), 15, 50, 46), 12, 50, 46),
        ),
        c(star_shape(50, 46, 8, 3.6, 5, 0.6)),
        a(curve([3.4, 2.6, 1.4], (50, 80), (51.5, 90), (49, 100))),
    )
