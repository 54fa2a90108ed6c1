"""`podpusher parse`: what a recorded answer or an export says, as canonical signals."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import polars as pl
import typer
from rich.console import Console
from rich.markup import escape

from connectors.errors import (
    BadAnswer,
    Blocked,
    ConnectorError,
    LoginWall,
    UnknownMarkup,
    UnusableInput,
)
from connectors.trends.base import SIGNAL_SCHEMA, Parsed, TrendSource, naive_utc
from connectors.trends.loading import connector, connectors_of
from connectors.trends.recordings.index import address_of
from connectors.trends.recordings.recording import Recording, Unwrapped
from connectors.trends.recordings.unwrap import unwrap
from connectors.trends.regions import region_code
from connectors.trends.replay import reader
from domain.signals import Origin
from domain.sources.registry import ALIASES, PLATFORMS, SOURCES, live_platforms
from podpusher.errors import CommandError, ExitStatus

REPLAY = "replay"
FIELDS = [name for name in SIGNAL_SCHEMA if name not in ("platform", "line")]
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)  # stands in for "not known"; no answer is as old
_ROWS_AT_ONCE = 20_000
_SHOWN = 5  # reasons, and notes
_TELLING: tuple[type[ConnectorError], ...] = (Blocked, LoginWall, UnknownMarkup, BadAnswer)
_ANSWER = (b"{", b"[", b"<", b")]}'")  # how answers of platforms begin, and tables do not


@dataclass(frozen=True, slots=True)
class Asked:
    """What the person said about the file: the source, and what the file may not tell itself."""

    name: str
    platform: str | None  # None: any
    connectors: tuple[TrendSource, ...]
    region: str | None
    captured_at: datetime | None  # aware UTC
    url: str | None
    beside: str | None = None  # the address that a list beside the file gives for it


def asked(source: str, region: str | None, captured_at: str | None, url: str | None) -> Asked:
    """The question in checked words. Raises CommandError (usage) for anything that is none."""
    name = source.strip().lower().replace("-", "_")
    name = ALIASES.get(name, name)
    platform, chosen = _chosen(name, source)
    code = region_code(region) if region else None
    if region and code is None:
        raise _usage("bad_region", f"{region!r} is no country. Give a code such as US, or WW.")
    return Asked(name, platform, chosen, code, _moment(captured_at), url)


def _chosen(name: str, source: str) -> tuple[str | None, tuple[TrendSource, ...]]:
    if name == REPLAY:
        return None, ()
    if name in PLATFORMS:
        live = name in live_platforms()
        return name, tuple(connectors_of(name).values()) if live else ()
    if name in SOURCES:
        spec = SOURCES[name]
        return spec.platform, (connector(name),) if spec.live else ()
    raise _usage(
        "unknown_source",
        f"no source is called {source!r}. Give {REPLAY}, a platform ({', '.join(PLATFORMS)}), "
        f"one of their other names ({', '.join(ALIASES)}), or a source "
        f"({', '.join(name for name in SOURCES if name not in PLATFORMS)}).",
    )


def _moment(text: str | None) -> datetime | None:
    """A day alone means its end, a time without a zone is UTC."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise _usage(
            "bad_moment",
            f"{text!r} is no ISO 8601 time. Write it as 2026-03-02T09:30Z or 2026-03-02.",
        ) from error
    if len(text.strip()) <= len("2026-03-02"):
        found = datetime.combine(found.date(), time.max)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _usage(code: str, message: str) -> CommandError:
    return CommandError(message, code=f"usage.{code}", status=ExitStatus.USAGE)


def parse_file(file: Path, asked: Asked, console: Console) -> ExitStatus:
    """Print the signals of a file as JSON lines; the account of it goes to `console`.

    Raises CommandError (status 3) with the code of the connector's or the file's error.
    """
    payload, changed = _read(file)
    if asked.url is None:
        asked = replace(asked, beside=address_of(file))
    try:
        parsed, fallback = _parsed(payload, changed, asked)
    except ConnectorError as error:
        raise CommandError(
            error.message, code=error.code, status=ExitStatus.UNUSABLE_INPUT
        ) from error
    assumed = parsed.frame.filter(pl.col("captured_at") == naive_utc(fallback)).height
    if assumed and fallback == _NO_TIME:
        raise _usage(
            "no_moment",
            "nothing says when this was recorded. Give --captured-at, e.g. 2026-03-02T09:30Z.",
        )
    for chunk in _lines(parsed.frame):
        typer.echo(chunk, nl=False)
    if assumed and fallback == changed and fallback != asked.captured_at:
        console.print(
            f"captured_at: {changed:%Y-%m-%dT%H:%M:%SZ}, the time of the file's last change; "
            "--captured-at says otherwise",
            highlight=False,
            soft_wrap=True,
        )
    _account(parsed, console)
    return ExitStatus.OK


def _read(file: Path) -> tuple[bytes, datetime | None]:
    """The bytes, and when the file was last changed; None for a pipe. Raises CommandError."""
    if str(file) == "-":
        status = os.fstat(sys.stdin.fileno()) if _has_number(sys.stdin) else None
        changed = status.st_mtime if status and stat.S_ISREG(status.st_mode) else None
        payload = sys.stdin.buffer.read(reader.MAX_FILE)
    else:
        try:
            payload = reader.read_bytes(file)
            changed = file.stat().st_mtime
        except UnusableInput as error:
            raise CommandError(
                error.message, code=error.code, status=ExitStatus.UNUSABLE_INPUT
            ) from error
    return payload, None if changed is None else datetime.fromtimestamp(changed, UTC)


