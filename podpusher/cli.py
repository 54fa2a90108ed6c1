"""The `podpusher` command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from podpusher.errors import CommandError, ExitStatus

app = typer.Typer(
    name="podpusher",
    help="Trend signals in, print-on-demand listing drafts out, every number traceable.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Signals = Annotated[
    Path | None,
    typer.Option(
        "--signals",
        help="Folder or file of recorded signals; empty: live sources.",
        readable=False,  # what may not be read is an unusable input, not a usage error
    ),
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", help="The day to stand at, YYYY-MM-DD; empty: today.")
]
Engine = Annotated[
    str | None,
    typer.Option(
        "--engine",
        help="duckdb, or postgres: a server of the data folder that runs along. Empty: as the "
        "settings say.",
    ),
]


@contextmanager
def plain_errors(console: Console) -> Iterator[None]:
    """End with the error's own exit status and message, never a traceback."""
    from connectors.errors import ConnectorError
    from connectors.errors import UnusableInput as UnusableFile
    from warehouse.errors import UnusableInput, WarehouseError

    try:
        yield
    except CommandError as error:
        console.print(
            f"[red]error[/red] {error.code}: {escape(str(error))}", highlight=False, soft_wrap=True
        )
        raise typer.Exit(error.status) from error
    except (UnusableInput, UnusableFile) as error:
        console.print(
            f"[red]error[/red] {error.code}: {escape(str(error))}", highlight=False, soft_wrap=True
        )
        raise typer.Exit(ExitStatus.UNUSABLE_INPUT) from error
    except (WarehouseError, ConnectorError) as error:
        console.print(
            f"[red]error[/red] {error.code}: {escape(str(error))}", highlight=False, soft_wrap=True
        )
        raise typer.Exit(ExitStatus.FAILED) from error


def day(text: str | None) -> date | None:
    """A day from the command line; anything else is a usage error."""
    if not text:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  # a day has no zone
    except ValueError as error:
        raise CommandError(
            f"{text!r} is not a day. Write it as YYYY-MM-DD, e.g. 2024-12-31.",
            code="usage.bad_day",
            status=ExitStatus.USAGE,
        ) from error


@app.command()
def up(
    signals: Signals = None,
    as_of: AsOf = None,
    engine: Engine = None,
    exit_after_run: Annotated[
        bool, typer.Option("--exit-after-run", help="Stop when the pipeline run has ended.")
    ] = False,
) -> None:
    """Run the pipeline, then serve the dashboard, the API and Dagster's UI until Ctrl-C."""
    from podpusher.up import plan
    from podpusher.up import up as start_up

    console = Console()
    with plain_errors(console):
        made = plan(signals, day(as_of), exit_after_run=exit_after_run, engine=engine)
        status = start_up(made, console)
    raise typer.Exit(status)


@app.command()
def run(signals: Signals = None, as_of: AsOf = None, engine: Engine = None) -> None:
    """Run the pipeline once, without serving anything."""
    from podpusher.run import run_once

    console = Console()
    with plain_errors(console):
        status = run_once(signals, day(as_of), console, engine)
    raise typer.Exit(status)


@app.command()
def api() -> None:
    """Serve the API alone, as in production, until Ctrl-C; host, port and workers are settings."""
    from podpusher.api import serve_api

    console = Console()
    with plain_errors(console):
        serve_api(console)


@app.command()
def trends(
    signals: Signals = None,
    limit: Annotated[int, typer.Option(min=1, max=200, help="Rows to show.")] = 25,
    as_of: AsOf = None,
) -> None:
    """Show the ranked trends with sparklines."""
    from podpusher.trends import show_trends

    console = Console()
    with plain_errors(console):
        show_trends(signals, limit, day(as_of), console)


@app.command()
def ingest(
    file: Annotated[
        Path,
        typer.Argument(help="CSV, Parquet or JSONL of signals, or a folder.", readable=False),
    ],
) -> None:
    """Load a file of your own signals into the warehouse."""
    from podpusher.ingest import ingest_file

    console = Console()
    with plain_errors(console):
        status = ingest_file(file, console)
    raise typer.Exit(status)


