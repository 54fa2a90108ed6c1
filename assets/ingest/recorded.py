"""Landing of recorded files and of people's own files; no orchestration in here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from assets.ingest.outcomes import SourceOutcome, Status
from assets.ingest.writing import Behind
from connectors.errors import UnusableInput
from connectors.trends.replay import reader
from domain.signals import Origin
from warehouse.landing import LandedFile, Landing

REPLAY = "replay"  # folder of landed files that the last replay named
CURATED = "curated_signals"  # our own lists; the last one counts
IMPORT = "import"  # people's own files, one by one; they add up
# Bytes of a file whose way to the disk is worth a thread; of larger ones memory holds one.
BESIDE = range(1_000_000, 200_000_000)


def land_recorded(
    landing: Landing, asked: Path, now: datetime, *, into: str = REPLAY
) -> list[SourceOutcome]:
    """Land every readable file of a folder (or one file) and say what became of each.

    Into `replay`: the files replace what an earlier replay named. Into `import`: they are added; a
    newer file of the same name supersedes the older. Raises UnusableInput when no file is usable.
    """
    origin = Origin.REPLAY if into == REPLAY else Origin.IMPORT
    landing.sweep(now - timedelta(hours=1))
    outcomes: list[SourceOutcome] = []
    noted = now if origin is Origin.IMPORT else None
    with Behind[LandedFile]("landing") as keeper:
        for found in reader.find_files(asked):
            try:
                if found.error:
                    raise found.error
                payload = reader.read_bytes(found.path)
                format_id, platforms, rows = describe(payload, noted)
            except UnusableInput as error:
                outcomes.append(
                    SourceOutcome(into, found.name, "failed", error.code, error.message)
                )
                continue
            meta = {
                "format": format_id,
                "platforms": platforms,
                "rows": rows,
                "parser": reader.PARSER_VERSION,
            }
            keep = partial(landing.write, into, origin, None, payload, found.path.suffix, meta)
            keeper.put(
                partial(keep, file_name=found.name, landed_at=now), large=len(payload) in BESIDE
            )
            status: Status = "ok" if rows else "empty"
            outcomes.append(SourceOutcome(into, found.name, status, format=format_id, rows=rows))
        landed = keeper.finish()
    if not landed:
        raise nothing_usable(asked, outcomes)
    if into == REPLAY:
        landing.set_current(REPLAY, list({file.sha256: file for file in landed}.values()))
    return outcomes


def describe(payload: bytes, noted_at: datetime | None) -> tuple[str, list[str], int]:
    """Format, raw tables and rows of a file. Raises UnusableInput.

    `noted_at` (aware) is when a person noted down what has no date of its own.
    """
    known, table = reader.recognise(payload, noted_at=noted_at, only=reader.TELLING)
    rows = table.frame.height + len(table.refused)
    return known.id, reader.platforms_of(known, table), rows


def nothing_usable(asked: Path, outcomes: Sequence[SourceOutcome]) -> UnusableInput:
    """One error for a folder in which no file can be used; it names the first three."""
    shown = "; ".join(f"{o.name}: {o.message}" for o in outcomes[:3])
    more = f" … and {len(outcomes) - 3} more" if len(outcomes) > 3 else ""
    code = outcomes[0].code or "input.unusable" if len(outcomes) == 1 else "input.unusable"
    return UnusableInput(
        f"no file of {asked} can be used. {shown}{more}",
        reason=code.removeprefix("input."),
        path=str(asked),
    )


def platforms_of(file: LandedFile, landing: Landing) -> list[str]:
    """Raw tables a landed file feeds; asked of the bytes when another parser wrote the note."""
    if file.meta.get("parser") == reader.PARSER_VERSION:
        return list(file.meta["platforms"])
    return describe(landing.read(file), noted_at(file))[1]


def noted_at(file: LandedFile) -> datetime | None:
    """When a person's own file was brought; a recording must say its times itself."""
    return file.landed_at if file.origin is Origin.IMPORT else None


def newest_by_name(files: Sequence[LandedFile]) -> list[LandedFile]:
    """The last landed file of each name, in the order of landing."""
    return sorted(
        {file.file_name: file for file in files}.values(),
        key=lambda file: (file.landed_at, file.sha256),
    )
