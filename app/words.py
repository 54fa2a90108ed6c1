"""The screen's texts and formats in the chosen language."""

from __future__ import annotations

from app.config import app_settings
from domain.i18n.catalogue import catalogue


def locale() -> str:
    """The language of this screen."""
    return app_settings().locale


def t(key: str, **values: object) -> str:
    """The message of a key. Keys are written out in full, so that a test can find them."""
    return catalogue(locale()).text(key, **values)


def t_or(key: str, fallback: str, **values: object) -> str:
    """The message of a key made of a code the API sent, or what the API said."""
    return catalogue(locale()).text_or(key, fallback, **values)
