"""Work, travel, home and school."""

from __future__ import annotations

from domain.artwork.motifs.drawing import (
    Layers,
    a,
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
    flip,
    heart,
    line,
    oval,
    path,
    poly,
    spark,
    turn,
)


def graduation() -> Layers:
    """A mortarboard with a tassel."""
    return (
        a(path("M22 50L22 70C30 82 70 82 78 70L78 50L50 64Z")),
        cut(poly([(50, 12), (104, 40), (50, 68), (-4, 40)], 2)),
        a(poly([(50, 16), (98, 39), (50, 62), (2, 39)], 3)),
        cut(curve(2.2, (50, 39), (70, 42), (86, 48))),
        b(
            curve(3, (50, 38.6), (70, 41), (87, 48), (88, 68)),
            dot(50, 38.6, 4),
            dot(88, 68, 4),
            poly([(84.5, 70), (91.5, 70), (94, 90), (82, 90)], 1.5),
        ),
        cut(line(1.5, (86.6, 76), (86, 89)), line(1.5, (89.6, 76), (90.2, 89))),
    )


def stethoscope() -> Layers:
    """A stethoscope whose tube draws a heart."""
    return (
        a(
            curve(5, (26, 8), (20, 20), (22, 38), (36, 50), (50, 38), (52, 20), (46, 8)),
            line(7, (25, 7), (31, 6)),
            line(7, (47, 7), (41, 6)),
            curve(5, (36, 50), (37, 74), (52, 92), (72, 86), (78, 66), (78, 54)),
        ),
        b(dot(78, 42, 14.5)),
        cut(dot(78, 42, 9.5)),
        c(heart(78, 43, 13)),
        b(heart(16, 74, 20)),
    )


def wrench() -> Layers:
    """A spanner crossed with a screwdriver."""
    spanner = path(
        "M42 96L42 44C33 40 28 31 29 20C30 12 35 6 42 3L42 20L50 25L58 20L58 3"
        "C65 6 70 12 71 20C72 31 67 40 58 44L58 96C58 101 42 101 42 96Z"
    )
    driver = box(42, 64, 16, 34, 5)
    shaft = path("M47 66L47 18L45 10L47 2L53 2L55 10L53 18L53 66Z")
    return (
        b(turn(driver, -42), turn(shaft, -42)),
        cut(turn(line(1.8, (47, 70), (47, 92)), -42), turn(line(1.8, (53, 70), (53, 92)), -42)),
        cut(turn(box(38, 20, 24, 82, 8), 42)),
        a(turn(spanner, 42)),
        cut(turn(dot(50, 92, 3.2), 42), turn(line(2.4, (50, 50), (50, 80)), 42)),
    )


def truck() -> Layers:
    """A delivery truck."""
    return (
        a(
            box(2, 24, 58, 46, 4),
            path("M63 36L80 36C83 36 85 37 87 40L96 54C97 56 98 58 98 60L98 70L63 70Z"),
        ),
        b(box(2, 72, 96, 5, 2.5)),
        cut(
            path("M69 42L79 42L87 54L69 54Z"),
            dot(24, 74, 14),
            dot(78, 74, 14),
            line(2.6, (10, 36), (40, 36)),
            line(2.6, (10, 44), (30, 44)),
        ),
        a(dot(24, 74, 11), dot(78, 74, 11)),
        cut(dot(24, 74, 4.6), dot(78, 74, 4.6)),
        b(dot(24, 74, 2.4), dot(78, 74, 2.4)),
        c(heart(49, 56, 13), box(92, 60, 6, 4, 1.5)),
    )


def plane() -> Layers:
    """A small airliner climbing along a dotted path."""
    body = blob((50, 3), (55, 10), (56, 24), (56, 80), (50, 88), (44, 80), (44, 24), (45, 10))
    wing = poly([(55, 36), (97, 62), (97, 70), (55, 58)], 3)
    tail = poly([(54, 74), (72, 86), (72, 92), (53, 86)], 2)
    parts = tuple(wing) + tuple(flip(wing)) + tuple(tail) + tuple(flip(tail))
    return (
        b(turn(parts, 40)),
        cut(
            turn(
                blob(
                    (50, -1), (58.5, 8), (59, 24), (59, 80), (50, 93), (41, 80), (41, 24), (41.5, 8)
                ),
                40,
            )
        ),
        a(turn(body, 40)),
        cut(
            turn(path("M46 17C48 14 52 14 54 17L53 21L47 21Z"), 40),
            *(turn(dot(50, 32 + 9 * i, 1.9), 40) for i in range(5)),
        ),
        c(*(dot(x, y, 2) for x, y in ((20, 90), (11, 94), (3, 95.5)))),
    )


