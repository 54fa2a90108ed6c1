"""Under which status a run of a source is recorded when it ends with an error."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import get_args

import pytest

from connectors import errors
from connectors.errors import ConnectorError, Status

CLASSES = [
    value
    for value in vars(errors).values()
    if isinstance(value, type) and issubclass(value, ConnectorError)
]
STATUSES = {
    "blocked": ["Blocked", "RateLimited", "ForbiddenAddress", "Refused", "GiveUp"],
    "login_wall": ["LoginWall"],
    "changed_markup": ["UnknownMarkup", "BadAnswer"],
    "down": [
        *("Unavailable", "ProxyUnavailable", "DeadlineExceeded", "BreakerOpen", "RetryLater"),
        "ConnectorError",
    ],
    "empty": ["NoData"],
    "unchanged": ["NotModified"],
    "skipped": ["NotReplayable", "NotConfigured", "Skip", "AskOperator", "UnusableInput"],
}


def test_every_error_has_the_status_that_is_meant():
    found = {kind.__name__: kind.status for kind in CLASSES}
    assert found == {name: status for status, names in STATUSES.items() for name in names}
    assert set(STATUSES) == set(get_args(Status))


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_error_can_be_made_of_a_message_alone(kind):
    assert kind("Do this next.").message == "Do this next."


def test_an_open_breaker_says_when_the_next_try_is():
    until = datetime(2026, 3, 2, 9, 1, tzinfo=UTC)
    assert errors.BreakerOpen("later", until=until).until == until
    assert errors.BreakerOpen("later").retry_after is None
