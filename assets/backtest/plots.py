"""Plots of a score card as SVG text: drawn narrow, so that they stay readable on a phone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH = 360
LABEL, RIGHT, ROW, TOP, FOOT = 142, 12, 19, 8, 34
INK, SOFT, LINE, OURS, RULE = "#2a2521", "#6a6057", "#ddd3c4", "#b4472e", "#23605f"


@dataclass(frozen=True, slots=True)
class Dot:
    """A value with its interval; `ours` is drawn apart from the rules by colour and shape."""

    label: str
    value: float
    low: float | None
    high: float | None
    ours: bool = False


def dots(title: str, axis: str, rows: Sequence[Dot], *, line: float | None = None) -> str:
    """Values as dots, intervals as whiskers, one row each. `line` is where nothing is known."""
    ends = [one.value for one in rows]
    ends += [end for one in rows for end in (one.low, one.high) if end is not None]
    ends += [] if line is None else [line]
    low, high, steps = _axis(min(ends), max(ends))
    bottom = TOP + ROW * len(rows)
    plot = WIDTH - LABEL - RIGHT

    def x(value: float) -> float:
        return LABEL + plot * (value - low) / (high - low)

    parts = [_grid(x(step), bottom, f"{step:.{_digits(steps)}f}") for step in steps]
    if line is not None:
        parts.append(
            f'<line x1="{x(line):.1f}" x2="{x(line):.1f}" y1="{TOP}" y2="{bottom}" '
            f'stroke="{INK}" stroke-dasharray="3 3"/>'
        )
    for place, one in enumerate(rows):
        y = TOP + ROW * place + ROW / 2
        colour = OURS if one.ours else RULE
        weight = ' font-weight="700"' if one.ours else ""
        parts.append(
            f'<text x="{LABEL - 8}" y="{y + 4:.1f}" text-anchor="end"{weight}>'
            f"{escape(one.label)}</text>"
        )
        if one.low is not None and one.high is not None:
            parts.append(
                f'<line x1="{x(one.low):.1f}" x2="{x(one.high):.1f}" y1="{y}" y2="{y}" '
                f'stroke="{colour}" stroke-width="2"/>'
            )
        parts.append(_mark(x(one.value), y, colour, square=one.ours))
    parts.append(
        f'<text x="{LABEL + plot / 2:.1f}" y="{bottom + 30}" text-anchor="middle" '
        f'fill="{SOFT}">{escape(axis)}</text>'
    )
    said = "; ".join(f"{one.label} {_said(one)}" for one in rows)
    return _svg(title, said, bottom + FOOT, parts)


@dataclass(frozen=True, slots=True)
class Bin:
    """Rows of like chances: the mean stated, the share that came true, its interval."""

    stated: float
    came_true: float
    low: float | None
    high: float | None
    rows: int


def reliability(title: str, bins: Sequence[Bin]) -> str:
    """What was stated against what came true; on the diagonal the two agree."""
    ends = [end for one in bins for end in (one.low, one.high) if end is not None]
    ends += [end for one in bins for end in (one.stated, one.came_true)]
    top = min(1.0, math.ceil(max(ends) * 10 + 0.2) / 10)
    left, size = 44, 288

    def x(value: float) -> float:
        return left + size * value / top

    def y(value: float) -> float:
        return TOP + size - size * value / top

    steps = [step / 10 for step in range(int(top * 10) + 1) if top <= 0.5 or step % 2 == 0]
    parts = []
    for step in steps:
        parts.append(_grid(x(step), TOP + size, f"{step:.0%}"))
        parts.append(
            f'<line x1="{left}" x2="{left + size}" y1="{y(step):.1f}" y2="{y(step):.1f}" '
            f'stroke="{LINE}"/><text x="{left - 6}" y="{y(step) + 4:.1f}" text-anchor="end">'
            f"{step:.0%}</text>"
        )
    parts.append(
        f'<line x1="{x(0)}" y1="{y(0)}" x2="{x(top)}" y2="{y(top)}" stroke="{INK}" '
        'stroke-dasharray="3 3"/>'
    )
    for one in bins:
        if one.low is not None and one.high is not None:
            parts.append(
                f'<line x1="{x(one.stated):.1f}" x2="{x(one.stated):.1f}" y1="{y(one.low):.1f}" '
                f'y2="{y(one.high):.1f}" stroke="{OURS}" stroke-width="2"/>'
            )
        parts.append(_mark(x(one.stated), y(one.came_true), OURS, square=True))
    parts.append(
        f'<text x="{left + size / 2}" y="{TOP + size + 30}" text-anchor="middle" fill="{SOFT}">'
        "chance stated</text>"
    )
    parts.append(
        f'<text transform="translate(10 {TOP + size / 2}) rotate(-90)" text-anchor="middle" '
        f'fill="{SOFT}">share that came true</text>'
    )
    said = "; ".join(f"stated {one.stated:.0%}, came true {one.came_true:.0%}" for one in bins)
    return _svg(title, said, TOP + size + FOOT, parts)


def _svg(title: str, description: str, height: int, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" font-family="sans-serif" font-size="11" fill="{INK}">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>{''.join(parts)}</svg>"
    )


def _grid(x: float, bottom: int, label: str) -> str:
    return (
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{bottom}" stroke="{LINE}"/>'
        f'<text x="{x:.1f}" y="{bottom + 14}" text-anchor="middle">{label}</text>'
    )


def _mark(x: float, y: float, colour: str, *, square: bool) -> str:
    if square:
        return f'<rect x="{x - 4.5:.1f}" y="{y - 4.5:.1f}" width="9" height="9" fill="{colour}"/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>'


def _axis(low: float, high: float) -> tuple[float, float, list[float]]:
    """Ends and at most five steps at round numbers."""
    reach = max(high - low, 1e-6)
    power = 10.0 ** math.floor(math.log10(reach / 3))
    size = next(one * power for one in (1, 2, 5, 10) if reach / (one * power) <= 3.5)
    first = math.floor(low / size)
    last = max(first + 1, math.ceil(high / size))
    return first * size, last * size, [number * size for number in range(first, last + 1)]


def _digits(steps: Sequence[float]) -> int:
    return max(0, -math.floor(math.log10(steps[1] - steps[0]) + 1e-9))


def _said(one: Dot) -> str:
    if one.low is None or one.high is None:
        return f"{one.value:.3f}"
    return f"{one.value:.3f} ({one.low:.3f} to {one.high:.3f})"
