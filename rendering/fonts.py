"""Setting text into outlines with the display faces of the installed font packages."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from domain.artwork.scene import Box, Command, Outline
from rendering.errors import FaceNotInstalled, GlyphMissing, UnknownFace


@dataclass(frozen=True, slots=True)
class _Source:
    """Which file of a font package, and where on its axes a face lies."""

    file: str
    axes: tuple[tuple[str, float], ...] = ()


# Heavy display weights: a print needs strokes that survive ink and washing.
_FACES: dict[str, _Source] = {
    "abril-fatface": _Source("AbrilFatface-Regular.ttf"),
    "alfa-slab-one": _Source("AlfaSlabOne-Regular.ttf"),
    "anton": _Source("Anton-Regular.ttf"),
    "archivo-black": _Source("ArchivoBlack-Regular.ttf"),
    "bebas-neue": _Source("BebasNeue-Regular.ttf"),
    "black-ops-one": _Source("BlackOpsOne-Regular.ttf"),
    "bungee": _Source("Bungee-Regular.ttf"),
    "caveat": _Source("Caveat[wght].ttf", (("wght", 700),)),
    "changa-one": _Source("ChangaOne-Regular.ttf"),
    "cinzel": _Source("Cinzel[wght].ttf", (("wght", 900),)),
    "comfortaa": _Source("Comfortaa[wght].ttf", (("wght", 700),)),
    "dm-serif-display": _Source("DMSerifDisplay-Regular.ttf"),
    "fjalla-one": _Source("FjallaOne-Regular.ttf"),
    "fredoka": _Source("Fredoka[wdth,wght].ttf", (("wdth", 100), ("wght", 700))),
    "gravitas-one": _Source("GravitasOne.ttf"),
    "great-vibes": _Source("GreatVibes-Regular.ttf"),
    "josefin-sans": _Source("JosefinSans[wght].ttf", (("wght", 700),)),
    "league-spartan": _Source("LeagueSpartan[wght].ttf", (("wght", 800),)),
    "lilita-one": _Source("LilitaOne-Regular.ttf"),
    "lobster": _Source("Lobster-Regular.ttf"),
    "luckiest-guy": _Source("LuckiestGuy-Regular.ttf"),
    "oleo-script": _Source("OleoScript-Bold.ttf"),
    "oswald": _Source("Oswald[wght].ttf", (("wght", 700),)),
    "pacifico": _Source("Pacifico-Regular.ttf"),
    "permanent-marker": _Source("PermanentMarker-Regular.ttf"),
    "playfair-display": _Source("PlayfairDisplay[wght].ttf", (("wght", 900),)),
    "press-start-2p": _Source("PressStart2P-Regular.ttf"),
    "righteous": _Source("Righteous-Regular.ttf"),
    "rowdies": _Source("Rowdies-Bold.ttf"),
    "russo-one": _Source("RussoOne-Regular.ttf"),
    "satisfy": _Source("Satisfy-Regular.ttf"),
    "shadows-into-light": _Source("ShadowsIntoLight.ttf"),
    "titan-one": _Source("TitanOne-Regular.ttf"),
    "yellowtail": _Source("Yellowtail-Regular.ttf"),
}

_KEPT_LINES = 2048


@dataclass(frozen=True, slots=True)
class FaceInfo:
    """Where a face comes from, for the provenance record.

    `licence` is the package's own SPDX name; `licence_file` and `font_file` are paths inside the
    installed packages; `axes` are the settings of a variable font, empty for a static one.
    """

    name: str
    family: str
    version: str
    licence: str
    licence_file: str
    font_file: str
    package: str
    copyright: str
    axes: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class _Glyph:
    """One glyph in font units, y upward: commands, and its exact ink box or none."""

    commands: tuple[Command, ...]
    box: tuple[float, float, float, float] | None


@dataclass(frozen=True, slots=True)
class _Run:
    """A shaped line in font units: glyphs with their pen positions."""

    glyphs: tuple[tuple[int, float, float], ...]
    # index of the tracking step each glyph sits on
    steps: tuple[int, ...]
    advance: float


class _Face:
    """One loaded face: the shaper's font and the glyphs drawn so far."""

    def __init__(self, name: str) -> None:
        import uharfbuzz as hb

        self.name = name
        path = _folder(name) / "files" / _FACES[name].file
        try:
            blob = hb.Blob.from_file_path(str(path))
        except (OSError, hb.HarfBuzzError) as error:
            raise FaceNotInstalled(_advice(name, f"{path.name} is not in it")) from error
        self.font = hb.Font(hb.Face(blob))
        self.upem: int = self.font.face.upem
        self.font.scale = (self.upem, self.upem)
        if _FACES[name].axes:
            self.font.set_variations(dict(_FACES[name].axes))
        self._glyphs: dict[int, _Glyph] = {}

    def has(self, character: str) -> bool:
        return self.font.get_nominal_glyph(ord(character)) is not None

    def glyph(self, index: int) -> _Glyph:
        known = self._glyphs.get(index)
        if known is None:
            known = self._glyphs[index] = self._draw(index)
        return known

    def _draw(self, index: int) -> _Glyph:
        from fontTools.pens.boundsPen import BoundsPen
        from fontTools.pens.recordingPen import RecordingPen

        pen = RecordingPen()
        self.font.draw_glyph_with_pen(index, pen)
        bounds = BoundsPen(None)
        pen.replay(bounds)
        commands: list[Command] = []
        for operator, points in pen.value:
            flat = [float(value) for point in points for value in point]
            commands.append((_OPERATORS[operator], *flat))
        return _Glyph(tuple(commands), bounds.bounds)

    def shape(self, text: str, *, tracked: bool) -> _Run:
        import uharfbuzz as hb

        if not text:
            return _Run((), (), 0.0)
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        # Spaced-out letters must not fuse: a ligature would keep its two letters unspaced.
        features = {"liga": False, "clig": False} if tracked else {}
        hb.shape(self.font, buffer, features)
        glyphs: list[tuple[int, float, float]] = []
        steps: list[int] = []
        x, y, step = 0.0, 0.0, -1
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            if position.x_advance or step < 0:
                step += 1
            glyphs.append((info.codepoint, x + position.x_offset, y + position.y_offset))
            steps.append(step)
            x += position.x_advance
            y += position.y_advance
        return _Run(tuple(glyphs), tuple(steps), x)