@app.command()
def parse(
    source: Annotated[
        str, typer.Argument(help="A platform, a source of the Sources page, or replay.")
    ],
    file: Annotated[
        Path,
        typer.Argument(
            help="A recorded page, answer, HAR or cassette, an export or a paste; - for stdin.",
            allow_dash=True,
            readable=False,
        ),
    ],
    region: Annotated[
        str | None, typer.Option(help="Country of the answer, when it does not say.")
    ] = None,
    captured_at: Annotated[
        str | None, typer.Option(help="When it was recorded, ISO 8601; a time is UTC.")
    ] = None,
    url: Annotated[str | None, typer.Option(help="Where it was recorded.")] = None,
) -> None:
    """Show what a recorded answer or an export says, as one JSON signal a line."""
    from podpusher.parse import asked, parse_file

    console = Console(stderr=True)
    with plain_errors(console):
        status = parse_file(file, asked(source, region, captured_at, url), console)
    raise typer.Exit(status)


@app.command()
def backtest(
    signals: Annotated[
        Path,
        typer.Option("--signals", help="Folder or file of recorded signals.", readable=False),
    ],
    test_from: Annotated[
        str | None, typer.Option("--test-from", help="First day graded, YYYY-MM-DD.")
    ] = None,
    test_to: Annotated[
        str | None, typer.Option("--test-to", help="Last day graded, YYYY-MM-DD.")
    ] = None,
    target: Annotated[
        Path | None, typer.Option("--json", help="Write the whole score card to this file.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write the score card as a page with plots.")
    ] = None,
    score: Annotated[
        str | None, typer.Option("--score", help="Version of the shipped weights; empty: newest.")
    ] = None,
    frozen: Annotated[
        bool, typer.Option("--frozen", help="Grade the shipped weights instead of fitting anew.")
    ] = False,
    opportunity: Annotated[
        bool,
        typer.Option(help="Grade the opportunity score of counters too; about a minute more."),
    ] = True,
) -> None:
    """Grade what simple rules and our forecasts say of recorded signals against what then came."""
    from assets.backtest.card import Span
    from podpusher.backtest import Asked, run_backtest

    console = Console()
    with plain_errors(console):
        span = Span(day(test_from), day(test_to))
        asked = Asked(score, frozen, opportunity)
        status = run_backtest(signals, span, target, console, html=html, asked=asked)
    raise typer.Exit(status)


@app.command()
def fit(
    signals: Annotated[
        Path,
        typer.Option("--signals", help="Folder or file of recorded signals.", readable=False),
    ],
    score: Annotated[
        str | None, typer.Option("--score", help="Name of the new version; empty: the next.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", help="Last day that may be learnt from, YYYY-MM-DD.")
    ] = None,
    rises_only: Annotated[
        bool, typer.Option("--rises-only", help="Only how long rises last; no forecast.")
    ] = False,
    card_only: Annotated[
        bool,
        typer.Option("--card-only", help="Only the score card of a version that is there, anew."),
    ] = False,
) -> None:
    """Fit the forecasts' weights and how long rises last, and write both into the dbt seeds."""
    from podpusher.fit import run_fit, run_fit_of_card, run_fit_of_rises

    console = Console()
    with plain_errors(console):
        today = datetime.now(UTC).date()
        if rises_only:
            status = run_fit_of_rises(signals, day(until), today, console)
        elif card_only:
            status = run_fit_of_card(signals, score, day(until), console)
        else:
            status = run_fit(signals, score, day(until), today, console)
    raise typer.Exit(status)


@app.command()
def doctor() -> None:
    """Show what is configured, what is reachable, and what each missing key would enable."""
    from podpusher.doctor import examine

    console = Console()
    with plain_errors(console):
        status = examine(console)
    raise typer.Exit(status)


@app.command(hidden=True)
def prepare(
    dbt_only: Annotated[bool, typer.Option("--dbt-only", help="Only parse the models.")] = False,
) -> None:
    """Migrate, parse the models, close what a killed run left."""
    from podpusher.prepare import prepare as get_ready

    console = Console()
    with plain_errors(console):
        for line in get_ready(dbt_only=dbt_only):
            console.print(line)
