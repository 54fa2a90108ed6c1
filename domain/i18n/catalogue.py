"""Message catalogues: gettext files, read once, looked up by key."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import resources

DEFAULT = "en"
_PLACE = re.compile(r"\{([a-z_]+)\}")


class MissingMessage(KeyError):
    """The catalogue has no such key."""

    code = "i18n.missing_message"


class Catalogue:
    """The messages of one language. Keys are dotted; `{name}` places are filled by name only."""

    def __init__(
        self, locale: str, messages: Mapping[str, tuple[str, ...]], plural_rule: str
    ) -> None:
        self.locale = locale
        self._messages = messages
        self._plural = _plural_function(plural_rule)

    def keys(self) -> frozenset[str]:
        """All keys."""
        return frozenset(self._messages)

    def __contains__(self, key: str) -> bool:
        return key in self._messages

    def text(self, key: str, **values: object) -> str:
        """The message with its places filled; `n` chooses the plural form.

        Raises MissingMessage for an unknown key, KeyError for a place without a value.
        """
        forms = self._messages.get(key)
        if forms is None:
            raise MissingMessage(key)
        number = values.get("n")
        form = forms[0]
        if len(forms) > 1 and isinstance(number, int):
            form = forms[min(self._plural(number), len(forms) - 1)]
        return _PLACE.sub(lambda place: str(values[place.group(1)]), form)

    def text_or(self, key: str, fallback: str, **values: object) -> str:
        """The message, or the fallback for a key that only another version knows."""
        return self.text(key, **values) if key in self._messages else fallback


def available() -> tuple[str, ...]:
    """Languages that have a catalogue."""
    folder = resources.files("domain.i18n").joinpath("locales")
    return tuple(
        sorted(
            item.name.removesuffix(".po") for item in folder.iterdir() if item.name.endswith(".po")
        )
    )


@lru_cache
def catalogue(locale: str = DEFAULT) -> Catalogue:
    """The catalogue of a language; MissingMessage when there is none."""
    from babel.messages.pofile import read_po

    path = resources.files("domain.i18n").joinpath("locales", f"{locale}.po")
    if not path.is_file():
        raise MissingMessage(f"no catalogue for {locale!r}; there are: {', '.join(available())}")
    with path.open("rb") as file:
        parsed = read_po(file, locale=locale)
    messages: dict[str, tuple[str, ...]] = {}
    for message in parsed:
        if not message.id:
            continue
        key = message.id if isinstance(message.id, str) else message.id[0]
        forms = (
            (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        )
        messages[key] = tuple(form for form in forms if form)
    return Catalogue(locale, messages, parsed.plural_expr)


def _plural_function(rule: str) -> Callable[[int], int]:
    from gettext import c2py

    made: Callable[[int], int] = c2py(rule)
    return made
