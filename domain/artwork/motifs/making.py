"""Arts, crafts, music, games and sport."""

from __future__ import annotations

from domain.artwork.motifs.drawing import (
    Layers,
    a,
    arc,
    b,
    blob,
    both,
    box,
    c,
    curve,
    cut,
    dot,
    flip,
    line,
    oval,
    path,
    poly,
    spark,
    turn,
)


def book() -> Layers:
    """An open book with a ribbon and a rising sparkle."""
    page = path("M48 34C38 24 22 22 6 26L6 80C22 76 38 78 48 88Z")
    rows = tuple(
        cmd
        for i in range(4)
        for cmd in curve(2.6, (14, 38 + i * 9), (27, 36.5 + i * 9), (40, 42 + i * 9))
    )
    return (
        b(path("M50 92C38 83 20 82 2 86L2 30L50 30L98 30L98 86C80 82 62 83 50 92Z")),
        cut(
            path(
                "M50 91C38 80 20 79 4 83L4 24C22 19 40 22 50 32"
                "C60 22 78 19 96 24L96 83C80 79 62 80 50 91Z"
            )
        ),
        a(page, flip(page)),
        cut(both(rows)),
        b(poly([(62, 27), (72, 25), (72, 52), (67, 46.5), (62, 52)], 0.8)),
        c(spark(50, 11, 9), spark(33, 13, 5), spark(67, 13, 5)),
    )


def camera() -> Layers:
    """A rangefinder with a big lens."""
    return (
        a(box(4, 28, 92, 56, 10), path("M32 30L38 16L62 16L68 30Z"), box(12, 21, 14, 9, 3)),
        cut(box(4, 40, 92, 3), dot(50, 57, 25)),
        b(dot(50, 57, 21.5)),
        cut(dot(50, 57, 15)),
        a(dot(50, 57, 12)),
        cut(arc(2.6, 50, 57, 7.4, -80, 10), box(76, 32, 12, 5, 2)),
        c(dot(54, 62, 2.4)),
    )


def music() -> Layers:
    """Two joined notes and a small one."""
    return (
        a(
            oval(24, 80, 14, 10.5, -20),
            oval(70, 70, 14, 10.5, -20),
            box(31, 22, 6.5, 58, 2),
            box(77, 12, 6.5, 58, 2),
            poly([(31, 22), (83.5, 8), (83.5, 26), (31, 40)], 2),
        ),
        cut(poly([(37.5, 32), (77, 21.5), (77, 24.5), (37.5, 35)])),
        b(
            oval(52, 50, 5.5, 4.2, -20),
            box(54.6, 33, 2.8, 17, 1.2),
            blob((55, 33), (55, 33), (60, 36), (64, 43), (64, 43), (59, 41), (57, 40)),
        ),
        cut(oval(20, 77, 4, 1.8, -20), oval(66, 67, 4, 1.8, -20)),
    )


def guitar() -> Layers:
    """An acoustic guitar, leaning."""
    body = path(
        "M50 40C60 38 67 45 66 53C65.5 58 63 60 64 64C66 68 75 71 75 83C75 95 64 101 50 101"
        "C36 101 25 95 25 83C25 71 34 68 36 64C37 60 34.5 58 34 53C33 45 40 38 50 40Z"
    )
    return (
        a(turn(body, 32, 50, 60)),
        cut(turn(box(44, 6, 12, 66, 2), 32, 50, 60)),
        b(
            turn(box(46.4, 2, 7.2, 64, 1.5), 32, 50, 60),
            turn(poly([(45, -12), (55, -12), (56.5, 3), (43.5, 3)], 1.5), 32, 50, 60),
        ),
        cut(turn(dot(50, 67, 8.4), 32, 50, 60)),
        b(turn(dot(50, 67, 5.4), 32, 50, 60)),
        cut(
            turn(box(40, 83, 20, 4, 1.4), 32, 50, 60),
            turn(line(1, (48.5, -6), (48.5, 82)), 32, 50, 60),
            turn(line(1, (51.5, -6), (51.5, 82)), 32, 50, 60),
        ),
        c(*(turn(dot(x, y, 1.9), 32, 50, 60) for x in (42.5, 57.5) for y in (-9, -4, 1))),
    )


def ball() -> Layers:
    """A ball with curved seams, in motion."""
    return (
        a(dot(56, 48, 40)),
        cut(
            curve(2.8, (56, 8), (46, 30), (48, 64), (58, 88)),
            curve(2.8, (16, 48), (40, 54), (72, 52), (96, 44)),
            curve(2.8, (84, 19), (70, 30), (66, 52), (76, 84)),
            curve(2.8, (26, 20), (34, 32), (34, 58), (24, 72)),
        ),
        b(
            line(3.6, (2, 66), (12, 68)),
            line(3.6, (4, 78), (18, 80)),
            line(3.6, (14, 91), (30, 91)),
        ),
    )


