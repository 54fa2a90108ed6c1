from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.factories.engines import an_engine
from warehouse.builds import built_from, fingerprint, inputs_of_score, record_build


@pytest.fixture
def engine(tmp_path: Path):
    made = an_engine(tmp_path)
    yield made
    made.close()


def test_a_fingerprint_depends_on_every_part_and_their_order():
    assert fingerprint(["a", 1]) == fingerprint(["a", 1])
    assert fingerprint(["a", 1]) != fingerprint([1, "a"])
    assert fingerprint(["ab", "c"]) != fingerprint(["a", "bc"])


def test_a_stage_remembers_what_it_was_built_from(engine):
    assert built_from(engine, "score") is None
    record_build(engine, "score", "one", "run-1")
    record_build(engine, "score", "two", "run-2")
    assert built_from(engine, "score") == "two"
    assert built_from(engine, "other") is None


AS_OF = datetime.fromisoformat("2025-01-10 23:59:59.999999")


def test_a_loaded_slice_changes_what_the_score_depends_on(engine):
    before = fingerprint(inputs_of_score(engine, AS_OF))
    engine.execute(
        "insert into raw.slices (slice_id, platform, source, origin, file_name, rows_accepted, "
        "rows_quarantined, loaded_at, run_id) values "
        "('s1', 'tiktok', 'x', 'replay', 'f', 3, 0, timestamp '2024-01-01', 'r')"
    )
    assert fingerprint(inputs_of_score(engine, AS_OF)) != before


def test_our_own_drafts_change_what_the_score_depends_on_once_they_are_known(engine):
    before = inputs_of_score(engine, AS_OF)
    engine.execute(
        "insert into raw.app_drafts values ('d', 'i', 'mug', timestamp '2025-01-11 08:00:00', 'r')"
    )
    assert inputs_of_score(engine, AS_OF) == before
    assert inputs_of_score(engine, AS_OF.replace(day=11)) != before
