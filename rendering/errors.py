"""What can go wrong while drawing. Each error carries a code and the next step."""

from __future__ import annotations


class RenderingError(Exception):
    """Base of the drawing errors."""

    code = "rendering.failed"


class UnknownFace(RenderingError):
    """The face is not one of the display faces."""

    code = "rendering.unknown_face"


class FaceNotInstalled(RenderingError):
    """The font package of a face is missing or damaged."""

    code = "rendering.face_not_installed"


class GlyphMissing(RenderingError):
    """The face has no glyph for a character of the text."""

    code = "rendering.glyph_missing"


class BadScene(RenderingError):
    """The scene cannot be drawn: a malformed outline, colour or size."""

    code = "rendering.bad_scene"


class UnreadablePrint(RenderingError):
    """The print file is missing or is not an image."""

    code = "rendering.unreadable_print"


class UnknownGarment(RenderingError):
    """The garment colour is not in the table."""

    code = "rendering.unknown_garment"


class CannotWrite(RenderingError):
    """A file could not be written: disk full, or no permission."""

    code = "rendering.cannot_write"