def anchor() -> Layers:
    """An anchor with a rope."""
    return (
        a(
            dot(50, 12, 10),
            box(46, 20, 8, 70, 2),
            box(30, 28, 40, 7.5, 3.7),
            curve(
                [5, 8, 10, 10, 10, 8, 5],
                (10, 60),
                (15, 76),
                (30, 88),
                (50, 91),
                (70, 88),
                (85, 76),
                (90, 60),
            ),
            both(poly([(10, 50), (24, 66), (2, 70)], 2)),
        ),
        cut(dot(50, 12, 5.2)),
        cut(curve(7.5, (54, 12), (66, 24), (58, 42), (42, 52), (40, 66), (56, 74), (72, 68))),
        b(curve(3.8, (55, 12), (66, 24), (58, 42), (42, 52), (40, 66), (56, 74), (74, 67))),
    )


def compass() -> Layers:
    """A compass rose in a ring."""
    point = path("M50 2L57 43L50 50L43 43Z")
    side = turn(path("M50 18L55 45L50 50L45 45Z"), 45)
    return (
        b(dot(50, 50, 36)),
        cut(dot(50, 50, 31.5)),
        b(around(side, 4)),
        cut(around(path("M50 -3L61 41L50 50L39 41Z"), 4)),
        a(around(point, 4)),
        cut(around(path("M49 12L49 46L44.6 42Z"), 4)),
        c(dot(50, 50, 4)),
    )


def lightbulb() -> Layers:
    """A glowing bulb."""
    ray = box(48, 0, 4, 10, 2)
    return (
        a(
            path(
                "M50 17C68 17 79 30 79 46C79 58 71 64 66 74L34 74"
                "C29 64 21 58 21 46C21 30 32 17 50 17Z"
            )
        ),
        cut(
            curve(
                2.6,
                (43, 74),
                (42, 58),
                (36, 48),
                (42, 42),
                (50, 52),
                (58, 42),
                (64, 48),
                (58, 58),
                (57, 74),
            ),
            curve([2, 3.6, 2], (29, 46), (31, 34), (40, 26)),
        ),
        b(
            box(34, 77, 32, 5.4, 2.7),
            box(36, 84.5, 28, 5.4, 2.7),
            path("M42 92L58 92C57 97 43 97 42 92Z"),
            *(turn(ray, d, 50, 48) for d in (-80, -48, -16, 16, 48, 80)),
        ),
    )


def house() -> Layers:
    """A cottage with a heart over its door."""
    return (
        b(box(68, 14, 11, 24, 1.5)),
        cut(poly([(50, 2), (104, 52), (-4, 52)], 2)),
        a(poly([(50, 7), (99, 51), (90, 58), (50, 22), (10, 58), (1, 51)], 3)),
        a(poly([(50, 29), (84, 59), (84, 94), (16, 94), (16, 59)], 2)),
        cut(
            path("M41 95L41 72C41 60 59 60 59 72L59 95Z"),
            box(22, 66, 13, 14, 2),
            box(65, 66, 13, 14, 2),
            heart(50, 49, 13),
        ),
        b(path("M43.5 94L43.5 72.5C43.5 63.5 56.5 63.5 56.5 72.5L56.5 94Z")),
        a(
            box(27.6, 66, 1.8, 14),
            box(70.6, 66, 1.8, 14),
            box(22, 72, 13, 1.8),
            box(65, 72, 13, 1.8),
        ),
        cut(dot(53.6, 80, 1.4)),
        c(box(6, 94, 88, 3.6, 1.8)),
    )


