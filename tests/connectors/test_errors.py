"""The tree of failures: codes, actions, no secrets."""

from __future__ import annotations

import pytest

from connectors import errors
from connectors.errors import ConnectorError, RateLimited, UnusableInput

CLASSES = [
    value
    for value in vars(errors).values()
    if isinstance(value, type) and issubclass(value, ConnectorError)
]


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_error_has_a_code_an_action_and_a_redacted_message(kind):
    error = kind("asked https://me:hunter22@host/x?api_key=abcd1234efgh")
    assert error.code.split(".")[0] in ("connector", "input")
    assert error.action in ("retry", "give_up", "skip", "ask_operator")
    assert "hunter22" not in str(error)
    assert "abcd1234efgh" not in str(error)
    assert error.message == str(error)


def test_codes_differ_except_between_a_branch_and_its_plain_member():
    codes = [kind.code for kind in CLASSES if kind not in (errors.GiveUp, ConnectorError)]
    assert len(codes) == len(set(codes))


def test_branches_sort_by_what_the_caller_does():
    assert issubclass(errors.RateLimited, errors.RetryLater)
    assert errors.Blocked.action == "give_up"
    assert errors.NoData.action == "skip"
    assert errors.NotConfigured.action == "ask_operator"
    assert RateLimited("later", retry_after=3.0).retry_after == 3.0


def test_unusable_input_carries_reason_and_path():
    error = UnusableInput("no header", reason="unknown_format", path="a.csv")
    assert (error.code, error.reason, error.path) == (
        "input.unknown_format",
        "unknown_format",
        "a.csv",
    )
