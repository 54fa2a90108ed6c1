"""Which data folder a command works in, and who else is working there."""

from __future__ import annotations

import fcntl
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from podpusher.errors import CommandError
from warehouse.settings import WarehouseSettings, warehouse_settings


def data_folder(signals: Path | None) -> Path:
    """The folder for these signals.

    A folder named in the settings wins. Otherwise a replay gets a folder of its own, named after
    its signals, so that recorded rows and live rows never mix.
    """
    settings = warehouse_settings()
    if signals is None or "data" in settings.model_fields_set:
        return settings.folder
    address = str(signals.resolve())
    name = re.sub(r"[^a-z0-9]+", "-", signals.resolve().name.lower()).strip("-")[:32] or "signals"
    mark = hashlib.sha256(address.encode()).hexdigest()[:8]
    default = WarehouseSettings.model_fields["data"].default
    return Path(f"{default}-{name}-{mark}").resolve()


@contextmanager
def only_one(folder: Path, what: str) -> Iterator[None]:
    """Hold the folder's lock; a second `up` on the same folder is an error with a next step."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{what}.lock"
    with path.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CommandError(
                f"Another `podpusher {what}` is using {folder}. Stop it first (Ctrl-C in its "
                "window), or set PODPUSHER_DATA to another folder.",
                code="up.already_running",
            ) from error
        yield
