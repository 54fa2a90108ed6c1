"""The definitions, loaded once: parsing the models costs seconds."""

from __future__ import annotations

import os

import dagster as dg
import pytest

from tests.factories import pipeline


@pytest.fixture(scope="session")
def defs() -> dg.Definitions:
    """Everything that exists, as a replay's code location loads it."""
    found: dg.Definitions = pipeline.load_definitions().defs
    return found


@pytest.fixture(scope="session")
def live_defs(tmp_path_factory: pytest.TempPathFactory) -> dg.Definitions:
    """Everything that exists, as the live mode's code location loads it."""
    module = pipeline.load_definitions()
    place = pipeline.Installation(tmp_path_factory.mktemp("live"))
    pipeline.with_parsed_models(place)
    with place.inside(), pipeline.quiet():
        del os.environ["PODPUSHER_SIGNALS"]
        found: dg.Definitions = module.definitions()
    return found