def _has_number(stream: Any) -> bool:
    try:
        return stream.fileno() >= 0
    except OSError:
        return False


def _parsed(payload: bytes, changed: datetime | None, asked: Asked) -> tuple[Parsed, datetime]:
    """What the file says, and the time that stands where neither it nor the person says one."""
    fallback = asked.captured_at or changed or _NO_TIME
    unwrapped = unwrap(payload) if asked.connectors else Unwrapped("plain", ())
    try:
        return _answers(unwrapped, asked, fallback), fallback
    except ConnectorError as error:
        if unwrapped.wrapper != "plain" or isinstance(error, Blocked | LoginWall):
            raise
        known = None if fallback == _NO_TIME else fallback
        try:
            return _export(payload, asked, known), fallback
        except UnusableInput:
            body = unwrapped.recordings[0].body.lstrip() if unwrapped.recordings else b""
            if body.startswith(_ANSWER):
                raise error from None
            raise


def _answers(unwrapped: Unwrapped, asked: Asked, fallback: datetime) -> Parsed:
    """All trends of all answers; answers that are none are passed over when one is.

    Raises the most telling error when none is.
    """
    found: list[Parsed] = []
    errors: list[ConnectorError] = []
    for recording in unwrapped.recordings:
        if not recording.is_text:
            continue
        try:
            found.append(_answer(recording, asked, fallback))
        except ConnectorError as error:
            errors.append(error)
    if not found:
        raise _most_telling(errors) or UnusableInput(
            "no answer with a body. Record it with its content.", reason="empty"
        )
    passed = (f"{len(errors)} other answers hold no trends",) if errors else ()
    return Parsed(
        pl.concat(parsed.frame for parsed in found),
        pl.concat(parsed.quarantine for parsed in found),
        ", ".join(dict.fromkeys(parsed.format for parsed in found)),
        sum(parsed.rows_read for parsed in found),
        (*(note for parsed in found for note in parsed.notes), *passed),
    )


def _answer(recording: Recording, asked: Asked, fallback: datetime) -> Parsed:
    """The first connector's reading that has rows, else the first that understands it."""
    captured = asked.captured_at or recording.captured_at or fallback
    told = {"url": asked.url or recording.url or asked.beside, "region": asked.region}
    meta = {"captured_at": captured.isoformat(), **{key: it for key, it in told.items() if it}}
    understood: list[Parsed] = []
    errors: list[ConnectorError] = []
    for source in asked.connectors:
        try:
            parsed = source.parse(recording.body, meta)
        except ConnectorError as error:
            errors.append(error)
            continue
        if parsed.frame.height:
            return parsed
        understood.append(parsed)
    if understood:
        return max(understood, key=lambda parsed: parsed.quarantine.height)
    if refusal := recording.refusal(asked.name):
        errors.append(refusal)
    raise _most_telling(errors) or UnusableInput(
        f"no connector reads {asked.name}.", reason="unknown_format"
    )


def _most_telling(errors: Sequence[ConnectorError]) -> ConnectorError | None:
    """A wall says more than a status, a status more than an unknown shape."""

    def order(error: ConnectorError) -> float:
        if type(error) in _TELLING:
            return _TELLING.index(type(error))
        return 9 if isinstance(error, UnusableInput) else 1.5

    return min(errors, key=order, default=None)


def _export(payload: bytes, asked: Asked, noted_at: datetime | None) -> Parsed:
    """The file as an export or a person's own file. Raises UnusableInput."""
    origin = Origin.REPLAY if asked.name == REPLAY else Origin.IMPORT
    known, table = reader.recognise(payload, noted_at=noted_at, region=asked.region)
    if asked.platform and known.platforms and asked.platform not in known.platforms:
        raise UnusableInput(
            f"this is a file of {known.platforms[0]} ({known.title}). "
            f"Use: podpusher parse {known.platforms[0]} FILE",
            reason="unknown_format",
        )
    return reader.parse_table(known, table, origin)


def _lines(frame: pl.DataFrame) -> Iterator[bytes]:
    """One JSON object a signal, UTF-8, times as ISO 8601 with a Z."""
    import orjson

    options = orjson.OPT_NAIVE_UTC | orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE
    for start in range(0, frame.height, _ROWS_AT_ONCE):
        rows = frame.select(FIELDS).slice(start, _ROWS_AT_ONCE).iter_rows(named=True)
        yield b"".join(orjson.dumps(row, option=options) for row in rows)


def _account(parsed: Parsed, console: Console) -> None:
    """Notes, refused rows by reason with the first of each, and one line of totals."""
    lines = [f"note: {note}" for note in parsed.notes[:_SHOWN]]
    reasons = parsed.quarantine.group_by("reason", maintain_order=True).agg(
        pl.len().alias("rows"), pl.col("line").first(), pl.col("detail").first()
    )
    for row in reasons.sort("rows", descending=True).head(_SHOWN).iter_rows(named=True):
        where = "" if row["line"] is None else f"line {row['line']}: "
        lines.append(f"refused: {row['rows']} {row['reason']} ({where}{row['detail']})")
    lines.append(
        f"{parsed.frame.height} signals, {parsed.quarantine.height} refused, format {parsed.format}"
    )
    for line in lines:
        console.print(escape(line), highlight=False, soft_wrap=True)
