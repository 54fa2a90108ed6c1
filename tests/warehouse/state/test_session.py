"""Sessions: reading cannot write, many processes may write, nothing half done stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.factories.state import AS_OF, GENERATION, fill_state, made_idea
from warehouse.errors import StateUnavailable
from warehouse.settings import WarehouseSettings
from warehouse.state.repositories import ideas
from warehouse.state.session import (
    forget_engines,
    migrate_state,
    read_scope,
    session_scope,
    state_exists,
)


@pytest.fixture(autouse=True)
def _closed() -> object:
    yield
    forget_engines()


def run(settings: WarehouseSettings, sql: str) -> None:
    with read_scope(settings) as session:
        assert session is not None
        session.execute(sa.text(sql))


def write_and_fail(settings: WarehouseSettings) -> None:
    with session_scope(settings) as session:
        ideas.upsert(session, made_idea(1), as_of=AS_OF, generation=GENERATION)
        session.flush()
        raise RuntimeError


def test_before_the_first_migration_there_is_nothing(settings: WarehouseSettings) -> None:
    assert not state_exists(settings)
    with read_scope(settings) as session:
        assert session is None
    assert not settings.folder.exists()


def test_a_server_is_asked_not_looked_for() -> None:
    assert state_exists(WarehouseSettings(state_url="postgresql+psycopg://nowhere/x"))


def test_a_server_that_does_not_answer_is_said(settings: WarehouseSettings) -> None:
    away = WarehouseSettings(
        data=settings.data, state_url="postgresql+psycopg://a:b@127.0.0.1:1/x?connect_timeout=2"
    )
    with pytest.raises(StateUnavailable, match="make run"):
        run(away, "select 1")


def test_an_unmigrated_database_is_said(settings: WarehouseSettings) -> None:
    migrate_state(settings)
    migrate_state(settings, "base")
    with pytest.raises(StateUnavailable):
        run(settings, "select * from ideas")


def test_a_reader_cannot_write(settings: WarehouseSettings) -> None:
    fill_state(settings, 1)
    with pytest.raises(StateUnavailable):
        run(settings, "delete from ideas")
    with read_scope(settings) as session:
        assert session is not None
        assert len(ideas.current(session)) == 1


def test_an_error_rolls_back(settings: WarehouseSettings) -> None:
    migrate_state(settings)
    with pytest.raises(RuntimeError):
        write_and_fail(settings)
    with session_scope(settings) as session:
        assert ideas.current(session) == []


def test_foreign_keys_hold(settings: WarehouseSettings) -> None:
    migrate_state(settings)
    with session_scope(settings) as session:
        assert session.execute(sa.text("pragma foreign_keys")).scalar() == 1


def test_many_threads_write_and_read_without_a_lock_error(settings: WarehouseSettings) -> None:
    migrate_state(settings)
    errors: list[BaseException] = []

    def write(number: int) -> None:
        try:
            for step in range(8):
                with session_scope(settings) as session:
                    made = made_idea(number * 100 + step)
                    ideas.upsert(session, made, as_of=AS_OF, generation=GENERATION)
                with read_scope(settings) as session:
                    assert session is not None
                    ideas.current(session)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    with session_scope(settings) as session:
        assert len(ideas.current(session)) == 32


KILLED = """
import sys
from pathlib import Path
from tests.factories.state import AS_OF, made_idea
from warehouse.settings import WarehouseSettings
from warehouse.state.repositories import ideas
from warehouse.state.session import session_scope
settings = WarehouseSettings(data=Path(sys.argv[1]))
print("ready", flush=True)
for step in range(100000):
    with session_scope(settings) as session:
        made = [made_idea(step * 10 + n) for n in range(5)]
        ideas.replace_set(session, made, [], as_of=AS_OF, generation=str(step))
"""


def test_a_killed_writer_leaves_whole_sets(settings: WarehouseSettings, repository: Path) -> None:
    migrate_state(settings)
    environment = {**os.environ, "PYTHONPATH": str(repository)}
    for delay in (0.15, 0.3, 0.4):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(settings.data)],
            stdout=subprocess.PIPE,
            env=environment,
            cwd=repository,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait(20)
        process.stdout.close()
        with read_scope(settings) as session:
            assert session is not None
            found = ideas.current(session)
            assert len(found) in {0, 5}
            assert len({idea.generation for idea in found}) <= 1