def bicycle() -> Layers:
    """A city bicycle with a basket."""
    wheel = (dot(24, 66, 21), dot(76, 66, 21))
    spokes = tuple(
        cmd
        for x in (24, 76)
        for i in range(6)
        for cmd in turn(line(1.3, (x, 49), (x, 83)), 30 * i, x, 66)
    )
    return (
        a(*wheel),
        cut(dot(24, 66, 17.2), dot(76, 66, 17.2)),
        a(dot(24, 66, 3.4), dot(76, 66, 3.4), spokes),
        b(
            line(4, (24, 66), (38, 38), (64, 38), (48, 66), (24, 66)),
            line(4, (38, 38), (48, 66)),
            line(4, (76, 66), (62, 28), (70, 24)),
            line(4, (38, 38), (35, 31)),
        ),
        a(blob((26, 29), (34, 27), (44, 29), (42, 33), (34, 33)), dot(48, 66, 4.6)),
        c(poly([(68, 27), (88, 27), (85, 42), (71, 42)], 2)),
        cut(
            line(1.4, (74, 28), (75.5, 41)),
            line(1.4, (78, 28), (78, 41)),
            line(1.4, (82, 28), (80.5, 41)),
            line(1.4, (69, 34.5), (87, 34.5)),
        ),
    )


def dumbbell() -> Layers:
    """A dumbbell, tilted."""
    return (
        a(
            turn(box(4, 28, 13, 44, 4), -24),
            turn(box(83, 28, 13, 44, 4), -24),
            turn(box(36, 45, 28, 10, 2), -24),
        ),
        b(
            turn(box(19, 20, 15, 60, 5), -24),
            turn(box(66, 20, 15, 60, 5), -24),
            turn(box(-3, 44, 6, 12, 2), -24),
            turn(box(97, 44, 6, 12, 2), -24),
        ),
        cut(
            *(turn(line(2, (x, 46), (x - 2, 54)), -24) for x in (43, 48, 53, 58)),
            turn(line(2.4, (23, 28), (23, 46)), -24),
            turn(line(2.4, (70, 28), (70, 46)), -24),
        ),
    )


def running_shoe() -> Layers:
    """A running shoe with speed lines."""
    return (
        a(
            blob(
                (16, 34),
                (16, 34),
                (24, 40),
                (34, 40),
                (42, 28),
                (42, 28),
                (50, 30),
                (60, 46),
                (76, 54),
                (92, 60),
                (96, 70),
                (94, 74),
                (94, 74),
                (14, 74),
                (14, 74),
                (13, 56),
            )
        ),
        cut(
            curve(2.6, (15, 52), (30, 58), (44, 68), (48, 75)),
            *(
                line(2.4, (47 + i * 6.5, 44 + i * 5.6), (54 + i * 6.5, 36.5 + i * 6.6))
                for i in range(3)
            ),
        ),
        b(
            blob(
                (12, 77),
                (12, 77),
                (97, 77),
                (97, 77),
                (95, 86),
                (84, 88),
                (84, 88),
                (20, 88),
                (12, 86),
            ),
            blob((54, 62), (54, 62), (68, 64), (80, 62), (80, 62), (70, 69), (58, 69)),
        ),
        cut(*(line(2.2, (24 + i * 11, 88), (27 + i * 11, 83)) for i in range(6))),
        c(line(3.4, (0, 46), (8, 46)), line(3.4, (-6, 58), (8, 58)), line(3.4, (2, 70), (9, 70))),
    )


def yarn() -> Layers:
    """A ball of wool with two needles."""
    ball_cut = (
        curve(2.4, (22, 44), (38, 40), (58, 48), (70, 64)),
        curve(2.4, (16, 54), (34, 50), (52, 58), (62, 74)),
        curve(2.4, (14, 66), (30, 62), (44, 70), (52, 84)),
        curve(2.4, (38, 30), (48, 32), (52, 37)),
        curve(2.4, (58, 42), (66, 34), (76, 40)),
        curve(2.4, (64, 52), (72, 44), (80, 50)),
        curve(2.4, (72, 66), (78, 58), (82, 60)),
    )
    return (
        b(line(4, (52, 60), (88, 10)), dot(89, 8, 5), line(4, (40, 60), (20, 8)), dot(19, 7, 5)),
        cut(dot(48, 60, 37)),
        a(dot(48, 60, 34)),
        cut(*ball_cut),
        a(curve([3.4, 3.6, 3.6, 3.4], (66, 88), (80, 95), (88, 86), (98, 90))),
    )


