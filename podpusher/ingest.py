"""`podpusher ingest`: people's own files into the warehouse, with a plain account of each."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from assets.ingest.expectations import judge_batch
from assets.ingest.loading import load_platform
from assets.ingest.outcomes import SourceOutcome
from assets.ingest.recorded import IMPORT, land_recorded
from domain.sources.registry import PLATFORMS
from podpusher.errors import ExitStatus
from podpusher.folders import only_one
from warehouse.engine.base import closing
from warehouse.engine.open import open_engine
from warehouse.landing import Landing
from warehouse.settings import warehouse_settings


def ingest_file(path: Path, console: Console) -> ExitStatus:
    """Land and load; 0 when every file was used, 3 when one could not be or rows were refused all.

    Raises UnusableInput when no file can be used at all.
    """
    settings = warehouse_settings()
    now = datetime.now(UTC)
    with only_one(settings.folder, "ingest"), console.status("Reading ..."):
        landing = Landing(settings.landing)
        outcomes = land_recorded(landing, path.expanduser().resolve(), now, into=IMPORT)
        with closing(open_engine(settings)) as engine:
            loaded = [
                outcome
                for platform in PLATFORMS
                for outcome in load_platform(
                    engine, landing, platform, "podpusher-ingest", now, check=judge_batch
                ).outcomes()
            ]
    failed = [outcome for outcome in outcomes if outcome.unusable]
    _show([*loaded, *failed], console)
    console.print("Next: podpusher run (or make run) scores what was loaded.")
    unusable = failed or [o for o in loaded if o.status == "failed"]
    return ExitStatus.UNUSABLE_INPUT if unusable else ExitStatus.OK


def _show(outcomes: list[SourceOutcome], console: Console) -> None:
    table = Table(box=None, padding=(0, 2), header_style="bold")
    for title in ("File", "Source", "Status", "Rows", "Refused", "Remark"):
        table.add_column(title, justify="right" if title in {"Rows", "Refused"} else "left")
    for outcome in outcomes:
        table.add_row(
            escape(outcome.name),
            outcome.source,
            outcome.status,
            f"{outcome.rows:,}",
            f"{outcome.quarantined:,}",
            escape(outcome.message or ""),
        )
    console.print(table)
