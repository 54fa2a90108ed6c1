"""Recorded files to signals: find the files, recognise the format, parse."""

from __future__ import annotations

import difflib
import errno
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from connectors.errors import UnusableInput
from connectors.trends.base import Parsed, naive_utc
from connectors.trends.replay import (
    canonical,
    google,
    interest,
    lists,
    marketplace,
    pastes,
    tiktok,
    tiktok_list,
)
from connectors.trends.replay.containers import read_table, unpack
from connectors.trends.replay.encoding import decode
from connectors.trends.replay.formats import Format
from connectors.trends.replay.table import Table, plain_name
from domain.signals import Origin

# Raised when any parser changes what it makes of the same bytes.
PARSER_VERSION = "2"
TELLING = ("source",)  # the columns that `platforms_of` reads
MAX_FILE = 1_000_000_000

# Most particular first: a file that fits two formats is the earlier one.
FORMATS: tuple[Format, ...] = (
    *canonical.FORMATS,
    *lists.FORMATS,
    *tiktok.FORMATS,
    *interest.FORMATS,
    *google.FORMATS,
    *tiktok_list.FORMATS,
    *marketplace.FORMATS,
)
# Text that is no table with a header, most particular first; each makes a table of a format above.
PASTES: tuple[Callable[[str], Table | None], ...] = (
    google.related,
    tiktok_list.paste,
    marketplace.paste,
)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read, or why it cannot be read. `name` is relative to the asked folder."""

    path: Path
    name: str
    error: UnusableInput | None = None


def find_files(asked: Path) -> list[FoundFile]:
    """The file, or all files below the folder in order of name; hidden ones are left out.

    Raises UnusableInput when the place does not exist, may not be read, or holds no file.
    A subfolder that may not be read is reported as one entry with an error.
    """
    try:
        if asked.is_file():
            return [FoundFile(asked, _shown_name(Path(asked.name)))]
        if not asked.is_dir():
            raise UnusableInput(
                f"{asked} does not exist. Give a folder or file of signals.",
                reason="not_found",
                path=str(asked),
            )
        found = list(_below(asked, asked))
    except OSError as error:
        raise _unreadable(asked, error) from error
    if not found:
        raise UnusableInput(
            f"{asked} holds no file. Put signal files into it; docs/user/signals.md shows how.",
            reason="empty_folder",
            path=str(asked),
        )
    return found


def _below(folder: Path, root: Path) -> Iterator[FoundFile]:
    with os.scandir(folder) as entries:
        listed = sorted(entries, key=lambda entry: entry.name)
    for entry in listed:
        if entry.name.startswith((".", "__MACOSX")):
            continue
        path = Path(entry.path)
        name = _shown_name(path.relative_to(root))
        if entry.is_dir(follow_symlinks=False):
            try:
                yield from _below(path, root)
            except OSError as error:
                yield FoundFile(path, name, _unreadable(path, error))
        elif entry.is_file():
            yield FoundFile(path, name)


def _shown_name(path: Path) -> str:
    """The name as text; bytes that are no UTF-8 become replacement characters."""
    return path.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def read_bytes(path: Path) -> bytes:
    """The file's bytes. Raises UnusableInput when it cannot be read or is too large."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise UnusableInput(
                f"{path.name} is larger than {MAX_FILE:,} bytes. Split it and try again.",
                reason="too_large",
                path=str(path),
            )
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> UnusableInput:
    if error.errno in (errno.EACCES, errno.EPERM):
        return UnusableInput(
            f"no permission to read {path}. Change its permissions, or copy it to where you may.",
            reason="no_permission",
            path=str(path),
        )
    return UnusableInput(
        f"{path} cannot be read ({error.strerror or type(error).__name__}). Check the disk or "
        "copy it again.",
        reason="unreadable",
        path=str(path),
    )


