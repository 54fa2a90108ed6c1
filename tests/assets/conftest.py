"""The replay of a small slice, run twice, for everybody who looks at its results."""

from __future__ import annotations

import pytest

from tests.factories import pipeline


@pytest.fixture(scope="session")
def replayed() -> pipeline.Replayed:
    """Do not change anything in it: copy it with `place.copy_to`."""
    return pipeline.replayed()