def baby() -> Layers:
    """A pram with a little heart."""
    return (
        a(
            path("M12 48L84 48C84 68 70 78 48 78C26 78 12 68 12 48Z"),
            path("M45 45L12 45C12 26 26 11 45 10Z"),
            curve(5, (82, 50), (88, 36), (98, 33)),
        ),
        cut(
            line(2.4, (45, 45), (21, 22)),
            line(2.4, (45, 45), (32, 13)),
            line(2.4, (45, 45), (13, 36)),
            curve(2.4, (13, 58), (30, 63), (66, 63), (83, 58)),
        ),
        b(
            line(4, (30, 76), (26, 88)),
            line(4, (66, 76), (70, 88)),
            dot(26, 88, 10),
            dot(70, 88, 10),
        ),
        cut(dot(26, 88, 5), dot(70, 88, 5)),
        b(dot(26, 88, 2.4), dot(70, 88, 2.4)),
        c(heart(62, 30, 15), heart(78, 16, 9)),
    )


def crown() -> Layers:
    """A crown with five points."""
    return (
        a(
            path("M8 32L28 50L50 16L72 50L92 32L84 74L16 74Z"),
            dot(8, 28, 6),
            dot(92, 28, 6),
            dot(50, 13, 7),
        ),
        cut(both(curve(2.2, (20, 60), (26, 62), (30, 54))), line(2.2, (50, 34), (50, 46))),
        b(box(15, 78, 70, 11, 4)),
        cut(dot(50, 83.5, 2.8), both(dot(33, 83.5, 2.4))),
        c(poly([(50, 50), (57, 60), (50, 70), (43, 60)], 1), both(dot(29, 65, 3.2))),
    )


def gift() -> Layers:
    """A parcel with a bow."""
    return (
        a(box(10, 46, 80, 48, 4), box(5, 32, 90, 16, 4)),
        cut(box(40.5, 30, 19, 66), box(5, 48, 90, 2.6)),
        b(
            box(43, 32, 14, 62, 1),
            both(blob((50, 30), (50, 30), (30, 32), (18, 20), (26, 7), (40, 12))),
        ),
        cut(both(blob((44, 26), (44, 26), (31, 27), (26, 20), (30, 14), (38, 18)))),
        b(box(43.5, 22, 13, 12, 4)),
        c(
            *(
                dot(x, y, 2.3)
                for x, y in ((22, 60), (32, 72), (20, 84), (70, 60), (80, 72), (68, 84))
            )
        ),
    )


def ghost() -> Layers:
    """A waving ghost."""
    return (
        a(
            blob(
                (50, 4),
                (70, 10),
                (79, 30),
                (80, 44),
                (90, 40),
                (97, 46),
                (90, 54),
                (81, 60),
                (84, 90),
                (84, 90),
                (74, 84),
                (66, 94),
                (58, 85),
                (50, 95),
                (42, 85),
                (34, 94),
                (26, 84),
                (16, 90),
                (16, 90),
                (19, 60),
                (10, 54),
                (3, 46),
                (10, 40),
                (20, 44),
                (21, 30),
                (30, 10),
            )
        ),
        d(both(oval(40, 34, 4.6, 6.6)), oval(50, 50, 5, 6)),
        b(both(oval(30, 45, 4.2, 2.8))),
        c(both(dot(41.4, 31.4, 1.6)), spark(88, 18, 8), spark(12, 20, 6)),
    )


def pumpkin() -> Layers:
    """A carved, smiling pumpkin."""
    return (
        b(
            path("M45 24C46 14 42 8 38 5L48 2C54 8 56 14 55 24Z"),
            curve([3, 2.6, 2], (55, 18), (68, 8), (76, 16), (70, 22)),
        ),
        a(oval(50, 60, 18, 37), both(oval(33, 60, 19, 36)), both(oval(21, 61, 18, 30))),
        cut(
            both(curve(2.2, (43, 25), (33, 32), (29.5, 40))),
            both(curve(2.2, (30, 30), (17, 38), (12, 52))),
            both(poly([(34, 42), (43, 55), (25, 55)], 2.4)),
            poly([(50, 56), (54.5, 63), (45.5, 63)], 1.4),
            path(
                "M20 66C30 74 42 76 46 76L46 71L54 71L54 76C58 76 70 74 80 66"
                "C78 80 68 89 60 90L60 84L52 84L52 91"
                "C36 92 22 82 20 66Z"
            ),
        ),
    )