def recognise(
    payload: bytes,
    *,
    noted_at: datetime | None = None,
    region: str | None = None,
    only: Collection[str] | None = None,
) -> tuple[Format, Table]:
    """The format of a file and its rows under plain column names. Its name is never asked.

    `noted_at` (aware) and `region` are what the person who brings the file says of it; they count
    where the file itself is silent; `only` is as in `read_table`. Raises UnusableInput when it
    cannot be read or fits no format.
    """
    table = read_table(payload, _is_header, only=only).plain()
    known = _format_of(table)
    if known is None and google.is_map(table.columns):
        raise UnusableInput(
            "a Google Trends map: it compares places and has no dates. Export 'Interest over "
            "time' instead, the first chart of the page.",
            reason="unknown_format",
        )
    if known is None and table.container == "csv":
        pasted = _pasted(payload)
        if pasted:
            known, table = pasted
    if known is None:
        raise UnusableInput(_closest(table.columns), reason="unknown_format")
    noted = None if noted_at is None else naive_utc(noted_at)
    return known, replace(table, noted_at=noted, region=region)


def parse(
    payload: bytes,
    origin: Origin = Origin.REPLAY,
    *,
    noted_at: datetime | None = None,
    region: str | None = None,
) -> Parsed:
    """The signals of a recorded file. Pure. Raises UnusableInput.

    `origin` is given to rows whose file does not say: replay, or import for a person's own file.
    A canonical file without an origin column is always an import. `noted_at` (aware) is when the
    person noted or brought the file: a file without any date (a paste, say) is refused without it.
    """
    known, table = recognise(payload, noted_at=noted_at, region=region)
    return parse_table(known, table, origin)


def parse_table(known: Format, table: Table, origin: Origin) -> Parsed:
    """The signals of a file that `recognise` has read."""
    return known.parse(table, Origin.IMPORT if known.platforms is None else origin)


def platforms_of(known: Format, table: Table) -> list[str]:
    """Raw tables that a file feeds, with its refused rows, without parsing all of it."""
    return list(known.platforms) if known.platforms is not None else canonical.platforms(table)


def _format_of(table: Table) -> Format | None:
    return next((known for known in FORMATS if known.matches(table.columns)), None)


def _pasted(payload: bytes) -> tuple[Format, Table] | None:
    """The format and rows of text copied from a page."""
    text = decode(unpack(payload)).text
    if len(text) > pastes.LONGEST:
        return None
    for shape in PASTES:
        table = shape(text)
        known = _format_of(table) if table else None
        if table and known:
            return known, table
    return None


def _is_header(cells: Sequence[str]) -> bool:
    names = [plain_name(cell) for cell in cells]
    return google.is_map(names) or any(known.matches(names) for known in FORMATS)


def _closest(columns: Sequence[str]) -> str:
    shown = ", ".join(name[:40] for name in columns[:12]) or "none"
    best, missing = None, list(canonical.REQUIRED)
    for known in FORMATS:
        lacking = [need for need in known.needs if not _has(need, columns)]
        if len(lacking) < len(known.needs) and (best is None or len(lacking) < len(missing)):
            best, missing = known, lacking
    if best is None:
        return (
            f"no known columns (found: {shown}). The header needs {', '.join(canonical.REQUIRED)} "
            "and value or rank; docs/user/signals.md shows an example."
        )
    hints = [
        f"{close[0]} may be meant as {need}"
        for need in missing
        if (close := difflib.get_close_matches(need, columns, n=1, cutoff=0.7))
    ]
    hint = f" ({'; '.join(hints)})" if hints else ""
    if best.platforms is None and "observed_at" in missing:
        hint += ". Add a column observed_at with the day of each value, e.g. 2024-12-31"
    return (
        f"columns missing for {best.title}: {', '.join(missing)}{hint}. Found: {shown}. "
        "Mend the header; docs/user/signals.md lists the known columns."
    )


def _has(need: str, columns: Sequence[str]) -> bool:
    choices = need.replace(" or ", ", ").split(", ")
    return any(plain_name(choice) in columns for choice in choices)
