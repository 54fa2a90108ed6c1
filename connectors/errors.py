"""Failures of the outside world, sorted by what the caller should do.

Four branches: try again later, give up on this answer, skip quietly, ask the operator. Every class
has a `code`, and a `status` under which a run of a source is recorded; every message names the next
step and passes the redaction of secrets.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

from connectors.redaction import redact

Action = Literal["retry", "give_up", "skip", "ask_operator"]
Status = Literal["blocked", "login_wall", "changed_markup", "down", "empty", "unchanged", "skipped"]


class ConnectorError(Exception):
    """Base of all. `source` is a registry id, when known; `said` the JSON that came with it."""

    code: str = "connector.failed"
    action: ClassVar[Action] = "give_up"
    status: ClassVar[Status] = "down"

    def __init__(self, message: str, *, source: str | None = None) -> None:
        super().__init__(redact(message))
        self.source = source
        self.said = b""

    @property
    def message(self) -> str:
        """What happened and what to do next."""
        return str(self.args[0])


class RetryLater(ConnectorError):
    """The same question may be answered later; `retry_after` in seconds, when known how much."""

    code = "connector.retry_later"
    action = "retry"
    status: ClassVar[Status] = "down"
    retry_after: float | None = None


class RateLimited(RetryLater):
    """The platform asks for patience; `retry_after` in seconds when it said how long."""

    code = "connector.rate_limited"
    status: ClassVar[Status] = "blocked"

    def __init__(
        self, message: str, *, retry_after: float | None = None, source: str | None = None
    ) -> None:
        super().__init__(message, source=source)
        self.retry_after = retry_after


class Unavailable(RetryLater):
    """No answer, a broken connection or a server error."""

    code = "connector.unavailable"


class ProxyUnavailable(Unavailable):
    """The operator's own proxy does not do its work; the platform was not reached."""

    code = "connector.proxy_unavailable"


class BreakerOpen(RetryLater):
    """The host failed several times in a row and is left alone until `until` (aware UTC)."""

    code = "connector.breaker_open"

    def __init__(
        self, message: str, *, until: datetime | None = None, source: str | None = None
    ) -> None:
        super().__init__(message, source=source)
        self.until = until


class DeadlineExceeded(RetryLater):
    """The time set aside for live sources ran out."""

    code = "connector.deadline_exceeded"


class GiveUp(ConnectorError):
    """Asking again would bring the same answer."""

    code = "connector.refused"
    status: ClassVar[Status] = "blocked"


class Refused(GiveUp):
    """The platform rejects the question (a 4xx without a better name)."""

    code = "connector.refused"


class ForbiddenAddress(Refused):
    """An address inside the machine or its network, or one written to hide where it leads."""

    code = "connector.forbidden_address"


class Blocked(GiveUp):
    """A captcha or a block page instead of data."""

    code = "connector.blocked"


class LoginWall(GiveUp):
    """A sign-in or consent page instead of data."""

    code = "connector.login_wall"
    status: ClassVar[Status] = "login_wall"


class UnknownMarkup(GiveUp):
    """An answer in a shape this version does not know."""

    code = "connector.unknown_markup"
    status: ClassVar[Status] = "changed_markup"


class BadAnswer(GiveUp):
    """Truncated, oversized, or not what the content type says."""

    code = "connector.bad_answer"
    status: ClassVar[Status] = "changed_markup"


class Skip(ConnectorError):
    """Nothing to do and nothing wrong."""

    code = "connector.skip"
    action = "skip"
    status: ClassVar[Status] = "skipped"


class NoData(Skip):
    """The platform has nothing for this question (yet)."""

    code = "connector.no_data"
    status: ClassVar[Status] = "empty"


class NotModified(Skip):
    """The platform says that nothing changed since the last good answer."""

    code = "connector.not_modified"
    status: ClassVar[Status] = "unchanged"


class NotReplayable(Skip):
    """The source answers only "now" and was asked for the past."""

    code = "connector.not_replayable"


class AskOperator(ConnectorError):
    """Only a person can go on."""

    code = "connector.ask_operator"
    action = "ask_operator"
    status: ClassVar[Status] = "skipped"


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