_OPERATORS = {
    "moveTo": "M",
    "lineTo": "L",
    "qCurveTo": "Q",
    "curveTo": "C",
    "closePath": "Z",
    "endPath": "Z",
}


def _advice(name: str, what: str) -> str:
    return (
        f"the face {name} cannot be loaded: {what}. Install the package fontpkg-{name} "
        "(it is in the runtime requirements; `make run` and `make test` set it up)"
    )


def _known(name: str) -> str:
    if name not in _FACES:
        raise UnknownFace(f"no display face is called {name!r}; choose one of {', '.join(_FACES)}")
    return name


@cache
def _folder(name: str) -> Path:
    module = "fontpkg_" + _known(name).replace("-", "_")
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        raise FaceNotInstalled(_advice(name, "its package is not installed"))
    return Path(spec.origin).parent


@cache
def _load(name: str) -> _Face:
    return _Face(_known(name))


def face_info(name: str) -> FaceInfo:
    """Family, version and licence of a face, read from its package. Unknown: `UnknownFace`."""
    folder = _folder(name)
    try:
        facts: dict[str, Any] = json.loads((folder / "metadata.json").read_text("utf-8"))
        licence = folder / "LICENSE"
        if not licence.is_file():
            raise FaceNotInstalled(_advice(name, "its licence text is missing"))
        return FaceInfo(
            name=name,
            family=facts["family"],
            version=facts["version"],
            licence=facts["license"],
            licence_file=f"{folder.name}/LICENSE",
            font_file=f"{folder.name}/files/{_FACES[name].file}",
            package=f"fontpkg-{name}",
            copyright=facts["copyright"],
            axes=_FACES[name].axes,
        )
    except (OSError, ValueError, KeyError) as error:
        raise FaceNotInstalled(_advice(name, f"its record is unreadable ({error})")) from error


class FontTypesetter:
    """Sets lines with the installed display faces (a `domain.artwork.scene.Typesetter`).

    Faces are loaded on first use and shared by all typesetters of the process. Lines are kept
    (the last 2048), so that fitting a line by trying sizes stays cheap.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._runs: OrderedDict[tuple[str, str, bool], _Run] = OrderedDict()

    def faces(self) -> tuple[str, ...]:
        """Names of the display faces, sorted."""
        return tuple(_FACES)

    def covers(self, text: str, face: str) -> bool:
        """Whether the face has a glyph for every character of the text."""
        loaded = _load(face)
        return all(loaded.has(character) for character in text)

    def line(self, text: str, face: str, size: float, tracking: float = 0.0) -> Outline:
        """Outline of one line, pen starting at x=0, baseline at y=0, y downward, in pixels.

        `size` is the em in pixels; `tracking` is extra space between glyphs in em. Kerning,
        ligatures and contextual forms apply; tracked lines have no ligatures. An empty or blank
        line has no commands and an empty box. Raises `GlyphMissing` rather than print a box.
        """
        loaded = _load(face)
        run = self._run(loaded, text, tracked=tracking != 0.0)
        scale = size / loaded.upem
        gap = tracking * size
        commands: list[Command] = []
        left = top = float("inf")
        right = bottom = float("-inf")
        for (index, x, y), step in zip(run.glyphs, run.steps, strict=True):
            glyph = loaded.glyph(index)
            if glyph.box is None:
                continue
            dx, dy = x * scale + gap * step, -y * scale
            x0, y0, x1, y1 = glyph.box
            left, right = min(left, dx + x0 * scale), max(right, dx + x1 * scale)
            top, bottom = min(top, dy - y1 * scale), max(bottom, dy - y0 * scale)
            commands.extend(_placed(command, scale, dx, dy) for command in glyph.commands)
        box = Box(left, top, right, bottom) if commands else Box(0.0, 0.0, 0.0, 0.0)
        gaps = run.steps[-1] if run.steps else 0
        return Outline(
            tuple(commands), box, baseline=0.0, advance=run.advance * scale + gap * max(gaps, 0)
        )

    def _run(self, loaded: _Face, text: str, *, tracked: bool) -> _Run:
        key = (loaded.name, text, tracked)
        with self._lock:
            known = self._runs.get(key)
            if known is not None:
                self._runs.move_to_end(key)
                return known
        missing = sorted({character for character in text if not loaded.has(character)})
        if missing:
            raise GlyphMissing(
                f"the face {loaded.name} has no glyph for {' '.join(map(repr, missing))}; "
                "choose a face whose covers(text) is true"
            )
        run = loaded.shape(text, tracked=tracked)
        with self._lock:
            self._runs[key] = run
            while len(self._runs) > _KEPT_LINES:
                self._runs.popitem(last=False)
        return run


def _placed(command: Command, scale: float, dx: float, dy: float) -> Command:
    """Scale a glyph's command, turn it y downward and move it."""
    operator, *values = command
    moved: list[str | float] = [operator]
    for number in range(0, len(values), 2):
        x, y = values[number], values[number + 1]
        moved.append(x * scale + dx)  # type: ignore[operator]
        moved.append(dy - y * scale)  # type: ignore[operator]
    return tuple(moved)
