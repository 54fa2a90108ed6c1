"""What can go wrong with what is kept. Each error carries a code and the next step."""

from __future__ import annotations


class WarehouseError(Exception):
    """Base of the storage errors."""

    code = "warehouse.failed"


class WarehouseBusy(WarehouseError):
    """Another process holds the embedded warehouse file."""

    code = "warehouse.busy"


class NotPublished(WarehouseError):
    """No snapshot has been published yet."""

    code = "serving.not_published"


class BeforeHistory(WarehouseError):
    """The asked day lies before the first scored day."""

    code = "serving.before_history"


class BadCursor(WarehouseError):
    """The page cursor is not one of ours, or belongs to another query."""

    code = "serving.bad_cursor"


class NotFound(WarehouseError):
    """No such row."""

    code = "warehouse.not_found"


class Conflict(WarehouseError):
    """The row changed meanwhile, or exists already."""

    code = "warehouse.conflict"


class QuotaExceeded(WarehouseError):
    """The plan's allowance is used up."""

    code = "warehouse.quota_exceeded"


class UnusableInput(WarehouseError):
    """An input file cannot be read at all; nothing of it was kept."""

    code = "input.unusable"

    def __init__(self, message: str, *, code: str | None = None, path: str | None = None) -> None:
        super().__init__(message)
        if code:
            self.code = code
        self.path = path


class SnapshotGone(WarehouseError):
    """The page cursor belongs to a snapshot that is no longer kept."""

    code = "serving.snapshot_gone"


class StateUnavailable(WarehouseError):
    """The state database cannot be opened or has not been migrated."""

    code = "state.unavailable"
