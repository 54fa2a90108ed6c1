"""Failures of the outside world, sorted by what the caller should do.

Four branches: try again later, give up on this answer, skip quietly, ask the operator. Every class
has a `code`; every message names the next step and passes the redaction of secrets.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from connectors.redaction import redact

Action = Literal["retry", "give_up", "skip", "ask_operator"]


class ConnectorError(Exception):
    """Base of all. `source` is a registry id, when known."""

    code: str = "connector.failed"
    action: ClassVar[Action] = "give_up"

    def __init__(self, message: str, *, source: str | None = None) -> None:
        super().__init__(redact(message))
        self.source = source

    @property
    def message(self) -> str:
        """What happened and what to do next."""
        return str(self.args[0])


class RetryLater(ConnectorError):
    """The same question may be answered later."""

    code = "connector.retry_later"
    action = "retry"


class RateLimited(RetryLater):
    """The platform asks for patience; `retry_after` in seconds when it said how long."""

    code = "connector.rate_limited"

    def __init__(
        self, message: str, *, retry_after: float | None = None, source: str | None = None
    ) -> None:
        super().__init__(message, source=source)
        self.retry_after = retry_after


class Unavailable(RetryLater):
    """No answer, a broken connection or a server error."""

    code = "connector.unavailable"


class DeadlineExceeded(RetryLater):
    """The time set aside for live sources ran out."""

    code = "connector.deadline_exceeded"


class GiveUp(ConnectorError):
    """Asking again would bring the same answer."""

    code = "connector.refused"


class Refused(GiveUp):
    """The platform rejects the question (a 4xx without a better name)."""

    code = "connector.refused"


class Blocked(GiveUp):
    """A captcha or a block page instead of data."""

    code = "connector.blocked"


class LoginWall(GiveUp):
    """A sign-in or consent page instead of data."""

    code = "connector.login_wall"


class UnknownMarkup(GiveUp):
    """An answer in a shape this version does not know."""

    code = "connector.unknown_markup"


class BadAnswer(GiveUp):
    """Truncated, oversized, or not what the content type says."""

    code = "connector.bad_answer"


class Skip(ConnectorError):
    """Nothing to do and nothing wrong."""

    code = "connector.skip"
    action = "skip"


class NoData(Skip):
    """The platform has nothing for this question (yet)."""

    code = "connector.no_data"


class NotReplayable(Skip):
    """The source answers only "now" and was asked for the past."""

    code = "connector.not_replayable"


class AskOperator(ConnectorError):
    """Only a person can go on."""

    code = "connector.ask_operator"
    action = "ask_operator"


class NotConfigured(AskOperator):
    """A setting or key is missing."""

    code = "connector.not_configured"


class UnusableInput(AskOperator):
    """A file or folder that cannot be read at all; nothing of it was kept.

    `reason` is the last part of the code: unreadable, empty, truncated, unknown_format, too_large,
    no_permission, not_found, empty_folder, bad_encoding.
    """

    code = "input.unusable"

    def __init__(self, message: str, *, reason: str = "unusable", path: str | None = None) -> None:
        super().__init__(message)
        self.reason = reason
        self.code = f"input.{reason}"
        self.path = path
