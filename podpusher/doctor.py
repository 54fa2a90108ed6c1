"""`podpusher doctor`: what is configured, what is reachable, what each missing key would enable."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx2
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from api.capabilities import capabilities
from connectors.browser.chromium import find_chromium
from connectors.errors import NotConfigured
from connectors.settings import connector_settings, provider_keys
from podpusher.errors import CommandError, ExitStatus
from podpusher.processes import require_free_port
from podpusher.settings import serve_settings
from warehouse.engine.base import closing
from warehouse.engine.timescale import described
from warehouse.errors import NotPublished
from warehouse.serving.reader import SnapshotReader
from warehouse.settings import warehouse_settings

PROBE_SECONDS = 5.0
# One small public page of each live keyless source.
REACHED = {
    "Wikimedia": "https://wikimedia.org/api/rest_v1/",
    "Google Trends": "https://trends.google.com/trending/rss?geo=US",
    "Bluesky": "https://jetstream2.us-east.bsky.network/",
    "Hacker News": "https://hn.algolia.com/api/v1/search?tags=front_page&hitsPerPage=1",
}
LEAST_FREE_BYTES = 2 * 1024**3


@dataclass(frozen=True)
class Finding:
    """One thing looked at: well, worth knowing, or in the way."""

    what: str
    state: str  # ok, note, problem
    text: str


def examine(console: Console, transport: httpx2.BaseTransport | None = None) -> ExitStatus:
    """Print every finding; 1 when something is in the way of running."""
    with console.status("Looking ..."):
        findings = [*machine(), *configured(), *reachable(transport)]
    marks = {"ok": "[green]✓[/green]", "note": "[yellow]•[/yellow]", "problem": "[red]✗[/red]"}
    table = Table(box=None, padding=(0, 1), show_header=False)
    for finding in findings:
        table.add_row(marks[finding.state], finding.what, escape(finding.text))
    console.print(table)
    console.print("\n[bold]Features[/bold]")
    features = Table(box=None, padding=(0, 1), show_header=False)
    for feature in capabilities(provider_keys(), pages=connector_settings().reads_pages):
        mark = marks["ok" if feature.available else "note"]
        features.add_row(mark, feature.enables, feature.reason)
    console.print(features)
    broken = any(finding.state == "problem" for finding in findings)
    return ExitStatus.FAILED if broken else ExitStatus.OK


def machine() -> Iterator[Finding]:
    """Python, disk and ports."""
    version = platform.python_version()
    fits = (3, 11) <= sys.version_info[:2] < (3, 14)
    yield Finding("Python", "ok" if fits else "problem", f"{version} (needs 3.11 to 3.13)")
    folder = warehouse_settings().folder
    there = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(there).free
    yield Finding(
        "Disk",
        "ok" if free >= LEAST_FREE_BYTES else "problem",
        f"{free / 1024**3:.1f} GiB free beside {folder} (a replay needs about 2)",
    )
    settings = serve_settings()
    for port, name, what in (
        (settings.port, "PODPUSHER_PORT", "dashboard and API"),
        (settings.dagster_port, "PODPUSHER_DAGSTER_PORT", "Dagster's UI"),
    ):
        try:
            require_free_port(port, name, what)
            yield Finding(f"Port {port}", "ok", f"free for the {what}")
        except CommandError:
            yield Finding(
                f"Port {port}",
                "note",
                f"in use: PODPUSHER is running, or set {name} to another for the {what}",
            )


def configured() -> Iterator[Finding]:
    """Data folder, warehouse, state and what is published."""
    settings = warehouse_settings()
    yield Finding("Data folder", "ok", str(settings.folder))
    yield warehouse(settings.warehouse_url)
    yield Finding(
        "State", "ok", "server of PODPUSHER_STATE_URL" if settings.state_url else "embedded SQLite"
    )
    try:
        generation = SnapshotReader(settings.serving).current().generation
        yield Finding(
            "Snapshot", "ok", f"as of {generation.as_of}, {generation.mode}, {generation.id}"
        )
    except NotPublished:
        yield Finding("Snapshot", "note", "nothing published yet: make run")
    contact = connector_settings().contact
    yield Finding(
        "Contact",
        "ok" if contact else "note",
        contact or "set PODPUSHER_CONTACT to a mail address: Wikimedia asks callers for one",
    )
    if connector_settings().reads_pages:
        yield browser()


def warehouse(url: str | None) -> Finding:
    """The engine, and what a server has of TimescaleDB. Nothing is changed on it."""
    if not url:
        return Finding("Warehouse", "ok", "embedded DuckDB")
    from warehouse.engine.postgres import PostgresEngine, WarehouseUnreachable

    try:
        with closing(PostgresEngine(url, connect_timeout=int(PROBE_SECONDS))) as engine:
            return Finding("Warehouse", "ok", described(engine))
    except WarehouseUnreachable as error:
        return Finding("Warehouse", "problem", f"Postgres: {error}")


def browser() -> Finding:
    """Whether the pages that were named can be opened."""
    try:
        return Finding("Browser", "ok", str(find_chromium(connector_settings().browser_path)))
    except NotConfigured as error:
        return Finding("Browser", "problem", error.message)


def reachable(transport: httpx2.BaseTransport | None = None) -> Iterator[Finding]:
    """Whether each live keyless source answers now; `transport` stands for the network."""
    headers = {"User-Agent": connector_settings().user_agent}
    with (
        httpx2.Client(headers=headers, timeout=PROBE_SECONDS, transport=transport) as client,
        ThreadPoolExecutor(len(REACHED)) as pool,
    ):
        yield from pool.map(lambda source: _probe(client, *source), REACHED.items())


def _probe(client: httpx2.Client, name: str, address: str) -> Finding:
    try:
        status = client.get(address).status_code
    except httpx2.HTTPError as error:
        return Finding(name, "note", f"not reachable from here ({type(error).__name__})")
    return Finding(name, "ok" if status < 400 else "note", f"answers with status {status}")