def needle() -> Layers:
    """A needle and thread with a button."""
    return (
        b(curve(3, (22, 18), (10, 34), (26, 48), (44, 40), (60, 50), (52, 70), (66, 82), (90, 74))),
        cut(line(10, (14, 10), (78, 92))),
        a(path("M10 6C16 4 22 8 26 14L84 96L20 22C14 18 9 12 10 6Z")),
        cut(oval(17.5, 12.5, 1.8, 5, -40)),
        cut(dot(78, 28, 20)),
        c(dot(78, 28, 16.5)),
        cut(
            arc(2, 78, 28, 12, 0, 359),
            *(dot(78 + dx, 28 + dy, 2.4) for dx in (-4, 4) for dy in (-4, 4)),
        ),
    )


def palette() -> Layers:
    """A painter's palette with a brush."""
    return (
        a(
            path(
                "M50 12C76 12 96 28 96 48C96 62 85 67 75 65C66 63 60 67 63 75C66 84 60 92 48 92"
                "C22 92 4 74 4 52C4 29 24 12 50 12Z"
            )
        ),
        cut(oval(46, 77, 6.5, 5.5, -15)),
        cut(dot(24, 52, 8), dot(32, 32, 8), dot(54, 26, 8), dot(75, 36, 8)),
        b(dot(24, 52, 5.6), dot(54, 26, 5.6)),
        c(dot(32, 32, 5.6), dot(75, 36, 5.6)),
        cut(line(11, (97, 3), (60, 57)), oval(53, 62, 11, 8, -55)),
        b(
            curve([3, 4.6, 4.6], (97, 3), (82, 25), (67, 46.5)),
            blob((64.6, 56), (58, 62), (44, 68), (44, 68), (48, 59), (56.6, 50.4)),
        ),
        c(line(5.4, (66, 48), (61.5, 54.4))),
    )


def pencil() -> Layers:
    """A pencil drawing a scribble."""
    return (
        a(turn(box(40, 14, 20, 52), 38)),
        b(turn(path("M40 12L40 6C40 2 44 0 50 0C56 0 60 2 60 6L60 12Z"), 38)),
        c(turn(poly([(40, 68), (60, 68), (50, 92)], 0.8), 38)),
        cut(
            turn(line(2, (47, 18), (47, 64)), 38),
            turn(line(2, (53.5, 18), (53.5, 64)), 38),
            turn(box(39, 12.2, 22, 1.8), 38),
            turn(box(39, 66, 22, 2), 38),
        ),
        a(turn(poly([(46.6, 84), (53.4, 84), (50, 92)], 0.6), 38)),
        b(curve([2.6, 3.4, 3.4, 3.4, 2.6], (30, 95), (44, 86), (54, 95), (68, 86), (92, 93))),
    )


def gamepad() -> Layers:
    """A controller with pad, buttons and sticks."""
    return (
        a(
            blob(
                (30, 28),
                (50, 31),
                (70, 28),
                (86, 36),
                (96, 62),
                (94, 80),
                (84, 83),
                (72, 72),
                (62, 67),
                (38, 67),
                (28, 72),
                (16, 83),
                (6, 80),
                (4, 62),
                (14, 36),
            )
        ),
        b(both(box(20, 22, 18, 5, 2.5))),
        cut(
            box(21, 46, 17, 5.4, 1),
            box(26.8, 40.2, 5.4, 17, 1),
            both(dot(40, 60, 6)),
            box(44, 40, 4.6, 3.4, 1.6),
            box(51.4, 40, 4.6, 3.4, 1.6),
        ),
        b(both(dot(40, 60, 3.6))),
        cut(dot(71, 41, 3.2), dot(71, 56, 3.2), dot(63.5, 48.5, 3.2), dot(78.5, 48.5, 3.2)),
    )


def dice() -> Layers:
    """Two dice, one behind the other."""
    pips = ((-11, -11), (11, -11), (0, 0), (-11, 11), (11, 11))
    front = (box(6, 38, 52, 52, 10, -12),)
    return (
        b(box(46, 8, 44, 44, 9, 18)),
        cut(
            *(
                turn(dot(68 + dx, 30 + dy, 4), 18, 68, 30)
                for dx, dy in ((-10, -10), (0, 0), (10, 10))
            )
        ),
        cut(box(2.5, 34.5, 59, 59, 12, -12)),
        a(*front),
        cut(*(turn(dot(32 + dx * 1.25, 64 + dy * 1.25, 5), -12, 32, 64) for dx, dy in pips)),
        c(spark(84, 70, 9), spark(16, 20, 7)),
    )


def scissors() -> Layers:
    """Open scissors cutting a dotted line."""
    blade = path("M50 54L44 50C40 36 34 20 33 4C40 14 49 30 55 47Z")
    return (
        a(turn(blade, 4), flip(turn(blade, 4))),
        b(line(6, (50, 52), (33, 72)), line(6, (50, 52), (67, 72)), both(oval(27, 80, 14, 15, 30))),
        cut(both(oval(27, 80, 8.6, 9.6, 30)), dot(50, 50, 2.6)),
        c(*(box(48.9, 4 + i * 8, 2.2, 4.6, 1) for i in range(3))),
    )
