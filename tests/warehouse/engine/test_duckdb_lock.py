"""One process writes the embedded file at a time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from warehouse.engine.duckdb import DuckDBEngine
from warehouse.errors import WarehouseBusy

HOLDER = """
import sys, duckdb
held = duckdb.connect(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


def test_a_file_held_elsewhere_is_waited_for_and_then_named(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(WarehouseBusy, match="open in another process") as raised:
            DuckDBEngine(path, patience=0.3)
        assert raised.value.code == "warehouse.busy"
    finally:
        holder.communicate()
    DuckDBEngine(path, patience=5).close()


def test_other_trouble_is_not_taken_for_a_lock(tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"(?i)directory|cannot open"):
        DuckDBEngine(tmp_path / "missing" / "warehouse.duckdb", patience=5)
