"""What a command can fail with, and the exit status each failure ends in."""

from __future__ import annotations

from enum import IntEnum


class ExitStatus(IntEnum):
    """0 ok, 2 usage, 3 unusable input, 1 anything else."""

    OK = 0
    FAILED = 1
    USAGE = 2
    UNUSABLE_INPUT = 3


class CommandError(Exception):
    """A failure with a message that names the next step."""

    def __init__(self, message: str, *, code: str, status: ExitStatus = ExitStatus.FAILED) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
