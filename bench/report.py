"""What a measurement says of itself: one line a program can read, and the table made of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

MARK = "BENCH "
Sense = Literal["at most", "at least"]


@dataclass(frozen=True)
class Figure:
    """One measured figure, its unit, and what it should be; without a goal it only informs."""

    measure: str
    figure: float
    unit: str
    goal: float | None = None
    sense: Sense = "at most"

    @property
    def ratio(self) -> float | None:
        """Figure over goal; None where the goal is missing or zero."""
        return self.figure / self.goal if self.goal else None

    @property
    def held(self) -> bool | None:
        """Whether the goal is kept; None where there is none."""
        if self.goal is None:
            return None
        return self.figure <= self.goal if self.sense == "at most" else self.figure >= self.goal


def emit(figures: Iterable[Figure]) -> None:
    """Print the line that `python -m bench` looks for: the last thing a measurement says."""
    print(MARK + json.dumps([asdict(figure) for figure in figures]), flush=True)


def parse(line: str) -> list[Figure] | None:
    """The figures of such a line, None for any other line."""
    if not line.startswith(MARK):
        return None
    return [Figure(**entry) for entry in json.loads(line.removeprefix(MARK))]


def table(rows: Sequence[tuple[str, Figure]]) -> str:
    """Bench and figure pairs as aligned text, a line each under a line of headings."""
    head = ("bench", "measure", "figure", "goal", "ratio", "held?")
    cells = [head, *(_cells(bench, figure) for bench, figure in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    left = (True, True, False, False, False, True)

    def line(row: Sequence[str]) -> str:
        parts = zip(row, widths, left, strict=True)
        return "  ".join(
            text.ljust(width) if to_left else text.rjust(width) for text, width, to_left in parts
        ).rstrip()

    return "\n".join(
        [line(head), "  ".join("-" * width for width in widths), *map(line, cells[1:])]
    )


def _cells(bench: str, figure: Figure) -> tuple[str, ...]:
    if figure.goal is None:
        return (bench, figure.measure, _number(figure.figure, figure.unit), "", "", "")
    return (
        bench,
        figure.measure,
        _number(figure.figure, figure.unit),
        f"{figure.sense} {_number(figure.goal, figure.unit)}",
        "" if figure.ratio is None else f"{figure.ratio:.2f}",
        "yes" if figure.held else "NO",
    )


def _number(value: float, unit: str) -> str:
    text = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}".rstrip("0").rstrip(".")
    return f"{text} {unit}".rstrip()
