"""Setting words to a width or a height, never clipped, never squashed beyond taste."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.artwork.geometry import affine, outline, place
from domain.artwork.scene import Outline, Typesetter

EM = 1000.0
SCRIPTS = frozenset(
    (
        "caveat",
        "great-vibes",
        "lobster",
        "oleo-script",
        "pacifico",
        "satisfy",
        "shadows-into-light",
        "yellowtail",
    )
)


@dataclass(slots=True)
class Setter:
    """Sets lines with a typesetter; remembers which faces were used.

    Every outline it returns has its ink centred on x = 0 and starts at y = 0 (top of the ink),
    unless the method says otherwise.
    """

    typesetter: Typesetter
    used: list[str] = field(default_factory=list)

    def pick(self, pool: Sequence[str], text: str, at: int = 0) -> str:
        """The face of the pool at place `at` (wrapping), or the next that covers the text."""
        have = set(self.typesetter.faces())
        turned = [pool[(at + i) % len(pool)] for i in range(len(pool))]
        for face in (*turned, *self.typesetter.faces()):
            if face in have and self.typesetter.covers(self.cased(text, face), face):
                return face
        raise LookupError(f"no display face has every letter of {text!r}; change the phrase")

    @staticmethod
    def cased(text: str, face: str) -> str:
        """Scripts keep small letters and capitalise words; other faces stand in capitals."""
        if face not in SCRIPTS:
            return text.upper()
        return " ".join(
            # short words in capitals are taken for abbreviations
            word.capitalize() if word.islower() or (word.isupper() and len(word) > 4) else word
            for word in text.split()
        )

    def _line(self, text: str, face: str, tracking: float) -> Outline:
        if face not in self.used:
            self.used.append(face)
        return self.typesetter.line(text, face, EM, tracking)

    def cap(self, face: str) -> float:
        """Height of the capitals over the em."""
        return self.typesetter.line("H", face, EM).box.height / EM

    def raw(self, text: str, face: str, size: float, tracking: float = 0.0) -> Outline:
        """Set at an em size; ink centred on x = 0, baseline at y = 0."""
        line = self._line(text, face, tracking)
        scale = size / EM
        middle = (line.box.left + line.box.right) / 2
        return place(line, -middle * scale, 0.0, scale)

    def block(
        self,
        text: str,
        face: str,
        width: float,
        height: float = 1e9,
        tracking: float = 0.0,
        stretch: float = 1.0,
        tall: float = 1.0,
    ) -> Outline:
        """As large as fits into width and height.

        When the height is the limit, letters may be widened by up to `stretch`; when the width is,
        they may grow taller by up to `tall`.
        """
        line = self._line(text, face, tracking)
        across, down = width / max(line.box.width, 1.0), height / max(line.box.height, 1.0)
        sy = min(across * tall, down)
        sx = min(across, sy * stretch)
        middle = (line.box.left + line.box.right) / 2
        return place(line, -middle * sx, -line.box.top * sy, sx, sy)

    def small(
        self, text: str, face: str, cap: float, width: float = 1e9, tracking: float = 0.0
    ) -> Outline:
        """Capitals `cap` pixels tall; smaller when the width asks for it. Starts at the cap top."""
        size = cap / self.cap(face)
        line = self.raw(text, face, size, tracking)
        if line.box.width > width:
            scale = width / line.box.width
            line = place(line, 0.0, 0.0, scale)
            cap *= scale
        return place(line, 0.0, cap)


def slanted(shape: Outline, rise: float) -> Outline:
    """The outline sheared so that it climbs to the right by `rise` (0.1 is 1 in 10)."""
    return outline(affine(shape.commands, 1, -rise, 0, 1, 0, 0))
